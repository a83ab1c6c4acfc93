"""Councils' returns of 2003/04 and 2004/05, and the weeks of care that they supported."""

import pytest

from pooledfunds.catalogue.indicators import INDICATOR_AUDIT
from pooledfunds.catalogue.lookups import DISTRICT_SMALL_AREAS
from pooledfunds.catalogue.returns import RESIDENTIAL_WEEKS
from pooledfunds.core.schema import enforce
from pooledfunds.linkage.outcomes.baseline import (
    joint_financing_before,
    residential_care,
    spending_before,
)
from pooledfunds.linkage.outcomes.district_indicators import district_indicators
from pooledfunds.linkage.pooling.joint_financing import joint_financing
from pooledfunds.run.downloads import read_downloads
from pooledfunds.staging.stage import stage_returns
from tests.conftest import REAL
from tests.official.conftest import STUDY, official_lists

EARLIER = REAL.parent / "real_earlier_pssex1"
LISTS = ("council_list", "pct_list", "pct_council_pairs")
pytestmark = pytest.mark.skipif(not EARLIER.is_dir(), reason=f"no returns at {EARLIER}")


@pytest.fixture(scope="module")
def earlier(official_sources, study):
    given = {
        "pssex1": sorted(map(str, EARLIER.glob("*.xls"))),
        "residential_weeks": sorted(map(str, EARLIER.glob("*.csv"))),
    }
    lists = {source: official_sources[source] for source in LISTS}
    return stage_returns(lists | given, official_lists(), study)


def test_weeks_add_up_to_the_printed_totals_but_for_those_explained(earlier):
    weeks = enforce(earlier["residential_weeks"], RESIDENTIAL_WEEKS)
    england = weeks.groupby("financial_year")["weeks_supported"].agg(["size", "sum"])
    assert england["size"].to_dict() == {
        **dict.fromkeys(("2002/03", "2003/04", "2004/05", "2007/08"), 150),
        **dict.fromkeys(("2001/02", "2005/06", "2006/07"), 149),
    }
    # As printed; of 2004/05 the print leaves out Lancashire's 32,911.
    assert england["sum"]["2003/04"] == pytest.approx(1_999_262.72)
    assert england["sum"]["2004/05"] == pytest.approx(1_942_742.74 + 32_911)


def test_every_council_has_a_baseline(earlier, study):
    joint = joint_financing(earlier["pssex1"], study["joint_financing"])
    tables = {**earlier, "joint_financing": joint}
    for add in (residential_care, spending_before, joint_financing_before):
        table = add(None, tables, study)
        table = table[table["financial_year"] == study["financial_years"][-1]]
        assert len(table) == 150
        assert table.filter(like="_baseline").notna().all(axis=None)


@pytest.fixture(scope="module")
def deaths(official_sources, study):
    later = REAL.parent / "real_ten_years_on"
    given = {
        "imd_2007": official_sources["imd_2007"],
        "small_area_districts": [str(later / "places/211.csv")],
        "place_of_death_small_areas": [str(later / "place_of_death/deaths_at_home.csv")],
    }
    lists = {source: official_sources[source] for source in LISTS}
    return stage_returns(lists | given, official_lists(), study)


def test_every_district_lies_in_one_council_and_englands_deaths_are_near_their_mean(deaths):
    districts = enforce(deaths["district_small_areas"], DISTRICT_SMALL_AREAS)
    assert (len(districts), districts["area_code"].nunique()) == (326, 150)
    assert districts["small_areas"].sum() == 32_844
    audit = enforce(deaths["indicator_audit"], INDICATOR_AUDIT)
    assert len(audit) == 16
    assert audit["difference"].between(-0.023, -0.015).all()


def test_deaths_are_known_of_every_council_but_the_smallest(deaths, study):
    shares = district_indicators(None, deaths, study)
    years = [*study["financial_years"], study["baseline_year"]]
    of_years = shares[shares["financial_year"].isin(years)]
    known = of_years.groupby("financial_year")["deaths_usual_residence_share"].count()
    assert known.to_dict() == dict.fromkeys(years, 150) | {"2005/06": 149}  # Isles of Scilly


def test_the_workbooks_are_those_that_retrieval_brings():
    published = {d.target.rpartition("/")[2]: d for d in read_downloads(STUDY)}
    for workbook in EARLIER.glob("*.xls"):
        assert published[workbook.name].matches(workbook)
