"""Find your area: every indicator of the panels, body by body, as the page's script reads it."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from pooledfunds.catalogue.area_types import (
    AREA_TYPES,
    HUB,
    area_types,
    pairs_table,
    partner_of,
)
from pooledfunds.catalogue.panel import columns_of_records
from pooledfunds.catalogue.panel_columns import conditions_of
from pooledfunds.core.funnel import funnel
from pooledfunds.core.own_intervals import byar_limits, wilson_limits
from pooledfunds.report.formats import text_of
from pooledfunds.report.structure import Indicator, StudyReport
from pooledfunds.report.views.area_places import districts_view, partners_of

ANSWERS = {"yes": "y", "no": "n", "unknown": "u"}
PANEL = "panel_"


def indicators_of_panel(
    panel: pd.DataFrame, study: Mapping, report: StudyReport
) -> list[Indicator]:
    """Return what a panel lets a reader compare: what the report declares, and further outcomes.

    Parameters
    ----------
    panel
        The panel of a type of area; a column that it does not have is left out.
    study
        ``outcomes`` and ``hes`` of the study: an outcome that is a column of its own, and not
        among the declared indicators, follows them.
    report
        What the study declares of its report.
    """
    found = report.indicators_of(conditions_of(study))
    declared = {indicator.column for indicator in found}
    found += [
        Indicator(outcome["label"], outcome["unit"], name, better=outcome.get("better", ""))
        for name, outcome in study["outcomes"].items()
        if name not in declared
    ]
    have = set(panel.columns)
    return [one for one in found if one.column in have and (not one.base or one.base in have)]


def areas_view(
    tables: Mapping[str, pd.DataFrame], study: Mapping, report: StudyReport
) -> dict[str, dict]:
    """Return bodies, indicators and arrangements by type of area.

    Parameters
    ----------
    tables
        The panels by name; where available the table of pairs, ``districts`` and
        ``pool_exposure``.
    study
        ``area_types``, ``outcomes`` and ``hes`` of the study.
    report
        What the study declares of its report.

    Returns
    -------
    dict
        By type: ``one`` and ``many`` (how such an area, and such areas, are called), ``bodies``
        (code, name, region, class, whether co-terminous, codes of the bodies of the other type on
        the same ground), ``districts`` (the place of the body that each lies in, by name),
        ``indicators`` (label, unit, years, and by year a value for each body; where there is a
        base, the centre, and the standard error about it in the last year, the most that a share
        can be, and the limits of each body's own value where it is a share or counts events; the
        places of bodies whose value was apportioned, and of those whose value is withheld) and
        ``arrangements`` (label, services, and for each body one letter a service: y, n or u).
    """
    return {name: area_type_view(name, tables, study, report) for name in area_types(study)}


def area_type_view(
    area_type: str, tables: Mapping[str, pd.DataFrame], study: Mapping, report: StudyReport
) -> dict:
    """Return the bodies, indicators and arrangements of one type of area.

    Parameters
    ----------
    area_type
        One of the study's.
    tables, study, report
        See :func:`areas_view`.
    """
    panel = tables[f"{PANEL}{area_type}"]
    panel = panel[panel["in_frame"]].astype({"financial_year": str})
    bodies = panel.drop_duplicates("area_code", keep="last").set_index("area_code").sort_index()
    partners = partners_of(area_type, tables.get(pairs_table(partner_of(study))))
    found = indicators_of_panel(panel, study, report)
    ours = columns_of_records(study)
    views = [
        indicator_view(panel, bodies.index, one, one.column in ours)
        | {"better": one.better, "breaks": breaks_view(report, one.column)}
        | {"origin": f"{area_type}/{one.column}"}
        for one in found
    ]
    many = AREA_TYPES[area_type].plural
    districts = tables.get("districts") if area_type == HUB else None
    return {
        "one": many.removesuffix("s"),
        "many": many,
        "bodies": [
            {
                "code": code,
                "name": text_of(row["name"]),
                "region": text_of(row["region"]),
                "class": text_of(row["area_class"]),
                "coterminous": answer_of(row.get("coterminous")),
                "partners": partners.get(str(code), []),
            }
            for code, row in bodies.iterrows()
        ],
        "districts": districts_view(districts, bodies["name"]),
        "indicators": [view for view in views if view.get("years")],
        "arrangements": [
            *joint_view(panel, bodies.index, report),
            *pools_view(area_type, bodies.index, tables.get("pool_exposure")),
        ],
    }


def answer_of(value: float | None) -> int | None:
    """Return 1 for yes and 0 for no; nothing where it is not known, or no column of the panel."""
    return None if value is None or pd.isna(value) else int(value)


def breaks_view(report: StudyReport, column: str) -> list[list[str]]:
    """Return the year and the words of each break in a column's series."""
    return [[one.year, one.words] for one in report.breaks_of(column)]


def indicator_view(
    panel: pd.DataFrame, codes: pd.Index, one: Indicator, of_records: bool = False
) -> dict:
    """Return an indicator in every year in which it is known; empty where it never is.

    Parameters
    ----------
    panel
        The panel of a type of area.
    codes
        Of its bodies, in their order.
    one
        The indicator.
    of_records
        Whether it rests on patients' records: what is missing of the panel is then withheld.
    """
    wide = by_year(panel, one.column, codes)
    base = by_year(panel, one.base, codes) if one.base else None
    values = (wide if base is None else wide / base.where(base > 0)) * one.scale
    years = [year for year in values.columns if values[year].notna().any()]
    if not years:
        return {}
    view: dict[str, Any] = {
        "label": one.label,
        "unit": one.unit,
        "in_table": one.in_table,
        "years": years,
        "values": [rounded(values[year]) for year in years],
    }
    if one.apportioned in panel:
        shares = by_year(panel, one.apportioned, codes)[years[-1]]
        view["apportioned"] = [index for index, share in enumerate(shares) if share > 0]
    if of_records:
        lost = wide[years[-1]].isna()
        view["withheld"] = [index for index, missing in enumerate(lost) if missing]
    if base is None:
        return view
    if one.share or one.events:
        ends = (wilson_limits if one.share else byar_limits)(wide[years[-1]], base[years[-1]])
        view["interval"] = [rounded(end * one.scale, 4) for end in ends]
    limits = funnel(wide[years[-1]], base[years[-1]], share=one.share)
    centre = float(f"{limits.centre * one.scale:.6g}")
    if one.share:
        view["most"] = one.scale
    return view | {"centre": centre, "error": rounded(limits.error * one.scale)}


def by_year(panel: pd.DataFrame, column: str, codes: pd.Index) -> pd.DataFrame:
    """Return a column of the panel with a row for each body and a column for each year.

    Parameters
    ----------
    panel, codes
        See :func:`indicator_view`.
    column
        One of the panel's.
    """
    wide = panel.pivot(index="area_code", columns="financial_year", values=column)
    return wide.reindex(codes).astype(float).sort_index(axis=1)


def rounded(values: pd.Series, figures: int = 5) -> list[float | None]:
    """Return numbers to five figures, as many as a page can show.

    Parameters
    ----------
    values
        One for each body.
    figures
        How many significant figures, where others.
    """
    return [float(f"{value:.{figures}g}") if np.isfinite(value) else None for value in values]


def joint_view(panel: pd.DataFrame, codes: pd.Index, report: StudyReport) -> list[dict]:
    """Return joint financing as PSSEX1 shows it, by client group, in the last year known.

    Parameters
    ----------
    panel, codes
        See :func:`indicator_view`.
    report
        Where series break.
    """
    columns = [
        name
        for name in panel.columns
        if name.startswith("joint_financing_") and not name.endswith("_baseline")
    ]
    known = panel[panel[columns].notna().any(axis=1)] if columns else panel.iloc[:0]
    if known.empty:
        return []
    year = known["financial_year"].max()
    rows = known[known["financial_year"] == year].set_index("area_code")[columns].reindex(codes)
    breaks = {tuple(one) for name in columns for one in breaks_view(report, name)}
    words = rows.map(lambda value: "u" if pd.isna(value) else "ny"[int(value)])
    return [
        {
            "label": f"Joint financing in PSSEX1, {year}",
            "services": [name.removeprefix("joint_financing_").replace("_", " ")
                         for name in columns],
            "answers": ["".join(row) for row in words.itertuples(index=False)],
            "breaks": sorted(map(list, breaks)),
        }
    ]  # fmt: skip


def pools_view(area_type: str, codes: pd.Index, pools: pd.DataFrame | None) -> list[dict]:
    """Return pooled funds by service under each rule of evidence, in the last year known.

    Parameters
    ----------
    area_type
        The type of the bodies.
    codes
        Of the bodies, in their order.
    pools
        ``catalogue.pooled_fund_register.POOL_EXPOSURE``; nothing without a register.
    """
    if pools is None:
        return []
    kinds = ("rule", "area_type", "service_area", "financial_year", "pooled")
    own = pools.astype(dict.fromkeys(kinds, str))
    own = own[own["area_type"] == area_type]
    views = []
    for rule, rows in own.groupby("rule"):
        year = rows.loc[rows["pooled"] != "unknown", "financial_year"].max()
        rows = rows[rows["financial_year"] == year]
        if rows.empty:
            continue
        wide = rows.pivot(index="area_code", columns="service_area", values="pooled")
        wide = wide.reindex(codes).fillna("unknown").replace(ANSWERS)
        views.append(
            {
                "label": f"Pooled funds, {year}, rule of evidence: {str(rule).replace('_', ' ')}",
                "services": [name.replace("_", " ") for name in wide.columns],
                "answers": ["".join(row) for row in wide.itertuples(index=False)],
                "breaks": [],
            }
        )
    return views
