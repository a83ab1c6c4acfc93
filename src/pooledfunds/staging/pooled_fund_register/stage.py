"""The register and the other statements about pools, put together and held to every rule."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.areas.successors import BodyFinder
from pooledfunds.catalogue.pooled_fund_register import POOL_STATEMENTS, REGISTER_CONTRACTS
from pooledfunds.core.errors import BadInput, IssueList
from pooledfunds.core.row_accounts import row_account
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    financial_years,
    note_repeated,
    note_unknown_words,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.layouts.frames import hold_against_frame, register_frames
from pooledfunds.staging.pooled_fund_register.bodies import (
    disagreements,
    match_partners,
    unmatched,
    with_bodies,
)
from pooledfunds.staging.pooled_fund_register.read import (
    NEEDED,
    note_orphans,
    read_arrangements,
    read_contributions,
    read_funds,
    read_responses,
    read_tables_of_register,
)
from pooledfunds.staging.pooled_fund_register.rules import (
    note_money,
    note_pools_without_partners,
    note_strange_contributors,
    note_years_outside,
)

SOURCES = ("pooled_fund_register", "notification_register")
ANSWERED_BY = ("survey", "fieldwork")  # evidence that only the response frame makes readable


def stage_register(
    paths: Mapping[str, list[str]],
    bodies: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    settings: Mapping,
    faults: IssueList,
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Return the staged tables of the register, and the row account.

    Parameters
    ----------
    paths
        Files by source: ``pooled_fund_register`` and ``notification_register``, in one form.
    bodies
        ``catalogue.areas.BODIES``.
    tables
        ``editions`` and the word lists ``service_areas``, ``arrangement_types``,
        ``legal_powers``, ``partner_kinds``, ``evidence_sources``, ``successors``,
        ``source_years``.
    settings
        ``register`` of the study: see ``register_rules.note_money``.

    Returns
    -------
    staged, account
        ``register_arrangements``, ``register_partners``, ``register_contributions``,
        ``register_funds``, ``register_responses``, ``register_unmatched`` and
        ``register_disagreements``, each with its contract in ``contracts_register``.
    """
    found, accounts = {}, []
    for source in SOURCES:
        if paths.get(source):
            with faults.collect():
                files = paths[source]
                found[source], account = read_one_source(
                    source, files, bodies, tables, settings, faults
                )
                accounts.append(account)
    parts = list(found.values())
    if not parts:
        return {}, row_account("register", "(none)", 0, 0)
    whole = {name: pd.concat([p[name] for p in parts], ignore_index=True) for name in parts[0]}
    partners = whole["partners"].explode("listed_code", ignore_index=True)
    staged = {
        "register_arrangements": whole["arrangements"],
        "register_partners": partners.drop(columns="body_code").rename(
            columns={"listed_code": "body_code"}
        ),
        "register_contributions": with_bodies(whole["contributions"], partners),
        "register_funds": whole["funds"],
        "register_responses": whole["responses"],
        "register_unmatched": unmatched(partners),
        "register_disagreements": disagreements(whole["arrangements"], partners),
    }
    staged = {name: typed(table, REGISTER_CONTRACTS[name]) for name, table in staged.items()}
    return staged, pd.concat(accounts, ignore_index=True)


def read_one_source(
    source: str,
    paths: list[str],
    bodies: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    settings: Mapping,
    faults: IssueList,
) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Return the five tables of one source's files, every rule held against them, and the account.

    Raises
    ------
    BadInput
        When arrangements or partners cannot be read: every other rule would fail after that.
    """
    words = tables["evidence_sources"]
    allowed = words.loc[words["source_id"] == source, "evidence_source"].tolist()
    years = allowed_years("register", tables["source_years"])
    raw, counted = read_tables_of_register(paths, tables["editions"], faults)
    if any(raw[name].empty for name in NEEDED):
        raise BadInput([])
    arrangements = read_arrangements(raw["arrangements"], tables, allowed, faults)
    finder = BodyFinder(bodies, tables["successors"])
    partners = match_partners(raw["partners"], finder, tables["partner_kinds"], faults)
    contributions = read_contributions(raw["contributions"], years, faults)
    funds = read_funds(raw["funds"], years, faults)
    responses = read_responses(raw["responses"], bodies, faults)
    for table in (partners, contributions, funds):
        note_orphans(faults, table, arrangements)
    note_pools_without_partners(faults, arrangements, partners)
    note_strange_contributors(faults, contributions, partners)
    note_years_outside(faults, contributions, arrangements, "financial_year")
    note_years_outside(faults, funds, arrangements, "financial_year")
    note_money(faults, arrangements, partners, contributions, funds, settings["register"])
    if arrangements["evidence_source"].isin(ANSWERED_BY).any() and responses.empty:
        rule = "no table of responses: without it no body is known to have answered"
        faults.add(paths[0], "", rule)
    read = {
        "arrangements": arrangements,
        "partners": partners,
        "contributions": contributions,
        "funds": funds,
        "responses": responses,
    }
    return read, register_accounts(source, read, counted)


def register_accounts(
    source: str, tables: Mapping[str, pd.DataFrame], counted: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return the row accounts of one source's tables, those that were submitted."""
    accounts = [
        accounts_by_file(f"{source} ({name})", table, counted=counted[name])
        for name, table in tables.items()
        if len(counted[name])
    ]
    accounts += register_frames(
        source, tables["partners"], tables["contributions"], tables["funds"]
    )
    return pd.concat(accounts, ignore_index=True)


def read_statements(
    paths: list[str],
    source: str,
    bodies: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    faults: IssueList,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what a source says outright of bodies, services and years, and the row account.

    The World Class Commissioning data have this form: no arrangement, only yes, no or unknown.
    """
    table, counted = read_returns(paths, source, tables["editions"], faults)
    kind = dict(zip(bodies["body_code"], bodies["body_type"].astype(str), strict=True))
    table = table.assign(evidence_source=source, body_type=table["body_code"].map(kind))
    report_violations(faults, table, "body_code", "no such body", table["body_type"].isna())
    years = allowed_years(source, tables["source_years"])
    table["financial_year"] = financial_years(faults, table, "financial_year", years)
    services = tables["service_areas"]["service_area"].tolist()
    note_unknown_words(faults, table, "service_area", services)
    note_unknown_words(faults, table, "pooled", ["yes", "no", "unknown"])
    note_repeated(faults, table, ["body_code", "service_area", "financial_year"])
    account = accounts_by_file(source, table, counted=counted)
    pcts = bodies.loc[bodies["body_type"] == "pct", "body_code"]
    frame = hold_against_frame(source, table, pcts, faults)
    return typed(table, POOL_STATEMENTS), pd.concat([account, frame], ignore_index=True)


def allowed_years(source: str, years: pd.DataFrame) -> tuple[str, str]:
    """Return the first and last financial year that a return may hold."""
    row = years.set_index("source").loc[source]
    return row["first"], row["last"]


def typed(table: pd.DataFrame, contract) -> pd.DataFrame:
    """Return the columns of a contract in its order and types, sorted by its key."""
    kinds = {
        name: "category" if str(column.dtype) == "category" else str(column.dtype)
        for name, column in contract.columns.items()
    }
    table = table[list(kinds)].astype(kinds)
    return table.sort_values(contract.unique, ignore_index=True)
