"""Apportioned figures: drawn anew, refitted, and put together by Rubin's rules."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pooledfunds.catalogue.client_groups import PERSONS, PROGRAMMES
from pooledfunds.estimation.finer_panels import with_partner_totals
from pooledfunds.estimation.fit import regress
from pooledfunds.estimation.robustness.apportionment import (
    apportionment_table,
    combine_by_rubin,
    drawn_panel,
    with_apportionment,
)
from pooledfunds.estimation.simulation.one_world import LAST, base_specification

STUDY = {
    "inference": {"conf_level": 0.95, "seed": 1},
    "crosswalk": {"weight": "65_plus", "concentration": 100, "draws": 10},
}
COSTS = ("cost", "cost_less_joint", "cost_less_partners")


def panels(councils: int = 30) -> tuple[dict[str, pd.DataFrame], pd.DataFrame]:
    """Return councils of which every third holds two PCTs, and the crosswalk between them."""
    rng = np.random.default_rng(3)
    codes = [f"{100 + i}" for i in range(councils)]
    rows = [(code, f"5{i:02d}{part}") for i, code in enumerate(codes)
            for part in ("A", "B")[: 2 if i % 3 == 0 else 1]]  # fmt: skip
    walk = pd.DataFrame(rows, columns=["cssr_code", "pct_code"])
    walk["share_of_council"] = 1 / walk.groupby("cssr_code")["pct_code"].transform("size")
    walk = walk.assign(weight="65_plus", persons=1000.0, share_of_pct=1.0)
    items = pd.Series(rng.integers(500, 900, councils).astype(float), index=codes)
    on_time = (items * rng.uniform(0.8, 0.95, councils)).round()
    nothing = {f"{cost}_{group}": np.nan for cost in COSTS for group in PERSONS}
    nothing |= {f"budget_{group}": np.nan for group in PROGRAMMES}
    nothing |= dict.fromkeys((*PERSONS.values(), "population", "population_75_plus"), np.nan)
    nothing |= {"censuses": np.nan, "delayed_patients": np.nan}
    common = {"financial_year": LAST[0], "in_frame": True, "region_code": "Q80"} | nothing
    council = pd.DataFrame({"area_code": codes, "items": items.to_numpy(),
                            "items_on_time": on_time.to_numpy()}).assign(**common)  # fmt: skip
    share = walk["share_of_council"].to_numpy()
    pct = pd.DataFrame(
        {
            "area_code": walk["pct_code"],
            "linked_area": walk["cssr_code"],
            "items": items[walk["cssr_code"]].to_numpy() * share,
            "items_on_time": on_time[walk["cssr_code"]].to_numpy() * share,
            "apportioned_equipment": (share < 1).astype(float),
            "pool": rng.integers(0, 2, len(walk)).astype(float),
        }
    ).assign(**common)
    return {"panel_council": council, "panel_pct": pct}, walk


def specification():
    return base_specification(
        "fractional_logit", covariates=(), strata=(), covariance="CR2", cluster="linked_area"
    )


def test_a_draw_keeps_the_totals_of_councils_and_what_was_not_split():
    both, walk = panels()
    drawn = drawn_panel(both, "pct", walk, STUDY, np.random.default_rng(1))
    before = both["panel_pct"]
    assert drawn.groupby(before["linked_area"])["items"].sum().tolist() == pytest.approx(
        both["panel_council"]["items"].tolist()
    )
    whole = before["apportioned_equipment"] == 0
    assert drawn.loc[whole, "items"].tolist() == pytest.approx(before.loc[whole, "items"].tolist())
    moved = drawn.loc[~whole, "items"] / before.loc[~whole, "items"] - 1
    assert 0.03 < moved.std() < 0.2


def test_the_split_adds_to_the_error_and_a_body_of_its_own_figures_has_none():
    both, walk = panels()
    regression = regress(both["panel_pct"], specification(), 0.95)
    row = apportionment_table(both, [regression], walk, STUDY).iloc[0]
    assert row["total_std_error"] == pytest.approx(
        np.sqrt(row["std_error"] ** 2 + 1.1 * row["between"] ** 2)
    )
    assert row["between"] > 0
    alone = replace(specification(), where=(("apportioned_equipment", 0.0),))
    kept = regress(both["panel_pct"], alone, 0.95)
    assert apportionment_table(both, [kept], walk, STUDY).empty


def test_partners_of_another_era_are_split_as_pcts_are_where_they_have_a_panel():
    both, walk = panels()
    regression = regress(both["panel_pct"], specification(), 0.95)
    expected = apportionment_table(both, [regression], walk, STUDY)
    other = walk.rename(columns={"pct_code": "ccg_code", "share_of_pct": "share_of_ccg"})
    of_ccgs = regress(both["panel_pct"], replace(specification(), area_type="ccg"), 0.95)
    named = {"panel_council": both["panel_council"], "panel_ccg": both["panel_pct"]}
    found = apportionment_table(named, [of_ccgs], other, STUDY)
    assert found["total_std_error"].tolist() == expected["total_std_error"].tolist()
    alone = {"panel_council": both["panel_council"]}
    assert apportionment_table(alone, [], other, STUDY).empty


def test_a_partner_without_a_panel_is_split_by_its_totals():
    """Pairs of councils share a group of practices, but for ten that have one of their own."""
    both, _ = panels()
    rng = np.random.default_rng(5)
    codes = both["panel_council"]["area_code"]
    shared = np.arange(30) < 20
    groups = [f"{i // 2:02d}A" if i < 20 else f"{i:02d}B" for i in range(30)]
    walk = pd.DataFrame({"ccg_code": groups, "cssr_code": codes, "weight": "65_plus"})
    walk = walk.assign(share_of_ccg=np.where(shared, 0.5, 1.0), share_of_council=1.0)
    totals = pd.DataFrame({"area_code": walk["ccg_code"].unique(), "financial_year": LAST[0]})
    totals["emergency_admissions"] = rng.integers(8000, 16000, len(totals)).astype(float)
    given = totals.set_index("area_code")["emergency_admissions"]
    council = both["panel_council"].assign(
        emergency_admissions=walk["ccg_code"].map(given) * walk["share_of_ccg"],
        apportioned_emergency_admissions=shared.astype(float),
        population=100_000.0,
        pool=rng.integers(0, 2, 30).astype(float),
    )
    asked = base_specification(
        "poisson", outcome="emergency_admissions", denominator="population", area_type="council",
        covariates=(), strata=(),
    )  # fmt: skip
    regression = regress(council, asked, 0.95)
    carried = with_partner_totals(
        {"panel_council": council}, {"partner_totals": totals}, {"partner": "ccg"}
    )
    drawn = drawn_panel(carried, "council", walk, STUDY, np.random.default_rng(1))
    sums = drawn.groupby(walk["ccg_code"])["emergency_admissions"].sum()
    assert sums.to_dict() == pytest.approx(given.to_dict())
    (row,) = apportionment_table(carried, [regression], walk, STUDY).to_dict("records")
    assert row["between"] > 0
    assert row["total_std_error"] > row["std_error"]
    assert apportionment_table({"panel_council": council}, [regression], walk, STUDY).empty


def test_an_estimate_takes_the_error_of_both():
    both, walk = panels()
    regression = regress(both["panel_pct"], specification(), 0.95)
    split = apportionment_table(both, [regression], walk, STUDY).assign(
        total_std_error=1.0, df=10.0
    )
    table = with_apportionment(regression.table, split, 0.95).set_index("term")
    assert table.loc["pool", "conf_high"] - table.loc["pool", "estimate"] == pytest.approx(
        2.228, abs=1e-3
    )
    told = regression.table.set_index("term").loc["intercept"]
    assert table.loc["intercept", "std_error"] == told["std_error"]


def test_rubins_rules_without_variance_between_change_nothing():
    found = combine_by_rubin(0.5, 20.0, np.full(10, 0.3))
    assert (found["total_std_error"], found["df"]) == pytest.approx((0.5, 20.0))


def test_degrees_of_freedom_of_a_sum_of_two_variances():
    """By hand: half of the variance of 2 lies between two draws, half has ten degrees."""
    drawn = np.array([-1.0, 1.0]) * np.sqrt(0.5 / 1.5)  # (1 + 1/2) times their variance is 1
    found = combine_by_rubin(1.0, 10.0, drawn)
    assert found["total_std_error"] == pytest.approx(np.sqrt(2))
    assert found["df"] == pytest.approx(4 / (1 / 10 + 1 / 1))
