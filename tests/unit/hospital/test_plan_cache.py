"""A kept plan is the plan that its function makes, and no change meets an old one."""

from pathlib import Path

import ibis
import pytest

from pooledfunds.hospital import plan_cache as kept
from pooledfunds.hospital.engine import in_run


@pytest.fixture
def calls():
    """List what plans are made of."""
    made = []

    def make(plan, table, settings):
        made.append((table, settings))
        plan.query("rows", plan.materialize("chosen", table.filter(table.a > settings["above"])))
        return plan

    return made, make


def table(kind="int64"):
    return ibis.table({"a": kind}, name="given")


def test_a_plan_is_made_once_for_the_same_facts(calls, tmp_path):
    made, make = calls
    first = kept.cached_plan(make, table(), {"above": 3}, folder=tmp_path)
    again = kept.cached_plan(make, table(), {"above": 3}, folder=tmp_path)
    assert (first, len(made)) == (again, 1)
    assert "> " in first.steps[0][-1] and "chosen" in first.asked["rows"]


def test_other_settings_and_other_columns_make_another(calls, tmp_path):
    made, make = calls
    plans = [
        kept.cached_plan(make, given, {"above": above}, folder=tmp_path)
        for given, above in ((table(), 3), (table(), 4), (table("int32"), 3), (table("!int64"), 3))
    ]
    assert len(made) == len(plans)
    assert plans[0] != plans[1]


def test_how_the_work_is_done_makes_no_other(calls, tmp_path):
    made, make = calls
    for limit in ("1GB", "2GB"):
        settings = {"above": 3, "engine": {"memory_limit": limit}, "reading": {"threads": 2}}
        kept.cached_plan(make, table(), kept.definitions(settings), folder=tmp_path)
    assert len(made) == 1


def test_a_change_of_any_source_makes_all_anew_and_clears_the_old(calls, tmp_path, monkeypatch):
    made, make = calls
    kept.cached_plan(make, table(), {"above": 3}, folder=tmp_path)
    monkeypatch.setattr(kept, "_code", lambda: "changed")
    kept.cached_plan(make, table(), {"above": 3}, folder=tmp_path)
    assert len(made) == 2
    assert [file.name.split("-")[1] for file in tmp_path.iterdir()] == ["changed"]


def test_the_digest_of_the_code_is_of_every_source_loaded_or_not(tmp_path, monkeypatch):
    monkeypatch.setattr(kept, "PACKAGE", tmp_path)
    source = tmp_path / "folder" / "definition.py"
    source.parent.mkdir()
    digests = []
    for text in ("LIMIT = 1", "LIMIT = 2", "LIMIT = 1"):
        source.write_text(text)
        digests.append(kept._code.__wrapped__())
    assert digests[0] == digests[2] != digests[1]


def test_a_damaged_file_and_a_folder_that_cannot_be_written_do_no_harm(calls, tmp_path):
    made, make = calls
    plan = kept.cached_plan(make, table(), {"above": 3}, folder=tmp_path / "plans")
    [file] = (tmp_path / "plans").iterdir()
    file.write_text("{")
    assert kept.cached_plan(make, table(), {"above": 3}, folder=tmp_path / "plans") == plan
    assert kept.cached_plan(make, table(), {"above": 3}, folder=file / "below_a_file") == plan
    assert len(made) == 3


@pytest.mark.parametrize("held", ["[1]", "{}", '{"x": 1}', '{"plan": {"steps": 3}}'])
def test_a_file_of_another_form_is_made_anew(calls, tmp_path, held):
    made, make = calls
    plan = kept.cached_plan(make, table(), {"above": 3}, folder=tmp_path)
    [file] = tmp_path.iterdir()
    file.write_text(held)
    assert kept.cached_plan(make, table(), {"above": 3}, folder=tmp_path) == plan
    assert len(made) == 2


def test_a_plan_with_another_statement_or_that_others_may_write_is_made_anew(calls, tmp_path):
    made, make = calls
    plan = kept.cached_plan(make, table(), {"above": 3}, folder=tmp_path)
    [file] = tmp_path.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    file.write_text(file.read_text().replace('["TABLE"', '["TABLE", "x", "y"], ["TABLE"'))
    assert kept.cached_plan(make, table(), {"above": 3}, folder=tmp_path) == plan
    file.chmod(0o666)
    assert kept.cached_plan(make, table(), {"above": 3}, folder=tmp_path) == plan
    assert len(made) == 3


def test_no_folder_keeps_nothing(calls):
    made, make = calls
    for _ in range(2):
        kept.cached_plan(make, table(), {"above": 3}, folder=None)
    assert len(made) == 2


def test_a_run_keeps_its_plans_beside_the_folder_that_it_clears():
    settings = in_run({"engine": {"threads": 1}, "spells": "york"}, "processed/hes")
    assert kept.kept_in(settings) == str(Path("processed/plans"))
    assert settings["engine"]["spill"] == str(Path("processed/hes/spill"))
    assert kept.definitions(settings) == {"spells": "york"}
