"""Row accounts: every submitted record ends in exactly one fate, and the fates add up."""

from collections.abc import Iterable

import pandas as pd

from pooledfunds.core.errors import StudyError

# What else than records an account may count: its stage is then named ``source (unit)``.
LINES, LINE_ENDS, MARKED_CELLS, FRAME = "lines", "line ends", "marked cells", "frame"
OTHER_UNITS = rf"\((?:{LINES}|{LINE_ENDS}|{MARKED_CELLS}|{FRAME})\)$"


class RowAccountError(StudyError):
    """Rows were lost or gained without a reason."""


Fate = tuple[str, str, str, int]  # stage, file, fate, rows


def account_table(fates: Iterable[Fate]) -> pd.DataFrame:
    """Return fates as a table of row accounts."""
    return pd.DataFrame(list(fates), columns=["stage", "file", "fate", "rows"])


def row_account(
    stage: str, file: str, submitted: int, kept: int, set_aside: dict[str, int] | None = None
) -> pd.DataFrame:
    """Return ``fates_of`` a file's records as a table."""
    return account_table(fates_of(stage, file, submitted, kept, set_aside))


def fates_of(
    stage: str, file: str, submitted: int, kept: int, set_aside: dict[str, int] | None = None
) -> list[Fate]:
    """Return each fate of a file's records, after checking that they add up.

    Parameters
    ----------
    stage
        The source or step that read the records, such as ``pssex1``.
    file
        Name of the file, or of the table when a step joins tables.
    submitted, kept
        Number of records before and after.
    set_aside
        Number of records by reason for setting them aside.

    Raises
    ------
    RowAccountError
        When kept and set aside do not sum to submitted.
    """
    set_aside = set_aside or {}
    if submitted != kept + sum(set_aside.values()):
        raise RowAccountError(
            f"{stage}, {file}: {submitted} submitted, but {kept} kept and "
            f"{sum(set_aside.values())} set aside"
        )
    fates = {"submitted": submitted, **set_aside, "kept": kept}
    return [(stage, file, fate, number) for fate, number in fates.items()]


def of_records(accounts: pd.DataFrame) -> pd.DataFrame:
    """Return the accounts of records, without those of lines, of marked cells and of frames."""
    return accounts[~accounts["stage"].str.contains(OTHER_UNITS)]
