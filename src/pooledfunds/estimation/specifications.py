"""Specifications as data: what a study's folder declares, one record per fit."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pooledfunds.core.settings import nearest
from pooledfunds.core.vocabulary import combination_name, variant_column

# The scale on which each family's coefficients are told; shares are told in points of share.
SCALES = {
    "poisson": "log",
    "negative_binomial": "log",
    "gamma": "log",
    "log_linear": "log",
    "linear": "identity",
    "fractional_logit": "identity",
    "beta_binomial": "identity",
}
CLUSTERED = ("CR2",)
LOGARITHM = re.compile(r"log\((?P<column>\w+)\)")
# Columns of the panels that ``hes.variants.axes`` define anew.
VARIED = re.compile(r"(expected_)?(admissions|bed_days)_\w+$")


@dataclass(frozen=True)
class Specification:
    """One regression: an outcome on an exposure, with all that its fit needs.

    ``exposure`` and ``moderator`` are the names of terms; ``exposure_column`` is the column of
    the panel that the exposure stands in for this outcome's client group. ``denominator`` is the
    expected number or base of a count, or the trials of a share; ``weights`` are how many units
    an average is over. ``where`` keeps the rows that hold these values. ``unknown`` says what
    becomes of a body whose exposure is not known: ``left_out``, ``as_no`` or ``as_yes``.
    ``sensitivity_of`` names the entry whose question is asked once more, and ``descriptive`` says
    why nothing is concluded from the estimate; either may be empty.
    """

    name: str
    outcome: str
    area_type: str
    periods: tuple[str, ...]
    family: str
    exposure: str
    exposure_column: str
    covariance: str
    margin: float
    multiplicity_family: str
    sensitivity_of: str = ""
    outcome_column: str = ""
    denominator: str = ""
    weights: str = ""
    at_least: float | None = None
    per: float = 1.0
    unknown: str = "left_out"
    moderator: str = ""
    covariates: tuple[str, ...] = ()
    fixed_effects: tuple[str, ...] = ()
    cluster: str = ""
    strata: tuple[str, ...] = ()
    where: tuple[tuple[str, object], ...] = ()
    design: str = "regression"
    descriptive: str = ""

    @property
    def scale(self) -> str:
        """The scale of the coefficients: ``log`` or ``identity``."""
        return SCALES[self.family]

    @property
    def measured(self) -> str:
        """The panel's column that holds the outcome."""
        return self.outcome_column or self.outcome

    @property
    def columns(self) -> tuple[str, ...]:
        """The panel's columns that must be known for a row to be fitted."""
        outcome = (self.measured, self.denominator, self.weights)
        named = (*outcome, self.exposure_column, self.moderator, *map(column_of, self.covariates))
        kept = (column for column, _ in self.where)
        wanted = (*named, *kept, *self.fixed_effects, self.cluster, *self.strata)
        return tuple(dict.fromkeys(filter(None, wanted)))

    @property
    def product(self) -> str:
        """The term of exposure and moderator together."""
        return f"{self.exposure}:{self.moderator}"

    @property
    def absorbed(self) -> bool:
        """Whether the moderator's own term is left to the bodies' fixed effects."""
        return bool(self.moderator) and "body_code" in self.fixed_effects

    @property
    def of_interest(self) -> set[str]:
        """The terms that a conclusion is drawn on."""
        if self.absorbed:
            return {self.product}
        return {self.exposure, self.moderator, self.product} if self.moderator else {self.exposure}


def definition_name(definition: Mapping[str, str], study: Mapping) -> str:
    """Return the variant of ``hes.variants.axes`` that a definition names, in the axes' order."""
    axes = study["hes"]["variants"]["axes"]
    return combination_name({axis: definition[axis] for axis in axes if axis in definition})


def column_of(covariate: str) -> str:
    """Return the panel's column behind a covariate, which may be written ``log(column)``."""
    match = LOGARITHM.fullmatch(covariate)
    return match["column"] if match else covariate


def specifications(study: Mapping) -> Iterator[Specification]:
    """Yield one specification for each outcome and period that each entry lists.

    Parameters
    ----------
    study
        The settings of the study, already held against their schema.
    """
    for entry, declared in study["specifications"].items():
        for outcome in declared["outcomes"]:
            for periods in declared["periods"]:
                yield specification(
                    entry, declared | {"outcome": outcome, "periods": periods}, study
                )


def specification(entry: str, declared: Mapping, study: Mapping) -> Specification:
    """Return the specification of one outcome and period under an entry's name."""
    outcome = study["outcomes"][declared["outcome"]]
    exposure = study["exposures"][declared["exposure"]]
    group = outcome.get("client_group", declared["outcome"])
    column = exposure.get("column", declared["exposure"]).format(client_group=group)
    if declared.get("evidence"):
        column = variant_column(column, declared["evidence"])
    denominators = {"": outcome.get("denominator", "")} | outcome.get("other_denominators", {})
    counted = [outcome.get("column", ""), denominators[declared.get("denominator", "")]]
    if declared.get("definition"):
        counted[0] = counted[0] or declared["outcome"]
        variant = definition_name(declared["definition"], study)
        counted = [variant_column(c, variant) if VARIED.match(c) else c for c in counted]
    periods = tuple(declared["periods"])
    return Specification(
        name=f"{entry}/{group}/{'-'.join(periods).replace('/', '_')}",
        outcome=declared["outcome"],
        area_type=declared["area_type"],
        periods=periods,
        family=declared["family"],
        exposure=declared["exposure"],
        exposure_column=column,
        covariance=declared["covariance"],
        margin=study["margins"][declared["margin"]],
        multiplicity_family=declared["multiplicity_family"],
        sensitivity_of=declared.get("sensitivity_of", ""),
        outcome_column=counted[0],
        denominator=counted[1],
        weights=outcome.get("weights", ""),
        at_least=exposure.get("at_least"),
        per=exposure.get("per", 1.0),
        unknown=declared.get("unknown", "left_out"),
        moderator=declared.get("moderator", ""),
        covariates=tuple(declared.get("covariates", ())),
        fixed_effects=tuple(declared.get("fixed_effects", ())),
        cluster=declared.get("cluster", ""),
        strata=tuple(declared.get("strata", ())),
        where=tuple(declared.get("where", {}).items()),
        design=declared.get("design", "regression"),
        descriptive=declared.get("descriptive", outcome.get("descriptive", "")),
    )


def evidence_for(column: str, study: Mapping) -> set[str]:
    """Return the names of the evidence that is at hand for an exposure's column."""
    from pooledfunds.catalogue.areas import COTERMINOUS

    if column.startswith("pool_"):
        return set(study["pools"]["rules"])
    return set(COTERMINOUS) if column == "coterminous" else set()


def unknown_names(study: Mapping, columns: Mapping[str, set[str]]) -> list[str]:
    """Return a sentence for each name in the specifications that stands for nothing.

    The columns of the outcomes and exposures themselves are asked for by ``unanswered``.

    Parameters
    ----------
    study
        The settings of the study.
    columns
        The columns of the panel of each level.
    """
    entries = {f"specification {name}": entry for name, entry in study["specifications"].items()}
    faults = [fault for place, entry in entries.items() for fault in faults_of(place, entry, study)]
    for place, declared in entries.items():
        known = columns[declared["area_type"]]
        single = [declared.get("moderator"), declared.get("cluster")]
        several = [*map(column_of, declared.get("covariates", [])), *declared.get("where", {})]
        several += [*declared.get("fixed_effects", []), *declared.get("strata", [])]
        faults += [
            f"{place}: the {declared['area_type']} panel has no '{column}'{nearest(column, known)}"
            for column in filter(None, [*single, *several])
            if column not in known
        ]
    if not faults:
        names = [one.name for one in specifications(study)]
        faults = [
            f"specification {name}: declared twice; outcomes of one client group need entries of "
            "their own"
            for name in sorted({name for name in names if names.count(name) > 1})
        ]
    return faults + curve_faults(study) + curve_column_faults(study, columns)


def faults_of(place: str, declared: Mapping, study: Mapping) -> Iterator[str]:
    """Yield a sentence for each name of one entry that is not declared in the study."""
    for outcome in declared["outcomes"]:
        if outcome not in study["outcomes"]:
            there = nearest(outcome, study["outcomes"])
            yield f"{place}: no outcome '{outcome}' is declared{there}"
    for name, kind in (("exposure", "exposures"), ("margin", "margins")):
        if declared[name] not in study[kind]:
            there = nearest(declared[name], study[kind])
            yield f"{place}: no {name} '{declared[name]}' is declared{there}"
    for period in declared["periods"]:
        for year in sorted(set(period) - set(study["financial_years"])):
            yield f"{place}: {year} is not a year of the study"
    yield from sensitivity_faults(place, declared, study)
    yield from alternative_faults(place, [declared], study)
    if (declared["covariance"] in CLUSTERED) != bool(declared.get("cluster")):
        yield f"{place}: 'cluster' goes with covariance: CR2, and only with it"
    if (declared["covariance"] == "Newcombe") != (declared.get("design") == "two_by_two"):
        yield f"{place}: 'design: two_by_two' goes with covariance: Newcombe, and only with it"
    if declared.get("design") == "two_by_two":
        for key in ("moderator", "covariates", "fixed_effects"):
            if declared.get(key):
                yield f"{place}: a table of two by two has no {key}"


def sensitivity_faults(place: str, declared: Mapping, study: Mapping) -> Iterator[str]:
    """Yield a sentence where the primary of a sensitivity analysis does not ask its question."""
    name = declared.get("sensitivity_of")
    if not name:
        return
    if name not in study["specifications"]:
        there = nearest(name, study["specifications"])
        yield f"{place}: no specification '{name}' is declared, whose sensitivity it is{there}"
        return
    primary = study["specifications"][name]
    if primary.get("sensitivity_of"):
        yield f"{place}: its primary {name} is itself a sensitivity analysis"
    if primary["exposure"] != declared["exposure"]:
        yield f"{place}: its primary {name} is about another exposure, {primary['exposure']}"
    for outcome in sorted(set(declared["outcomes"]) - set(primary["outcomes"])):
        yield f"{place}: its primary {name} has no outcome {outcome}"


def curve_faults(study: Mapping) -> list[str]:
    """Return a sentence for each curve whose choices cannot stand on one scale or are unknown."""
    faults = []
    for name, declared in study.get("curves", {}).items():
        place = f"curve {name}"
        overrides = [c for axis in declared["axes"].values() for c in axis.values()]
        named = [declared["base"], *overrides]
        families = {entry["family"] for entry in named if "family" in entry}
        if len({SCALES[family] for family in families}) > 1:
            faults.append(f"{place}: its families are not told on one scale")
        for kind, key in (("outcomes", "outcome"), ("exposures", "exposure")):
            unknown = {entry[key] for entry in named if key in entry} - set(study[kind])
            faults += [
                f"{place}: no {key} '{which}' is declared{nearest(which, study[kind])}"
                for which in sorted(unknown)
            ]
        if declared["margin"] not in study["margins"]:
            there = nearest(declared["margin"], study["margins"])
            faults.append(f"{place}: no margin '{declared['margin']}' is declared{there}")
        faults += apart_faults(place, declared)
        faults += alternative_faults(place, named, study)
    return faults


def apart_faults(place: str, declared: Mapping) -> Iterator[str]:
    """Yield a sentence for each choice set apart that is not there, and for an axis left bare."""
    for axis, choices in declared.get("apart", {}).items():
        at_hand = declared["axes"].get(axis, {})
        for choice in choices:
            if choice not in at_hand:
                yield f"{place}: sets apart {axis} '{choice}', which it does not have"
        if at_hand and not set(at_hand) - set(choices):
            yield f"{place}: sets apart every choice of {axis}; leave one for the joint tests"


def alternative_faults(place: str, entries: list[Mapping], study: Mapping) -> Iterator[str]:
    """Yield a sentence for each definition, denominator or evidence that is not declared.

    Parameters
    ----------
    entries
        Those of one specification or curve: what one of them names must be there for the outcomes
        and exposures of all.
    """
    outcomes = {o for e in entries for o in (*e.get("outcomes", ()), e.get("outcome")) if o}
    exposures = {e["exposure"] for e in entries if "exposure" in e}
    for entry in entries:
        for axis, choice in entry.get("definition", {}).items():
            if choice not in study["hes"]["variants"]["axes"].get(axis, {}):
                there = nearest(choice, study["hes"]["variants"]["axes"].get(axis, {}))
                yield f"{place}: hes.variants.axes has no {axis} '{choice}'{there}"
        for outcome in sorted(outcomes & set(study["outcomes"])):
            name, declared = entry.get("denominator", ""), study["outcomes"][outcome]
            if name and name not in declared.get("other_denominators", {}):
                yield f"{place}: outcome {outcome} has no denominator '{name}'"
        for exposure in sorted(exposures & set(study["exposures"])):
            name = entry.get("evidence", "")
            column = study["exposures"][exposure].get("column", exposure)
            if name and name not in evidence_for(column, study):
                yield f"{place}: there is no evidence '{name}' of {exposure}"


def curve_column_faults(study: Mapping, columns: Mapping[str, set[str]]) -> list[str]:
    """Return a sentence for each column that a curve's choices name and its panels lack."""
    faults = []
    for name, declared in study.get("curves", {}).items():
        entries = [declared["base"], *(c for a in declared["axes"].values() for c in a.values())]
        levels = sorted({entry["area_type"] for entry in entries if "area_type" in entry})
        wanted = {
            column
            for entry in entries
            for column in (
                *map(column_of, entry.get("covariates", ())),
                *entry.get("where", ()),
                *entry.get("fixed_effects", ()),
                *entry.get("strata", ()),
                *filter(None, (entry.get("moderator"), entry.get("cluster"))),
            )
        }
        faults += [
            f"curve {name}: the {level} panel has no '{column}'{nearest(column, columns[level])}"
            for level in levels
            for column in sorted(wanted - columns[level])
        ]
    return faults
