"""The effect of joint money on delays in each month and year, held against the year before."""

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

BY = {"by_month": "month", "pre_trend": "year"}
BASE = "2014/15"


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the effect in each month and in each year, per cent per standard deviation.

    Parameters
    ----------
    inputs
        ``estimates``, ``coefficients`` (years and months from which nothing is concluded) and
        ``joint_tests``.
    settings
        Not used.

    Returns
    -------
    DataFrame
        ``by`` (month or year), ``period, effect, conf_low, conf_high``; ``p_before`` and
        ``p_after``, of the joint tests of the years before and after the base.
    """
    estimates = pd.concat([inputs["estimates"], inputs["coefficients"]], ignore_index=True)
    estimates = estimates.astype({"specification": str, "term": str})
    entry = estimates["specification"].str.partition("/")[0]
    parts = estimates["term"].str.partition(":")
    rows = estimates[entry.isin(list(BY)) & parts[2].str.match(r"\d{4}[-/]\d\d$")]
    numbers = pd.DataFrame(
        {
            "by": entry[rows.index].map(BY),
            "period": parts[2][rows.index],
            **{
                name: 100 * np.expm1(rows[column])
                for name, column in {
                    "effect": "estimate",
                    "conf_low": "conf_low",
                    "conf_high": "conf_high",
                }.items()
            },
        }
    ).dropna()
    tests = inputs["joint_tests"].astype({"specification": str, "hypothesis": str})
    tests = tests[tests["specification"].str.startswith("pre_trend/")].set_index("hypothesis")
    decides = tests["p_randomisation"].fillna(tests["p_value"])
    numbers["p_before"], numbers["p_after"] = decides.get("before"), decides.get("after")
    return numbers.sort_values(["by", "period"], ignore_index=True)


def finding(numbers: pd.DataFrame) -> str:
    """Return what the years before say of the design, as a title."""
    p = numbers["p_before"].iloc[0]
    if pd.isna(p):
        return "Joint money and delays, year by year"
    if p < 0.05:
        return "Delays moved with joint money before the Better Care Fund too"
    return "Before the Better Care Fund, delays are not shown to move with joint money"


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, years, the tests and how to read the picture.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Not used.
    """
    before, after = numbers["p_before"].iloc[0], numbers["p_after"].iloc[0]
    return Caption(
        title=finding(numbers),
        unit="Difference in delayed days per standard deviation of joint and NHS income, per cent",
        count="",
        years=f"April 2011 to March 2019, held against {BASE}",
        headline=f"Years before: p = {before:.2f}; years after: p = {after:.2f}",
        notes=(
            "Lines and bands are 95% confidence intervals of areas' own changes: each area and "
            "each period has its effect. A month is held against the same month of the base year. "
            "The test of the years before is one of the design: where it rejects, effects after "
            "are descriptive",
        ),
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    each = "; ".join(
        f"{row.period} {row.effect:+.1f} ({row.conf_low:+.1f} to {row.conf_high:+.1f})"
        for row in numbers[numbers["by"] == "year"].itertuples()
    )
    return (
        f"{finding(numbers)}. Effects by year against {BASE}, per cent per standard deviation of "
        f"joint and NHS income with 95 per cent intervals: {each}."
    ).replace("-", "−")


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw the months as a line with a band, and the years as points with intervals below.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        figure, _ = style.framed(context, 4.2)
        upper, lower = figure.subplots(2, 1, height_ratios=(1.3, 1))
        _months(upper, numbers[numbers["by"] == "month"], 2 if context.narrow else 1)
        _years(lower, numbers[numbers["by"] == "year"])
        for axes, words in ((upper, "By month"), (lower, "By year")):
            axes.axhline(0, color=style.MUTED, linewidth=0.8)
            axes.set_title(words, weight="bold")
            axes.grid(axis="y")
            axes.tick_params(length=0)
            axes.yaxis.set_major_formatter(_in_percent)
            axes.spines["left"].set_visible(False)
            axes.margins(x=0.02)
    return figure


def _in_percent(value: float, _: int) -> str:
    """Return the label of a tick."""
    return f"{value:+.0f}%".replace("-", "−") if value else "0"


def _start(axes: Axes, at: float) -> None:
    """Mark the start of the fund, and name it."""
    axes.axvline(at, color=style.VERMILION, linewidth=1, linestyle=(0, (4, 3)))
    axes.annotate(
        "Better Care Fund", (at, 1), (3, -2), xycoords=("data", "axes fraction"), va="top",
        textcoords="offset points", size=style.SMALL, color=style.VERMILION,
    )  # fmt: skip


def _months(axes: Axes, rows: pd.DataFrame, years: int) -> None:
    """Draw the months' effects with their band, the base year left blank, a date each few years."""
    every = pd.period_range(rows["period"].min(), rows["period"].max(), freq="M").astype(str)
    wide = rows.set_index("period").reindex(every)
    at = np.arange(len(every))
    axes.fill_between(at, wide["conf_low"], wide["conf_high"], color=style.BAND, linewidth=0)
    axes.plot(at, wide["effect"], color=style.BLUE, linewidth=1.3)
    step = 12 * years
    axes.set_xticks(at[::step], [f"Apr {month[2:4]}" for month in every[::step]], size=style.SMALL)
    _start(axes, list(every).index(f"20{BASE[5:]}-04") - 0.5)


def _years(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw the years' effects with their intervals; the base is nought by definition."""
    years = sorted({*rows["period"], BASE})
    wide = rows.set_index("period").reindex(years)
    at = np.arange(len(years))
    axes.vlines(at, wide["conf_low"], wide["conf_high"], color=style.BLUE, linewidth=1.4)
    axes.plot(at, wide["effect"], linestyle="", marker="o", markersize=4.6, color=style.BLUE)
    axes.plot(years.index(BASE), 0, marker="o", markersize=4.6, color=style.BLUE, mfc="white")
    axes.set_xticks(at, [year[2:] for year in years], size=style.SMALL)
    _start(axes, years.index(BASE) + 0.5)
