"""A report of three small tables, with codes that a spreadsheet would take for numbers."""

from pathlib import Path

import pandas as pd
import pytest

from pooledfunds.core.csv_text import published_csv
from pooledfunds.report.release.citation import Citation
from pooledfunds.report.release.publish import ReleaseInputs, publish_release
from pooledfunds.report.release.sheets import Release

CITATION = """
title: "Pooled funds"
authors: [{name: "The study"}]
license: MIT
version: 1.2.0
date-released: 2026-11-28
"""
CHANGES = """# Changes

## Unreleased

## 1.2.0

- `estimates.csv` holds effects
  of interest alone.
- Numbers have six digits.

## 1.1.0

- Older.
"""
STUDY = {"outcomes": {}, "hes": {"diagnosis_sets": {}}}


def areas() -> pd.DataFrame:
    """Three PCTs; the code of one is a number to a spreadsheet, of one the name a formula."""
    row = {"area_type": "pct", "region": "North East", "coterminous": "yes", "unit": "per cent"}
    row |= {"indicator": "Delays", "financial_year": "2007/08", "note": ""}
    row |= {"conf_low": None, "conf_high": None}
    names = [("5E1", "Stockton-on-Tees"), ("007", "=HYPERLINK(1)"), ("TAC", "Northumberland")]
    rows = [
        row | {"area_code": code, "name": name, "value": value, "limit_low": None, "limit_high": 2}
        for (code, name), value in zip(names, (12.3456789, 0.5, 100), strict=True)
    ]
    rows[2]["limit_high"] = float("inf")
    order = ["area_type", "area_code", "name", "region", "coterminous", "indicator", "unit"]
    limits = ["conf_low", "conf_high", "limit_low", "limit_high"]
    return pd.DataFrame(rows)[[*order, "financial_year", "value", *limits, "note"]]


def row_accounts() -> pd.DataFrame:
    """What became of ten records."""
    fates = {"submitted": 10, "kept": 9, "no patient key": 1}
    rows = [{"stage": "hes", "file": "APC", "fate": fate, "rows": n} for fate, n in fates.items()]
    return pd.DataFrame(rows)


@pytest.fixture
def release() -> Release:
    """What a release says of itself."""
    citation = Citation("Pooled funds", "The study", "1.2.0", "2026-11-28", "MIT", ("Changed.",))
    return Release("A study", "What it is.", "artificial", citation)


@pytest.fixture
def report(tmp_path) -> Path:
    """The folder of a report with its release."""
    return publish_into(tmp_path / "report")


def publish_into(folder: Path) -> Path:
    """Write two tables and their release into a folder."""
    folder.mkdir(parents=True)
    tables = {"row_accounts": row_accounts(), "areas": areas()}
    for name, table in tables.items():
        (folder / f"{name}.csv").write_text(published_csv(table), encoding="utf-8")
    given = {"CITATION.cff": CITATION, "CHANGELOG.md": CHANGES}
    for name, text in given.items():
        (folder.parent / name).write_text(text, encoding="utf-8")
    inputs = ReleaseInputs(
        tables=[str(folder / f"{name}.csv") for name in tables],
        exhibits=[],
        citation=str(folder.parent / "CITATION.cff"),
        changes=str(folder.parent / "CHANGELOG.md"),
        report="",
    )
    files = {"workbook": str(folder / "release.ods"), "package": str(folder / "datapackage.json")}
    publish_release("a_study", "artificial", STUDY, inputs, files)
    return folder
