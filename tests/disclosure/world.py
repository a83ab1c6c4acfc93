"""A little invented England whose every count is known, with five kinds of shared ground."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.core.settings import read_study
from pooledfunds.linkage.build import link

YEARS = ("2006/07", "2007/08")
CONDITIONS = ("lower_respiratory", "stroke", "fractured_neck_of_femur")
BANDS = {"65-74": ("65-69", "70-74"), "75-84": ("75-79", "80-84"), "85+": ("85+",)}
# Councils and PCTs on the same ground, and how often.
GROUND = {(1, 1): 16, (1, 2): 4, (1, 4): 1, (2, 1): 3, (2, 2): 2}


def study(apply: bool, **rules: object) -> dict:
    """Return the settings of the default study with disclosure rules on or off."""
    settings = read_study("means_to_an_end")
    own = settings["disclosure"] | {"apply": apply} | rules
    return settings | {"disclosure": own, "financial_years": list(YEARS)}


def pairs() -> pd.DataFrame:
    """Return the pairs of PCTs and councils that share ground."""
    rows, council, pct = [], 0, 0
    for (councils, pcts), times in GROUND.items():
        for _ in range(times):
            rows += [
                (f"5{pct + p:02d}", f"{100 + council + c}")
                for p in range(pcts) for c in range(councils)
            ]  # fmt: skip
            council, pct = council + councils, pct + pcts
    return pd.DataFrame(rows, columns=["pct_code", "cssr_code"], dtype=str)


def records(seed: int, mean: float) -> pd.DataFrame:
    """Return a row a stay: where the patient lives, year, condition, age, sex and nights."""
    draw = np.random.default_rng(seed)
    ground = pairs()
    size = draw.lognormal(0, 0.8, len(ground))
    number = draw.poisson(mean * size * len(YEARS) * len(CONDITIONS))
    place = np.repeat(np.arange(len(ground)), number)
    rows = {
        "pct": ground["pct_code"].to_numpy()[place],
        "council": ground["cssr_code"].to_numpy()[place],
        "financial_year": draw.choice(YEARS, len(place)),
        "condition": draw.choice(CONDITIONS, len(place)),
        "age_band": draw.choice(list(BANDS), len(place)),
        "sex": draw.choice(["male", "female"], len(place)),
        "nights": draw.geometric(1 / 12, len(place)),
    }
    return pd.DataFrame(rows)


def staged(stays: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the staged tables of some stays, half of which are of mental health too."""
    ground = pairs()
    codes = {"council": ground["cssr_code"].unique(), "pct": ground["pct_code"].unique()}
    activity, lengths = [], []
    for area_type in codes:
        own = stays.assign(area_type=area_type, area_code=stays[area_type])
        both = pd.concat([own, own.assign(condition="all_emergency")])
        cell = ["area_type", "area_code", "financial_year", "condition", "age_band", "sex"]
        sums = both.groupby(cell).agg(admissions=("nights", "size"), bed_days=("nights", "sum"))
        activity.append(sums.assign(stays=sums["admissions"], stay_days=sums["bed_days"]))
        by = ["area_type", "area_code", "financial_year", "nights"]
        lengths.append(own[own["sex"] == "male"].groupby(by).size().rename("stays").reset_index())
    return people(codes) | {
        "pct_council_pairs": ground,
        "hes_activity": pd.concat(activity).reset_index(),
        "hes_lengths_of_stay": pd.concat(lengths, ignore_index=True),
        "hes_row_accounts": accounts(len(stays)),
        "return_accounts": accounts(0).iloc[:0],
    }


def accounts(kept: int) -> pd.DataFrame:
    """Return a file's row accounts with one fate of three records."""
    rows = {"submitted": kept + 3, "no end date": 3, "kept": kept}
    table = pd.DataFrame({"fate": list(rows), "rows": list(rows.values())})
    return table.assign(stage="hes_apc", file="APC.txt")[["stage", "file", "fate", "rows"]]


def people(codes: Mapping[str, np.ndarray]) -> dict[str, pd.DataFrame]:
    """Return bodies and their populations, 20,000 of each band and sex."""
    bands = ["0-4", "20-24", *(band for of in BANDS.values() for band in of)]
    pct = pd.MultiIndex.from_product([codes["pct"], YEARS, ["female", "male"], bands])
    broad = ["all ages", "18 and over", "18 to 64", "65 and over", "75 and over", "85 and over"]
    council = pd.MultiIndex.from_product([["council"], codes["council"], YEARS, broad])
    persons = dict(zip(broad, (5e5, 4e5, 2e5, 2e5, 1e5, 4e4), strict=True))
    councils = council.to_frame(index=False).set_axis(
        ["area_type", "area", "financial_year", "age_band"], axis=1
    )
    bodies = pd.DataFrame(
        [(code, kind, f"{kind} {code}") for kind, own in codes.items() for code in own],
        columns=["area_code", "area_type", "name"],
    ).assign(area_class="Primary care trust", region_code="Q30", region="North", ons_code="",
             old_code="", valid_from=pd.NaT, valid_to=pd.NaT)  # fmt: skip
    return {
        "bodies": bodies.astype({"area_class": "category"}),
        "council_population": councils.assign(persons=councils["age_band"].map(persons)),
        "pct_population": pct.to_frame(index=False)
        .set_axis(["pct_code", "financial_year", "sex", "age_band"], axis=1)
        .assign(persons=20000.0),
    }


def linked(stays: pd.DataFrame, settings: Mapping) -> dict[str, pd.DataFrame]:
    """Return staged and linked tables of some stays."""
    tables = staged(stays)
    return tables | link(tables, settings)


def truth(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the counts that the attack is after, by type of area, code, year and count."""
    panels = []
    for area_type in ("council", "pct"):
        panel = tables[f"panel_{area_type}"]
        counts = [f"{m}_{c}" for m in ("admissions", "bed_days") for c in CONDITIONS]
        long = panel.melt(["area_code", "financial_year"], counts, "item", "count")
        panels.append(long.assign(area_type=area_type))
    return pd.concat(panels, ignore_index=True)
