"""Specifications as data: what a study's folder declares, one record per fit."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pooledfunds.core.vocabulary import combination_name, variant_column

# The scale on which each family's coefficients are reported; shares in points of share. Of a start
# in a year: the logarithm of an odds ratio, or under ``cloglog`` of a ratio of hazards.
SCALES = {
    "poisson": "log",
    "negative_binomial": "log",
    "gamma": "log",
    "log_linear": "log",
    "logit": "log",
    "cloglog": "log",
    "linear": "identity",
    "fractional_logit": "identity",
    "beta_binomial": "identity",
}
# Families of whether something begins in a year, for those at risk of it.
HAZARDS = ("logit", "cloglog")
# A covariate that no panel has: the logarithm of the area's own rate in the years ``before``.
LOG_RATE_BEFORE = "log_rate_before"
# The same of the outcome whose effect a contrast takes off.
OTHER_RATE_BEFORE = f"{LOG_RATE_BEFORE}_other"
# What an exposure may be told per: its standard deviation over the areas fitted.
STANDARD_DEVIATION = "standard_deviation"
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
    ``over`` makes one row an area of the periods, summing outcome and denominator or averaging a
    rate; ``before`` are the years of the covariate ``log_rate_before``. ``by`` is in what a dose
    has an effect each, held against the year ``base``; ``minus`` the column and denominator of the
    outcome whose effect a contrast takes off; ``requires`` the entry whose joint test of the years
    before must not reject. ``interest`` is ``product`` where the product alone is concluded from;
    ``possible`` are the lowest and highest dose that an area may have that reported none.
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
    per: float | str = 1.0
    unknown: str = "left_out"
    moderator: str = ""
    covariates: tuple[str, ...] = ()
    fixed_effects: tuple[str, ...] = ()
    cluster: str = ""
    strata: tuple[str, ...] = ()
    where: tuple[tuple[str, object], ...] = ()
    design: str = "regression"
    descriptive: str = ""
    over: str = ""
    before: tuple[str, ...] = ()
    by: str = ""
    base: str = ""
    minus: tuple[str, str, str] = ("", "", "")
    requires: str = ""
    interest: str = "all"
    possible: tuple[float, ...] = ()

    @property
    def scale(self) -> str:
        """The scale of the coefficients: ``log`` or ``identity``."""
        return SCALES[self.family]

    @property
    def measured(self) -> str:
        """The panel's column that holds the outcome."""
        return self.outcome_column or self.outcome

    @property
    def cross_sectional(self) -> bool:
        """Whether an area has one row: that of one year, or of several together."""
        return len(self.periods) == 1 or bool(self.over)

    @property
    def counted(self) -> tuple[str, ...]:
        """The panel's columns of the outcomes and of what they are over."""
        columns = (self.measured, self.denominator, self.weights, *self.minus[1:])
        return tuple(dict.fromkeys(filter(None, columns)))

    @property
    def columns(self) -> tuple[str, ...]:
        """The panel's columns that must be known for a row to be fitted."""
        named = (*self.counted, self.exposure_column, self.moderator)
        other_rate = OTHER_RATE_BEFORE if self.before and self.minus[0] else ""
        named = (*named, *map(column_of, self.covariates), self.by, other_rate)
        kept = (column for column, _ in self.where)
        effects = (column for effect in self.fixed_effects for column in effect.split(":"))
        wanted = (*named, *kept, *effects, self.cluster, *self.strata)
        return tuple(dict.fromkeys(filter(None, wanted)))

    @property
    def product(self) -> str:
        """The term of exposure and moderator together."""
        return f"{self.exposure}:{self.moderator}"

    @property
    def difference(self) -> str:
        """The term of a contrast: the effect on the outcome less that on the other."""
        return f"{self.exposure} less {self.minus[0]}"

    def effect_in(self, period: str) -> str:
        """Return the term of a dose's effect in a year or month."""
        return f"{self.exposure}:{period}"

    @property
    def absorbed(self) -> bool:
        """Whether the moderator's own term is left to the bodies' fixed effects."""
        return bool(self.moderator) and "area_code" in self.fixed_effects

    @property
    def of_interest(self) -> set[str]:
        """The terms that a conclusion is drawn on."""
        if self.design == "contrast":
            return {self.difference}
        if self.absorbed or (self.moderator and self.interest == "product"):
            return {self.product}
        return {self.exposure, self.moderator, self.product} if self.moderator else {self.exposure}

    @property
    def effects(self) -> set[str]:
        """The terms that estimates can be looked up by: for a dose by year, one a year."""
        if not self.by:
            return self.of_interest
        return {self.effect_in(year) for year in self.periods if year != self.base}


def panel_name(area_type: str, design: str, by: str = "") -> str:
    """Return which panel a design is fitted to, in the words that ``panel_`` goes before.

    Parameters
    ----------
    area_type
        Of the specification.
    design
        A ``hazard`` has the panel of those at risk; any other that of areas and years.
    by
        In what a dose has an effect each: that of its months where there is one.
    """
    finer = "starts" if design == "hazard" else by
    return f"{area_type}_{finer}" if finer else area_type


def definition_name(definition: Mapping[str, str], study: Mapping) -> str:
    """Return the variant of ``hes.variants.axes`` that a definition names, in the axes' order.

    Parameters
    ----------
    definition
        The choice's name by axis.
    study
        Its settings.
    """
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
        The settings of a study's folder, already held against their schema.
    """
    for entry, declared in study["specifications"].items():
        for outcome in declared["outcomes"]:
            for periods in declared["periods"]:
                yield specification(
                    entry, declared | {"outcome": outcome, "periods": periods}, study
                )


def specification(entry: str, declared: Mapping, study: Mapping) -> Specification:
    """Return the specification of one outcome and period under an entry's name.

    Parameters
    ----------
    entry
        Its name.
    declared
        Its settings, with one outcome and one list of periods.
    study
        Its settings.
    """
    outcome = study["outcomes"][declared["outcome"]]
    exposure = study["exposures"][declared["exposure"]]
    group = outcome.get("client_group", declared["outcome"])
    column = exposure.get("column", declared["exposure"]).format(client_group=group)
    if declared.get("evidence"):
        column = variant_column(column, declared["evidence"])
    counted, denominator = counted_columns(declared, study)
    minus = ("", "", "")
    if declared.get("minus"):
        other, base = counted_columns({**declared, "outcome": declared["minus"]}, study)
        minus = (declared["minus"], other or declared["minus"], base)
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
        outcome_column=counted,
        denominator=denominator,
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
        over=declared.get("over", ""),
        before=tuple(declared.get("before", ())),
        by=declared.get("by", ""),
        base=declared.get("base", ""),
        minus=minus,
        requires=declared.get("requires", ""),
        interest=declared.get("interest", "all"),
        possible=tuple(exposure.get("range", ())),
    )


def counted_columns(declared: Mapping, study: Mapping) -> tuple[str, str]:
    """Return the columns of an outcome and of its denominator, under the entry's definition.

    Parameters
    ----------
    declared
        The entry with one outcome: ``outcome``, ``denominator`` and ``definition``.
    study
        Its settings.

    Returns
    -------
    outcome, denominator
        The first blank where the column bears the outcome's name, the second where it has none.
    """
    outcome = study["outcomes"][declared["outcome"]]
    denominators = {"": outcome.get("denominator", "")} | outcome.get("other_denominators", {})
    counted, denominator = outcome.get("column", ""), denominators[declared.get("denominator", "")]
    if not declared.get("definition"):
        return counted, denominator
    variant = definition_name(declared["definition"], study)
    varied = (
        variant_column(column, variant) if VARIED.match(column) else column
        for column in (counted or declared["outcome"], denominator)
    )
    return next(varied), next(varied)
