"""Every hypothesis of the study, with its interval, its margin and what it could have found."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits.charts.forest import finding, in_percent, panels
from pooledfunds.exhibits.charts.forest_panels import draw
from pooledfunds.exhibits.style import Caption

__all__ = ["caption", "describe", "draw", "table"]

# The specification and term of each hypothesis, in order; a hypothesis may have two.
MONEY = "joint_and_nhs_share"
WHERE_SHARED, LESS_NHS = f"{MONEY}:coterminous", f"{MONEY} less delayed_days_nhs"
TESTED = (
    ("H1 Joint arrangements", "joint_arrangements", "joint_arrangements"),
    ("H2 More joint money", "joint_money", MONEY),
    ("H3 Shared boundaries", "shared_boundaries", "coterminous"),
    ("H4 Joint money where boundaries are shared", "joint_money_by_boundaries", WHERE_SHARED),
    ("H5 Social care delays less NHS delays", "social_care_less_nhs", LESS_NHS),
    ("H6 Falls and place of death", "joint_money_on_falls", MONEY),
    ("H6 Falls and place of death", "joint_money_on_place_of_death", MONEY),
    ("H7 Emergency admissions", "joint_money_on_admissions", MONEY),
    ("H8 Better Care Fund income", "better_care_fund", "bcf_income_per_adult"),
)  # fmt: skip


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return one estimate for each hypothesis, in the columns of ``forest.comparisons``.

    Parameters
    ----------
    inputs
        ``estimates``.
    settings
        ``outcomes`` of the study.
    """
    estimates = inputs["estimates"].astype({"specification": str, "term": str, "outcome": str})
    entry = estimates["specification"].str.partition("/")[0]
    found = [
        estimates[(entry == name) & (estimates["term"] == term)].assign(label=label)
        for label, name, term in TESTED
    ]
    rows = pd.concat(found, ignore_index=True)
    if rows["estimate"].isna().all():
        return rows.iloc[:0]
    declared = settings["outcomes"]
    return pd.DataFrame(
        {
            "panel": panels(rows, declared),
            "label": rows["label"],
            "what": rows["outcome"].map(lambda name: declared[name]["label"]),
            "period": rows["period"].astype(str),
            **in_percent(rows),
            **{name: rows[name] for name in ("nobs", "cov_type", "p_value", "p_adjusted")},
            "conclusion": rows["conclusion"].astype(str),
            "specification": rows["specification"],
        }
    )


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return units, areas, years and how to read the marks.

    Parameters
    ----------
    numbers
        From :func:`table`.
    published
        Not used.
    """
    fitted = numbers.loc[numbers["effect"].notna(), "nobs"]
    return Caption(
        title=finding(numbers),
        unit="Difference, per cent or percentage points: between areas with and without (H1, H3), "
        "else per standard deviation of the money",
        count=f"n = {fitted.min():,.0f} to {fitted.max():,.0f} areas",
        years="2015/16 to 2018/19, given earlier years",
        notes=(
            "Points are estimates and lines their 95% confidence intervals. The pale band is the "
            "margin, declared beforehand, within which a difference would not matter; pale ticks "
            "mark the smallest difference that would have been found with 80% power. A point is "
            "filled where a difference is shown or one that would matter is ruled out. H1 to H4 "
            "are concluded from after adjustment within their family",
        ),
    )


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    each = " ".join(
        f"{row.label} ({row.what}): {row.effect:+.1f}, 95 per cent interval {row.conf_low:+.1f} to "
        f"{row.conf_high:+.1f}, {row.conclusion}."
        for row in rows_of(numbers[numbers["effect"].notna()])
    )
    return f"{finding(numbers)}. {each}"
