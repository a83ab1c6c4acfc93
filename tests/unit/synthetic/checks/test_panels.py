"""The way in memory gives what the written and read world gives; every seed makes a world."""

import pandas as pd
import pytest

from pooledfunds.areas.names import plain_name
from pooledfunds.synthetic.checks import seeds as check_seeds
from pooledfunds.synthetic.checks.panels import panel_of_world
from pooledfunds.synthetic.checks.seeds import faults_of_seeds, linked_of_seed, read_config
from pooledfunds.synthetic.world import declare_world

SEED, TRUTH, VOLUME = 3, "effect", 0.05
CONDITIONS = ("lower_respiratory", "stroke", "fractured_neck_of_femur")
HOSPITAL = [f"{what}_{name}" for what in ("admissions", "bed_days") for name in CONDITIONS]


@pytest.fixture(scope="module")
def config():
    return read_config()


@pytest.fixture(scope="module")
def both(config, tmp_path_factory):
    """The linked tables of one world by either way."""
    folder = tmp_path_factory.mktemp("world")
    written = linked_of_seed(SEED, TRUTH, folder, config, VOLUME)
    return written, panel_of_world(SEED, TRUTH, config, VOLUME)


@pytest.mark.parametrize("area_type", ["council", "pct"])
def test_all_but_the_hospital_columns_are_the_same(both, area_type):
    written, drawn = (tables[f"panel_{area_type}"] for tables in both)
    same = [
        name
        for name in written
        if not any(part in name for part in (*CONDITIONS, "mh_")) or name.startswith("pool")
    ]
    assert len(same) > 50
    pd.testing.assert_frame_equal(written[same], drawn[same], check_exact=False, rtol=1e-9)


@pytest.mark.parametrize("area_type", ["council", "pct"])
def test_hospital_columns_differ_by_the_mishaps_of_records_alone(both, area_type):
    """Some three records in a hundred lose their place, diagnosis or dates."""
    written, drawn = (tables[f"panel_{area_type}"] for tables in both)
    sums = written[[*HOSPITAL, "mh_stays"]].sum() / drawn[[*HOSPITAL, "mh_stays"]].sum()
    assert sums.between(0.94, 1.01).all()
    for name in [*HOSPITAL, "mh_stays", "mh_length_of_stay"]:
        assert written[name].corr(drawn[name]) > 0.98, name


@pytest.mark.parametrize("seed", [2, 3, 17])
def test_no_two_bodies_of_one_kind_bear_one_name(seed):
    world = declare_world({"seed": seed, "truth": "report"})
    pcts = pd.concat([world.bodies.pcts["pct_name"], world.predecessors["name"]])
    assert pcts.map(plain_name).is_unique
    assert world.bodies.councils["council"].map(plain_name).is_unique
    codes = pd.concat([world.bodies.pcts["pct_code"], world.predecessors["code"]])
    assert codes.is_unique


def test_a_seed_that_once_stopped_the_run_makes_a_world(config):
    """As the world of `both` does; two hundred are tried by ``make validate``."""
    assert list(faults_of_seeds([2], config)) == [(2, "")]


def test_a_world_that_fails_is_told_with_its_fault_and_the_next_is_tried(config, monkeypatch):
    def fail(seed, *_):
        if seed == 4:
            raise ValueError("two bodies bear one name")

    monkeypatch.setattr(check_seeds, "linked_of_seed", fail)
    faults = dict(faults_of_seeds([3, 4, 5], config))
    assert faults == {3: "", 4: "ValueError: two bodies bear one name", 5: ""}
