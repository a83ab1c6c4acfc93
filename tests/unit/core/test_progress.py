"""What a run says on a terminal, from the records that Snakemake logs."""

import logging
from enum import Enum

import pytest

from pooledfunds.core.progress import Progress

Event = Enum("Event", ["JOB_INFO", "RUN_INFO", "PROGRESS"])


def record(message: str = "", **fields) -> logging.LogRecord:
    """Return a record as Snakemake logs it."""
    return logging.makeLogRecord({"msg": message, **fields})


@pytest.fixture
def said():
    return []


@pytest.fixture
def progress(tmp_path, said):
    return Progress(tmp_path / "index.html", said.append)


def test_each_job_is_named_as_it_starts_and_counted(progress, said):
    progress.start(12)
    progress.emit(record(event=Event.JOB_INFO, rule_name="estimate", wildcards={}))
    copying = {"rule_name": "copy_table", "wildcards": {"file": "register.csv"}}
    progress.emit(record(event=Event.JOB_INFO, **copying))
    progress.emit(record("2 of 12 steps", event=Event.PROGRESS))
    assert said == ["   1 of 12  estimate", "   2 of 12  copy_table register.csv"]


def test_a_dry_run_names_no_job(progress, said):
    progress.emit(record(event=Event.JOB_INFO, rule_name="estimate", wildcards={}))
    assert said == []


def test_a_run_that_made_the_page_ends_in_its_path(progress, said, tmp_path):
    progress.end({"build_page"})
    assert said == []  # the page is not there
    (tmp_path / "index.html").touch()
    progress.end({"check"})
    assert said == []
    progress.end({"estimate", "build_page"})
    assert said == [f"The page: {tmp_path}/index.html"]


def test_a_run_with_nothing_to_do_says_where_the_page_is_too(progress, said, tmp_path):
    for name in ("index.html", "release.ods"):
        (tmp_path / name).touch()
    progress.emit(record("Nothing to be done (all requested files are present)."))
    page, workbook = said
    assert page.endswith("index.html")
    assert workbook.endswith("release.ods")
