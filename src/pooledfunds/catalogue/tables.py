"""Every table but the panels, declared once: those that readers give, and those made from them.

A panel is what ``catalogue.panel`` makes of a study's types of area and returns.
"""

from collections.abc import Iterable
from dataclasses import replace

from pooledfunds.catalogue import (
    accounts,
    areas,
    arrangements,
    claims,
    council_columns,
    council_month,
    council_starts,
    estimation,
    hes,
    lookups,
    origins,
    panel_columns,
    pssex1,
    reconciliation,
    report,
    returns,
    scorecards,
)
from pooledfunds.catalogue import pooled_fund_register as register
from pooledfunds.catalogue.declarations import (
    BUILD_PAGE,
    CHECK_CLAIMS,
    COMPUTE_FACTS,
    ESTIMATE,
    GATHER_CURVES,
    GATHER_VARIANTS,
    LINK_RETURNS,
    MEASURE_HES,
    PROTECT,
    STAGE_HES,
    Reader,
    Table,
)
from pooledfunds.catalogue.readers import READERS
from pooledfunds.catalogue.register_readers import REGISTER_SOURCES

LISTS, HES = ("council_list",), ("hes_apc",)  # every run has the lists of bodies


def given_by_readers(readers: Iterable[Reader]) -> dict[str, Table]:
    """Return the tables that readers give, by name, each with all the sources that give it."""
    given: dict[str, Table] = {}
    for reader in readers:
        for table in reader.gives:
            earlier = given[table.name].sources if table.name in given else ()
            own = table.sources or ((reader.source,) if reader.source else ())
            given[table.name] = replace(table, sources=(*earlier, *own))
    return given


STAGED = (
    *given_by_readers(READERS).values(),
    Table(accounts.ROW_ACCOUNTS, sources=LISTS, named="return_accounts", holds=()),
)
HOSPITAL = (
    Table(accounts.ROW_ACCOUNTS, STAGE_HES, HES, named="hes_row_accounts"),
    Table(hes.HES_QUALITY, STAGE_HES, HES),
    Table(hes.HES_QUALITY_SHARES, STAGE_HES, HES),
    Table(hes.HES_BREAKS, STAGE_HES, HES),
    Table(hes.HES_FIELDS_DELIVERED, STAGE_HES, HES),
    Table(hes.HES_ACTIVITY, MEASURE_HES, HES, holds=HES),
    Table(hes.HES_LENGTHS_OF_STAY, MEASURE_HES, HES, holds=HES),
    Table(hes.HES_VARIANTS, GATHER_VARIANTS, HES),
)
LINKED = (
    Table(hes.STANDARDISED_RATES, LINK_RETURNS, HES),
    Table(
        panel_columns.hospital_variants_contract,
        LINK_RETURNS,
        HES,
        named="hospital_variants",
        needed_by=(ESTIMATE,),
    ),
    Table(
        areas.COTERMINOSITY,
        LINK_RETURNS,
        (*LISTS, "small_area_lookup"),
        needed_by=(ESTIMATE,),
        holds=("pct_council_pairs",),
        with_partner=True,
    ),
    Table(
        lookups.COTERMINOUS_SHARES,
        LINK_RETURNS,
        ("small_area_lookup",),
        holds=(),
    ),
    Table(
        council_month.PANEL_COUNCIL_MONTH,
        LINK_RETURNS,
        ("delayed_transfers_monthly",),
        needed_by=(ESTIMATE, BUILD_PAGE),
        holds=(),
        link="pooledfunds.linkage.outcomes.delayed_days:panel_by_month",
    ),
    Table(
        council_columns.PARTNER_TOTALS,
        LINK_RETURNS,
        ("monthly_activity",),
        needed_by=(ESTIMATE,),
        holds=(),
        with_partner=True,
        link="pooledfunds.linkage.outcomes.emergency_admissions:partner_totals",
    ),
    Table(
        council_starts.PANEL_COUNCIL_STARTS,
        LINK_RETURNS,
        ("pssex1",),
        needed_by=(ESTIMATE,),
        holds=(),
        link="pooledfunds.linkage.pooling.starts:panel_of_starts",
    ),
    Table(accounts.ROW_ACCOUNTS, LINK_RETURNS, LISTS),
    Table(origins.TABLE_ORIGINS, LINK_RETURNS, LISTS, holds=(), needed_by=(BUILD_PAGE,)),
    Table(pssex1.JOINT_FINANCING, LINK_RETURNS, ("pssex1",)),
    Table(pssex1.JOINT_FINANCING_BY_THRESHOLD, LINK_RETURNS, ("pssex1",)),
    Table(
        returns.crosswalk_contract,
        LINK_RETURNS,
        ("council_population", "population_by_age"),
        named="crosswalk",
        needed_by=(ESTIMATE,),
        with_partner=True,
    ),
    Table(register.POOL_LIST, LINK_RETURNS, REGISTER_SOURCES, holds=("pooled_fund_register",)),
    Table(
        register.POOL_STATEMENTS,
        LINK_RETURNS,
        REGISTER_SOURCES,
        holds=("pooled_fund_register", "wcc"),
    ),
    Table(
        register.POOL_EXPOSURE,
        LINK_RETURNS,
        REGISTER_SOURCES,
        needed_by=(ESTIMATE, BUILD_PAGE),
    ),
    Table(register.EVIDENCE_AGREEMENT, LINK_RETURNS, REGISTER_SOURCES, needed_by=(ESTIMATE,)),
    *(
        Table(
            schema,
            LINK_RETURNS,
            REGISTER_SOURCES,
            holds=(),
            published=name,
            needed_by=(BUILD_PAGE,),
        )
        for contracts in (
            arrangements.ARRANGEMENT_CONTRACTS,
            reconciliation.RECONCILIATION_CONTRACTS,
            scorecards.SCORECARD_CONTRACTS | {"outcome_checklist": scorecards.OUTCOME_CHECKLIST},
        )
        for name, schema in contracts.items()
    ),
)
# What stands in for tables of the same name in all that is published (decision 97); panels have
# theirs in ``catalogue.panel``.
PROTECTED = (
    Table(
        accounts.PROTECTED_ACCOUNTS,
        PROTECT,
        LISTS,
        published="row_accounts",
        needed_by=(BUILD_PAGE,),
    ),
    Table(accounts.WITHHELD, PROTECT, LISTS, published="withheld", needed_by=(BUILD_PAGE,)),
    Table(hes.ENGLAND_ACTIVITY, PROTECT, HES, holds=HES),
    Table(hes.HES_QUALITY_SHARES, PROTECT, HES, published="hes_quality", needed_by=(BUILD_PAGE,)),
    Table(hes.HES_BREAKS, PROTECT, HES, published="hes_breaks", needed_by=(BUILD_PAGE,)),
)
ESTIMATED = (
    Table(estimation.ESTIMATES, ESTIMATE, published="estimates", needed_by=(BUILD_PAGE,)),
    Table(estimation.COEFFICIENTS, ESTIMATE, published="coefficients"),
    Table(estimation.TESTS, ESTIMATE),
    Table(estimation.JOINT_TESTS, ESTIMATE, needed_by=(BUILD_PAGE,)),
    Table(estimation.SAMPLES, ESTIMATE),
    Table(estimation.APPORTIONMENT, ESTIMATE),
    Table(estimation.CURVE, GATHER_CURVES, needed_by=(BUILD_PAGE,)),
    Table(estimation.CURVE_TESTS, GATHER_CURVES),
    Table(estimation.REGISTER_NOISE, ESTIMATE, published="register_noise"),
    Table(estimation.REGISTER_ERRORS, ESTIMATE, published="register_errors"),
    Table(estimation.SPATIAL, ESTIMATE),
)
CLAIMED = (
    Table(claims.FACT_TABLE, COMPUTE_FACTS, published="facts"),
    Table(claims.LEDGER, CHECK_CLAIMS, published="claims"),
    Table(claims.READINGS, CHECK_CLAIMS, published="readings"),
)
REPORTED = (
    Table(report.AREA_INDICATORS, BUILD_PAGE, published="areas"),
    Table(report.DATA_DICTIONARY, BUILD_PAGE, published="data_dictionary"),
)
TABLES = (*STAGED, *HOSPITAL, *LINKED, *PROTECTED, *ESTIMATED, *CLAIMED, *REPORTED)
