"""The list of care trusts: five grew from PCTs, five from mental health trusts."""

from collections.abc import Sequence

from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    counts,
    note_repeated,
    note_unknown_words,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.reading import ReadingContext, StagedReturn

KINDS = ("PCT-based", "mental-health-based")


def read_care_trusts(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return the care trusts with their kind and first year.

    A PCT-based care trust must be in the list of PCTs, and one based on mental health must not:
    only the former has a resident population.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults, pcts = context.issues, context.pcts
    table, counted = read_returns(files, "care_trusts", context.editions, faults)
    note_repeated(faults, table, ["code"])
    note_unknown_words(faults, table, "kind", list(KINDS))
    listed = table["code"].isin(pcts["pct_code"])
    based = table["kind"] == KINDS[0]
    report_violations(faults, table, "code", "PCT-based, but in no list of PCTs", based & ~listed)
    report_violations(
        faults, table, "code", "mental-health-based, but listed as a PCT", ~based & listed
    )
    report_violations(faults, table, "code", "no code", table["code"] == "")
    year = counts(faults, table, "established", needed=True)
    first, last = (int(allowed[:4]) for allowed in context.allowed_years("care_trusts"))
    rule = f"before {first}, when the first care trusts began"
    report_violations(faults, table, "established", rule, year < first)
    rule = f"after {last}, the last year that began with PCTs"
    report_violations(faults, table, "established", rule, year > last)
    account = accounts_by_file("care_trusts", table, counted=counted)
    table = table[["code", "name", "kind"]].assign(established=year.fillna(0).astype(int))
    table["kind"] = table["kind"].astype("category")
    return StagedReturn({"care_trusts": table.sort_values("code", ignore_index=True)}, account)
