"""The planted truth is there to be found, only with need, and the totals lie near the report's."""

import hashlib
import json

import numpy as np
import pandas as pd
import pytest
import statsmodels.formula.api as smf

from pooledfunds.artificial.england import FILES, WRITERS
from pooledfunds.artificial.people import YEARS
from pooledfunds.artificial.services import LINES, POOLED_SECTIONS
from pooledfunds.artificial.world import TRUTHS, declare_world, truth

SEEDS = range(1, 7)
HEADS = {"older people": "p65", "learning disability": "p1864", "mental health": "p1864"}


def england(world, year, measures, lines):
    places = [LINES.index(line) for line in lines]
    return sum(world.spending[year][measure][:, places].sum() for measure in measures)


def care(letter, last=10):
    return [f"{letter}{number}" for number in range(1, last + 1)]


ADULT = [line for line in LINES if line[0] in "ABCDEFG"]
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
    last = england(world, "2007/08", ("joint", "nhs"), ADULT)
    assert last / england(world, "2005/06", ["joint"], ADULT) - 1 == pytest.approx(0.86, abs=0.005)
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


def panel(world, section, group):
    """One row per council: log cost per head in 2007/08, joint arrangements, boundaries, need."""
    places = [LINES.index(line) for line in care(section)]
    spent = world.spending["2007/08"]
    cost = sum(spent[measure][:, places].sum(axis=1) for measure in COST)
    people = world.people.population
    heads = people.loc[people["year"].eq(2007), HEADS[group]].to_numpy()
    return pd.DataFrame(
        {
            "log_cost": np.log(cost / heads),
            "joint": (spent["joint"][:, places].sum(axis=1) >= 50).astype(int),
            "whole": world.councils["coterminous"].astype(int),
            "need": world.councils["need"],
        }
    )[~world.councils["tiny"].to_numpy()]


def estimates(name):
    rows = []
    for seed in SEEDS:
        world = declare_world({"seed": seed, "truth": name})
        for section, group in POOLED_SECTIONS.items():
            councils = panel(world, section, group)
            for formula in ("log_cost ~ joint + whole + need", "log_cost ~ joint + whole"):
                fit = smf.ols(formula, councils).fit(cov_type="HC3")
                rows.append((seed, group, "need" in formula, fit.params["joint"], fit.bse["joint"]))
    return pd.DataFrame(rows, columns=["seed", "group", "adjusted", "estimate", "std_error"])


@pytest.mark.parametrize("name", sorted(TRUTHS))
def test_the_planted_effect_is_found_with_need_and_missed_without(name):
    found = estimates(name)
    found["planted"] = found["group"].map(TRUTHS[name].joint)
    found["far"] = (found["estimate"] - found["planted"]) / found["std_error"]
    adjusted, unadjusted = found[found["adjusted"]], found[~found["adjusted"]]
    assert adjusted["far"].abs().max() < 3
    assert abs(adjusted["far"].mean()) < 3 / np.sqrt(len(adjusted))
    assert unadjusted["far"].mean() > 2


def test_the_truth_is_written_with_every_planted_parameter(root, world):
    written = json.loads((root / "TRUTH.json").read_text())
    assert written == truth(world)
    assert written["settings"] == world.settings
    planted = written["spending_per_head"]
    assert planted["joint_arrangements"] == TRUTHS["report"].joint
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


def test_another_seed_gives_another_england():
    one, other = (declare_world({"seed": seed, "truth": "report"}) for seed in (1, 2))
    assert not set(one.bodies.councils["name"]) <= set(other.bodies.councils["name"])


@pytest.mark.parametrize(
    "settings",
    [{"seed": 1}, {"seed": 1, "truth": "reprot"}, {"seed": 1, "truth": "report", "x": 1}],
)
def test_a_wrong_setting_is_refused(settings):
    with pytest.raises(ValueError):
        declare_world(settings)
