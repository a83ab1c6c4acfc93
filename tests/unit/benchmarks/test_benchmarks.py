"""The benchmarks keep step with the library: each can be loaded, and its smallest form runs."""

from importlib import import_module

import numpy as np
import pytest
from benchmarks import _hes_world, estimation, hes, link, scan, spells

from pooledfunds.core.settings import read_study
from pooledfunds.estimation.simulation.worlds import World, simulate
from tests.conftest import ROOT

MODULES = sorted(path.stem for path in (ROOT / "benchmarks").glob("*.py"))


@pytest.mark.parametrize("name", [name for name in MODULES if name != "__main__"])
def test_every_benchmark_can_be_loaded(name):
    import_module(f"benchmarks.{name}")


def test_a_small_world_is_linked():
    study = read_study("means_to_an_end")
    world = link.world(20, 19, study["financial_years"], study)
    assert link.seconds(world, study) > 0


def test_few_draws_agree_with_refitting(monkeypatch):
    monkeypatch.setattr(estimation, "DRAWS", {"draws": 199, "seed": 1})
    monkeypatch.setattr(estimation, "REFITS", 20)
    panel = simulate(World(), np.random.default_rng(4))
    _, errors = estimation.randomisation(panel)
    assert errors["met"]


def test_a_small_extract_is_scanned_every_way_that_is_installed(tmp_path):
    _hes_world.write(tmp_path, 300)
    file = min(tmp_path.glob("APC_*.txt"))
    for name in ("ours", "in_duckdb"):
        scan.WAYS[name](file)


def test_a_small_extract_is_counted_alike_in_both_ways(tmp_path):
    _hes_world.write(tmp_path, 3_000)
    hes.bare_scan(tmp_path)
    ways = {"pipeline": hes.pipeline(tmp_path, "1GB"), "in_pandas": hes.in_pandas(tmp_path)}
    for way, tables in ways.items():
        for name, table in tables.items():
            table.to_parquet(tmp_path / f"{way}_{name}.parquet")
    hes.check_agreement(tmp_path)


def test_continuous_spells_of_a_small_extract_are_those_of_the_rule_in_pandas(tmp_path):
    _hes_world.write(tmp_path, 30_000)
    stays, joined, _seconds = spells.ours(tmp_path)
    assert stays["joins"].any()
    assert joined == len(stays) - stays["joins"].sum()
