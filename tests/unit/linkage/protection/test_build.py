"""What is published of a little England, with records and without."""

import pandas as pd
import pytest

from pooledfunds.linkage.protection.build import protect
from tests.disclosure import world

RECORDS = ("hes_activity", "hes_lengths_of_stay", "hes_row_accounts")


@pytest.fixture(scope="module")
def tables():
    return world.linked(world.records(1, 40), world.study(apply=True))


@pytest.fixture(scope="module")
def protected(tables):
    return protect(tables, world.study(apply=True))


def test_areas_hold_multiples_of_five_and_what_follows_from_them(protected):
    panel = protected["panel_pct"]
    counts = panel[["admissions_stroke", "bed_days_stroke", "mh_stays"]].stack().dropna()
    assert (counts % 5 == 0).all() and counts.min() >= 15
    nights = (panel["mh_length_of_stay"] * panel["mh_stays"]).dropna()
    assert ((nights / 5).round(6) % 1 == 0).all()


def test_expected_counts_add_up_to_englands_protected_ones(protected):
    england = protected["england_activity"]
    rows = england[(england["area_type"] == "pct") & (england["condition"] == "stroke")]
    held = rows.groupby("financial_year")["admissions"].sum()
    panel = protected["panel_pct"].groupby("financial_year")["expected_admissions_stroke"].sum()
    assert panel.to_dict() == pytest.approx(held.to_dict())


def test_the_exact_panel_stays_as_it_was(tables, protected):
    assert not tables["panel_pct"]["admissions_stroke"].equals(
        protected["panel_pct"]["admissions_stroke"]
    )
    assert (tables["panel_pct"]["admissions_stroke"] % 5 != 0).any()


def test_the_log_counts_what_is_withheld_and_tells_no_place(protected):
    log = protected["withheld"]
    item = (log["area_type"] == "pct") & (log["item"] == "admissions_stroke")
    missing = protected["panel_pct"].groupby("financial_year")["admissions_stroke"]
    held = log[item].groupby("financial_year")["withheld"].sum()
    assert held.to_dict() == missing.apply(lambda counts: counts.isna().sum()).to_dict()
    assert set(log["published"]) == {"areas", "row_accounts"}


def test_a_column_of_records_that_no_rule_makes_is_blank(tables, monkeypatch):
    every = {"admissions_stroke", "population"}  # as if persons came from records
    monkeypatch.setattr(
        "pooledfunds.linkage.protection.panels.columns_of_records", lambda study: every
    )
    made = protect(tables, world.study(apply=True))["panel_pct"]
    assert made["population"].isna().all()
    assert made["admissions_stroke"].notna().any()


def test_rules_that_are_off_change_nothing(tables):
    made = protect(tables, world.study(apply=False))
    for name in ("panel_pct", "panel_council"):
        pd.testing.assert_frame_equal(made[name], tables[name])
    assert made["withheld"].empty


def test_a_run_without_records_withholds_nothing():
    settings = world.study(apply=True)
    staged = world.staged(world.records(1, 1))
    for name in RECORDS:
        del staged[name]
    tables = staged | world.link(staged, settings)
    made = protect(tables, settings)
    assert set(made) == {"panel_council", "panel_pct", "row_accounts", "withheld"}
    assert made["withheld"].empty
