"""Other definitions are counted as if each had been the declared one."""

import pandas as pd
import pytest

from pooledfunds.catalogue.panel_columns import hospital_variants_contract
from pooledfunds.core.schema import enforce
from pooledfunds.hospital.variants import (
    built_from,
    gather_variants,
    measure_variants,
    variants,
)
from pooledfunds.linkage.alternatives import with_alternatives
from pooledfunds.linkage.outcomes.hospital import hospital_variants
from tests.unit.hospital.test_extract import LISTS, PLACES, extract, measured, settings

DECLARED = {
    "spells": {"continuous": {"stays": "continuous", "transfer_max_gap_days": 3}},
    "bed_days": {"by_discharge": {"bed_days": {"rule": "discharge"}}},
    "diagnoses": {"neck_only": {"diagnosis_sets": {"fractured_neck_of_femur": "neck_only"}}},
}
KEYS = ["area_type", "area_code", "financial_year", "condition", "age_band", "sex"]
COUNTS = ["admissions", "bed_days"]


def test_every_combination_but_the_declared_one_has_a_name_and_its_settings():
    found = dict(variants(settings(variants={"enabled": True, "axes": DECLARED})))
    assert list(found) == [
        "diagnoses=neck_only",
        "bed_days=by_discharge",
        "bed_days=by_discharge; diagnoses=neck_only",
        "spells=continuous",
        "spells=continuous; diagnoses=neck_only",
        "spells=continuous; bed_days=by_discharge",
        "spells=continuous; bed_days=by_discharge; diagnoses=neck_only",
    ]
    last = found["spells=continuous; bed_days=by_discharge; diagnoses=neck_only"]
    assert (last["stays"], last["transfer_max_gap_days"]) == ("continuous", 3)
    assert last["bed_days"] == settings()["bed_days"] | {"rule": "discharge"}
    assert last["diagnosis_sets"]["stroke"] == "main"


def test_only_what_stays_are_made_of_builds_them_anew():
    plain = settings(variants={"enabled": True, "axes": DECLARED})
    found = dict(variants(plain))
    assert built_from(found["bed_days=by_discharge; diagnoses=neck_only"]) == built_from(plain)
    assert built_from(found["spells=continuous"]) != built_from(plain)
    dates = settings(bed_days={"rule": "in_year", "source": "dates"})
    assert built_from(dates) != built_from(settings())


@pytest.fixture(scope="module")
def counted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("variants")
    given = extract(folder / "raw", None, records=6_000)
    asked = settings(variants={"enabled": True, "axes": DECLARED})
    measured(folder / "hes", given, asked)
    return folder, given, measure_variants(folder / "hes", asked, LISTS, PLACES)


@pytest.mark.parametrize(
    ("name", "changed"),
    [
        ("spells=continuous", {"stays": "continuous", "transfer_max_gap_days": 3}),
        ("bed_days=by_discharge", {"bed_days": {"rule": "discharge", "source": "bedyear"}}),
    ],
)
def test_a_variant_counts_what_a_run_under_its_settings_would(counted, tmp_path, name, changed):
    _, given, table = counted
    whole = measured(tmp_path, given, settings(**changed))["hes_activity"]
    older = whole["age_band"].isin(["65-74", "75-84", "85+"])
    whole = whole[older & (whole["condition"] != "all_emergency")]
    found, whole = (
        rows.astype(dict.fromkeys(KEYS, str)).set_index(KEYS)[COUNTS].sort_index()
        for rows in (table[table["variant"] == name], whole)
    )
    some = "admissions + bed_days > 0"
    pd.testing.assert_frame_equal(found.query(some), whole.query(some))
    assert len(found)


def test_a_smaller_set_finds_fewer_stays_and_nothing_is_left_behind(counted):
    folder, _, table = counted
    hips = table[table["condition"] == "fractured_neck_of_femur"]
    by_variant = hips.groupby("variant", observed=True)["admissions"].sum()
    assert 0 < by_variant["diagnoses=neck_only"] < by_variant["bed_days=by_discharge"]
    assert {path.name for path in folder.iterdir()} == {"raw", "hes"}


@pytest.mark.parametrize("shares", [2, 5])
def test_shares_together_are_what_one_job_counts(counted, shares):
    folder, _, table = counted
    asked = settings(variants={"enabled": True, "axes": DECLARED})
    parts = [
        measure_variants(folder / "hes", asked, LISTS, PLACES, f"{place}-of-{shares}")
        for place in range(1, shares + 1)
    ]
    pd.testing.assert_frame_equal(gather_variants(parts, asked), table)


def test_none_is_counted_where_none_is_wanted(counted):
    folder, _, _ = counted
    asked = settings(variants={"enabled": False, "axes": DECLARED})
    table = measure_variants(folder / "hes", asked, LISTS, PLACES)
    assert table.empty
    study = {"hes": asked, "area_types": ["council", "pct"]}
    linked = hospital_variants({"hes_variants": table, "council_population": None}, study)
    assert enforce(linked, hospital_variants_contract(study)).empty
    panel = pd.DataFrame({"area_code": ["101"], "financial_year": "2007/08"})
    alone = with_alternatives({"panel_council": panel, "hospital_variants": linked})
    assert list(alone["panel_council"]) == list(panel)
