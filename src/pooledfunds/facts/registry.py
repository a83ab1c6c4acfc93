"""Every fact by its id."""

from pooledfunds.facts import money, places, printed
from pooledfunds.facts.evidence import Fact


def registry(facts: list[Fact]) -> dict[str, Fact]:
    """Return facts by id.

    Raises
    ------
    ValueError
        When two facts bear one id.
    """
    ids = [fact.id for fact in facts]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise ValueError(f"two facts bear one id: {', '.join(twice)}")
    return dict(zip(ids, facts, strict=True))


FACTS = registry([*money.FACTS, *places.FACTS, *printed.FACTS])
