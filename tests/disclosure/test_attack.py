"""The attack finds every count where disclosure rules are off, and none where they are on."""

import pandas as pd
import pytest

from pooledfunds.core.disclosure import KEY_VARIABLE
from pooledfunds.linkage.protection.build import protect
from pooledfunds.report.release_check import ReleaseError, check_release
from tests.disclosure import attack, world

TINY, SMALL, LARGE = 1, 12, 300  # mean stays of an area, year and condition


def released(stays, folder, apply=True, key="none"):
    """Return the folder of a release of some stays, and their linked tables."""
    settings = world.study(apply)
    tables = world.linked(stays, settings)
    made = tables | protect(tables, settings)
    return attack.write_release(made, settings, folder, key), tables


def attacked(stays, folder, apply=True):
    """Return what one release leaves of the counts, and the counts."""
    release, tables = released(stays, folder, apply)
    return attack.attack(release, tables["pct_council_pairs"]), world.truth(tables)


def test_without_rules_plain_arithmetic_recovers_every_count(tmp_path):
    found = attack.score(*attacked(world.records(1, SMALL), tmp_path / "off", apply=False))
    assert found["counts"] == found["recovered"] == 792
    assert found["small"] == found["small recovered"] > 40


@pytest.mark.parametrize("mean", [TINY, SMALL, LARGE])
def test_with_rules_no_count_is_recovered_nor_bracketed(mean, tmp_path):
    found = attack.score(*attacked(world.records(mean, mean), tmp_path / "on"))
    assert found["recovered"] == found["bracketed"] == 0


def test_the_attack_reads_what_is_published_and_where_the_truth_lies(tmp_path):
    """Else it would find nothing for want of trying: its bounds hold, and most are finite."""
    found, truth = attacked(world.records(2, 40), tmp_path / "on")
    assert attack.score(found, truth)["wrong"] == 0
    assert found.bounds["count"].notna().mean() > 0.8


def one_more(stays: pd.DataFrame, place: int) -> tuple[pd.DataFrame, dict]:
    """Return stays with one of them twice, and what that adds to each count."""
    extra = stays.iloc[[place]]
    row = extra.iloc[0]
    added = {
        (kind, row[kind], f"{measure}_{row['condition']}", row["financial_year"]): more
        for kind in ("council", "pct")
        for measure, more in (("admissions", 1.0), ("bed_days", float(row["nights"])))
    }
    return pd.concat([stays, extra], ignore_index=True), added


def both_releases(place, folder, apply):
    """Return what two releases one record apart leave of the earlier one's counts."""
    stays = world.records(4, 40)
    more, added = one_more(stays, place)
    old, truth = attacked(stays, folder / "old", apply)
    new, _ = attacked(more, folder / "new", apply)
    return attack.score(attack.between(old, new, added), truth)


@pytest.mark.parametrize("place", [0, 777, 4321])
def test_two_releases_one_record_apart_tell_no_more(place, tmp_path, monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, "a secret of the test")
    found = both_releases(place, tmp_path, apply=True)
    assert found["recovered"] == found["bracketed"] == 0


def test_a_release_may_not_follow_another_without_a_secret_key(tmp_path, monkeypatch):
    stays = world.records(4, 40)
    more, _ = one_more(stays, 5)
    for _ in range(4):
        more, _ = one_more(more, 5)  # five more in one cell: it steps for certain
    old, _ = released(stays, tmp_path / "old")
    new, _ = released(more, tmp_path / "new")
    with pytest.raises(ReleaseError, match=r"secret key.*publish the old values of: "):
        check_release(old, new)
    assert "No cell" in check_release(old, old)
    monkeypatch.setenv(KEY_VARIABLE, "a secret of the test")
    old, _ = released(stays, tmp_path / "old with key", key="secret")
    new, _ = released(more, tmp_path / "new with key", key="secret")
    assert "under one set of rules and a key" in check_release(old, new)


def test_releases_without_records_have_nothing_to_tell(tmp_path):
    (tmp_path / "index.html").write_text('<script id="areas-data">{}</script>')
    (tmp_path / "run.json").write_text("{}")
    assert "No cell" in check_release(tmp_path, tmp_path)


def test_what_is_no_report_cannot_be_checked(tmp_path):
    with pytest.raises(ReleaseError, match=r"no index\.html"):
        check_release(tmp_path, tmp_path)
