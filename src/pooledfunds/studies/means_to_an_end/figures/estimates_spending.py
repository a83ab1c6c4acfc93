"""First estimates: joint financing on spend per head, with what each estimate can rule out."""

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits.charts.forest import SETTLED, interval
from pooledfunds.exhibits.style import (
    BAND,
    BLUE,
    BODY,
    INK,
    MUTED,
    PALE_BLUE,
    RULE,
    SMALL,
    STYLE,
    Caption,
    Context,
    framed,
    mark_basis,
    wrapped,
)

OUTCOMES = "spend_per_head_"
PRIMARY = "spend_per_head_less_joint_"
EXPOSURE = "joint_financing"
QUANTITIES = ("estimate", "conf_low", "conf_high", "minimum_detectable_effect")
PANELS = {
    "effect": "Councils with joint financing against councils without",
    "interaction": "How much more where council and PCT share boundaries",
}


KEY = {
    "Estimate and 95% interval": BLUE,
    "Margin of equivalence": BAND,
    "Smallest detectable (MDE)": PALE_BLUE,
}

LONGEST = 999  # per cent; a longer interval says no more
ENDLESS = 250  # per cent; an axis that goes further shows none of the others


def as_percent(value: pd.Series, scale: pd.Series) -> pd.Series:
    """Return a difference on the log scale as per cent; one on another scale as it is."""
    return (100 * np.expm1(value)).where(scale == "log", value)


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the estimates of joint financing on spend per head, in per cent.

    Parameters
    ----------
    inputs
        ``estimates`` (``catalogue.estimation.ESTIMATES``).
    settings
        ``outcomes`` of the study, for their labels.

    Returns
    -------
    DataFrame
        One row per specification and term (the effect, on the cost less joint income and on the
        whole cost; and, on the first, its interaction with co-terminosity):
        ``panel, label, period``, then in per cent ``effect`` and the low and high ends of
        ``conf``, ``detectable`` and ``margin``, then ``nobs, n_exposed, n_unknown, cov_type,
        conclusion, specification``. Quantities are missing where the specification could not
        be fitted.
    """
    estimates = inputs["estimates"]
    estimates = estimates[
        estimates["outcome"].str.startswith(OUTCOMES)
        & estimates["term"].str.split(":").str[0].eq(EXPOSURE)
        & (estimates["outcome"].str.startswith(PRIMARY) | estimates["term"].eq(EXPOSURE))
    ].reset_index(drop=True)
    scale = estimates["scale"].astype(str)
    labels = {name: entry["label"] for name, entry in settings["outcomes"].items()}
    margin = estimates["equivalence_margin"]
    detectable = estimates["minimum_detectable_effect"]
    numbers = pd.DataFrame(
        {
            "panel": np.where(estimates["term"].str.contains(":"), "interaction", "effect"),
            "label": estimates["outcome"].astype(str).map(labels).fillna(estimates["outcome"]),
            "period": estimates["period"].astype(str),
            "effect_percent": as_percent(estimates["estimate"], scale),
            "conf_low_percent": as_percent(estimates["conf_low"], scale),
            "conf_high_percent": as_percent(estimates["conf_high"], scale),
            "detectable_low_percent": as_percent(-detectable, scale),
            "detectable_high_percent": as_percent(detectable, scale),
            "margin_low_percent": as_percent(-margin, scale),
            "margin_high_percent": as_percent(margin, scale),
            "nobs": estimates["nobs"],
            "n_exposed": estimates["n_exposed"],
            "n_unknown": estimates["n_unknown"],
            "cov_type": estimates["cov_type"].astype(str),
            "conclusion": estimates["conclusion"].astype(str),
            "specification": estimates["specification"].astype(str),
        }
    )
    order = {label: place for place, label in enumerate(labels.values())}
    years = numbers["period"].str.count(";")
    ranks = numbers.assign(_outcome=numbers["label"].map(order), _years=years)
    return ranks.sort_values(["panel", "_outcome", "_years", "period"], ignore_index=True)[
        list(numbers.columns)
    ]


def period_words(period: str) -> str:
    """Return years as a reader says them."""
    return " and ".join(period.split("; "))


def period_range(period: str) -> str:
    """Return years as briefly as a picture needs, such as 2006/07–07/08."""
    first, *later = period.split("; ")
    return f"{first}–{later[-1][2:]}" if later else first


def signed(value: float) -> str:
    """Return a number with its sign, and no decimals where they would tell nothing."""
    if value > LONGEST:
        return f">+{LONGEST}"
    return minus(f"{value:+.0f}" if abs(value) >= 100 else f"{value:+.1f}")


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, number of councils, years and how to read the marks."""
    fitted = numbers[numbers["effect_percent"].notna()]
    years = sorted({year for period in numbers["period"] for year in period.split("; ")})
    notes = (
        "Points are estimates and lines their 95% confidence intervals, adjusted for age "
        "structure and deprivation, with HC2 errors, or errors clustered on the council where "
        "years are taken together",
    )
    if len(fitted):
        low, high = fitted["margin_low_percent"].min(), fitted["margin_high_percent"].max()
        notes += (
            f"The shaded band ({signed(low)}% to {signed(high)}%) is the margin, declared "
            "beforehand, within which a difference would not matter",
        )
    notes += (
        "The cost less joint income leaves out the money that is pooled, and the whole cost holds "
        "it: the first falls, and the second rises, with that money itself, so they are bounds",
        "Pale ticks, and MDE, mark the smallest difference that the comparison would have found "
        "with 80% power. A point is filled where the comparison shows a difference or excludes "
        "one that matters",
    )
    least, most = (fitted["nobs"].min(), fitted["nobs"].max()) if len(fitted) else (0, 0)
    return Caption(
        unit="Difference in spend per head, per cent",
        count=f"n = {least:,} to {most:,} council-years per estimate",
        years=f"{years[0]} to {years[-1]}" if len(years) > 1 else years[0],
        notes=notes,
    )


def sentence(row) -> str:
    """Return one estimate in words."""
    what = f"{row.label}, {period_words(row.period)}"
    if pd.isna(row.effect_percent):
        return f"{what}: {row.conclusion}."
    return (
        f"{what}: {row.effect_percent:+.1f} per cent (95 per cent interval "
        f"{row.conf_low_percent:+.1f} to {row.conf_high_percent:+.1f}), {row.conclusion}."
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    effects = numbers[numbers["panel"] == "effect"]
    words = effects["conclusion"].str.split(":").str[0].value_counts()
    tally = ", ".join(f"{count} {word}" for word, count in words.items())
    each = " ".join(sentence(row) for row in rows_of(effects))
    return (
        "Forest of estimates of joint financing on councils' spend per head. "
        f"Of {len(effects)} comparisons of councils with and without joint financing: {tally}. "
        f"{each}"
    )


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw a forest for the effect and one for its interaction with co-terminosity."""
    panels = [name for name in PANELS if (numbers["panel"] == name).any()]
    head, tail = 0.52, 0.42  # inches above a panel for its heading, below it for its axis
    step = 0.5 if context.narrow else 0.23
    left, right = (1.1, 0.1) if context.narrow else (2.05, 2.72)
    counts = {name: int((numbers["panel"] == name).sum()) for name in panels}
    with mpl.rc_context(STYLE):
        height = sum(head + tail + step * count for count in counts.values())
        figure, area = framed(context, height, KEY)
        figure.set_layout_engine(None)
        width, total = figure.get_size_inches()
        top = area.bottom + area.height
        for name in panels:
            bottom = top - head - step * counts[name]
            axes = figure.add_axes(
                (
                    (area.left + left) / width,
                    bottom / total,
                    (area.width - left - right) / width,
                    step * counts[name] / total,
                )
            )
            heading = "\n".join(wrapped(PANELS[name], BODY, area.width, "bold"))
            figure.text(area.left / width, (top - 0.08) / total, heading, weight="bold", va="top")
            rows = numbers[numbers["panel"] == name].reset_index(drop=True)
            _forest(axes, rows)
            _labels(axes, rows, left, context.narrow)
            if not context.narrow:
                _columns(axes, rows)
            mark_basis(axes, context.basis)
            top = bottom - tail
    return figure


def _limits(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the ends of the axis in per cent: all intervals and margins, but the endless."""
    ends = ("conf", "detectable", "margin")
    low = np.nanmin(rows[[f"{end}_low_percent" for end in ends]].to_numpy(dtype=float))
    high = np.nanmax(rows[[f"{end}_high_percent" for end in ends]].to_numpy(dtype=float))
    high = min(high, max(ENDLESS, rows["effect_percent"].max()))
    room = 0.04 * (high - low)
    return low - room, high + room


def _forest(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw one panel, first row on top."""
    axes.axvspan(
        rows["margin_low_percent"].min(), rows["margin_high_percent"].max(), color=BAND, zorder=0
    )
    axes.axvline(0, color=MUTED, linewidth=0.8, zorder=1)
    fitted = rows["effect_percent"].notna().any()
    low, high = _limits(rows) if fitted else (-1.0, 1.0)
    for place, row in enumerate(rows_of(rows)):
        if pd.isna(row.effect_percent):
            continue
        settled = row.conclusion in SETTLED
        ends = [row.detectable_low_percent, row.detectable_high_percent]
        ends = [end for end in ends if low < end < high]
        axes.plot(ends, [place] * len(ends), linestyle="", marker="|", markersize=9,
                  markeredgewidth=1.4, color=PALE_BLUE, gid="detectable")  # fmt: skip
        effect = (row.effect_percent, row.conf_low_percent, row.conf_high_percent)
        interval(axes, place, effect, (low, high), filled=settled)
    axes.set_xlim(low, high)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(5, steps=[1, 2, 5, 10]))
    axes.xaxis.set_major_formatter(lambda value, _: minus(f"{value:+.0f}%" if value else "0"))
    axes.tick_params(axis="x", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")


def minus(text: str) -> str:
    """Return text with the true minus sign."""
    return text.replace("-", "−")


def _write(axes: Axes, inches: float, place: float, text: str, **style) -> None:
    """Write beside the axes, a number of inches from their left edge, at a row's height."""
    across = inches / (axes.get_position().width * axes.get_figure().get_figwidth())
    style = {"va": "center", "size": SMALL, "color": INK} | style
    axes.text(across, place, text, transform=axes.get_yaxis_transform(), **style)


def _labels(axes: Axes, rows: pd.DataFrame, left: float, narrow: bool) -> None:
    """Write what is compared to the left of the plot, the outcome once for its periods."""
    parts = (
        rows["label"].str.replace(" spend per head", "").str.replace("'s", "").str.partition(", ")
    )
    outcome, cost = parts[0], parts[2]
    for place, row in enumerate(rows_of(rows)):
        period = period_range(row.period)
        first = place == 0 or rows["label"][place] != rows["label"][place - 1]
        if narrow:
            named = [outcome[place], cost[place], period, row.conclusion.split(":")[0]]
            words = "\n".join(filter(None, named))
            _write(axes, -left, place, words, size=SMALL - 1, linespacing=1.1)
            continue
        if first:
            _write(axes, -left, place, outcome[place], weight="bold")
            if place:
                axes.axhline(place - 0.5, color=RULE, linewidth=0.6)
        elif rows["label"][place] not in set(rows["label"][: place - 1]):
            _write(axes, -left, place, cost[place], color=MUTED)
        _write(axes, -0.1, place, period, ha="right")


def _columns(axes: Axes, rows: pd.DataFrame) -> None:
    """Write estimate, detectable effect, sample and conclusion to the right of the plot."""
    edge = axes.get_position().width * axes.get_figure().get_figwidth()
    places = {"%": 0.42, "95% CI": 0.52, "MDE": 1.75, "n": 1.82, "Conclusion": 2.14}
    sides = {"%": "right", "MDE": "right"}
    for heading, inches in places.items():
        side = sides.get(heading, "left")
        _write(axes, edge + inches, -0.75, heading, color=MUTED, va="bottom", ha=side)
    for place, row in enumerate(rows_of(rows)):
        cells = {"n": f"{int(row.nobs):,}", "Conclusion": row.conclusion.split(":")[0]}
        if pd.notna(row.effect_percent):
            between = f"{signed(row.conf_low_percent)} to {signed(row.conf_high_percent)}"
            detectable = signed(row.detectable_high_percent).lstrip("+")
            cells |= {"%": signed(row.effect_percent), "95% CI": between, "MDE": detectable}
        for heading, cell in cells.items():
            side = sides.get(heading, "left")
            _write(axes, edge + places[heading], place, cell, ha=side)
