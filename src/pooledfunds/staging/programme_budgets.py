"""PCT programme budgets: what each PCT spends on each of 23 programmes of care."""

from collections.abc import Sequence

import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    financial_years,
    note_repeated,
    note_unknown_words,
    note_unlisted,
    numbers,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.layouts.frames import hold_against_frame
from pooledfunds.staging.layouts.markers import missing_reason
from pooledfunds.staging.reading import ReadingContext, StagedReturn

KEY = ["pct_code", "financial_year", "programme"]
ROUNDING = 0.5  # thousand pounds by printed part of a sum
# The largest PCT is some ten times the smallest, so a figure that lies this many times above the
# middle one of its programme and year was written in pounds (decision 12).
TIMES_THE_MIDDLE = 200
LARGEST = 5_000_000  # thousand pounds: above twice what any PCT spends in all


def read_programme_budgets(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return each PCT's spending by programme and year (``catalogue.returns.PROGRAMME_BUDGETS``).

    GBP thousand, nominal, negative in rare cases of a repayment. The code list ``programmes`` says
    which programmes a printed sum adds up (``programme, part_of``).

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults, pcts = context.issues, context.pcts
    programmes = context.codelists["programmes"]
    years = context.allowed_years("programme_budgets")
    table, counted = read_returns(files, "programme_budgets", context.editions, faults)
    table["financial_year"] = financial_years(faults, table, "financial_year", years)
    table["programme"] = table["programme"].str.lower()
    note_unknown_words(faults, table, "programme", programmes["programme"].tolist())
    note_unlisted(faults, table, "pct_code", pcts["pct_code"])
    note_repeated(faults, table, KEY, "PCT, year and programme")
    amount = numbers(faults, table, "gbp_thousand", low=float("-inf"))
    reasons = missing_reason(table, "gbp_thousand")
    table["gbp_thousand"] = amount
    note_pounds(faults, table)
    note_sums(faults, table, programmes)
    account = accounts_by_file("programme_budgets", table, reasons, counted)
    frame = hold_against_frame("programme_budgets", table, pcts["pct_code"], faults)
    account = pd.concat([account, frame], ignore_index=True)
    table = table[reasons == ""]
    broken = table["financial_year"].isin(context.year_breaks("programme_budgets")).astype(bool)
    table = table.assign(year_break=broken)[[*KEY, "gbp_thousand", "year_break"]]
    return StagedReturn({"programme_budgets": table.sort_values(KEY, ignore_index=True)}, account)


def note_pounds(faults: IssueList, table: pd.DataFrame) -> None:
    """Note figures so far above the others of their programme that they must be in pounds.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    """
    middle = table.groupby(["financial_year", "programme"])["gbp_thousand"].transform("median")
    far = (middle > 0) & (table["gbp_thousand"] > TIMES_THE_MIDDLE * middle)
    rule = f"over {TIMES_THE_MIDDLE} times the middle PCT's: pounds in place of £000"
    report_violations(faults, table, "gbp_thousand", rule, far)
    rule = f"above £{LARGEST:,} thousand: pounds in place of £000"
    report_violations(faults, table, "gbp_thousand", rule, (table["gbp_thousand"] > LARGEST) & ~far)


def note_sums(faults: IssueList, table: pd.DataFrame, programmes: pd.DataFrame) -> None:
    """Note printed sums that their parts do not add up to, where all parts are given.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    programmes
        The code list ``programmes``.
    """
    part_of = dict(zip(programmes["programme"], programmes["part_of"], strict=True))
    body = ["pct_code", "financial_year"]
    parts = table.assign(programme=table["programme"].map(part_of))
    grouped = parts[parts["programme"].fillna("") != ""].groupby(KEY)["gbp_thousand"]
    sums = grouped.agg(parts="size", given="count", added="sum").reset_index()
    printed = table[[*KEY, "gbp_thousand"]].merge(sums, on=KEY, how="left").set_axis(table.index)
    expected = programmes["part_of"].value_counts()
    whole = printed["given"].eq(printed["programme"].map(expected)) & (printed[body] != "").all(
        axis=1
    )
    apart = (printed["gbp_thousand"] - printed["added"]).abs()
    off = whole & (apart > ROUNDING * (1 + printed["parts"]))
    report_violations(faults, table, "gbp_thousand", "a printed sum differs from its parts", off)
