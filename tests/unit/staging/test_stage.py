import dataclasses

import pandas as pd
import pytest

from pooledfunds.catalogue.declarations import Reader, Table
from pooledfunds.catalogue.readers import FIGURES, LISTS_OF_BODIES, READERS
from pooledfunds.core.errors import BadInput, IssueList
from pooledfunds.core.schema import count, enforce, table, text
from pooledfunds.staging import stage
from pooledfunds.staging.reading import ReadingContext, StagedReturn
from pooledfunds.staging.stage import read_all, stage_returns, written_by
from tests.unit.staging import test_body_lists as lists
from tests.unit.staging import test_care_trusts as care_trusts
from tests.unit.staging import test_delayed_transfers as delays
from tests.unit.staging import test_equipment_delivery as equipment
from tests.unit.staging import test_national_figures as totals
from tests.unit.staging import test_pct_imd as imd
from tests.unit.staging import test_pct_population as population
from tests.unit.staging import test_programme_budgets as budgets
from tests.unit.staging.pooled_fund_register import test_read as register
from tests.unit.staging.returns import CODELISTS, COUNCILS, PCTS, written

PLACES = {"bodies": register.BODIES, "councils": COUNCILS, "pcts": PCTS}
# Returns whose examples stand on lists of bodies of their own.
ELSEWHERE = {
    "bcf_income",
    "council_expenditure",
    "council_imd",
    "council_population",
    "delayed_transfers_monthly",
    "district_lookup",
    "falls_admissions",
    "imd_2007",
    "monthly_activity",
    "place_of_death",
    "place_of_death_small_areas",
    "population_by_age",
    "pssex1",
    "residential_weeks",
    "small_area_districts",
    "small_area_lookup",
}
RETURNS = [r for r in READERS if r not in LISTS_OF_BODIES and r.source not in ELSEWHERE]
TEXTS = {
    "care_trusts": care_trusts.LIST,
    "delayed_transfers": delays.RETURN,
    "paf_d41": delays.INDICATORS,
    "equipment_delivery": equipment.RETURN,
    "dass_survey": totals.SURVEY,
    "pct_imd": imd.RETURN,
    "pct_population": population.RETURN
    + "".join(population.RETURN.partition("\n")[2].replace("5A1", code) for code in ("5A2", "TA1")),
    "programme_budgets": budgets.RETURN,
    "wcc": register.STATEMENTS,
}


def read(paths, readers=RETURNS):
    """Return the tables of the returns, their row accounts and their faults."""
    context = ReadingContext(CODELISTS, register.SETTINGS, IssueList(), dict(PLACES))
    accounts = read_all(readers, paths, context)
    staged = {name: made for name, made in context.tables.items() if name in written_by(readers)}
    return staged, accounts, [str(fault) for fault in context.issues]


def test_every_return_is_staged_under_its_contract(tmp_path):
    paths = {name: [written(tmp_path, f"{name}.csv", text)] for name, text in TEXTS.items()}
    paths["pooled_fund_register"] = register.files("register_example")
    paths["notification_register"] = register.files("notification_example")
    staged, accounts, faults = read(paths)
    # Of the ten care trusts that are known, the example lists two.
    assert faults == ["care_trusts.csv: 2 rows, where 10 are known: is the file cut short?"]
    written_tables = written_by(RETURNS)
    assert set(staged) == set(written_tables)
    for name, made in staged.items():
        enforce(made, written_tables[name].schema)
    fates = pd.concat(accounts)
    assert not fates.duplicated(["stage", "file", "fate"]).any()


def test_what_is_not_at_hand_is_not_staged():
    assert read({}) == ({}, [], [])


def test_faults_of_several_returns_come_together(tmp_path):
    paths = {name: [written(tmp_path, f"{name}.csv", "a,b\n1,2\n")] for name in TEXTS}
    paths["notification_register"] = [written(tmp_path, "pools.csv", "a,b\n1,2\n")]
    _, _, faults = read(paths)
    assert {fault.partition(".csv")[0] for fault in faults} == {*TEXTS, "pools"}


def test_successors_may_come_with_the_returns(tmp_path):
    text = "body_type,code,name,successor_code,from\n"
    text += "pct,5Y1,Northmoor Health Authority,5Z1,2002-10-01\n"
    paths = {
        "body_successors": [written(tmp_path, "body_successors.csv", text)],
        "notification_register": register.files("notification_example"),
    }
    staged, _, faults = read(paths)
    assert not faults
    assert staged["register_unmatched"].empty
    partners = staged["register_partners"].set_index("as_written")["area_code"]
    assert partners["Northmoor Health Authority"] == "5Z1"


def test_sources_that_print_single_figures_share_one_table(tmp_path):
    paths = {
        source: [written(tmp_path, f"{source}.csv", text)]
        for source, text in (("dass_survey", totals.SURVEY), ("national_totals", totals.FIGURES))
    }
    staged, accounts, faults = read(paths, FIGURES)
    assert not faults
    figures = staged["national_figures"]
    assert figures["source_id"].tolist() == ["dass_survey"] + ["national_totals"] * 3
    assert len(accounts) == 2


def test_without_a_list_of_bodies_nothing_is_read():
    with pytest.raises(BadInput) as error:
        lacking = {"council_list": [], "pct_council_pairs": []}
        stage_returns({"pct_list": ["pcts.csv"], "wcc": ["wcc.csv"], **lacking}, CODELISTS, {})
    assert [fault.file for fault in error.value.faults] == ["council_list", "pct_council_pairs"]


def test_a_list_of_bodies_that_the_study_does_not_name_has_no_row(tmp_path):
    codelists = {name: made for name, made in CODELISTS.items() if name != "return_rows"}
    councils = [str(written(tmp_path, "council_list.csv", lists.COUNCILS))]
    staged = stage_returns({"council_list": councils}, codelists, {})
    assert set(staged["bodies"]["area_type"]) == {"council"}
    assert set(staged["bodies"]["region_code"]) == {""}
    assert "pct_council_pairs" not in staged


def test_a_fault_of_the_lists_is_told_before_any_other_return_is_read(tmp_path):
    texts = {"council_list": lists.COUNCILS, "pct_list": lists.PCTS}
    texts |= {"pct_council_pairs": lists.PAIRS + "5K7,999\n", "wcc": "a,b\n1,2\n"}
    paths = {name: [str(written(tmp_path, f"{name}.csv", text))] for name, text in texts.items()}
    with pytest.raises(BadInput) as error:
        stage_returns(paths, CODELISTS, {})
    told = [str(fault) for fault in error.value.faults]
    assert "pct_council_pairs.csv: column cssr_code, first at line 5: no such body: 999" in told
    assert "council_list.csv: 3 rows, where 150 are known: is the file cut short?" in told
    assert not any(fault.startswith("wcc") for fault in told)


LIBRARIES = table(
    "libraries",
    "Public libraries",
    {"cssr_code": text("Council"), "libraries": count("Libraries")},
    unique=["cssr_code"],
)


def test_a_new_return_is_one_entry_and_one_function(monkeypatch):
    def read_libraries(files, context):
        assert files == ["libraries.csv"]
        made = context.councils[["cssr_code"]].assign(libraries=4)
        return StagedReturn({"libraries": made})

    monkeypatch.setattr(stage, "read_libraries", read_libraries, raising=False)
    entry = Reader(
        "libraries", f"{stage.__name__}:read_libraries", (Table(LIBRARIES),), needs=("councils",)
    )
    staged, _, faults = read({"libraries": ["libraries.csv"]}, [entry])
    assert not faults
    assert staged["libraries"]["libraries"].tolist() == [4, 4]
    lacking = dataclasses.replace(entry, needs=("councils", "provinces"))
    assert read({"libraries": ["libraries.csv"]}, [lacking]) == ({}, [], [])
