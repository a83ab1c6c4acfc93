"""An integrated scorecard worked by hand: five indicators, two quarters of 2007/08.

| indicator | better | weight | target | Q1 | Q2 | rule | forecast at Q2 | gap | rating |
|---|---|---|---|---|---|---|---|---|---|
| useful | higher | 30 | 80 | 74 | 78 | mean | 76 | -0.05 | amber |
| on time | higher | 30 | 90 | | | latest | none | | not known |
| days | lower | 20 | 6 | 9 | 8 | trend | 9 - 3 = 6 | 0 | green |
| spent | lower | 10 | 560 | 140 | 150 | total | 580 | -0.036 | amber |
| trained | higher | 10 | 12 | 6 | | latest | 6 | -0.5 | red |

Score of all: of the 70 per cent of weight that is known, 15 + 20 + 5 = 40: 57 per cent, amber.
"""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.core.codelists import read_table
from pooledfunds.linkage.pooling.forecasts import (
    FORECAST_RULES,
    gap_to_target,
    latest,
    mean,
    risk_rating,
    trend,
    year_total,
)
from pooledfunds.linkage.pooling.scorecard_measures import MEASURES, measured
from pooledfunds.linkage.pooling.scorecards import scorecard_domains, scorecards
from tests.unit.staging.returns import CONFIG

SETTINGS = {"amber_within": 0.05, "green_from": 75, "amber_from": 50}
SCHEME = {"evidence_source": "survey", "scheme_id": "S1"}
CARD = [
    ("service_users_and_carers", "useful", "", "higher", 30, 80, "mean"),
    ("service_users_and_carers", "on time", "equipment_on_time", "higher", 30, 90, "latest"),
    ("process", "days", "", "lower", 20, 6, "trend"),
    ("resources", "spent", "", "lower", 10, 560, "year_total"),
    ("learning_and_growth", "trained", "", "higher", 10, 12, "latest"),
]
VALUES = {"useful": (74, 78), "days": (9, 8), "spent": (140, 150), "trained": (6, None)}
NONE = float("nan")


def tables(**more):
    """Return the staged tables of one partnership of council 991 and its PCT."""
    names = ["domain", "indicator", "measure", "direction", "weight_percent", "target",
             "forecast_rule"]  # fmt: skip
    card = pd.DataFrame(CARD, columns=names).assign(**SCHEME, financial_year="2007/08", unit="")
    quarters = [
        SCHEME | {"quarter": f"2007/08 Q{number}", "indicator": name, "value": value}
        for name, values in VALUES.items()
        for number, value in enumerate(values, 1)
    ]
    return {
        "register_scorecard": card,
        "register_quarters": pd.DataFrame(quarters).astype({"value": float}),
        "register_partners": pd.DataFrame(
            [SCHEME | {"area_type": "council", "area_code": "991"},
             SCHEME | {"area_type": "pct", "area_code": "5Z1"}]
        ),
        "memorandum_accounts": pd.DataFrame(
            columns=[*SCHEME, "financial_year", "contributions_gbp", "expenditure_gbp"]
        ),
    } | more  # fmt: skip


@pytest.fixture(scope="module")
def cards():
    return scorecards(tables(), SETTINGS)


@pytest.mark.parametrize(
    ("indicator", "forecast", "gap", "rating"),
    [
        ("useful", 76, -0.05, "amber"),
        ("on time", NONE, NONE, "not_known"),
        ("days", 6, 0, "green"),
        ("spent", 580, -20 / 560, "amber"),
        ("trained", 6, -0.5, "red"),  # its second quarter is not known: the first stands
    ],
)
def test_each_indicator_by_hand(cards, indicator, forecast, gap, rating):
    row = cards[(cards["indicator"] == indicator) & (cards["quarter"] == "2007/08 Q2")].squeeze()
    assert row["forecast"] == pytest.approx(forecast, nan_ok=True)
    assert row["gap"] == pytest.approx(gap, nan_ok=True)
    assert row["rating"] == rating


def test_a_scorecard_ends_with_the_last_quarter_that_has_a_value(cards):
    assert sorted(set(cards["quarter"])) == ["2007/08 Q1", "2007/08 Q2"]
    assert len(cards) == 2 * len(CARD)


def test_the_score_is_of_the_weight_that_is_known(cards):
    table = scorecard_domains(cards, SETTINGS)
    table = table[table["quarter"] == "2007/08 Q2"].set_index("domain")
    whole = table.loc["all"]
    assert (whole["weight_percent"], whole["known_weight_percent"]) == (100, 70)
    assert whole["score_percent"] == pytest.approx(100 * 40 / 70)
    assert (whole["green"], whole["amber"], whole["red"], whole["not_known"]) == (1, 2, 1, 1)
    assert table["rating"].to_dict() == {
        "all": "amber",
        "learning_and_growth": "red",
        "process": "green",
        "resources": "amber",
        "service_users_and_carers": "amber",
    }


def test_the_study_measures_equipment_of_the_year_in_its_fourth_quarter():
    delivered = pd.DataFrame(
        {
            "cssr_code": ["991"],
            "financial_year": ["2007/08"],
            "items_on_time": [920],
            "items": [1000],
        }
    )
    found = scorecards(tables(equipment_delivery=delivered), SETTINGS)
    own = found[found["indicator"] == "on time"].set_index("quarter")
    assert own.loc["2007/08 Q4", "value"] == pytest.approx(92)
    assert own.loc["2007/08 Q4", "rating"] == "green"
    assert own.loc["2007/08 Q3", "rating"] == "not_known"


def test_without_a_delivery_there_is_no_share_of_deliveries():
    none = pd.DataFrame(
        {"cssr_code": ["991"], "financial_year": "2007/08", "items_on_time": 0, "items": 0}
    )
    values = measured(tables(equipment_delivery=none))
    assert "equipment_on_time" not in set(values["measure"])


def test_delays_of_two_councils_are_added_before_they_are_divided():
    partners = pd.DataFrame(
        [SCHEME | {"area_type": "council", "area_code": code} for code in ("991", "992")]
    )
    delays = pd.DataFrame(
        {
            "area_code": ["991", "992", "991"],
            "period": ["2007/08 Q1", "2007/08 Q1", "2007/08 Q2"],
            "value": [3.0, 9.0, 4.0],
        }
    ).assign(
        financial_year="2007/08", frequency="quarter", basis="council", care_type="all",
        reason="all", responsible="all", age="65_plus", measure="delayed_patients",
    )  # fmt: skip
    people = pd.DataFrame({"area": ["991", "992"], "persons": [10_000.0, 30_000.0]})
    people = people.assign(financial_year="2007/08", age_band="65 and over")
    people = pd.concat([people, people.assign(age_band="18 to 64")])  # are not counted
    values = measured(
        tables(delayed_transfers=delays, council_population=people, register_partners=partners)
    )
    values = values[values["measure"] == "delayed_rate"].set_index("quarter")["value"]
    assert values.to_dict() == {"2007/08 Q1": 30.0}  # 12 of 40,000; one council has no second


def test_a_pool_without_a_scorecard_has_none():
    bare = tables()
    empty = {name: bare[name].iloc[:0] for name in ("register_scorecard", "register_quarters")}
    cards = scorecards(bare | empty, SETTINGS)
    assert cards.empty
    assert scorecard_domains(cards, SETTINGS).empty


@pytest.mark.parametrize(
    ("rule", "values", "forecast"),
    [
        (latest, [4, 6, NONE], 6),
        (mean, [4, NONE, 6], 5),
        (trend, [4, 6], 10),  # 2 a quarter
        (trend, [NONE, 7], 7),  # one point makes no line
        (trend, [4, 5, 6, 9], 8.4),  # the line's end, not the last value
        (year_total, [4, 6], 20),
        (latest, [NONE, NONE], NONE),
        (year_total, [NONE], NONE),
    ],
)
def test_forecasts_by_hand(rule, values, forecast):
    assert rule(np.array(values, float)) == pytest.approx(forecast, nan_ok=True)


@pytest.mark.parametrize(
    ("forecast", "target", "direction", "gap", "rating"),
    [
        (90, 90, "higher", 0, "green"),
        (95, 100, "higher", -0.05, "amber"),
        (94, 100, "higher", -0.06, "red"),
        (5, 4, "lower", -0.25, "red"),
        (3, 4, "lower", 0.25, "green"),
        (0, 0, "lower", 0, "green"),
        (1, 0, "lower", -1, "red"),
    ],
)
def test_gap_and_rating_by_hand(forecast, target, direction, gap, rating):
    found = gap_to_target(forecast, target, direction)
    assert found == pytest.approx(gap)
    assert risk_rating(found, 0.05) == rating


def test_the_code_lists_name_the_functions_that_there_are():
    rules = read_table(CONFIG / "codelists/forecast_rules.csv")
    measures = read_table(CONFIG / "codelists/scorecard_measures.csv")
    assert set(rules["forecast_rule"]) == set(FORECAST_RULES)
    assert set(measures["measure"]) == set(MEASURES)
