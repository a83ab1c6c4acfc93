"""The engine knows no study, year, body, condition or claim: these stand in a study's folder."""

import csv
import re

import pytest

from tests.conftest import ROOT
from tests.spec.source_code import LIBRARY, files_of, literals_of

# What is true of one study only, and what writes its invented returns.
OF_A_STUDY = ("studies", "synthetic")
# Codes of three digits that are none of a council: hospital records' codes for no body.
CODES_OF_NO_BODY = {"598", "599", "899"}


def listed(codelist: str, column: str) -> str:
    """Return a pattern of all that a column of the studies' word lists holds."""
    words = set()
    for file in (ROOT / "config").rglob(codelist):
        with file.open(encoding="utf-8") as lines:
            words |= {row[column].removesuffix(" PCT") for row in csv.DictReader(lines)}
    return rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, sorted(words)))})(?![A-Za-z])"


KINDS = {
    "financial year": re.compile(
        "|".join(rf"{year}[/_-]{(year + 1) % 100:02d}(?!\d|-\d)" for year in range(1900, 2100))
    ),
    "claim": re.compile(r"\bC\d{3}\b"),
    "body": re.compile(r"E\d{8}|5[A-Z][A-Z0-9]|5[0-9][A-Z]|Q\d\d|[1-9]\d\d"),
    "condition": re.compile(listed("hes_diagnosis_sets.csv", "condition")),
    "study": re.compile(
        "|".join(
            path.name
            for path in (LIBRARY / "studies").iterdir()
            if path.is_dir() and path.name[0] != "_"
        )
    ),
    "name of a body": re.compile(listed("fieldwork_bodies.csv", "name")),
}
# A body's code is one where it is the whole of a text.
WHOLE = {"body"}


def found_in(text: str) -> set[str]:
    """Return the kinds of a study's words that a text holds."""
    if text in CODES_OF_NO_BODY:
        return set()
    return {
        kind
        for kind, pattern in KINDS.items()
        if (pattern.fullmatch(text) if kind in WHOLE else pattern.search(text))
    }


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("2007/08", {"financial year"}),
        ("panel_2007_08", {"financial year"}),
        ("a date, 2007-06-29", set()),
        ("a month, 2010-08", set()),
        ("C012", {"claim"}),
        ("fact of C012: more", {"claim"}),
        ("5QW", {"body"}),
        ("E06000047", {"body"}),
        ("702", {"body"}),
        ("598", set()),
        ("Herefordshire", {"name of a body"}),
        ("at least 100 rows", set()),
        ("bed_days_fractured_neck_of_femur", {"condition"}),
        ("bed_days", set()),
        ("means_to_an_end", {"study"}),
    ],
)
def test_what_counts_as_known(text, kinds):
    assert found_in(text) == kinds


def test_no_module_of_the_engine_names_what_is_true_of_one_study():
    named = {}
    for file in files_of():
        module = file.relative_to(LIBRARY).as_posix()
        if module.split("/")[0] in OF_A_STUDY:
            continue
        for line, text in literals_of(file):
            if kinds := found_in(text):
                named.setdefault(module, []).append(f"line {line}: {text!r} ({', '.join(kinds)})")
    assert named == {}
