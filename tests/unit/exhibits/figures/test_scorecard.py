import pandas as pd

from pooledfunds.exhibits.figures import scorecard

CARD = [
    ("process", "Days from referral to delivery", "days", "lower", 20, 6, "red"),
    ("service_users_and_carers", "Users who find the equipment useful", "per cent", "higher", 30,
     80, "green"),
    ("learning_and_growth", "Staff trained", "persons", "higher", 10, 12, "not_known"),
    ("resources", "Expenditure from the pool", "per cent of contributions", "lower", 40, 100,
     "amber"),
]  # fmt: skip


def cards(scheme="S1", quarters=(1, 2), year="2007/08"):
    """Return a partnership's scorecard with a value wherever something is known."""
    return pd.DataFrame(
        {"evidence_source": "survey", "scheme_id": scheme, "quarter": f"{year} Q{number}",
         "domain": domain, "indicator": name, "measure": "", "unit": unit, "direction": direction,
         "weight_percent": float(weight), "target": float(target), "forecast_rule": "latest",
         "value": float("nan") if rating == "not_known" else 71.5, "forecast": 71.5, "gap": 0.0,
         "rating": rating}
        for number in quarters
        for domain, name, unit, direction, weight, target, rating in CARD
    )  # fmt: skip


def numbers(*more):
    return scorecard.table({"scorecards": pd.concat([cards(), *more])}, {})


def test_the_partnership_of_which_most_is_known_is_shown_in_its_last_year():
    table = numbers(cards("S2", (1, 2, 3)), cards("S3", (1, 2, 3, 4), "2006/07"))
    assert set(table["scheme_id"]) == {"S2"}
    assert table["indicator"].iloc[0] == "Users who find the equipment useful"


def test_the_words_count_targets_by_domain():
    words = scorecard.describe(numbers())
    assert "Scorecard of 4 indicators over 2 quarters" in words
    assert "service users and carers: 1 of 1 targets forecast as met" in words
    assert "process: 0 of 1" in words
    assert "1 of 4 targets" in scorecard.caption(numbers(), {}).title


def test_no_scorecard_is_no_picture():
    assert scorecard.table({"scorecards": cards().iloc[:0]}, {}).empty


def test_nothing_is_clipped(drawing):
    assert drawing(scorecard, numbers()).illegible() == []
