"""Council, PCT and pooled funding of one client group, as the report's figures 4 and 5 show it."""

from collections.abc import Callable

from pooledfunds.claims.fact import slug
from pooledfunds.exhibits.charts import amounts

YEAR = "2007/08"


def client_group(group: str, claims: tuple[str, str, str]) -> tuple[Callable, Callable, Callable]:
    """Return ``table``, ``caption`` and ``describe`` of a client group's figure.

    Parameters
    ----------
    group
        As in the names of facts.
    claims
        That print the spending of PCTs and councils and what is pooled.
    """
    parts = {
        "left": ("PCT spend", f"programme_budget/{group}", claims[0]),
        "right": (
            "Council spend",
            f"gross_current_expenditure/{group}/including_sp/{slug(YEAR)}",
            claims[1],
        ),
        "joint": (
            "Pooled funds, extrapolated to all PCTs",
            f"pools/spending/{group}/all_pcts",
            claims[2],
        ),
    }
    what = f"funding of {group.replace('_', ' ')} services, {YEAR}"
    return (
        lambda inputs, settings: amounts.amounts(inputs["facts"], parts),
        lambda numbers, published: amounts.caption(numbers, YEAR),
        lambda numbers: amounts.describe(numbers, what),
    )
