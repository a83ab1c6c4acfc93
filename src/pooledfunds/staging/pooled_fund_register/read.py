"""The pooled-fund register: five plain tables in, arrangements with matched partners out.

The tables are ``arrangements``, ``partners``, ``contributions``, ``funds`` and ``responses``:
delimited files whose names open with these words, or sheets of a workbook. One arrangement is one
``scheme_id`` of one ``evidence_source``; two sources that describe one arrangement are both kept.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from pooledfunds.core.cells import split_list
from pooledfunds.core.errors import IssueList
from pooledfunds.core.tables import rows_of
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

TABLES = ("arrangements", "partners", "contributions", "funds", "responses")
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
DATES = ("start", "end", "notified_on", "stated_as_of")


def read_tables_of_register(
    paths: Iterable[str | Path], editions: pd.DataFrame, faults: IssueList
) -> tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]]:
    """Return the five tables as text with ``file`` and ``line``; one that is absent is empty.

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


def sorted_unique_list(text: str) -> str:
    """Return the words of a cell once each, in order of the alphabet."""
    return "; ".join(sorted(set(split_list(text))))


def note_listed_words(
    faults: IssueList, table: pd.DataFrame, column: str, allowed: Iterable[str]
) -> None:
    """Note cells with no word, or with one that the list does not have."""
    allowed = list(allowed)
    rule = f"not one or several (with ;) of {', '.join(allowed)}"
    wrong = [not split_list(t) or not set(split_list(t)) <= set(allowed) for t in table[column]]
    report_violations(faults, table, column, rule, pd.Series(wrong, index=table.index, dtype=bool))


def note_powers(faults: IssueList, table: pd.DataFrame, powers: pd.DataFrame) -> None:
    """Note powers that were not in force on the start date, and pools under a power for none.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    powers
        The code list ``legal_powers``.
    """
    for power in rows_of(powers):
        held = table["legal_powers"].map(lambda text, p=power.legal_power: p in split_list(text))
        early = held & (table["start"] < pd.Timestamp(power.in_force_from))
        rule = f"{power.legal_power} was not in force before {power.in_force_from}"
        before = powers.loc[powers["became"] == power.legal_power, "legal_power"].tolist()
        rule += f"; an arrangement of that day began under {' or '.join(before)}" if before else ""
        report_violations(faults, table, "legal_powers", rule, early)
        if power.in_force_to:
            rule = f"{power.legal_power} was not in force after {power.in_force_to}"
            rule += f"; it became {power.became}" if power.became else ""
            late = held & (table["start"] > pd.Timestamp(power.in_force_to))
            report_violations(faults, table, "legal_powers", rule, late)
    allows = set(powers.loc[powers["allows_pool"] == "yes", "legal_power"])
    pool = table["arrangement_types"].map(lambda text: "pooled_fund" in split_list(text))
    none = pool & ~table["legal_powers"].map(lambda text: bool(set(split_list(text)) & allows))
    rule = "called a pooled fund, under no power that allows one"
    report_violations(faults, table, "legal_powers", rule, none)


def powers_at_end(table: pd.DataFrame, powers: pd.DataFrame) -> list[str]:
    """Return what the powers of each arrangement had become by its last day, or to this day.

    Parameters
    ----------
    table
        Records as text or typed, with ``file`` and ``line``.
    powers
        The code list ``legal_powers``.
    """
    known = set(powers["legal_power"])
    days = table["end"].fillna(pd.Timestamp.max).to_list()
    meant = {
        (text, day): sorted_unique_list(
            "; ".join(power_in_force(p, day, powers) for p in split_list(text) if p in known)
        )
        for text, day in set(zip(table["legal_powers"], days, strict=True))
    }
    return [meant[key] for key in zip(table["legal_powers"], days, strict=True)]


def power_in_force(power: str, day: str | pd.Timestamp, powers: pd.DataFrame) -> str:
    """Return the power under which an arrangement runs on a day: s31 runs on as s75.

    Parameters
    ----------
    power
        Power under which it began.
    day
        Date on which it runs.
    powers
        ``legal_power, in_force_to, became``: the code list ``legal_powers``.
    """
    row = powers[powers["legal_power"] == power].iloc[0]
    ended = row["in_force_to"] and pd.Timestamp(day) > pd.Timestamp(row["in_force_to"])
    return power_in_force(row["became"], day, powers) if ended and row["became"] else power


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
