"""Regions as tiles, a square for each council: a map that needs no boundaries."""

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

YEAR = "2007/08"
COLUMN = "joint_share_learning_disability"
DARK = "#08406a"
STEPS = {  # lowest share of cost, in per cent, by what it is called
    "none": (0.0, "#e8edf1"),
    "under 2%": (1e-9, style.PALE_BLUE),
    "2% to 10%": (2.0, style.BLUE),
    "10% and over": (10.0, DARK),
}
UNKNOWN = ("unknown", "#ffffff")
# Column and row of each strategic health authority of 2006 to 2013, as they lie to each other.
PLACES = {
    "Q30": (2, 0), "Q31": (1, 1), "Q32": (2, 1), "Q34": (1, 2), "Q33": (2, 2), "Q35": (3, 2),
    "Q39": (0, 3), "Q38": (1, 3), "Q36": (2, 3), "Q37": (3, 3),
}  # fmt: skip


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return each council's joint financing for learning disability as a share of its cost.

    Parameters
    ----------
    inputs
        ``panel_council``.
    settings
        Not used.

    Returns
    -------
    DataFrame
        ``region_code, region, cssr_code, name, percent_of_cost, step``, by region from the
        highest share to the lowest.
    """
    panel = inputs["panel_council"]
    rows = panel[(panel["financial_year"] == YEAR) & panel["in_frame"]]
    percent = 100 * rows[COLUMN].astype(float)
    steps = np.array(list(STEPS))
    bounds = [low for low, _ in STEPS.values()]
    place = np.searchsorted(bounds, percent.clip(lower=0).fillna(0), side="right") - 1
    numbers = pd.DataFrame(
        {
            "region_code": rows["region_code"].astype(str),
            "region": rows["region"].astype(str),
            "cssr_code": rows["body_code"],
            "name": rows["name"],
            "percent_of_cost": percent,
            "step": np.where(percent.isna(), UNKNOWN[0], steps[place]),
        }
    )
    keys = ["region_code", "percent_of_cost", "cssr_code"]
    return numbers.sort_values(keys, ascending=[True, False, True], ignore_index=True)


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, number of councils, year and how to read the tiles."""
    some = (numbers["percent_of_cost"] > 0).sum()
    return Caption(
        unit="Income from joint arrangements, per cent of gross total cost of learning disability",
        count=f"n = {len(numbers):,} councils in {numbers['region_code'].nunique()} regions",
        years=YEAR,
        headline=f"{some} councils report some",
        notes=(
            "Each square is a council, the highest share first; tiles stand as the strategic "
            "health authorities lie to each other, where they are England's own",
        ),
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    some = numbers.assign(some=numbers["percent_of_cost"] > 0).groupby("region")["some"]
    shares = pd.DataFrame({"with": some.sum(), "of": some.size()})
    shares = shares.assign(share=shares["with"] / shares["of"]).sort_values("share")
    first, last = shares.iloc[-1], shares.iloc[0]
    return (
        f"Tiles of {len(shares)} regions with a square for each of {len(numbers)} councils, "
        f"coloured by joint financing of learning disability in {YEAR}. Councils with some: from "
        f"{int(first['with'])} of {int(first['of'])} in {shares.index[-1]} to "
        f"{int(last['with'])} of {int(last['of'])} in {shares.index[0]}."
    )


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw a tile for each region, placed as regions lie where their codes are known."""
    with mpl.rc_context(style.STYLE):
        codes = list(dict.fromkeys(numbers["region_code"]))
        across = 2 if context.narrow else 4
        known = not context.narrow and set(codes) <= set(PLACES)
        places = {c: PLACES[c] if known else (n % across, n // across) for n, c in enumerate(codes)}
        per_row = 9 if context.narrow else 8
        side = 0.155
        rows: dict[int, int] = {}
        for code, (_, row) in places.items():
            size = (numbers["region_code"] == code).sum()
            rows[row] = max(rows.get(row, 0), -(-size // per_row))
        room = context.width / across - 0.2
        names = {c: style.wrapped(_region(numbers, c), style.SMALL, room, "bold") for c in codes}
        head = 0.13 * (max(map(len, names.values())) - 1) + 0.34
        tops: dict[int, float] = {}
        height = 0.0
        for row in sorted(rows):
            tops[row] = height
            height += head + 0.16 + side * rows[row]
        key = {name: colour for name, (_, colour) in STEPS.items()}
        if (numbers["step"] == UNKNOWN[0]).any():
            key |= dict([UNKNOWN])
        figure, area = style.framed(context, height, key)
        figure.set_layout_engine(None)
        width, total = figure.get_size_inches()
        axes = figure.add_axes(
            (area.left / width, area.bottom / total, area.width / width, height / total)
        )
        axes.set_axis_off()
        axes.set_xlim(0, area.width)
        axes.set_ylim(height, 0)
        for code, (column, row) in places.items():
            councils = numbers[numbers["region_code"] == code].reset_index(drop=True)
            x, y = column * area.width / across, tops[row] + head
            axes.text(
                x, y - 0.18, "\n".join(names[code]), size=style.SMALL, weight="bold", va="bottom"
            )
            _squares(axes, councils, x, y, per_row, side)
        style.mark_basis(axes, context.basis)
    return figure


def _region(numbers: pd.DataFrame, code: str) -> str:
    """Return a region's name."""
    region = numbers.loc[numbers["region_code"] == code, "region"].iloc[0]
    return region.removesuffix(" (invented)")


def _squares(
    axes: Axes, councils: pd.DataFrame, x: float, y: float, per_row: int, side: float
) -> None:
    """Draw a square for each council of a region, under the number of those that report some."""
    colours = {name: colour for name, (_, colour) in STEPS.items()} | dict([UNKNOWN])
    some = int((councils["percent_of_cost"] > 0).sum())
    words = f"{some} of {len(councils)} report some"
    axes.text(x, y - 0.04, words, size=style.SMALL - 1, va="bottom", color=style.MUTED)
    for place, council in enumerate(rows_of(councils)):
        left = x + side * (place % per_row)
        top = y + side * (place // per_row)
        axes.add_patch(
            Rectangle((left, top), side * 0.88, side * 0.88, facecolor=colours[council.step],
                      edgecolor=style.MUTED, linewidth=0.3)
        )  # fmt: skip
