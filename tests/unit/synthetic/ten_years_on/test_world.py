"""The invented small England: what is declared holds in it, and the same seed gives it again."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from pooledfunds.core.settings import SettingsError, read_basis
from pooledfunds.synthetic.ten_years_on.delays import split_days
from pooledfunds.synthetic.ten_years_on.places import REGIONS
from pooledfunds.synthetic.ten_years_on.world import (
    BODIES,
    FUND_FROM,
    declare_world,
    moving,
    planted,
)
from pooledfunds.synthetic.ten_years_on.write import WRITERS

BASIS = read_basis("ten_years_on", "artificial")
SETTINGS = {name: value for name, value in BASIS.world.items() if name != "writer"}
NONE = SETTINGS | {"effects": {}}
SOME = (
    "places/councils.csv",
    "places/211.csv",
    "pss_expenditure/CSV_ASCFR_Additional_2016-17.csv",
    "falls/admissions_falls.csv",
    "delayed_transfers/Jan_18.xlsx",
    "monthly_activity/Mar_13.xlsx",
)


@pytest.fixture(scope="module")
def world():
    return declare_world(SETTINGS)


@pytest.fixture(scope="module")
def worlds(world):
    other = SETTINGS | {"seed": SETTINGS["seed"] + 1}
    return {"first": world, "again": declare_world(SETTINGS), "other": declare_world(other)}


def test_the_basis_names_every_file_that_is_written():
    assert sorted(file for files in BASIS.sources.values() for file in files) == sorted(WRITERS)


def test_returns_have_as_many_rows_as_the_basis_says(world):
    with Path(BASIS.codelists["return_rows"]).open(encoding="utf-8") as lines:
        rows = {row["source"]: int(row["rows"]) for row in csv.DictReader(lines)}
    assert rows == {
        "council_list": len(world.places.councils),
        "small_area_lookup": len(world.places.small_areas),
        "district_lookup": len(world.places.districts),
    }


def test_every_class_stands_in_each_of_its_regions_and_codes_are_one_each(world):
    councils = world.places.councils
    inside = councils[~councils["tiny"]].drop_duplicates("study_area")
    cells = Counter(zip(inside["region"], inside["area_class"], strict=True))
    wanted = {(name, kind) for _, name, _, _, classes in REGIONS for kind in classes}
    assert cells == dict.fromkeys(wanted, SETTINGS["areas_per_cell"])
    for column in ("cssr_code", "council", "gss"):
        assert councils[column].is_unique
    assert world.places.small_areas["lsoa_code"].is_unique
    assert councils["study_area"].value_counts().value_counts().to_dict() == {1: 63, 2: 1}


@pytest.mark.parametrize("file", SOME)
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(worlds, tmp_path, file):
    written = {}
    for name, one in worlds.items():
        WRITERS[file](tmp_path / name / file, one)
        written[name] = (tmp_path / name / file).read_bytes()
    assert written["first"] == written["again"] != written["other"]


def test_a_planted_effect_changes_delays_after_the_fund_began_and_not_before(world):
    without = declare_world(NONE)
    assert (world.days[:, :FUND_FROM] == without.days[:, :FUND_FROM]).all()
    place, after = list(BODIES).index("social_care"), slice(FUND_FROM, None)
    change = np.log(
        world.days[:, after, place].sum(axis=1) / without.days[:, after, place].sum(axis=1)
    )
    area = world.places.areas.get_indexer(world.places.councils["study_area"])
    dose = world.exposure["joint_and_nhs_share"].to_numpy()[area]
    slope = np.polyfit(dose, change, 1)[0]
    assert slope == pytest.approx(SETTINGS["effects"]["joint_money_social_care"], abs=0.02)
    assert list(planted(without).values()) == pytest.approx([0.0] * 5)


def test_delays_in_all_have_an_effect_between_those_of_the_bodies(world):
    found = planted(world)
    low, high = (sorted(SETTINGS["effects"].values())[place] for place in (0, -1))
    assert low < found["delayed_days by joint_and_nhs_share"] < high


def test_months_and_regions_hang_together_as_the_settings_say():
    region = np.repeat(np.arange(9), 60)
    course = moving(np.random.default_rng(1), region, monthly=0.9, regional=0.3)
    next_month = np.corrcoef(course[:, :-1].ravel(), course[:, 1:].ravel())[0, 1]
    assert next_month == pytest.approx(0.9, abs=0.03)
    means = np.array([course[region == one].mean(axis=0) for one in range(9)])
    assert means.var() == pytest.approx(0.3, abs=0.1)
    assert course.var() == pytest.approx(1, abs=0.1)


def test_days_by_care_and_reason_are_the_days_of_each_body(world):
    days = split_days(world, "2011-04")
    assert (days.sum(axis=(2, 3)) == world.days[:, 0]).all()
    assert days[..., -1].sum() == 0  # the last reason begins in April 2017
    assert split_days(world, "2017-04")[..., -1].sum() > 0


@pytest.mark.parametrize("changed", [{"truth": "report"}, {"effects": {"magic": 1.0}}])
def test_a_setting_that_this_writer_does_not_take_is_refused(changed):
    with pytest.raises(SettingsError, match="this writer takes areas_per_cell, effects"):
        declare_world(SETTINGS | changed)
