"""What a fact is, and the tables that it may look into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from pooledfunds.faults import StudyError

if TYPE_CHECKING:  # pandas is heavy, and the registry is read before any job
    import pandas as pd

# The table that holds each source once it is staged or linked.
TABLE_OF = {
    "pssex1": "pssex1",
    "council_list": "bodies",
    "pct_list": "bodies",
    "pct_council_pairs": "coterminosity",
    "council_population": "council_population",
    "published_report": "claims",
}


class NotAtHandError(StudyError):
    """A fact cannot be had although its sources are at hand; the message says why."""


@dataclass(frozen=True)
class Fact:
    """One number with its unit, its year, its sources and its formula in words."""

    id: str
    unit: str
    year: str
    sources: tuple[str, ...]
    how: str
    value: Callable[[Evidence], float]

    @property
    def code(self) -> str:
        """The function that computes the fact, as module.function."""
        function = getattr(self.value, "func", self.value)
        return f"{function.__module__}.{function.__name__}"


class Evidence:
    """The staged and linked tables at hand, with the look-ups that facts share."""

    def __init__(self, tables: Mapping[str, pd.DataFrame]):
        self.tables = tables

    def holds(self, source: str) -> bool:
        """Return whether the table of a source is at hand."""
        return TABLE_OF[source] in self.tables

    @cached_property
    def england(self) -> pd.DataFrame:
        """PSSEX1's printed totals for England, one row per family, year, group and total line.

        Columns are the measures, in GBP thousand, with gross total cost derived for 2007/08.
        """
        from pooledfunds.measures import total_cost

        pssex1 = self.tables["pssex1"]
        lines = ("total", "total_excluding_supporting_people")
        chosen = pssex1[(pssex1["area_type"] == "england") & pssex1["service_line"].isin(lines)]
        keys = ["family", "financial_year", "client_group", "service_line"]
        wide = (
            chosen.astype(dict.fromkeys([*keys, "measure"], str))
            .pivot_table("gbp_thousand", keys, "measure", aggfunc="sum")
            .rename_axis(columns=None)
        )
        # A blank is nought where the year's return has the column: its totals are sums of amounts.
        collected = wide.notna().groupby(["family", "financial_year"]).transform("any")
        wide = wide.fillna(0).where(collected)
        return wide.assign(total_cost=total_cost(wide))

    @cached_property
    def adult_groups(self) -> tuple[str, ...]:
        """The adult client groups of PSSEX1."""
        from pooledfunds.measures import ADULT_GROUPS

        return ADULT_GROUPS

    def amount(self, measure: str, group: str, line: str, year: str, family="detailed") -> float:
        """Return an England total of PSSEX1 in GBP thousand.

        A group without a line that excludes Supporting People (service strategy, asylum seekers)
        has only the one total.

        Raises
        ------
        NotAtHandError
            When the returns at hand do not hold it.
        """
        if (family, year, group, line) not in self.england.index:
            line = "total"
        known = self.england.get(measure)
        if known is not None and (family, year, group, line) in known.dropna().index:
            return float(known[family, year, group, line])
        what = f"{measure} of {group}".replace("_", " ")
        raise NotAtHandError(f"the {family} returns at hand give no {what} for {year}")

    @cached_property
    def claims(self) -> dict[str, str]:
        """The report's figures as printed, by claim."""
        claims = self.tables["claims"]
        return dict(zip(claims["claim_id"], claims["published"], strict=True))

    def printed(self, claim: str, figure: int = 1) -> float:
        """Return a figure that the report prints in a claim, the first of several by default."""
        return float(self.claims[claim].split(";")[figure - 1])

    def council(self, name: str) -> str:
        """Return the code of a council that the report names.

        Raises
        ------
        NotAtHandError
            When the list of councils does not have it, as in the invented England.
        """
        bodies = self.tables["bodies"]
        found = bodies[(bodies["body_type"] == "council") & (bodies["name"] == name)]
        if len(found) != 1:
            raise NotAtHandError(f"the list of councils has no {name}")
        return str(found["body_code"].iloc[0])

    def persons(self, council: str, age_band: str, year: str) -> float:
        """Return the mid-year population of a council that the report names.

        Raises
        ------
        NotAtHandError
            When the council or its population in that year is not at hand.
        """
        people = self.tables["council_population"]
        found = people[
            (people["area"] == self.council(council))
            & (people["age_band"] == age_band)
            & (people["financial_year"] == year)
        ]
        if len(found) != 1:
            raise NotAtHandError(f"no population of {council}, {age_band}, for {year}")
        return float(found["persons"].iloc[0])
