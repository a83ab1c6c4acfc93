"""The panels with what other definitions and other evidence make of their columns.

A panel holds one definition of each outcome and one rule of evidence. Specifications that ask for
another find it in a column of its own, under the name of ``core.vocabulary.variant_column``.
"""

from collections.abc import Iterator, Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import AREA_TYPES
from pooledfunds.core.vocabulary import KEY, variant_column
from pooledfunds.linkage.boundaries import moderator
from pooledfunds.linkage.pooling.columns import pool_columns

PANEL = "panel_"


def with_alternatives(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the panels with every alternative column that the tables give.

    Parameters
    ----------
    tables
        The panels by name, and where available ``hospital_variants``, ``pool_exposure`` and
        ``coterminosity``.
    """
    panels = {}
    # A panel by month has no alternatives of its own.
    for name in (f"{PANEL}{area_type}" for area_type in AREA_TYPES):
        if name not in tables:
            continue
        panel = tables[name]
        added = [part for part in alternatives(name.removeprefix(PANEL), tables) if len(part)]
        keys = pd.MultiIndex.from_frame(panel[KEY].astype(str))
        joined = [panel, *(part.reindex(keys).set_axis(panel.index) for part in added)]
        panels[name] = pd.concat(joined, axis=1)
    return panels


def alternatives(area_type: str, tables: Mapping[str, pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Yield the alternative columns of a type of area, indexed by body and year.

    Parameters
    ----------
    area_type
        The type of area of the panel.
    tables
        See :func:`with_alternatives`.
    """
    if "hospital_variants" in tables:
        table = tables["hospital_variants"]
        rows = table[table["area_type"] == area_type].drop(columns="area_type")
        by_variant = pd.DataFrame(rows.set_index([*KEY, "variant"]).unstack("variant"))
        names = [variant_column(*pair) for pair in by_variant.columns.to_list()]
        yield by_variant.set_axis(names, axis=1)
    if "pool_exposure" in tables:
        exposure = tables["pool_exposure"]
        for rule in sorted(exposure["rule"].unique()):
            wide = pool_columns(exposure, area_type, rule).set_index(KEY)
            yield variants_of(wide.filter(regex="^pool_(?!years_)").astype(float), rule)
    if "coterminosity" in tables:
        years = tables[f"{PANEL}{area_type}"][["financial_year"]].drop_duplicates()
        for definition in sorted(tables["coterminosity"]["definition"].unique()):
            shared = moderator(tables["coterminosity"], area_type, definition)
            yield variants_of(shared.merge(years, how="cross").set_index(KEY), definition)


def variants_of(columns: pd.DataFrame, variant: str) -> pd.DataFrame:
    """Return columns under the names that they have as a variant's.

    Parameters
    ----------
    columns
        Columns of a panel as the variant has them.
    variant
        A rule of evidence or a definition.
    """
    return columns.set_axis([variant_column(name, variant) for name in columns.columns], axis=1)
