"""Figure 2: NHS contributions to councils by client group and year, section 75 and 256 apart."""

from collections.abc import Mapping

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

GROUPS = {
    "learning_disability": "Learning disability",
    "older_people": "Older people",
    "mental_health": "Mental health",
    "other_adults": "Other adults",
    "physical_disability": "Physical disability",
}
ALL_GROUPS = "All five groups"
LAST_YEAR_BEFORE_BREAK = "2005/06"  # the return had no column for section 256 income until then
KINDS = {
    "not_split": "Joint arrangements before the break",
    "section_75": "Section 75 joint arrangements",
    "section_256": "Section 256 income from the NHS",
}
COLOURS = {"not_split": style.PALE_BLUE, "section_75": style.BLUE, "section_256": style.AMBER}
LABEL_COLOURS = {"not_split": style.INK, "section_75": "white", "section_256": style.INK}


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return GBP million by client group, year and kind of income, England.

    Parameters
    ----------
    inputs
        ``joint_financing`` (``catalogue.pssex1.JOINT_FINANCING``): councils' amounts in GBP
        thousand.
    settings
        Not used; the years are those of the returns.

    Returns
    -------
    DataFrame
        ``client_group, label, financial_year, kind, kind_label, gbp_million, councils``, with
        rows for the sum of the client groups at the end.
    """
    joint = inputs["joint_financing"]
    joint = joint[
        joint["client_group"].isin(list(GROUPS))
        & joint["income"].isin(["joint_arrangements", "nhs_income"])
    ].dropna(subset="gbp_thousand")
    joint = joint.astype({"client_group": str, "financial_year": str, "income": str})
    kind = joint["income"].map({"joint_arrangements": "section_75", "nhs_income": "section_256"})
    joint = joint.assign(
        kind=kind.mask(joint["financial_year"] <= LAST_YEAR_BEFORE_BREAK, "not_split")
    )
    if joint.empty:
        return joint
    parts = [joint, joint.assign(client_group="all_groups")]
    sums = pd.concat(
        part.groupby(["client_group", "financial_year", "kind"])
        .agg(gbp_million=("gbp_thousand", "sum"), councils=("cssr_code", "nunique"))
        .reset_index()
        for part in parts
    )
    order = [*GROUPS, "all_groups"]
    sums = sums.assign(
        gbp_million=sums["gbp_million"] / 1000,
        label=sums["client_group"].map({**GROUPS, "all_groups": ALL_GROUPS}),
        kind_label=sums["kind"].map(KINDS),
        _group=sums["client_group"].map(order.index),
        _kind=sums["kind"].map(list(KINDS).index),
    ).sort_values(["_group", "financial_year", "_kind"], ignore_index=True)
    columns = ["client_group", "label", "financial_year", "kind", "kind_label", "gbp_million"]
    return sums[[*columns, "councils"]]


def yearly(numbers: pd.DataFrame, group: str = "all_groups") -> pd.Series:
    """Return the sum of all kinds of income by year, in GBP million.

    Parameters
    ----------
    numbers
        From :func:`table`.
    group
        A client group.
    """
    rows = numbers[numbers["client_group"] == group]
    return rows.groupby("financial_year")["gbp_million"].sum()


def rises(numbers: pd.DataFrame) -> pd.Series:
    """Return the rise since the first year, in per cent, by later year."""
    totals = yearly(numbers)
    return (100 * (totals / totals.iloc[0] - 1)).iloc[1:]


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, number of councils, years, and the rise and the published one.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    years = sorted(numbers["financial_year"].unique())
    title, headline, notes = "", "", []
    if len(years) > 1:
        computed = ", ".join(f"{rise:+.1f}% by {year}" for year, rise in rises(numbers).items())
        printed = f" (the report printed {published['C016']}%)" if "C016" in published else ""
        last = rises(numbers).iloc[-1]
        title = (
            f"NHS contributions to councils {'rose' if last > 0 else 'fell'} by {abs(last):.0f}% "
            f"from {years[0]} to {years[-1]}"
        )
        headline = f"All five groups since {years[0]}: {computed}{printed}"
    if years[0] <= LAST_YEAR_BEFORE_BREAK < years[-1]:
        notes.append(
            "Break in series: section 256 income was collected apart only from 2006/07. Before "
            "that the two cannot be distinguished, so amounts either side of the dashed line "
            "differ in what they count, and the rise is in part an artefact"
        )
    notes.append("Adult client groups, with Supporting People")
    return Caption(
        title=title,
        unit="Income of councils, GBP million, nominal",
        count=f"n = {numbers['councils'].max():,} councils",
        years=f"{years[0]} to {years[-1]}" if len(years) > 1 else years[0],
        headline=headline,
        notes=tuple(notes),
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    totals = yearly(numbers)
    first, last = totals.index[0], totals.index[-1]
    latest = numbers[
        (numbers["financial_year"] == last) & (numbers["client_group"] != "all_groups")
    ]
    ranked = latest.groupby("label")["gbp_million"].sum().sort_values(ascending=False)
    kinds = numbers[
        (numbers["financial_year"] == last) & (numbers["client_group"] == "all_groups")
    ].set_index("kind")["gbp_million"]
    course = ", ".join(f"£{amount:,.0f} million in {year}" for year, amount in totals.items())
    split = (
        f" In {last} £{kinds['section_75']:,.0f} million came through section 75 joint "
        f"arrangements and £{kinds['section_256']:,.0f} million through section 256."
        if {"section_75", "section_256"} <= set(kinds.index)
        else ""
    )
    change = f", a change of {rises(numbers).iloc[-1]:+.0f} per cent since {first}" * (
        first != last
    )
    return (
        f"Bars of NHS contributions to councils: {course}{change}.{split} "
        f"{ranked.index[0]} had the most in {last} (£{ranked.iloc[0]:,.0f} million), then "
        f"{ranked.index[1][0].lower()}{ranked.index[1][1:]} (£{ranked.iloc[1]:,.0f} million). "
        "Section 256 income was collected apart only from 2006/07."
    )


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw a panel for each client group and one for their sum, a stacked bar for each year.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        panels = ["all_groups", *GROUPS]
        key = {
            label: COLOURS[kind] for kind, label in KINDS.items() if kind in set(numbers["kind"])
        }
        figure, _ = style.framed(context, 5.4 if context.narrow else 3.9, key)
        grid = figure.subplots(3, 2) if context.narrow else figure.subplots(2, 3)
        tallest = yearly(numbers).max()
        for axes, group in zip(grid.flat, panels, strict=True):
            rows = numbers[numbers["client_group"] == group]
            together = group == "all_groups"
            _stack(axes, rows, 1.2 * tallest, "series break" if together else "")
            size = style.SMALL if context.narrow else style.BODY
            axes.set_title(rows["label"].iloc[0], weight="bold", size=size)
            if context.narrow:
                axes.set_xticks(
                    axes.get_xticks(), sorted(year[2:] for year in set(rows["financial_year"]))
                )
            axes.set_facecolor("#f1f4f6" if together else "white")
            if axes.get_subplotspec().is_first_col():
                axes.set_ylabel("GBP million", size=style.SMALL)
    return figure


def _stack(axes: Axes, rows: pd.DataFrame, limit: float, break_label: str) -> None:
    """Draw one panel: a bar for each year, its parts and its sum labelled."""
    years = sorted(rows["financial_year"].unique())
    for place, year in enumerate(years):
        base, parts = 0.0, rows[rows["financial_year"] == year]
        for row in rows_of(parts):
            axes.bar(place, row.gbp_million, 0.74, bottom=base, color=COLOURS[row.kind])
            if len(parts) > 1 and row.gbp_million > 0.09 * limit:
                axes.text(
                    place,
                    base + row.gbp_million / 2,
                    f"{row.gbp_million:,.0f}",
                    ha="center",
                    va="center",
                    size=style.LEAST,
                    color=LABEL_COLOURS[row.kind],
                )
            base += row.gbp_million
        axes.text(
            place,
            base + 0.015 * limit,
            f"{base:,.0f}",
            ha="center",
            size=style.SMALL,
            weight="bold",
        )
    before = sum(year <= LAST_YEAR_BEFORE_BREAK for year in years)
    if 0 < before < len(years):
        axes.axvline(before - 0.5, color=style.MUTED, linewidth=0.9, linestyle=(0, (3, 2)))
        axes.text(before - 0.46, limit, break_label, size=style.LEAST, color=style.MUTED, va="top")
    axes.set_xticks(range(len(years)), years)
    axes.set_ylim(0, limit)
    axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(4))
    axes.yaxis.set_major_formatter(mpl.ticker.StrMethodFormatter("{x:,.0f}"))
    axes.grid(axis="y")
    axes.tick_params(length=0)
    axes.spines["left"].set_visible(False)
