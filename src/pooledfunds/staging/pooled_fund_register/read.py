"""The pooled-fund register: plain tables in, arrangements with matched partners out.

The tables are ``arrangements``, ``partners``, ``contributions``, ``funds``, ``responses``,
``agreements``, ``scorecard`` and ``quarters``: delimited files whose names open with these words,
or sheets of a workbook. One arrangement is one ``scheme_id`` of one ``evidence_source``; two
sources that describe one arrangement are both kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from pooledfunds.core.cells import split_list
from pooledfunds.core.errors import IssueList
from pooledfunds.staging.layouts.checks import (
    dates,
    files_of,
    financial_years,
    note_repeated,
    note_unknown_words,
    numbers,
    percentages,
    report_violations,
)
from pooledfunds.staging.layouts.editions import (
    NO_FIGURES,
    as_text,
    editions_of,
    read_sheet,
)
from pooledfunds.staging.layouts.sheets import Sheet, sheets_of
from pooledfunds.staging.pooled_fund_register.powers import note_powers, powers_at_end
from pooledfunds.staging.pooled_fund_register.words import sorted_unique_list

TABLES = (
    "arrangements", "partners", "contributions", "funds", "responses", "agreements", "scorecard",
    "quarters",
)  # fmt: skip
NEEDED = ("arrangements", "partners")
LEFT_OUT_SHEETS = ("notes",)  # of the template: words about the tables, no records
ANSWERS = ["yes", "no", "unknown"]
BLANK = {
    "legal_powers": "unknown",
    "arrangement_types": "unknown",
    "signed_agreement": "unknown",
    "confirmed_on_review": "not_reviewed",
}
SCHEME = ["evidence_source", "scheme_id"]
SEVERAL = ("service_areas", "arrangement_types", "legal_powers")
# Of a contribution, beside its amount in money; of a fund, beside what was spent.
BESIDE = ("planned_gbp", "staff_gbp", "infrastructure_gbp", "in_kind_gbp")
UPLIFT = {"inflation_percent": -100, "real_change_percent": -100, "growth_gbp": float("-inf")}
AT_YEAR_END = ("reserve_gbp", "other_assets_gbp", "liabilities_gbp")
DATES = ("start", "end", "notified_on", "stated_as_of")


def read_tables_of_register(
    paths: Iterable[str | Path], editions: pd.DataFrame, faults: IssueList
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Return the tables as text with ``file`` and ``line``; one that is absent is empty.

    Parameters
    ----------
    paths
        Paths of the returns of one source.
    editions
        ``config/editions.csv``, as text.
    faults
        Gets what is wrong, each with its place and what to do.

    Returns
    -------
    tables, counted
        Both by the table's name; ``counted`` says what became of every line and marked cell, as
        ``editions.read_returns`` does.
    """
    layouts = {edition.name: edition for edition in editions_of("register", editions)}
    parts: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    lines: dict[str, list[pd.DataFrame]] = {name: [] for name in TABLES}
    for path in paths:
        with faults.collect():
            for sheet in sheets_of(path, faults):
                name = table_of(sheet)
                if name in layouts:
                    layout = layouts[name] if sheet.name else replace(layouts[name], sheet="")
                    bare = name not in NEEDED
                    table, counts = read_sheet(sheet, [layout], faults, may_be_bare=bare)
                    parts[name].append(table)
                    lines[name].append(counts)
                elif sheet.name not in LEFT_OUT_SHEETS:
                    rule = f"the name opens with none of {', '.join(TABLES)}"
                    faults.add(sheet.place, "", rule)
    for name in NEEDED:
        if not parts[name]:
            faults.add(", ".join(Path(path).name for path in paths), "", f"no table {name}")
    tables, counted = {}, {}
    for name, layout in layouts.items():
        columns = layout.columns.loc[layout.columns["column"] != "", ["column", "unit"]]
        figures = columns.loc[~columns["unit"].isin(NO_FIGURES), "column"]
        table, marked = as_text(list(columns["column"]), parts[name], list(figures))
        tables[name] = table
        counted[name] = pd.concat([*lines[name], marked], ignore_index=True)
    return tables, counted


def table_of(sheet: Sheet) -> str:
    """Return the register's table that a sheet or file is named after."""
    name = (sheet.name or Path(sheet.file).stem).strip().lower()
    return next((table for table in TABLES if name.startswith(table)), name)


def read_arrangements(
    table: pd.DataFrame, words: Mapping[str, pd.DataFrame], allowed: list[str], faults: IssueList
) -> pd.DataFrame:
    """Return the arrangements with their words known, their dates read and their powers in force.

    Parameters
    ----------
    table
        The table ``arrangements`` as text.
    words
        ``service_areas``, ``arrangement_types`` and ``legal_powers`` by name.
    allowed
        The evidence sources that the files may state.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    table = table.assign(**{c: table[c].mask(table[c] == "", word) for c, word in BLANK.items()})
    report_violations(faults, table, "scheme_id", "blank", table["scheme_id"] == "")
    note_unknown_words(faults, table, "evidence_source", allowed)
    note_repeated(faults, table, SCHEME)
    types = words["arrangement_types"]["arrangement_type"].tolist()
    note_listed_words(faults, table, "service_areas", words["service_areas"]["service_area"])
    note_listed_words(faults, table, "arrangement_types", types)
    note_listed_words(faults, table, "legal_powers", words["legal_powers"]["legal_power"])
    note_unknown_words(faults, table, "signed_agreement", ANSWERS)
    note_unknown_words(faults, table, "confirmed_on_review", [*types, "not_reviewed"])
    table = table.assign(**dates(faults, table, list(DATES), ends=["end"]))
    report_violations(faults, table, "end", "ends before it starts", table["end"] < table["start"])
    note_powers(faults, table, words["legal_powers"])
    table = table.assign(**{column: table[column].map(sorted_unique_list) for column in SEVERAL})
    return table.assign(legal_powers_at_end=powers_at_end(table, words["legal_powers"]))


def note_listed_words(
    faults: IssueList, table: pd.DataFrame, column: str, allowed: Iterable[str]
) -> None:
    """Note cells with no word, or with one that the list does not have."""
    allowed = list(allowed)
    rule = f"not one or several (with ;) of {', '.join(allowed)}"
    wrong = [not split_list(t) or not set(split_list(t)) <= set(allowed) for t in table[column]]
    report_violations(faults, table, column, rule, pd.Series(wrong, index=table.index, dtype=bool))


def note_orphans(faults: IssueList, table: pd.DataFrame, arrangements: pd.DataFrame) -> None:
    """Note rows whose arrangement is not in the table of arrangements.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    arrangements
        Staged arrangements.
    """
    known = pd.MultiIndex.from_frame(arrangements[SCHEME])
    orphan = ~pd.MultiIndex.from_frame(table[SCHEME]).isin(known)
    rule = f"no such arrangement of this evidence source in {files_of(arrangements)}"
    report_violations(faults, table, "scheme_id", rule, pd.Series(orphan, index=table.index))


def read_contributions(
    table: pd.DataFrame, years: tuple[str, str], faults: IssueList
) -> pd.DataFrame:
    """Return contributions with years and amounts read, in pounds.

    Parameters
    ----------
    table
        Records as text or typed, with ``file`` and ``line``.
    years
        First and last financial year allowed.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    table = table.assign(
        financial_year=financial_years(faults, table, "financial_year", years),
        gbp=numbers(faults, table, "gbp"),
        share_percent=percentages(faults, table, "share_percent"),
        **{column: numbers(faults, table, column) for column in BESIDE},
        **{column: numbers(faults, table, column, low=low) for column, low in UPLIFT.items()},
    )
    note_repeated(faults, table, [*SCHEME, "area_code", "area_name", "financial_year"])
    return table


def read_funds(table: pd.DataFrame, years: tuple[str, str], faults: IssueList) -> pd.DataFrame:
    """Return whole funds and expenditure with years and amounts read, in pounds.

    Parameters
    ----------
    table
        Records as text or typed, with ``file`` and ``line``.
    years
        First and last financial year allowed.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    table = table.assign(
        financial_year=financial_years(faults, table, "financial_year", years),
        fund_gbp=numbers(faults, table, "fund_gbp"),
        expenditure_gbp=numbers(faults, table, "expenditure_gbp"),
        cap_percent=percentages(faults, table, "cap_percent"),
        **{column: numbers(faults, table, column) for column in AT_YEAR_END},
    )
    note_repeated(faults, table, [*SCHEME, "financial_year"])
    return table


def read_responses(table: pd.DataFrame, bodies: pd.DataFrame, faults: IssueList) -> pd.DataFrame:
    """Return the response frame with each body's kind; a body outside the lists is a fault."""
    kind = dict(zip(bodies["area_code"], bodies["area_type"].astype(str), strict=True))
    table = table.assign(area_type=table["area_code"].map(kind))
    report_violations(faults, table, "area_code", "no such body", table["area_type"].isna())
    note_repeated(faults, table, ["area_code"])
    for column in ("asked", "answered", "visited"):
        note_unknown_words(faults, table, column, ["yes", "no"])
        table[column] = table[column] == "yes"
    unasked = table["answered"] & ~table["asked"]
    report_violations(faults, table, "answered", "answered without having been asked", unasked)
    return table
