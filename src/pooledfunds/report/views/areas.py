"""Find your area: every indicator of the panels, body by body, as the page's script reads it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pooledfunds.core.funnel import funnel
from pooledfunds.report.formats import text_of

LEVELS = ("council", "pct")
ANSWERS = {"yes": "y", "no": "n", "unknown": "u"}
GROUPS = ("learning disability", "mental health", "older people", "physical disability")
EXPECTED = "expected_"


@dataclass(frozen=True)
class Indicator:
    """What is compared: a column of the panel, over another where it is a rate, times a scale."""

    label: str
    unit: str
    column: str
    base: str = ""
    scale: float = 1.0
    share: bool = False
    table_2: str = ""
    apportioned: str = ""


def indicators(panel: pd.DataFrame, outcomes: Mapping[str, Mapping]) -> list[Indicator]:
    """Return what a panel lets a reader compare, the report's Table 2 first.

    Parameters
    ----------
    panel
        ``panel_council`` or ``panel_pct``; a column that it does not have is left out.
    outcomes
        ``outcomes`` of the study: an outcome that is a column of its own, and not
        among the study's first ones, stands at the end.
    """
    table_2 = "Reduction in emergency bed days"
    found = [
        Indicator(
            f"{words}, 65 and over: {name.removeprefix(stem).replace('_', ' ')}",
            "per cent of the number expected at England's rates for its age and sex",
            name,
            f"{EXPECTED}{name}",
            100,
            table_2=table_2 if stem == "bed_days_" else "",
        )
        for stem, words in {
            "bed_days_": "Emergency bed days",
            "admissions_": "Emergency admissions",
        }.items()
        for name in panel.columns
        if name.startswith(stem)
    ]
    found += [
        Indicator(
            "Delayed transfers of care, 65 and over",
            "delayed patients per 100,000 at a census",
            "delayed_patients",
            "delayed_denominator",
            1e5,
            table_2="Reduction in delayed transfers of care (PAF D41, NI 131)",
            apportioned="apportioned_delays",
        ),
        Indicator(
            "Equipment delivered within seven working days",
            "per cent of items",
            "items_on_time",
            "items",
            100,
            share=True,
            table_2="Items delivered within seven working days (PAF D54)",
            apportioned="apportioned_equipment",
        ),
        Indicator("Mental health length of stay", "nights, mean", "mh_length_of_stay"),
    ]
    for group in GROUPS:
        name, words = group.replace(" ", "_"), f"{group[0].upper()}{group[1:]}"
        found += [
            Indicator(
                f"{words}: council spending", "pounds per head",
                f"spend_per_head_{name}", apportioned="apportioned_cost",
            ),
            Indicator(
                f"{words}: PCT spending", "pounds per head",
                f"budget_per_head_{name}", apportioned="apportioned_budget",
            ),
            Indicator(
                f"{words}: PCT and council spending", "pounds per head",
                f"whole_spend_per_head_{name}", apportioned="apportioned_cost",
            ),
            Indicator(
                f"{words}: joint financing in PSSEX1", "per cent of gross total cost",
                f"joint_share_{name}", scale=100,
            ),
        ]  # fmt: skip
    found += [
        Indicator("People aged 65 and over", "per cent of all", "share_65_plus", scale=100),
        Indicator(
            "Index of Multiple Deprivation 2007",
            "average score",
            "imd_score",
            apportioned="apportioned_deprivation",
        ),
    ]
    taken = {indicator.column for indicator in found}
    found += [
        Indicator(outcome["label"], outcome["unit"], name)
        for name, outcome in outcomes.items()
        if name not in taken
    ]
    have = set(panel.columns)
    return [one for one in found if one.column in have and (not one.base or one.base in have)]


def areas_view(tables: Mapping[str, pd.DataFrame], outcomes: Mapping) -> dict:
    """Return bodies, indicators and arrangements by level.

    Parameters
    ----------
    tables
        ``panel_council``, ``panel_pct`` and ``pct_council_pairs``; ``pool_exposure`` where it is
        at hand.
    outcomes
        ``outcomes`` of the study.

    Returns
    -------
    dict
        By level: ``bodies`` (code, name, region, class, whether co-terminous, codes of the
        bodies of the other kind on the same ground), ``indicators`` (label, unit, years, and by
        year a value for each body; where there is a base, the centre, and the standard error
        about it in the last year, and the most that a share can be; the places of bodies whose
        value was apportioned) and ``arrangements`` (label, services, and for each body one
        letter a service: y, n or u).
    """
    return {level: level_view(level, tables, outcomes) for level in LEVELS}


def areas_table(view: Mapping) -> pd.DataFrame:
    """Return what the finder shows as a table, for readers without a script.

    Parameters
    ----------
    view
        From :func:`areas_view`.

    Returns
    -------
    DataFrame
        ``level, code, name, region, coterminous, indicator, unit, financial_year, value``: every
        indicator of every body in the last year that the returns give, and ``limit_low`` and
        ``limit_high``, where a body of its size would lie nineteen times in twenty by chance.
    """
    rows = [
        {
            "area_type": level,
            **{name: body[name] for name in ("code", "name", "region", "coterminous")},
            "indicator": one["label"],
            "unit": one["unit"],
            "financial_year": one["years"][-1],
            "value": one["values"][-1][place],
            **limits_of(one, place),
        }
        for level, part in view.items()
        for one in part["indicators"]
        for place, body in enumerate(part["bodies"])
        if one["values"][-1][place] is not None
    ]
    return pd.DataFrame(rows)


def indicator_percentiles(view: Mapping) -> pd.DataFrame:
    """Return the middle and the middle eight tenths of all bodies, by indicator and level."""
    values = areas_table(view)
    if values.empty:
        return pd.DataFrame(columns=["indicator", "unit", "year"])
    keys = ["indicator", "unit", "financial_year", "area_type"]
    told = values.groupby(keys, sort=False)["value"].agg(
        bodies="size",
        median="median",
        tenth=lambda some: some.quantile(0.1),
        ninetieth=lambda some: some.quantile(0.9),
    )
    return told.reset_index().rename(
        columns={"tenth": "a_tenth_below", "ninetieth": "a_tenth_above"}
    )


def limits_of(indicator: Mapping, place: int) -> dict[str, float | None]:
    """Return the 95 per cent limits for a body's size, within what the indicator can be."""
    error = indicator["error"][place] if "error" in indicator else None
    if error is None:
        return {"limit_low": None, "limit_high": None}
    low, high = (indicator["centre"] + z * error for z in (-1.96, 1.96))
    most = indicator.get("most", float("inf"))
    return {"limit_low": max(0.0, low), "limit_high": min(most, high)}


def level_view(level: str, tables: Mapping[str, pd.DataFrame], outcomes: Mapping) -> dict:
    """Return one level's bodies, indicators and arrangements."""
    panel = tables[f"panel_{level}"]
    panel = panel[panel["in_frame"]].astype({"financial_year": str})
    bodies = panel.drop_duplicates("body_code", keep="last").set_index("body_code").sort_index()
    own, other = ("cssr_code", "pct_code") if level == "council" else ("pct_code", "cssr_code")
    partners = tables["pct_council_pairs"].groupby(own)[other].agg(sorted)
    views = [indicator_view(panel, bodies.index, one) for one in indicators(panel, outcomes)]
    return {
        "bodies": [
            {
                "code": code,
                "name": text_of(row["name"]),
                "region": text_of(row["region"]),
                "class": text_of(row["area_class"]),
                "coterminous": None if pd.isna(row["coterminous"]) else int(row["coterminous"]),
                "partners": list(partners.get(code, [])),
            }
            for code, row in bodies.iterrows()
        ],
        "indicators": [view for view in views if view],
        "arrangements": [
            *joint_view(panel, bodies.index),
            *pools_view(level, bodies.index, tables.get("pool_exposure")),
        ],
    }


def indicator_view(panel: pd.DataFrame, codes: pd.Index, one: Indicator) -> dict | None:
    """Return an indicator in every year in which it is known; nothing where it never is."""
    wide = by_year(panel, one.column, codes)
    base = by_year(panel, one.base, codes) if one.base else None
    values = (wide if base is None else wide / base.where(base > 0)) * one.scale
    years = [year for year in values.columns if values[year].notna().any()]
    if not years:
        return None
    view = {
        "label": one.label,
        "unit": one.unit,
        "table2": one.table_2,
        "years": years,
        "values": [rounded(values[year]) for year in years],
    }
    if one.apportioned in panel:
        shares = by_year(panel, one.apportioned, codes)[years[-1]]
        view["apportioned"] = [index for index, share in enumerate(shares) if share > 0]
    if base is None:
        return view
    limits = funnel(wide[years[-1]], base[years[-1]], share=one.share)
    centre = float(f"{limits.centre * one.scale:.6g}")
    if one.share:
        view["most"] = one.scale
    return view | {"centre": centre, "error": rounded(limits.error * one.scale)}


def by_year(panel: pd.DataFrame, column: str, codes: pd.Index) -> pd.DataFrame:
    """Return a column of the panel with a row for each body and a column for each year."""
    wide = panel.pivot(index="body_code", columns="financial_year", values=column)
    return wide.reindex(codes).astype(float).sort_index(axis=1)


def rounded(values: pd.Series) -> list[float | None]:
    """Return numbers to five figures, which on a page nobody can tell from all of them."""
    return [float(f"{value:.5g}") if np.isfinite(value) else None for value in values]


def joint_view(panel: pd.DataFrame, codes: pd.Index) -> list[dict]:
    """Return joint financing as PSSEX1 shows it, by client group, in the last year known."""
    columns = [name for name in panel.columns if name.startswith("joint_financing_")]
    known = panel[panel[columns].notna().any(axis=1)] if columns else panel.iloc[:0]
    if known.empty:
        return []
    year = known["financial_year"].max()
    rows = known[known["financial_year"] == year].set_index("body_code")[columns].reindex(codes)
    words = rows.map(lambda value: "u" if pd.isna(value) else "ny"[int(value)])
    return [
        {
            "label": f"Joint financing in PSSEX1, {year}",
            "services": [name.removeprefix("joint_financing_").replace("_", " ")
                         for name in columns],
            "answers": ["".join(row) for row in words.itertuples(index=False)],
        }
    ]  # fmt: skip


def pools_view(level: str, codes: pd.Index, pools: pd.DataFrame | None) -> list[dict]:
    """Return pooled funds by service under each rule of evidence, in the last year known."""
    if pools is None:
        return []
    kinds = ("rule", "body_type", "service_area", "financial_year", "pooled")
    own = pools.astype(dict.fromkeys(kinds, str))
    own = own[own["body_type"] == level]
    views = []
    for rule, rows in own.groupby("rule"):
        year = rows.loc[rows["pooled"] != "unknown", "financial_year"].max()
        rows = rows[rows["financial_year"] == year]
        if rows.empty:
            continue
        wide = rows.pivot(index="body_code", columns="service_area", values="pooled")
        wide = wide.reindex(codes).fillna("unknown").replace(ANSWERS)
        views.append(
            {
                "label": f"Pooled funds, {year}, rule of evidence: {rule.replace('_', ' ')}",
                "services": [name.replace("_", " ") for name in wide.columns],
                "answers": ["".join(row) for row in wide.itertuples(index=False)],
            }
        )
    return views
