"""An invented England is never written over what its generator did not write."""

import os

import pytest

from pooledfunds.core.errors import StudyError
from pooledfunds.core.ownership import MARKER, own_folder, owner_only, ownership_faults
from pooledfunds.synthetic.england import generate_synthetic_england


def test_a_folder_that_is_absent_or_empty_becomes_the_generators_own(tmp_path):
    (tmp_path / "empty" / "pssex1").mkdir(parents=True)
    for name in ("absent", "empty"):
        assert ownership_faults(tmp_path / name) == []
        own_folder(tmp_path / name)
        assert (tmp_path / name / MARKER).is_file()


def test_a_marked_folder_may_be_written_again_even_where_a_run_was_killed(tmp_path):
    own_folder(tmp_path)
    (tmp_path / "half_written.csv").write_text("code")
    assert ownership_faults(tmp_path) == []
    own_folder(tmp_path)


@pytest.mark.parametrize("file", ["pssex1/expend0607.xlsx", "notes.txt", "a/b/TRUTH.json"])
def test_a_folder_with_any_other_file_is_refused_and_left_as_it_was(tmp_path, file):
    path = tmp_path / file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a real return")
    (fault,) = ownership_faults(tmp_path)
    assert "files that the study did not write" in fault and path.as_posix() in fault
    with pytest.raises(StudyError, match="did not write"):
        generate_synthetic_england(tmp_path, {"seed": 1, "truth": "report"}, processes=1)
    assert path.read_text() == "a real return"
    assert [found for found in tmp_path.rglob("*") if found.is_file()] == [path]


def test_a_folder_of_records_and_its_files_are_its_owners_alone(tmp_path):
    folder = tmp_path / "run" / "hes"
    usual = os.umask(0o022)
    try:
        for _ in range(2):
            with owner_only(folder):
                (folder / "stays").mkdir(exist_ok=True)
                (folder / "stays" / "one.parquet").touch()
        (tmp_path / "table.parquet").touch()
    finally:
        os.umask(usual)
    paths = (folder, folder / "stays", folder / "stays" / "one.parquet", tmp_path / "table.parquet")
    assert [path.stat().st_mode & 0o777 for path in paths] == [0o700, 0o700, 0o600, 0o644]
