"""From invented text to counts: the planted truth comes back, and every record has one fate."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.core.errors import StudyError
from pooledfunds.hospital.measure import diagnosis_sets, measure_stays
from pooledfunds.run.hes import stage_extract
from pooledfunds.synthetic.hes import write as hes
from pooledfunds.synthetic.hes.kinds import AGE_BANDS
from pooledfunds.synthetic.hes.write import Order, write_extracts
from tests.conftest import PLANS, ROOT
from tests.reference.hes.messy import SETTINGS as RULES

YEARS = [2005, 2006, 2007, 2008]
KEYS = ["area_code", "financial_year", "condition", "age_band", "sex"]
MEASURES = ["admissions", "bed_days", "stays", "stay_days"]
LISTS = {
    path.stem: pd.read_csv(path, dtype=str)
    for path in (ROOT / "config/codelists").glob("hes_*.csv")
}
PLACES = pd.DataFrame({"code": ["00AA", "00AB", "16"], "council": ["101", "102", "103"]})
POPULATION = pd.DataFrame(
    [
        (pct, district, band, sex, size)
        for pct, district in [("5A1", "00AA"), ("5A2", "00AB"), ("5A3", "16UB"), ("5A3", "16UC")]
        for band, size in zip(AGE_BANDS, (20_000, 60_000, 10_000, 6_000, 2_500), strict=True)
        for sex in (1, 2)
    ],
    columns=["pct", "district", "age_band", "sex", "population"],
)
MULTIPLIERS = pd.DataFrame(
    {
        "pct": ["5A1", "5A2"],
        "condition": ["stroke", "mental_health"],
        "rate": [2.0, 1.0],
        "length_of_stay": [0.5, 1.5],
    }
)
WEIGHTS = {"day_case": 0.1, "elective": 0.1, "other_emergency": 0.3, "mental_health": 3.0}
MENDED = {  # mishaps that lose nothing
    "duplicate": 0.01,
    "repeated_epikey": 0.005,
    "odd_diagnosis_form": 0.2,
    "free_quote": 0.01,
}


def settings(**changes):
    return {
        **RULES,
        "reading": {
            "quoted": "auto",
            "year_in_parts": False,
            "ragged_share": 0.01,
            "unreadable_share": {"any_field": 0.01},
            "partition_bytes": 1 << 21,
            "threads": 2,
        },
        "engine": {"memory_limit": "1GB", "threads": 2, "plans": PLANS},
        "diagnosis_sets": dict.fromkeys(
            ("stroke", "fractured_neck_of_femur", "lower_respiratory"), "main"
        ),
        "quality": {
            "break_from": 0.02,
            "stop_from": 0.2,
            "unknown_council_share": 0.2,
            "accepted_breaks": [],
        },
        "patient_classes": [1],
        "mental_health_specialties": ["710", "715"],
        **changes,
    }


def extract(folder, mess, records=12_000, seed=3):
    return write_extracts(
        POPULATION,
        MULTIPLIERS,
        folder,
        Order(years=YEARS, records=records, seed=seed, weights=WEIGHTS, mess=mess),
    )


def measured(folder, given, chosen):
    tables = stage_extract(given.files, folder, chosen, LISTS)
    return tables | measure_stays(folder, chosen, LISTS["hes_diagnosis_sets"], PLACES)


@pytest.fixture(scope="module")
def mended(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mended")
    given = extract(folder / "raw", MENDED)
    return given, measured(folder, given, settings())


def truth_by(given, columns):
    table = given.truth.rename(columns={"pct": "area_code"})
    table = table[table["condition"].isin(settings()["diagnosis_sets"])]
    table["sex"] = table["sex"].map({1: "male", 2: "female"})
    return table.groupby(columns)[MEASURES].sum()


def test_what_can_be_mended_gives_the_truth_to_the_last_stay(mended):
    given, tables = mended
    counted = tables["hes_activity"]
    counted = counted[(counted["area_type"] == "pct") & (counted["condition"] != "all_emergency")]
    counted = counted.set_index(KEYS)[MEASURES]
    true = truth_by(given, KEYS)
    # An unfinished record often lacks its diagnosis, so the stays still open differ
    ended = [y for y in true.index.levels[1] if y != "2008/09"]
    found = counted.reindex(true.index, fill_value=0)
    whole = ["stays", "stay_days"]
    pd.testing.assert_frame_equal(found[whole], true[whole])
    of_ended = true.index.get_level_values("financial_year").isin(ended)
    pd.testing.assert_frame_equal(found[of_ended], true[of_ended])


def test_bed_days_by_dates_and_as_recorded_agree(mended, tmp_path):
    given, tables = mended
    by_dates = settings(bed_days={"source": "dates", "rule": "in_year"})
    other = measured(tmp_path, given, by_dates)
    pd.testing.assert_frame_equal(tables["hes_activity"], other["hes_activity"])


def test_councils_follow_from_districts_and_counties(mended):
    _, tables = mended
    activity = tables["hes_activity"]
    pct = activity[activity["area_type"] == "pct"].groupby("area_code")["admissions"].sum()
    council = activity[activity["area_type"] == "council"].groupby("area_code")["admissions"].sum()
    assert council["103"] == pct["5A3"] and council["101"] == pct["5A1"]


def test_every_record_has_one_fate(mended):
    given, tables = mended
    accounts = tables["hes_row_accounts"].set_index(["file", "fate"])["rows"].unstack(fill_value=0)
    submitted = accounts.pop("submitted")
    assert (submitted == accounts.sum(axis=1)).all()
    for path in given.files:
        assert submitted[path.name] == path.read_text().count("\n") - 1
    planted = given.mess.groupby("mess")["records"].sum()
    duplicates = accounts["duplicate (health_foundation)"].sum()
    assert abs(duplicates - planted["duplicate"]) <= accounts["another patient class"].sum() * 0.05
    assert duplicates > 0 and accounts["repeated record"].sum() > 0
    assert accounts["unfinished, told of again later"].sum() > 0


def test_planted_rates_come_back_within_sampling_error(tmp_path):
    given = extract(tmp_path / "raw", None, records=40_000, seed=5)
    tables = measured(tmp_path, given, settings())
    counted = tables["hes_activity"]
    counted = counted[(counted["area_type"] == "pct") & (counted["financial_year"] != "2008/09")]
    found = counted.groupby(["area_code", "condition"])["admissions"].sum()
    planted = given.truth[given.truth["financial_year"] != "2008/09"]
    planted = planted.groupby(["pct", "condition"])["expected_admissions"].sum()
    planted = planted.loc[:, ["stroke", "lower_respiratory", "fractured_neck_of_femur"]]
    planted = planted.rename_axis(index=["area_code", "condition"])
    share = 0.977  # what unknown bodies, diagnoses, methods and unusable records take away
    z = (found.reindex(planted.index) - share * planted) / np.sqrt(planted)
    assert z.abs().max() < 4
    stroke = found.xs("stroke", level="condition")
    assert 1.7 < stroke["5A1"] / stroke["5A2"] < 2.3


def test_planted_lengths_of_stay_in_mental_health_come_back(mended):
    given, tables = mended
    lengths = tables["hes_lengths_of_stay"]
    lengths = lengths[lengths["area_type"] == "pct"]
    counted = (
        lengths.assign(days=lengths["nights"] * lengths["stays"])
        .groupby(["area_code", "financial_year"])[["stays", "days"]]
        .sum()
    )
    true = given.truth[given.truth["condition"] == "mental_health"]
    true = true.groupby(["pct", "financial_year"])[["stays", "stay_days"]].sum()
    assert (counted["stays"].to_numpy() == true["stays"].to_numpy()).all()
    assert (counted["days"].to_numpy() == true["stay_days"].to_numpy()).all()


def test_longer_stays_are_cut_at_the_limit_that_is_set(mended, tmp_path):
    given, tables = mended
    trimmed = measured(tmp_path, given, settings(trim_nights=90))["hes_lengths_of_stay"]
    assert trimmed["nights"].max() == 90
    assert trimmed["stays"].sum() == tables["hes_lengths_of_stay"]["stays"].sum()


def test_any_episode_finds_more_than_the_admitting_one(mended, tmp_path):
    given, tables = mended
    changed = {"diagnosis_episode": "any", "stays": "continuous"}
    other = measured(tmp_path, given, settings(**changed))["hes_activity"]
    assert other["admissions"].sum() >= tables["hes_activity"]["admissions"].sum()


def test_a_set_that_is_not_listed_is_told():
    with pytest.raises(StudyError, match="stroke: modern"):
        diagnosis_sets(LISTS["hes_diagnosis_sets"], {"stroke": "modern"})


def test_the_same_seed_gives_the_same_bytes_on_any_number_of_threads(tmp_path, monkeypatch):
    monkeypatch.setattr(hes, "STAYS_PER_BLOCK", 1000)
    texts = []
    for threads in (1, 3):
        folder = tmp_path / str(threads)
        write_extracts(
            POPULATION,
            MULTIPLIERS,
            folder,
            Order(years=[2007], records=4_000, seed=9, threads=threads),
        )
        texts.append((folder / "APC_0708.txt").read_bytes())
    assert texts[0] == texts[1]


def test_the_order_of_lines_makes_no_difference(tmp_path):
    """Records with one key that differ in what they hold are told apart by that, not by place."""
    given = extract(tmp_path / "given", {"repeated_epikey": 0.2})
    as_written = measured(tmp_path / "as_written", given, settings())
    for file in given.files:
        heading, *lines = file.read_bytes().splitlines(keepends=True)
        file.write_bytes(b"".join([heading, *reversed(lines)]))
    turned = measured(tmp_path / "turned", given, settings())
    for name in ("hes_row_accounts", "hes_activity", "hes_lengths_of_stay", "hes_quality"):
        pd.testing.assert_frame_equal(turned[name], as_written[name])
