"""Contracts of the panels: one row per body and year, with what every return at hand gives.

Both levels carry the same columns as far as they make sense for both; what a return gives for one
level is apportioned to the other, and ``apportioned_…`` says which share of it was.
"""

from collections.abc import Mapping

import pandera.pandas as pa

from pooledfunds.catalogue.area_types import AREA_TYPES, HUB
from pooledfunds.catalogue.client_groups import CLIENT_GROUPS, PROGRAMMES, SERVICES
from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import category, flag, nullable_number, table, text

GROUPS = {name: group.label for name, group in CLIENT_GROUPS.items()}

KEYS = {
    "area_code": text("PCT code or CSSR code"),
    "name": text("Name"),
    "area_class": category("Class"),
    "region_code": text("Strategic health authority's code"),
    "region": text("Strategic health authority"),
    "financial_year": text("Financial year", FINANCIAL_YEAR),
    "in_frame": flag("Whether the body is of the size that the study is about"),
    "coterminous": nullable_number("1 if co-terminous under the declared definition, else 0"),
    "linked_area": text("PCTs and councils joined by persons in common, by a council's code"),
}

PEOPLE = {
    "population": nullable_number("Persons, mid-year"),
    "population_18_plus": nullable_number("Persons aged 18 and over"),
    "population_18_64": nullable_number("Persons aged 18 to 64"),
    "population_65_plus": nullable_number("Persons aged 65 and over"),
    "population_75_plus": nullable_number("Persons aged 75 and over"),
    "population_85_plus": nullable_number("Persons aged 85 and over"),
    "share_65_plus": nullable_number("Share of persons aged 65 and over"),
    "share_85_plus_of_65_plus": nullable_number("Share aged 85 and over of those aged 65 and over"),
    "imd_score": nullable_number("Index of Multiple Deprivation 2007, average score"),
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
    | {f"budget_{g}": nullable_number(
        f"PCTs' spending on {GROUPS[g]}, thousand pounds", None)
       for g in PROGRAMMES}
    | {f"budget_per_head_{g}": nullable_number(
        f"PCTs' spending on {GROUPS[g]}, pounds per head", None)
       for g in PROGRAMMES}
    | {f"whole_spend_per_head_{g}": nullable_number(
        f"Spending of PCTs and councils on {GROUPS[g]}, each pound once, per head", None)
       for g in PROGRAMMES}
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

POOLS = {f"pool_{s}": nullable_number(
        f"1 if a pool for {w} under the declared rule of evidence, 0 if none")
         for s, w in SERVICES.items()} | {
    f"pool_years_{s}": nullable_number(f"Years since the first pool for {w} began")
    for s, w in SERVICES.items()
}  # fmt: skip

CARE = {
    "mh_stays": nullable_number("Mental health stays that ended in the year"),
    "mh_length_of_stay": nullable_number("Their mean length in nights"),
    "delayed_patients": nullable_number(
        "Delayed patients aged 65 and over, summed over the censuses"
    ),
    "censuses": nullable_number("Censuses of delayed patients in the year"),
    "delayed_denominator": nullable_number("Persons aged 65 and over, times the censuses"),
    "delayed_denominator_75_plus": nullable_number("Persons aged 75 and over, times the censuses"),
    "delayed_rate": nullable_number(
        "Delayed patients aged 65 and over per 100,000, mean of censuses"
    ),
    "items_on_time": nullable_number("Items of equipment delivered within seven working days"),
    "items": nullable_number("Items of equipment delivered in all"),
    "share_on_time": nullable_number("Share of items delivered on time"),
}

APPORTIONED = {
    f"apportioned_{name}": nullable_number(
        f"Share of {words} that was apportioned from bodies split by it"
    )
    for name, words in {
        "cost": "councils' cost",
        "budget": "PCTs' spending",
        "delays": "delayed patients",
        "equipment": "items of equipment",
        "deprivation": "the weight of the deprivation score",
    }.items()
}

WHAT = "outcomes, denominators, exposures, moderator and covariates"
CARE_TRUST = {"care_trust": nullable_number("1 if a care trust, else 0")}
# What only the areas of one type have; where a type is not named, none.
OWN = {HUB: JOINT, "pct": CARE_TRUST}


def columns_of(area_type: str) -> dict[str, pa.Column]:
    """Return the columns of a type of area's panel that no setting adds to."""
    own = OWN.get(area_type, {})
    if area_type == HUB:
        return KEYS | PEOPLE | COSTS | own | POOLS
    return KEYS | own | PEOPLE | COSTS | POOLS


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


def is_of_records(column: str, study: Mapping) -> bool:
    """Return whether a column of the panels rests on patients' records."""
    return column in hospital_columns(study) or column.startswith("mh_")


def panel_contract(area_type: str, study: Mapping) -> pa.DataFrameSchema:
    """Return the contract of a type of area's panel, with what a study's settings add to it.

    Those are the columns of each condition that it counts, and of each outcome that names a
    ``measure``, computed by that function of ``linkage.outcomes.measures``.

    Parameters
    ----------
    area_type
        A name of ``catalogue.area_types.AREA_TYPES``.
    study
        The settings of the study.
    """
    words = f"{AREA_TYPES[area_type].title} by year: {WHAT}"
    own = columns_of(area_type)
    added = {
        name: nullable_number(f"{outcome['label']}, {outcome['unit']}", None)
        for name, outcome in study["outcomes"].items()
        if "measure" in outcome
    }
    columns = own | hospital_columns(study) | CARE | APPORTIONED | added
    return table(f"panel_{area_type}", words, columns, unique=["area_code", "financial_year"])


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
