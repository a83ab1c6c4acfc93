import pandas as pd
import pytest
import yaml

from pooledfunds.pool_tables import pool_tables, spending_by_service
from tests.unit.sources import test_register as register

STUDY = yaml.safe_load((register.CONFIG / "study.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def staged():
    tables, _, faults = register.stage(
        register.files("register_example"), register.files("notification_example")
    )
    assert not faults
    return tables | {"bodies": register.BODIES}


@pytest.fixture(scope="module")
def linked(staged):
    return pool_tables(staged, STUDY)


def pooled(linked, rule, body, service, year="2007/08"):
    table = linked["pool_exposure"]
    chosen = table[
        (table["rule"] == rule)
        & (table["body_code"] == body)
        & (table["service_area"] == service)
        & (table["financial_year"] == year)
    ]
    return chosen["pooled"].item()


def test_the_example_register_under_each_rule(linked):
    assert pooled(linked, "survey", "5Z1", "community_equipment") == "yes"
    assert pooled(linked, "survey", "5Z1", "mental_health") == "no"  # a review found two budgets
    assert pooled(linked, "survey", "5Z2", "learning_disability") == "yes"  # visited, not answered
    assert pooled(linked, "survey", "5Z3", "mental_health") == "unknown"
    assert pooled(linked, "notification_register", "991", "community_equipment") == "yes"
    assert pooled(linked, "notification_register", "5Z1", "community_equipment") == "no"
    assert pooled(linked, "union", "5Z1", "community_equipment") == "yes"
    assert pooled(linked, "intersection", "5Z1", "community_equipment") == "no"
    assert pooled(linked, "intersection", "991", "community_equipment") == "yes"
    assert pooled(linked, "union", "993", "community_equipment") == "unknown"


def test_sources_are_held_against_each_other(linked):
    table = linked["evidence_agreement"]
    row = table[
        (table["body_type"] == "council") & (table["service_area"] == "community_equipment")
    ]
    assert row["source_a"].tolist() == ["notification"]  # neither PSSEX1 nor WCC is at hand
    assert row["a_yes_b_yes"].item() == 1
    assert row["a_no_b_no"].item() == 1
    assert row["a_no_b_unknown"].item() == 1


def test_the_base_of_the_pooled_share_is_in_pounds():
    budgets = pd.DataFrame(
        {
            "pct_code": ["5Z1", "5Z1", "5Z1"],
            "financial_year": "2007/08",
            "programme": ["5", "6", "10"],
            "gbp_thousand": [30_000.0, 9_000.0, 50_000.0],
        }
    )
    table = spending_by_service({"programme_budgets": budgets})
    assert table.set_index("service_area")["gbp"].to_dict() == {
        "mental_health": 30e6,
        "learning_disability": 9e6,
    }
    assert spending_by_service({}) is None


def test_a_pools_share_of_what_the_body_spends(staged):
    budgets = pd.DataFrame(
        {
            "pct_code": ["5Z1"],
            "financial_year": "2007/08",
            "programme": ["5"],
            "gbp_thousand": [31_000.0],
        }
    )
    study = STUDY | {"pools": STUDY["pools"] | {"label": "as_reported"}}
    table = pool_tables(staged | {"programme_budgets": budgets}, study)["pool_exposure"]
    own = table[
        (table["rule"] == "survey")
        & (table["body_code"] == "5Z1")
        & (table["service_area"] == "mental_health")
        & (table["financial_year"] == "2007/08")
    ]
    assert own["pooled_gbp"].item() == 3_100_000
    assert own["pooled_share"].item() == pytest.approx(0.1)
    assert own["years_since_start"].item() == 0
