"""How every number of a study's report is made, as its facts, specifications and exhibits declare.

What each needs of the returns is not written here a second time: a fact names its sources, and an
estimate the columns of the panels, of which linking notes what they were made from
(``catalogue.origins.TABLE_ORIGINS``).
"""

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import chain

from pooledfunds.catalogue.origins import Origin
from pooledfunds.claims.computed import families_of
from pooledfunds.claims.fact import Fact
from pooledfunds.claims.registry import facts_of
from pooledfunds.core.cells import split_list
from pooledfunds.core.codelists import read_table
from pooledfunds.estimation.robustness.combinations import (
    combination_specification,
    one_choice_at_a_time,
)
from pooledfunds.estimation.specifications import (
    LOG_RATE_BEFORE,
    OTHER_RATE_BEFORE,
    Specification,
    panel_name,
    specifications,
)

# What fits a design that is no single regression; any other is fitted by its family.
FITTED_BY = {
    "two_by_two": "pooledfunds.estimation.two_by_two.risk_difference",
    "staggered": "pooledfunds.estimation.robustness.staggered.staggered_effects",
    "dose": "pooledfunds.estimation.dose.dose_effects",
    "contrast": "pooledfunds.estimation.contrast.difference_of_effects",
}
BY_FAMILY = "pooledfunds.estimation.models.fit_family"
OF_CURVE = "pooledfunds.estimation.robustness.curve.fit_curve"
OF_FAMILY = "pooledfunds.claims.computed.Computed.family"
# Covariates that a fit makes from the outcomes of earlier years.
MADE_IN_FIT = (LOG_RATE_BEFORE, OTHER_RATE_BEFORE)


def declared_origins(
    name: str, study: Mapping, exhibits: Iterable[Mapping[str, str]], families: Iterable[str] = ()
) -> list[Origin]:
    """Return the origin of each fact, estimate and exhibit of a study.

    Parameters
    ----------
    name
        Of the study.
    study
        Its settings.
    exhibits
        Its register of exhibits, each with its ``drawing``.
    families
        The file of its families of effects: one, or none.
    """
    estimates = {one.name: of_specification(one, study) for one in specifications(study)}
    return [
        *map(of_fact, facts_of(name).values()),
        *estimates.values(),
        *(of_curve(curve, study) for curve in study["curves"]),
        *(one for file in families for one in of_families(file, estimates)),
        *map(of_exhibit, exhibits),
    ]


def of_fact(fact: Fact) -> Origin:
    """Return the origin of a fact."""
    formula = f"{fact.how} ({fact.unit}, {fact.year})"
    return Origin("fact", fact.id, formula, fact.code, fact.sources)


def of_specification(one: Specification, study: Mapping) -> Origin:
    """Return the origin of the estimates of a specification.

    Parameters
    ----------
    one
        The specification.
    study
        The settings of the study.
    """
    code = FITTED_BY.get(one.design, BY_FAMILY)
    formula = formula_of(one, study["outcomes"][one.outcome]["label"])
    return Origin("estimate", one.name, formula, code, columns=tuple(columns_of(one)))


def columns_of(one: Specification) -> Iterator[tuple[str, str]]:
    """Yield the panels' columns that a specification is fitted to, each with its panel."""
    finer = panel_name(one.area_type, one.design, one.by)
    panels = [finer] if one.design == "hazard" else dict.fromkeys([one.area_type, finer])
    made = (*MADE_IN_FIT, one.by)
    for panel in panels:
        yield from ((f"panel_{panel}", name) for name in one.columns if name not in made)


def formula_of(one: Specification, label: str) -> str:
    """Return in words what is fitted: outcome, exposure, covariates, effects, years, errors.

    Parameters
    ----------
    one
        The specification.
    label
        What its outcome is called.
    """
    measured = one.measured + (f" over {one.denominator}" if one.denominator else "")
    measured += f", weighted by {one.weights}" if one.weights else ""
    exposure = one.exposure_column + (f" of at least {one.at_least}" if one.at_least else "")
    parts = [f"{label} ({measured}) on {exposure}"]
    parts += [f"by {one.by}, held against {one.base}"] if one.by else []
    parts += [f"with {one.moderator} and their product"] if one.moderator else []
    parts += [f"less the effect on {one.minus[0]}"] if one.minus[0] else []
    parts += [f"given {', '.join(one.covariates)}"] if one.covariates else []
    parts += [f"fixed effects of {', '.join(one.fixed_effects)}"] if one.fixed_effects else []
    parts += [f"where {name} is {value}" for name, value in one.where]
    errors = one.covariance + (f" by {one.cluster}" if one.cluster else "")
    parts.append(f"areas {one.area_type}, {', '.join(one.periods)}; errors {errors}")
    return f"{one.family.replace('_', ' ').capitalize()} {one.design}: {'; '.join(parts)}"


def of_curve(name: str, study: Mapping) -> Origin:
    """Return the origin of the estimates of a specification curve.

    Parameters
    ----------
    name
        Of the curve.
    study
        The settings of the study.
    """
    declared = study["curves"][name]
    tried = [
        combination_specification(name, declared, chosen, study)
        for chosen in one_choice_at_a_time(declared)
    ]
    columns = dict.fromkeys(chain.from_iterable(map(columns_of, tried)))
    choices = "; ".join(f"{axis}: {', '.join(some)}" for axis, some in declared["axes"].items())
    words = f"The same question under every combination of {choices}".replace("_", " ")
    return Origin("estimate", f"curve/{name}", words, OF_CURVE, columns=tuple(columns))


def of_families(file: str, estimates: Mapping[str, Origin]) -> Iterator[Origin]:
    """Yield the origin of each family of effects that are taken together.

    Parameters
    ----------
    file
        ``families.csv`` of the study.
    estimates
        Origins by specification.
    """
    for family, members in families_of(read_table(file)).items():
        own = [
            origin
            for pattern, _ in members
            for name, origin in estimates.items()
            if fnmatchcase(name, pattern)
        ]
        named = "; ".join(f"{pattern}, {term}" for pattern, term in members)
        columns = dict.fromkeys(chain.from_iterable(origin.columns for origin in own))
        words = f"Smallest p-value after Holm's adjustment over all effects of {named}"
        yield Origin("estimate", family, words, OF_FAMILY, columns=tuple(columns))


def of_exhibit(row: Mapping[str, str]) -> Origin:
    """Return the origin of what an exhibit shows."""
    sources = [*split_list(row["sources"]), *split_list(row.get("further_sources") or "")]
    tables = ", ".join(split_list(row["tables"]))
    return Origin("chart", row["exhibit"], f"Drawn from {tables}", row["drawing"], tuple(sources))
