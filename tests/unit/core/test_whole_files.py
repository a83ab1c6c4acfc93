import pytest

from pooledfunds.core.whole_files import whole_file, whole_folder, write_whole


def test_a_file_keeps_what_it_held_when_its_successor_fails(tmp_path):
    file = tmp_path / "claims.csv"
    write_whole(file, "old\n")
    with pytest.raises(RuntimeError), whole_file(file) as part:
        part.write_text("ne")
        raise RuntimeError
    assert file.read_text() == "old\n"
    assert list(tmp_path.iterdir()) == [file]


def test_what_a_killed_process_left_is_written_over(tmp_path):
    file = tmp_path / "claims.csv"
    with whole_file(file) as part:
        name = part
        part.write_text("new\n")
    name.write_text("a half that is longer than the whole")
    write_whole(file, b"new\n")
    assert file.read_bytes() == b"new\n"
    assert list(tmp_path.iterdir()) == [file]


def test_a_folder_holds_what_its_last_writer_put_there_and_nothing_else(tmp_path):
    figures = tmp_path / "figures"
    for name in ("one.svg", "two.svg"):
        with whole_folder(figures) as part:
            (part / name).write_text("")
    assert [file.name for file in figures.iterdir()] == ["two.svg"]
    assert list(tmp_path.iterdir()) == [figures]
