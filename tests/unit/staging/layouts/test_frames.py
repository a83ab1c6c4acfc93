import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.core.row_accounts import row_account
from pooledfunds.staging.layouts.frames import (
    hold_against_counts,
    hold_against_frame,
    register_frames,
)

TABLE = pd.DataFrame(
    {
        "cssr_code": ["101", "102", "101"],
        "financial_year": ["2005/06", "2005/06", "2007/08"],
        "file": "d54.csv",
    }
)
BODIES = pd.Series(["101", "102"])


def test_what_a_survey_like_return_lacks_is_counted_skipped_years_with_it():
    faults = IssueList()
    account = hold_against_frame("equipment_delivery", TABLE, BODIES, faults)
    assert not faults
    assert dict(zip(account["fate"], account["rows"], strict=True)) == {
        "submitted": 6,
        "no row of 101": 1,  # 2006/07
        "no row of 102": 2,  # 2006/07 and 2007/08
        "kept": 3,
    }


def test_what_a_denominator_lacks_is_a_fault():
    faults = IssueList()
    table = TABLE.rename(columns={"cssr_code": "area"})
    hold_against_frame("council_population", table, BODIES, faults)
    assert [str(fault) for fault in faults] == [
        "d54.csv: rows are missing of the 6 that its frame holds, first 101 in 2006/07 (3 times)"
    ]


def test_a_known_number_of_rows():
    faults = IssueList()
    paths = {"imd_2007": ["deprivation/imd.csv"], "council_list": ["councils.csv"]}
    accounts = {
        "imd_2007": row_account("deprivation", "imd.csv", 3, 2, {"no score": 1}),
        "council_list": row_account("places", "(none)", 0, 0),
        "equipment_delivery": row_account("equipment_delivery", "d54.csv", 3, 3),
    }
    known = pd.DataFrame({"source": ["imd_2007", "council_list"], "rows": ["32482", "150"]})
    hold_against_counts(known, paths, accounts, faults)
    assert [str(fault) for fault in faults] == [
        "imd.csv: 3 rows, where 32,482 are known: is the file cut short?"
    ]


def test_a_partner_without_a_contribution_is_counted():
    scheme = {"evidence_source": "survey", "scheme_id": "S1"}
    partners = pd.DataFrame({**scheme, "area_code": ["101", "5A1"], "area_name": ""})
    contributions = partners[:1].assign(financial_year="2006/07")
    funds = pd.DataFrame({**scheme, "financial_year": ["2006/07", "2007/08"]})
    money, fund = register_frames("register", partners, contributions, funds)
    assert money["rows"].tolist() == [4, 3, 1]  # two partners in two years
    assert fund["rows"].tolist() == [2, 0, 2]
