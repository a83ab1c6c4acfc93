"""What is on disk of patients: pseudonyms that change with the secret, and their owner's alone."""

import pandas as pd
import pyarrow as pa
import pytest

from pooledfunds.hospital.variants import measure_variants
from pooledfunds.staging.hes.pseudonyms import KEY_VARIABLE
from tests.unit.hospital.test_extract import LISTS, PLACES, extract, measured, settings

MESS = {"duplicate": 0.05, "repeated_epikey": 0.05}
VARIANTS = {"enabled": True, "axes": {"spells": {"york": {"spells": "york"}}}}
CHOICES = {
    "health_foundation": {},
    "york": {"duplicates": "york", "spells": "york", "stays": "continuous"},
    "dr_foster": {"duplicates": "dr_foster"},  # compares the month of birth too
}


@pytest.fixture(scope="module")
def delivered(tmp_path_factory):
    return extract(tmp_path_factory.mktemp("delivered"), MESS, records=4_000)


def records(folder):
    parts = sorted((folder / "records").glob("part-*.arrow"))
    tables = [pa.ipc.open_file(str(part)).read_all() for part in parts]
    return pa.concat_tables(tables).to_pandas()


def run(folder, given, chosen, secret, monkeypatch):
    """Return all that is counted under a secret, and what stays on disk."""
    monkeypatch.setenv(KEY_VARIABLE, secret)
    tables = measured(folder, given, chosen)
    counted = measure_variants(folder, chosen, LISTS, PLACES)
    return tables | {"hes_variants": counted}, records(folder)


@pytest.mark.parametrize("choice", CHOICES)
def test_no_count_depends_on_the_secret(tmp_path, delivered, choice, monkeypatch):
    chosen = settings(variants=VARIANTS, **CHOICES[choice])
    made = {
        secret: run(tmp_path / secret, delivered, chosen, secret, monkeypatch)
        for secret in ("one", "two")
    }
    (tables, on_disk), (others, others_on_disk) = made.values()
    assert len(tables["hes_variants"]) > 0
    for name, table in tables.items():
        pd.testing.assert_frame_equal(table, others[name])
    keys = [name for name in ("patient", "epikey", "mydob") if name in on_disk]
    for name in keys:
        assert not set(on_disk[name]) & set(others_on_disk[name]) - {0}
    delivered_keys = {
        value
        for file in delivered.files
        for line in file.read_text(encoding="utf-8").splitlines()[1:]
        for value in line.split("|")[:3]
        if value.isdigit() and len(value) > 8
    }
    assert delivered_keys
    assert not {str(value) for name in keys for value in on_disk[name]} & delivered_keys


def test_whatever_is_on_disk_of_records_is_its_owners_alone(tmp_path, delivered, monkeypatch):
    folder = tmp_path / "records" / "hes"
    run(folder, delivered, settings(variants=VARIANTS), "one", monkeypatch)
    assert {path.stat().st_mode & 0o077 for path in [folder, *folder.rglob("*")]} == {0}
    assert sorted(path.name for path in folder.iterdir()) == ["records", "stays"]
