"""Specifications as data: what ``config/study.yaml`` declares, one record per fit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Specification:
    """One regression: an outcome on an exposure, with all that its fit needs.

    ``exposure`` and ``moderator`` are the names of terms; ``exposure_column`` is the column of
    the panel that the exposure stands in for this outcome's client group.
    """

    name: str
    outcome: str
    level: str
    periods: tuple[str, ...]
    scale: str
    exposure: str
    exposure_column: str
    covariance: str
    margin: float
    tests: str
    moderator: str = ""
    covariates: tuple[str, ...] = ()
    fixed_effects: tuple[str, ...] = ()
    cluster: str = ""
    columns: tuple[str, ...] = field(init=False)

    def __post_init__(self):
        """List the panel's columns that the fit needs to be known."""
        named = (self.outcome, self.exposure_column, self.moderator, *self.covariates)
        object.__setattr__(self, "columns", tuple(filter(None, named)))


def specifications(study: Mapping) -> Iterator[Specification]:
    """Yield one specification for each outcome and period that each entry lists.

    Parameters
    ----------
    study
        The settings of ``config/study.yaml``, already held against their schema.
    """
    for entry, declared in study["specifications"].items():
        for outcome in declared["outcomes"]:
            group = study["outcomes"][outcome]["client_group"]
            for periods in declared["periods"]:
                yield Specification(
                    name=f"{entry}/{group}/{'-'.join(periods).replace('/', '_')}",
                    outcome=outcome,
                    level=declared["level"],
                    periods=tuple(periods),
                    scale=declared["scale"],
                    exposure=declared["exposure"],
                    exposure_column=f"{declared['exposure']}_{group}",
                    covariance=declared["covariance"],
                    margin=study["margins"][declared["margin"]],
                    tests=declared["tests"],
                    moderator=declared.get("moderator", ""),
                    covariates=tuple(declared.get("covariates", ())),
                    fixed_effects=tuple(declared.get("fixed_effects", ())),
                    cluster=declared.get("cluster", ""),
                )


def unknown_names(study: Mapping, columns: Mapping[str, set[str]]) -> list[str]:
    """Return a sentence for each name in the specifications that stands for nothing.

    Parameters
    ----------
    study
        The settings of ``config/study.yaml``.
    columns
        The columns of the panel of each level.
    """
    faults = []
    for entry, declared in study["specifications"].items():
        place = f"specification {entry}"
        known = columns[declared["level"]]
        for outcome in declared["outcomes"]:
            if outcome not in study["outcomes"]:
                faults.append(f"{place}: no outcome '{outcome}' is declared")
                continue
            group = study["outcomes"][outcome]["client_group"]
            for column in (outcome, f"{declared['exposure']}_{group}"):
                if column not in known:
                    faults.append(f"{place}: the {declared['level']} panel has no '{column}'")
        named = [declared.get("moderator"), declared.get("cluster"), *declared.get("covariates", [])]
        for column in filter(None, [*named, *declared.get("fixed_effects", [])]):
            if column not in known:
                faults.append(f"{place}: the {declared['level']} panel has no '{column}'")
        if declared["margin"] not in study["margins"]:
            faults.append(f"{place}: no margin '{declared['margin']}' is declared")
        for period in declared["periods"]:
            for year in set(period) - set(study["financial_years"]):
                faults.append(f"{place}: {year} is not a year of the study")
        if (declared["covariance"] == "cluster") != bool(declared.get("cluster")):
            faults.append(f"{place}: 'cluster' goes with covariance: cluster, and only with it")
    return faults
