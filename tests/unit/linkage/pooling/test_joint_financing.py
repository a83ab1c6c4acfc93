import pandas as pd
import pytest

from pooledfunds.linkage.pooling.joint_financing import (
    joint_financing,
    joint_financing_by_threshold,
)
from tests.unit.linkage.outcomes.test_population import returned

SETTINGS = {"present_from_gbp_thousand": 50, "present_from_share_of_cost": 0.0}
MH = "mental_health"
RETURNS = returned(
    ("2005/06", "150", MH, "total_cost", 1000.0),
    ("2005/06", "150", MH, "joint_arrangements", 60.0),
    ("2006/07", "150", MH, "total_cost", 1000.0),
    ("2006/07", "150", MH, "joint_arrangements", 4.0),  # a crumb of allocated overheads
    ("2006/07", "150", MH, "nhs_income", 49.0),
    ("2006/07", "151", MH, "total_cost", 1000.0),
    ("2006/07", "151", MH, "joint_arrangements", 50.0),
    ("2006/07", "150", MH, "total_cost_including_capital", 1000.0),
    ("2006/07", "150", MH, "own_provision_capital_charges", 0.0),
    ("2006/07", "150", MH, "provision_by_others_capital_charges", 0.0),
)


def present(income, **changed) -> dict:
    table = joint_financing(RETURNS, SETTINGS | changed)
    chosen = table[table["income"] == income]
    keys = zip(chosen["cssr_code"], chosen["financial_year"], strict=True)
    return dict(zip(keys, chosen["present"], strict=True))


def test_a_crumb_is_not_joint_financing():
    assert present("joint_arrangements") == {
        ("150", "2005/06"): "yes",
        ("150", "2006/07"): "no",
        ("151", "2006/07"): "yes",
    }


def test_what_a_years_form_did_not_ask_is_unknown_not_no():
    assert present("nhs_income")["150", "2005/06"] == "unknown"
    assert present("joint_and_nhs")["150", "2005/06"] == "unknown"
    assert present("joint_and_nhs")["150", "2006/07"] == "yes"


@pytest.mark.parametrize(("share", "expected"), [(0.05, "yes"), (0.051, "no")])
def test_both_thresholds_must_be_reached(share, expected):
    found = present("joint_arrangements", present_from_share_of_cost=share)
    assert found["151", "2006/07"] == expected


def test_councils_by_threshold():
    table = joint_financing_by_threshold(joint_financing(RETURNS, SETTINGS), (0, 50))
    chosen = table[
        (table["income"] == "joint_arrangements") & (table["financial_year"] == "2006/07")
    ]
    assert dict(zip(chosen["from_gbp_thousand"], chosen["councils"], strict=True)) == {0: 2, 50: 1}


def test_shares_are_of_gross_total_cost():
    table = joint_financing(RETURNS, SETTINGS)
    row = table[(table["income"] == "joint_arrangements") & (table["gbp_thousand"] == 60)].iloc[0]
    assert row["share_of_cost"] == pytest.approx(0.06)
    assert isinstance(table["present"].dtype, pd.CategoricalDtype)


def test_the_thresholds_that_are_published():
    table = joint_financing_by_threshold(joint_financing(RETURNS, SETTINGS))
    assert sorted(set(table["from_gbp_thousand"])) == [0, 10, 50, 250, 1000]


def test_nought_is_below_every_threshold():
    nothing = joint_financing(RETURNS, SETTINGS).assign(gbp_thousand=0.0)
    assert set(joint_financing_by_threshold(nothing)["councils"]) == {0}
