"""The published workbook of delayed transfers and the national totals, read as they came."""

import pandas as pd
import pytest

from pooledfunds.catalogue.returns import DELAYED_TRANSFERS, NATIONAL_FIGURES
from pooledfunds.core.codelists import read_tables
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.core.settings import word_list_files
from pooledfunds.staging.delayed_transfers import read_delayed_transfers
from pooledfunds.staging.reading import ReadingContext

KEY = ["period", "reason"]


@pytest.fixture(scope="module")
def delays(real):
    faults = IssueList()
    lists = {
        "councils": pd.DataFrame({"cssr_code": []}),
        "pcts": pd.DataFrame({"pct_code": []}),
    }
    context = ReadingContext(read_tables(word_list_files("means_to_an_end")), {}, faults, lists)
    file = str(real / "delayed_transfers/DTOC-England-Data_Set.xls")
    found = read_delayed_transfers([file], context)
    table, account = found.tables["delayed_transfers"], found.account
    assert not faults  # printed totals over care and over responsibility equal their parts
    return enforce(table, DELAYED_TRANSFERS), account


def test_all_four_sheets_are_read(delays):
    table, account = delays
    assert table["period"].nunique() == 115  # August 2010 to February 2020
    assert table["period"].min() == "2010-08"
    assert table["period"].max() == "2020-02"
    kept = account[account["fate"] == "kept"].groupby("stage")["rows"].sum()
    assert len(table) == 9890
    assert kept.to_dict() == {
        "delayed_transfers": 9890,  # values of the four sheets
        "delayed_transfers (lines)": 4 * 115,  # a line for each month
        "delayed_transfers (frame)": 9890,
    }


def test_a_printed_figure_stands_where_it_was_printed(delays):
    days = delays[0].query("period == '2010-08' and measure == 'delayed_days'")
    whole = days[(days["care_type"] == "all") & (days["responsible"] == "all")]
    assert whole.set_index("reason")["value"][["all", "A", "F"]].tolist() == [109918, 20730, 2889]


def test_the_finest_sheet_adds_up_to_the_sheet_by_reason(delays):
    days = delays[0].query("measure == 'delayed_days'").astype({"reason": str})
    finest = days[(days["care_type"] != "all") & (days["responsible"] != "all")]
    by_reason = days[(days["care_type"] == "all") & (days["responsible"] == "all")]
    by_reason = by_reason[by_reason["reason"] != "all"].set_index(KEY)["value"]
    assert len(by_reason) == 115 * 11
    pd.testing.assert_series_equal(
        finest.groupby(KEY)["value"].sum(), by_reason.sort_index(), check_names=False
    )


def test_the_national_totals_are_staged(staged):
    figures = enforce(staged["national_figures"], NATIONAL_FIGURES)
    total = figures.set_index(["measure", "period"])["value"]
    assert total["gross_current_adult_social_care", "2007/08"] == 15275
    assert set(figures["source_id"]) == {"national_totals"}
