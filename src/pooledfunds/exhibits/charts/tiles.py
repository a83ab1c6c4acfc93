"""Regions as tiles, a named square for each council: a map that needs no boundaries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

DARK = "#08406a"
SHADES = ("#e8edf1", style.PALE_BLUE, style.BLUE, DARK)
UNKNOWN = ("unknown", "#ffffff")
SIDE, LINE = 0.085, 0.122  # of a square and of a council's line, in inches


@dataclass(frozen=True)
class Tiles:
    """What tiles show.

    Parameters
    ----------
    year
        Financial year.
    column, base
        Columns of the panel of councils; the value is the first, over the second if there is one.
    scale
        What the value is multiplied by, such as 100 for per cent.
    unit
        Of the value.
    what
        The value, as it reads in a sentence.
    steps
        Lowest value of each of four shades, by what it is called, from the lowest.
    some
        From which value on a council is counted, in the words of ``counted``.
    counted
        Such as ``report some``.
    found
        The same, as it ends a title.
    places
        Column and row of each region's tile by its code, as regions lie to each other; regions
        with another code are drawn in their order.
    """

    year: str
    column: str
    unit: str
    what: str
    steps: Mapping[str, float]
    some: float
    counted: str
    found: str
    base: str = ""
    scale: float = 100.0
    places: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    @property
    def colours(self) -> dict[str, str]:
        """The colour of each step, and of unknown."""
        return dict(zip(self.steps, SHADES, strict=True)) | dict([UNKNOWN])


def exhibit(tiles: Tiles) -> tuple[Callable, Callable, Callable, Callable]:
    """Return ``table``, ``caption``, ``describe`` and ``draw`` of a map of councils.

    Parameters
    ----------
    tiles
        What it shows.
    """
    return (
        lambda inputs, settings: shares(inputs["panel_council"], tiles),
        lambda numbers, published: caption(numbers, tiles),
        lambda numbers: describe(numbers, tiles),
        lambda numbers, context: draw(numbers, context, tiles),
    )


def shares(panel: pd.DataFrame, tiles: Tiles) -> pd.DataFrame:
    """Return each council's value of a year.

    Parameters
    ----------
    panel
        ``panel_council``.
    tiles
        Which share.

    Returns
    -------
    DataFrame
        ``region_code, region, area_code, name, value, step``, by region from the
        highest value to the lowest.
    """
    rows = panel[(panel["financial_year"] == tiles.year) & panel["in_frame"]]
    base = rows[tiles.base].astype(float) if tiles.base else 1.0
    values = tiles.scale * rows[tiles.column].astype(float) / base
    steps, bounds = np.array(list(tiles.steps)), list(tiles.steps.values())
    place = np.searchsorted(bounds, values.clip(lower=bounds[0]).fillna(bounds[0]), "right") - 1
    numbers = pd.DataFrame(
        {
            "region_code": rows["region_code"].astype(str),
            "region": rows["region"].astype(str),
            "area_code": rows["area_code"],
            "name": rows["name"],
            "value": values,
            "step": np.where(values.isna(), UNKNOWN[0], steps[place]),
        }
    )
    keys = ["region_code", "value", "area_code"]
    return numbers.sort_values(keys, ascending=[True, False, True], ignore_index=True)


def caption(numbers: pd.DataFrame, tiles: Tiles) -> Caption:
    """Return unit, number of councils, year and how to read the tiles.

    Parameters
    ----------
    numbers
        From :func:`shares`.
    tiles
        Which share.
    """
    some = (numbers["value"] >= tiles.some).sum()
    return Caption(
        title=f"{some} of {numbers['value'].notna().sum()} councils {tiles.found}",
        unit=tiles.unit,
        count=f"n = {len(numbers):,} councils in {numbers['region_code'].nunique()} regions",
        years=tiles.year,
        notes=(
            "Each square is a council, the highest first; regions are placed as they lie to each "
            "other, where they are England's own",
        ),
    )


def describe(numbers: pd.DataFrame, tiles: Tiles) -> str:
    """Return the finding in words, from the numbers.

    Parameters
    ----------
    numbers
        From :func:`shares`.
    tiles
        Which share.
    """
    some = numbers.assign(some=numbers["value"] >= tiles.some).groupby("region")["some"]
    regions = pd.DataFrame({"with": some.sum(), "of": some.size()})
    regions = regions.assign(share=regions["with"] / regions["of"]).sort_values("share")
    first, last = regions.iloc[-1], regions.iloc[0]
    return (
        f"Tiles of {len(regions)} regions with a square for each of {len(numbers)} councils, "
        f"coloured by {tiles.what} in {tiles.year}. Councils that {tiles.counted}: from "
        f"{int(first['with'])} of {int(first['of'])} in {regions.index[-1]} to "
        f"{int(last['with'])} of {int(last['of'])} in {regions.index[0]}."
    )


def draw(numbers: pd.DataFrame, context: Context, tiles: Tiles) -> Figure:
    """Draw a tile for each region, placed as regions lie where their codes are known.

    Parameters
    ----------
    numbers
        From :func:`shares`.
    context
        Words of the frame, basis and width.
    tiles
        Where each region's tile lies.
    """
    with mpl.rc_context(style.STYLE):
        codes = list(dict.fromkeys(numbers["region_code"]))
        across = 2 if context.narrow else 4
        places = _places(codes, across, {} if context.narrow else tiles.places)
        sizes = numbers.groupby("region_code").size()
        room = (context.width - 2 * style.MARGIN) / across - 0.04
        names = {c: style.wrapped(_region(numbers, c), style.SMALL, room, "bold") for c in codes}
        head = 0.13 * (max(map(len, names.values())) - 1) + 0.34
        deep = {code: head + 0.14 + LINE * int(sizes[code]) for code in codes}
        tops = _tops(places, deep)
        height = max(tops[code] + deep[code] for code in codes)
        figure, axes = style.sheet(context, height, _key(numbers, tiles))
        for code, (column, _) in places.items():
            councils = numbers[numbers["region_code"] == code].reset_index(drop=True)
            x, y = column * axes.get_xlim()[1] / across, tops[code] + head
            title = "\n".join(names[code])
            axes.text(x, y - 0.18, title, size=style.SMALL, weight="bold", va="bottom")
            _squares(axes, councils, (x, y, room), tiles)
    return figure


def _places(
    codes: list[str], across: int, known: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[int, int]]:
    """Return column and row of each region: where all are known their own, else in order."""
    if set(codes) <= set(known):
        return {code: known[code] for code in codes}
    return {code: (place % across, place // across) for place, code in enumerate(codes)}


def _tops(places: Mapping[str, tuple[int, int]], deep: Mapping[str, float]) -> dict[str, float]:
    """Return where each tile begins: below the one above it, and no higher than the row above.

    So rows keep their order without the room that the longest tile of each would leave.
    """
    tops: dict[str, float] = {}
    ends: dict[int, float] = {}
    floor = highest = 0.0
    row_now = None
    for code, (column, row) in sorted(places.items(), key=lambda place: place[1][1]):
        if row != row_now:
            floor, row_now = highest, row
        tops[code] = max(floor, ends.get(column, 0.0))
        ends[column] = tops[code] + deep[code]
        highest = max(highest, tops[code])
    return tops


def _key(numbers: pd.DataFrame, tiles: Tiles) -> dict[str, str]:
    """Return the colours of the steps, and of unknown where there is any."""
    there = {*tiles.steps, *numbers["step"]}
    return {name: colour for name, colour in tiles.colours.items() if name in there}


def _region(numbers: pd.DataFrame, code: str) -> str:
    """Return a region's name."""
    region = numbers.loc[numbers["region_code"] == code, "region"].iloc[0]
    return region.removesuffix(" (invented)")


def _squares(
    axes: Axes, councils: pd.DataFrame, place_of: tuple[float, float, float], tiles: Tiles
) -> None:
    """Draw a square with its name for each council, under the number of those that are counted."""
    x, y, room = place_of
    some = int((councils["value"] >= tiles.some).sum())
    words = f"{some} of {len(councils)} {tiles.counted}"
    axes.text(x, y - 0.04, words, size=style.LEAST, va="bottom", color=style.MUTED)
    for place, council in enumerate(rows_of(councils)):
        top = y + LINE * place
        square = Rectangle((x, top), SIDE, SIDE, facecolor=tiles.colours[council.step])
        square.set(edgecolor=style.MUTED, linewidth=0.3)
        axes.add_patch(square)
        name = style.wrapped(
            council.name.removesuffix(" (invented)"), style.LEAST, room - SIDE - 0.05
        )
        words = name[0] if len(name) == 1 else f"{name[0]} …"
        axes.text(x + SIDE + 0.04, top + SIDE / 2, words, size=style.LEAST, va="center_baseline")
