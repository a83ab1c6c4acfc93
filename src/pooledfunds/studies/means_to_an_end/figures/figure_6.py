"""Figure 6: equipment delivered within seven working days, by council and pool."""

from collections.abc import Mapping

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from pooledfunds.exhibits import style
from pooledfunds.exhibits.charts.mosaic import in_words
from pooledfunds.exhibits.style import Caption, Context

YEAR = "2007/08"
POOLS = {"yes": style.BLUE, "no": style.AMBER, "unknown": "#b3bcc4"}


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
        for answer in POOLS
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
        unit="Items delivered within seven working days, per cent",
        count=f"n = {len(numbers):,} councils",
        years=YEAR,
        headline=f"England: computed {england(numbers):.1f}%{printed}",
        notes=(
            "Each bar is a council, from the highest share to the lowest; a mark below it says "
            "that it is co-terminous with a PCT. Unknown: the council did not answer the survey "
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
        f"Bars of {len(numbers)} councils ordered by the share of equipment delivered within seven "
        f"working days in {YEAR}, from {high:.1f} to {low:.1f} per cent; England "
        f"{england(numbers):.1f} per cent. Median by whether the council has a community "
        f"equipment pool: {each}."
    )


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw the councils in order, coloured by pool, with a row of marks for co-terminosity.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        key = {
            f"Pool {answer} (n = {n}, median {median:.0f}%)": POOLS[answer]
            for answer, (n, median) in medians(numbers, "pool").items()
        }
        figure, _ = style.framed(context, 2.5, key)
        axes = figure.subplots()
        places = range(len(numbers))
        axes.bar(places, numbers["percent_on_time"], 0.82, color=numbers["pool"].map(POOLS))
        shared = numbers.index[numbers["coterminous"] == "yes"]
        axes.plot(
            shared, [-4.5] * len(shared), linestyle="", marker="|", markersize=5,
            markeredgewidth=0.9 if not context.narrow else 0.6, color=style.INK, clip_on=False,
            gid="coterminous",
        )  # fmt: skip
        axes.axhline(england(numbers), color=style.INK, linewidth=0.9, linestyle=(0, (4, 3)))
        axes.annotate(
            f"England {england(numbers):.0f}%", (len(numbers) - 1, england(numbers)), (0, 2),
            textcoords="offset points", ha="right", va="bottom", size=style.SMALL,
        )  # fmt: skip
        axes.set_xlim(-0.8, len(numbers) - 0.2)
        axes.set_ylim(-8, 104)
        axes.set_yticks(range(0, 101, 25), [f"{value}%" for value in range(0, 101, 25)])
        axes.set_xticks([])
        words = "| marks those that are co-terminous"
        words = words if context.narrow else f"Councils in order; {words}"
        axes.set_xlabel(words, size=style.SMALL, color=style.MUTED)
        axes.tick_params(length=0)
        axes.grid(axis="y")
        axes.spines[["left", "bottom"]].set_visible(False)
        style.mark_basis(axes, context.basis)
    return figure
