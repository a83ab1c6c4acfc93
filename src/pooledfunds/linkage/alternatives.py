"""The panels with what other definitions and other evidence make of their columns.

A panel holds one definition of each outcome and one rule of evidence. Specifications that ask for
another find it beside them, under the name that ``core.vocabulary.variant_column`` gives.
"""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.core.vocabulary import KEY, variant_column
from pooledfunds.linkage.panel import moderator, pool_columns


def with_alternatives(tables: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """Return the panels with every alternative column that the tables give.

    Parameters
    ----------
    tables
        ``panel_council`` and ``panel_pct``, and where at hand ``hospital_variants``,
        ``pool_exposure`` and ``coterminosity``.
    """
    panels = {}
    for name in (name for name in tables if name.startswith("panel_")):
        level = name.removeprefix("panel_")
        panel = tables[name]
        added = [part for part in alternatives(level, tables) if len(part)]
        keys = pd.MultiIndex.from_frame(panel[KEY].astype(str))
        joined = [panel, *(part.reindex(keys).set_axis(panel.index) for part in added)]
        panels[name] = pd.concat(joined, axis=1)
    return panels


def alternatives(level: str, tables: Mapping[str, pd.DataFrame]) -> list[pd.DataFrame]:
    """Return the alternative columns of a level, indexed by body and year."""
    parts = []
    if "hospital_variants" in tables:
        table = tables["hospital_variants"]
        rows = table[table["area_type"] == level].drop(columns="area_type")
        wide = rows.set_index([*KEY, "variant"]).unstack("variant")
        parts.append(wide.set_axis([variant_column(*names) for names in wide.columns], axis=1))
    if "pool_exposure" in tables:
        exposure = tables["pool_exposure"]
        for rule in sorted(exposure["rule"].unique()):
            wide = pool_columns(exposure, level, rule).set_index(KEY)
            wide = wide.filter(regex="^pool_(?!years_)").astype(float)
            parts.append(wide.rename(columns=lambda name, rule=rule: variant_column(name, rule)))
    if "coterminosity" in tables:
        years = tables[f"panel_{level}"][["financial_year"]].drop_duplicates()
        for definition in sorted(tables["coterminosity"]["definition"].unique()):
            shared = moderator(tables["coterminosity"], level, definition)
            wide = shared.merge(years, how="cross").set_index(KEY)
            parts.append(wide.rename(columns=lambda name, d=definition: variant_column(name, d)))
    return parts
