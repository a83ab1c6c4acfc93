"""Scorecards of partnerships: indicators with weight and target, and their values by quarter."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.scorecards import DIRECTIONS, DOMAINS, QUARTER
from pooledfunds.core.errors import IssueList
from pooledfunds.core.financial_year import EXAMPLE
from pooledfunds.staging.layouts.checks import (
    files_of,
    financial_year,
    financial_years,
    note_repeated,
    note_unknown_words,
    numbers,
    report_violations,
)

SCHEME = ["evidence_source", "scheme_id"]
INDICATOR = [*SCHEME, "financial_year", "indicator"]
LEAST, MOST = 99.5, 100.5  # per cent: weights are printed rounded


def read_scorecard(
    table: pd.DataFrame,
    words: Mapping[str, pd.DataFrame],
    years: tuple[str, str],
    faults: IssueList,
) -> pd.DataFrame:
    """Return the indicators of scorecards with their words known and their weights adding up.

    Parameters
    ----------
    table
        The table ``scorecard`` as text.
    words
        ``scorecard_measures`` and ``forecast_rules`` by name.
    years
        First and last financial year allowed.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    measures = words["scorecard_measures"].set_index("measure")
    rules = words["forecast_rules"]["forecast_rule"].tolist()
    table = table.assign(
        financial_year=financial_years(faults, table, "financial_year", years),
        weight_percent=numbers(faults, table, "weight_percent", needed=True),
        target=numbers(faults, table, "target", low=float("-inf"), needed=True),
    )
    report_violations(faults, table, "indicator", "blank", table["indicator"] == "")
    note_unknown_words(faults, table, "domain", list(DOMAINS))
    note_unknown_words(faults, table, "forecast_rule", rules)
    note_unknown_words(faults, table, "measure", [*measures.index, ""])
    note_repeated(faults, table, INDICATOR)
    given = table["direction"] != ""
    rule = f"a target without direction: write which is better, {' or '.join(DIRECTIONS)}"
    report_violations(faults, table, "direction", rule, ~given)
    rule = f"not one of {', '.join(DIRECTIONS)}"
    report_violations(
        faults, table, "direction", rule, given & ~table["direction"].isin(DIRECTIONS)
    )
    note_weights(faults, table)
    return of_measures(table, measures, faults)


def note_weights(faults: IssueList, table: pd.DataFrame) -> None:
    """Note scorecards whose weights do not add up to 100 per cent, with their sum.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Indicators with their weights.
    """
    sums = table.groupby([*SCHEME, "financial_year"])["weight_percent"].transform("sum")
    first = ~table.duplicated([*SCHEME, "financial_year"])
    off = first & table["weight_percent"].notna() & ~sums.between(LEAST, MOST)
    for total in sums[off].unique():
        rule = f"the weights of the scorecard add up to {total:g} per cent, and not to 100"
        report_violations(faults, table, "weight_percent", rule, off & (sums == total))


def of_measures(table: pd.DataFrame, measures: pd.DataFrame, faults: IssueList) -> pd.DataFrame:
    """Return indicators that the study measures with its unit; another is a fault.

    Parameters
    ----------
    table
        Indicators as read.
    measures
        The code list ``scorecard_measures``, by measure.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    unit = table["measure"].map(measures["unit"])
    own = unit.notna()
    other = own & (table["unit"] != "") & (table["unit"] != unit)
    rule = (
        "the study measures it in another unit (codelists/scorecard_measures.csv): leave it blank"
    )
    report_violations(faults, table, "unit", rule, other)
    turned = own & table["direction"].isin(DIRECTIONS)
    turned &= table["direction"] != table["measure"].map(measures["direction"])
    rule = "the other way in codelists/scorecard_measures.csv"
    report_violations(faults, table, "direction", rule, turned)
    report_violations(faults, table, "unit", "blank", ~own & (table["unit"] == ""))
    return table.assign(unit=unit.where(own, table["unit"]))


def read_quarters(table: pd.DataFrame, scorecard: pd.DataFrame, faults: IssueList) -> pd.DataFrame:
    """Return the values of indicators by quarter, each of an indicator of that year's scorecard.

    Parameters
    ----------
    table
        The table ``quarters`` as text.
    scorecard
        From :func:`read_scorecard`.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    year = table["quarter"].map(lambda text: financial_year(text.partition(" ")[0])).astype(str)
    told = table["quarter"].str.fullmatch(QUARTER).astype(bool) & (year != "")
    rule = f"not a quarter such as {EXAMPLE} Q1"
    report_violations(faults, table, "quarter", rule, ~told)
    value = numbers(faults, table, "value", low=float("-inf"))
    table = table.assign(financial_year=year, value=value)
    note_repeated(faults, table, [*SCHEME, "quarter", "indicator"])
    known = pd.MultiIndex.from_frame(scorecard[INDICATOR])
    there = pd.MultiIndex.from_frame(table[INDICATOR]).isin(known)
    rule = f"no such indicator of this partnership and year in {files_of(scorecard)}"
    report_violations(faults, table, "indicator", rule, told & ~there)
    measured = pd.MultiIndex.from_frame(scorecard.loc[scorecard["measure"] != "", INDICATOR])
    double = pd.Series(pd.MultiIndex.from_frame(table[INDICATOR]).isin(measured), table.index)
    rule = "the study measures this indicator itself: leave out its quarters, or its measure in "
    report_violations(faults, table, "indicator", rule + files_of(scorecard), double)
    return table
