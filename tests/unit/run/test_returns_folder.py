"""What is found in a folder of returns, and what is said of the rest."""

import os

import pytest

from pooledfunds.core.errors import BadInput
from pooledfunds.core.ownership import MARKER
from pooledfunds.core.settings import Basis, read_basis
from pooledfunds.run.returns import path_faults, returns_folder
from pooledfunds.run.returns_folder import (
    leaves_folder,
    look_through,
    matches_any,
    unread_in_words,
)

PATTERNS = {
    "council_list": ["places/council_150.csv"],
    "pssex1": ["pssex1/*.xls", "pssex1/*.xlsx"],
    "delayed_transfers": ["delayed_transfers/*.csv", "delayed_transfers/*.xlsx"],
    "pooled_fund_register": ["register/survey*/*.csv"],
}


@pytest.fixture
def put(tmp_path):
    def put(*names, text="a return"):
        for name in names:
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return look_through(tmp_path, PATTERNS)

    return put


def names(found, source, root):
    return [name.removeprefix(f"{root.as_posix()}/") for name in found.sources[source]]


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("PSSEX1/expend0607.xls", "pssex1"),
        ("pssex1/expend0607.XLSX", "pssex1"),
        ("pssex1/expend0607.ods", "pssex1"),
        ("pssex1/expend0607.xlsb", "pssex1"),
        ("delayed_transfers/DTOC-England-Data_Set.xls", "delayed_transfers"),
        ("Delayed_Transfers/sitrep.CSV", "delayed_transfers"),
        ("register/Survey 2008/arrangements.csv", "pooled_fund_register"),
        ("places/Council_150.csv", "council_list"),
    ],
)
def test_case_and_kind_of_workbook_make_no_difference(put, tmp_path, name, source):
    found = put(name)
    assert names(found, source, tmp_path) == [name]
    assert (found.unread, found.faults) == ([], [])


def test_a_file_that_matches_nothing_is_named_with_the_nearest_pattern(put):
    found = put("pssex/expend0607.xls", "pssex1/notes.docx", "minutes of the last meeting.pdf")
    assert (
        found.unread
        == [
            "minutes of the last meeting.pdf: matches no pattern",
            "pssex/expend0607.xls: matches no pattern; the nearest is pssex1/*.xls (pssex1)",
            "pssex1/notes.docx: matches no pattern; the nearest is pssex1/*.xls (pssex1)",
        ]
        or "pssex1/*" in found.unread[2]
    )
    assert not any(found.sources.values())


def test_a_star_stands_for_a_part_of_one_name_only(put):
    assert not put("pssex1/old/expend0607.xls").sources["pssex1"]


@pytest.mark.parametrize("name", ["~$expend0607.xls", ".~lock.expend0607.xls#"])
def test_the_lock_of_an_open_spreadsheet_is_skipped_and_named(put, name):
    found = put(f"pssex1/{name}")
    assert not found.sources["pssex1"]
    assert found.unread == [f"pssex1/{name}: left by an open spreadsheet: close the spreadsheet"]


def test_a_part_of_a_file_is_no_return(put):
    found = put("register/survey/partners.csv.part")
    assert not found.sources["pooled_fund_register"]
    assert found.unread == [
        "register/survey/partners.csv.part: a part of a file: snakemake retrieve goes on with it"
    ]


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "._expend0607.xls"])
def test_what_the_system_left_is_skipped_and_named(put, name):
    assert put(f"pssex1/{name}").unread == [f"pssex1/{name}: the operating system's own"]


def test_an_empty_file_and_a_folder_in_the_place_of_one(put, tmp_path):
    (tmp_path / "pssex1" / "expend0607.xls").mkdir(parents=True)
    found = put("pssex1/expend2008.xls", text="")
    assert [(fault.file.split("/")[-1], fault.rule) for fault in found.faults] == [
        ("expend0607.xls", "a folder, where a file is expected"),
        ("expend2008.xls", "the file is empty"),
    ]


def test_a_file_without_permission(put, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *_: False)  # root may read everything
    assert "no permission" in str(put("pssex1/expend2008.xls").faults[0])


def test_two_files_where_one_is_read(put):
    found = put("places/council_150.csv", "Places/COUNCIL_150.csv")
    assert "a second file of council_list" in found.faults[0].rule


def test_a_link_that_leads_out_is_a_fault_and_one_within_is_not(put, tmp_path):
    inside, outside = tmp_path / "returns", tmp_path / "elsewhere"
    for folder in (inside / "pssex1", outside):
        folder.mkdir(parents=True)
    (outside / "a.xls").write_text("a return")
    (inside / "pssex1" / "a.xls").write_text("a return")
    (inside / "pssex1" / "b.xls").symlink_to(inside / "pssex1" / "a.xls")
    (inside / "pssex1" / "c.xls").symlink_to(outside / "a.xls")
    (inside / "pssex1" / "up").symlink_to(inside)  # has no end
    (inside / "delayed_transfers").symlink_to(outside)
    found = look_through(inside, PATTERNS)
    assert len(found.sources["pssex1"]) == 2
    assert sorted(fault.file.split("/")[-1] for fault in found.faults) == [
        "c.xls",
        "delayed_transfers",
    ]


def test_faults_of_files_stop_a_run_before_any_job(tmp_path):
    (tmp_path / "pssex1").mkdir()
    (tmp_path / "pssex1" / "a.xls").write_text("")
    with pytest.raises(BadInput, match=r"pssex1/a\.xls: the file is empty"):
        returns_folder(Basis("official", str(tmp_path), PATTERNS))


def test_a_wrong_folder_does_not_fill_the_terminal(put, tmp_path):
    found = put(*(f"photo {number}.jpg" for number in range(120)))
    words = unread_in_words(Basis("official", str(tmp_path), {}), found.unread)
    assert words.startswith(f"120 files under {tmp_path} not read")
    assert words.endswith("and 70 more")


@pytest.mark.parametrize(
    ("path", "leaves"), [("/etc/*", True), ("a/../../b", True), ("a/*", False)]
)
def test_a_pattern_keeps_to_its_folder(path, leaves):
    assert leaves_folder(path) == leaves


def test_the_invented_folder_is_an_example_of_the_official_one():
    """A user who copies it and puts own returns in place of the invented ones renames nothing."""
    invented, official = (read_basis("means_to_an_end", one) for one in ("artificial", "official"))
    for source, files in invented.sources.items():
        for file in files:
            found = [name for name, some in official.sources.items() if matches_any(file, some)]
            assert found == [source], file


def test_an_invented_england_is_never_read_as_official(tmp_path):
    basis = Basis(name="official", files=("official.yaml",), root=str(tmp_path), sources={})
    assert path_faults(basis) == []
    (tmp_path / MARKER).touch()
    [fault] = path_faults(basis)
    assert "is an invented England" in fault
    assert "delete the mark" in fault
