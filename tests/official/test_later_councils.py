"""Returns of the later era as published: printed totals are met, and areas are whole."""

import pytest

from pooledfunds.core.codelists import read_tables
from pooledfunds.core.settings import word_list_files
from pooledfunds.run.returns import lists_of_study
from pooledfunds.staging.stage import stage_returns
from tests.conftest import REAL

STUDY = "ten_years_on"
RETURNS = REAL.parent / "real_ten_years_on"
pytestmark = pytest.mark.skipif(not RETURNS.is_dir(), reason=f"no returns at {RETURNS}")
CORRECTIONS = "config/bases/official/council_finance_corrections.csv"
FILES = {
    "district_lookup": "places/177.csv",
    "small_area_lookup": "places/211.csv",
    "population_by_age": "population/*.csv",
    "council_imd": "deprivation/*.xlsx",
    "council_expenditure": "pss_expenditure/*14-15*.csv",
    "bcf_income": "pss_expenditure/*[aA]dd*.csv",
    "falls_admissions": "falls/*.csv",
    "place_of_death": "place_of_death/*.csv",
}


@pytest.fixture(scope="module")
def later():
    files = {
        source: sorted(path.as_posix() for path in RETURNS.glob(pattern))
        for source, pattern in FILES.items()
    }
    lists = read_tables(word_list_files(STUDY) | {"council_finance_corrections": CORRECTIONS})
    settings = {"council_expenditure": {"rounding_gbp_thousand": 0.5}}
    return stage_returns(files | lists_of_study(STUDY), lists, settings)


def test_councils_expenditure_is_as_printed_and_every_identity_holds(later):
    table = later["council_expenditure"]
    whole = table[table["summary"] == "Adult Social Care"]
    england = whole.groupby("measure", observed=True)["gbp_thousand"].sum()
    assert england["gross_current_expenditure"] == pytest.approx(17_043_296.46)
    assert england["joint_arrangements"] == pytest.approx(208_768.72)
    assert england["nhs_income"] == pytest.approx(1_715_642.16)
    joint = whole[whole["measure"] == "joint_arrangements"]
    assert (joint["gbp_thousand"] > 0).sum() == 73
    audit = later["council_expenditure_audit"]
    assert len(audit) == 6
    assert (audit["councils"] == 152).all()
    assert audit["compared"].sum() == 155_040
    assert audit["largest_difference"].max() < 0.03


def test_better_care_fund_income_adds_up_to_england_and_a_blank_is_no_report(later):
    table = later["bcf_income"]
    by_year = table.groupby("financial_year").agg({"gbp_thousand": "sum", "reported": "sum"})
    assert by_year.loc["2016/17", "gbp_thousand"] == pytest.approx(1_244_340.32, abs=0.005)
    assert by_year["reported"].to_dict() == {"2015/16": 103, "2016/17": 119}
    slip = table[(table["cssr_code"] == "108") & (table["financial_year"] == "2015/16")]
    assert slip["gbp_thousand"].tolist() == [15233.0]


def test_population_of_england_is_whole_in_every_year_of_the_study(later):
    people = later["council_population"]
    everyone = people[people["age_band"] == "all ages"]
    by_year = everyone.groupby("financial_year")["persons"].sum()
    assert by_year["2011/12"] == 53_107_169
    assert by_year["2018/19"] == 55_977_178
    assert everyone.groupby("financial_year")["area"].nunique().eq(150).all()


def test_every_small_area_has_its_area_and_its_ccg(later):
    lookup = later["small_area_lookup"]
    assert len(lookup) == 32_844
    assert lookup["area_code"].nunique() == 150
    assert lookup["ccg_code"].nunique() == 209
    assert (
        later["ccg_council_pairs"]["ccg_code"].nunique() == 194
    )  # CCGs of April 2018, two of which count as one


def test_districts_weighed_by_persons_are_within_one_per_cent_of_england(later):
    audit = later["indicator_audit"]
    assert len(audit) == 24
    assert audit["difference"].abs().max() < 0.01


def test_every_area_has_a_deprivation_score(later):
    scores = later["council_deprivation"]
    assert len(scores) == 150
    assert scores["small_areas"].sum() == 32_844
