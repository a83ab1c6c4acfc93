import pandas as pd
import pytest

from pooledfunds.linkage.pooling.columns import joint_columns, pool_columns

MH, OP = "mental_health", "older_people"


def test_joint_financing_of_one_kind_of_income_stands_by_client_group():
    joint = pd.DataFrame(
        [
            ("101", "2006/07", MH, "nhs_income", "yes", 60.0, 0.06),
            ("101", "2006/07", OP, "nhs_income", "no", 4.0, 0.01),
            ("102", "2006/07", MH, "nhs_income", "unknown", None, None),
            ("101", "2006/07", MH, "joint_arrangements", "no", 1.0, 0.001),
        ],
        columns=["cssr_code", "financial_year", "client_group", "income", "present",
                 "gbp_thousand", "share_of_cost"],
    )  # fmt: skip
    found = joint_columns(joint, "nhs_income").set_index("area_code")
    assert found.loc["101"].to_dict() == {
        "financial_year": "2006/07",
        "joint_financing_mental_health": 1.0, "joint_financing_older_people": 0.0,
        "joint_gbp_thousand_mental_health": 60.0, "joint_gbp_thousand_older_people": 4.0,
        "joint_share_mental_health": 0.06, "joint_share_older_people": 0.01,
    }  # fmt: skip
    assert found.loc["102"].drop("financial_year").isna().all()


def exposure(*rows) -> pd.DataFrame:
    columns = ["rule", "area_type", "area_code", "service_area", "pooled", "years_since_start"]
    return pd.DataFrame(rows, columns=columns).assign(financial_year="2006/07")


@pytest.mark.parametrize(
    ("area_type", "rule", "expected"),
    [("pct", "union", ("5A1", 1.0, 3.0)), ("council", "union", ("101", 0.0, 0.0)),
     ("pct", "survey", ("5A1", 0.0, 1.0))],
)  # fmt: skip
def test_pools_of_one_type_of_area_under_one_rule_of_evidence(area_type, rule, expected):
    table = exposure(
        ("union", "pct", "5A1", MH, "yes", 3.0),
        ("union", "pct", "5A1", "no service of the study", "yes", 9.0),
        ("union", "council", "101", MH, "no", 0.0),
        ("survey", "pct", "5A1", MH, "no", 1.0),
    )
    (row,) = pool_columns(table, area_type, rule).to_dict("records")
    code, pool, years = expected
    assert row == {"area_code": code, "financial_year": "2006/07",
                   "pool_mental_health": pool, "pool_years_mental_health": years}  # fmt: skip
