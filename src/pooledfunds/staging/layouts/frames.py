"""What a return should hold, bodies by periods, and what becomes of the part that it lacks.

``config/codelists/frames.csv`` declares the frame of each return, and the study's word list
``return_rows.csv`` how many rows some of them have. A return cut at a line end is a well-formed
file, and only its frame tells that something is gone (decision 82).
"""

from collections.abc import Mapping, Sequence
from functools import cache

import pandas as pd

from pooledfunds.core.cells import split_list
from pooledfunds.core.codelists import read_table
from pooledfunds.core.errors import IssueList
from pooledfunds.core.financial_year import year_name
from pooledfunds.core.row_accounts import FRAME, of_records, row_account
from pooledfunds.core.settings import CODELISTS
from pooledfunds.staging.layouts.checks import financial_year

SHOWN = 10  # fates of one account


@cache
def declared_frames() -> pd.DataFrame:
    """Return ``source, body, period, parts, lacking, reason``, by source."""
    return read_table(CODELISTS / "frames.csv").set_index("source")


def hold_against_counts(
    rows: pd.DataFrame,
    files: Mapping[str, Sequence[str]],
    accounts: Mapping[str, pd.DataFrame],
    issues: IssueList,
) -> None:
    """Note returns that have other than their known number of records.

    Parameters
    ----------
    rows
        ``source, rows``: the study's word list ``return_rows``.
    files, accounts
        Files and row accounts by source. A return without a record has told why by then.
    issues
        Gets each return that is too long or too short, with both numbers.
    """
    known = dict(zip(rows["source"], rows["rows"].astype(int), strict=True))
    for source, account in accounts.items():
        submitted = of_records(account).query("fate == 'submitted'")["rows"].sum()
        if known.get(source) and submitted and submitted != known[source]:
            rule = f"{submitted:,} rows, where {known[source]:,} are known: "
            issues.add(files[source][0], "", rule + "is the file cut short?")


def hold_against_frame(
    source: str,
    table: pd.DataFrame,
    bodies: pd.Series | None,
    faults: IssueList,
    what: str = "all files",
) -> pd.DataFrame:
    """Return the account of a return's frame; where the frame must be whole, note what it lacks.

    Parameters
    ----------
    source
        Name of the return, as ``config/sources.csv`` has it.
    table
        Every row of the return, those without a figure among them, with ``file``.
    bodies
        The bodies that should be there; None where no list is known: those that are there, each
        with the parts that it gives.
    faults
        Gets what is wrong, each with its place and what to do.
    what
        Which part of the return this is, where it has several frames.

    Returns
    -------
    DataFrame
        A row account: submitted are the rows that the frame holds, kept those that are there, and
        the fates tell which bodies or periods lack how many.
    """
    frame = pd.Series(declared_frames().loc[source])
    expected = expected_rows(table, bodies, frame)
    there = pd.MultiIndex.from_frame(table[list(expected)])
    absent = expected[~pd.MultiIndex.from_frame(expected).isin(there)]
    if len(absent) and len(table) and frame["lacking"] == "fault":
        named = [absent[column].iloc[0] for column in (frame["body"], frame["period"]) if column]
        first = " in ".join(filter(None, named))
        rule = f"rows are missing of the {len(expected):,} that its frame holds, first {first}"
        faults.add(table["file"].iloc[0], "", rule, len(absent))
    fates = absent_by(absent, frame)
    kept = len(expected) - len(absent)
    return row_account(f"{source} ({FRAME})", what, len(expected), kept, fates)


def register_frames(
    source: str, partners: pd.DataFrame, contributions: pd.DataFrame, funds: pd.DataFrame
) -> list[pd.DataFrame]:
    """Return what the money of a register lacks, of the years for which it has any.

    Each partner of an arrangement may contribute in such a year, and the year may have its fund. A
    blank is lawful, so what is absent is counted and no fault.

    Parameters
    ----------
    source
        Name of the return, as ``config/sources.csv`` has it.
    partners
        Staged partners of arrangements.
    contributions
        Staged contributions, GBP.
    funds
        Staged funds, GBP.
    """
    scheme = ["evidence_source", "scheme_id"]
    year, partner = [*scheme, "financial_year"], [*scheme, "area_code", "area_name"]
    years = pd.concat([contributions[year], funds[year]]).drop_duplicates()
    accounts = []
    for name, table, expected in (
        ("contributions", contributions, partners[partner].merge(years, on=scheme)),
        ("funds", funds, years),
    ):
        expected = expected.drop_duplicates()
        there = pd.MultiIndex.from_frame(table[list(expected)])
        absent = int((~pd.MultiIndex.from_frame(expected).isin(there)).sum())
        stage = f"{source} ({name}) ({FRAME})"
        fates = {"no row in a year that has money": absent}
        accounts.append(
            row_account(stage, "all files", len(expected), len(expected) - absent, fates)
        )
    return accounts


def expected_rows(table: pd.DataFrame, bodies: pd.Series | None, frame: pd.Series) -> pd.DataFrame:
    """Return the rows of a frame: each body with each period, and the parts of that period.

    Parameters
    ----------
    table
        Records as text or typed, with ``file`` and ``line``.
    bodies
        The bodies that should be there; None where no list is known.
    frame
        How the return is framed: the columns of its ``body``, ``period`` and ``parts``.
    """
    over = [*filter(None, [frame["period"]]), *split_list(frame["parts"])]
    if bodies is None:
        own = table[[frame["body"], *split_list(frame["parts"])]].drop_duplicates()
        return own.merge(table[[frame["period"]]].drop_duplicates(), how="cross")
    names = pd.DataFrame({frame["body"]: pd.unique(bodies)})
    if not over:
        return names
    seen = table[over].drop_duplicates()
    if frame["period"] == "financial_year" and len(seen):
        seen = pd.concat([seen, skipped_years(seen)], ignore_index=True)
    return names.merge(seen, how="cross")


def skipped_years(seen: pd.DataFrame) -> pd.DataFrame:
    """Return the years between the first and the last that have no row, with the first's parts."""
    years = sorted(filter(financial_year, seen["financial_year"].unique()))
    if not years:
        return seen[:0]
    between = {year_name(opening) for opening in range(int(years[0][:4]), int(years[-1][:4]))}
    parts = seen[seen["financial_year"] == years[0]]
    gaps = [parts.assign(financial_year=year) for year in sorted(between - set(years))]
    return pd.concat([seen[:0], *gaps])


def absent_by(absent: pd.DataFrame, frame: pd.Series) -> dict[str, int]:
    """Return how many rows are absent, by body or by period, whichever are fewer.

    Parameters
    ----------
    absent
        The rows that are absent.
    frame
        How the return is framed: the columns of its ``body``, ``period`` and ``parts``.
    """
    columns = {"of": frame["body"], "in": frame["period"]}
    counts = {
        word: absent.groupby(column, sort=True).size() for word, column in columns.items() if column
    }
    word = min(counts, key=lambda name: len(counts[name]))
    shown = counts[word][:SHOWN]
    fates = {f"no row {word} {name or 'a blank'}": int(rows) for name, rows in shown.items()}
    rest = int(counts[word][SHOWN:].sum())
    return fates | ({f"no row {word} {len(counts[word]) - SHOWN} more": rest} if rest else {})
