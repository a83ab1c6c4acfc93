"""PAF indicator D54: items of equipment delivered within seven working days, by council."""

from collections.abc import Sequence

import pandas as pd

from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    counts,
    financial_years,
    note_repeated,
    note_unlisted,
    percentages,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.layouts.frames import hold_against_frame
from pooledfunds.staging.layouts.markers import marked, missing_reason
from pooledfunds.staging.layouts.plausibility import note_implausible
from pooledfunds.staging.reading import ReadingContext, StagedReturn

PRINTED_TO = 1.0  # a printed percentage may be rounded down or up to a whole one


def read_equipment_delivery(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return items on time and items in all by council and year.

    Rows without items, of councils that did not return the indicator, are set aside; one of the
    two figures may be marked, as suppressed say, and the other given.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults, councils = context.issues, context.councils
    years = context.allowed_years("equipment_delivery")
    table, counted = read_returns(files, "equipment_delivery", context.editions, faults)
    table["financial_year"] = financial_years(faults, table, "financial_year", years)
    note_unlisted(faults, table, "cssr_code", councils["cssr_code"])
    note_repeated(faults, table, ["cssr_code", "financial_year"])
    on_time = counts(faults, table, "items_on_time")
    items = counts(faults, table, "items")
    note_implausible(faults, "equipment_delivery", table.assign(items=items))
    printed = percentages(faults, table, "percentage")
    report_violations(faults, table, "items_on_time", "more than the items in all", on_time > items)
    half = (table["items_on_time"] == "") != (table["items"] == "")
    half &= ~marked(table, "items_on_time") & ~marked(table, "items")
    report_violations(
        faults, table, "items", "items on time or items in all given without the other", half
    )
    differs = (printed - 100 * on_time / items).abs() > PRINTED_TO
    report_violations(faults, table, "percentage", "not items on time over items in all", differs)
    why = missing_reason(table, "items")
    reasons = why.mask(why == "", missing_reason(table, "items_on_time"))
    reasons = reasons.mask((reasons == "") & (items == 0), "no items at all")
    account = accounts_by_file("equipment_delivery", table, reasons, counted)
    frame = hold_against_frame("equipment_delivery", table, councils["cssr_code"], faults)
    account = pd.concat([account, frame], ignore_index=True)
    read = (reasons == "") & on_time.notna() & items.notna()  # the rest is a fault by now
    table = table.assign(items_on_time=on_time, items=items)[read]
    columns = ["cssr_code", "financial_year", "items_on_time", "items"]
    whole = {"items_on_time": int, "items": int}
    table = table[columns].astype(whole).sort_values(columns[:2], ignore_index=True)
    return StagedReturn({"equipment_delivery": table}, account)
