"""The call of the hospital writer: this world's people, places and planted stays go into it."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.core.codelists import read_table
from pooledfunds.core.settings import read_study
from pooledfunds.hospital.measure import council_places, measure_stays
from pooledfunds.run.hes import stage_extract
from pooledfunds.synthetic.ground_truth import hospital_answers
from pooledfunds.synthetic.hes.admissions import (
    DELIVERED,
    FILES,
    YEARS,
    hospital_population,
    write_hospital,
)
from pooledfunds.synthetic.hes.stays import planted_rates
from pooledfunds.synthetic.hes.write import weights_of
from tests.conftest import ROOT

VOLUME = 0.002  # some four thousand records
OLDER = ("65-74", "75-84", "85+")
THREE = ["lower_respiratory", "fractured_neck_of_femur", "stroke"]


@pytest.fixture(scope="module")
def extract(world, tmp_path_factory):
    folder = tmp_path_factory.mktemp("hospital")
    return folder, write_hospital(folder, world, VOLUME)


@pytest.fixture(scope="module")
def records(extract):
    """Every record of the four files as text."""
    lines = [line for name in FILES for line in (extract[0] / name).read_text().splitlines()[1:]]
    header = (extract[0] / FILES[0]).read_text().split("\n", 1)[0].split("|")
    rows = [line.split("|") for line in lines]
    return pd.DataFrame([row for row in rows if len(row) == len(header)], columns=header)


@pytest.fixture(scope="module")
def planted(world):
    """Expected bed days in the extract of those aged 65 and over, by year and condition."""
    rates = planted_rates(hospital_population(world.residents), world.hospital, list(YEARS))
    rates = rates[rates["age_band"].isin(OLDER)]
    rates["bed_days"] = rates["admissions"] * rates["mean_stay"] * weights_of(rates, DELIVERED)
    return rates


def test_the_extract_has_a_file_a_year_about_as_long_as_asked(records):
    assert len(records) == pytest.approx(VOLUME * 2.9e6, rel=0.25)
    assert records["fyear"].value_counts().min() > 0.2 * len(records)
    assert set(records["fyear"]) == {"0506", "0607", "0708", "0809"}


def test_records_name_this_worlds_bodies(records, world):
    known = set(world.pcts["pct_code"])
    assert records["respct06"].isin(known).mean() > 0.98
    assert records["resladst"].isin(world.bodies.districts["lad07_code"]).mean() > 0.98
    districts = world.residents.small_areas.set_index("lsoa01_code")["lad07_code"]
    assert (records["soal"].map(districts) == records["resladst"]).mean() > 0.98


def test_a_district_and_a_pct_of_a_record_belong_together(records, world):
    pairs = set(zip(world.bodies.parts["lad07_code"], world.bodies.parts["pct_code"], strict=True))
    places = zip(records["resladst"], records["respct06"], strict=True)
    assert np.mean([place in pairs for place in places]) > 0.97


def test_the_same_world_gives_the_same_bytes(extract, world, tmp_path):
    write_hospital(tmp_path, world, VOLUME)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (extract[0] / name).read_bytes()


def test_what_was_planted_and_what_was_drawn_go_into_the_truth(extract):
    answers = hospital_answers(extract[1])
    assert answers["share_of_the_stays_delivered"] == VOLUME
    assert answers["stays"]["2007/08 stroke"]["admissions"] > 0
    assert answers["mishaps"]["2007/08"]["duplicate"] > 0


def test_the_three_conditions_make_a_sixth_of_emergency_bed_days(planted):
    sums = planted.groupby("condition")["bed_days"].sum()
    mental_emergencies = 0.8  # of every five admissions one is planned
    emergency = sums[[*THREE, "other_emergency"]].sum() + mental_emergencies * sums["mental_health"]
    assert sums[THREE].sum() / emergency == pytest.approx(1 / 6, abs=0.01)


def test_bed_days_move_over_the_years_as_the_report_says(planted):
    table = planted.groupby(["condition", "financial_year"])["bed_days"].sum()
    chest, hips = table["lower_respiratory"], table["fractured_neck_of_femur"]
    assert chest["2005/06"] > chest["2006/07"] > chest["2007/08"] < chest["2008/09"]
    assert table["stroke"].is_monotonic_decreasing
    assert hips.is_monotonic_increasing
    admissions = planted.groupby(["condition", "financial_year"])["admissions"].sum()
    a_head = admissions["fractured_neck_of_femur"] / 1.01 ** np.arange(len(YEARS))
    assert a_head.max() / a_head.min() < 1.01  # as frequent as ever, for the people there are


def test_shares_of_hip_fracture_bed_days_by_age_are_near_the_printed(planted):
    hips = planted[planted["condition"].eq("fractured_neck_of_femur")]
    shares = hips.groupby("age_band")["bed_days"].sum() / hips["bed_days"].sum()
    assert shares["85+"] == pytest.approx(0.5, abs=0.05)
    assert shares["75-84"] == pytest.approx(0.4, abs=0.05)


def test_the_small_area_tells_the_same_council_as_the_district(extract, world, tmp_path):
    settings = read_study("means_to_an_end")["hes"]
    lists = {path.stem: read_table(path) for path in ROOT.glob("config/codelists/hes_*.csv")}
    districts = world.bodies.districts.set_index("lad07_code")["cssr_code"]
    areas = world.residents.small_areas
    found = {
        "district": districts.rename_axis("code").rename("council").reset_index(),
        "lsoa": council_places(areas.assign(cssr_code=areas["lad07_code"].map(districts)), "lsoa"),
    }
    stays = {}
    for home, places in found.items():
        chosen = settings | {"attribution": {"pct": "residence", "council": home}}
        folder = tmp_path / home
        stage_extract([extract[0] / name for name in FILES], folder, chosen, lists)
        activity = measure_stays(folder, chosen, lists["hes_diagnosis_sets"], places)
        every = activity["hes_activity"].query(
            "area_type == 'council' & condition == 'all_emergency'"
        )
        stays[home] = every.groupby(every["area_code"].astype(str))["admissions"].sum()
    both = pd.DataFrame(stays).fillna(0)
    assert both.sum().nunique() == 1
    assert (both.loc["unknown"] < 0.03 * both.sum()).all()
    # A record may lack either; where neither is lacking, they agree
    assert (both["district"] - both["lsoa"]).abs().sum() < 0.05 * both["lsoa"].sum()
    assert both.drop("unknown").corr().iloc[0, 1] > 0.99
