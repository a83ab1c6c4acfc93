"""What is wrong in the years, contrasts and tests of a design that specifications declare."""

from collections.abc import Iterator, Mapping

from pooledfunds.catalogue.area_types import HUB
from pooledfunds.core.financial_year import year_name
from pooledfunds.core.settings import nearest
from pooledfunds.estimation.specifications import HAZARDS, LOG_RATE_BEFORE


def design_faults(place: str, declared: Mapping, study: Mapping) -> Iterator[str]:
    """Yield a sentence for each part of a design that does not go with the others.

    Parameters
    ----------
    place
        Where the entry stands, as a sentence begins.
    declared
        The entry as the study declares it.
    study
        Its settings.
    """
    yield from before_faults(place, declared, study)
    yield from dose_faults(place, declared)
    yield from hazard_faults(place, declared)
    contrast = declared.get("design") == "contrast"
    if contrast != bool(declared.get("minus")):
        yield f"{place}: 'minus' goes with 'estimator: contrast', and only with it"
    elif contrast and declared["minus"] not in study["outcomes"]:
        there = nearest(declared["minus"], study["outcomes"])
        yield f"{place}: no outcome '{declared['minus']}' is declared{there}"
    if contrast and not one_row_an_area(declared):
        yield f"{place}: a contrast has one row an area; name one year, or 'over: sum'"
    if contrast and declared.get("moderator"):
        yield f"{place}: a contrast has no moderator"
    if declared.get("interest") and not declared.get("moderator"):
        yield f"{place}: 'interest' goes with 'moderator', and only with it"
    yield from requirement_faults(place, declared, study)


def one_row_an_area(declared: Mapping) -> bool:
    """Return whether every fit of an entry has one row an area."""
    return bool(declared.get("over")) or all(len(period) == 1 for period in declared["periods"])


def before_faults(place: str, declared: Mapping, study: Mapping) -> Iterator[str]:
    """Yield a sentence for each earlier year that is none, or that is left unused.

    Parameters
    ----------
    place, declared, study
        As ``design_faults`` has them.
    """
    before = declared.get("before", [])
    if bool(before) != (LOG_RATE_BEFORE in declared.get("covariates", [])):
        yield f"{place}: the covariate '{LOG_RATE_BEFORE}' goes with 'before', and only with it"
    for year in sorted(set(before) - set(study["financial_years"])):
        yield f"{place}: {year} is not a year of the study"
    for period in declared["periods"]:
        if before and max(before) >= min(period):
            yield f"{place}: {max(before)} is not before {min(period)}"
    if declared.get("over") and "area_code" in declared.get("fixed_effects", []):
        yield f"{place}: 'over' leaves one row an area, which has no effect of its own"


def dose_faults(place: str, declared: Mapping) -> Iterator[str]:
    """Yield a sentence for each part of a dose design that is missing or out of place.

    Parameters
    ----------
    place, declared
        As ``design_faults`` has them.
    """
    dose = declared.get("design") == "dose"
    if not dose and any(":" in effect for effect in declared.get("fixed_effects", [])):
        yield f"{place}: effects of two columns together go with 'estimator: dose' only"
    for key in ("by", "base"):
        if dose != bool(declared.get(key)):
            yield f"{place}: '{key}' goes with 'estimator: dose', and only with it"
    if not dose:
        return
    for period in declared["periods"]:
        if declared.get("base") and declared["base"] not in period:
            yield f"{place}: the base {declared['base']} is not among its years"
    expected = {"family": "poisson", "covariance": "CR2", "cluster": "area_code"}
    for key, value in expected.items():
        if declared.get(key) != value:
            yield f"{place}: 'estimator: dose' has {key}: {value}"
    if declared.get("fixed_effects", [])[:2] != ["area_code", declared.get("by")]:
        yield f"{place}: 'estimator: dose' has fixed_effects: area_code; {declared.get('by')}"
    for key in ("moderator", "over"):
        if declared.get(key):
            yield f"{place}: 'estimator: dose' has no {key}"


def hazard_faults(place: str, declared: Mapping) -> Iterator[str]:
    """Yield a sentence for each part of a hazard that is missing or out of place.

    Parameters
    ----------
    place, declared
        As ``design_faults`` has them.
    """
    hazard = declared.get("design") == "hazard"
    if hazard != (declared.get("family") in HAZARDS):
        yield f"{place}: 'estimator: hazard' goes with family: {' or '.join(HAZARDS)}"
    if not hazard:
        return
    if declared.get("area_type") != HUB:
        yield f"{place}: 'estimator: hazard' has area_type: {HUB}"
    for key, value in {"covariance": "CR2", "cluster": "area_code"}.items():
        if declared.get(key) != value:
            yield f"{place}: 'estimator: hazard' has {key}: {value}"
    for key in ("moderator", "over", "before"):
        if declared.get(key):
            yield f"{place}: 'estimator: hazard' has no {key}"
    if "area_code" in declared.get("fixed_effects", []):
        yield f"{place}: an area that begins once has no effect of its own"


def years_of_fit(declared: Mapping, study: Mapping) -> set[str]:
    """Return the years that a fit may name: the study's, or all in which something may begin.

    Those of a hazard go back to the baseline year, after which an area is at risk.

    Parameters
    ----------
    declared, study
        As ``design_faults`` has them.
    """
    years = set(study["financial_years"])
    if declared.get("design") != "hazard" or "baseline_year" not in study:
        return years
    first, last = (int(year[:4]) for year in (study["baseline_year"], max(years)))
    return {year_name(opening) for opening in range(first + 1, last + 1)}


def requirement_faults(place: str, declared: Mapping, study: Mapping) -> Iterator[str]:
    """Yield a sentence where what a specification requires is not a test of its outcomes.

    Parameters
    ----------
    place, declared, study
        As ``design_faults`` has them.
    """
    name = declared.get("requires")
    if not name:
        return
    if name not in study["specifications"]:
        yield (
            f"{place}: no specification '{name}' is declared, which it requires"
            f"{nearest(name, study['specifications'])}"
        )
        return
    required = study["specifications"][name]
    if required.get("design") != "dose" or required.get("by") != "financial_year":
        yield f"{place}: {name}, which it requires, is no 'estimator: dose' by financial_year"
    for outcome in sorted(set(declared["outcomes"]) - set(required["outcomes"])):
        yield f"{place}: {name}, which it requires, has no outcome {outcome}"
