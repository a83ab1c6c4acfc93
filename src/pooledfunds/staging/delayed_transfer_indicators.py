"""Delayed transfers by council as published indicators give them: PAF D41 and NI 131."""

from collections.abc import Sequence

import pandas as pd

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
from pooledfunds.staging.layouts.plausibility import note_implausible
from pooledfunds.staging.reading import ReadingContext, StagedReturn

RATE_PRINTED_TO = 0.5  # per 100,000; indicators were printed as whole numbers


def read_delay_indicators(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return PAF D41 (65 and over) and NI 131 (18 and over) by council.

    A rate must be its patients over its population where both are given; a rate that is left
    blank is made from them.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults, councils = context.issues, context.councils
    reasons, years = context.codelists["delay_reasons"], context.allowed_years("paf_d41")
    table, counted = read_returns(files, "paf_d41", context.editions, faults)
    table["financial_year"] = financial_years(faults, table, "financial_year", years)
    table["reason"] = table["reason"].str.upper().replace({"ALL": "all", "": "all"})
    note_unknown_words(faults, table, "reason", reasons["code"].tolist())
    note_unlisted(faults, table, "cssr_code", councils["cssr_code"])
    key = ["indicator", "financial_year", "cssr_code", "reason"]
    note_repeated(faults, table, key, "council, year and reason")
    why = missing_reason(table, "rate_per_100000")
    for column in ("mean_weekly_patients", "population", "rate_per_100000"):
        table[column] = numbers(faults, table, column)
    note_implausible(faults, "paf_d41", table)
    more = table["mean_weekly_patients"] > table["population"]
    report_violations(faults, table, "mean_weekly_patients", "more than the population", more)
    made = 1e5 * table["mean_weekly_patients"] / table["population"]
    off = (table["rate_per_100000"] - made).abs() > RATE_PRINTED_TO
    report_violations(faults, table, "rate_per_100000", "not patients over population", off)
    table["rate_per_100000"] = table["rate_per_100000"].fillna(made)
    blank = table["rate_per_100000"].isna()
    account = accounts_by_file("paf_d41", table, why.where(blank, ""), counted)
    frame = hold_against_frame("paf_d41", table, councils["cssr_code"], faults)
    account = pd.concat([account, frame], ignore_index=True)
    columns = ["indicator", "financial_year", "cssr_code", "age", "reason"]
    columns += ["mean_weekly_patients", "population", "rate_per_100000"]
    table = table.loc[~blank, columns].sort_values(key, ignore_index=True)
    table = table.astype(dict.fromkeys(["indicator", "age", "reason"], "category"))
    return StagedReturn({"delayed_transfer_indicators": table}, account)
