"""A published folder is held against the digests that its run wrote."""

import json
import shutil
import subprocess

import pytest

from pooledfunds.core.manifest import (
    AlteredError,
    Changes,
    changes_since,
    make_again_what_changed,
    read_again_what_changed,
    verify,
    write_manifest,
)
from pooledfunds.core.provenance import sha256


@pytest.fixture
def report(tmp_path, monkeypatch):
    """A report of a table, a figure and a record, of a run with two inputs."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "report"
    (folder / "figures").mkdir(parents=True)
    (folder / "facts.csv").write_text("fact,value\nF1,2.5\n")
    (folder / "figures/bars.svg").write_text("<svg/>")
    (folder / "figures/.snakemake_timestamp").touch()
    (tmp_path / "return.csv").write_text("a\n1\n")
    (tmp_path / "other.csv").write_text("a\n2\n")
    inputs = [
        {"file": name, "bytes": 4, "sha256": sha256(name)} for name in ("return.csv", "other.csv")
    ]
    (folder / "run.json").write_text(json.dumps({"inputs": inputs}))
    outputs = [folder / "facts.csv", folder / "run.json", folder / "figures"]
    write_manifest(outputs, folder / "SHA256SUMS")
    return folder


def test_a_folder_as_its_run_left_it_is_vouched_for_with_its_inputs(report):
    said = verify(report)
    assert "3 files are as the run left them; so are its inputs" in said
    assert sha256(report / "SHA256SUMS") in said


def test_each_file_that_was_altered_added_or_removed_is_named(report):
    (report / "facts.csv").write_text("fact,value\nF1,2.6\n")
    (report / "figures/bars.svg").unlink()
    (report / "figures/more.svg").write_text("<svg/>")
    assert changes_since(report) == Changes(
        ("facts.csv",), ("figures/more.svg",), ("figures/bars.svg",)
    )
    words = "altered: facts.csv; added: figures/more.svg; removed: figures/bars.svg"
    with pytest.raises(AlteredError, match=words):
        verify(report)


def test_a_file_that_changed_its_name_was_added_and_removed(report):
    (report / "facts.csv").rename(report / "Facts.csv")
    assert changes_since(report) == Changes((), ("Facts.csv",), ("facts.csv",))


def test_a_file_that_is_a_folder_now_or_leads_nowhere_is_not_as_it_was(report):
    (report / "facts.csv").unlink()
    (report / "facts.csv").mkdir()
    (report / "run.json").unlink()
    (report / "run.json").symlink_to("nowhere")
    assert changes_since(report) == Changes(("run.json",), (), ("facts.csv",))


def test_inputs_that_are_others_now_are_named_and_those_elsewhere_are_counted(report, tmp_path):
    (tmp_path / "other.csv").unlink()
    assert "1 of its inputs are not at hand" in verify(report)
    (tmp_path / "return.csv").write_text("a\n3\n")
    with pytest.raises(AlteredError, match=r"inputs are others now: return\.csv"):
        verify(report)


def test_a_copy_elsewhere_can_be_verified(report, tmp_path):
    copy = shutil.copytree(report, tmp_path / "elsewhere" / "copy")
    assert "3 files" in verify(copy)


@pytest.mark.parametrize("line", ["", "0" * 63 + "  a", "0" * 64 + "  ../a", "0" * 64 + "  /etc/a"])
def test_a_manifest_that_is_none_is_refused_with_its_line(report, line):
    with (report / "SHA256SUMS").open("a") as manifest:
        manifest.write(f"{line}\n")
    with pytest.raises(AlteredError, match="line 4: not a digest and a path in this folder"):
        verify(report)


def test_a_folder_without_a_manifest_is_no_report_of_a_whole_run(tmp_path):
    with pytest.raises(AlteredError, match="no SHA256SUMS; is it the report of a whole run"):
        verify(tmp_path)
    assert not make_again_what_changed(tmp_path)


def dates(report):
    """Return the time of each file, 0 where it was set back."""
    return {file.name: file.stat().st_mtime for file in report.rglob("*.*") if file.is_file()}


def test_what_was_altered_is_dated_back_with_all_else_and_what_was_added_is_not(report):
    (report / "note.txt").touch()
    assert make_again_what_changed(report) == Changes((), ("note.txt",), ())
    assert all(dates(report).values())
    (report / "run.json").unlink()
    assert make_again_what_changed(report).removed == ("run.json",)
    old = {name for name, time in dates(report).items() if time == 0}
    assert old == {"facts.csv", "bars.svg"}
    assert (report / "SHA256SUMS").stat().st_mtime == 0


def test_a_manifest_that_was_damaged_was_altered(report):
    (report / "SHA256SUMS").write_text("nothing\n")
    assert make_again_what_changed(report) == Changes(("SHA256SUMS",), (), ())
    assert (report / "facts.csv").stat().st_mtime == 0


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum on this machine")
def test_sha256sum_reads_the_manifest(report):
    checked = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=report, capture_output=True
    )
    assert checked.returncode == 0


def test_inputs_that_are_others_now_are_read_again(report, tmp_path):
    given, table = tmp_path / "return.csv", tmp_path / "staged" / "return.parquet"
    given.write_text("1\n")
    table.parent.mkdir()
    table.touch()
    inputs = [{"file": str(given), "bytes": 2, "sha256": sha256(given)}]
    (report / "run.json").write_text(json.dumps({"inputs": inputs}))
    assert read_again_what_changed(report, [table.parent]) == []
    assert table.stat().st_mtime and all(dates(report).values())
    given.write_text("2\n")
    assert read_again_what_changed(report, [table.parent]) == [str(given)]
    assert table.stat().st_mtime == dates(report)["facts.csv"] == dates(report)["run.json"] == 0
    (report / "run.json").write_text("no record")
    assert read_again_what_changed(report, [table.parent]) == []
