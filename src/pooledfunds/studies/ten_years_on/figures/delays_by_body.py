"""Delayed days of England by year and responsible body, and of areas by joint arrangements."""

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

BODIES = {
    "delayed_days_nhs": ("NHS", style.BLUE),
    "delayed_days_social_care": ("Social care", style.AMBER),
    "delayed_days_both": ("Both", "#9aa5ae"),
}
GROUPS = {1.0: "With joint arrangements", 0.0: "Without"}
PER = 1e5


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return delayed days a day per 100,000 adults by year, body and group of areas.

    Parameters
    ----------
    inputs
        ``panel_council``.
    settings
        Not used.

    Returns
    -------
    DataFrame
        ``group`` (England or one of ``GROUPS``), ``financial_year, body, delayed_days, rate,
        areas``.
    """
    panel = inputs["panel_council"]
    panel = panel[panel["in_frame"] & panel["delayed_days"].notna()]
    groups = [("England", panel)]
    groups += [(name, panel[panel["joint_arrangements"] == flag]) for flag, name in GROUPS.items()]
    rows = [
        {
            "group": name,
            "financial_year": str(year),
            "body": label,
            "delayed_days": of_year[column].sum(),
            "rate": PER * of_year[column].sum() / of_year["adult_days"].sum(),
            "areas": len(of_year),
        }
        for name, areas in groups
        for year, of_year in areas.groupby("financial_year", observed=True)
        for column, (label, _) in BODIES.items()
    ]
    return pd.DataFrame(rows)


def england(numbers: pd.DataFrame) -> pd.Series:
    """Return England's rate of all bodies together by year."""
    rows = numbers[numbers["group"] == "England"]
    return rows.groupby("financial_year")["rate"].sum()


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, areas, years, and when delays were highest.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Not used.
    """
    rates = england(numbers)
    areas = numbers.groupby("group")["areas"].max()
    peak = str(rates.idxmax())
    return Caption(
        title=f"Delays rose to {rates[peak]:.0f} beds per 100,000 adults in {peak}, "
        f"and were {rates.iloc[-1]:.0f} in {rates.index[-1]}",
        unit="Delayed days a day (beds) per 100,000 residents of 18 and over",
        count="; ".join(f"{name}: {count} areas" for name, count in areas.items()),
        years=f"{rates.index[0]} to {rates.index[-1]}",
        notes=(
            "Days attributed to the NHS, to social care and to both, as the return prints them. "
            "The rules of counting changed in 2017",
        ),
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    each = "; ".join(f"{year} {rate:.1f}" for year, rate in england(numbers).items())
    return f"Stacked bars of England's delayed days a day per 100,000 adults: {each}."


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw England's years as stacked bars, and areas with and without as lines beside.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        key = dict(BODIES.values())
        figure, _ = style.framed(context, 4.6 if context.narrow else 2.7, key)
        grid = figure.subplots(2, 1) if context.narrow else figure.subplots(1, 2)
        _bars(grid[0], numbers[numbers["group"] == "England"])
        _lines(grid[1], numbers[numbers["group"] != "England"])
        top = 1.15 * max(england(numbers).max(), grid[1].get_ylim()[1])
        years = sorted(numbers["financial_year"].unique())
        for axes in grid:
            axes.set_ylim(0, top)
            axes.set_xticks(range(len(years)), [year[2:] for year in years], size=style.LEAST)
            axes.grid(axis="y")
            axes.tick_params(length=0)
            axes.spines["left"].set_visible(False)
    return figure


def _bars(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw England's years, a part for each body."""
    base = np.zeros(rows["financial_year"].nunique())
    for label, colour in BODIES.values():
        heights = rows[rows["body"] == label].set_index("financial_year")["rate"].sort_index()
        axes.bar(range(len(heights)), heights, 0.72, bottom=base, color=colour)
        base = base + heights.to_numpy()
    axes.set_title("England, by responsible body", weight="bold")


def _lines(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw both groups of areas, all bodies together, each named at its end."""
    for name, dashes in zip(GROUPS.values(), ("solid", (0, (4, 2))), strict=True):
        rates = rows[rows["group"] == name].groupby("financial_year")["rate"].sum().sort_index()
        axes.plot(range(len(rates)), rates, color=style.INK, linewidth=1.5, linestyle=dashes,
                  label=name)  # fmt: skip
    axes.legend(loc="lower right", fontsize=style.SMALL)
    axes.set_title("Areas, by joint arrangements in 2014-15", weight="bold")
