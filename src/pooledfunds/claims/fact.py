"""What a fact is, and the tables that it may look into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from pooledfunds.catalogue.client_groups import CLIENT_GROUPS
from pooledfunds.core.errors import StudyError
from pooledfunds.core.vocabulary import SURVEY

if TYPE_CHECKING:  # pandas is heavy, and the registry is read before any job
    import pandas as pd

POUNDS = {"GBP thousand": 1e3, "GBP million": 1e6, "GBP billion": 1e9}


class DataUnavailableError(StudyError):
    """A fact cannot be had although its sources are available; the message says why."""


class Measured(NamedTuple):
    """A value with the limits of its confidence interval."""

    value: float
    conf_low: float
    conf_high: float


@dataclass(frozen=True)
class Fact:
    """One number with its unit, its year, its sources and its formula in words."""

    id: str
    unit: str
    year: str
    sources: tuple[str, ...]
    how: str
    value: Callable[[FactTables], float | Measured]

    @property
    def code(self) -> str:
        """The function that computes the fact, as module.function."""
        function = getattr(self.value, "func", self.value)
        return f"{function.__module__}.{function.__name__}"


def slug(year: str) -> str:
    """Return a financial year as facts' ids write it."""
    return year.replace("/", "_")


class FactTables:
    """The staged and linked tables available, with the look-ups that facts share."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]):
        self.tables = tables

    def holds(self, source: str) -> bool:
        """Return whether the tables of a source are available and hold it."""
        from pooledfunds.catalogue.sources import facts_can_use

        return facts_can_use(source, self.tables)

    @cached_property
    def england(self) -> pd.DataFrame:
        """PSSEX1's printed totals for England, one row per family, year, group and total line.

        Columns are the measures, in GBP thousand (``catalogue.derived.amounts_by``).
        """
        from pooledfunds.catalogue.derived import amounts_by

        pssex1 = self.tables["pssex1"]
        lines = ("total", "total_excluding_supporting_people")
        chosen = pssex1[(pssex1["area_type"] == "england") & pssex1["service_line"].isin(lines)]
        keys = ["family", "financial_year", "client_group", "service_line"]
        return amounts_by(chosen, keys, ["family", "financial_year"])

    @cached_property
    def adult_groups(self) -> tuple[str, ...]:
        """The adult client groups of PSSEX1."""
        return tuple(CLIENT_GROUPS)

    def amount(
        self, measure: str, group: str, line: str, year: str, family: str = "detailed"
    ) -> float:
        """Return an England total of PSSEX1 in GBP thousand.

        A group without a line that excludes Supporting People (service strategy, asylum seekers)
        has only the one total.

        Parameters
        ----------
        measure
            Column of the return, such as ``net_total_cost``.
        group
            Client group.
        line
            Which total.
        year
            Financial year.
        family
            Of the return's published files.

        Raises
        ------
        DataUnavailableError
            When the returns available do not hold it.
        """
        if (family, year, group, line) not in self.england.index:
            line = "total"
        known = self.england.get(measure)
        if known is not None and (family, year, group, line) in known.dropna().index:
            return float(known[family, year, group, line])
        what = f"{measure} of {group}".replace("_", " ")
        raise DataUnavailableError(f"the {family} returns available give no {what} for {year}")

    @cached_property
    def claims(self) -> dict[str, str]:
        """The report's figures as printed, by claim."""
        claims = self.tables["claims"]
        return dict(zip(claims["claim_id"], claims["published"], strict=True))

    def printed(self, claim: str, figure: int = 1) -> float:
        """Return a figure that the report prints in a claim, the first of several by default.

        Parameters
        ----------
        claim
            Its id.
        figure
            Which of several, from one.

        Raises
        ------
        DataUnavailableError
            When the study has no such claim.
        """
        if claim not in self.claims:
            raise DataUnavailableError(f"the study has no claim {claim}")
        return float(self.claims[claim].split(";")[figure - 1])

    def council(self, name: str) -> str:
        """Return the code of a council that the report names.

        Raises
        ------
        DataUnavailableError
            When the list of councils does not have it, as in the invented England.
        """
        bodies = self.tables["bodies"]
        found = bodies[(bodies["area_type"] == "council") & (bodies["name"] == name)]
        if len(found) != 1:
            raise DataUnavailableError(f"the list of councils has no {name}")
        return str(found["area_code"].iloc[0])

    def persons(self, council: str, age_band: str, year: str) -> float:
        """Return the mid-year population of a council that the report names.

        Parameters
        ----------
        council
            Its name.
        age_band
            As the return has it.
        year
            Financial year.

        Raises
        ------
        DataUnavailableError
            When the council or its population in that year is not available.
        """
        people = self.tables["council_population"]
        found = people[
            (people["area"] == self.council(council))
            & (people["age_band"] == age_band)
            & (people["financial_year"] == year)
        ]
        if len(found) != 1:
            raise DataUnavailableError(f"no population of {council}, {age_band}, for {year}")
        return float(found["persons"].iloc[0])

    def figure(
        self, source: str, measure: str, period: str, unit: str, geography: str = "England"
    ) -> float:
        """Return a figure as its source prints it, in the unit of its claim.

        Parameters
        ----------
        source
            Its id.
        measure
            What is counted.
        period
            As the source gives it.
        unit
            That the figure is wanted in.
        geography
            Of which area.

        Raises
        ------
        DataUnavailableError
            When the source does not give it, or in a unit that does not convert.
        """
        figures = self.tables["national_figures"]
        found = figures[
            (figures["source_id"] == source)
            & (figures["measure"] == measure)
            & (figures["period"] == period)
            & (figures["geography"] == geography)
        ]
        what = f"{measure} of {geography}".replace("_", " ")
        if len(found) != 1:
            raise DataUnavailableError(f"{source} gives no {what} for {period}")
        value, given = float(found["value"].iloc[0]), str(found["unit"].iloc[0])
        if given == unit:
            return value
        pounds = {"GBP m": 1e6, "GBP bn": 1e9}
        if given not in POUNDS or unit not in pounds:
            raise DataUnavailableError(f"{source} gives {what} in {given}, not in {unit}")
        return value * POUNDS[given] / pounds[unit]

    @cached_property
    def survey_pools(self) -> pd.DataFrame:
        """The pools of survey and fieldwork, one row per pool, service and year (pool_list).

        A pool that both describe is counted once, as the survey has it. ``gbp`` is what falls to
        the service: money of a pool for several is shared equally (decision 14).
        """
        pools = self.tables["pool_list"].astype({"evidence_source": str, "service_area": str})
        pools = pools[pools["evidence_source"].isin(SURVEY)]
        surveyed = pools["evidence_source"] == "survey"
        again = pools["scheme_id"].isin(pools.loc[surveyed, "scheme_id"])
        pools = pools[surveyed | ~again]
        return pools.assign(gbp=pools["gbp"] / pools["services"])

    def panel(self, area_type: str, year: str) -> pd.DataFrame:
        """Return a type of area's panel of a year, by body, of the bodies within the frame.

        Parameters
        ----------
        area_type
            Type of area.
        year
            Financial year.

        Raises
        ------
        DataUnavailableError
            When no such panel is linked, or it does not hold the year.
        """
        table = self.tables.get(f"panel_{area_type}")
        if table is None or year not in set(table["financial_year"]):
            raise DataUnavailableError(f"no {area_type} panel holds {year}")
        chosen = (table["financial_year"] == year) & table["in_frame"]
        return table[chosen].set_index("area_code")
