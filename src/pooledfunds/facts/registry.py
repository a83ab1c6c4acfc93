"""Every fact by its id."""

from pooledfunds.facts import (
    budgets,
    delayed_transfers,
    equipment,
    figures,
    hospital_care,
    money,
    places,
    printed,
    register,
    survey,
    variation,
)
from pooledfunds.facts.evidence import Fact

TOPICS = (
    money,
    places,
    printed,
    register,
    survey,
    figures,
    budgets,
    equipment,
    delayed_transfers,
    hospital_care,
    variation,
)


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


FACTS = registry([fact for topic in TOPICS for fact in topic.FACTS])
