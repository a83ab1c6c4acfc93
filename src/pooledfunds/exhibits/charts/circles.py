"""Circles whose areas are amounts: two partners' money, and what they hold together."""

from collections.abc import Mapping
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle

from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

COLOURS = {"left": style.PALE_BLUE, "right": style.BLUE, "joint": style.AMBER}
NOTES = (
    "Areas are in proportion to the computed amounts; dashed circles show the published ones. The "
    "joint circle lies over both partners because its money is part of theirs, in shares that are "
    "not stated",
)


def amounts(facts: pd.DataFrame, parts: Mapping[str, tuple[str, str, str]]) -> pd.DataFrame:
    """Return the amounts of a figure's circles.

    Parameters
    ----------
    facts
        ``catalogue.claims.FACT_TABLE``.
    parts
        By role (``left``, ``right``, ``joint``): label, fact and claim.

    Returns
    -------
    DataFrame
        ``role, label, claim_id, fact, gbp_billion, how``; empty where a fact has no value.
    """
    known = facts.set_index("fact")
    rows = [
        {
            "role": role,
            "label": label,
            "claim_id": claim,
            "fact": fact,
            "gbp_billion": float(known["value"].get(fact, np.nan)),
            "how": str(known["how"].get(fact, "")),
        }
        for role, (label, fact, claim) in parts.items()
    ]
    numbers = pd.DataFrame(rows)
    return numbers if numbers["gbp_billion"].notna().all() else numbers.iloc[:0]


def caption(numbers: pd.DataFrame, years: str) -> Caption:
    """Return unit, formulas and years of a figure of circles.

    Parameters
    ----------
    numbers
        From :func:`amounts`.
    years
        As they read on the page.
    """
    each = "; ".join(f"{row.label}: {row.how[:1].lower()}{row.how[1:]}" for row in rows_of(numbers))
    return Caption(
        unit="GBP billion, nominal",
        count="",
        years=years,
        headline=f"The joint money is {share(numbers):.1f}% of both partners' together",
        notes=(*NOTES, each),
    )


def share(numbers: pd.DataFrame) -> float:
    """Return the joint money as a share of both partners' spending, in per cent."""
    gbp = numbers.set_index("role")["gbp_billion"]
    return 100 * gbp["joint"] / (gbp["left"] + gbp["right"])


def describe(numbers: pd.DataFrame, what: str) -> str:
    """Return the finding in words.

    Parameters
    ----------
    numbers
        From :func:`amounts`, with the printed values (``published``).
    what
        What the circles show, as it reads in a sentence.
    """
    each = "; ".join(
        f"{row.label} £{row.gbp_billion:.2f} billion (published £{row.published} billion)"
        for row in rows_of(numbers)
    )
    return (
        f"Area-true circles of {what}: {each}. "
        f"The joint money is {share(numbers):.1f} per cent of both partners' together."
    )


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw the partners side by side, touching, and the joint money over where they touch.

    Parameters
    ----------
    numbers
        From :func:`amounts`, with the printed values (``published``).
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        words = 1.75 if context.narrow else 2.5
        height = 2.1 + 3 * 0.62 if context.narrow else 2.9
        figure, area = style.framed(context, height)
        figure.set_layout_engine(None)
        width, total = figure.get_size_inches()
        if context.narrow:
            box = (area.left, area.bottom + 3 * 0.62, area.width, 2.1)
        else:
            box = (area.left, area.bottom, area.width - words, height)
        sides = (box[0] / width, box[1] / total, box[2] / width, box[3] / total)
        axes = figure.add_axes(sides)
        axes.set_axis_off()
        _circles(axes, numbers, box[2] / box[3])
        style.mark_basis(axes, context.basis)
        for place, row in enumerate(rows_of(numbers)):
            if context.narrow:
                x, y = area.left, area.bottom + 0.62 * (3 - place) - 0.08
                room = area.width - 0.3
            else:
                x, y = (
                    area.left + area.width - words + 0.15,
                    area.bottom + height - 0.45 - 0.85 * place,
                )
                room = words - 0.35
            _entry(figure, row, x, y, room)
    return figure


def radius(gbp: float) -> float:
    """Return the radius of a circle whose area is an amount."""
    return float(np.sqrt(gbp / np.pi))


def _circles(axes: Axes, numbers: pd.DataFrame, ratio: float) -> None:
    """Draw computed amounts as discs and published ones as dashed rings."""
    left, top, right = 0.0, 0.0, 0.0
    for row in rows_of(numbers):
        printed = pd.to_numeric(row.published, errors="coerce")
        for gbp, look in (
            (row.gbp_billion, {"color": COLOURS[row.role], "linewidth": 0}),
            (
                printed,
                {"fill": False, "edgecolor": style.INK, "linestyle": (0, (4, 3)), "linewidth": 1},
            ),
        ):
            if np.isnan(gbp):
                continue
            r = radius(gbp)
            x = {"left": -r, "right": r, "joint": 0.0}[row.role]
            axes.add_patch(Circle((x, 0), r, zorder=3 if row.role == "joint" else 2, **look))
            left, right, top = min(left, x - r), max(right, x + r), max(top, r)
    spread = max((right - left) / 2, top * ratio) * 1.03
    axes.set_xlim((left + right) / 2 - spread, (left + right) / 2 + spread)
    axes.set_ylim(-spread / ratio, spread / ratio)


def _entry(figure: Figure, row: Any, x: float, y: float, room: float) -> None:
    """Write an amount next to its colour: label, computed and published value."""
    width, total = figure.get_size_inches()
    figure.add_artist(
        mpl.patches.Rectangle(
            (x / width, (y - 0.13) / total), 0.13 / width, 0.13 / total,
            color=COLOURS[row.role], transform=figure.transFigure,
        )
    )  # fmt: skip
    lines = style.wrapped(row.label, style.BODY, room, "bold")
    common: dict[str, Any] = {"va": "top", "linespacing": 1.2}
    figure.text(
        (x + 0.2) / width, y / total, "\n".join(lines), size=style.BODY, weight="bold", **common
    )
    below = y - 0.16 * len(lines)
    amounts = f"computed £{row.gbp_billion:,.2f} bn"
    figure.text(
        (x + 0.2) / width, below / total, amounts, size=style.BODY, color=style.INK, **common
    )
    printed = f"published £{row.published} bn"
    figure.text(
        (x + 0.2) / width,
        (below - 0.16) / total,
        printed,
        size=style.SMALL,
        color=style.MUTED,
        **common,
    )
