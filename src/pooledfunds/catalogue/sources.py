"""Which tables each source gives, as staged and as linked."""

from __future__ import annotations

from collections.abc import Mapping

from pooledfunds.catalogue.area_types import area_types, pairs_table, partner_of
from pooledfunds.core.settings import SOURCES, read_rows

# How the register names the source of an arrangement.
SURVEY, NOTIFICATION = ("survey", "fieldwork"), ("notification",)
REGISTER = [
    "register_arrangements",
    "register_partners",
    "register_contributions",
    "register_funds",
    "register_responses",
    "register_unmatched",
    "register_disagreements",
]
# Those of its tables that both sources fill.
ARRANGEMENTS = tuple(REGISTER[:4])
POOLS = ["pool_list", "pool_statements", "pool_exposure", "evidence_agreement"]
# Which staged tables each source gives.
STAGED = {
    "council_list": ["bodies", "pct_council_pairs", "return_accounts"],
    "pct_list": [],
    "hes_apc": [],  # has rules of its own: workflow/rules/hes.smk
    "pct_council_pairs": [],
    "council_population": ["council_population"],
    "imd_2007": ["council_deprivation", "small_areas"],
    "pssex1": ["pssex1", "pssex1_audit", "pssex1_compared"],
    "care_trusts": ["care_trusts"],
    "body_successors": [],
    "pooled_fund_register": REGISTER,
    "notification_register": REGISTER,
    "wcc": ["wcc_statements"],
    "programme_budgets": ["programme_budgets"],
    "delayed_transfers": ["delayed_transfers"],
    "paf_d41": ["delayed_transfer_indicators"],
    "equipment_delivery": ["equipment_delivery"],
    "pct_population": ["pct_population"],
    "pct_imd": ["pct_deprivation"],
    "national_totals": ["national_figures"],
    "dh_departmental_report": ["national_figures"],
    "dass_survey": ["national_figures"],
    "auditor_returns": ["national_figures"],
    "local_returns": ["national_figures"],
}
# Hospital records have rules of their own, which give these.
HOSPITAL = {
    "hes_apc": [
        "hes_row_accounts",
        "hes_quality",
        "hes_quality_shares",
        "hes_breaks",
        "hes_fields_delivered",
        "hes_activity",
        "hes_lengths_of_stay",
        "hes_variants",
    ],
}
LINKED = {
    "hes_apc": ["standardised_rates", "hospital_variants"],
    "council_list": ["row_accounts"],
    "pssex1": ["joint_financing", "joint_financing_by_threshold"],
    "pooled_fund_register": POOLS,
    "notification_register": POOLS,
}


def staged_by_source() -> dict[str, list[str]]:
    """Return which staged tables each source gives, those of declared readers among them."""
    added = {row["source"]: [row["source"]] for row in read_rows(SOURCES) if row["reader"]}
    return STAGED | added


def declared_readers() -> list[str]:
    """Return the files of the readers that ``config/sources.csv`` declares."""
    names = [row["reader"] for row in read_rows(SOURCES) if row["reader"]]
    return [f"src/{name.replace('.', '/')}.py" for name in names]


def at_hand(files: Mapping[str, list[str]]) -> set[str]:
    """Return the sources that have files; the report's own figures always are."""
    return {name for name, found in files.items() if found} | {"published_report"}


def tables_of(given: Mapping[str, list[str]], sources: set[str]) -> list[str]:
    """Return the names of the tables that the sources at hand give."""
    names = [table for source, tables in given.items() if source in sources for table in tables]
    return list(dict.fromkeys(names))  # two sources may give one table together


def linked_tables(study: Mapping, sources: set[str]) -> list[str]:
    """Return the names of the linked tables that a study's available sources give.

    Parameters
    ----------
    study
        ``area_types`` of the study: each has a panel; who shares boundaries, and a
        crosswalk between the two, where there are two.
    sources
        Ids of the available sources.
    """
    names = tables_of(LINKED, sources) + [f"panel_{name}" for name in area_types(study)]
    if pairs_table(partner_of(study)) not in sources:
        return names
    crosswalk = ["crosswalk"] if "council_population" in sources else []
    return [*names, "coterminosity", *crosswalk]


# The tables that hold each source once it is staged and linked.
TABLES_OF = {
    "published_report": ("claims",),
    "pssex1": ("pssex1",),
    "council_list": ("bodies",),
    "pct_list": ("bodies",),
    "pct_council_pairs": ("coterminosity",),
    "care_trusts": ("care_trusts",),
    "council_population": ("council_population",),
    "pct_population": ("pct_population",),
    "pooled_fund_register": (*ARRANGEMENTS, "register_responses", "pool_list", "pool_statements"),
    "notification_register": ARRANGEMENTS,
    "wcc": ("wcc_statements", "pool_statements"),
    "programme_budgets": ("programme_budgets",),
    "delayed_transfers": ("delayed_transfers",),
    "paf_d41": ("delayed_transfer_indicators",),
    "equipment_delivery": ("equipment_delivery",),
    "hes_apc": ("hes_activity", "hes_lengths_of_stay"),
    "dass_survey": ("national_figures",),
    "dh_departmental_report": ("national_figures",),
    "auditor_returns": ("national_figures",),
    "national_totals": ("national_figures",),
    "local_returns": ("national_figures",),
}
# How the sources that share a table are told apart in it.
WORDS_OF = {
    "pooled_fund_register": ("register_arrangements", "evidence_source", SURVEY),
    "notification_register": ("register_arrangements", "evidence_source", NOTIFICATION),
    **{
        source: ("national_figures", "source_id", (source,))
        for source, tables in TABLES_OF.items()
        if tables == ("national_figures",)
    },
}
