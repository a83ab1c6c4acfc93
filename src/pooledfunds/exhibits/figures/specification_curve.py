"""Specification curves: one question under every combination of declared choices."""

from collections.abc import Mapping
from itertools import chain

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pooledfunds.core.curve_label import choice_words, curve_label
from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

QUARTILES = (0.25, 0.5, 0.75)
USUAL = 0.75  # share of the intervals whose half-widths the frame has room for
POINTS = 300
SHOWN = 4  # choices below a curve: all of a dozen would not fit a page, and most change nothing


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return every estimate of every curve in the unit of its outcome, in the curve's order.

    Parameters
    ----------
    inputs
        ``specification_curve`` (``catalogue.estimation.CURVE``).
    settings
        ``outcomes`` and ``curves`` of the study.

    Returns
    -------
    DataFrame
        ``curve, label, unit, rank, estimate, conf_low, conf_high, significant, apart, choices``:
        differences on the log scale in per cent. Combinations that could not be fitted are left
        out, and curves without a joint test; those ``apart`` hold a choice that no joint test
        holds (decision 76).
    """
    rows = inputs["specification_curve"]
    rows = rows[rows["estimate"].notna()].astype({"outcome": str, "scale": str, "curve": str})
    rows = rows[rows.groupby("curve")["in_joint_test"].transform("any")]
    log = rows["scale"] == "log"

    def drawn(name: str) -> pd.Series:
        return (100 * np.expm1(rows[name])).where(log, rows[name])

    labels = {
        name: curve_label(str(name), some, settings)
        for name, some in rows.groupby("curve", sort=False)["outcome"]
    }
    numbers = pd.DataFrame(
        {
            "curve": rows["curve"],
            "label": rows["curve"].map(labels),
            "unit": np.where(log, "per cent", "outcome's unit"),
            "rank": rows["rank"],
            "estimate": drawn("estimate"),
            "conf_low": drawn("conf_low"),
            "conf_high": drawn("conf_high"),
            "significant": (rows["conf_low"] > 0) | (rows["conf_high"] < 0),
            "apart": ~rows["in_joint_test"].astype(bool),
            "choices": rows["choices"].astype(str),
        }
    )
    place = {name: number for number, name in enumerate(numbers["curve"].unique())}
    order = numbers.assign(curve=numbers["curve"].map(place)).sort_values(["curve", "rank"]).index
    return numbers.loc[order].reset_index(drop=True)


def by_choice(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the quartiles of the estimates under each choice: ``axis, option, low, mid, high``.

    Of all axes, those whose medians lie furthest apart.
    """
    chosen = [[part.split("=", 1) for part in text.split("; ")] for text in rows["choices"]]
    each = pd.DataFrame(chain.from_iterable(chosen), columns=["axis", "option"])
    each["estimate"] = np.repeat(rows["estimate"].to_numpy(), [len(parts) for parts in chosen])
    quartiles = each.groupby(["axis", "option"], sort=False)["estimate"].quantile(
        np.array(QUARTILES)
    )
    wide = quartiles.unstack().set_axis(["low", "mid", "high"], axis=1).reset_index()
    place = {axis: number for number, axis in enumerate(dict.fromkeys(wide["axis"]))}
    wide = wide.assign(_axis=wide["axis"].map(place)).sort_values(["_axis", "mid"])
    apart = wide.groupby("axis", sort=False)["mid"].agg(lambda mid: mid.max() - mid.min())
    kept = apart[apart > 0].nlargest(SHOWN).index
    return wide[wide["axis"].isin(kept)].drop(columns="_axis").reset_index(drop=True)


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, number of specifications and how to read the curves.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    joint = numbers[~numbers["apart"]]
    shares = {
        str(rows["label"].iloc[0]): f"{100 * rows['significant'].mean():.0f}%"
        for _, rows in joint.groupby("curve", sort=False)
    }
    ends = sorted(set(shares.values()), key=lambda share: int(share[:-1]))
    apart = len(numbers) - len(joint)
    return Caption(
        title=f"Over all choices, {' to '.join(dict.fromkeys((ends[0], ends[-1])))} of a "
        "question's 95% intervals exclude zero",
        unit="Difference with joint financing, a pool or shared boundaries, per cent",
        count=f"n = {len(numbers):,} specifications"
        + (
            f", {apart:,} of them set apart: need left out, or non-response at its worst"
            * (apart > 0)
        ),
        years="Years as chosen",
        headline=f"Share that excludes zero: {'; '.join(f'{a} {b}' for a, b in shares.items())}",
        notes=(
            "Each curve sets the estimates of one question under every combination of the declared "
            "choices in order, with their 95% intervals. Set apart, in grey: choices that leave "
            "out the adjustment for need, and what non-response could hide at most; no joint test "
            "holds them. Bands that leave the frame are wider than it shows. Below it, the middle "
            f"half and the median of the estimates under each choice, for the {SHOWN} choices "
            "whose medians lie furthest apart: where they differ, the choice matters",
        ),
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    each = []
    for _, every in numbers.groupby("curve", sort=False):
        rows, apart = every[~every["apart"]], every[every["apart"]]
        median = rows["estimate"].median()
        words = (
            f"{rows['label'].iloc[0]}: {len(rows):,} specifications, median {median:+.1f}, from "
            f"{rows['estimate'].min():+.1f} to {rows['estimate'].max():+.1f} per cent, "
            f"{100 * rows['significant'].mean():.0f} per cent of intervals exclude zero"
        )
        if len(apart):
            words += f"; {len(apart):,} set apart, median {apart['estimate'].median():+.1f}"
        each.append(words)
    return f"Specification curves. {'. '.join(each)}.".replace("-", "−")


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw each curve over its choices, side by side where there is room.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        curves = [rows for _, rows in numbers.groupby("curve", sort=False)]
        choices = [by_choice(rows) for rows in curves]
        across = 1 if context.narrow else min(2, len(curves))
        line = 0.135
        deep = [(len(c) + c["axis"].nunique()) * line for c in choices]
        beneath = [max(deep[at : at + across]) for at in range(0, len(deep), across)]
        heights = [1.6 + below + 0.48 for below in beneath]
        height = sum(heights)
        key = {
            "Estimate": style.BLUE,
            "95% interval": style.BAND,
            "Median and middle half by choice": style.AMBER,
        }
        if numbers["apart"].any():
            key["Set apart"] = style.MUTED
        figure, area = style.framed(context, height, key)
        figure.set_layout_engine(None)
        width, total = figure.get_size_inches()
        left = 1.35
        room = area.width / across
        for place, (rows, options) in enumerate(zip(curves, choices, strict=True)):
            x = area.left + room * (place % across) + left
            row = place // across
            top, below = area.bottom + height - sum(heights[:row]), beneath[row]
            inner = room - left - 0.15
            title = style.wrapped(rows["label"].iloc[0], style.BODY, room - 0.2, "bold")[0]
            figure.text((x - left) / width, (top - 0.05) / total, title, weight="bold", va="top")
            upper = figure.add_axes((x / width, (top - 1.45) / total, inner / width, 1.15 / total))
            _curve(upper, rows)
            if not place:  # once, for all of them
                upper.set_xlabel("estimates in order", size=style.LEAST, labelpad=-6)
            lower = figure.add_axes(
                (x / width, (top - 1.8 - below) / total, inner / width, below / total)
            )
            _choices(lower, options, below / line, left / inner)
    return figure


def thinned(rows: pd.DataFrame) -> pd.DataFrame:
    """Return a curve in no more points than its picture can show.

    Each represents some neighbours: their median estimate, and an interval that holds all theirs.
    """
    place = np.arange(len(rows))
    each = rows.assign(place=place).groupby(place // (1 + (len(rows) - 1) // POINTS))
    seen = each.agg({"place": "mean", "estimate": "median", "conf_low": "min", "conf_high": "max"})
    seen.loc[seen.index[[0, -1]], "place"] = place[[0, -1]]
    return seen


def frame_of(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the limits of a curve's axis: every estimate, and room for the usual interval.

    A few intervals on next to no degrees of freedom are many times as wide as the others; the band
    leaves the frame there rather than press the curve flat.
    """
    below = (rows["estimate"] - rows["conf_low"]).quantile(USUAL)
    above = (rows["conf_high"] - rows["estimate"]).quantile(USUAL)
    return rows["estimate"].min() - below, rows["estimate"].max() + above


def _curve(axes: Axes, rows: pd.DataFrame) -> None:
    """Draw the estimates in order with their intervals."""
    apart = thinned(rows[rows["apart"]]) if rows["apart"].any() else None
    rows = rows[~rows["apart"]]
    low, high = frame_of(rows)
    seen = thinned(rows)
    last = len(rows) - 1
    axes.fill_between(
        seen["place"], seen["conf_low"], seen["conf_high"], color=style.BAND, linewidth=0
    )
    if apart is not None:
        # In their own order, over the same width.
        across = apart["place"] * last / max(1, apart["place"].iloc[-1])
        axes.plot(
            across, apart["estimate"], color=style.MUTED, linewidth=1, linestyle=(0, (3, 1.5))
        )
        low, high = min(low, apart["estimate"].min()), max(high, apart["estimate"].max())
    axes.plot(seen["place"], seen["estimate"], color=style.BLUE, linewidth=1.4)
    axes.axhline(0, color=style.INK, linewidth=0.7)
    axes.set_ylim(min(low, 0), max(high, 0))
    axes.set_xlim(0, max(1, last))
    axes.set_xticks([0, last], ["1", f"{last + 1:,}"], size=style.LEAST)
    axes.yaxis.set_major_locator(mpl.ticker.MaxNLocator(4))
    axes.yaxis.set_major_formatter(lambda v, _: f"{v:+.0f}%".replace("-", "−") if v else "0")
    axes.tick_params(length=0)
    axes.grid(axis="y")
    axes.spines[["left", "bottom"]].set_visible(False)


def _choices(axes: Axes, options: pd.DataFrame, lines: float, margin: float) -> None:
    """Draw the median and the middle half of the estimates under each choice."""
    y, last = 0.0, None
    across = axes.get_yaxis_transform()
    for row in rows_of(options):
        if row.axis != last:
            title = choice_words(row.axis)
            axes.text(-margin, y + 0.5, title[:1].upper() + title[1:], transform=across,
                      size=style.LEAST, weight="bold", va="center")  # fmt: skip
            y, last = y + 1, row.axis
        axes.text(-margin + 0.03, y + 0.5, choice_words(row.option), transform=across,
                  size=style.LEAST, va="center", color=style.MUTED)  # fmt: skip
        axes.plot([row.low, row.high], [y + 0.5] * 2, color=style.PALE_BLUE, linewidth=3,
                  solid_capstyle="butt")  # fmt: skip
        axes.plot(row.mid, y + 0.5, marker="o", markersize=3.6, color=style.AMBER,
                  markeredgecolor=style.INK, markeredgewidth=0.4)  # fmt: skip
        y += 1
    axes.axvline(0, color=style.INK, linewidth=0.7)
    axes.set_ylim(lines, 0)
    axes.set_yticks([])
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(4))
    axes.xaxis.set_major_formatter(lambda v, _: f"{v:+.3g}%".replace("-", "−") if v else "0")
    axes.tick_params(length=0, labelsize=style.LEAST)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="x")
