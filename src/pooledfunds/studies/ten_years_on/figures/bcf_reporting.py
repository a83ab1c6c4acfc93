"""What is known of Better Care Fund income: who reported it, and how much an adult."""

from collections.abc import Mapping

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.charts.strips import strips
from pooledfunds.exhibits.style import Caption, Context

GROUPS = {1.0: "reported", 0.0: "not reported"}


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return each area and year of the return: whether it reported, its income and its delays.

    Parameters
    ----------
    inputs
        ``panel_council``.
    settings
        Not used.

    Returns
    -------
    DataFrame
        ``area_code, name, financial_year, reported`` (in words), ``income`` (pounds an adult) and
        ``delays`` (delayed days a day per 100,000 adults).
    """
    panel = inputs["panel_council"]
    rows = panel[panel["in_frame"] & panel["bcf_reported"].notna()]
    return pd.DataFrame(
        {
            "area_code": rows["area_code"],
            "name": rows["name"],
            "financial_year": rows["financial_year"].astype(str),
            "reported": rows["bcf_reported"].map(GROUPS),
            "income": rows["bcf_income_per_adult"],
            "delays": 1e5 * rows["delayed_days"] / rows["adult_days"],
        }
    ).sort_values(["financial_year", "reported", "area_code"], ignore_index=True)


def counts(numbers: pd.DataFrame) -> str:
    """Return how many areas reported by year, as it reads in a sentence."""
    reported = numbers["reported"] == GROUPS[1.0]
    sums = reported.groupby(numbers["financial_year"]).agg(["sum", "size"])
    return ", ".join(f"{row['sum']} of {row['size']} in {year}" for year, row in sums.iterrows())


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, areas, years and who reported.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Not used.
    """
    years = sorted(numbers["financial_year"].unique())
    return Caption(
        title=f"Better Care Fund income was reported by {counts(numbers)}",
        unit="Income from the Better Care Fund, pounds per resident of 18 and over",
        count=f"n = {numbers['area_code'].nunique():,} areas",
        years=" and ".join(years),
        notes=(
            "Each point is an area that reported; the bar behind covers the middle half, the "
            "upright line the median. Reporting is voluntary: an area that gave no figure has an "
            "unknown income, not none",
        ),
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    delays = numbers.groupby(["financial_year", "reported"])["delays"].median()
    each = "; ".join(
        f"{row.financial_year}, {row.reported}: {row.delays:.1f}"
        for row in rows_of(delays.reset_index())
    )
    return (
        f"Points of Better Care Fund income an adult, reported by {counts(numbers)}. Median "
        f"delayed days a day per 100,000 adults: {each}."
    )


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw the incomes of each year on a line of their own.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        known = numbers.dropna(subset="income")
        lines = [(str(year), rows["income"]) for year, rows in known.groupby("financial_year")]
        figure, _ = style.framed(context, 0.6 * len(lines) + 0.4)
        axes = figure.subplots()
        strips(axes, lines, "£{:.1f}")
        axes.set_xlim(left=0)
        axes.xaxis.set_major_formatter(mpl.ticker.StrMethodFormatter("£{x:.0f}"))
    return figure
