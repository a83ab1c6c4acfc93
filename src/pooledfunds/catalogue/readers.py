"""Every reader of a return, declared once: a new return is one entry here, and its module.

The order is that of reading: a reader stands below those that give what it needs.
"""

from pooledfunds.catalogue import (
    areas,
    council_finance,
    indicators,
    lookups,
    monthly_returns,
    pooled_fund_register,
    pssex1,
    returns,
)
from pooledfunds.catalogue.declarations import BUILD_PAGE, ESTIMATE, NOT_WRITTEN, Reader, Table
from pooledfunds.catalogue.register_readers import REGISTER

STAGING = "pooledfunds.staging"
PCTS, COUNCILS, BODIES = ("pcts",), ("councils",), ("bodies",)
AREAS_OF_COUNCILS = Table(areas.COUNCIL_AREAS, needed_by=(BUILD_PAGE,), holds=())

LISTS_OF_BODIES = (
    Reader(
        "council_list",
        f"{STAGING}.body_lists:read_councils",
        (Table(areas.COUNCILS, NOT_WRITTEN), AREAS_OF_COUNCILS),
        lists_bodies=True,
    ),
    Reader(
        "pct_list",
        f"{STAGING}.body_lists:read_pcts",
        (Table(areas.PCTS, NOT_WRITTEN),),
        lists_bodies=True,
    ),
    Reader(
        "pct_council_pairs",
        f"{STAGING}.body_lists:read_pairs",
        (Table(areas.PCT_COUNCIL_PAIRS, needed_by=(ESTIMATE, BUILD_PAGE), holds=()),),
        needs=(*COUNCILS, *PCTS),
        lists_bodies=True,
    ),
    Reader(
        "",
        f"{STAGING}.body_lists:list_bodies",
        (Table(areas.BODIES, sources=("council_list",), holds=("council_list", "pct_list")),),
        needs=(*COUNCILS, *PCTS, "pct_council_pairs"),
    ),
)

# The finder of areas leads from a district's name to the council that answers for it.
DISTRICTS = Table(areas.DISTRICTS, needed_by=(BUILD_PAGE,), holds=())
GEOGRAPHY = (
    Reader(
        "district_lookup",
        f"{STAGING}.small_area_lookup:read_district_lookup",
        (Table(lookups.LOCAL_AUTHORITY_AREAS, holds=()), DISTRICTS),
        needs=COUNCILS,
    ),
    Reader(
        "small_area_lookup",
        f"{STAGING}.small_area_lookup:read_small_area_lookup",
        (
            Table(lookups.SMALL_AREA_LOOKUP),
            Table(lookups.CCG_COUNCIL_PAIRS),
            Table(lookups.CCG_SUCCESSORS, holds=()),
            DISTRICTS,
        ),
        needs=("local_authority_areas", "districts"),
    ),
)

# Two returns give a workbook a month, and one table tells when each was revised.
MONTHS_READ = Table(monthly_returns.MONTHLY_WORKBOOKS, holds=())
DISTRICT_INDICATOR = (
    Table(indicators.DISTRICT_INDICATORS),
    Table(indicators.INDICATOR_AUDIT, published="indicator_audit", holds=()),
)
RETURNS = (
    Reader(
        "council_population",
        f"{STAGING}.council_population:read_council_population",
        (Table(areas.COUNCIL_POPULATION),),
        needs=COUNCILS,
    ),
    Reader(
        "population_by_age",
        f"{STAGING}.population_by_age:read_population_by_age",
        (Table(areas.DISTRICT_POPULATION, holds=()), Table(areas.COUNCIL_POPULATION)),
        needs=("local_authority_areas",),
    ),
    Reader(
        "council_imd",
        f"{STAGING}.council_imd:read_council_imd",
        (Table(areas.COUNCIL_DEPRIVATION),),
        needs=("local_authority_areas", "small_area_lookup"),
    ),
    *(
        Reader(
            source,
            f"{STAGING}.district_indicators:read_district_indicator",
            DISTRICT_INDICATOR,
            needs=("local_authority_areas", "district_population", "small_area_lookup"),
        )
        for source in ("falls_admissions", "place_of_death")
    ),
    Reader(
        "imd_2007",
        f"{STAGING}.imd_2007:read_council_imd",
        (Table(areas.COUNCIL_DEPRIVATION), Table(areas.SMALL_AREAS), DISTRICTS),
        needs=COUNCILS,
    ),
    Reader(
        "small_area_districts",
        f"{STAGING}.district_small_areas:read_district_small_areas",
        (Table(lookups.DISTRICT_SMALL_AREAS, holds=()),),
        needs=("small_areas",),
    ),
    Reader(
        "place_of_death_small_areas",
        f"{STAGING}.district_indicators:read_by_small_areas",
        DISTRICT_INDICATOR,
        needs=("district_small_areas",),
    ),
    Reader(
        "pssex1",
        f"{STAGING}.pssex1.stage:stage_pssex1",
        (
            Table(pssex1.PSSEX1),
            Table(pssex1.PSSEX1_AUDIT, published="pssex1_audit", holds=()),
            Table(pssex1.PSSEX1_COMPARED, needed_by=(BUILD_PAGE,), holds=()),
        ),
        needs=COUNCILS,
        settings=("pssex1",),
    ),
    Reader(
        "council_expenditure",
        f"{STAGING}.council_expenditure:read_council_expenditure",
        (
            Table(council_finance.COUNCIL_EXPENDITURE),
            Table(
                council_finance.COUNCIL_EXPENDITURE_AUDIT,
                published="council_expenditure_audit",
                holds=(),
            ),
        ),
        needs=COUNCILS,
        settings=("council_expenditure",),
    ),
    Reader(
        "bcf_income",
        f"{STAGING}.bcf_income:read_bcf_income",
        (Table(council_finance.BCF_INCOME),),
        needs=COUNCILS,
    ),
    Reader(
        "body_successors",
        f"{STAGING}.body_successors:read_successions",
        (Table(areas.SUCCESSIONS),),
    ),
    Reader(
        "care_trusts",
        f"{STAGING}.care_trusts:read_care_trusts",
        (Table(returns.CARE_TRUSTS),),
        needs=PCTS,
    ),
    Reader(
        "programme_budgets",
        f"{STAGING}.programme_budgets:read_programme_budgets",
        (Table(returns.PROGRAMME_BUDGETS),),
        needs=PCTS,
    ),
    Reader(
        "delayed_transfers",
        f"{STAGING}.delayed_transfers:read_delayed_transfers",
        (Table(returns.DELAYED_TRANSFERS),),
        needs=(*COUNCILS, *PCTS),
    ),
    Reader(
        "delayed_transfers_monthly",
        f"{STAGING}.delayed_transfers_monthly.stage:read_delayed_days",
        (
            Table(monthly_returns.DELAYED_DAYS),
            Table(monthly_returns.DELAYED_DAYS_AUDIT, published="delayed_days_audit", holds=()),
            MONTHS_READ,
        ),
        needs=COUNCILS,
    ),
    Reader(
        "monthly_activity",
        f"{STAGING}.monthly_activity.stage:read_monthly_activity",
        (
            Table(monthly_returns.MONTHLY_ACTIVITY),
            Table(
                monthly_returns.MONTHLY_ACTIVITY_AUDIT,
                published="monthly_activity_audit",
                holds=(),
            ),
            MONTHS_READ,
        ),
    ),
    Reader(
        "paf_d41",
        f"{STAGING}.delayed_transfer_indicators:read_delay_indicators",
        (Table(returns.DELAYED_TRANSFER_INDICATORS),),
        needs=COUNCILS,
    ),
    Reader(
        "equipment_delivery",
        f"{STAGING}.equipment_delivery:read_equipment_delivery",
        (Table(returns.EQUIPMENT_DELIVERY),),
        needs=COUNCILS,
    ),
    Reader(
        "residential_weeks",
        f"{STAGING}.residential_weeks:read_residential_weeks",
        (Table(returns.RESIDENTIAL_WEEKS),),
        needs=COUNCILS,
    ),
    Reader(
        "pct_population",
        f"{STAGING}.pct_population:read_pct_population",
        (Table(returns.PCT_POPULATION),),
        needs=PCTS,
    ),
    Reader(
        "pct_imd",
        f"{STAGING}.pct_imd:read_pct_imd",
        (Table(returns.PCT_DEPRIVATION),),
        needs=PCTS,
    ),
    Reader(
        "wcc",
        f"{STAGING}.pooled_fund_register.statements:read_statements",
        (Table(pooled_fund_register.POOL_STATEMENTS, named="wcc_statements"),),
        needs=BODIES,
    ),
)

# Sources that print single figures share one plain form, and one table.
FIGURES = tuple(
    Reader(
        source,
        f"{STAGING}.national_figures:read_national_figures",
        (Table(returns.NATIONAL_FIGURES, source_column="source_id"),),
    )
    for source in (
        "national_totals",
        "dh_departmental_report",
        "dass_survey",
        "auditor_returns",
        "local_returns",
    )
)

# Records that rules of their own read, one function a source.
RECORDS_READ_BY = {"hes_apc": f"{STAGING}.hes.read:stage_hes_apc"}

READERS = (*LISTS_OF_BODIES, *GEOGRAPHY, *RETURNS, *FIGURES, *REGISTER)
