"""Integrated scorecards (the report's case study 3): forecast and risk rating by quarter."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.catalogue.arrangements import typed
from pooledfunds.catalogue.scorecards import ALL, RATINGS, SCORECARD_DOMAINS, SCORECARDS
from pooledfunds.linkage.pooling.forecasts import (
    FORECAST_RULES,
    QUARTERS_IN_YEAR,
    gap_to_target,
    risk_rating,
)
from pooledfunds.linkage.pooling.scorecard_measures import measured

SCHEME = ["evidence_source", "scheme_id"]
INDICATOR = [*SCHEME, "financial_year", "indicator"]
POINTS = {"green": 1.0, "amber": 0.5, "red": 0.0}  # what a rating counts of its weight


def scorecards(tables: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return each indicator of each partnership by quarter, with its forecast and rating.

    A scorecard has the quarters from the first of the year to the last in which any of its
    indicators has a value; an indicator without one until then is not known.

    Parameters
    ----------
    tables
        ``register_scorecard``, ``register_quarters``, ``memorandum_accounts``, and the returns that
        measures draw on where they are available.
    settings
        ``scorecard`` of the study's ``pools``: ``amber_within``.

    Returns
    -------
    DataFrame
        ``catalogue.scorecards.SCORECARDS``.
    """
    declared = tables["register_scorecard"].astype({"evidence_source": str})
    values = values_by_quarter(declared, tables)
    rows = []
    for _, card in declared.groupby([*SCHEME, "financial_year"]):
        known = values.reindex(
            pd.MultiIndex.from_frame(card[[*SCHEME, "financial_year", "indicator"]])
        )
        there = known.notna().any()
        last = int(known.columns[there].max()) if there.any() else 0
        for indicator, own in zip(card.to_dict("records"), known.to_numpy(), strict=True):
            rows += rated(indicator, own[:last], settings["amber_within"])
    return typed(pd.DataFrame(rows), SCORECARDS)


def values_by_quarter(declared: pd.DataFrame, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the values of each indicator: from the form, or as the study measures it.

    Parameters
    ----------
    declared
        ``register_scorecard``.
    tables
        See :func:`scorecards`.

    Returns
    -------
    DataFrame
        Indexed by ``evidence_source, scheme_id, financial_year, indicator``; a column a quarter.
    """
    form = tables["register_quarters"].astype({"evidence_source": str})
    own = declared.loc[declared["measure"] != "", [*INDICATOR, "measure"]]
    ours = own.merge(measured(tables), on=[*SCHEME, "measure"])
    ours = ours[ours["quarter"].str[:7] == ours["financial_year"]]
    columns = [*SCHEME, "indicator", "quarter", "value"]
    both = pd.concat([form[columns], ours[columns]], ignore_index=True)
    both = both.assign(
        financial_year=both["quarter"].str[:7],
        number=both["quarter"].str[-1].astype(int),
        value=both["value"].astype(float),
    )
    wide = both.dropna(subset="value").set_index([*INDICATOR, "number"])["value"].unstack()
    return wide.reindex(columns=range(1, QUARTERS_IN_YEAR + 1))


def rated(indicator: Mapping, values: np.ndarray, amber_within: float) -> list[dict]:
    """Return an indicator's rows: one for each quarter so far.

    Parameters
    ----------
    indicator
        A row of ``register_scorecard``.
    values
        By quarter, from the first on; missing where not known.
    amber_within
        See ``forecasts.risk_rating``.
    """
    forecast_of = FORECAST_RULES[str(indicator["forecast_rule"])]
    direction, target = str(indicator["direction"]), float(indicator["target"])
    rows = []
    for number in range(1, len(values) + 1):
        forecast = forecast_of(values[:number])
        gap = gap_to_target(forecast, target, direction)
        rows.append(
            {
                **indicator,
                "quarter": f"{indicator['financial_year']} Q{number}",
                "value": values[number - 1],
                "forecast": forecast,
                "gap": gap,
                "rating": risk_rating(gap, amber_within),
            }
        )
    return rows


def scorecard_domains(cards: pd.DataFrame, settings: Mapping) -> pd.DataFrame:
    """Return each scorecard by domain and quarter, and all domains together.

    Parameters
    ----------
    cards
        From :func:`scorecards`.
    settings
        ``scorecard`` of the study's ``pools``: ``green_from`` and ``amber_from``, the least scores,
        per cent, that are rated so.

    Returns
    -------
    DataFrame
        ``catalogue.scorecards.SCORECARD_DOMAINS``.
    """
    table = cards.astype({"evidence_source": str, "domain": str, "rating": str})
    both = pd.concat([table, table.assign(domain=ALL)], ignore_index=True)
    weight = both["weight_percent"]
    known = weight.where(both["rating"] != "not_known", 0)
    points = weight * both["rating"].map(POINTS).fillna(0).astype(float)
    both = both.assign(known=known, points=points)
    key = [*SCHEME, "quarter", "domain"]
    counts = {name: both["rating"] == name for name in RATINGS}
    sums = both.assign(**counts).groupby(key).agg(
        **{name: (name, "sum") for name in RATINGS},
        weight_percent=("weight_percent", "sum"),
        known_weight_percent=("known", "sum"),
        points=("points", "sum"),
    )  # fmt: skip
    known = sums["known_weight_percent"]
    sums["score_percent"] = 100 * sums["points"] / known.where(known > 0)
    sums["rating"] = np.select(
        [
            sums["score_percent"].isna(),
            sums["score_percent"] >= settings["green_from"],
            sums["score_percent"] >= settings["amber_from"],
        ],
        ["not_known", "green", "amber"],
        "red",
    )
    return typed(sums.reset_index(), SCORECARD_DOMAINS)
