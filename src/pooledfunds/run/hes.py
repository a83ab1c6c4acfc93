"""A delivered extract of hospital records: read, made into stays, and accounted for."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from pooledfunds.catalogue import hes as contracts_hes
from pooledfunds.catalogue.accounts import ROW_ACCOUNTS
from pooledfunds.core.errors import IssueList
from pooledfunds.core.financial_year import year_name
from pooledfunds.core.ownership import owner_only
from pooledfunds.core.row_accounts import row_account
from pooledfunds.core.schema import enforce
from pooledfunds.hospital.build import build_stays
from pooledfunds.hospital.engine import connect, in_run, on_spark
from pooledfunds.hospital.measure import check_emergency_stays, duplicate_rules
from pooledfunds.hospital.records import KEPT
from pooledfunds.run.table_addresses import TableAddress
from pooledfunds.staging.hes.delivery import Layout
from pooledfunds.staging.hes.fields import fields_to_read, find_fields
from pooledfunds.staging.hes.on_spark import stage_on_spark
from pooledfunds.staging.hes.quality import (
    breaks_between_years,
    check_accepted_breaks,
    check_breaks,
    field_table,
    published_breaks,
    published_quality,
    quality_table,
    shares_by_year,
    shares_kept,
)
from pooledfunds.staging.hes.read import stage_hes_apc
from pooledfunds.staging.hes.scanned import plain_name
from pooledfunds.staging.hes.tally import FileReadSummary

STAGE = "hes_apc"


def stage_extract(
    files: Iterable[str | Path],
    folder: str | Path,
    settings: Mapping,
    word_lists: Mapping[str, pd.DataFrame],
) -> dict[str, pd.DataFrame]:
    """Write the stays of a delivered extract and return the tables that account for it.

    Parameters
    ----------
    files
        The delivered files.
    folder
        Gets ``records/`` (staged records), ``stays/`` and, while it runs, ``spill/``; nobody but
        its owner may enter. ``plans/`` beside it keeps compiled plans from run to run.
    settings
        The section ``hes`` of the study's settings.
    word_lists
        ``hes_fields``, ``hes_codes`` and ``hes_duplicate_rules``.

    Returns
    -------
    ``hes_row_accounts`` (``stage, file, fate, rows``), ``hes_quality``, what is published of it
    (``hes_quality_shares``), ``hes_breaks`` and ``hes_fields_delivered``.

    Raises
    ------
    BadInput
        See ``stage_hes_apc``; and when a field that the study needs breaks down in a year.
    StudyError
        When no emergency stay is left, with what became of the records.
    """
    with owner_only(folder):
        return _stage_extract(files, Path(folder), in_run(settings, folder), word_lists)


def _stage_extract(
    files: Iterable[str | Path], folder: Path, settings: dict, word_lists: Mapping
) -> dict[str, pd.DataFrame]:
    fields, asked = word_lists["hes_fields"], needed_fields(settings)
    check_accepted_breaks(settings["quality"], fields["field"])
    if on_spark(settings):
        with connect(settings["engine"], folder) as spark:
            given = spark.session, files, folder / "records"
            extract = stage_on_spark(*given, fields, settings["reading"], asked)
    else:
        extract = stage_hes_apc(files, folder / "records", fields, settings["reading"], asked)
    quality = quality_table(extract.tallies, fields, word_lists["hes_codes"])
    faults = IssueList()
    needed = asked.union(fields.loc[fields["needed"] == "yes", "field"])
    shares = shares_by_year(quality)
    check_breaks(shares[shares["field"].isin(needed)], settings["quality"], faults)
    faults.raise_if_any()
    fates, contradicted = build_stays(
        extract.parts,
        folder / "stays",
        settings,
        duplicate_rules(word_lists["hes_duplicate_rules"]),
        extract.years,
    )
    told = [account(t, fates[fates["file"] == i]) for i, t in enumerate(extract.tallies)]
    accounts = pd.concat(told, ignore_index=True)
    check_emergency_stays(folder, settings, accounts)
    check_breaks(shares_kept(accounts, quality), settings["quality"], faults)
    faults.raise_if_any()
    by_year = contradicted.assign(financial_year=contradicted["fyear"].map(year_name))
    breaks = breaks_between_years(quality, settings["quality"]["break_from"])
    return {
        "hes_row_accounts": enforce(accounts, ROW_ACCOUNTS),
        "hes_quality": enforce(quality, contracts_hes.HES_QUALITY),
        "hes_quality_shares": enforce(
            published_quality(quality, by_year), contracts_hes.HES_QUALITY_SHARES
        ),
        "hes_breaks": enforce(published_breaks(breaks), contracts_hes.HES_BREAKS),
        "hes_fields_delivered": enforce(
            field_table(extract.tallies), contracts_hes.HES_FIELDS_DELIVERED
        ),
    }


def account(tally: FileReadSummary, fates: pd.DataFrame) -> pd.DataFrame:
    """Return the row account of one file, after checking that every line has one fate.

    Parameters
    ----------
    tally
        What was read of the file, with its lines counted.
    fates
        ``fate, rows`` of the records of the file.
    """
    rows = dict(zip(fates["fate"], fates["rows"].astype(int), strict=True))
    kept = rows.pop(KEPT, 0)
    aside = {
        "blank line": tally.blank,
        "not as many fields as the header": tally.ragged,
        "heading repeated": tally.headings,
        **dict(sorted(rows.items())),
    }
    aside = {reason: count for reason, count in aside.items() if count}
    return row_account(STAGE, tally.path.name, tally.lines, kept, aside)


def needed_fields(settings: Mapping) -> set[str]:
    """Return the optional fields that the settings make needed."""
    where = settings["attribution"]
    return {
        {"residence": "respct", "responsibility": "pctcode"}[where["pct"]],
        where["council"],
        *({"mydob", "district"} if settings["duplicates"] == "dr_foster" else ()),
    }


def columns_to_copy(
    address: TableAddress, fields: pd.DataFrame, needed: set[str]
) -> Callable[[Sequence[str]], list[str]]:
    """Return what chooses a table's columns: those that are read, and no other leaves the server.

    It raises BadInput with every needed field that the table lacks, before any row is read.

    Parameters
    ----------
    address
        Of the table.
    fields
        The alias table, ``config/codelists/hes_fields.csv``.
    needed
        Optional fields that the settings make needed.
    """

    def choose(there: Sequence[str]) -> list[str]:
        faults = IssueList()
        layout = Layout(",", False, tuple(map(plain_name, there)), 0, "its columns")
        asked = fields_to_read(fields, needed)
        found = find_fields(Path(str(address)), layout, asked, needed, faults)
        faults.raise_if_any()
        return [there[place] for place in sorted(set(found.values()))]

    return choose
