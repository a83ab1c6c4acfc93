import pandas as pd
import pytest

from pooledfunds.core.settings import read_study
from pooledfunds.linkage.pooling.schemes import register_in_words
from pooledfunds.linkage.pooling.tables import pool_tables, spending_by_service
from tests.unit.staging.pooled_fund_register import test_read as register

STUDY = read_study("means_to_an_end")


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
        & (table["area_code"] == body)
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
        (table["area_type"] == "council") & (table["service_area"] == "community_equipment")
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
        & (table["area_code"] == "5Z1")
        & (table["service_area"] == "mental_health")
        & (table["financial_year"] == "2007/08")
    ]
    assert own["pooled_gbp"].item() == 3_100_000
    assert own["pooled_share"].item() == pytest.approx(0.1)
    assert own["years_since_start"].item() == 0


def test_pools_have_host_partners_money_and_the_power_that_theirs_became(linked):
    table = linked["pool_list"]
    assert "S002" not in set(table["scheme_id"])  # the review found aligned budgets
    store = table[(table["evidence_source"] == "survey") & (table["scheme_id"] == "S001")]
    store = store.set_index("financial_year")
    assert store["gbp"].to_dict() == {"2006/07": 531_000, "2007/08": 564_000}
    assert store.loc["2007/08", "legal_powers"] == "s75"  # begun in 2004 under section 31
    assert store.loc["2007/08", "host_kind"] == "council"
    assert store.loc["2007/08", "partner_kinds"] == "council; pct"


def test_a_pool_without_expenditure_has_its_fund(linked):
    table = linked["pool_list"].set_index(["evidence_source", "scheme_id"])
    assert table.loc[("survey", "S003"), "gbp"] == 20_500_000


def test_the_register_in_words(staged):
    text = "\n".join(register_in_words(staged))
    assert "survey: 3 arrangements, 3 called a pooled fund, 2 after review; 0 partners fit" in text
    assert "notification: 1 arrangements, 1 called a pooled fund, 1 after review; 1 part" in text
    assert "pct: 3 asked, 1 answered, 1 visited, 2 covered" in text
    assert "arrangements that sources describe differently: 1" in text
