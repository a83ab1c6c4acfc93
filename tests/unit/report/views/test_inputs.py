"""Files under their returns, each with its digest and what became of its rows."""

import pandas as pd

from pooledfunds.report.origins import Lineage
from pooledfunds.report.views.inputs import inputs_view
from tests.unit.report.test_origins import MADE, STUDY

SOURCES = pd.DataFrame(
    {
        "source": ["pssex1", "pooled_fund_register", "notification_register", "paf_d41"],
        "title": ["Spending", "Pools", "Notifications", "Delays"],
        "publisher": "Somebody",
        "what_it_gives": "figures",
    }
)
FILES = {
    "pssex1": ["raw/a.xlsx", "raw/b.xlsx"],
    "pooled_fund_register": ["raw/pools/funds.csv"],
    "notification_register": ["raw/notified/funds.csv"],
    "paf_d41": ["raw/d41.csv"],
}


def accounts():
    rows = [
        ("pssex1 (amounts)", "a.xlsx", "submitted", 10),
        ("pssex1 (amounts)", "a.xlsx", "outside the table", 4),
        ("pssex1 (amounts)", "a.xlsx", "kept", 6),
        ("pssex1 (amounts)", "b.xlsx, sheet One", "submitted", 3),
        ("pssex1 (amounts)", "b.xlsx, sheet One", "kept", 3),
        ("pssex1 (amounts)", "b.xlsx, sheet Two, again", "submitted", 2),
        ("pssex1 (amounts)", "b.xlsx, sheet Two, again", "kept", 2),
        ("pooled_fund_register (funds)", "funds.csv", "submitted", 7),
        ("pooled_fund_register (funds)", "funds.csv", "kept", 7),
        ("pooled_fund_register (funds) (lines)", "funds.csv", "submitted", 8),
        ("notification_register (funds)", "funds.csv", "submitted", 3),
        ("notification_register (funds)", "funds.csv", "kept", 3),
        ("indicator (lines)", "d41.csv", "submitted", 9),
        ("indicator (lines)", "d41.csv", "headings", 1),
        ("indicator (lines)", "d41.csv", "kept", 8),
    ]
    table = pd.DataFrame(rows, columns=["stage", "file", "fate", "rows"])
    return table.astype({"rows": "Int64"})


def view(table=None):
    inputs = [
        {"file": file, "bytes": 1, "sha256": "ab12" * 16}
        for files in FILES.values()
        for file in files
    ]
    told = accounts() if table is None else table
    lineage = Lineage(STUDY, MADE, list(FILES))
    return {one["source"]: one for one in inputs_view(inputs, FILES, SOURCES, told, lineage)}


def fates(account):
    return account["submitted"], account["kept"], account["aside"]


def test_each_file_has_its_own_account_its_sheets_together_and_the_return_that_of_all():
    spending = view()["pssex1"]
    assert [fates(file["account"]) for file in spending["files"]] == [
        ("10", "6", ["4 outside the table"]),
        ("5", "5", []),
    ]
    assert fates(spending["account"]) == ("15", "11", ["4 outside the table"])
    assert [file["short"] for file in spending["files"]] == ["ab12ab12ab12"] * 2


def test_files_of_one_name_are_told_apart_by_their_return():
    assert fates(view()["pooled_fund_register"]["account"])[0] == "7"
    assert fates(view()["notification_register"]["account"])[0] == "3"


def test_lines_stand_in_where_a_return_has_no_account_of_records():
    assert fates(view()["paf_d41"]["account"]) == ("9", "8", ["1 headings"])


def test_a_return_without_an_account_or_with_a_withheld_one_says_so():
    table = accounts()
    assert view(table[table["file"] != "d41.csv"])["paf_d41"]["account"] is None
    hidden = table.assign(rows=table["rows"].mask(table["fate"] == "kept"))
    assert view(hidden)["pssex1"]["account"] is None


def test_returns_stand_in_the_order_of_their_titles_with_who_reads_them():
    assert [one["title"] for one in view().values()] == [
        "Delays",
        "Notifications",
        "Pools",
        "Spending",
    ]
    assert view()["pssex1"]["code_file"].startswith("src/pooledfunds/staging/pssex1/")
