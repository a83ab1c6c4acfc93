"""Keys become pseudonyms: alike where keys are, in their order, of no use without a secret."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pooledfunds.hospital.measure import duplicate_rules
from pooledfunds.hospital.records import SHARED
from pooledfunds.hospital.spells import RULES
from pooledfunds.staging.hes import _fast, plain
from pooledfunds.staging.hes.plain_values import READERS
from pooledfunds.staging.hes.pseudonyms import COMPARED, KEY_VARIABLE, Pseudonyms
from tests.conftest import ROOT

KINDS = {"patient": "key", "epikey": "serial", "epistart": "date"}
WORDS = st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=20)


def pseudonyms(records, secret=b"a secret"):
    """Return the pseudonyms of records: patient, key of the record, day of the start."""
    table = dict(zip(KINDS, np.array(records, dtype=object).T, strict=True))
    keys = {name: table[name].astype(np.uint64) for name in ("patient", "epikey")}
    columns = keys | {"epistart": table["epistart"].astype(np.int32)}
    Pseudonyms(secret).replace_keys(columns, KINDS)
    return columns


def test_the_hash_is_siphash_by_its_authors_test_vector():
    message, key = (np.frombuffer(bytes(range(16)), "<u8").copy() for _ in range(2))
    printed = int.from_bytes(bytes.fromhex("db9bc2577fcc2a3f"), "little")
    for hashed in (_fast.keyed_hash, plain.keyed_hash):
        assert hashed(message[:1], message[1:], key).tolist() == [printed]


@given(WORDS, st.integers(0, 2**64 - 1))
def test_the_compiled_hash_is_the_plain_one(words, other):
    first, key = np.array(words, np.uint64), np.array([other, 17], np.uint64)
    args = first, first[::-1].copy(), key
    assert _fast.keyed_hash(*args).tolist() == plain.keyed_hash(*args).tolist()


def test_a_patient_has_one_pseudonym_and_a_missing_key_none():
    made = pseudonyms([(7, 1, 100), (7, 2, 200), (8, 3, 100), (0, 4, 100), (9, 0, 100)])
    first, again, other, missing, _ = made["patient"].tolist()
    assert first == again != other
    assert missing == 0
    assert made["epikey"][3:].tolist() == [0, 0]  # of a record without a patient, and missing
    assert not {first, other} & {7, 8}


@pytest.mark.parametrize("texts", [("9", "10", "11"), ("9", "10", "A1")])
def test_keys_of_records_that_are_compared_keep_their_order(texts):
    keys = [READERS["serial"](text) for text in texts]
    for secret in (b"one", b"two", b"three"):
        made = pseudonyms([(7, key, 100) for key in keys], secret)["epikey"].tolist()
        assert made == sorted(made)
        assert not set(made) & set(keys)


def test_keys_of_other_patients_and_starts_are_shifted_by_other_amounts():
    made = pseudonyms([(7, 50, 100), (7, 50, 101), (8, 50, 100), (7, 50, 100)])["epikey"].tolist()
    assert len(set(made)) == 3
    assert made[0] == made[3]


def test_rules_compare_keys_of_records_only_where_they_share_what_the_shift_depends_on():
    assert tuple(SHARED) == COMPARED
    rules = pd.read_csv(ROOT / "config/codelists/hes_duplicate_rules.csv")
    assert all(set(COMPARED) <= set(rule["key"]) for rule in duplicate_rules(rules).values())
    for rule in RULES.values():  # within a patient, as in_rule_order has it
        assert rule.order.index("epistart") < rule.order.index("epikey")


def test_the_secret_is_the_environments_or_one_of_chance(monkeypatch):
    monkeypatch.setenv(KEY_VARIABLE, "of the project")
    assert Pseudonyms.of_environment() == Pseudonyms(b"of the project")
    monkeypatch.delenv(KEY_VARIABLE)
    assert Pseudonyms.of_environment() != Pseudonyms.of_environment()
    assert "secret" not in repr(Pseudonyms(b"of the project"))
