import pandas as pd
import pytest

from pooledfunds.catalogue.council_finance import BCF_INCOME
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.bcf_income import read_bcf_income
from pooledfunds.staging.reading import ReadingContext
from tests.unit.staging.returns import CODELISTS, damaged, fates

COUNCILS = pd.DataFrame({"cssr_code": ["101", "102", "103"]})
NAMES = """UUID,Council Code,Council Name,Data Type,Data Source,Age Band,Finance Type,\
Comparative totals,Value
8326110,101,Ash,Mandatory,Additional Data,-,Income,Grants,9
8328110,101,Ash,Voluntary,Additional Data,-,Income,Income from Better Care Fund,15.2
8328110,102,Elm,Voluntary,Additional Data,-,Income,Income from Better Care Fund,
8328110,103,Oak,Voluntary,Additional Data,-,Income,Income from Better Care Fund,0
"""
KEYS = """UUID,FY_Ending,CASSR_CODE,GEOGRAPHY_CODE,REGION_GO_CODE,DataSource_KEY,Datatype_KEY,\
AgeBand_KEY,FinanceType_KEY,PrimarySupportReason_KEY,ComparativeTotals_KEY,ItemValue
8328110,2017,101,E10000901,E12000001,1,1,,,,6,16000.25
8328110,2017,102,E06000902,E12000001,1,1,,,,6,:
8328110,2017,103,E06000903,E12000002,1,1,,,,6,4000
8328110,2017,,,E12000001,1,1,,,,6,16000.25
8328110,2017,,,E92000001,1,1,,,,6,20000.25
"""
FIRST, SECOND = "pss-exp-eng-15-16-add.csv", "CSV_Additional_2016-17.csv"
SLIP = pd.DataFrame(
    [["bcf_income", "2015/16", "101", "3", "bcf_income", "15.2", "15200", "millions"]],
    columns=["source", "financial_year", "area", "line", "measure", "was", "now", "reason"],
)


def read(folder, *files):
    paths = []
    for name, text in files:
        (folder / name).write_text(text)
        paths.append(str(folder / name))
    faults = IssueList()
    lists = CODELISTS | {"council_finance_corrections": SLIP}
    context = ReadingContext(lists, {}, faults, {"councils": COUNCILS}, "bcf_income")
    return read_bcf_income(paths, context), [str(fault) for fault in faults]


def test_a_blank_is_not_reported_and_nought_is(tmp_path):
    found, faults = read(tmp_path, (FIRST, NAMES), (SECOND, KEYS))
    assert not faults
    table = enforce(found.tables["bcf_income"], BCF_INCOME)
    table = table.set_index(["financial_year", "cssr_code"]).sort_index()
    assert table["reported"].tolist() == [True, False, True, True, False, True]
    assert table.loc[("2015/16", "101"), "gbp_thousand"] == 15200  # put right, as declared
    assert table.loc[("2015/16", "103"), "gbp_thousand"] == 0
    assert pd.isna(table.loc[("2016/17", "102"), "gbp_thousand"])
    assert fates(found.account) == {
        "submitted": 9,
        "another item": 1,
        "printed total: held against councils": 2,
        "kept": 6,
    }


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            {",,,E92000001,1,1,,,,6,20000.25": ",,,E92000001,1,1,,,,6,20010.25"},
            "column gbp_thousand, first at line 6: a printed total that lies over 1 thousand",
        ),
        ({"2017,103": "2017,999"}, "column cssr_code, first at line 4: no such body: 999"),
        ({"2017,103": "2017,101"}, "column cssr_code and financial_year, first at line 4"),
        ({",4000\n": ",4000k\n"}, "column gbp_thousand, first at line 4: not a number"),
        ({"2017,": "1999,"}, "column year_ending, first at line 2: outside the years 2015/16"),
        ({"8328110": "8328111"}, "column item: no line of item 8328110: is the file whole?"),
        ({"ItemValue": "Value"}, "no column"),
    ],
)
def test_each_damage_is_told_with_its_place(tmp_path, change, told):
    _, faults = read(tmp_path, (SECOND, damaged(KEYS, change)))
    assert any(fault.startswith(SECOND) and told in fault for fault in faults), faults


def test_a_file_whose_name_has_no_year_is_told_where_no_column_has_it(tmp_path):
    _, faults = read(tmp_path, ("additional.csv", NAMES))
    assert "the year stands in the file's name alone" in faults[0]
