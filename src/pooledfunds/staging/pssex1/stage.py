"""PSSEX1 put together: workbooks read, totals held against their parts, every cell counted."""

from collections.abc import Callable, Sequence

import pandas as pd

from pooledfunds.areas.names import council_finder
from pooledfunds.catalogue.areas import AREA_CLASSES
from pooledfunds.core.row_accounts import row_account
from pooledfunds.staging.pssex1.amounts import Counts
from pooledfunds.staging.pssex1.audit import audit
from pooledfunds.staging.pssex1.cube import amounts_table
from pooledfunds.staging.pssex1.layout import Codelists
from pooledfunds.staging.pssex1.read import read_pssex1
from pooledfunds.staging.reading import ReadingContext, StagedReturn


def stage_pssex1(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return PSSEX1's amounts, differences and number of comparisons.

    The tables are ``catalogue.pssex1.PSSEX1``, ``PSSEX1_AUDIT`` and ``PSSEX1_COMPARED``.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.

    Raises
    ------
    BadInput
        For faults of layout, or for totals that do not add up.
    """
    lists, councils = context.codelists, context.councils
    words = Codelists(
        lists["pssex1_client_groups"],
        lists["pssex1_service_lines"],
        lists["pssex1_measures"],
        lists["pssex1_misprints"],
    )
    area_of = council_finder(councils, lists["council_aliases"])
    expected = expected_areas(councils)
    cubes, counts = read_pssex1(files, area_of, expected, words, lists["pssex1_corrections"])
    class_of = dict(zip(councils["cssr_code"], councils["area_class"], strict=True))
    rounding = context.settings["pssex1"]["rounding_gbp_thousand"]
    differences, compared = audit(cubes, class_of.get, lists["pssex1_known_differences"], rounding)
    accounts = [
        account for file, count in counts.items() for account in pssex1_accounts(file, count)
    ]
    tables = {
        "pssex1": amounts_table(cubes),
        "pssex1_audit": differences,
        "pssex1_compared": compared,
    }
    return StagedReturn(tables, pd.concat(accounts, ignore_index=True))


def pssex1_accounts(file: str, count: Counts) -> list[pd.DataFrame]:
    """Return the account of a workbook's amounts, and of those in hidden rows and columns.

    Parameters
    ----------
    file
        Name of the file.
    count
        What became of its cells.
    """
    set_aside = {
        "outside the table": count.outside,
        "under a heading declared as not read": count.not_read,
        "marked as not available": count.not_available,
        "put right to a blank": count.put_right_to_blank,
    }
    set_aside = {fate: n for fate, n in set_aside.items() if n or fate == "outside the table"}
    accounts = [row_account("pssex1 (amounts)", file, count.submitted, count.kept, set_aside)]
    if count.hidden:
        fates = {"outside the table": count.hidden - count.hidden_kept}
        stage = "pssex1 (amounts in hidden rows or columns)"
        accounts.append(row_account(stage, file, count.hidden, count.hidden_kept, fates))
    return accounts


def expected_areas(councils: pd.DataFrame) -> Callable[[str], set[tuple[str, str]]]:
    """Return a function from a financial year to the areas of a complete PSSEX1 return."""
    ends = councils["valid_to"].dt.year.fillna(9999)

    def expected(year: str) -> set[tuple[str, str]]:
        there = councils.loc[ends > int(year[:4]), "cssr_code"]
        totals = {("class", name) for name in AREA_CLASSES} | {("england", "England")}
        return {("council", code) for code in there} | totals

    return expected
