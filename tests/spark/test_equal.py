"""Every aggregate and row account of Spark is DuckDB's, on an extract with all that goes wrong."""

import pandas as pd
import pyarrow.parquet as pq
import pytest
from pyarrow import csv as arrow_csv

from pooledfunds.core.errors import BadInput, StudyError
from pooledfunds.core.spark_session import spark_session
from pooledfunds.hospital.variants import measure_variants
from pooledfunds.run.hes import stage_extract
from tests.unit.hospital.test_extract import LISTS, PLACES, extract, measured, settings
from tests.unit.hospital.test_variants import DECLARED

TABLES = (
    "hes_row_accounts", "hes_quality", "hes_quality_shares", "hes_breaks", "hes_fields_delivered",
    "hes_activity", "hes_lengths_of_stay",
)  # fmt: skip
ENGINE = {"name": "spark", "memory_limit": "1GB", "threads": 2}
OTHERWISE = {
    "duplicates": "dr_foster",
    "admission_date": "as_recorded",
    "open_episodes": "drop",
    "spells": "york",
    "stays": "continuous",
    "diagnosis_episode": "any",
    "bed_days": {"source": "dates", "rule": "discharge"},
}


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    return extract(tmp_path_factory.mktemp("given"), None)


@pytest.mark.parametrize("changes", [{}, OTHERWISE], ids=["as declared", "every other rule"])
def test_text_gives_what_duckdb_gives(given, tmp_path, changes):
    ours = measured(tmp_path / "duckdb", given, settings(**changes))
    theirs = measured(tmp_path / "spark", given, settings(**changes, engine=ENGINE))
    assert {*theirs} == {*TABLES}
    for name in TABLES:
        pd.testing.assert_frame_equal(theirs[name], ours[name])
    assert len(ours["hes_activity"]) > 500
    fates = {*ours["hes_row_accounts"]["fate"]}
    assert {"not as many fields as the header", "repeated record", "no patient key"} <= fates
    records_stay(given.files[0], tmp_path / "spark", theirs)


def records_stay(file, folder, tables):
    """Assert that no table has a patient's key, and that nobody else can enter the folder."""
    records = pd.read_csv(file, sep="|", dtype=str, encoding="latin-1", quoting=3)
    keys = {*records[records.columns[1]].dropna()}
    told = {str(value) for table in tables.values() for value in table.to_numpy().ravel()}
    assert len(keys) > 1000 and not keys & told
    assert folder.stat().st_mode & 0o077 == 0


def test_every_variant_is_counted_alike(given, tmp_path):
    found = {}
    for name, engine in (("duckdb", settings()["engine"]), ("spark", ENGINE)):
        chosen = settings(engine=engine, variants={"enabled": True, "axes": DECLARED})
        stage_extract(given.files, tmp_path / name, chosen, LISTS)
        found[name] = measure_variants(tmp_path / name, chosen, LISTS, PLACES)
    pd.testing.assert_frame_equal(found["spark"], found["duckdb"])
    assert found["duckdb"]["variant"].nunique() > 1


def as_columns(file, folder):
    """Write the sound lines of a delivered extract as Parquet, every column text."""
    header, *lines = file.read_bytes().split(b"\n")
    sound = [one for one in lines if one.count(b"|") == header.count(b"|") and one != header]
    text = folder / f"{file.stem}.txt"
    text.write_bytes(b"\n".join([header, *sound]) + b"\n")
    names = header.decode().split("|")
    table = arrow_csv.read_csv(
        text,
        read_options=arrow_csv.ReadOptions(encoding="latin-1"),
        parse_options=arrow_csv.ParseOptions(delimiter="|", quote_char=False),
        convert_options=arrow_csv.ConvertOptions(column_types=dict.fromkeys(names, "string")),
    )
    pq.write_table(table, folder / f"{file.stem}.parquet")
    return text, folder / f"{file.stem}.parquet"


@pytest.mark.parametrize("kind", ["parquet", "table"])
def test_columns_give_what_text_gives(given, tmp_path, kind):
    texts, entries = zip(*(as_columns(file, tmp_path) for file in given.files), strict=True)
    ours = stage_and_measure(tmp_path / "duckdb", texts, settings())
    if kind == "table":
        session = spark_session(ENGINE, tmp_path / "spill")
        for file in entries:
            session.read.parquet(str(file)).createOrReplaceTempView(file.stem)
        entries = [f"spark:{file.stem}" for file in entries]
    theirs = stage_and_measure(tmp_path / "spark", entries, settings(engine=ENGINE))
    for name in TABLES:
        expected = ours[name]
        if "file" in expected:
            ending = ".parquet" if kind == "parquet" else ""
            expected = expected.assign(file=expected["file"].str.replace(".txt", ending))
        pd.testing.assert_frame_equal(theirs[name], expected)


def stage_and_measure(folder, files, chosen):
    from types import SimpleNamespace

    return measured(folder, SimpleNamespace(files=files), chosen)


def test_bad_input_is_told_as_on_duckdb(given, tmp_path):
    file = tmp_path / given.files[0].name
    header, *lines = given.files[0].read_bytes().split(b"\n")
    said = {}
    for name, text in {
        "a needed field": header.lower().replace(b"epistart", b"other"),
        "zero bytes": header + b"\n" + lines[0].replace(b"|", b"|\x00", 1),
        "no records": header,
    }.items():
        file.write_bytes(text + b"\n")
        for engine in (ENGINE, settings()["engine"]):
            with pytest.raises(BadInput) as found:
                stage_extract([file], tmp_path / "out", settings(engine=engine), LISTS)
            said.setdefault(name, set()).add(str(found.value))
    assert [len(words) for words in said.values()] == [1, 1, 1]


def test_a_table_that_is_not_there_and_one_that_lacks_a_column(given, tmp_path):
    with pytest.raises(StudyError, match="Spark, nowhere: there is no such table"):
        stage_extract(["spark:nowhere"], tmp_path / "out", settings(engine=ENGINE), LISTS)
    _text, file = as_columns(given.files[0], tmp_path)
    table = pq.read_table(file)
    [start] = [name for name in table.column_names if name.lower() == "epistart"]
    pq.write_table(table.drop_columns([start]), file)
    with pytest.raises(BadInput, match=r"its columns: no field epistart \(date the episode"):
        stage_extract([file], tmp_path / "out", settings(engine=ENGINE), LISTS)
