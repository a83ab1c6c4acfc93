"""Addresses of tables: what is one, what is refused, and that no secret is repeated."""

import pytest

from pooledfunds.core.settings import Basis
from pooledfunds.run.database import SESSION, in_our_words
from pooledfunds.run.hospital import engine_faults
from pooledfunds.run.returns import path_faults
from pooledfunds.run.table_addresses import (
    address_fault,
    address_faults,
    copies_of_tables,
    files_of,
    read_address,
    spark_table_faults,
    spark_tables,
)

HOSPITAL = "postgresql://hes.example.org:5432/hospital#apc.apc_0506"


def basis(name="official", **sources):
    return Basis(name=name, root="nowhere", sources=sources, files=("official.yaml",))


def test_an_address_has_its_parts():
    address = read_address(HOSPITAL)
    assert (address.host, address.port, address.database) == ("hes.example.org", "5432", "hospital")
    assert (address.schema, address.table, address.name) == ("apc", "apc_0506", "apc.apc_0506")
    assert str(address) == "table apc.apc_0506 of hospital at hes.example.org:5432"
    assert str(read_address("postgresql:///hospital#apc")) == "table apc of hospital"


@pytest.mark.parametrize(
    "secret",
    [
        "postgresql://me:hush@host/hospital#apc",
        "postgresql://me@host/hospital#apc",
        "postgresql://host/hospital?password=hush#apc",
        "postgresql://host/hospital?user=me#apc",
        "postgres:/me:hush@host/hospital#apc",
        "postgresql://me:hu#sh@host/hospital#apc",
        "mysql://me:hush@host/hospital#apc",
    ],
)
def test_an_address_with_a_secret_is_refused_and_not_repeated(secret):
    (fault,) = address_faults(basis(hes_apc=[secret]))
    assert fault.startswith("official.yaml: sources.hes_apc: an entry ")
    assert "hush" not in fault and "me@" not in fault and "hu#sh" not in fault


@pytest.mark.parametrize(
    "wrong",
    [
        "postgresql://host/hospital",
        "postgresql://host#apc",
        "postgresql://host/hospital#apc; DROP TABLE apc",
        "postgresql://host/hospital#a.b.c",
        "postgresql://host:port/hospital#apc",
        "postgresql://host/hospital?sslmode=off#apc",
        "mysql://host/hospital#apc",
    ],
)
def test_what_is_no_address_is_told_the_form(wrong):
    assert "postgresql://HOST:PORT/DATABASE#SCHEMA.TABLE" in address_fault(wrong)


def test_files_and_tables_stand_side_by_side():
    mixed = basis(hes_apc=["hes/*.txt", HOSPITAL], pssex1=["pssex1/*.xlsx"])
    assert not address_faults(mixed) and not path_faults(mixed)
    assert files_of(mixed.sources) == {"hes_apc": ["hes/*.txt"], "pssex1": ["pssex1/*.xlsx"]}
    file = "made/records/tables/hes_apc/apc.apc_0506.csv"
    assert copies_of_tables(mixed, "made") == {"hes_apc": {file: HOSPITAL}}


def test_two_tables_of_one_name_are_refused():
    (fault,) = address_faults(basis(hes_apc=[HOSPITAL, HOSPITAL.replace("hes.", "other.")]))
    assert "2 tables named apc.apc_0506" in fault


def test_an_invented_england_has_no_table():
    (fault,) = address_faults(basis("artificial", hes_apc=[HOSPITAL]))
    assert "name no table of a database" in fault


class Answer(Exception):
    sqlstate = None


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("42501", "GRANT SELECT"),
        ("42P01", "no such table"),
        ("57P01", "start again"),
        ("22P02", "22P02"),
    ],
)
def test_a_server_is_never_quoted(code, words):
    answer = Answer("value of patient 4711")
    answer.sqlstate = code
    told = in_our_words(answer, connecting=False)
    assert words in told and "4711" not in told


def test_a_session_can_only_read():
    assert SESSION["default_transaction_read_only"] == "on"


def test_a_table_of_spark_is_hospital_records_and_is_not_copied():
    asked = basis(hes_apc=["spark:hes.apc_0506", "hes/*.txt"], pct_list=["places/pct.csv"])
    assert not [*spark_table_faults(asked), *address_faults(asked), *path_faults(asked)]
    assert spark_tables(asked) == ["spark:hes.apc_0506"]
    assert copies_of_tables(asked, "processed") == {}
    assert files_of(asked.sources)["hes_apc"] == ["hes/*.txt"]


@pytest.mark.parametrize(
    ("sources", "told"),
    [
        ({"hes_apc": ["spark:a.b.c.d"]}, "write spark:CATALOGUE.SCHEMA.TABLE"),
        ({"hes_apc": ["spark:apc; DROP TABLE apc"]}, "is no table"),
        ({"wcc": ["spark:hes.wcc"]}, "hospital records alone"),
    ],
)
def test_what_is_no_table_of_spark_is_told(sources, told):
    (fault,) = spark_table_faults(basis(**sources))
    assert told in fault
    assert spark_table_faults(basis("artificial", **sources))[0].endswith("no table of Spark's")


def test_a_table_of_spark_needs_the_engine():
    (fault,) = engine_faults({"hes": {"engine": {"name": "duckdb"}}}, ["spark:hes.apc"])
    assert fault == "sources.hes_apc: spark:hes.apc needs hes.engine.name: spark"
