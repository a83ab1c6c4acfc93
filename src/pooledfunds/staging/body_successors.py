"""The table of successions: which body ended, when, and which followed it."""

from collections.abc import Sequence

from pooledfunds.catalogue.area_types import HUB
from pooledfunds.catalogue.areas import AREA_CODE, SUCCESSIONS
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    dates,
    note_repeated,
    note_unknown_words,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.reading import ReadingContext, StagedReturn

# Of an area that was here, or one of the nine letters and digits of a later reorganisation.
CODE = rf"{AREA_CODE}|^[A-Z][0-9]{{8}}$"


def read_successions(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return the successions in the form of ``config/codelists/successors.csv``.

    A body with several successors has a row for each; one that was followed by none is left out.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults = context.issues
    table, counted = read_returns(files, "body_successors", context.editions, faults)
    note_unknown_words(faults, table, "area_type", ["pct", "council"])
    note_repeated(faults, table, ["area_type", "code", "successor_code"], "body and successor")
    for column in ("code", "successor_code"):
        blank = table[column] == ""
        report_violations(faults, table, column, "blank", blank)
        number = (table["area_type"] != HUB) & table[column].str.isdigit()  # as 5E2 becomes 500
        of_no_form = ~blank & (number | ~table[column].str.contains(CODE))
        rule = "no code of three letters and digits: a spreadsheet turns 5E1 into a number"
        report_violations(faults, table, column, rule, of_no_form)
    same = table["code"] == table["successor_code"]
    report_violations(faults, table, "successor_code", "a body cannot follow itself", same)
    day = dates(faults, table, ["from"])["from"]
    report_violations(faults, table, "from", "no date given", table["from"] == "")
    account = accounts_by_file("body_successors", table, counted=counted)
    table = table.assign(**{"from": day.dt.strftime("%Y-%m-%d").fillna("")})
    return StagedReturn({"successions": table[list(SUCCESSIONS.columns)]}, account)
