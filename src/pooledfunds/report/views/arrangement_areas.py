"""Where arrangements are: by region, and area by area with what is known of each."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import AREA_TYPES, area_types
from pooledfunds.core.tables import rows_of
from pooledfunds.report.formats import text_of
from pooledfunds.report.views.scorecards import checklists, money_beside_return


def body_names(tables: Mapping[str, pd.DataFrame], study: Mapping) -> dict[tuple[str, str], str]:
    """Return the name of each listed body, by type of area and code.

    Parameters
    ----------
    tables
        The panels.
    study
        ``area_types`` of the study.
    """
    return {
        (area_type, str(row.area_code)): text_of(row.name)
        for area_type in area_types(study)
        for row in tables[f"panel_{area_type}"][["area_code", "name"]]
        .drop_duplicates("area_code")
        .itertuples(index=False)
    }


def by_region(pools: list[dict], tables: Mapping[str, pd.DataFrame], study: Mapping) -> list[dict]:
    """Return the pooled funds by the region of the first of their partners that is listed.

    Parameters
    ----------
    pools
        From ``partnerships``.
    tables
        The panels.
    study
        ``area_types`` of the study.
    """
    region = {
        (area_type, str(row.area_code)): text_of(row.region)
        for area_type in area_types(study)
        for row in rows_of(tables[f"panel_{area_type}"].drop_duplicates("area_code"))
    }
    grouped: dict[str, list[dict]] = {}
    for pool in pools:
        places = [region[area] for area in pool["areas"] if area in region]
        grouped.setdefault(places[0] if places else "Elsewhere", []).append(pool)
    return [{"name": name, "pools": grouped[name]} for name in sorted(grouped)]


def areas_of_pools(
    pools: list[dict], tables: Mapping[str, pd.DataFrame], study: Mapping
) -> list[dict]:
    """Return every area in the frame by region, with the pooled funds that it is a partner in.

    Parameters
    ----------
    pools
        From ``partnerships``.
    tables
        The panels; where available ``income_reconciliation`` and ``outcome_checklist``.
    study
        ``area_types`` of the study.
    """
    mine: dict[tuple[str, str], list[dict]] = {}
    for pool in pools:
        for area in pool["areas"]:
            mine.setdefault(area, []).append(pool)
    money, items = money_beside_return(tables), checklists(tables)
    views = []
    for area_type in area_types(study):
        panel = tables[f"panel_{area_type}"]
        bodies = (
            panel[panel["in_frame"]]
            .drop_duplicates("area_code")
            .astype({"region": str, "name": str, "area_code": str})
        )
        regions = [
            {
                "name": region,
                "areas": [
                    {
                        "id": f"area-{area_type}-{row.area_code}",
                        "name": row.name,
                        "code": row.area_code,
                        "pools": mine.get((area_type, row.area_code), []),
                        "money": money.get((area_type, row.area_code), []),
                        "checklist": items.get((area_type, row.area_code), []),
                    }
                    for row in rows_of(rows.sort_values("name"))
                ],
            }
            for region, rows in bodies.groupby("region")
        ]
        views.append({"many": AREA_TYPES[area_type].plural, "regions": regions})
    return views
