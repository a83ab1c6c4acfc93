"""Index of Multiple Deprivation 2007 of PCTs, as published for them."""

from collections.abc import Sequence

import pandas as pd

from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    note_repeated,
    note_unlisted,
    numbers,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.layouts.frames import hold_against_frame
from pooledfunds.staging.layouts.plausibility import note_implausible
from pooledfunds.staging.reading import ReadingContext, StagedReturn


def read_pct_imd(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return the average IMD 2007 score of each PCT.

    Every listed PCT must have a score: deprivation is a covariate of every body.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.
    """
    faults, pcts = context.issues, context.pcts
    table, counted = read_returns(files, "pct_imd", context.editions, faults)
    note_unlisted(faults, table, "pct_code", pcts["pct_code"])
    note_repeated(faults, table, ["pct_code"])
    score = numbers(faults, table, "imd_score", needed=True)
    rule = "above 100, the most that a score can be"
    report_violations(faults, table, "imd_score", rule, score > 100)
    note_implausible(faults, "pct_imd", table.assign(imd_score=score))
    account = accounts_by_file("pct_imd", table, counted=counted)
    frame = hold_against_frame("pct_imd", table, pcts["pct_code"], faults)
    account = pd.concat([account, frame], ignore_index=True)
    table = table[["pct_code"]].assign(imd_score=score).sort_values("pct_code", ignore_index=True)
    return StagedReturn({"pct_deprivation": table}, account)
