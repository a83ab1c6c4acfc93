"""Figure 7: delayed transfers of care by PCT, care trusts marked, with funnel limits."""

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from pooledfunds.core.funnel import LIMITS, funnel
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

YEAR = "2007/08"
PER = 1e5
COLOURS = {True: style.VERMILION, False: style.PALE_BLUE}


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return each PCT's rate of delayed patients, with limits about that of all PCTs.

    Parameters
    ----------
    inputs
        ``panel_pct``.
    settings
        Not used.

    Returns
    -------
    DataFrame
        ``pct_code, name, care_trust, delayed_patients, persons_65_plus, censuses, rate`` (mean
        of the year's censuses per 100,000 aged 65 and over), ``low_95, high_95, low_998,
        high_998``, ``position`` and ``apportioned_share``, from the highest rate to the lowest.
    """
    panel = inputs["panel_pct"]
    rows = panel[(panel["financial_year"] == YEAR) & (panel["delayed_denominator"] > 0)]
    rows = rows[rows["delayed_patients"].notna()].reset_index(drop=True)
    count, base = rows["delayed_patients"].astype(float), rows["delayed_denominator"].astype(float)
    if rows.empty:
        return rows
    limits = funnel(count, base)
    numbers = pd.DataFrame(
        {
            "pct_code": rows["area_code"],
            "name": rows["name"],
            "care_trust": rows["care_trust"] == 1,
            "delayed_patients": count,
            "persons_65_plus": base / rows["censuses"],
            "censuses": rows["censuses"],
            "rate": PER * count / base,
        }
    )
    for name, width in zip(("95", "998"), LIMITS.values(), strict=True):
        numbers[f"low_{name}"] = (PER * (limits.centre - width * limits.error)).clip(lower=0)
        numbers[f"high_{name}"] = PER * (limits.centre + width * limits.error)
    above, below = numbers["rate"] > numbers["high_95"], numbers["rate"] < numbers["low_95"]
    numbers["position"] = np.select(
        [above, below], ["above 95% limit", "below 95% limit"], "within"
    )
    numbers["apportioned_share"] = rows["apportioned_delays"]
    numbers["all_pcts"] = PER * limits.centre
    return numbers.sort_values(["rate", "pct_code"], ascending=[False, True], ignore_index=True)


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, number of PCTs, year, and the computed rate and the published.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    printed = f" (published {published['C115']})" if published.get("C115") else ""
    outside = (numbers["position"] != "within").sum()
    return Caption(
        title=f"{numbers['all_pcts'].iloc[0]:.1f} in 100,000 people aged 65 and over were "
        f"delayed in hospital{printed}",
        unit="Delayed patients aged 65 and over per 100,000, mean of the year's censuses",
        count=f"n = {len(numbers):,} PCTs, {int(numbers['care_trust'].sum())} of them care trusts",
        years=YEAR,
        notes=(
            f"{outside} PCTs lie outside the 95% limits about the rate of all PCTs; the limits are "
            "widened for the spread that PCTs of every size show, since a patient may be counted "
            "at several censuses",
            "Councils' counts are attributed to PCTs by population where their areas differ "
            f"({(numbers['apportioned_share'] > 0).sum()} PCTs)",
        ),
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    trusts = numbers[numbers["care_trust"]]
    words = ""
    if len(trusts):
        ranks = ", ".join(str(place + 1) for place in trusts.index)
        words = (
            f" The {len(trusts)} care trusts are at places {ranks} of {len(numbers)}, with a "
            f"median of {trusts['rate'].median():.1f} against "
            f"{numbers.loc[~numbers['care_trust'], 'rate'].median():.1f} of other PCTs."
        )
    position = numbers["position"].value_counts()
    return (
        f"PCTs ordered by delayed transfers of people aged 65 and over in {YEAR}, from "
        f"{numbers['rate'].max():.1f} to {numbers['rate'].min():.1f} per 100,000, and a funnel "
        f"plot: {position.get('above 95% limit', 0)} lie above and "
        f"{position.get('below 95% limit', 0)} below the 95 per cent limits about "
        f"{numbers['all_pcts'].iloc[0]:.1f}.{words}"
    )


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw the PCTs in order, and under or next to them the funnel.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        key = {"Care trust": style.VERMILION, "Other PCT": style.PALE_BLUE}
        figure, _ = style.framed(context, 4.6 if context.narrow else 2.9, key)
        if context.narrow:
            bars, points = figure.subplots(2, 1)
        else:
            bars, points = figure.subplots(1, 2, width_ratios=(1.25, 1))
        _bars(bars, numbers)
        _funnel(points, numbers)
        for axes in (bars, points):
            axes.set_ylim(0, 1.08 * max(numbers["rate"].max(), numbers["high_95"].median()))
            axes.grid(axis="y")
            axes.tick_params(length=0)
            axes.spines["left"].set_visible(False)
        bars.set_ylabel("per 100,000", size=style.SMALL)
        if context.narrow:
            points.set_ylabel("per 100,000", size=style.SMALL)
    return figure


def _bars(axes: Axes, numbers: pd.DataFrame) -> None:
    """Draw a bar for each PCT."""
    axes.bar(range(len(numbers)), numbers["rate"], 0.85, color=numbers["care_trust"].map(COLOURS))
    axes.axhline(numbers["all_pcts"].iloc[0], color=style.INK, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.set_xlim(-1, len(numbers))
    axes.set_xticks([])
    axes.set_xlabel("PCTs in order", size=style.SMALL, color=style.MUTED)
    axes.set_title("In order", weight="bold")


def _funnel(axes: Axes, numbers: pd.DataFrame) -> None:
    """Draw each PCT by its size, with the limits."""
    by_size = numbers.sort_values("persons_65_plus")
    size = by_size["persons_65_plus"] / 1000
    for name, dashes in (("95", (0, (4, 2))), ("998", "solid")):
        for end in ("low", "high"):
            axes.plot(
                size, by_size[f"{end}_{name}"], color=style.MUTED, linewidth=0.8, linestyle=dashes
            )
    axes.axhline(numbers["all_pcts"].iloc[0], color=style.INK, linewidth=0.9, linestyle=(0, (4, 3)))
    axes.scatter(
        size, by_size["rate"], s=14, color=by_size["care_trust"].map(COLOURS),
        edgecolor=style.INK, linewidth=0.3, zorder=3,
    )  # fmt: skip
    trusts = by_size[by_size["care_trust"]]
    axes.scatter(
        trusts["persons_65_plus"] / 1000, trusts["rate"], s=22, color=style.VERMILION,
        edgecolor=style.INK, linewidth=0.4, zorder=4,
    )  # fmt: skip
    axes.set_xlim(left=0)
    axes.set_xlabel("Thousand people aged 65 and over", size=style.SMALL)
    axes.set_title("Against size: 95% (dashed), 99.8%", weight="bold")
