from pathlib import Path

from pooledfunds.core.settings import read_study
from pooledfunds.report.dictionary import data_dictionary, dictionary_text, schemas

ROOT = Path(__file__).parents[3]
STUDY = read_study("means_to_an_end")


def test_the_printed_dictionary_is_that_of_the_contracts():
    """``make docs`` prints it anew."""
    printed = (ROOT / "docs/data_dictionary.md").read_text(encoding="utf-8")
    assert printed == dictionary_text(STUDY)


def test_every_column_of_every_table_says_what_it_means():
    rows = data_dictionary(STUDY)
    assert len(schemas(STUDY)) >= 20
    assert not rows["meaning"].eq("").any()
    assert not rows.duplicated(["table", "column"]).any()


def test_every_number_that_is_published_has_a_unit():
    rows = data_dictionary(STUDY)
    numbers = rows[rows["kind"].isin(["number", "whole number"]) & rows["published_in"].ne("")]
    assert len(numbers) >= 50
    bare = numbers[numbers["unit"].eq("")]
    assert bare.empty, bare[["table", "column"]].to_string()
