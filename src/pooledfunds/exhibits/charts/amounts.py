"""Bars of amounts: two partners' money, and what they hold together."""

from collections.abc import Mapping

import matplotlib as mpl
import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

COLOURS = {"left": style.PALE_BLUE, "right": style.BLUE, "joint": style.AMBER}
NOTES = (
    "Bars are the computed amounts; an upright line shows where the published one ends. The joint "
    "money is part of both partners' own, in shares that are not stated: bars do not add up",
)


def amounts(facts: pd.DataFrame, parts: Mapping[str, tuple[str, str, str]]) -> pd.DataFrame:
    """Return the amounts of a figure's bars.

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
    """Return unit, formulas and years of a figure of amounts.

    Parameters
    ----------
    numbers
        From :func:`amounts`.
    years
        As they read on the page.
    """
    each = "; ".join(f"{row.label}: {row.how[:1].lower()}{row.how[1:]}" for row in rows_of(numbers))
    return Caption(
        title=f"Joint money is {share(numbers):.1f}% of what both partners spend",
        unit="GBP billion, nominal",
        count="",
        years=years,
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
        What the bars show, as it reads in a sentence.
    """
    each = "; ".join(
        f"{row.label} £{row.gbp_billion:.2f} billion (published £{row.published} billion)"
        for row in rows_of(numbers)
    )
    return (
        f"Bars of {what}: {each}. "
        f"The joint money is {share(numbers):.1f} per cent of both partners' together."
    )


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw a bar for each amount as computed, with a line where the printed one ends.

    Parameters
    ----------
    numbers
        From :func:`amounts`, with the printed values (``published``).
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        figure, _ = style.framed(context, 0.62 * len(numbers) + 0.25)
        axes = figure.subplots()
        printed = pd.to_numeric(numbers["published"], errors="coerce")
        longest = max(numbers["gbp_billion"].max(), printed.max())
        for y, (row, mark) in enumerate(zip(rows_of(numbers), printed, strict=True)):
            axes.barh(y, row.gbp_billion, 0.34, color=COLOURS[row.role])
            if np.isfinite(mark):
                axes.plot([mark, mark], [y - 0.23, y + 0.23], color=style.INK, linewidth=1.4)
            words = f"computed £{row.gbp_billion:,.2f} billion; published £{row.published} billion"
            axes.text(0, y - 0.3, f"{row.label}", size=style.BODY, weight="bold", va="bottom")
            axes.text(0, y + 0.27, words, size=style.SMALL, va="top", color=style.MUTED)
        axes.set_xlim(0, 1.03 * longest)
        axes.set_ylim(len(numbers) - 0.4, -0.62)
        axes.set_yticks([])
        axes.set_xticks([])
        axes.spines[["left", "bottom"]].set_visible(False)
    return figure
