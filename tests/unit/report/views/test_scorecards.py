"""Scorecards, checklists, and the same money in two returns, in words."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.report.views.scorecards import (
    checklists,
    money_beside_return,
    scorecards_by_scheme,
)

KEY = {"evidence_source": "survey", "scheme_id": "S1"}


def indicator(quarter: str, name: str, domain: str, value: float, rating: str) -> dict:
    return KEY | {
        "quarter": quarter,
        "domain": domain,
        "indicator": name,
        "unit": "days",
        "direction": "lower",
        "target": 20.0,
        "value": value,
        "forecast": value,
        "rating": rating,
    }


def of_domain(quarter: str, domain: str, score: float, rating: str) -> dict:
    return KEY | {"quarter": quarter, "domain": domain, "score_percent": score, "rating": rating}


CARDS = {
    "scorecards": pd.DataFrame(
        [
            indicator("2007/08 Q1", "delays", "process", 30.0, "red"),
            indicator("2007/08 Q2", "delays", "process", 18.0, "green"),
            indicator("2007/08 Q2", "staff_views", "learning_and_growth", np.nan, "not_known"),
        ]
    ),
    "scorecard_domains": pd.DataFrame(
        [
            of_domain("2007/08 Q1", "all", 0.0, "red"),
            of_domain("2007/08 Q2", "process", 100.0, "green"),
            of_domain("2007/08 Q2", "learning_and_growth", np.nan, "not_known"),
            of_domain("2007/08 Q2", "all", 100.0, "green"),
        ]
    ),
}


def test_a_scorecard_is_that_of_the_last_quarter_with_its_course():
    card = scorecards_by_scheme(CARDS)[("survey", "S1")]
    assert card["quarter"] == "2007/08 Q2"
    assert (card["rating"], card["score"]) == ("green", "100 %")
    assert card["course"] == "2007/08 Q1: 0 %; 2007/08 Q2: 100 %"


def test_an_indicator_has_value_target_with_its_side_forecast_and_rating():
    card = scorecards_by_scheme(CARDS)[("survey", "S1")]
    rows = {row["indicator"]: row for part in card["domains"] for row in part["rows"]}
    assert rows["delays"] == {
        "indicator": "delays",
        "value": "18 days",
        "target": "20 days or lower",
        "forecast": "18 days",
        "rating": "green",
    }
    assert rows["staff views"]["value"] == "–"
    assert rows["staff views"]["rating"] == "not known"


def test_without_scorecards_there_are_none():
    assert scorecards_by_scheme({}) == {}
    assert checklists({}) == {}
    assert money_beside_return({}) == {}


@pytest.mark.parametrize(
    ("state", "value", "told"),
    [
        ("improved", 2.0, "2 days in 2007/08, better than in 2005/06; median of all areas 3"),
        ("no_return", np.nan, "no national return measures it"),
    ],
)
def test_an_item_of_the_checklist_says_where_an_area_stands_or_why_not(state, value, told):
    row = {
        "area_type": "council",
        "area_code": "101",
        "label": "Delays",
        "unit": "days",
        "base_year": "2005/06",
        "financial_year": "2007/08",
        "value": value,
        "england_value": 3.0,
        "state": state,
    }
    found = checklists({"outcome_checklist": pd.DataFrame([row])})
    assert found == {("council", "101"): [{"label": "Delays", "words": told}]}


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ("differ", "register £500, return £300: the two differ"),
        ("not_comparable", "the two cannot be compared"),
    ],
)
def test_money_of_the_last_year_in_register_and_return(outcome, told):
    rows = [
        {
            "cssr_code": "101",
            "financial_year": year,
            "client_group": group,
            "money": "pool",
            "register_gbp": 500.0,
            "pssex1_gbp": 300.0,
            "outcome": outcome,
        }
        for year in ("2006/07", "2007/08")
        for group in ("all_adults", "mental_health")
    ]
    (line,) = money_beside_return({"income_reconciliation": pd.DataFrame(rows)})[("council", "101")]
    assert line == f"Others’ money in the pools that it hosts, 2007/08: {told}"
