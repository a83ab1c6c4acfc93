"""The list of what can be downloaded: closed, whole, and in step with the folder of returns."""

import subprocess

import pytest

from pooledfunds.core.settings import STUDIES, SettingsError, read_basis, read_rows
from pooledfunds.run.downloads import (
    CHECKSUMS,
    DOWNLOADS,
    downloads_faults,
    plan_retrieval,
    read_downloads,
)
from pooledfunds.run.returns_folder import matches_any

ROW = {
    "study": "a_study",
    "source": "pssex1",
    "target": "pssex1/spend.xls",
    "address": "https://example.org/spend.xls",
    "checksum": "sha256:" + 64 * "0",
    "bytes": "12",
    "licence": "Open Government Licence v3.0",
    "publisher": "a publisher",
}
DECLARED = sorted(
    study for study in {row["study"] for row in read_rows(DOWNLOADS)} if (STUDIES / study).is_dir()
)


def test_the_projects_own_list_can_be_followed():
    assert downloads_faults(read_rows(DOWNLOADS)) == []


@pytest.mark.parametrize("study", DECLARED)
def test_each_file_is_put_where_its_source_is_looked_for(study):
    basis = read_basis(study, "official")
    astray = [
        download.target
        for download in read_downloads(study)
        if not matches_any(download.target, basis.sources.get(download.source, []))
    ]
    assert astray == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"target": "../spend.xls"}, "leads out of the folder"),
        ({"target": "pssex1/../../spend.xls"}, "leads out of the folder"),
        ({"target": "/etc/spend.xls"}, "leads out of the folder"),
        ({"target": "~/spend.xls"}, "leads out of the folder"),
        ({"target": "..\\spend.xls"}, "leads out of the folder"),
        ({"address": "file:///etc/passwd"}, "does not match"),
        ({"checksum": "md5:0"}, "does not match"),
        ({"checksum": ""}, "does not match"),
        ({"bytes": "0"}, "does not match"),
        ({"licence": ""}, "should be non-empty"),
        ({"size": "12"}, "Additional properties are not allowed"),
    ],
)
def test_a_row_that_cannot_be_followed_is_named(changed, told):
    (fault,) = downloads_faults([ROW | changed])
    assert fault.startswith("config/downloads.csv line 2: ")
    assert told in fault


def test_two_files_for_one_place_whatever_the_case_of_letters():
    faults = downloads_faults([ROW, ROW | {"target": "PSSEX1/Spend.xls"}])
    assert ["another line" in fault for fault in faults] == [True, True]


def test_a_study_that_is_not_known_or_has_nothing_to_download(tmp_path, monkeypatch):
    with pytest.raises(SettingsError, match="no study 'ten_yeers': config/studies has no such"):
        plan_retrieval({"study": "ten_yeers", "basis": "artificial"})
    with pytest.raises(SettingsError, match="no return of study 'a_study' can be downloaded"):
        read_downloads("a_study")
    with pytest.raises(SettingsError, match="does not match"):
        plan_retrieval({"study": "../elsewhere", "basis": "official"})


def test_the_folder_may_be_another():
    _, basis = plan_retrieval({"study": "means_to_an_end", "basis": "artificial"})
    assert basis.root == "data/raw/official/means_to_an_end"
    named = {"study": "means_to_an_end", "basis": "official", "official_root": "elsewhere"}
    assert plan_retrieval(named)[1].root == "elsewhere"


def test_checksums_are_those_of_other_programs(tmp_path):
    file = tmp_path / "a return"
    file.write_bytes(b"council,delays\n102,12\n")
    run = subprocess.run(["git", "hash-object", file], capture_output=True, text=True, check=True)
    assert CHECKSUMS["git-blob"](file) == run.stdout.strip()
    run = subprocess.run(["sha256sum", file], capture_output=True, text=True, check=True)
    assert CHECKSUMS["sha256"](file) == run.stdout.split()[0]
