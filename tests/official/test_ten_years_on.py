"""The second study's returns as published: its own run meets the totals of the protocol."""

import pandas as pd
import pytest

from tests.conftest import REAL, Workspace

RETURNS = REAL.parent / "real_ten_years_on"
PROCESSED = "data/processed/ten_years_on/official"
pytestmark = [
    pytest.mark.workflow,
    pytest.mark.skipif(not RETURNS.is_dir(), reason=f"no returns at {RETURNS}"),
]


@pytest.fixture(scope="module")
def table(tmp_path_factory):
    """A function that gives a table of the one run, which stops once returns are linked."""
    workspace = Workspace(tmp_path_factory.mktemp("ten_years_on"))
    workspace.run(
        f"{PROCESSED}/linked/panel_council.parquet",
        "--config", "study=ten_years_on", "basis=official", f"official_root={RETURNS}",
    )  # fmt: skip
    return lambda name: pd.read_parquet(workspace.folder / PROCESSED / f"{name}.parquet")


def test_areas_add_up_to_the_printed_england_in_96_of_96_months(table):
    audit = table("staged/delayed_days_audit")
    england = audit[audit["check"] == "areas to England"]
    assert england["month"].nunique() == 96
    assert (england["differing"] == 0).all()
    assert (audit["differing"] == 0).all()


def test_england_delayed_days_as_printed(table):
    audit = table("staged/delayed_days_audit")
    whole = audit[(audit["check"] == "areas to England") & (audit["category"] == "all")]
    by_year = whole.groupby(["breakdown", "financial_year"], observed=True)["published"].sum()
    assert set(by_year.xs("2014/15", level="financial_year")) == {1_624_977}
    assert set(by_year.xs("2016/17", level="financial_year")) == {2_254_821}


def test_activity_adds_up_in_84_months(table):
    audit = table("staged/monthly_activity_audit")
    england = audit[audit["check"] == "commissioners to England"]
    assert england["month"].nunique() == 84
    assert (england["differing"] == 0).all()


def test_expenditure_and_income_of_2014_15(table):
    returned = table("staged/council_expenditure")
    whole = returned[
        (returned["summary"] == "Adult Social Care") & (returned["delivery"] == "Total")
    ]
    by = whole.pivot_table("gbp_thousand", "cssr_code", "measure", "sum", observed=True)
    assert len(by) == 152
    millions = by.sum() / 1000
    assert round(millions["gross_current_expenditure"]) == 17_043
    assert round(millions["joint_arrangements"], 1) == 208.8
    assert round(millions["nhs_income"], 1) == 1_715.6
    assert (by["joint_arrangements"] > 0).sum() == 73
    assert (table("staged/council_expenditure_audit")["largest_difference"] <= 0.5).all()


def test_better_care_fund_as_printed_and_as_reported(table):
    income = table("staged/bcf_income").astype({"financial_year": str})
    by_year = income.groupby("financial_year")
    assert by_year["gbp_thousand"].sum()["2016/17"] == pytest.approx(1_244_340.32, abs=0.005)
    assert by_year["reported"].sum().to_dict() == {"2015/16": 103, "2016/17": 119}


def test_persons_of_2011(table):
    persons = table("staged/council_population")
    own = (persons["financial_year"] == "2011/12") & (persons["age_band"] == "all ages")
    assert persons.loc[own, "persons"].sum() == 53_107_169


def test_the_panel_has_148_areas_in_each_of_eight_years(table):
    panel = table("linked/panel_council")
    inside = panel[panel["in_frame"]]
    assert inside.groupby("financial_year", observed=True)["area_code"].nunique().eq(148).all()
    assert inside["financial_year"].nunique() == 8
    assert inside["delayed_days"].notna().all()
