"""A forest over many outcomes: estimates with interval, margin and smallest detectable effect."""

import re
from collections.abc import Callable, Container, Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pooledfunds.exhibits.style import (
    BAND,
    BLUE,
    BODY,
    MUTED,
    PALE_BLUE,
    SMALL,
    STYLE,
    Caption,
    Context,
    framed,
    mark_basis,
)

KEY = {
    "Estimate and 95% interval": BLUE,
    "Margin of equivalence": BAND,
    "Smallest detectable (MDE)": PALE_BLUE,
}
PANELS = {"percent": "Per cent", "points": "Percentage points"}
LEVELS = {"pct": "PCTs", "council": "councils"}
SETTLED = ("different", "different, within the margin", "equivalent")
ENDS = ("effect", "conf_low", "conf_high", "detectable_low", "detectable_high")


def comparisons(
    estimates: pd.DataFrame, settings: Mapping, exposures: Container[str], outcomes: Container[str]
) -> pd.DataFrame:
    """Return one estimate for each outcome, exposure and level, in the outcome's unit.

    The first declared specification of a single year stands for each; the others are in
    ``estimates.csv``.

    Parameters
    ----------
    estimates
        ``catalogue.estimation.ESTIMATES``.
    settings
        ``outcomes`` and ``exposures`` of the study.
    exposures, outcomes
        Names of those to be compared.

    Returns
    -------
    DataFrame
        ``panel, outcome, label, what, period``, then in per cent or percentage points
        ``effect`` and the low and high ends of ``conf``, ``detectable`` and ``margin``, then
        ``nobs, n_exposed, n_unknown, cov_type, conclusion, specification``.
    """
    rows = estimates.astype({"term": str, "outcome": str, "period": str, "scale": str})
    rows = rows[
        rows["term"].isin(list(exposures))
        & rows["outcome"].isin(list(outcomes))
        & ~rows["period"].str.contains(";")
        & rows["conclusion"].ne("")
    ]
    rows = rows.sort_values("period", ascending=False, kind="stable")
    rows = rows.drop_duplicates(["outcome", "term", "area_type"]).sort_index()
    told = settings["outcomes"]
    share = rows["outcome"].map(lambda name: told[name]["unit"].startswith("share"))
    log = rows["scale"] == "log"
    rows, share, log = rows[log | share], share[log | share], log[log | share]

    def drawn(values: pd.Series) -> pd.Series:
        return (100 * np.expm1(values)).where(log, 100 * values)

    names = settings["exposures"]
    numbers = pd.DataFrame(
        {
            "panel": np.where(log, "percent", "points"),
            "outcome": rows["outcome"],
            "label": rows["outcome"].map(lambda name: told[name]["label"]),
            "what": rows["term"].map(lambda name: names[name]["label"])
            + ", "
            + rows["area_type"].map(LEVELS),
            "period": rows["period"],
            "effect": drawn(rows["estimate"]),
            "conf_low": drawn(rows["conf_low"]),
            "conf_high": drawn(rows["conf_high"]),
            "detectable_low": drawn(-rows["minimum_detectable_effect"]),
            "detectable_high": drawn(rows["minimum_detectable_effect"]),
            "margin_low": drawn(-rows["equivalence_margin"]),
            "margin_high": drawn(rows["equivalence_margin"]),
            **{name: rows[name] for name in ("nobs", "n_exposed", "n_unknown", "cov_type")},
            "conclusion": rows["conclusion"].astype(str),
            "specification": rows["specification"],
            "_order": rows["outcome"].map(list(told).index),
        }
    )
    if numbers["effect"].isna().all():
        return numbers.iloc[:0]
    order = ["panel", "_order"]
    return numbers.sort_values(order, kind="stable", ignore_index=True).drop(columns="_order")


def exhibit(
    exposures: Container[str], outcomes: Container[str], what: str
) -> tuple[Callable, Callable, Callable]:
    """Return ``table``, ``caption`` and ``describe`` of a forest of some exposures' estimates."""
    return (
        lambda inputs, settings: comparisons(inputs["estimates"], settings, exposures, outcomes),
        lambda numbers, published: caption(numbers),
        lambda numbers: describe(numbers, what),
    )


def caption(numbers: pd.DataFrame) -> Caption:
    """Return units, sample, years and how to read the marks."""
    words = numbers["conclusion"].str.split(":").str[0].value_counts()
    fitted = numbers.loc[numbers["effect"].notna(), "nobs"]
    least, most = (fitted.min(), fitted.max()) if len(fitted) else (0, 0)
    return Caption(
        unit="Difference between bodies with and without, per cent or percentage points",
        count=f"n = {least:,} to {most:,} bodies an estimate",
        years=" and ".join(sorted(numbers["period"].unique())),
        headline=", ".join(f"{count} {word}" for word, count in words.items()),
        notes=(
            "Points are estimates and lines their 95% confidence intervals. The pale band is the "
            "margin, declared beforehand, within which a difference would not matter; pale ticks "
            "mark the smallest difference that the comparison would have found with 80% power",
            "A point is filled where the comparison shows a difference or excludes one that "
            "matters. An arrow says that an interval runs out of the picture",
            "Both are told after adjustment over the family of tests; plain p-values, and the test "
            "that each conclusion rests on, are in the table of estimates",
        ),
    )


def describe(numbers: pd.DataFrame, what: str) -> str:
    """Return the finding in words."""
    words = numbers["conclusion"].str.split(":").str[0]
    tally = ", ".join(f"{count} {word}" for word, count in words.value_counts().items())
    told = numbers[words.isin(SETTLED)]
    each = " ".join(
        f"{row.label} ({row.what}): {row.effect:+.1f}, 95 per cent interval {row.conf_low:+.1f} to "
        f"{row.conf_high:+.1f}, {row.conclusion}."
        for row in told.itertuples()
    )
    words = f"Forest of {len(numbers)} estimates of {what}: {tally}. {each}"
    return re.sub(r"(?<!\w)-(?=\d)", "−", words.strip())


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw a panel for each unit, a row for each comparison, headed by its outcome."""
    return panels(numbers, context, KEY, _marks)


def panels(
    numbers: pd.DataFrame, context: Context, key: Mapping[str, str], marks: Callable
) -> Figure:
    """Draw a panel for each unit, whose rows are marked by a function.

    Parameters
    ----------
    numbers
        From :func:`comparisons`, with further columns for the marks.
    key
        Colours by label.
    marks
        Takes the axes, a panel's rows with their places ``y``, and whether the picture is narrow;
        draws the marks and returns the ends of the axis.
    """
    narrow = context.narrow
    step, head, tail = (0.4 if narrow else 0.185), 0.22, 0.42
    left, right = (0.12, 0.1) if narrow else (2.78, 1.92)
    with mpl.rc_context(STYLE):
        units = [name for name in PANELS if (numbers["panel"] == name).any()]
        laid = {name: _layout(numbers[numbers["panel"] == name], step, head) for name in units}
        height = sum(deep + tail + 0.3 for _, _, deep in laid.values())
        figure, area = framed(context, height, key)
        figure.set_layout_engine(None)
        width, total = figure.get_size_inches()
        top = area.bottom + area.height
        for name, (rows, heads, deep) in laid.items():
            figure.text(area.left / width, (top - 0.06) / total, PANELS[name], size=BODY,
                        weight="bold", va="top", color=MUTED)  # fmt: skip
            bottom = top - 0.3 - deep
            axes = figure.add_axes(
                ((area.left + left) / width, bottom / total,
                 (area.width - left - right) / width, deep / total)
            )  # fmt: skip
            axes.set_xlim(marks(axes, rows, narrow))
            _frame(axes, deep, rows["effect"].notna().any())
            _words(axes, rows, heads, (left, area.width - left - right), narrow)
            mark_basis(axes, context.basis)
            top = bottom - tail
    return figure


def _layout(rows: pd.DataFrame, step: float, head: float):
    """Return the rows with their height in inches, the headings' heights, and the sum."""
    y, places, heads, last = 0.0, [], [], None
    for row in rows.itertuples():
        if row.label != last:
            y += head
            heads.append((row.label, y - 0.1))
            last = row.label
        places.append(y + step / 2)
        y += step
    return rows.assign(y=places), heads, y + 0.05


def _marks(axes: Axes, rows: pd.DataFrame, narrow: bool) -> tuple[float, float]:
    """Draw margins, detectable effects, intervals and estimates."""
    fitted = rows[rows["effect"].notna()]
    low, high = _limits(fitted)
    for row in fitted.itertuples():
        y = row.y + (0.1 if narrow else 0)
        margin = (max(low, row.margin_low), min(high, row.margin_high))
        axes.fill_between(margin, y - 0.07, y + 0.07, color=BAND, linewidth=0, zorder=0)
        ends = [end for end in (row.detectable_low, row.detectable_high) if low < end < high]
        axes.plot(ends, [y] * len(ends), linestyle="", marker="|", markersize=7,
                  markeredgewidth=1.3, color=PALE_BLUE, gid="detectable")  # fmt: skip
        interval(axes, y, (row.effect, row.conf_low, row.conf_high), (low, high),
                 filled=row.conclusion in SETTLED)  # fmt: skip
    return low, high


def interval(axes: Axes, y: float, at, ends, *, filled: bool, color=BLUE, marker="o") -> None:
    """Draw an estimate and its interval, with an arrow where it runs out of the axis.

    Parameters
    ----------
    at
        Estimate and both ends of its interval.
    ends
        Of the axis.
    """
    (effect, conf_low, conf_high), (low, high) = at, ends
    line = (max(low, conf_low), min(high, conf_high))
    axes.plot(line, [y, y], color=color, linewidth=1.4, solid_capstyle="butt", gid="interval")
    for end, arrow, out in ((low, "<", conf_low < low), (high, ">", conf_high > high)):
        if out:
            axes.plot(end, y, marker=arrow, markersize=3.5, color=color)
    axes.plot(min(max(effect, low), high), y, marker=marker, markersize=4.6, color=color,
              markerfacecolor=color if filled else "white", gid="estimate")  # fmt: skip


def _frame(axes: Axes, deep: float, any_fitted: bool) -> None:
    """Set the axis of effects, with nought marked."""
    axes.axvline(0, color=MUTED, linewidth=0.8, zorder=1)
    axes.set_ylim(deep, 0)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(lambda v, _: f"{v:+.3g}".replace("-", "−") if v else "0")
    axes.tick_params(axis="x", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
    axes.xaxis.set_visible(any_fitted)


def _limits(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of the axis: every estimate, and nine tenths of the intervals' ends."""
    if rows.empty:
        return -1.0, 1.0
    low = min(rows["effect"].min(), rows["conf_low"].quantile(0.1), rows["margin_low"].min())
    high = max(rows["effect"].max(), rows["conf_high"].quantile(0.9), rows["margin_high"].max())
    room = 0.05 * (high - low)
    return low - room, high + room


def _words(axes: Axes, rows: pd.DataFrame, heads, sides, narrow: bool) -> None:
    """Write outcomes, comparisons and, where there is room, numbers and conclusions."""
    left, inches = sides
    across = axes.get_yaxis_transform()

    def write(at: float, y: float, text: str, **style) -> None:
        axes.text(at / inches, y, text, transform=across, va="center", **({"size": SMALL} | style))

    for label, y in heads:
        words = label.removesuffix(" per head") if narrow else label
        write(-left, y, words, weight="bold")
    for row in rows.itertuples():
        word = row.conclusion.split(":")[0]
        if narrow:
            write(-left, row.y - 0.09, f"{row.what}: {word}", size=SMALL - 1, color=MUTED)
            continue
        write(-left + 0.1, row.y, row.what)
        if pd.notna(row.effect):
            interval = f"{row.effect:+.1f} ({row.conf_low:+.1f} to {row.conf_high:+.1f})"
            write(inches + 0.08, row.y, interval.replace("-", "−"), size=SMALL - 0.8)
        write(inches + 1.92, row.y, word, size=SMALL - 0.8, ha="right")
