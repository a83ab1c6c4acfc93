"""The returns of a run as the page shows them: files, their digests, what became of their rows."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from pooledfunds.core.row_accounts import LINES, OTHER_UNITS
from pooledfunds.report.origins import Lineage, code_file, reader_of
from pooledfunds.report.views.records import KEPT, SUBMITTED, fates_by_return, return_view

DIGITS = 12  # of a digest, where its whole stands elsewhere
FEW = 3  # files that are named with a number; of more, how many there are


def inputs_view(
    inputs: Iterable[Mapping],
    files: Mapping[str, Iterable[str]],
    sources: pd.DataFrame,
    accounts: pd.DataFrame,
    lineage: Lineage,
) -> list[dict]:
    """Return each source of the run with its files, their digests, and what became of their rows.

    Parameters
    ----------
    inputs
        ``file, bytes, sha256`` of each file, as in the run's record.
    files
        The run's files by source.
    sources
        ``config/sources.csv``.
    accounts
        ``catalogue.accounts.PROTECTED_ACCOUNTS``.
    lineage
        Of the run: what each source is read with, and ``disclosure`` of its study.

    Returns
    -------
    list of dict
        In the order of the titles: ``source``, ``title``, ``publisher``, ``gives``, ``code`` and
        ``code_file`` of its reader, ``read_with`` (sources), ``files`` (``file``, ``bytes``,
        ``sha256``, ``short``, ``account``) and ``account``: as :func:`account_view` has it, of all
        files together. Files of no source come under a blank one.
    """
    described = sources.set_index("source")
    titles = dict(described["title"])
    grouped = by_source(inputs, files)
    names = {name: [Path(one["file"]).name for one in some] for name, some in grouped.items()}
    views = []
    for name in sorted(grouped, key=lambda name: titles.get(name, name)):
        rows = accounts_of(name, names, accounts)
        by_file = dict(iter(rows.groupby("file", observed=True)))
        none = rows.iloc[:0]
        views.append(
            {
                "source": name,
                "title": titles.get(name, name) or "Other files",
                "publisher": described["publisher"].get(name, ""),
                "gives": described["what_it_gives"].get(name, ""),
                **read_by(name, lineage, titles),
                "files": [
                    file_view(one, by_file.get(Path(one["file"]).name, none), lineage.study)
                    for one in grouped[name]
                ],
                "account": account_view(rows, lineage.study),
            }
        )
    return views


def by_source(
    inputs: Iterable[Mapping], files: Mapping[str, Iterable[str]]
) -> dict[str, list[Mapping]]:
    """Return the files of a run's record by the source that names them, or a blank one.

    Parameters
    ----------
    inputs, files
        See :func:`inputs_view`.
    """
    source_of = {str(Path(file)): name for name, some in files.items() for file in some}
    grouped: dict[str, list[Mapping]] = {}
    for one in inputs:
        grouped.setdefault(source_of.get(str(Path(one["file"])), ""), []).append(one)
    return grouped


def file_view(one: Mapping, rows: pd.DataFrame, settings: Mapping) -> dict:
    """Return a file with its name, the first figures of its digest, and what became of its rows.

    Parameters
    ----------
    one
        ``file, bytes, sha256``.
    rows
        Its rows of the accounts.
    settings
        ``disclosure`` of the study.
    """
    short = {"name": Path(one["file"]).name, "short": str(one["sha256"])[:DIGITS]}
    return {**one, **short, "account": account_view(rows, settings)}


def read_by(source: str, lineage: Lineage, titles: Mapping[str, str]) -> dict:
    """Return the code that reads a source, and what it is read with.

    Parameters
    ----------
    source
        Its id.
    lineage
        Of the run.
    titles
        Titles of sources by id.
    """
    code = reader_of(source)
    others = [(one, titles.get(one, one)) for one in lineage.read_with(source)]
    return {"code": code, "code_file": code_file(code), "read_with": others}


def accounts_of(
    source: str, names: Mapping[str, Sequence[str]], accounts: pd.DataFrame
) -> pd.DataFrame:
    """Return the rows of the accounts that are of the files of a source.

    Of records, or of lines where a return has no account of records; ``file`` is the file alone
    where an account is of a sheet. Two sources may have files of one name, whose accounts then
    begin with the source's.

    Parameters
    ----------
    source
        Its id.
    names
        Names of every source's files.
    accounts
        ``catalogue.accounts.PROTECTED_ACCOUNTS``.
    """
    others = {name for other, some in names.items() if other != source for name in some}
    known = {*others, *names[source]}
    files = pd.Series(
        [file if file in known else file.partition(", sheet ")[0] for file in accounts["file"]],
        index=accounts.index,
        dtype=str,
    )
    mine = accounts["stage"].str.startswith(source) | ~files.isin(others)
    rows = accounts.assign(file=files)[files.isin(names[source]) & mine]
    units = rows["stage"].str.extract(OTHER_UNITS.replace("(?:", "(", 1), expand=False).fillna("")
    found = rows[units == ""]
    return found if len(found) else rows[units == LINES]


def account_view(rows: pd.DataFrame, settings: Mapping) -> dict | None:
    """Return what became of the rows of files, in words; nothing where no account tells.

    Parameters
    ----------
    rows
        From :func:`accounts_of`.
    settings
        ``disclosure`` of the study.

    Returns
    -------
    dict or None
        ``submitted`` and ``kept``, as text, and ``aside``, reasons with their numbers. Nothing
        where disclosure rules withhold what was kept.
    """
    fates = fates_by_return(rows.assign(stage="one"), settings)
    if not {SUBMITTED, KEPT} <= set(fates["fate"]):
        return None
    return return_view("", fates)
