import json

from pooledfunds.core.provenance import code_commit, run_record, sha256


def test_digest_of_a_file(tmp_path):
    file = tmp_path / "a"
    file.write_bytes(b"abc")
    # FIPS 180-2, appendix B.1
    assert sha256(file) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_a_record_names_its_inputs_and_holds_no_clock(tmp_path):
    for name in ("b.csv", "a.csv"):
        (tmp_path / name).write_text(name)
    inputs = [tmp_path / "b.csv", tmp_path / "a.csv"]
    record = run_record("artificial", {"seed": 1}, inputs)
    assert [entry["file"].rsplit("/", 1)[1] for entry in record["inputs"]] == ["a.csv", "b.csv"]
    assert json.dumps(record) == json.dumps(run_record("artificial", {"seed": 1}, inputs))
    assert set(record) == {"basis", "commit", "python", "packages", "inputs", "settings"}


def test_outside_a_checkout_the_commit_is_unknown(tmp_path):
    assert code_commit(tmp_path) == "unknown"
