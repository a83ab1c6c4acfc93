"""What each return adds to the panels, declared once: a return more is one entry here.

What a return gives for one type of area is apportioned to the others over the persons that areas
have in common; ``apportioned_…`` says which share of it was.
"""

from collections.abc import Mapping

import pandera.pandas as pa

from pooledfunds.catalogue.area_types import AREA_TYPES, HUB
from pooledfunds.catalogue.baseline_columns import BASELINE
from pooledfunds.catalogue.client_groups import CLIENT_GROUPS, PROGRAMMES, SERVICES
from pooledfunds.catalogue.council_columns import COUNCIL_COLUMNS
from pooledfunds.catalogue.declarations import PanelColumns
from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import nullable_number, table, text

GROUPS = {name: group.label for name, group in CLIENT_GROUPS.items()}
OUTCOMES, POOLING = "pooledfunds.linkage.outcomes", "pooledfunds.linkage.pooling"


def apportioned(what: str) -> pa.Column:
    """Return the column of which share of something was apportioned."""
    return nullable_number(f"Share of {what} that was apportioned from bodies split by it")


COTERMINOUS = {
    "coterminous": nullable_number("1 if co-terminous under the declared definition, else 0"),
    "stable_boundaries": nullable_number("1 if no NHS body of its ground followed one that ended"),
}

COTERMINOUS_SHARE = {
    "coterminous_share": nullable_number("Share of small areas that lie in CCGs of the area's own"),
}

CARE_TRUST = {"care_trust": nullable_number("1 if a care trust, else 0")}

PEOPLE = {
    "population": nullable_number("Persons, mid-year"),
    "population_18_plus": nullable_number("Persons aged 18 and over"),
    "population_18_64": nullable_number("Persons aged 18 to 64"),
    "population_65_plus": nullable_number("Persons aged 65 and over"),
    "population_75_plus": nullable_number("Persons aged 75 and over"),
    "population_85_plus": nullable_number("Persons aged 85 and over"),
    "share_65_plus": nullable_number("Share of persons aged 65 and over"),
    "share_85_plus_of_65_plus": nullable_number("Share aged 85 and over of those aged 65 and over"),
}

DEPRIVATION = {
    "imd_score": nullable_number("Index of Multiple Deprivation, average score"),
    "apportioned_deprivation": apportioned("the weight of the deprivation score"),
}

COSTS = (
    {f"cost_{g}": nullable_number(f"Councils' cost of {w}, thousand pounds", None)
     for g, w in GROUPS.items()}
    | {f"cost_less_joint_{g}": nullable_number(
        f"Councils' cost of {w} less the income that is joint financing, thousand pounds", None)
       for g, w in GROUPS.items()}
    | {f"cost_less_partners_{g}": nullable_number(
        f"Councils' cost of {w} less income from joint arrangements and NHS, thousand pounds", None)
       for g, w in GROUPS.items()}
    | {f"spend_per_head_{g}": nullable_number(
        f"Councils' cost of {w}, pounds per head it is for", None)
       for g, w in GROUPS.items()}
    | {f"spend_per_head_less_joint_{g}": nullable_number(
        f"Councils' cost of {w} less the income that is joint financing, pounds per head", None)
       for g, w in GROUPS.items()}
    | {"apportioned_cost": apportioned("councils' cost")}
)  # fmt: skip

JOINT = (
    {f"joint_financing_{g}": nullable_number(
        f"1 if PSSEX1 shows joint financing for {w}, 0 if none")
     for g, w in GROUPS.items()}
    | {f"joint_gbp_thousand_{g}": nullable_number(f"Joint financing for {w}, thousand pounds", None)
       for g, w in GROUPS.items()}
    | {f"joint_share_{g}": nullable_number(
        f"Joint financing for {w}, share of its gross total cost", None)
       for g, w in GROUPS.items()}
)  # fmt: skip

BUDGETS = (
    {f"budget_{g}": nullable_number(
        f"PCTs' spending on {GROUPS[g]}, thousand pounds", None)
       for g in PROGRAMMES}
    | {f"budget_per_head_{g}": nullable_number(
        f"PCTs' spending on {GROUPS[g]}, pounds per head", None)
       for g in PROGRAMMES}
    | {f"whole_spend_per_head_{g}": nullable_number(
        f"Spending of PCTs and councils on {GROUPS[g]}, each pound once, per head", None)
       for g in PROGRAMMES}
    | {"apportioned_budget": apportioned("PCTs' spending")}
)  # fmt: skip

POOLS = {f"pool_{s}": nullable_number(
        f"1 if a pool for {w} under the declared rule of evidence, 0 if none")
         for s, w in SERVICES.items()} | {
    f"pool_years_{s}": nullable_number(f"Years since the first pool for {w} began")
    for s, w in SERVICES.items()
}  # fmt: skip

EQUIPMENT = {
    "items_on_time": nullable_number("Items of equipment delivered within seven working days"),
    "items": nullable_number("Items of equipment delivered in all"),
    "share_on_time": nullable_number("Share of items delivered on time"),
    "apportioned_equipment": apportioned("items of equipment"),
}

DELAYS = {
    "delayed_patients": nullable_number(
        "Delayed patients aged 65 and over, summed over the censuses"
    ),
    "censuses": nullable_number("Censuses of delayed patients in the year"),
    "delayed_denominator": nullable_number("Persons aged 65 and over, times the censuses"),
    "delayed_denominator_75_plus": nullable_number("Persons aged 75 and over, times the censuses"),
    "delayed_rate": nullable_number(
        "Delayed patients aged 65 and over per 100,000, mean of censuses"
    ),
    "apportioned_delays": apportioned("delayed patients"),
}

STAYS = {
    "mh_stays": nullable_number("Mental health stays that ended in the year"),
    "mh_length_of_stay": nullable_number("Their mean length in nights"),
}


def conditions_of(study: Mapping) -> tuple[str, ...]:
    """Return the conditions that a study counts: those of ``hes.diagnosis_sets``."""
    return tuple(study["hes"]["diagnosis_sets"])


def hospital_columns(study: Mapping) -> dict[str, pa.Column]:
    """Return the columns of emergency admissions and bed days: six a condition of the study."""
    return {
        f"{expected}{measure}_{condition}{rates}": nullable_number(
            f"{'Expected e' if expected else 'E'}mergency {measure.replace('_', ' ')} aged 65 and "
            f"over, {condition.replace('_', ' ')}{told}"
        )
        for condition in conditions_of(study)
        for measure in ("admissions", "bed_days")
        for expected, rates, told in (
            ("", "", ""),
            ("expected_", "", ", at England's rates of the year"),
            ("expected_", "_at_fixed_rates", ", at England's rates of one year"),
        )
    }


def hospital_variants_contract(study: Mapping) -> pa.DataFrameSchema:
    """Return the contract of the panels' hospital columns under every other definition."""
    keys = {
        "area_type": text("Type of area of the panel", "|".join(AREA_TYPES)),
        "area_code": text("PCT code or CSSR code"),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "variant": text("Choice on each axis of hes.variants that differs from the declared one"),
    }
    return table(
        "hospital_variants",
        "The panels' hospital columns under every other declared definition",
        keys | hospital_columns(study),
        unique=list(keys),
    )


# In the order of the panels' columns. Rates of a return's columns (``catalogue.derived``) stand
# among them.
PANEL_COLUMNS = (
    PanelColumns(
        "boundaries",
        "pooledfunds.linkage.boundaries:moderator_columns",
        ("coterminosity",),
        COTERMINOUS,
        settings=("coterminosity",),
    ),
    PanelColumns(
        "co-terminosity by small areas",
        "pooledfunds.linkage.boundaries:coterminous_share",
        ("coterminous_shares",),
        COTERMINOUS_SHARE,
        area_types=(HUB,),
    ),
    PanelColumns(
        "care trusts",
        "pooledfunds.linkage.boundaries:care_trusts",
        ("bodies",),
        CARE_TRUST,
        area_types=("pct",),
    ),
    PanelColumns(
        "population",
        f"{OUTCOMES}.population:people",
        tuple(f"{area_type}_population" for area_type in AREA_TYPES),
        PEOPLE,
    ),
    PanelColumns(
        "deprivation",
        f"{OUTCOMES}.deprivation:deprivation",
        tuple(f"{area_type}_deprivation" for area_type in AREA_TYPES),
        DEPRIVATION,
    ),
    PanelColumns(
        "councils' costs",
        f"{OUTCOMES}.spending:costs",
        ("pssex1",),
        COSTS,
        carried={"apportioned_cost": "cost_"},
    ),
    PanelColumns(
        "joint financing",
        f"{POOLING}.columns:joint_financing_columns",
        ("joint_financing",),
        JOINT,
        area_types=(HUB,),
    ),
    PanelColumns(
        "programme budgets",
        f"{OUTCOMES}.spending:budgets",
        ("programme_budgets",),
        BUDGETS,
        carried={"apportioned_budget": "budget_(?!per_head)"},
    ),
    PanelColumns(
        "pooled funds", f"{POOLING}.columns:pooled_fund_columns", ("pool_exposure",), POOLS
    ),
    PanelColumns(
        "equipment",
        f"{OUTCOMES}.equipment_delivery:equipment",
        ("equipment_delivery",),
        EQUIPMENT,
        carried={"apportioned_equipment": "items"},
    ),
    PanelColumns(
        "delayed transfers",
        f"{OUTCOMES}.delayed_transfers:delays_by_census",
        ("delayed_transfers",),
        DELAYS,
        carried={"apportioned_delays": "delayed_patients$"},
    ),
    PanelColumns(
        "emergency care",
        f"{OUTCOMES}.hospital:emergency_care",
        ("hes_activity",),
        hospital_columns,
        of_records=True,
    ),
    PanelColumns(
        "lengths of stay",
        f"{OUTCOMES}.lengths_of_stay:stays",
        ("hes_lengths_of_stay",),
        STAYS,
        of_records=True,
    ),
    *COUNCIL_COLUMNS,
    *BASELINE,
)
