"""DuckDB keeps to the limits of the settings; those who share a spill folder share one."""

import ast
import re
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import ipc

import pooledfunds
from pooledfunds.hospital.engine import Plan, connect, look_at, scanned

PACKAGE = Path(pooledfunds.__path__[0])
LIMITS = {"memory_limit": "60MB", "threads": 1, "spill": None}
WIDE = "SELECT i, md5(i::text) AS name FROM range(1500000) AS r(i) ORDER BY name"


@pytest.mark.parametrize("named", [None, "elsewhere"])
def test_what_does_not_fit_goes_to_the_spill_folder(tmp_path, named):
    spill = tmp_path / (named or "spill")
    with connect(LIMITS | {"spill": named and str(spill)}, tmp_path) as con:
        con.execute(f"CREATE TEMP TABLE wide AS {WIDE}")
        assert sum(file.stat().st_size for file in spill.iterdir()) > 10_000_000
        assert con.execute("SELECT count(*) FROM wide").fetchone() == (1_500_000,)


def test_the_limits_are_those_of_the_last_connection(tmp_path):
    asked = "SELECT current_setting('threads'), current_setting('memory_limit')"
    for threads in (1, 2):
        with connect({"memory_limit": "1GiB", "threads": threads}, tmp_path) as con:
            assert con.execute(asked).fetchone() == (threads, "1.0 GiB")


def test_what_one_connection_holds_another_does_not_see(tmp_path):
    with connect(LIMITS, tmp_path) as one, connect(LIMITS, tmp_path) as other:
        one.execute("CREATE TEMP TABLE held AS SELECT 1 AS a")
        assert other.execute("SELECT * FROM duckdb_tables()").fetchall() == []


def test_an_arrow_file_is_looked_at_as_a_table(tmp_path):
    table = pa.table({"a": pa.array([1, 2, None], pa.int32())})
    with ipc.new_file(str(tmp_path / "rows.arrow"), table.schema) as file:
        file.write_table(table)
    with connect(LIMITS, tmp_path) as con:
        rows = scanned(con, "rows", tmp_path / "rows.arrow")
        assert str(rows.schema()["a"]) == "int32"
        assert con.execute("SELECT sum(a), count(*) FROM rows").fetchall() == [(3, 3)]
        look_at(con, "rows", tmp_path / "rows.arrow")
        assert con.execute("SELECT count(*) FROM rows").fetchall() == [(3,)]


def test_what_is_asked_is_written_without_some_columns(tmp_path):
    with connect(LIMITS, tmp_path) as con:
        plan = Plan(asked={"rows": "SELECT 1 AS patient, 2 AS days"})
        for file, leave_out in (("it's.parquet", ["patient"]), ("all.parquet", [])):
            plan.write_answer(con, "rows", tmp_path / file, leave_out)
    assert pq.read_table(tmp_path / "it's.parquet").to_pydict() == {"days": [2]}
    assert pq.read_table(tmp_path / "all.parquet").to_pydict() == {"patient": [1], "days": [2]}


def test_sql_is_written_by_hand_in_the_engine_and_to_copy_a_table_alone():
    verb = re.compile(r"\b(SELECT|COPY|CREATE|INSERT|FROM|SET) [\w*({]")
    writers = {
        file.relative_to(PACKAGE).as_posix()
        for file in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if verb.search(node.value)
    }
    assert writers == {"hospital/engine.py", "run/database.py"}  # decision 49
