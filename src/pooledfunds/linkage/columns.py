"""What each return adds to a panel, by area and year: the functions that the catalogue names."""

from collections.abc import Iterator, Mapping

import pandas as pd

from pooledfunds.catalogue.declarations import function_of
from pooledfunds.catalogue.derived import RATES
from pooledfunds.catalogue.panel import panel_columns, part_by_column
from pooledfunds.core.read_columns import ReadColumns
from pooledfunds.core.read_tables import note_parts, part_of
from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.apportionment import Apportionment
from pooledfunds.linkage.outcomes import measures


def columns_by_return(
    area_type: str, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> Iterator[pd.DataFrame]:
    """Yield the columns that each return at hand gives the areas of one type.

    Parameters
    ----------
    area_type
        The type of area of the panel.
    tables
        Staged and linked tables by name.
    study
        The settings of the study.

    Yields
    ------
    DataFrame
        ``area_code, financial_year`` and the return's columns.

    Raises
    ------
    ValueError
        When a function gives a column that its entry of the catalogue does not declare.
    """
    for entry in panel_columns(area_type, study):
        if tables.keys().isdisjoint(entry.tables):
            continue
        own = part_of(tables, entry.name)
        wanted = Apportionment(area_type, own, study.get("crosswalk", {}))
        found = function_of(entry.add)(wanted, own, study)
        if found is None:
            continue
        undeclared = sorted(set(found.columns) - set(KEY) - set(entry.columns_of(study)))
        if undeclared:
            raise ValueError(f"{entry.add} gives {', '.join(undeclared)}, which no one declared")
        yield found


def with_measures(
    panel: pd.DataFrame, area_type: str, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return a panel with the outcomes that are measures of its columns, and note what they read.

    Parameters
    ----------
    panel
        With the columns of the returns.
    area_type, tables, study
        See :func:`columns_by_return`.
    """
    asked = {name: one["measure"] for name, one in study["outcomes"].items() if "measure" in one}
    part_with = part_by_column(area_type, study) if asked else {}
    for name, measure in asked.items():
        noting = ReadColumns.of(panel)
        panel = panel.assign(**{name: getattr(measures, measure)(noting)})
        read = noting.read.union(*(RATES[one][1] for one in noting.read & RATES.keys()))
        note_parts(tables, name, {part_with[one] for one in read & part_with.keys()})
    return panel
