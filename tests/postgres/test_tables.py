"""Hospital records as tables of a real server: the same counts, or one clear message."""

import shutil
from dataclasses import replace

import pandas as pd
import pytest

from pooledfunds.core.errors import BadInput
from pooledfunds.run.database import copy_table, look_at_table
from pooledfunds.run.hes import columns_to_copy, needed_fields
from pooledfunds.run.table_addresses import read_address
from tests.conftest import few_draws
from tests.postgres.conftest import PASSWORD
from tests.unit.hospital.test_extract import LISTS, extract, measured, settings

TEXT_ONLY = {"blank line", "not as many fields as the header", "heading repeated"}
TABLES = ("hes_row_accounts", "hes_activity", "hes_quality", "hes_quality_shares", "hes_breaks")


def copied(address, folder):
    """Copy the table at an address as a run would, and return the file."""
    table = read_address(address)
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{table.name}.csv"
    fields = columns_to_copy(table, LISTS["hes_fields"], needed_fields(settings()))
    copy_table(table, file, fields)
    return file


def as_of_tables(table, prefix=""):
    """Return a table of a run on files, as a run on tables of the same records gives it.

    Files have the names of the tables, and what only text has is neither submitted nor set aside.
    """
    if "file" not in table:
        return table
    table = table.assign(file=prefix + table["file"].str.replace(".txt", ".csv"))
    if "fate" not in table:
        return table
    of_text = table["fate"].isin(TEXT_ONLY)
    fewer = table[of_text].groupby("file")["rows"].sum().reindex(table["file"], fill_value=0)
    rows = table["rows"] - fewer.to_numpy() * (table["fate"] == "submitted")
    return table.assign(rows=rows)[~of_text].reset_index(drop=True)


def said(address):
    """Return what is said of a table that cannot be copied."""
    table = read_address(address)
    with pytest.raises(BadInput) as found:
        look_at_table(table, columns_to_copy(table, LISTS["hes_fields"], set()))
    message = str(found.value)
    assert message.startswith("1 fault") and PASSWORD not in message
    return message


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    return extract(tmp_path_factory.mktemp("given"), None)  # with all that goes wrong


@pytest.fixture(scope="module")
def loaded(server, given):
    for file in given.files:
        server.load(file.stem, file)
    return given


def test_tables_give_what_files_give(server, loaded, credentials, tmp_path):
    files = measured(tmp_path / "files", loaded, settings())
    copies = [copied(server.address(f.stem), tmp_path / "copies") for f in loaded.files]
    tables = measured(tmp_path / "tables", replace(loaded, files=copies), settings())
    for name in TABLES:
        pd.testing.assert_frame_equal(as_of_tables(files[name]), tables[name])
    assert len(files["hes_activity"]) and set(files["hes_row_accounts"]["fate"]) - TEXT_ONLY


def test_the_order_of_rows_in_a_table_makes_no_difference(server, loaded, credentials, tmp_path):
    name = loaded.files[0].stem
    server.run(
        f'CREATE TABLE turned AS SELECT * FROM "{name}" t ORDER BY md5(t::text)',
        "GRANT SELECT ON turned TO analyst",
    )
    straight = copied(server.address(name), tmp_path / "a").read_bytes()
    assert copied(server.address("public.turned"), tmp_path / "b").read_bytes() == straight


def test_typed_columns_read_as_text_does(server, credentials, tmp_path):
    server.run(
        "CREATE TABLE typed (day date, stamp timestamp, code char(4), size int, note text)",
        """INSERT INTO typed VALUES
           ('2007-04-01', '2007-04-01 00:00', '5A1', 7, ''), (NULL, NULL, NULL, NULL, NULL)""",
        "GRANT SELECT ON typed TO analyst",
    )
    copy_table(read_address(server.address("typed")), tmp_path / "typed.csv", list)
    assert (tmp_path / "typed.csv").read_text().splitlines() == [
        "day,stamp,code,size,note",
        "2007-04-01,2007-04-01 00:00:00,5A1,7,",
        ",,,,",
    ]


def test_text_with_marks_and_commas_is_quoted_throughout(server, credentials, tmp_path):
    server.run(
        "CREATE TABLE marked (a text, b text)",
        """INSERT INTO marked SELECT 'x' || n, 'y' FROM generate_series(1, 200000) n""",
        """INSERT INTO marked VALUES ('z "z"', 'one, two')""",
        "GRANT SELECT ON marked TO analyst",
    )
    copy_table(read_address(server.address("marked")), tmp_path / "marked.csv", list)
    table = pd.read_csv(tmp_path / "marked.csv")
    assert len(table) == 200_001 and table.iloc[-1].tolist() == ['z "z"', "one, two"]
    assert (tmp_path / "marked.csv").read_text().startswith('"a","b"\n"x1","y"')


def test_a_column_that_is_not_needed_stays_on_the_server(server, loaded, credentials, tmp_path):
    file = copied(server.address(loaded.files[0].stem), tmp_path / "copies")
    assert file.parent.stat().st_mode & 0o077 == 0
    assert "ethnos" not in file.read_text().partition("\n")[0].split(",")


def test_a_table_without_a_needed_column(server, loaded, credentials):
    server.run(
        f'CREATE TABLE narrow AS SELECT * FROM "{loaded.files[0].stem}" LIMIT 0',
        "ALTER TABLE narrow DROP COLUMN epistart",
        "GRANT SELECT ON narrow TO analyst",
    )
    message = said(server.address("narrow"))
    assert "table narrow of postgres at 127.0.0.1" in message
    assert "its columns: no field epistart (date the episode started)" in message


def test_permission_refused(server, loaded, credentials):
    server.run(f'CREATE TABLE closed AS SELECT * FROM "{loaded.files[0].stem}" LIMIT 0')
    assert "GRANT SELECT on it to the user of PGUSER" in said(server.address("closed"))


def test_no_such_table_or_database(server, credentials):
    assert "there is no such table" in said(server.address("nowhere"))
    address = server.address("nowhere").replace("/postgres#", "/elsewhere#")
    assert "the server has no such database" in said(address)


def test_an_unreachable_database(credentials):
    assert "cannot be reached" in said("postgresql://127.0.0.1:1/postgres#apc")
    assert "cannot be reached" in said("postgresql://no-such-host.invalid/postgres#apc")


@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_password_refused(server, loaded, credentials, monkeypatch, password):
    monkeypatch.setenv("PGPASSWORD", password)
    assert "set PGUSER and PGPASSWORD" in said(server.address(loaded.files[0].stem))


def test_nothing_can_be_written(server, credentials):
    from pooledfunds.run.database import connected

    with pytest.raises(BadInput), connected(read_address(server.address("x"))) as connection:
        connection.execute("CREATE TEMP TABLE mine (a int)")


@pytest.mark.workflow
def test_a_run_on_tables_counts_what_a_run_on_files_counts(server, workspace, credentials):
    few_draws(workspace)
    raw, given = workspace.folder / "data/raw/artificial", workspace.folder / "given"
    workspace.run("data/raw/artificial/means_to_an_end/TRUTH.json")
    shutil.move(raw / "means_to_an_end", given)
    (given / "INVENTED_ENGLAND.txt").unlink()
    for file in (workspace.folder / "config/bases/artificial").glob("pssex1_*.csv"):
        # What is known of these returns
        shutil.copy(file, workspace.folder / "config/bases/official")
    names = ["hes_activity", "hes_row_accounts", "hes_quality_shares"]
    made = workspace.folder / "data/processed/means_to_an_end/official"
    targets = [f"data/processed/means_to_an_end/official/staged/{name}.parquet" for name in names]
    official = ["--config", "basis=official", f"official_root={given}"]
    workspace.run(*targets, *official)
    from_files = {name: pd.read_parquet(made / f"staged/{name}.parquet") for name in names}
    extracts = sorted((given / "hes").iterdir())
    for file in extracts:
        server.load(f"study_{file.stem}", file)
        file.unlink()
    entries = [server.address(f"study_{file.stem}") for file in extracts]
    basis = (workspace.folder / "config/bases/official.yaml").read_text(encoding="utf-8")
    [line] = (line for line in basis.splitlines() if line.startswith("  hes_apc:"))
    workspace.edit("config/bases/official.yaml", line, f"  hes_apc: [{', '.join(entries)}]")
    assert "columns are read; copied when the study is run" in workspace.run("check", *official)
    workspace.run(*targets, *official)
    for name in names:
        told = as_of_tables(from_files[name], "study_")
        pd.testing.assert_frame_equal(told, pd.read_parquet(made / f"staged/{name}.parquet"))
    for file in workspace.folder.rglob("*"):
        if file.is_file() and file.suffix in (".log", ".json", ".yaml", ".txt", ""):
            assert PASSWORD.encode() not in file.read_bytes(), file
