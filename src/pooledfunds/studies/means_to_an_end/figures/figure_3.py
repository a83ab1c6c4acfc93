"""Figure 3: what pooled funds are for, by number of funds and by money."""

from collections.abc import Mapping

import matplotlib as mpl
import pandas as pd
from matplotlib.figure import Figure

from pooledfunds.core.tables import rows_of
from pooledfunds.core.vocabulary import SURVEY
from pooledfunds.exhibits import style
from pooledfunds.exhibits.style import Caption, Context

YEAR = "2007/08"
NAMED = ("learning_disability", "mental_health", "community_equipment")


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the number of pooled funds and their money by service.

    Parameters
    ----------
    inputs
        ``pool_list`` (``catalogue.pooled_fund_register.POOL_LIST``), one row per pool, service and
        year.
    settings
        Not used.

    Returns
    -------
    DataFrame
        ``service_area, label, pools, pools_with_money, gbp_million``: a pool counts for each
        service that it covers, its money is shared equally between them. Most pools first.
    """
    pools = inputs["pool_list"].astype({"evidence_source": str, "service_area": str})
    pools = pools[pools["evidence_source"].isin(SURVEY) & (pools["financial_year"] == YEAR)]
    surveyed = pools["evidence_source"] == "survey"
    repeated = ~surveyed & pools["scheme_id"].isin(pools.loc[surveyed, "scheme_id"])
    pools = pools[~repeated].assign(gbp=lambda p: p["gbp"].astype(float) / p["services"])
    sums = pools.groupby("service_area").agg(
        pools=("scheme_id", "nunique"),
        pools_with_money=("gbp", "count"),
        gbp_million=("gbp", lambda gbp: gbp.sum() / 1e6),
    )
    sums = sums.sort_values(["pools", "gbp_million"], ascending=False).reset_index()
    words = sums["service_area"].str.replace("_", " ")
    return sums.assign(label=words.str[:1].str.upper() + words.str[1:])[
        ["service_area", "label", "pools", "pools_with_money", "gbp_million"]
    ]


def three(numbers: pd.DataFrame) -> tuple[float, float]:
    """Return the share of pools, and of money, of the three services that the report names."""
    named = numbers["service_area"].isin(NAMED)
    pools, money = (
        float(100 * numbers.loc[named, column].sum() / numbers[column].sum())
        for column in ("pools", "gbp_million")
    )
    return pools, money


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return units, number of pools, year, and the weight of the three main services.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Printed values by claim id.
    """
    pools, money = three(numbers)
    return Caption(
        title="Learning disability, mental health and community equipment: "
        f"{pools:.0f}% of pools, {money:.0f}% of money",
        unit="Number of pooled funds, and their expenditure in GBP million, nominal",
        count=f"n = {numbers['pools'].sum():,} pools by service, "
        f"{numbers['pools_with_money'].sum():,} with money stated",
        years=YEAR,
        notes=(
            "Respondents to the survey and fieldwork sites only. A pool that covers several "
            "services counts for each, and its money is shared equally between them",
        ),
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    pools, money = three(numbers)
    each = "; ".join(
        f"{row.label.lower()} {row.pools} pools and £{row.gbp_million:,.1f} million"
        for row in rows_of(numbers.head(5))
    )
    return (
        f"Bars of pooled funds by service in {YEAR}, by number and by money: {each}. Learning "
        f"disability, mental health and community equipment have {pools:.0f} per cent of the "
        f"pools and {money:.0f} per cent of the money."
    )


def draw(numbers: pd.DataFrame, context: Context) -> Figure:
    """Draw a bar for each service, by number on the left and by money on the right.

    Parameters
    ----------
    numbers
        From :func:`table`.
    context
        Words of the frame, basis and width.
    """
    with mpl.rc_context(style.STYLE):
        step = 0.36 if context.narrow else 0.26
        figure, _ = style.framed(context, 0.55 + step * len(numbers))
        left, right = figure.subplots(1, 2, sharey=True)
        panels = (
            (left, "pools", "Number", style.BLUE),
            (right, "gbp_million", "GBP million", style.AMBER),
        )
        for axes, column, title, colour in panels:
            values = numbers[column]
            axes.barh(range(len(numbers)), values, 0.68, color=colour)
            axes.set_xlim(0, values.max() * (1.42 if context.narrow else 1.2))
            for place, value in enumerate(values):
                text = f"{value:,.0f}"
                axes.annotate(
                    text, (value, place), (3, 0), textcoords="offset points",
                    va="center", size=style.SMALL, color=style.INK,
                )  # fmt: skip
            axes.set_title(title, weight="bold")
            axes.set_xticks([])
            axes.tick_params(length=0)
            axes.spines[["left", "bottom"]].set_visible(False)
        room = 0.95 if context.narrow else 1.6
        labels = ["\n".join(style.wrapped(label, style.SMALL, room)) for label in numbers["label"]]
        left.set_yticks(range(len(numbers)), labels)
        left.set_ylim(len(numbers) - 0.4, -0.6)
    return figure
