"""A forest over many outcomes: estimates with interval, margin and smallest detectable effect."""

import re
from collections.abc import Callable, Collection, Mapping

import numpy as np
import pandas as pd

from pooledfunds.catalogue.area_types import AREA_TYPES
from pooledfunds.core.tables import rows_of
from pooledfunds.exhibits.charts.forest_panels import CONCLUSIVE, PANELS, draw
from pooledfunds.exhibits.style import Caption

__all__ = ["caption", "comparisons", "describe", "draw", "exhibit", "finding", "in_percent"]


def comparisons(
    estimates: pd.DataFrame,
    settings: Mapping,
    exposures: Collection[str],
    outcomes: Collection[str],
) -> pd.DataFrame:
    """Return one estimate for each outcome, exposure and type of area, in the outcome's unit.

    Of each, the first declared specification of a single year: the others are in the table.

    Parameters
    ----------
    estimates
        ``catalogue.estimation.ESTIMATES``.
    settings
        ``outcomes`` and ``exposures`` of the study.
    exposures, outcomes
        Names of those to be compared.

    Returns
    -------
    DataFrame
        ``panel, outcome, label, what, period``, then in per cent or percentage points
        ``effect`` and the low and high ends of ``conf``, ``detectable`` and ``margin``, then
        ``nobs, n_exposed, n_unknown, cov_type, conclusion, specification``.
    """
    declared = settings["outcomes"]
    rows = of_a_single_year(estimates, exposures, outcomes)
    share = rows["outcome"].map(lambda name: declared[name]["unit"].startswith("share"))
    rows = rows[(rows["scale"] == "log") | share]
    exposure = rows["term"].map(lambda name: settings["exposures"][name]["label"])
    bodies = rows["area_type"].astype(str).map(lambda name: AREA_TYPES[name].plural)
    numbers = pd.DataFrame(
        {
            "panel": pd.Categorical(panels(rows, declared), list(PANELS)),
            "outcome": rows["outcome"],
            "label": rows["outcome"].map(lambda name: declared[name]["label"]),
            "what": exposure + ", " + bodies,
            "period": rows["period"],
            **in_percent(rows),
            **{name: rows[name] for name in ("nobs", "n_exposed", "n_unknown", "cov_type")},
            "conclusion": rows["conclusion"].astype(str),
            "specification": rows["specification"],
            "_order": rows["outcome"].map(list(declared).index),
        }
    )
    if numbers["effect"].isna().all():
        return numbers.iloc[:0]
    order = ["panel", "_order"]
    return numbers.sort_values(order, kind="stable", ignore_index=True).drop(columns="_order")


def panels(rows: pd.DataFrame, outcomes: Mapping) -> pd.Series:
    """Return the panel of each estimate: its unit, and which side is better for people.

    Parameters
    ----------
    rows
        Rows of ``catalogue.estimation.ESTIMATES``.
    outcomes
        ``outcomes`` of the study.
    """
    unit = rows["scale"].astype(str).map({"log": "percent"}).fillna("points")
    better = rows["outcome"].map(lambda name: outcomes[name].get("better", ""))
    return (unit + "_" + better).str.rstrip("_")


def of_a_single_year(
    estimates: pd.DataFrame, exposures: Collection[str], outcomes: Collection[str]
) -> pd.DataFrame:
    """Return the estimates of one year, the last that there is for each comparison.

    Parameters
    ----------
    estimates, exposures, outcomes
        See :func:`comparisons`.
    """
    rows = estimates.astype({"term": str, "outcome": str, "period": str, "scale": str})
    rows = rows[
        rows["term"].isin(list(exposures))
        & rows["outcome"].isin(list(outcomes))
        & ~rows["period"].str.contains(";")
    ]
    rows = rows.sort_values("period", ascending=False, kind="stable")
    return rows.drop_duplicates(["outcome", "term", "area_type"]).sort_index()


def in_percent(rows: pd.DataFrame, times: float = 100) -> dict[str, pd.Series]:
    """Return effects on the log scale in per cent, others times a number.

    Parameters
    ----------
    rows
        Rows of ``catalogue.estimation.ESTIMATES``.
    times
        100 for percentage points, where the other outcomes are shares.

    Returns
    -------
    dict of Series
        ``effect`` and the low and high ends of ``conf``, ``detectable`` and ``margin``.
    """
    scale = rows["scale"].astype(str)
    ends = {
        "effect": rows["estimate"],
        "conf_low": rows["conf_low"],
        "conf_high": rows["conf_high"],
        "detectable_low": -rows["minimum_detectable_effect"],
        "detectable_high": rows["minimum_detectable_effect"],
        "margin_low": -rows["equivalence_margin"],
        "margin_high": rows["equivalence_margin"],
    }
    return {
        name: (100 * np.expm1(values)).where(scale == "log", times * values)
        for name, values in ends.items()
    }


def exhibit(
    exposures: Collection[str], outcomes: Collection[str], what: str
) -> tuple[Callable, Callable, Callable]:
    """Return ``table``, ``caption`` and ``describe`` of a forest of some exposures' estimates.

    Parameters
    ----------
    exposures, outcomes
        See :func:`comparisons`.
    what
        The exposures, as they read in a sentence.
    """
    return (
        lambda inputs, settings: comparisons(inputs["estimates"], settings, exposures, outcomes),
        lambda numbers, published: caption(numbers),
        lambda numbers: describe(numbers, what),
    )


def caption(numbers: pd.DataFrame) -> Caption:
    """Return units, sample, years and how to read the marks."""
    fitted = numbers.loc[numbers["effect"].notna(), "nobs"]
    untested = len(numbers) - len(fitted)
    left_out = f"{untested} comparisons could not be tested and are left out of the picture"
    return Caption(
        title=finding(numbers),
        unit="Difference between areas with and without, per cent or percentage points",
        count=f"n = {span(fitted)} areas in each estimate",
        years=" and ".join(sorted(numbers["period"].unique())),
        headline=f"{untested} more could not be tested" if untested else "",
        notes=(
            "Points are estimates and lines their 95% confidence intervals. The pale band is the "
            "margin, declared beforehand, within which a difference would not matter; pale ticks "
            "mark the smallest difference that the comparison would have found with 80% power",
            "A point is filled where the comparison shows a difference or excludes one that "
            "matters. An arrow says that an interval runs out of the picture",
            "Both are reported after adjustment over the family of tests; plain p-values, and the "
            "test that each conclusion rests on, are in the table of estimates",
            left_out if untested else "",
        ),
    )


def finding(numbers: pd.DataFrame) -> str:
    """Return how many of the comparisons that could be tested show a difference, as a title.

    Parameters
    ----------
    numbers
        ``conclusion``, and ``effect``, missing where a comparison could not be tested.
    """
    words = numbers.loc[numbers["effect"].notna(), "conclusion"].str.split(":").str[0]
    shown, excluded = words.str.startswith("different").sum(), words.eq("equivalent").sum()
    found = f"{shown or 'None'} of {len(words)} comparisons {verb('show', shown)} a difference"
    return f"{found}; {excluded or 'none'} {verb('rule', excluded)} out one that would matter"


def verb(word: str, number: int) -> str:
    """Return a verb as it goes with a number of things."""
    return word if number > 1 else f"{word}s"


def span(counts: pd.Series) -> str:
    """Return the least and the most of some counts in words, one number where they are equal."""
    least, most = (counts.min(), counts.max()) if len(counts) else (0, 0)
    return f"{least:,}" if least == most else f"{least:,} to {most:,}"


def describe(numbers: pd.DataFrame, what: str) -> str:
    """Return the finding in words.

    Parameters
    ----------
    numbers
        From :func:`comparisons`.
    what
        The exposures, as they read in a sentence.
    """
    conclusions = numbers["conclusion"].str.split(":").str[0]
    tally = ", ".join(f"{count} {word}" for word, count in conclusions.value_counts().items())
    each = " ".join(
        f"{row.label} ({row.what}): {row.effect:+.1f}, 95 per cent interval {row.conf_low:+.1f} to "
        f"{row.conf_high:+.1f}, {row.conclusion}."
        for row in rows_of(numbers[conclusions.isin(CONCLUSIVE)])
    )
    words = f"Forest of {len(numbers)} estimates of {what}: {tally}. {each}"
    return re.sub(r"(?<!\w)-(?=\d)", "−", words.strip())
