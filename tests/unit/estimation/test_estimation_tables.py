"""The stage as a whole, on one small invented panel: what each of its tables has of whom."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation.estimate import estimates, estimation_tables, fewest_areas
from pooledfunds.estimation.simulation.one_world import base_specification
from pooledfunds.estimation.simulation.worlds import YEARS, World, simulate

PANEL = simulate(World(effect=-0.3, bodies=60), np.random.default_rng(3))
ASKED = {
    "area_type": "pct",
    "family": "poisson",
    "exposure": "pool",
    "covariance": "HC2",
    "margin": "ten",
    "covariates": ["imd_score"],
    "strata": ["region_code"],
}
STUDY = {
    "area_types": ["council", "pct"],
    "financial_years": list(YEARS),
    "margins": {"ten": 0.1},
    "exposures": {"pool": {"column": "pool"}},
    "outcomes": {"bed_days": {"denominator": "expected_bed_days"}},
    "specifications": {
        "last": ASKED
        | {"outcomes": ["bed_days"], "periods": [YEARS[-1:]], "multiplicity_family": "one"},
        "all": ASKED
        | {
            "outcomes": ["bed_days"],
            "periods": [list(YEARS)],
            "multiplicity_family": "two",
            "covariance": "CR2",
            "cluster": "area_code",
            "strata": [],
        },
        "richest": ASKED
        | {
            "outcomes": ["bed_days"],
            "periods": [YEARS[-1:]],
            "multiplicity_family": "three",
            "covariates": ["wealth"],
        },
    },
    "inference": {
        "conf_level": 0.95,
        "power": 0.8,
        "draws": 99,
        "refit_draws": 99,
        "curve_draws": 9,
        "seed": 1,
        "few_exposed_areas": 5,
        "fewest_identifying_areas": 5,
        "fewest_starting_areas": 8,
        "regional_correlation_level": 0.0,
        "neighbour_correlation_level": 0.0,
    },
    "curves": {},
    "register_noise": {"exposures": [], "published": []},
}
PAIRS = pd.DataFrame({"pct_code": ["A000", "A001"], "cssr_code": ["1", "1"]})
TABLES = {"panel_pct": PANEL, "pct_council_pairs": PAIRS}


@pytest.fixture(scope="module")
def tables():
    return estimation_tables(TABLES, STUDY)


def test_every_term_of_every_specification_is_an_estimate(tables):
    found = pd.concat([tables["estimates"], tables["coefficients"]])
    names = found["specification"].value_counts(sort=False).to_dict()
    assert {name.split("/")[0]: n for name, n in names.items()} == {
        "last": 3,
        "all": 3,
        "richest": 1,
    }
    assert tables["estimates"].equals(estimates(TABLES, STUDY))


def test_a_conclusion_and_a_permutation_stand_beside_an_effect_of_interest_alone(tables):
    found = tables["estimates"]
    pool = found[(found["term"] == "pool") & found["estimate"].notna()]
    assert pool["conclusion"].isin(["different", "inconclusive"]).all()
    assert pool["p_randomisation"].between(0.01, 1).all()
    assert pool["minimum_detectable_effect"].gt(0).all()
    others = found[found["term"] != "pool"]
    assert (others["conclusion"] == "").all()
    assert others["p_randomisation"].isna().all()
    assert found.loc[found["estimate"].isna(), "conclusion"].tolist() == [
        "not testable: no wealth available"
    ]
    assert set(tables["tests"]["specification"]) == set(pool["specification"])


def test_rows_are_accounted_for_by_specification(tables):
    account = tables["samples"].set_index(tables["samples"]["specification"].str.split("/").str[0])
    assert account["in_frame"].to_dict() == {"last": 60, "all": 180, "richest": 0}
    assert account["fitted"].to_dict() == {"last": 60, "all": 180, "richest": 0}
    assert account["reason"].to_dict() == {"last": "", "all": "", "richest": "no wealth available"}


def test_residuals_are_compared_for_fits_of_one_year(tables):
    row = tables["spatial"].iloc[0]
    assert len(tables["spatial"]) == 1
    assert row["specification"].startswith("last/")
    assert (row["nobs"], row["n_neighbours"], row["errors_by_region"]) == (60, 2, False)
    kinds = {name: str(kind) for name, kind in tables["spatial"].dtypes.items()}
    assert (kinds["nobs"], kinds["morans_i"], kinds["errors_by_region"]) == (
        "int64",
        "float64",
        "bool",
    )


@pytest.mark.parametrize("name", ["apportionment", "register_noise", "register_errors"])
def test_what_the_study_does_not_ask_for_is_an_empty_table(tables, name):
    assert tables[name].empty
    assert len(tables[name].columns)


def test_an_event_study_and_a_hazard_need_more_areas_than_another_comparison():
    settings = STUDY["inference"]
    assert fewest_areas(base_specification(), settings) == 5
    assert fewest_areas(base_specification(design="staggered"), settings) == 8
    assert fewest_areas(base_specification(design="hazard"), settings) == 8
