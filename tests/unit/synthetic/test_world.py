"""The totals lie near the report's, the truth is written down, and bytes repeat."""

import hashlib
import json

import pandas as pd
import pytest

from pooledfunds.synthetic.england import FILES, WRITERS
from pooledfunds.synthetic.ground_truth import truth
from pooledfunds.synthetic.people import YEARS
from pooledfunds.synthetic.planted_effects import TRUTHS
from pooledfunds.synthetic.pssex1.services import LINES, POOLED_SECTIONS
from pooledfunds.synthetic.world import declare_world


def england(world, year, measures, lines):
    places = [LINES.index(line) for line in lines]
    return sum(world.spending[year][measure][:, places].sum() for measure in measures)


def care(letter, last=10):
    return [f"{letter}{number}" for number in range(1, last + 1)]


ADULT = [line for line in LINES if line[0] in "ABCDEFG"]
CLIENT_GROUPS = [line for line in ADULT if line[0] in "BCDEG"]  # no strategy, no asylum seekers
COST = ("own", "others", "grants")
INCOME = ("fees", "joint", "nhs", "other", "own_capital", "others_capital")


def test_totals_of_2007_08_are_near_the_reports(world):
    year = "2007/08"
    net = england(world, year, COST, ADULT) - england(world, year, INCOME, ADULT)
    assert net / 1e6 == pytest.approx(13.1, abs=0.05)
    before_fees = {
        letter: england(world, year, COST, [*care(letter), f"{letter}12"])
        - england(world, year, INCOME[1:], [*care(letter), f"{letter}12"])
        for letter in "BDE"
    }
    assert before_fees["B"] / 1e6 == pytest.approx(8.75, abs=0.1)
    assert before_fees["D"] / 1e6 == pytest.approx(3.5, abs=0.05)
    assert before_fees["E"] / 1e6 == pytest.approx(1.1, abs=0.05)
    assert england(world, year, ["fees"], care("B")) / 1e6 == pytest.approx(1.8, abs=0.05)
    assert england(world, year, ["fees"], [*care("D"), "D12"]) / 1e3 == pytest.approx(233, abs=0.5)


def test_nhs_contributions_rose_by_86_per_cent(world):
    last = england(world, "2007/08", ("joint", "nhs"), CLIENT_GROUPS)
    first = england(world, "2005/06", ["joint"], CLIENT_GROUPS)
    assert last / first - 1 == pytest.approx(0.86, abs=0.005)
    assert england(world, "2005/06", ["nhs"], ADULT) == 0  # the form had no column for it
    nhs = england(world, "2006/07", ["nhs"], ADULT)
    assert nhs / england(world, "2006/07", COST, ADULT) == pytest.approx(0.06, abs=0.005)


def test_spending_on_older_people_rose_by_19_per_cent(sheets):
    rows = sheets("pssex1/GrossNetPSS2007-08.xlsx")["Gross Current Expenditure"]
    row = next(row for row in rows if row[0].startswith("TOTAL OLDER PEOPLE including"))
    assert row[14] / row[10] - 1 == pytest.approx(0.19, abs=0.005)


def test_people_add_up_and_are_as_many_as_in_england(root):
    people = pd.read_csv(root / "population/council_population_2004-2010.csv")
    assert people.groupby("year").size().eq(150).all()
    assert sorted(people["year"].unique()) == list(YEARS)
    assert (people["p18"] == people["p1864"] + people["p65"]).all()
    assert (people["p65"] > people["p75"]).all()
    totals = people.groupby("year")[["all", "p65"]].sum()
    assert totals.loc[2007, "all"] / 1e6 == pytest.approx(51.1, abs=0.1)
    assert totals.loc[2007, "p65"] / 1e6 == pytest.approx(8.1, abs=0.05)
    assert totals.pct_change().dropna().gt(0).all().all()


def test_the_truth_is_written_with_every_planted_parameter(root, world):
    written = json.loads((root / "TRUTH.json").read_text())
    assert written == json.loads(json.dumps(truth(world)))
    assert written["settings"] == world.settings
    planted = written["spending_per_head"]
    assert planted["joint_arrangements"] == TRUTHS["report"].spending.joint
    assert set(planted["need"]) == set(POOLED_SECTIONS.values())
    assert written["counts"]["coterminous_pcts"] == 107


def test_the_same_settings_give_the_same_bytes(root, world, tmp_path):
    assert {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()} == set(FILES)
    again = declare_world(world.settings)
    for name in [name for name in WRITERS if "2005-06" not in name and "2006-07" not in name]:
        WRITERS[name](tmp_path / name, again)
        first, second = (
            hashlib.sha256((folder / name).read_bytes()).hexdigest() for folder in (root, tmp_path)
        )
        assert first == second, name


def test_another_seed_gives_another_england(worlds):
    names = [set(world.bodies.councils["name"]) for world in worlds]
    assert not names[0] <= names[1]


@pytest.mark.parametrize(
    "settings",
    [{"seed": 1}, {"seed": 1, "truth": "reprot"}, {"seed": 1, "truth": "report", "x": 1}],
)
def test_a_wrong_setting_is_refused(settings):
    with pytest.raises(ValueError):
        declare_world(settings)
