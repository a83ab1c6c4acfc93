import pytest

from pooledfunds.contracts import enforce
from pooledfunds.contracts_returns import NATIONAL_FIGURES
from pooledfunds.faults import FaultList
from pooledfunds.sources.national_totals import read_national_figures
from tests.unit.sources.returns import EDITIONS, assert_told, damaged, fates, written

FIGURES = """\
measure,geography,period,value,unit,source
nhs_outturn,England,2007-08,86.4,GBP billion,a report
joint_share,England,2007/08,3.4,percent of spend,a report
delayed,England,2008,5330,patients per day,a page
"""


def read(paths, faults):
    return read_national_figures({"national_totals": paths}, EDITIONS, faults)


def test_figures_keep_their_source_and_a_financial_year_is_written_one_way(tmp_path):
    faults = FaultList()
    totals = written(tmp_path, "totals.csv", FIGURES)
    survey = written(tmp_path, "dass.csv", FIGURES)
    paths = {"national_totals": [totals], "dass_survey": [survey]}
    table, account = read_national_figures(paths, EDITIONS, faults)
    assert not faults
    enforce(table, NATIONAL_FIGURES)
    assert set(table["period"]) == {"2007/08", "2008"}
    assert table["source_id"].value_counts().to_dict() == {"national_totals": 3, "dass_survey": 3}
    assert fates(account) == {"submitted": 6, "kept": 6}


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        ({"86.4": "about 86"}, "column value, first at line 2", "not a number"),
        ({"86.4": ""}, "column value, first at line 2", "no figure given"),
        ({",3.4,": ",340,"}, "column value, first at line 3", "a percentage above 100"),
        ({"GBP billion": ""}, "column unit, first at line 2", "blank"),
        (
            {"joint_share": "nhs_outturn"},
            "column measure, geography and period, first at line 3",
            "given more than once",
        ),
        ({"geography": "place"}, "line 1", "no column geography (edition plain)"),
    ],
)
def test_each_damage_is_told_with_file_place_and_rule(tmp_path, change, place, rule):
    assert_told(read, written(tmp_path, "totals.csv", damaged(FIGURES, change)), place, rule)
