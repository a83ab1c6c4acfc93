"""Figures of one type of area for another, over the persons that the two have in common."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from pooledfunds.areas.crosswalk import apportion, weight_of
from pooledfunds.core.vocabulary import KEY


@dataclass(frozen=True)
class Apportionment:
    """Gives the areas of one type what returns report for the areas of another.

    Parameters
    ----------
    area_type
        The type of area that figures are wanted for.
    tables
        Staged and linked tables by name: without ``crosswalk`` among them nothing is apportioned.
    settings
        ``crosswalk`` of the study: whose persons weigh.
    """

    area_type: str
    tables: Mapping[str, pd.DataFrame]
    settings: Mapping

    @property
    def crosswalk(self) -> pd.DataFrame | None:
        """Persons in common (``catalogue.returns.crosswalk_contract``); nothing where unknown."""
        return self.tables.get("crosswalk")

    def own(self, of: str, table: pd.DataFrame, name: str, kind: str = "total") -> pd.DataFrame:
        """Return a table for the wanted areas: as it is where it is of them, else apportioned.

        Parameters
        ----------
        of
            The type of area that the table is of.
        table, name, kind
            See :meth:`apportioned`.
        """
        if of == self.area_type:
            return table.assign(**{f"apportioned_{name}": 0.0})
        return self.apportioned(table, name, kind)

    def apportioned(self, table: pd.DataFrame, name: str, kind: str = "total") -> pd.DataFrame:
        """Return a table of the other areas for the wanted ones, year by year.

        Parameters
        ----------
        table
            ``area_code, financial_year`` and columns of numbers.
        name
            Names the column ``apportioned_<name>``: the largest share of a column that was split.
        kind
            ``total`` or ``rate`` (``crosswalk.apportion``).

        Returns
        -------
        DataFrame
            The columns of ``table`` and ``apportioned_<name>``; empty without a crosswalk.
        """
        columns = [column for column in table.columns if column not in KEY]
        rows = []
        for year, reported in table.groupby("financial_year") if self.crosswalk is not None else ():
            values = reported.set_index("area_code")
            split = {
                column: apportion(
                    values[column], self.shares(column), self.area_type, kind
                ).set_index("area_code")
                for column in columns
            }
            of_year = pd.DataFrame({column: part["value"] for column, part in split.items()})
            estimated = pd.DataFrame({c: part["apportioned_share"] for c, part in split.items()})
            of_year[f"apportioned_{name}"] = estimated.max(axis=1)
            rows.append(of_year.rename_axis("area_code").reset_index().assign(financial_year=year))
        if not rows:
            return pd.DataFrame(columns=[*KEY, *columns, f"apportioned_{name}"])
        return pd.concat(rows, ignore_index=True)

    def shares(self, column: str) -> pd.DataFrame:
        """Return the crosswalk by the persons for whom a column's service is."""
        if self.crosswalk is None:
            raise ValueError("no crosswalk was built, so nothing can be apportioned")
        return self.crosswalk[self.crosswalk["weight"] == weight_of(column, self.settings)]
