"""What Spark cannot run, or does not have, is told before any record is read."""

import ibis
import pytest

from pooledfunds.core.codelists import read_tables
from pooledfunds.core.errors import IssueList, StudyError
from pooledfunds.core.settings import read_study
from pooledfunds.hospital import activity
from pooledfunds.run.on_spark import check_plans, look_at_entries
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def study():
    study = read_study("means_to_an_end")
    study["hes"]["engine"] |= {"name": "spark"}
    return study


@pytest.fixture(scope="module")
def lists():
    return {path.stem: str(path) for path in (ROOT / "config/codelists").glob("hes_*.csv")}


def test_spark_can_run_the_declared_definitions_and_every_variant(study, lists):
    check_plans(study, lists)


@ibis.udf.scalar.builtin
def only_another_engine_has_this(age: int) -> int: ...


def test_an_expression_that_it_cannot_run_is_named_with_its_settings(study, lists, monkeypatch):
    def age_band_of(age, starts):
        return only_another_engine_has_this(age)

    monkeypatch.setattr(activity, "age_band_of", age_band_of)
    with pytest.raises(StudyError) as told:
        check_plans(study, lists)
    message = str(told.value)
    assert "nothing was read" in message and "the engine duckdb" in message
    assert "query cells: it stopped with UNRESOLVED_ROUTINE" in message
    assert "as declared" in message and "diagnoses=other_sets" in message


def test_a_table_that_is_not_there_is_told_by_its_name(study, lists):
    faults = IssueList()
    found = look_at_entries(
        ["spark:nowhere.apc_0506"], study["hes"], read_tables(lists)["hes_fields"], faults
    )
    assert not found
    [fault] = faults
    assert str(fault).startswith("nowhere.apc_0506: Spark, nowhere.apc_0506: there is no such")
