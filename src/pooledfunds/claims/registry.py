"""The facts of a study, by id: what the modules of its package declare."""

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec

from pooledfunds.claims.fact import Fact


def facts_of(study: str) -> dict[str, Fact]:
    """Return every fact of a study by id; a study without a package of facts has none.

    Parameters
    ----------
    study
        Name of the study, whose facts ``pooledfunds.studies.<study>.facts`` lists as ``FACTS``.

    Raises
    ------
    ValueError
        When two facts bear one id.
    """
    package = f"pooledfunds.studies.{study}"
    if find_spec(package) is None or find_spec(f"{package}.facts") is None:
        return {}
    return by_id(import_module(f"{package}.facts").FACTS)


def by_id(facts: Iterable[Fact]) -> dict[str, Fact]:
    """Return facts by id.

    Raises
    ------
    ValueError
        When two facts bear one id.
    """
    facts = list(facts)
    ids = [fact.id for fact in facts]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    if twice:
        raise ValueError(f"two facts bear one id: {', '.join(twice)}")
    return dict(zip(ids, facts, strict=True))
