"""The validation in short: what `make validate` shows at length for docs/validation.md."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pooledfunds.core.settings import read_study
from pooledfunds.estimation.simulation import validation_page
from pooledfunds.estimation.simulation.one_world import power
from pooledfunds.estimation.simulation.validation import (
    AT_MOST,
    SIZE,
    Check,
    Rate,
    Scenario,
    summed_up,
    worlds_of,
)
from pooledfunds.estimation.simulation.validation_scenarios import scenarios

INFERENCE = read_study("means_to_an_end")["inference"]
SETTINGS = INFERENCE | {"draws": 99, "refit_draws": 99, "curve_draws": 99, "seed": 5}
SCENARIOS = {one.name: one for one in scenarios()}
# Of all tests in this file one in ten thousand would fail by chance; the seeds are fixed.
CHANCE = 1e-4


def within_reach(rate: Rate, expected: float) -> bool:
    """Return whether a rate over few worlds could be an expected one (exact binomial)."""
    happened = round(rate * rate.worlds)
    return stats.binomtest(happened, rate.worlds, expected).pvalue > CHANCE


@pytest.mark.parametrize(
    ("name", "worlds"),
    [
        ("Poisson, 5 of 152", 20),
        ("Gamma, 60 of 152, -10 %", 20),
        ("Panel of 110, 5 areas change", 5),
        ("Event study, 15 of 110 start", 20),
        ("Regional correlation 0.2", 10),
        ("Apportioned shares on time, boundaries", 10),
        ("An effect of the margin itself", 20),
        ("Noisy register (70 %, 90 %), -10 %", 20),
        ("Curve, pools, both levels and sources", 8),
        ("Curve, shared boundaries, both levels", 8),
    ],
)
def test_what_is_concluded_from_holds_what_it_promises(name, worlds):
    """Few worlds: only a broken test falls out."""
    scenario = SCENARIOS[name]
    found = pd.concat(worlds_of(scenario, SETTINGS | {"worlds": worlds}))
    for row in summed_up(scenario, found):
        if not row["not_concluded"] and row["target"] != AT_MOST:
            assert within_reach(row["rate"], np.mean(row["target"])), row["check"]


def test_two_areas_that_change_are_not_concluded_from():
    checks = SCENARIOS["Panel of 110, 2 areas change"].checks
    assert {check.not_concluded for check in checks.values()} == {
        "only 2 areas change: not testable (decision 71)"
    }
    fewest = {f"Panel of 110, {n} areas change" for n in (2, 3, 5, 12)}
    assert fewest <= set(SCENARIOS)


def test_a_world_is_the_same_twice():
    one_world = SCENARIOS["Poisson, 13 of 152"].one_world
    assert one_world(9, SETTINGS) == one_world(9, SETTINGS)


def test_a_scenario_has_worlds_of_its_own_whatever_stands_before_it():
    seeds = []

    def note(seed, settings):
        seeds.append(seed)
        return {"a": 1.0}

    for name in ("one", "another"):
        list(worlds_of(Scenario(name, {"a": Check("")}, note), SETTINGS | {"worlds": 2}))
    assert len(set(seeds)) == 4


def test_the_formula_of_power():
    """Cohen (1988): two groups of 64 find half a standard deviation in 80 of 100 samples."""
    row = {"std_error": np.sqrt(2 / 64), "df": 126}
    assert power(row, 0.5) == pytest.approx(0.80, abs=0.005)


def test_a_rate_knows_its_error_and_in_how_many_worlds_something_was_tested():
    rate = Rate.of(pd.Series([1.0] * 90 + [0.0] * 10 + [np.nan] * 5))
    assert (rate, rate.error, rate.worlds) == (0.9, pytest.approx(0.03), 100)
    assert str(rate) == "90.0 ± 3.0"
    assert str(Rate.of(pd.Series([np.nan]))) == "–"


def scenario(rate: float, why: str = "") -> Scenario:
    """Return a scenario in which something happens in a share of worlds."""
    checks = {"size": Check("t", SIZE, why)}
    return Scenario(
        f"rate {rate} {why}",
        checks,
        lambda seed, settings: {"size": float(np.random.default_rng(seed).random() < rate)},
    )


def test_the_page_tells_every_scenario_and_each_target_that_is_missed(tmp_path):
    chosen = [scenario(0.05), scenario(0.5), scenario(0.9, "too few")]
    told = []
    settings = SETTINGS | {"worlds": 600}
    text = validation_page.validate(settings, lambda *done: told.append(done), chosen, tmp_path)
    assert [done for name, done in told if done == 600] == [600] * 3
    rows = [line for line in text.splitlines() if line.startswith("| rate")]
    assert [row.rsplit("|", 2)[1].strip() for row in rows] == [
        "yes", "**no**", "not concluded from: too few",
    ]  # fmt: skip
    assert "Of 2 targets 1 are met, 1 missed and 0 open." in text
    assert text.split("Missed:")[1].count("\n- ") == 1


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path):
    settings = SETTINGS | {"worlds": 10}
    first = SCENARIOS["Gamma, 60 of 152, -10 %"]
    once = validation_page.worlds_kept(first, settings, lambda *done: None, tmp_path)
    asked = []
    again = validation_page.worlds_kept(first, settings, lambda *done: asked.append(done), tmp_path)
    pd.testing.assert_frame_equal(once, again)
    assert asked == [(first.name, 10)]
    longer = settings | {"worlds": 12}
    more = validation_page.worlds_kept(first, longer, lambda *done: None, tmp_path)
    pd.testing.assert_frame_equal(more.head(10), once)
    assert len(more) == 12
    other = settings | {"seed": 6}
    third = validation_page.worlds_kept(first, other, lambda *done: None, tmp_path)
    assert len(list(tmp_path.glob("*.parquet"))) == 2
    assert len(third) == 10


class OneWorld:
    """What a scenario draws; an edit may change what it gives, not how it is called."""

    gives = 0.0

    def __call__(self, seed, settings):
        return {"size": self.gives}

    def __repr__(self):
        return "one world"


@pytest.mark.parametrize(
    ("given_after_an_edit", "worlds", "of_them_new"), [(0.0, 300, 50), (1.0, 300, 300)]
)
def test_worlds_kept_before_an_edit_are_taken_where_the_first_come_out_the_same(
    given_after_an_edit, worlds, of_them_new, tmp_path, monkeypatch
):
    drawn = OneWorld()
    one = Scenario("one", {"size": Check("t")}, drawn)
    validation_page.worlds_kept(one, SETTINGS | {"worlds": 250}, lambda *done: None, tmp_path)
    monkeypatch.setattr(validation_page, "modules_digest", lambda: "after an edit")
    drawn.gives = given_after_an_edit
    told = []
    found = validation_page.worlds_kept(
        one, SETTINGS | {"worlds": worlds}, lambda _, done: told.append(done), tmp_path
    )
    assert told[0] == worlds - of_them_new
    assert len(found) == worlds
    assert found["size"].eq(given_after_an_edit).all()


def test_a_run_that_had_no_time_tells_how_many_worlds_it_tried(tmp_path):
    settings, chosen = SETTINGS | {"worlds": 300}, [scenario(0.05)]
    validation_page.validate(settings | {"worlds": 250}, lambda *done: None, chosen, tmp_path)
    text = validation_page.validate(settings, lambda *done: None, chosen, tmp_path, deadline=0.0)
    assert "| t | 250 |" in text
    assert "- rate 0.05 : 250" in text


def test_outside_its_target_by_chance_is_open_until_all_worlds_are_tried():
    few = {"rate": Rate.of(pd.Series([1.0] * 8 + [0.0] * 92)), "target": SIZE, "worlds": 100}
    assert validation_page.is_open(few, 3000)
    assert not validation_page.is_open(few, 100)
    many = Rate.of(pd.Series([1.0] * 160 + [0.0] * 840))
    assert not validation_page.is_open(few | {"rate": many, "worlds": 1000}, 3000)


def test_shares_simulate_what_the_page_then_reads(tmp_path, monkeypatch):
    """Two jobs have a scenario each; the page draws no world again."""
    drawn = []
    chosen = [scenario(0.05), scenario(0.5)]
    monkeypatch.setattr(validation_page, "scenarios", lambda: iter(chosen))
    monkeypatch.setattr(
        validation_page,
        "worlds_of",
        lambda one, *given: drawn.append(one.name) or worlds_of(one, *given),
    )
    options = ["--study", "means_to_an_end", "--worlds", "20", "--kept", str(tmp_path / "kept")]
    for share in ("1-of-2", "2-of-2"):
        validation_page.main([str(tmp_path / share), *options, "--share", share])
    assert drawn == [one.name for one in chosen]
    names = [(tmp_path / share).read_text() for share in ("1-of-2", "2-of-2")]
    assert names == [f"{one.name}: 20\n" for one in chosen]
    validation_page.main([str(tmp_path / "page.md"), *options])
    rows = [ln for ln in (tmp_path / "page.md").read_text().splitlines() if ln.startswith("| rate")]
    assert len(rows) == 2 and all("| 20 |" in row for row in rows)
    found = [pd.read_parquet(file) for file in (tmp_path / "kept").iterdir()]
    assert [len(worlds) for worlds in found] == [20, 20]
