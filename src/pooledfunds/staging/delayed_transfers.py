"""Delayed transfers of care: weekly, quarterly or monthly counts."""

import re
from collections.abc import Sequence

import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.core.financial_year import EXAMPLE, year_name
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    financial_year,
    financial_years,
    note_repeated,
    note_unknown_words,
    note_unlisted,
    numbers,
    report_violations,
)
from pooledfunds.staging.layouts.date_forms import DAY_FIRST, ISO, date_problems, parse_date
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.layouts.frames import hold_against_frame
from pooledfunds.staging.layouts.markers import missing_reason
from pooledfunds.staging.layouts.months import (
    MONTH,
    MONTHS,
    NAMED_MONTH,
    SHORT_MONTHS,
    month_of,
)
from pooledfunds.staging.layouts.plausibility import note_implausible
from pooledfunds.staging.reading import ReadingContext, StagedReturn

# Words of a dimension that a return does not part: its figures are totals over it.
WHOLE = {"care_type": "all", "reason": "all", "responsible": "all", "age": "all"}
ALLOWED = {
    "basis": ["council", "pct", "provider", "england"],
    "care_type": ["acute", "non_acute", "all"],
    "responsible": ["nhs", "social_care", "both", "all"],
    "age": ["65_plus", "18_plus", "all"],
}
DIMENSIONS = ["care_type", "reason", "responsible"]
KEY = ["frequency", "period", "basis", "area_code", *DIMENSIONS, "age", "measure"]
PROVIDER = r"^[5RTN][0-9A-Z]{2}$"  # trusts, and PCTs and care trusts that run hospitals
QUARTER = re.compile(r"^(.{7,9}) Q([1-4])$")
NO_PERIOD = (
    f"not a date (2007-06-29), a quarter ({EXAMPLE} Q1) or a month (2010-08, or November 2010)"
)
YEAR_OR_MONTH = "a financial year and a month as well: write a month like it as August 2007"
ROUNDING = 0.5


def read_delayed_transfers(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return the counts of delayed patients or days by body, period, reason and care.

    A dimension that a return does not part holds ``all``. Printed totals stay, marked ``all`` too,
    after being held against their parts. The code list ``delay_reasons`` has the reasons A to I,
    their parts, and ``all``.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults, councils, pcts = context.issues, context.councils, context.pcts
    reasons = context.codelists["delay_reasons"]
    years = context.allowed_years("delayed_transfers")
    table, counted = read_returns(files, "delayed_transfers", context.editions, faults)
    table = table.assign(**{c: table[c].mask(table[c] == "", w) for c, w in WHOLE.items()})
    table_periods = table["period"]
    written = list(zip(table["period"], table["year"], table["month"], strict=True))
    meant = {texts: read_period(*texts) for texts in set(written)}
    table[["frequency", "period", "financial_year"]] = pd.DataFrame(
        [meant[texts] for texts in written],
        columns=["frequency", "period", "financial_year"],
        index=table.index,
    )
    wrong = (table["frequency"] == "") | note_periods(faults, table, table_periods)
    financial_years(faults, table[~wrong], "financial_year", years)
    for column, allowed in ALLOWED.items():
        note_unknown_words(faults, table, column, allowed)
    table["reason"] = table["reason"].str.upper().replace("ALL", "all")
    note_unknown_words(faults, table, "reason", reasons["code"].tolist())
    note_bodies(faults, table, councils, pcts)
    note_repeated(faults, table, KEY, "period, body and reason")
    reason = missing_reason(table, "value")
    table["value"] = numbers(faults, table, "value")
    note_totals(faults, table)
    note_implausible(faults, "delayed_transfers", table)
    account = accounts_by_file("delayed_transfers", table, reason, counted)
    frames = hold_against_frames(table, councils, pcts, faults)
    account = pd.concat([account, *frames], ignore_index=True)
    table = table[reason == ""]
    broken = table["financial_year"].isin(context.year_breaks("delayed_transfers")).astype(bool)
    table = table.assign(year_break=broken)
    table = table[["frequency", "financial_year", *KEY[1:], "value", "year_break"]]
    table = table.sort_values(KEY, ignore_index=True)
    for column in ("frequency", "basis", *WHOLE, "measure"):
        table[column] = table[column].astype("category")
    return StagedReturn({"delayed_transfers": table}, account)


def read_period(period: str, year: str, month: str) -> tuple[str, str, str]:
    """Return how often a count is taken, its period and its financial year, or three blanks.

    A text such as 2007-08 is a financial year as well as a month, so it is neither.

    Parameters
    ----------
    period
        Period as written.
    year
        Year as written.
    month
        Month as written.
    """
    if month in MONTHS and financial_year(year):
        number = MONTHS.index(month) + 1
        return "month", *month_of(int(financial_year(year)[:4]) + (number < 4), number)
    quarter = QUARTER.match(period)
    if quarter and financial_year(quarter[1]):
        return "quarter", f"{financial_year(quarter[1])} Q{quarter[2]}", financial_year(quarter[1])
    day = parse_date(period)
    if not pd.isna(day):
        return "week", day.strftime("%Y-%m-%d"), year_name(day.year - (day.month < 4))
    numbered, named = MONTH.fullmatch(period), NAMED_MONTH.fullmatch(period)
    if numbered and not financial_year(period):
        return "month", *month_of(int(numbered[1]), int(numbered[2]))
    if named:
        return "month", *month_of(int(named[2]), SHORT_MONTHS.index(named[1][:3].lower()) + 1)
    return "", "", ""


def note_periods(faults: IssueList, table: pd.DataFrame, written: pd.Series) -> pd.Series:
    """Note periods that cannot be read, or could be read two ways; return which they are.

    `table` has ``file``, ``line`` and ``frequency``; `written` is the period as text.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    written
        The periods as text.
    """
    texts = written.unique()
    dated = written.isin([t for t in texts if ISO.fullmatch(t) or DAY_FIRST.fullmatch(t)])
    problems = pd.Series("", index=table.index, dtype=object)
    problems = problems.mask(table["frequency"] == "", NO_PERIOD)
    problems = problems.mask(
        written.isin([t for t in texts if t and financial_year(t)]), YEAR_OR_MONTH
    )
    for _, rows in written[dated].groupby(table.loc[dated, "file"], sort=False):
        problems[rows.index] = date_problems(rows)
    for rule in problems.unique():
        if rule:
            report_violations(faults, table, "period", rule, problems == rule)
    return problems != ""


def note_bodies(
    faults: IssueList, table: pd.DataFrame, councils: pd.DataFrame, pcts: pd.DataFrame
) -> None:
    """Note bodies that their list does not have; there is no list of providers.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    councils
        Listed councils.
    pcts
        Listed primary care trusts.
    """
    for basis, bodies in (("council", councils["cssr_code"]), ("pct", pcts["pct_code"])):
        note_unlisted(faults, table[table["basis"] == basis], "area_code", bodies)
    providers = table[table["basis"] == "provider"]
    wrong = ~providers["area_code"].str.match(PROVIDER)
    report_violations(faults, providers, "area_code", "not a provider's code", wrong)
    table.loc[table["basis"] == "england", "area_code"] = "England"


def hold_against_frames(
    table: pd.DataFrame, councils: pd.DataFrame, pcts: pd.DataFrame, faults: IssueList
) -> list[pd.DataFrame]:
    """Return the accounts of the frames: by kind of body and by how often it counts.

    Parameters
    ----------
    table
        Records as text or typed, with ``file`` and ``line``.
    councils
        Listed councils.
    pcts
        Listed primary care trusts.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    lists = {"council": councils["cssr_code"], "pct": pcts["pct_code"]}
    return [
        hold_against_frame(
            "delayed_transfers",
            rows,
            lists.get(str(basis)),  # there is no list of providers
            faults,
            f"{basis}, by {frequency}",
        )
        for (frequency, basis), rows in table[table["frequency"] != ""].groupby(
            ["frequency", "basis"], sort=True
        )
    ]


def note_totals(faults: IssueList, table: pd.DataFrame) -> None:
    """Note printed totals over one dimension that the sum of their parts differs from.

    Reason D is the sum of DI and DII where a return gives all three.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    """
    for over in DIMENSIONS:
        rest = [name for name in KEY if name != over]
        parts = table[table[over] != "all"]
        if over == "reason":
            split = parts[parts["reason"].isin(["DI", "DII"])].set_index(rest).index
            parts = parts[(parts["reason"] != "D") | ~parts.set_index(rest).index.isin(split)]
        if parts.empty:
            continue
        sums = parts.groupby(rest)["value"].agg(["sum", "size"])
        printed = table[table[over] == "all"].join(sums, on=rest)
        off = (printed["value"] - printed["sum"]).abs() > ROUNDING * (1 + printed["size"])
        rule = f"the printed total over {over} differs from its parts"
        report_violations(faults, printed, "value", rule, off)
