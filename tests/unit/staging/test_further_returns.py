import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.further_returns import FURTHER_CONTRACTS, stage_further
from tests.unit.staging import test_care_trusts as care_trusts
from tests.unit.staging import test_delayed_transfers as delays
from tests.unit.staging import test_equipment_delivery as equipment
from tests.unit.staging import test_national_figures as totals
from tests.unit.staging import test_pct_imd as imd
from tests.unit.staging import test_pct_population as population
from tests.unit.staging import test_programme_budgets as budgets
from tests.unit.staging.pooled_fund_register import test_read as register
from tests.unit.staging.returns import COUNCILS, PCTS, written

PLACES = {"bodies": register.BODIES, "councils": COUNCILS, "pcts": PCTS}
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


def stage(paths):
    faults = IssueList()
    staged, accounts = stage_further(paths, PLACES, register.TABLES, register.SETTINGS, faults)
    return staged, accounts, [str(fault) for fault in faults]


def test_every_return_is_staged_under_its_contract(tmp_path):
    paths = {name: [written(tmp_path, f"{name}.csv", text)] for name, text in TEXTS.items()}
    paths["pooled_fund_register"] = register.files("register_example")
    paths["notification_register"] = register.files("notification_example")
    staged, accounts, faults = stage(paths)
    assert not faults
    assert set(staged) == set(FURTHER_CONTRACTS)
    for name, table in staged.items():
        enforce(table, FURTHER_CONTRACTS[name])
    fates = pd.concat(accounts)
    assert not fates.duplicated(["stage", "file", "fate"]).any()


def test_what_is_not_at_hand_is_not_staged():
    assert stage({}) == ({}, [], [])


def test_faults_of_several_returns_come_together(tmp_path):
    paths = {name: [written(tmp_path, f"{name}.csv", "a,b\n1,2\n")] for name in TEXTS}
    paths["notification_register"] = [written(tmp_path, "pools.csv", "a,b\n1,2\n")]
    _, _, faults = stage(paths)
    assert {fault.partition(".csv")[0] for fault in faults} == {*TEXTS, "pools"}


def test_successors_may_come_with_the_returns(tmp_path):
    text = "body_type,code,name,successor_code,from\n"
    text += "pct,5Y1,Northmoor Health Authority,5Z1,2002-10-01\n"
    paths = {
        "body_successors": [written(tmp_path, "body_successors.csv", text)],
        "notification_register": register.files("notification_example"),
    }
    staged, _, faults = stage(paths)
    assert not faults
    assert staged["register_unmatched"].empty
    partners = staged["register_partners"].set_index("as_written")["body_code"]
    assert partners["Northmoor Health Authority"] == "5Z1"
