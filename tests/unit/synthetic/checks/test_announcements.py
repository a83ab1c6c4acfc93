"""What is told of many worlds, and which of those kept still hold."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.synthetic.checks import announcements
from pooledfunds.synthetic.checks.announcements import (
    AGAIN,
    announced,
    effects_kept,
    folder_kept,
    interval,
    page,
    same_effects,
)

CONFIG = {"inference": {"draws": 5}}


def effects(seed: int, shift: float = 0.0) -> pd.DataFrame:
    return pd.DataFrame({"specification": ["a", "b"], "estimate": [seed + shift, np.nan]})


@pytest.fixture
def made(monkeypatch):
    """The worlds that were made, in order; their effects can be given a shift."""
    seeds: list[int] = []
    shift = {"by": 0.0}

    def effects_of_seed(seed, truth, config):
        seeds.append(seed)
        return effects(seed, shift["by"])

    monkeypatch.setattr(announcements, "effects_of_seed", effects_of_seed)
    return seeds, shift


def edited(monkeypatch):
    """As if a module had been edited."""
    monkeypatch.setattr(announcements, "modules_digest", lambda: "edited")


def test_a_world_is_made_once(made, tmp_path):
    folder = folder_kept(CONFIG, tmp_path)
    first = effects_kept(7, "report", CONFIG, folder)
    again = effects_kept(7, "report", CONFIG, folder_kept(CONFIG, tmp_path))
    assert made[0] == [7]
    assert same_effects(first, again)


def test_other_settings_have_worlds_of_their_own(made, tmp_path):
    effects_kept(7, "report", CONFIG, folder_kept(CONFIG, tmp_path))
    other = {"inference": {"draws": 6}}
    effects_kept(7, "report", other, folder_kept(other, tmp_path))
    assert made[0] == [7, 7]


@pytest.mark.parametrize(("shift", "kept"), [(0.0, 5), (1e-12, 5), (1e-6, 0)])
def test_after_an_edit_the_first_worlds_must_come_out_the_same(
    made, monkeypatch, tmp_path, shift, kept
):
    folder = folder_kept(CONFIG, tmp_path)
    for seed in range(1, 6):
        effects_kept(seed, "report", CONFIG, folder)
    edited(monkeypatch)
    made[1]["by"] = shift
    del made[0][:]
    assert len([*folder_kept(CONFIG, tmp_path).glob("*.parquet")]) == kept
    assert made[0] == [1, 2, 3][: AGAIN if kept else 1]


def concluded(*rows) -> pd.DataFrame:
    columns = ["multiplicity_family", "outcome", "term", "conclusion"]
    return pd.DataFrame(rows, columns=columns).assign(p_adjusted=0.5)


def test_a_difference_is_false_where_nothing_is_planted_and_only_there():
    table = concluded(
        ("stays", "bed_days_stroke", "coterminous", "different"),
        ("stays", "bed_days_lower_respiratory", "coterminous", "inconclusive"),
        ("pools", "pool_exists_mental_health", "coterminous", "different"),
        ("money", "spend_per_head_older_people", "joint_financing", "different, within the margin"),
        ("items", "items_on_time", "coterminous", "equivalent"),
    )
    found = announced(table, "report").set_index("multiplicity_family")
    assert found.to_dict() == {
        "effects": {"stays": 2, "money": 1, "items": 1},
        "different": {"stays": 1, "money": 1, "items": 0},
    }
    assert "stays" not in announced(table, "effect")["multiplicity_family"].tolist()


def test_the_page_counts_families_and_worlds():
    table = pd.DataFrame(
        {
            "multiplicity_family": ["a", "b"] * 2,
            "effects": 3,
            "different": [2, 0, 0, 0],
            "seed": [1, 1, 2, 2],
        }
    )
    text = page(table)
    assert "all worlds: 25.0 (0.6 to 80.6) per cent" in text
    assert "Worlds without any false announcement: 50.0" in text
    assert "| a | 3 | 2 | 1 | 50.0 (1.3 to 98.7) |" in text


def test_the_interval_of_clopper_and_pearson():
    assert interval(0, 20) == "0.0 (0.0 to 16.8)"
