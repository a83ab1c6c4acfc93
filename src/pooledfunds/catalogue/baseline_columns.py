"""What a year before the study's adds to the panel of councils, as a baseline of each."""

from pooledfunds.catalogue.area_types import HUB
from pooledfunds.catalogue.client_groups import CLIENT_GROUPS
from pooledfunds.catalogue.declarations import PanelColumns
from pooledfunds.core.schema import nullable_number

GROUPS = {name: group.label for name, group in CLIENT_GROUPS.items()}
OUTCOMES = "pooledfunds.linkage.outcomes"

RESIDENTIAL_CARE = {
    f"residential_weeks_learning_disability{when}": nullable_number(
        f"Supported weeks of residential care, learning disability, aged 18 to 64{words}"
    )
    for when, words in (("", ""), ("_baseline", ", in the baseline year"))
}

DEATHS_BEFORE = {
    "deaths_usual_residence_share_baseline": nullable_number(
        "Share of deaths at 65 and over in the usual place of residence, in the baseline year"
    )
}

SPENT_BEFORE = {
    f"cost_less_joint_{g}_baseline": nullable_number(
        f"Councils' cost of {w} less joint financing in the baseline year, thousand pounds", None
    )
    for g, w in GROUPS.items()
}

JOINT_BEFORE = {
    f"joint_financing_{g}_baseline": nullable_number(
        f"1 if PSSEX1 shows joint financing for {w} in the baseline year, 0 if none"
    )
    for g, w in GROUPS.items()
}

# Figures of a year before the study's, of councils alone.
BASELINE = tuple(
    PanelColumns(
        name,
        f"{OUTCOMES}.baseline:{function}",
        (table,),
        columns,
        area_types=(HUB,),
        settings=("baseline_year",),
    )
    for name, function, table, columns in (
        ("residential care", "residential_care", "residential_weeks", RESIDENTIAL_CARE),
        ("deaths before", "deaths_before", "district_indicators", DEATHS_BEFORE),
        ("spending before", "spending_before", "pssex1", SPENT_BEFORE),
        ("joint financing before", "joint_financing_before", "joint_financing", JOINT_BEFORE),
    )
)
