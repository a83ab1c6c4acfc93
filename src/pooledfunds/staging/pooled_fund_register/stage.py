"""The register and the other statements about pools, put together and held to every rule."""

from collections.abc import Mapping, Sequence

import pandas as pd

from pooledfunds.areas.successors import BodyFinder
from pooledfunds.catalogue.pooled_fund_register import (
    REGISTER_AGREEMENTS,
    REGISTER_ARRANGEMENTS,
    REGISTER_CONTRIBUTIONS,
    REGISTER_DISAGREEMENTS,
    REGISTER_FUNDS,
    REGISTER_PARTNERS,
    REGISTER_RESPONSES,
    REGISTER_UNMATCHED,
)
from pooledfunds.catalogue.scorecards import OUTCOME_ITEMS, REGISTER_QUARTERS, REGISTER_SCORECARD
from pooledfunds.core.errors import BadInput
from pooledfunds.core.vocabulary import SURVEY
from pooledfunds.staging.layouts.checks import accounts_by_file, files_of
from pooledfunds.staging.layouts.frames import register_frames
from pooledfunds.staging.pooled_fund_register.agreements import (
    note_signatures,
    read_agreements,
    whole_records,
)
from pooledfunds.staging.pooled_fund_register.balances import note_balance_rules
from pooledfunds.staging.pooled_fund_register.bodies import (
    disagreements,
    match_partners,
    unmatched,
    with_bodies,
)
from pooledfunds.staging.pooled_fund_register.partners import note_partners_of_an_era, note_sides
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
from pooledfunds.staging.pooled_fund_register.scorecards import read_quarters, read_scorecard
from pooledfunds.staging.reading import ReadingContext, StagedReturn, conform


def read_register(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return the staged tables of one source of the register, with every rule held against them.

    The code lists are ``scorecard_measures``, ``forecast_rules``, ``agreement_elements``,
    ``partners_by_power``, ``service_areas``,
    ``arrangement_types``, ``legal_powers``, ``balance_rules``, ``partner_kinds``,
    ``evidence_sources``, ``successors`` and ``source_years``; the setting
    ``register`` is that of ``rules.note_money``.

    Parameters
    ----------
    files, context
        Paths of one source; word lists, settings and the tables read before.

    Raises
    ------
    BadInput
        When arrangements or partners cannot be read: every other rule would fail after that.
    """
    faults, bodies, words = context.issues, context.bodies, context.codelists
    sources = words["evidence_sources"]
    allowed = sources.loc[sources["source_id"] == context.source, "evidence_source"].tolist()
    years = context.allowed_years("register")
    raw, counted = read_tables_of_register(files, context.editions, faults)
    if any(raw[name].empty for name in NEEDED):
        raise BadInput([])
    arrangements = read_arrangements(raw["arrangements"], words, allowed, faults)
    finder = BodyFinder(bodies, context.successors)
    partners = match_partners(raw["partners"], finder, words["partner_kinds"], faults)
    contributions = read_contributions(raw["contributions"], years, faults)
    funds = read_funds(raw["funds"], years, faults)
    responses = read_responses(raw["responses"], bodies, faults)
    agreements = read_agreements(raw["agreements"], words["agreement_elements"], faults)
    scorecard = read_scorecard(raw["scorecard"], words, years, faults)
    read = {
        "arrangements": arrangements,
        "partners": partners,
        "contributions": contributions,
        "funds": funds,
        "responses": responses,
        "agreements": agreements,
        "scorecard": scorecard,
        "quarters": read_quarters(raw["quarters"], scorecard, faults),
    }
    hold_together(read, context)
    staged = staged_tables(read, words["agreement_elements"])
    return StagedReturn(staged, register_accounts(context.source, read, counted))


def hold_together(read: Mapping[str, pd.DataFrame], context: ReadingContext) -> None:
    """Note what breaks a rule that holds between tables of a register.

    Parameters
    ----------
    read
        Tables as read, by name.
    context
        Word lists, settings and the list of faults.
    """
    faults, words = context.issues, context.codelists
    arrangements, partners = read["arrangements"], read["partners"]
    contributions, funds, agreements = (
        read[name] for name in ("contributions", "funds", "agreements")
    )
    for table in (partners, contributions, funds, agreements, read["scorecard"], read["quarters"]):
        note_orphans(faults, table, arrangements)
    note_pools_without_partners(faults, arrangements, partners)
    note_partners_of_an_era(faults, partners, arrangements, words)
    note_sides(faults, arrangements, partners, words["partner_kinds"])
    note_signatures(faults, agreements, arrangements)
    note_strange_contributors(faults, contributions, partners)
    note_years_outside(faults, contributions, arrangements, "financial_year")
    note_years_outside(faults, funds, arrangements, "financial_year")
    note_balance_rules(faults, funds, words["balance_rules"])
    note_money(faults, arrangements, partners, contributions, funds, context.settings["register"])
    # Only the response frame makes the survey readable.
    if arrangements["evidence_source"].isin(SURVEY).any() and read["responses"].empty:
        rule = "no table of responses: without it no body is known to have answered"
        faults.add(files_of(arrangements), "", rule)


def staged_tables(
    read: Mapping[str, pd.DataFrame], elements: pd.DataFrame
) -> dict[str, pd.DataFrame]:
    """Return the tables of the register as they are handed on, from those that were read.

    Parameters
    ----------
    read
        Tables as read, by name.
    elements
        The code list ``agreement_elements``.
    """
    partners = read["partners"].explode("listed_code", ignore_index=True)
    listed = partners.drop(columns="area_code").rename(columns={"listed_code": "area_code"})
    staged = (
        (REGISTER_ARRANGEMENTS, read["arrangements"]),
        (REGISTER_PARTNERS, listed),
        (REGISTER_CONTRIBUTIONS, with_bodies(read["contributions"], partners)),
        (REGISTER_FUNDS, read["funds"]),
        (REGISTER_RESPONSES, read["responses"]),
        (REGISTER_UNMATCHED, unmatched(partners)),
        (REGISTER_AGREEMENTS, whole_records(read["agreements"], elements)),
        (REGISTER_SCORECARD, read["scorecard"]),
        (REGISTER_QUARTERS, read["quarters"]),
    )
    return {str(schema.name): conform(table, schema) for schema, table in staged}


def list_disagreements(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return where sources that describe one arrangement differ, once all of them are read.

    Parameters
    ----------
    files
        None: what it compares was read before.
    context
        Word lists, settings and the tables read before.
    """
    tables = context.tables
    found = disagreements(tables["register_arrangements"], tables["register_partners"])
    return StagedReturn({"register_disagreements": conform(found, REGISTER_DISAGREEMENTS)})


def list_outcome_items(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return the outcome checklist of the code list, for the areas that it is held against.

    Parameters
    ----------
    files
        None.
    context
        The code list ``outcome_checklist``.
    """
    items = context.codelists["outcome_checklist"]
    return StagedReturn({"outcome_items": conform(items, OUTCOME_ITEMS)})


def register_accounts(
    source: str, tables: Mapping[str, pd.DataFrame], counted: Mapping[str, pd.DataFrame]
) -> pd.DataFrame:
    """Return the row accounts of one source's tables, those that were submitted.

    Parameters
    ----------
    source
        Name of the return, as ``config/sources.csv`` has it.
    tables
        The tables as submitted, by name.
    counted
        ``unit, file, fate, rows``, as ``editions.read_returns`` counts them.
    """
    accounts = [
        accounts_by_file(f"{source} ({name})", table, counted=counted[name])
        for name, table in tables.items()
        if len(counted[name])
    ]
    accounts += register_frames(
        source, tables["partners"], tables["contributions"], tables["funds"]
    )
    return pd.concat(accounts, ignore_index=True)
