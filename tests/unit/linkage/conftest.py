"""Two councils and two trusts with the returns that a panel is made of."""

import pandas as pd
import pytest

from pooledfunds.staging.body_lists import bodies_table
from tests.unit.linkage.outcomes.test_population import returned

STUDY = {
    "financial_years": ["2006/07", "2007/08"],
    "area_types": ["council", "pct"],
    "coterminosity": "one_to_one",
    "frame": {"smallest_population": 25000},
    "crosswalk": {"weight": "65_plus"},
    "pools": {"rule": "survey"},
    "outcomes": {},
    "hes": {"diagnosis_sets": {"stroke": "main"}},
    "spending": {"cost": "total_cost", "line": "total"},
    "joint_financing": {
        "income": "joint_arrangements",
        "present_from_gbp_thousand": 50,
        "present_from_share_of_cost": 0.0,
    },
}


@pytest.fixture
def staged():
    councils = pd.DataFrame(
        {
            "cssr_code": ["150", "151"],
            "council": ["Appleby", "Barrow UA"],
            "area_class": ["Shire Counties", "Unitary Authorities"],
            "gss": ["E10000901", "E06000901"],
            "ons_old": ["16", "9ZAA"],
            "area_code": ["150", "151"],
            "area_name": ["Appleby", "Barrow UA"],
            "region_code": "",
            "region": "",
            "valid_from": pd.to_datetime([None, None]),
            "valid_to": pd.to_datetime([None, None]),
        }
    )
    pcts = pd.DataFrame(
        {
            "pct_code": ["5R1", "TX1"],
            "pct_name": ["APPLEBY PCT", "BARROW CARE TRUST"],
            "sha_code": ["Q80", "Q80"],
            "sha_name": ["North", "North"],
            "ons_code_2012": ["E16000901", "E17000901"],
        }
    )
    pairs = pd.DataFrame({"pct_code": ["5R1", "TX1"], "cssr_code": ["150", "151"]})
    bands = {"all ages": 1e5, "18 and over": 8e4, "18 to 64": 6e4, "65 and over": 2e4,
             "75 and over": 9e3, "85 and over": 3e3}  # fmt: skip
    people = pd.DataFrame({"age_band": list(bands), "persons": list(bands.values())})
    groups = ["older_people", "physical_disability", "learning_disability", "mental_health",
              "other_adults"]  # fmt: skip
    amounts = [
        (year, area, group, measure, value)
        for year in STUDY["financial_years"]
        for area in ("150", "151")
        for group in groups
        for measure, value in {
            "total_cost_including_capital": 1300.0,
            "own_provision_capital_charges": 80.0,
            "provision_by_others_capital_charges": 20.0,
            "joint_arrangements": 60.0 if area == "150" else 0.0,
            "nhs_income": 20.0,
        }.items()
    ]
    return {
        "bodies": bodies_table(pcts, councils, pairs),
        "pct_council_pairs": pairs,
        "council_population": people.assign(area="150", financial_year="2006/07"),
        "council_deprivation": pd.DataFrame(
            {"cssr_code": ["150", "151"], "imd_score": [20.0, 30.0]}
        ),
        "pssex1": returned(*amounts),
    }
