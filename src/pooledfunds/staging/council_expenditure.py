"""PSS EX1 by council: gross cost, income and current expenditure, councils across the columns."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pooledfunds.areas.names import council_finder
from pooledfunds.catalogue.council_finance import COUNCIL_EXPENDITURE, COUNCIL_EXPENDITURE_AUDIT
from pooledfunds.core.row_accounts import LINES, row_account
from pooledfunds.core.tables import rows_of
from pooledfunds.staging.bcf_income import YEAR_RULE, year_in_name
from pooledfunds.staging.layouts.checks import note_repeated, numbers, report_violations
from pooledfunds.staging.layouts.corrections import correct_cells
from pooledfunds.staging.layouts.sheets import Sheet, padded, sheets_of
from pooledfunds.staging.pssex1.checks import check_areas
from pooledfunds.staging.reading import ReadingContext, StagedReturn, conform

HEADINGS = {
    "support type": "support_type",
    "age category": "age",
    "summary": "summary",
    "delivery mechanism": "delivery",
    "accounting category": "heading",
}
LINE = [*HEADINGS.values()]
ENCODING = "cp1252"  # as published: the pound sign of a note


def read_council_expenditure(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return every amount of the return by council, and the audit of its printed sums.

    Councils stand across, under a line of their regions; the year stands in the file's name alone.
    Some blocks of lines have the same headings, in one order; ``part`` tells them apart.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    tables, accounts = [], []
    for file in files:
        with context.issues.collect():
            for sheet in sheets_of(file, context.issues, ENCODING):
                table, account = read_sheet(sheet, context)
                tables.append(table)
                accounts.append(account)
    columns = ["file", "line", "cssr_code", "financial_year", "part", "measure", *LINE, "text"]
    table = pd.concat([pd.DataFrame(columns=columns, dtype=object), *tables], ignore_index=True)
    key = ["cssr_code", "financial_year", *LINE[:-1], "measure", "part"]
    note_repeated(context.issues, table, key, "year, council and headings")
    table = correct_cells(context, table, "text", table["measure"])
    table["gbp_thousand"] = numbers(context.issues, table, "text", low=-np.inf, needed=True)
    audit = audit_sums(table, context)
    made = conform(table.dropna(subset="gbp_thousand"), COUNCIL_EXPENDITURE)
    given = {
        "council_expenditure": made,
        "council_expenditure_audit": conform(audit, COUNCIL_EXPENDITURE_AUDIT),
    }
    nothing = [row_account("council_expenditure", "(none)", 0, 0)]
    return StagedReturn(given, pd.concat(accounts or nothing, ignore_index=True))


def read_sheet(sheet: Sheet, context: ReadingContext) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the amounts of a sheet as text, one row a line and council, and what became of lines.

    Parameters
    ----------
    sheet
        Rows of text.
    context
        Word lists and councils; gets what is wrong.
    """
    faults, count = context.issues, len(HEADINGS)
    wanted = list(HEADINGS)
    head = next((n for n, row in enumerate(sheet.rows) if lower(row[:count]) == wanted), None)
    year = year_in_name(sheet.file)
    if head is None or year is None:
        rule = YEAR_RULE if head is not None else f"no line with the headings {', '.join(wanted)}"
        faults.add(sheet.place, "", rule)
        stage = f"council_expenditure ({LINES})"
        fates = {"not read: the file has faults": len(sheet.rows)}
        return pd.DataFrame(), row_account(stage, sheet.file, len(sheet.rows), 0, fates)
    first, last = context.allowed_years("council_expenditure")
    if not first <= year <= last:
        faults.add(sheet.place, "", f"{year} is outside the years {first} to {last}")
    end = next((n for n in range(head + 1, len(sheet.rows)) if not any(sheet.rows[n])), None)
    # A line that ends early lacks amounts, which are told as such.
    body = padded(sheet.rows[head + 1 : end], len(sheet.rows[head]))
    codes = councils_across(sheet, sheet.rows[head][count:], year, context)
    lines = pd.DataFrame([row[:count] for row in body], columns=LINE, dtype=object)
    lines["line"] = np.arange(head + 2, head + 2 + len(body))
    lines["part"] = lines.groupby(LINE).cumcount() + 1
    measures = context.codelists["council_expenditure_measures"]
    lines["measure"] = lines["heading"].map(dict(zip(*measures_of(measures), strict=True)))
    rule = "no accounting category of this name: add it to council_expenditure_measures.csv"
    placed = lines.assign(file=sheet.place)
    report_violations(faults, placed, "accounting category", rule, lines["measure"].isna())
    cells = np.array([row[count : count + len(codes)] for row in body], dtype=object)
    table = lines.loc[lines.index.repeat(len(codes))].reset_index(drop=True)
    table = table.assign(
        cssr_code=codes * len(body), text=cells.ravel(), file=sheet.file, financial_year=year
    )
    rest = len(sheet.rows) - head - 1 - len(body)
    fates = {"headings": head + 1, "blank line or note": rest}
    stage = f"council_expenditure ({LINES})"
    return table, row_account(stage, sheet.file, len(sheet.rows), len(body), fates)


def lower(cells: Sequence[str]) -> list[str]:
    """Return cells in small letters."""
    return [cell.lower() for cell in cells]


def measures_of(measures: pd.DataFrame) -> tuple[list[str], list[str]]:
    """Return the headings and the measures of the word list ``council_expenditure_measures``."""
    return measures["heading"].tolist(), measures["measure"].tolist()


def councils_across(
    sheet: Sheet, names: Sequence[str], year: str, context: ReadingContext
) -> list[str]:
    """Return the code of the council over each column; note those unknown, missing or repeated.

    Parameters
    ----------
    sheet
        Where they stand.
    names
        As written, with their code in front.
    year
        Financial year.
    context
        Councils and their aliases; gets what is wrong.
    """
    area_of = council_finder(context.councils, context.codelists["council_aliases"])
    found = [(name, area_of(name) or ("unknown", name)) for name in names]
    ends = context.councils["valid_to"].dt.year.fillna(9999)
    there = context.councils.loc[ends > int(year[:4]), "cssr_code"]
    check_areas(context.issues, sheet.file, year, found, {("council", code) for code in there})
    return [code for _, (_, code) in found]


def audit_sums(table: pd.DataFrame, context: ReadingContext) -> pd.DataFrame:
    """Return how many printed sums were held against their parts; note those that differ.

    Parameters
    ----------
    table
        Amounts by line and council, with ``file`` and ``line``.
    context
        Identities (``sum_of`` of the word list) and the rounding allowed; gets what is wrong.
    """
    block = ["file", "financial_year", "cssr_code", *LINE[:-1], "part"]
    filled = table.assign(**{name: table[name].fillna("") for name in block[3:-1]})
    wide = filled.pivot_table("gbp_thousand", block, "measure", aggfunc="first", sort=False)
    rounding = context.settings["council_expenditure"]["rounding_gbp_thousand"]
    rows = []
    for rule in rows_of(context.codelists["council_expenditure_measures"]):
        if not rule.sum_of or rule.measure not in wide:
            continue
        terms = signed_terms(rule.sum_of)
        alone = wide[[name for _, name in terms if name in wide]].isna().all(axis=1)
        compared = wide[rule.measure].notna() & ~alone
        parts = sum(sign * wide[name].fillna(0) for sign, name in terms if name in wide)
        apart = (wide[rule.measure] - parts).abs()[compared]
        note_differences(context, table, rule, apart[apart > rounding])
        for year, of_year in apart.groupby("financial_year"):
            councils = of_year.index.get_level_values("cssr_code").nunique()
            rows.append((rule.measure, rule.sum_of, year, councils, len(of_year), of_year.max()))
    return pd.DataFrame(rows, columns=list(COUNCIL_EXPENDITURE_AUDIT.columns))


def signed_terms(sum_of: str) -> list[tuple[int, str]]:
    """Return the terms of a sum written ``a + b - c``, each with its sign."""
    words = ["+", *sum_of.split()]
    pairs = zip(words[::2], words[1::2], strict=True)
    return [(1 if sign == "+" else -1, name) for sign, name in pairs]


def note_differences(
    context: ReadingContext, table: pd.DataFrame, rule: Any, apart: pd.Series
) -> None:
    """Note the printed sums of one measure that differ from their parts, with the first place.

    Parameters
    ----------
    context
        Gets what is wrong.
    table
        Amounts with ``file, line, measure``.
    rule
        ``measure, sum_of``.
    apart
        Differences beyond rounding, by file, year, council and headings.
    """
    for file, found in apart.groupby("file"):
        _, year, council, *headings, part = found.index[0]
        where = (table["cssr_code"] == council) & (table["measure"] == rule.measure)
        where &= (table[LINE[:-1]] == headings).all(axis=1) & (table["part"] == part)
        where &= (table["file"] == file) & (table["financial_year"] == year)
        line = table.loc[where, "line"].iloc[0]
        what = f"{rule.measure} is not {rule.sum_of}, by up to {found.max():,.2f} thousand pounds"
        context.issues.add(
            Path(str(file)), f"first at line {line}, council {council}", what, len(found)
        )
