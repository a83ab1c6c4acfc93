"""What the table of a specification says of it in words, whatever was found."""

from pooledfunds.estimation.inference.identification import exposed_areas
from pooledfunds.estimation.sample import Sample, exposure_values
from pooledfunds.estimation.specifications import Specification


def too_few_reason(specification: Specification, term: str, number: int) -> str:
    """Return in words how few areas identify a term.

    Parameters
    ----------
    specification
        What is estimated.
    term
        Its name.
    number
        Of areas that identify it.
    """
    areas = f"only {number} area" if number == 1 else f"only {number} areas"
    if specification.design == "staggered":
        return f"{areas} start the exposure within the years, or never do"
    if specification.design == "hazard":
        return f"{areas} expected in the smallest group of those that begin, or do not"
    if "area_code" in specification.fixed_effects:
        return f"{areas} change{'s' if number == 1 else ''}"
    where = "the smallest of its four groups" if ":" in term else "the smaller group"
    return f"{areas} in {where}"


def describe_regression(chosen: Sample, specification: Specification) -> dict:
    """Return what every row of a specification's table says.

    Parameters
    ----------
    chosen
        Its sample.
    specification
        What is estimated.
    """
    exposed = areas = 0
    if len(chosen.rows):
        exposed = int((exposure_values(chosen.rows, specification) != 0).sum())
        areas = exposed_areas(chosen.rows, specification)
    return {
        "specification": specification.name,
        "outcome": specification.outcome,
        "exposure": specification.exposure_column,
        "area_type": specification.area_type,
        "period": "; ".join(specification.periods),
        "scale": specification.scale,
        "nobs": len(chosen.rows),
        "n_areas": chosen.rows["area_code"].nunique(),
        "n_exposed": exposed,
        "n_exposed_areas": areas,
        "n_unknown": chosen.unknown_exposure,
        "cov_type": covariance_name(specification),
        "multiplicity_family": specification.multiplicity_family,
        "sensitivity_of": specification.sensitivity_of,
        "descriptive": specification.descriptive,
        "basis": conclusion_basis(specification),
    }


def conclusion_basis(specification: Specification) -> str:
    """Return the test that a conclusion rests on, validated for the design (decision 71)."""
    match specification.design:
        case "staggered":
            return "t of the areas' influences, Welch-Satterthwaite degrees of freedom"
        case "two_by_two":
            return "Barnard's exact test, Newcombe's interval"
    clusters = {"area_code": " by area", "region_code": " by region"}
    by = clusters.get(specification.cluster, f" by {specification.cluster}")
    satterthwaite = specification.covariance in ("HC2", "HC3", "CR2")
    freedom = "Satterthwaite degrees of freedom" if satterthwaite else "residual degrees of freedom"
    return f"t, {specification.covariance}{by if specification.cluster else ''}, {freedom}"


def covariance_name(specification: Specification) -> str:
    """Return the covariance's name, as the estimates have it."""
    return "influence" if specification.design == "staggered" else specification.covariance
