"""The invented extract: its form, its size, its truth and its planted mess."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.synthetic.hes.kinds import AGE_BANDS, KINDS
from pooledfunds.synthetic.hes.records import recorded_conditions
from pooledfunds.synthetic.hes.stays import Stays
from pooledfunds.synthetic.hes.write import Order, write_extracts

POPULATION = pd.DataFrame(
    [
        (pct, f"9{pct[1:]}A", band, sex, 5000)
        for pct in ("5A1", "5A2")
        for band in AGE_BANDS
        for sex in (1, 2)
    ],
    columns=["pct", "district", "age_band", "sex", "population"],
)
NATIONAL = pd.DataFrame({"condition": [], "rate": [], "length_of_stay": []})


def write(folder, **changes):
    given = {"years": [2006, 2007], "records": 10_000, "seed": 4} | changes
    return write_extracts(POPULATION, NATIONAL, folder, Order(**given))


@pytest.fixture(scope="module")
def extract(tmp_path_factory):
    return write(tmp_path_factory.mktemp("hes"))


def test_files_have_forty_fields_of_the_era_and_nothing_is_quoted(extract):
    assert [path.name for path in extract.files] == ["APC_0607.txt", "APC_0708.txt"]
    header, *lines = extract.files[0].read_text().splitlines()
    assert len(header.split("|")) == 40 and header == header.lower()
    widths = pd.Series([line.count("|") for line in lines]).value_counts()
    planted = extract.mess.set_index(["financial_year", "mess"])["records"]
    assert widths.drop(39).sum() == planted["2006/07", "short_line"]
    assert widths[39] > 0.99 * len(lines)


def test_the_size_is_about_what_was_asked_for(extract):
    lines = sum(path.read_text().count("\n") - 1 for path in extract.files)
    assert 9_000 < lines < 11_000


def test_what_is_drawn_lies_about_what_is_planted(extract):
    by = extract.truth.groupby("condition")[["expected_admissions", "admissions"]].sum()
    z = (by["admissions"] - by["expected_admissions"]) / by["expected_admissions"] ** 0.5
    assert z.abs().max() < 4


def test_multipliers_move_the_rates_of_the_bodies_they_name(tmp_path):
    doubled = pd.DataFrame(
        {"pct": ["5A1"], "condition": ["stroke"], "rate": [2.0], "length_of_stay": [3.0]}
    )
    truth = write_extracts(
        POPULATION, doubled, tmp_path, Order(years=[2007], records=2_000, seed=1)
    ).truth.query("condition == 'stroke'")
    by = truth.groupby("pct")[["expected_admissions", "mean_stay"]].mean()
    assert (by.loc["5A1"] / by.loc["5A2"]).tolist() == pytest.approx([2.0, 3.0])


def test_a_stay_is_of_the_kind_that_its_first_delivered_episode_tells():
    names = [kind.name for kind in KINDS]
    stroke, mental, other = map(names.index, ("stroke", "mental_health", "other_emergency"))
    nothing = np.zeros(4, dtype=np.int64)
    kinds = np.array([stroke, stroke, stroke, mental])
    stays = Stays(nothing, kinds, *[nothing] * 6)
    records = {  # stay 0 is whole, stay 1 lacks its first episode, stay 2 was never delivered
        "stay": np.array([0, 0, 1, 1, 3]),
        "epiorder": np.array([2, 1, 3, 2, 2]),
        "coded": np.array([other, stroke, stroke, other, other]),
    }
    assert recorded_conditions(stays, records).tolist() == [stroke, other, stroke, mental]


def test_another_seed_gives_another_extract(extract, tmp_path):
    other = write(tmp_path, seed=5)
    assert other.files[0].read_bytes() != extract.files[0].read_bytes()


def test_a_mess_that_is_not_known_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no such mess"):
        write(tmp_path, mess={"typhoon": 0.1})
