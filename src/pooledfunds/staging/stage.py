"""The stage that reads the returns: one typed table per return, or every fault at once."""

from collections.abc import Callable, Mapping
from importlib import import_module

import pandas as pd

from pooledfunds.areas.names import council_finder
from pooledfunds.catalogue.accounts import ROW_ACCOUNTS
from pooledfunds.catalogue.areas import (
    AREA_CLASSES,
    BODIES,
    COUNCIL_DEPRIVATION,
    COUNCIL_POPULATION,
    PCT_COUNCIL_PAIRS,
    SMALL_AREAS,
)
from pooledfunds.catalogue.pssex1 import PSSEX1, PSSEX1_AUDIT, PSSEX1_COMPARED
from pooledfunds.core.errors import IssueList
from pooledfunds.core.row_accounts import row_account
from pooledfunds.core.schema import enforce
from pooledfunds.staging.body_lists import bodies_table, read_councils, read_pairs, read_pcts
from pooledfunds.staging.council_population import read_council_population
from pooledfunds.staging.further_returns import FURTHER_CONTRACTS, stage_further
from pooledfunds.staging.imd_2007 import read_council_imd
from pooledfunds.staging.layouts.frames import hold_against_counts
from pooledfunds.staging.pssex1.amounts import Counts
from pooledfunds.staging.pssex1.audit import audit
from pooledfunds.staging.pssex1.cube import amounts_table
from pooledfunds.staging.pssex1.layout import Codelists
from pooledfunds.staging.pssex1.read import read_pssex1

PLACES = ("council_list", "pct_list", "pct_council_pairs")


def stage_returns(
    paths: Mapping[str, list[str]], tables: Mapping[str, pd.DataFrame], settings: Mapping
) -> dict[str, pd.DataFrame]:
    """Return the staged tables of every return at hand, by name, with ``return_accounts``.

    Parameters
    ----------
    paths
        Files by source; a source without files is not at hand. The three lists of bodies are
        always needed, because every other return is held against them.
    tables
        Word lists, corrections and known differences by name, as ``config/`` holds them.
    settings
        ``pssex1.rounding_gbp_thousand``, and ``register`` where a register is at hand.

    Raises
    ------
    BadInput
        Listing every fault of every return; nothing has been written by then.
    """
    faults = IssueList()
    for name in PLACES:
        if not paths.get(name):
            faults.add(name, "", "this list of bodies is not at hand, and every return needs it")
    faults.raise_if_any()
    editions = tables["editions"]
    councils, council_account = read_councils(
        paths["council_list"][0], tables["council_classes"], editions, faults
    )
    pcts, pct_account = read_pcts(paths["pct_list"][0], editions, faults)
    pairs, pair_account = read_pairs(
        paths["pct_council_pairs"][0], pcts, councils, editions, faults
    )
    hold_against_counts(paths, {"council_list": councils, "pct_list": pcts}, faults)
    faults.raise_if_any()  # a fault in the lists would show again in every other return
    staged = {
        "bodies": enforce(bodies_table(pcts, councils, pairs), BODIES),
        "pct_council_pairs": enforce(pairs, PCT_COUNCIL_PAIRS),
    }
    accounts = [council_account, pct_account, pair_account]
    if paths.get("council_population"):
        path = paths["council_population"][0]
        table, account = read_council_population(
            path, councils, editions, tables["successors"], faults
        )
        staged["council_population"] = table
        accounts.append(account)
    if paths.get("imd_2007"):
        path = paths["imd_2007"][0]
        table, areas, account = read_council_imd(path, councils, editions, faults)
        staged |= {"council_deprivation": table, "small_areas": areas}
        accounts.append(account)
    if paths.get("pssex1"):
        with faults.collect():
            amounts, differences, compared, account = stage_pssex1(
                paths["pssex1"], councils, tables, settings["pssex1"]
            )
            staged |= {
                "pssex1": amounts,
                "pssex1_audit": differences,
                "pssex1_compared": compared,
            }
            accounts.append(account)
    places = {"bodies": staged["bodies"], "councils": councils, "pcts": pcts}
    further, more_accounts = stage_further(paths, places, tables, settings, faults)
    staged |= further
    accounts += more_accounts
    declared = declared_modules(tables["sources"], paths)
    for source, module in declared.items():
        staged[source], account = module.read(paths[source], places, editions, faults)
        accounts.append(account)
    counted = {
        "care_trusts": staged.get("care_trusts", councils[:0]),
        "imd_2007": staged.get("small_areas", councils[:0]),
    }
    hold_against_counts(paths, counted, faults)
    faults.raise_if_any()
    staged["return_accounts"] = pd.concat(accounts, ignore_index=True)
    known = CONTRACTS | {source: module.CONTRACT for source, module in declared.items()}
    return {name: enforce(table, known[name]) for name, table in staged.items()}


def declared_modules(sources: pd.DataFrame, paths: Mapping[str, list[str]]) -> dict:
    """Return the modules of the readers that ``config/sources.csv`` declares, by source at hand."""
    declared = sources[sources["reader"] != ""]
    names = dict(zip(declared["source"], declared["reader"], strict=True))
    return {source: import_module(name) for source, name in names.items() if paths.get(source)}


CONTRACTS = {
    "bodies": BODIES,
    "pct_council_pairs": PCT_COUNCIL_PAIRS,
    "council_population": COUNCIL_POPULATION,
    "council_deprivation": COUNCIL_DEPRIVATION,
    "small_areas": SMALL_AREAS,
    "pssex1": PSSEX1,
    "pssex1_audit": PSSEX1_AUDIT,
    "pssex1_compared": PSSEX1_COMPARED,
    "return_accounts": ROW_ACCOUNTS,
} | FURTHER_CONTRACTS


def stage_pssex1(
    paths: list[str],
    councils: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    settings: Mapping,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return PSSEX1's amounts, differences, number of comparisons and row account.

    Raises
    ------
    BadInput
        For faults of layout, or for totals that do not add up.
    """
    words = Codelists(
        tables["pssex1_client_groups"],
        tables["pssex1_service_lines"],
        tables["pssex1_measures"],
        tables["pssex1_misprints"],
    )
    area_of = council_finder(councils, tables["council_aliases"])
    expected = expected_areas(councils)
    cubes, counts = read_pssex1(paths, area_of, expected, words, tables["pssex1_corrections"])
    class_of = dict(zip(councils["cssr_code"], councils["area_class"], strict=True)).get
    differences, compared = audit(
        cubes, class_of, tables["pssex1_known_differences"], settings["rounding_gbp_thousand"]
    )
    accounts = [
        account for file, count in counts.items() for account in pssex1_accounts(file, count)
    ]
    return amounts_table(cubes), differences, compared, pd.concat(accounts, ignore_index=True)


def pssex1_accounts(file: str, count: Counts) -> list[pd.DataFrame]:
    """Return the account of a workbook's amounts, and of those in hidden rows and columns."""
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
