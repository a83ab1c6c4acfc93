"""Figure 6: equipment delivered within seven working days, by council and pool."""

from collections.abc import Mapping

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from pooledfunds.exhibits import style
from pooledfunds.exhibits.charts.shares import in_words
from pooledfunds.exhibits.charts.strips import strips
from pooledfunds.exhibits.style import Caption, Context

YEAR = "2007/08"
SHARE = "percent_on_time"
ANSWERS = {"yes": "yes", "no": "no", "unknown": "not known"}
COMPARED = {"pool": "Equipment pool", "coterminous": "Co-terminous"}


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return each council's share of items on time, with its pool and its boundaries.

    Parameters
    ----------
    inputs
        ``panel_council``.
    settings
        Not used.

    Returns
    -------
    DataFrame
        ``cssr_code, name, items_on_time, items, percent_on_time, pool, coterminous``, the last
        two yes, no or unknown, from the highest share to the lowest.
    """
    panel = inputs["panel_council"]
    rows = panel[(panel["financial_year"] == YEAR) & panel["in_frame"] & (panel["items"] > 0)]
    numbers = pd.DataFrame(
        {
            "cssr_code": rows["area_code"],
            "name": rows["name"],
            "items_on_time": rows["items_on_time"],
            "items": rows["items"],
            "percent_on_time": 100 * rows["items_on_time"] / rows["items"],
            "pool": in_words(rows["pool_community_equipment"]),
            "coterminous": in_words(rows["coterminous"]),
        }
    )
    return numbers.sort_values(
        ["percent_on_time", "cssr_code"], ascending=[False, True], ignore_index=True
    )


def england(numbers: pd.DataFrame) -> float:
    """Return the share on time of all items together, in per cent."""
    return 100 * numbers["items_on_time"].sum() / numbers["items"].sum()


def medians(numbers: pd.DataFrame, column: str) -> dict[str, tuple[int, float]]:
    """Return number of councils and their median share, by answer.

    Parameters
    ----------
    numbers
        From :func:`table`.
    column
        ``pool`` or ``coterminous``.
    """
    groups = numbers.groupby(column)["percent_on_time"].agg(["size", "median"])
    sizes, shares = groups["size"], groups["median"]
    return {
        answer: (int(sizes[answer]), float(shares[answer]))
        for answer in ANSWERS
        if answer in groups.index
    }


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return unit, number of councils, year, and the computed share and the published.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    printed = f" (published {published['C101']}%)" if published.get("C101") else ""
    shared = "; ".join(
        f"{answer} {median:.1f}% (n = {n})"
        for answer, (n, median) in medians(numbers, "coterminous").items()
    )
    return Caption(
        title=f"{england(numbers):.1f}% of equipment in England was delivered within seven working "
        f"days{printed}",
        unit="Items delivered within seven working days, per cent",
        count=f"n = {len(numbers):,} councils",
        years=YEAR,
        notes=(
            "Each point is a council; the bar behind covers the middle half of a group, the "
            "upright line its median. Not known: the council did not answer the survey "
            "and was not visited, which does not mean that it has no pool",
            f"Medians by whether co-terminous: {shared}",
        ),
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    each = "; ".join(
        f"{answer} {median:.1f} per cent ({n} councils)"
        for answer, (n, median) in medians(numbers, "pool").items()
    )
    low, high = numbers["percent_on_time"].min(), numbers["percent_on_time"].max()
    return (
        f"Points for {len(numbers)} councils by group: the share of equipment delivered within "
        f"seven working days in {YEAR}, from {high:.1f} to {low:.1f} per cent; England "
        f"{england(numbers):.1f} per cent. Median by whether the council has a community "
        f"equipment pool: {each}."
    )


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw the councils of each group as points over the group's quartiles.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        lines = [
            (f"{words}: {ANSWERS[answer]}", numbers.loc[numbers[column] == answer, SHARE])
            for column, words in COMPARED.items()
            for answer in medians(numbers, column)
        ]
        figure, _ = style.framed(context, 0.42 * len(lines) + 0.35)
        axes = figure.subplots()
        strips(axes, lines, "{:.1f}%")
        whole = england(numbers)
        axes.axvline(whole, color=style.INK, linewidth=0.9, linestyle=(0, (4, 3)))
        axes.annotate(
            f"England {whole:.0f}%", (whole, -0.5), (0, 2), textcoords="offset points", ha="center",
            va="bottom", size=style.SMALL, color=style.MUTED,
        )  # fmt: skip
        axes.xaxis.set_major_formatter(mpl.ticker.StrMethodFormatter("{x:.0f}%"))
        axes.set_xlim(right=101)
    return figure
