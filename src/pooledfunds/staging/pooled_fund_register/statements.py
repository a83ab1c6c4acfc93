"""Statements of a source about bodies, services and years: no arrangement, only yes or no."""

from collections.abc import Sequence

import pandas as pd

from pooledfunds.catalogue.pooled_fund_register import POOL_STATEMENTS
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    financial_years,
    note_repeated,
    note_unknown_words,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.layouts.frames import hold_against_frame
from pooledfunds.staging.reading import ReadingContext, StagedReturn, conform


def read_statements(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return what a source says outright of bodies, services and years.

    The World Class Commissioning data have this form: no arrangement, only yes, no or unknown.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults, bodies, source = context.issues, context.bodies, context.source
    table, counted = read_returns(files, source, context.editions, faults)
    kind = dict(zip(bodies["area_code"], bodies["area_type"].astype(str), strict=True))
    table = table.assign(evidence_source=source, area_type=table["area_code"].map(kind))
    report_violations(faults, table, "area_code", "no such body", table["area_type"].isna())
    years = context.allowed_years(source)
    table["financial_year"] = financial_years(faults, table, "financial_year", years)
    services = context.codelists["service_areas"]["service_area"].tolist()
    note_unknown_words(faults, table, "service_area", services)
    note_unknown_words(faults, table, "pooled", ["yes", "no", "unknown"])
    note_repeated(faults, table, ["area_code", "service_area", "financial_year"])
    account = accounts_by_file(source, table, counted=counted)
    pcts = bodies.loc[bodies["area_type"] == "pct", "area_code"]
    frame = hold_against_frame(source, table, pcts, faults)
    account = pd.concat([account, frame], ignore_index=True)
    return StagedReturn({f"{source}_statements": conform(table, POOL_STATEMENTS)}, account)
