"""Income from the Better Care Fund, an item of the additional data of the finance returns."""

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pooledfunds.catalogue.council_finance import BCF_INCOME
from pooledfunds.core.financial_year import year_name
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    note_repeated,
    note_unlisted,
    numbers,
    report_violations,
)
from pooledfunds.staging.layouts.corrections import correct_cells
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.layouts.plausibility import note_implausible
from pooledfunds.staging.reading import ReadingContext, StagedReturn, conform
from pooledfunds.staging.small_area_lookup import ENGLAND

ITEM = "8328110"  # "Income from Better Care Fund", as both layouts number it
ROUNDING = 1.0  # thousand pounds: printed totals have four decimals, parts are given as they came
IN_NAME = re.compile(r"(?<![0-9])([0-9]{2})-([0-9]{2})(?![0-9])")
YEAR_RULE = "the year stands in the file's name alone: name it as published, with 15-16 in it"


def read_bcf_income(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return what each council reported as income from the Better Care Fund, in thousand pounds.

    The item is voluntary: a blank, or a colon, is no report and never nought. Printed totals of
    regions and of England are held against the councils.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults = context.issues
    table, counted = read_returns(files, "bcf_income", context.editions, faults)
    other = table["item"] != ITEM
    for file in sorted(set(table["file"]) - set(table["file"][~other])):
        faults.add(file, "column item", f"no line of item {ITEM}: is the file whole?")
    kept = table[~other].reset_index(drop=True)
    kept = kept.assign(financial_year=years_of(context, kept))
    total = kept["cssr_code"] == ""
    named = total & (kept["region_code"] == "")
    report_violations(faults, kept, "cssr_code", "neither a council nor a region", named)
    kept = correct_cells(context, kept, "gbp_thousand", "bcf_income")
    kept["amount"] = numbers(faults, kept, "gbp_thousand")
    councils = kept[~total]
    note_unlisted(faults, councils, "cssr_code", context.councils["cssr_code"])
    note_repeated(faults, councils, ["cssr_code", "financial_year"])
    note_implausible(faults, "bcf_income", councils)
    note_totals(context, kept, total)
    made = councils.assign(reported=councils["amount"].notna(), gbp_thousand=councils["amount"])
    reasons = pd.Series("", index=table.index).mask(other, "another item")
    printed = ~other & (table["cssr_code"] == "")
    account = accounts_by_file(
        "bcf_income", table, reasons.mask(printed, "printed total: held against councils"), counted
    )
    return StagedReturn({"bcf_income": conform(made, BCF_INCOME)}, account)


def years_of(context: ReadingContext, table: pd.DataFrame) -> pd.Series:
    """Return the financial year of each record: by its column, or by the name of its file.

    Parameters
    ----------
    context
        Gets files whose year is not known, or is outside the allowed years.
    table
        ``year_ending`` as text, blank where the layout has none, and ``file``.
    """
    by_column = [year_name(int(text) - 1) if text.isdecimal() else None
                 for text in table["year_ending"]]  # fmt: skip
    by_name = [year_in_name(file) for file in table["file"]]
    found = [column or name for column, name in zip(by_column, by_name, strict=True)]
    years = pd.Series(found, index=table.index, dtype=object)
    report_violations(context.issues, table, "file", YEAR_RULE, years.isna())
    first, last = context.allowed_years("bcf_income")
    outside = ~years.fillna(first).astype(str).between(first, last)
    rule = f"outside the years {first} to {last}"
    report_violations(context.issues, table, "year_ending", rule, outside)
    return years.fillna("").astype(str)


def year_in_name(file: str) -> str | None:
    """Return the financial year that a file's name holds, such as 15-16; None without one."""
    for first, second in IN_NAME.findall(Path(file).stem):
        if (int(first) + 1) % 100 == int(second):
            return year_name(2000 + int(first))
    return None


def note_totals(context: ReadingContext, table: pd.DataFrame, total: pd.Series) -> None:
    """Note printed totals of regions and of England that councils do not add up to.

    Parameters
    ----------
    context
        Gets what is wrong.
    table
        Records with ``financial_year, region_code, ons_code, amount``.
    total
        Which of them are printed totals.
    """
    councils = table[~total]
    by_region = councils.groupby(["financial_year", "region_code"])["amount"].sum()
    by_year = councils.groupby("financial_year")["amount"].sum()
    printed = table[total]
    keys = zip(printed["financial_year"], printed["region_code"], strict=True)
    summed = [
        by_year.get(year, 0.0) if re.match(ENGLAND, region) else by_region.get((year, region), 0.0)
        for year, region in keys
    ]
    apart = (printed["amount"] - pd.Series(summed, index=printed.index, dtype=float)).abs()
    rule = f"a printed total that lies over {ROUNDING:g} thousand pounds from its councils' sum"
    report_violations(context.issues, printed, "gbp_thousand", rule, apart > ROUNDING)
