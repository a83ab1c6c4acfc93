"""The integrated scorecard of one partnership: indicators by domain, a rated tile a quarter."""

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from pooledfunds.catalogue.scorecards import DIRECTIONS, DOMAINS, unit_words
from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

RATINGS = {
    "green": ("✓ Target forecast as met", style.BLUE, style.PAPER),
    "amber": ("≈ Close to it", style.AMBER, style.INK),
    "red": ("✗ Missed", style.VERMILION, style.PAPER),
    "not_known": ("– No value so far", style.BAND, style.MUTED),
}  # each with a mark, since colour alone is lost in grey print
SCHEME = ["evidence_source", "scheme_id"]
SIGNS = dict(zip(DIRECTIONS, ("at least", "at most"), strict=True))
LINE, HEAD, ROW = 0.13, 0.3, 0.3  # inches: a line of type, a domain's heading, an indicator
TILE, GAP, TARGET = 0.52, 0.04, 1.3  # inches


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the scorecard of the partnership of which most is known, in its last year.

    Parameters
    ----------
    inputs
        ``scorecards`` (``catalogue.scorecards.SCORECARDS``).
    settings
        Not used.

    Returns
    -------
    DataFrame
        ``evidence_source, scheme_id, domain, indicator, unit, direction, weight_percent, target,
        quarter, value, forecast, rating``, by domain and weight; empty where there is none.
    """
    words = ["evidence_source", "domain", "direction", "rating"]
    cards = inputs["scorecards"].astype(dict.fromkeys(words, str))
    cards = cards[cards["quarter"].str[:7] == cards["quarter"].str[:7].max()]
    if cards.empty:
        return cards
    known = cards.groupby(SCHEME)["value"].count()
    own = cards.set_index(SCHEME).loc[[known.idxmax()]].reset_index()
    place = own["domain"].map(list(DOMAINS).index)
    own = own.assign(_place=place, _weight=-own["weight_percent"])
    own = own.sort_values(["_place", "_weight", "indicator", "quarter"], ignore_index=True)
    return own.drop(columns=["_place", "_weight", "measure", "forecast_rule", "gap"])


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return what the tiles show, of which partnership and year, and how many are on course.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    last = numbers[numbers["quarter"] == numbers["quarter"].max()]
    met = (last["rating"] == "green").sum()
    scheme = numbers[SCHEME].iloc[0]
    return Caption(
        title=f"{met} of {len(last)} targets are forecast as met in the last quarter",
        unit="Value in each quarter, marked by what is forecast for the year-end",
        count=f"n = {len(last)} indicators of arrangement {scheme.iloc[1]} ({scheme.iloc[0]})",
        years=f"{numbers['quarter'].min()} to {numbers['quarter'].max()}",
        notes=(
            "The partnership of which most is known; scorecards.csv has the others. Weights are in "
            "brackets; a forecast short of its target by no more than a set share of it is close",
        ),
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    last = numbers[numbers["quarter"] == numbers["quarter"].max()]
    each = []
    for domain in DOMAINS:
        rows = last[last["domain"] == domain]
        met = (rows["rating"] == "green").sum()
        each.append(f"{words_of(domain).lower()}: {met} of {len(rows)} targets forecast as met")
    return (
        f"Scorecard of {last['indicator'].nunique()} indicators over "
        f"{numbers['quarter'].nunique()} quarters. In {last['quarter'].iloc[0]}, {'; '.join(each)}."
    )


def words_of(domain: str) -> str:
    """Return the name of a domain as it is read."""
    return domain.replace("_", " ").capitalize()


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw a heading for each domain, a line for each indicator and a tile for each quarter.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        quarters = sorted(numbers["quarter"].unique())
        tiles = len(quarters) * (TILE + GAP)
        room = context.width - 2 * style.MARGIN
        # A narrow sheet has the target under the indicator's name, and both above the tiles.
        beside = 0.0 if context.narrow else tiles + TARGET
        groups = [
            ((str(domain), str(name)), rows)
            for (domain, name), rows in numbers.groupby(["domain", "indicator"], sort=False)
        ]
        names = {key: label(key[1], rows, room - beside - 0.1) for key, rows in groups}
        heights = {key: row_height(lines, context.narrow) for key, lines in names.items()}
        domains = list(dict.fromkeys(domain for (domain, _), _ in groups))
        height = HEAD * len(domains) + sum(heights.values()) + LINE + 0.1
        there = set(numbers["rating"])
        key_of = {name: colour for word, (name, colour, _) in RATINGS.items() if word in there}
        figure, axes = style.sheet(context, height, key_of)
        for place, quarter in enumerate(quarters):
            x = axes.get_xlim()[1] - tiles + place * (TILE + GAP) + TILE / 2
            axes.text(x, 0.08, quarter[-2:], size=style.SMALL, ha="center", color=style.MUTED)
        y, before = 0.1, ""
        for key, rows in groups:
            if key[0] != before:
                axes.text(0, y + HEAD - 0.06, words_of(key[0]), size=style.BODY, weight="bold")
                y, before = y + HEAD, key[0]
            _indicator(axes, rows, names[key], (y, tiles, context.narrow))
            y += heights[key]
    return figure


def label(name: str, rows: pd.DataFrame, room: float) -> list[str]:
    """Return the lines of an indicator's name with its weight.

    Parameters
    ----------
    name
        Of the indicator.
    rows
        Its quarters.
    room
        Inches.
    """
    return style.wrapped(f"{name} ({rows['weight_percent'].iloc[0]:g}%)", style.SMALL, room)


def row_height(lines: list[str], narrow: bool) -> float:
    """Return the height of an indicator's row, in inches.

    Parameters
    ----------
    lines
        Of its name.
    narrow
        Whether the tiles stand under the name.
    """
    if narrow:
        return LINE * (len(lines) + 1) + ROW
    return max(ROW, LINE * len(lines) + 0.08)


def _indicator(
    axes: Axes, rows: pd.DataFrame, lines: list[str], place: tuple[float, float, bool]
) -> None:
    """Draw an indicator: its name, target and tiles, at a height."""
    y, tiles, narrow = place
    first: Any = rows.iloc[0]
    unit = unit_words(str(first["unit"]))
    target = f"{SIGNS[str(first['direction'])]} {first['target']:g}"
    right = axes.get_xlim()[1]
    axes.text(0, y, "\n".join(lines), size=style.SMALL, va="top", linespacing=1.2)
    top = y
    if narrow:
        words = style.wrapped(f"{target} {unit}", style.LEAST, right)
        below = y + LINE * len(lines)
        axes.text(0, below, words[0], size=style.LEAST, va="top", color=style.MUTED)
        top = below + LINE
    else:
        words = style.wrapped(unit, style.LEAST, TARGET - 0.1)
        shown = "\n".join([target, words[0] if len(words) == 1 else f"{words[0]} …"])
        x = right - tiles - TARGET
        axes.text(x, y, shown, size=style.LEAST, va="top", color=style.MUTED)
    whole = rows["value"].dropna().mod(1).eq(0).all()
    for number, row in enumerate(rows_of(rows)):
        name, colour, ink = RATINGS[str(row.rating)]
        x = right - tiles + number * (TILE + GAP)
        axes.add_patch(Rectangle((x, top), TILE, 0.22, facecolor=colour, linewidth=0))
        value = "" if pd.isna(row.value) else f"{row.value:,.{0 if whole else 1}f} "
        axes.text(x + TILE / 2, top + 0.11, value + name[0], size=style.SMALL, color=ink,
                  ha="center", va="center_baseline")  # fmt: skip
