"""The panels of a forest: estimates with interval, margin and smallest detectable effect."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Context

KEY = {
    "Estimate and 95% interval": style.BLUE,
    "Margin of equivalence": style.BAND,
    "Smallest detectable (MDE)": style.PALE_BLUE,
}
SIDES = {
    "lower": ": left of zero is better for people",
    "higher": ": right of zero is better for people",
    "": "",
}
PANELS = {
    f"{unit}_{better}".rstrip("_"): f"{words}{side}"
    for unit, words in {"percent": "Per cent", "points": "Percentage points"}.items()
    for better, side in SIDES.items()
}
CONCLUSIVE = ("different", "different, within the margin", "equivalent")
LONGEST = 999  # per cent; a longer interval says no more

Marks = Callable[[Axes, pd.DataFrame, bool], tuple[float, float]]


@dataclass(frozen=True)
class Drawing:
    """How a forest is drawn.

    Parameters
    ----------
    panels
        Heading of each panel, by its name in ``numbers["panel"]``.
    key
        Colours by label.
    marks
        Takes the axes, a panel's rows with their places ``y``, and whether the picture is narrow;
        draws the marks and returns the ends of the axis.
    last
        Heading of the last column, which ``numbers["conclusion"]`` fills.
    """

    panels: Mapping[str, str]
    key: Mapping[str, str]
    marks: Marks
    last: str = "Conclusion"


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw a panel for each unit, a row for each comparison, headed by its outcome.

    Parameters
    ----------
    numbers
        From :func:`comparisons`.
    context
        Words of the frame, basis and width.
    """
    return draw_panels(numbers, context, Drawing(PANELS, KEY, _marks))


def draw_panels(numbers: pd.DataFrame, context: Context, drawing: Drawing) -> Figure:
    """Draw the panels of a forest, one below the other.

    Parameters
    ----------
    numbers
        ``panel, label, what, effect, conf_low, conf_high, conclusion``, and what the marks need.
    context
        Words of the frame, basis and width.
    drawing
        Headings, key and marks.
    """
    narrow = context.narrow
    step, tail = (0.38 if narrow else 0.17), 0.36
    left, right = (0.12, 0.1) if narrow else (2.78, 1.92)
    numbers = numbers[numbers["effect"].notna()]  # the caption counts the others
    with mpl.rc_context(style.STYLE):
        panels = [name for name in drawing.panels if (numbers["panel"] == name).any()]
        laid = {name: _layout(numbers[numbers["panel"] == name], step) for name in panels}
        heads = {
            name: style.wrapped(drawing.panels[name], style.BODY, context.width - 0.3, "bold")
            for name in panels
        }
        above = {name: 0.14 + 0.16 * len(lines) for name, lines in heads.items()}
        height = sum(laid[name].height + tail + above[name] for name in panels)
        figure, area = style.framed(context, height, drawing.key)
        figure.set_layout_engine(None)
        width, total = figure.get_size_inches()
        top, across = area.bottom + area.height, area.width - left - right
        for name in panels:
            figure.text(area.left / width, (top - 0.06) / total, "\n".join(heads[name]),
                        size=style.BODY, weight="bold", va="top", color=style.MUTED)  # fmt: skip
            if not narrow:
                between = (area.left + left + across, area.left + area.width)
                _column_heads(figure, between, top, drawing.last)
            bottom = top - above[name] - laid[name].height
            axes = figure.add_axes(
                ((area.left + left) / width, bottom / total, across / width,
                 laid[name].height / total)
            )  # fmt: skip
            axes.set_xlim(drawing.marks(axes, laid[name].rows, narrow))
            _frame(axes, laid[name])
            _words(axes, laid[name], (left, across), narrow)
            top = bottom - tail
    return figure


def _column_heads(figure: Figure, between: tuple[float, float], top: float, last: str) -> None:
    """Name the columns of words right of the axes."""
    width, total = figure.get_size_inches()
    look: dict[str, Any] = {"size": style.LEAST, "color": style.MUTED, "va": "top"}
    y = (top - 0.08) / total
    figure.text((between[0] + 0.08) / width, y, "Estimate (95% interval)", **look)
    figure.text(between[1] / width, y, last, ha="right", **look)


@dataclass(frozen=True)
class _Layout:
    """The rows of a panel with their heights ``y`` in inches, the headings' heights, the sum."""

    rows: pd.DataFrame
    heads: list[tuple[str, float]]
    height: float


def _layout(rows: pd.DataFrame, step: float, head: float = 0.2) -> _Layout:
    """Return where each row of a panel and each heading comes to lie."""
    y, last = 0.0, None
    places: list[float] = []
    heads: list[tuple[str, float]] = []
    for row in rows_of(rows):
        if row.label != last:
            y += head
            heads.append((row.label, y - 0.1))
            last = row.label
        places.append(y + step / 2)
        y += step
    return _Layout(rows.assign(y=places), heads, y + 0.05)


def _marks(axes: Axes, rows: pd.DataFrame, narrow: bool) -> tuple[float, float]:
    """Draw the marks of each row within the limits of most of them."""
    ends = _limits(rows)
    draw_estimates(axes, rows, ends, narrow)
    return ends


def draw_estimates(axes: Axes, rows: pd.DataFrame, ends: tuple[float, float], narrow: bool) -> None:
    """Draw margins, detectable effects, intervals and estimates.

    Parameters
    ----------
    axes
        Where to draw.
    rows
        Fitted rows of a panel with their places ``y``.
    ends
        Of the axis.
    narrow
        Whether the picture is narrow: words then take the upper part of a row.
    """
    low, high = ends
    for row in rows_of(rows):
        y = row.y + (0.1 if narrow else 0)
        margin = (max(low, row.margin_low), min(high, row.margin_high))
        axes.fill_between(margin, y - 0.07, y + 0.07, color=style.BAND, linewidth=0, zorder=0)
        ticks = [end for end in (row.detectable_low, row.detectable_high) if low < end < high]
        axes.plot(ticks, [y] * len(ticks), linestyle="", marker="|", markersize=7,
                  markeredgewidth=1.3, color=style.PALE_BLUE, gid="detectable")  # fmt: skip
        interval = (row.effect, row.conf_low, row.conf_high)
        draw_interval(axes, y, interval, ends, Mark(filled=row.conclusion in CONCLUSIVE))


@dataclass(frozen=True)
class Mark:
    """How an estimate is drawn: its colour and shape, and whether its point is filled."""

    filled: bool
    color: str = style.BLUE
    marker: str = "o"


def draw_interval(
    axes: Axes,
    y: float,
    interval: tuple[float, float, float],
    ends: tuple[float, float],
    mark: Mark,
) -> None:
    """Draw an estimate and its interval, with an arrow where it runs out of the axis.

    Parameters
    ----------
    axes
        Where to draw.
    y
        The height of the row.
    interval
        Estimate and both ends of its interval.
    ends
        Of the axis.
    mark
        How it is drawn.
    """
    (effect, conf_low, conf_high), (low, high) = interval, ends
    line = (max(low, conf_low), min(high, conf_high))
    axes.plot(line, [y, y], color=mark.color, linewidth=1.4, solid_capstyle="butt", gid="interval")
    for end, arrow, out in ((low, "<", conf_low < low), (high, ">", conf_high > high)):
        if out:
            axes.plot(end, y, marker=arrow, markersize=3.5, color=mark.color)
    axes.plot(min(max(effect, low), high), y, marker=mark.marker, markersize=4.6, color=mark.color,
              markerfacecolor=mark.color if mark.filled else "white", gid="estimate")  # fmt: skip


def _frame(axes: Axes, laid: _Layout) -> None:
    """Set the axis of effects, with zero marked."""
    axes.axvline(0, color=style.MUTED, linewidth=0.8, zorder=1)
    axes.set_ylim(laid.height, 0)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(lambda v, _: f"{v:+.3g}".replace("-", "−") if v else "0")
    axes.tick_params(axis="x", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")


def _limits(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of the axis: every estimate, and nine tenths of the intervals' ends."""
    low = min(rows["effect"].min(), rows["conf_low"].quantile(0.1), rows["margin_low"].min())
    high = max(rows["effect"].max(), rows["conf_high"].quantile(0.9), rows["margin_high"].max())
    room = 0.05 * (high - low)
    return low - room, high + room


def signed(value: float) -> str:
    """Return a number with its sign, and no decimals where they would say nothing."""
    if value > LONGEST:
        return f">+{LONGEST}"
    return f"{value:+.1f}".replace("-", "−")


def _words(axes: Axes, laid: _Layout, sides: tuple[float, float], narrow: bool) -> None:
    """Write outcomes, comparisons and, where there is room, numbers and conclusions."""
    left, inches = sides
    across = axes.get_yaxis_transform()

    def write(at: float, y: float, text: str, **kind: Any) -> None:
        look: dict[str, Any] = {"size": style.SMALL} | kind
        axes.text(at / inches, y, text, transform=across, va="center_baseline", **look)

    for label, y in laid.heads:
        write(-left, y, label.removesuffix(" per head") if narrow else label, weight="bold",
              bbox=style.OVER_LINES)  # fmt: skip
    for row in rows_of(laid.rows):
        word = row.conclusion.split(":")[0]
        if narrow:
            words = f"{row.what}: {word}"
            write(-left, row.y - 0.09, words, size=style.LEAST, color=style.MUTED,
                  bbox=style.OVER_LINES)  # fmt: skip
            continue
        write(-left + 0.1, row.y, row.what)
        interval = f"{signed(row.conf_low)} to {signed(row.conf_high)}"
        words = f"{signed(row.effect)} ({interval})"
        write(inches + 0.08, row.y, words, size=style.LEAST)
        write(inches + 1.92, row.y, word, size=style.LEAST, ha="right")
