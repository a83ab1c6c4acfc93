"""Linking a world of 1,520 bodies and ten years, against the 302 bodies and three of the study."""

import time
from collections.abc import Mapping
from itertools import product

import numpy as np
import pandas as pd

from pooledfunds.catalogue.panel_columns import conditions_of
from pooledfunds.core.settings import read_study
from pooledfunds.linkage.build import link
from pooledfunds.linkage.outcomes.admission_rates import ALL_EMERGENCY
from pooledfunds.linkage.outcomes.population import AGE_COLUMNS

AGES = {"65-74": 0.08, "75-84": 0.055, "85+": 0.02}
QUINARY = [f"{age}-{age + 4}" for age in range(0, 85, 5)] + ["85+"]


def crossed(**columns) -> pd.DataFrame:
    """Return every combination of some columns' values."""
    return pd.DataFrame(list(product(*columns.values())), columns=list(columns))


def world(pcts: int, councils: int, years: list[str], study: Mapping) -> dict[str, pd.DataFrame]:
    """Return staged tables of a world of bodies that do not exist, of every return."""
    draw = np.random.default_rng(1)
    symbols = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    pct = ["".join(code) for code in product("5T", symbols, symbols)][:pcts]
    council = [f"{number:03d}" for number in range(100, 100 + councils)]

    def filled(table: pd.DataFrame, column: str, low: float, high: float) -> pd.DataFrame:
        return table.assign(**{column: draw.uniform(low, high, len(table)).round()})

    bodies = pd.DataFrame({"area_code": [*pct, *council]})
    bodies["area_type"] = ["pct"] * pcts + ["council"] * councils
    bodies = bodies.assign(name=bodies["area_code"], area_class="Primary care trust")
    bodies = bodies.assign(region_code="Q80", region="North", ons_code="", old_code="")
    bodies["area_class"] = bodies["area_class"].astype("category")
    pairs = pd.DataFrame(
        {"pct_code": pct, "cssr_code": [council[i % councils] for i in range(pcts)]}
    )
    lost = sorted(set(council) - set(pairs["cssr_code"]))
    pairs = pd.concat([pairs, pd.DataFrame({"pct_code": pct[: len(lost)], "cssr_code": lost})])
    sizes = [3e5, 2.4e5, 1.9e5, 5e4, 2.5e4, 7e3]
    people = pd.concat(
        crossed(area=council, financial_year=years).assign(age_band=band, persons=size)
        for band, size in zip(AGE_COLUMNS, sizes, strict=True)
    )
    groups = ["older_people", "physical_disability", "learning_disability", "mental_health",
              "other_adults"]  # fmt: skip
    measures = [
        "total_cost",
        "total_cost_including_capital",
        "own_provision_capital_charges",
        "provision_by_others_capital_charges",
        "joint_arrangements",
        "nhs_income",
    ]
    money = crossed(area=council, financial_year=years, client_group=groups, measure=measures)
    money = filled(money, "gbp_thousand", 0, 900).assign(
        family="detailed", area_type="council", service_line="total", line=""
    )
    delays = crossed(area_code=council, financial_year=years, period=[f"w{i}" for i in range(52)])
    delays = filled(delays, "value", 0, 40).assign(
        frequency="week", basis="council", care_type="all", reason="all", responsible="all",
        age="65_plus", measure="delayed_patients",
    )  # fmt: skip
    delays["period"] += delays["financial_year"]
    activity = pd.concat(
        crossed(area_type=[area_type], area_code=codes, financial_year=years,
                condition=[*conditions_of(study), ALL_EMERGENCY],
                age_band=list(AGES), sex=["male", "female"])
        for area_type, codes in (("pct", pct), ("council", council))
    )  # fmt: skip
    lengths = pd.concat(
        crossed(
            area_type=[area_type],
            area_code=codes,
            financial_year=years,
            nights=list(range(0, 120, 4)),
        )
        for area_type, codes in (("pct", pct), ("council", council))
    )
    return {
        "bodies": bodies,
        "pct_council_pairs": pairs.reset_index(drop=True),
        "council_population": people.assign(area_type="council"),
        "pct_population": filled(
            crossed(pct_code=pct, financial_year=years, sex=["male", "female"], age_band=QUINARY),
            "persons", 2e3, 2e4,
        ),
        "council_deprivation": filled(pd.DataFrame({"cssr_code": council}), "imd_score", 5, 50),
        "pssex1": money,
        "programme_budgets": filled(
            crossed(pct_code=pct, financial_year=years, programme=[str(i) for i in range(1, 24)]),
            "gbp_thousand", 1e3, 9e4,
        ),
        "equipment_delivery": crossed(cssr_code=council, financial_year=years).assign(
            items_on_time=90, items=100
        ),
        "delayed_transfers": delays,
        "hes_activity": filled(filled(activity, "admissions", 0, 90), "bed_days", 0, 900),
        "hes_lengths_of_stay": filled(lengths, "stays", 0, 9),
        "return_accounts": pd.DataFrame({"stage": ["x"], "file": "x", "fate": "kept", "rows": 1}),
    }  # fmt: skip


def seconds(tables: Mapping[str, pd.DataFrame], study: Mapping) -> float:
    """Return how long linking takes."""
    start = time.perf_counter()
    link(tables, study)
    return time.perf_counter() - start


def run() -> list[dict]:
    """Return the time of the large world, and how time grows from five to ten years."""
    study = read_study("means_to_an_end")
    ten = [f"{year}/{(year + 1) % 100:02d}" for year in range(2000, 2010)]
    large = world(770, 750, ten, study)
    whole = seconds(large, study | {"financial_years": ten})
    half = seconds(world(770, 750, ten[:5], study), study | {"financial_years": ten[:5]})
    growth = whole / half
    return [
        {
            "what": "panels of 1,520 bodies and ten years, seconds",
            "value": whole,
            "target": "at most 20",
            "met": whole <= 20,
        },
        {
            "what": "linking ten years over linking five",
            "value": growth,
            "target": "at most 2.2",
            "met": growth <= 2.2,
        },
    ]
