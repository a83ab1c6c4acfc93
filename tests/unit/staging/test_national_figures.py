import pandas as pd
import pytest

from pooledfunds.catalogue.returns import NATIONAL_FIGURES
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.national_figures import read_national_figures
from pooledfunds.staging.reading import join_rows
from tests.unit.staging.returns import assert_told, call, damaged, fates, written

FIGURES = """\
measure,geography,period,value,unit,source
gross_current_adult_social_care,England,2007-08,15275,GBP million,a report
joint_expenditure_share,England,2007/08,3.4,percent of spend,a report
dtoc_all_daily,England,2008,5330,patients per day,a page
"""


SURVEY = """\
measure,geography,period,value,unit,source
response_rate,England,2008/09,75,%,a survey
"""


def read(paths, faults):
    return call(read_national_figures, paths, faults, source="national_totals")


def test_figures_keep_their_source_and_a_financial_year_is_written_one_way(tmp_path):
    faults = IssueList()
    texts = {"national_totals": FIGURES, "dass_survey": SURVEY}
    parts, accounts = zip(
        *(
            call(read_national_figures, [written(tmp_path, f"{s}.csv", t)], faults, source=s)
            for s, t in texts.items()
        ),
        strict=True,
    )
    table, account = join_rows(parts, NATIONAL_FIGURES), pd.concat(accounts)
    assert not faults
    enforce(table, NATIONAL_FIGURES)
    assert set(table["period"]) == {"2007/08", "2008", "2008/09"}
    assert table["source_id"].value_counts().to_dict() == {"national_totals": 3, "dass_survey": 1}
    assert fates(account) == {"submitted": 4, "kept": 4}


@pytest.mark.parametrize(
    ("change", "place", "rule"),
    [
        ({"15275": "about 86"}, "column value, first at line 2", "not a number"),
        ({"15275": ""}, "column value, first at line 2", "no figure given"),
        (
            {",3.4,": ",340,"},
            "column value, first at line 3",
            "joint_expenditure_share outside 0.1 to 20",
        ),
        ({"GBP million": ""}, "column unit, first at line 2", "blank"),
        (
            {"joint_expenditure_share": "gross_current_adult_social_care"},
            "column measure, geography and period, first at line 3",
            "given more than once",
        ),
        (
            {"dtoc_all_daily": "dtoc"},
            "column measure, first at line 4",
            "no such measure of this source: dtoc (config/codelists/national_measures.csv)",
        ),
        ({"15275": "15275000"}, "column value, first at line 2", "gross_current_adult_social_care"),
        (
            {"million": "thousand"},
            "column unit, first at line 2",
            "gross_current_adult_social_care",
        ),
        (
            {",2008,": ",2007/09,"},
            "column period, first at line 4",
            "not a financial year (2007/08), a calendar year (2007) or a date (2007-06-29)",
        ),
        ({"geography": "place"}, "line 1", "no column geography (edition plain)"),
    ],
)
def test_each_damage_is_told_with_file_place_and_rule(tmp_path, change, place, rule):
    assert_told(read, written(tmp_path, "totals.csv", damaged(FIGURES, change)), place, rule)
