import pandas as pd
import pytest

from pooledfunds.catalogue.declarations import HOSPITAL_RULES
from pooledfunds.catalogue.sources import (
    facts_can_use,
    published_tables,
    readable_sources,
    tables_given,
    tables_holding,
    tables_needed,
    tables_of_rule,
    tables_of_source,
)

LISTS = {"council_list", "pct_list", "pct_council_pairs"}
STUDY = {"area_types": ["council", "pct"]}


def test_a_table_is_given_when_one_of_its_sources_is_available():
    assert tables_given(["stage_returns"], LISTS, STUDY) == [
        "council_areas",
        "pct_council_pairs",
        "bodies",
        "return_accounts",
    ]
    assert "register_partners" in tables_given(
        ["stage_returns"], LISTS | {"notification_register"}, STUDY
    )
    assert tables_given(HOSPITAL_RULES, LISTS, STUDY) == []
    assert len(tables_given(HOSPITAL_RULES, {"hes_apc"}, STUDY)) == 8


def test_a_rule_needs_the_tables_that_the_sources_give():
    alone = tables_needed("estimate", LISTS, STUDY)
    assert alone == [
        "staged/pct_council_pairs",
        "linked/coterminosity",
        "linked/panel_council",
        "linked/panel_pct",
    ]
    assert "linked/crosswalk" in tables_needed("estimate", LISTS | {"council_population"}, STUDY)


def test_a_study_of_councils_alone_has_one_panel_and_no_boundaries_shared():
    alone = {"area_types": ["council"]}
    given = tables_given(["link_returns"], {"council_list", "council_population"}, alone)
    assert given == ["row_accounts", "table_origins", "panel_council"]


def test_a_study_with_partners_of_another_era_has_their_panel():
    given = tables_given(["link_returns"], LISTS, {"area_types": ["council", "ccg"]})
    assert [name for name in given if name.startswith("panel_")] == ["panel_council", "panel_ccg"]


def test_a_rule_writes_what_the_catalogue_says():
    assert tables_of_rule("measure_hes_apc") == [
        "staged/hes_activity",
        "staged/hes_lengths_of_stay",
    ]
    assert tables_of_rule("check_claims") == ["claims", "readings"]


def test_published_tables_are_those_that_the_run_has():
    always = {"row_accounts", "estimates", "coefficients", "register_noise", "register_errors"}
    always |= {"facts", "claims", "readings", "withheld"}
    assert set(published_tables(LISTS, STUDY)) == always
    assert set(published_tables(LISTS | {"pssex1", "hes_apc"}, STUDY)) == always | {
        "pssex1_audit",
        "hes_quality",
        "hes_breaks",
    }
    assert published_tables({"hes_apc"}, STUDY)["hes_quality"] == "protected/hes_quality_shares"


def test_sources_with_a_reader_or_a_rule_can_be_read():
    assert {"hes_apc", "wcc", "body_successors", *LISTS} <= readable_sources()
    assert "published_report" not in readable_sources()
    assert tables_of_source("imd_2007") == ["districts", "council_deprivation", "small_areas"]


def test_sources_that_share_a_table_are_told_apart_by_their_words():
    names = [table.name for table in tables_holding("notification_register")]
    arrangements = pd.DataFrame({"evidence_source": ["survey"]})
    tables = dict.fromkeys(names, arrangements)
    assert not facts_can_use("notification_register", tables)
    tables["register_arrangements"] = arrangements.assign(evidence_source="notification")
    assert facts_can_use("notification_register", tables)
    assert not facts_can_use("notification_register", {"register_arrangements": arrangements})
    figures = {"national_figures": pd.DataFrame({"source_id": ["dass_survey"]})}
    assert facts_can_use("dass_survey", figures)
    assert not facts_can_use("local_returns", figures)


def test_a_source_that_no_table_holds_is_a_mistake_of_the_catalogue():
    with pytest.raises(KeyError, match="libraries"):
        facts_can_use("libraries", {})
