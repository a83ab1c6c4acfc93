"""One permutation for both levels: units move together and samples stay as they are."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation.inference.linked_permutation import (
    Bodies,
    linked_units,
    permute_jointly,
    permuted_sources,
)
from pooledfunds.estimation.robustness.curve import fit_curve
from pooledfunds.estimation.robustness.curve_tests import joint_tests
from pooledfunds.estimation.simulation.linked_worlds import (
    LAYOUT,
    YEAR,
    LinkedWorld,
    linked_layout,
    simulate_linked,
)
from pooledfunds.estimation.simulation.one_world import base_specification

# 5C and 5D lie in 103; the others are one PCT and one council.
PANELS = {
    "panel_pct": pd.DataFrame(
        {"area_code": ["5A", "5B", "5C", "5D", "5E"],
         "linked_area": ["101", "102", "103", "103", "104"]}
    ),
    "panel_council": pd.DataFrame(
        {"area_code": ["101", "102", "103", "104"], "linked_area": ["101", "102", "103", "104"]}
    ),
}  # fmt: skip
CODES = {"pct": ["5A", "5B", "5C", "5D", "5E"], "council": ["101", "102", "103", "104"]}


def test_units_are_linked_areas():
    units = linked_units(PANELS, CODES)
    pct, council = (units[area_type]["unit"].tolist() for area_type in ("pct", "council"))
    assert pct[2] == pct[3] == council[2]
    assert [pct[0], pct[1], pct[4]] == [council[0], council[1], council[3]]
    assert units["pct"]["one_to_one"].tolist() == [True, True, False, False, True]


def test_without_links_each_body_is_a_unit():
    panels = {"panel_pct": PANELS["panel_pct"].drop(columns="linked_area")}
    assert linked_units(panels, {"pct": CODES["pct"]})["pct"]["unit"].nunique() == 5


def of(area_type, alike, exposures):
    unit = linked_units(PANELS, CODES)[area_type]
    values = np.array(exposures, dtype=float)[:, None]
    return Bodies(unit["unit"].to_numpy(), unit["one_to_one"].to_numpy(), np.array(alike), values)


def test_the_pct_and_the_council_of_a_pair_take_the_exposure_of_one_other_pair():
    bodies = {
        "pct": of("pct", ["a"] * 5, [1, 0, 0, 1, 0]),
        "council": of("council", ["b"] * 4, [1, 0, 1, 0]),
    }
    sources = permuted_sources(bodies, False, 50, 1)
    pairs_of_pcts = sources["pct"][:, [0, 1, 4]]
    pairs_of_councils = sources["council"][:, [0, 1, 3]]
    place = {0: 0, 1: 1, 4: 3}
    assert (np.vectorize(place.get)(pairs_of_pcts) == pairs_of_councils).all()
    assert len({tuple(row) for row in pairs_of_pcts}) == 6
    assert set(sources["pct"][:, 2]) == {2, 3}
    assert set(sources["council"][:, 2]) == {2}


def test_bodies_that_are_not_alike_do_not_exchange():
    bodies = {
        "pct": of("pct", ["a", "a", "a", "a", "other"], [1, 0, 0, 1, 0]),
        "council": of("council", ["b"] * 4, [1, 0, 1, 0]),
    }
    sources = permuted_sources(bodies, False, 50, 1)
    assert set(sources["pct"][:, 4]) == {4}
    assert set(sources["council"][:, 3]) == {3}  # its partner's sample holds it back


def test_a_boundary_goes_to_whole_units_in_one_order_at_both_levels():
    shared = {"pct": [1, 1, 0, 0, 1], "council": [1, 1, 0, 1]}
    bodies = {
        area_type: of(area_type, ["a"] * len(values), values)
        for area_type, values in shared.items()
    }
    sources = permuted_sources(bodies, True, 200, 1)
    pct = np.array(shared["pct"])[sources["pct"]]
    council = np.array(shared["council"])[sources["council"]]
    assert set(pct.sum(axis=1)) == {3}
    assert set(council.sum(axis=1)) == {3}
    # The larger unit is now with a shared boundary, now without.
    assert set(council[:, 2]) == {0, 1}
    same = pct[:, [0, 1, 4]] == council[:, [0, 1, 3]]
    assert same.mean() > 0.8


def test_every_specification_keeps_its_sample_whoever_answered():
    panels = simulate_linked(LinkedWorld(), np.random.default_rng(2))
    common = {
        "outcome": "bed_days_condition_1",
        "denominator": "expected_condition_1",
        "covariates": (),
    }
    ones = [
        base_specification(area_type=area_type, exposure=column, exposure_column=column, **common)
        for area_type in ("pct", "council")
        for column in ("pool", "pool_by_any_source")
    ]
    permutation = permute_jointly(panels, ones, 20, 1)
    for one in ones:
        panel = panels[f"panel_{one.area_type}"]
        rows = panel[panel[one.exposure_column].notna()]
        drawn = permutation.exposures(rows, one)
        assert np.isfinite(drawn).all()
        assert set(drawn.sum(axis=1)) == {rows[one.exposure_column].sum()}
        assert (drawn[1:] != drawn[0]).any()
    assert 100 < permutation.moving["pct"] <= 152


def test_the_layout_is_that_of_the_study():
    parts = linked_layout()
    assert parts["pct_code"].nunique() == 152
    assert parts["cssr_code"].nunique() == 150
    assert sum(shapes[1, 1] for shapes in LAYOUT) == 107


def test_levels_of_one_question_move_together_under_the_draws():
    """As they do over worlds: the same patients are counted at both levels."""
    panels = simulate_linked(LinkedWorld(), np.random.default_rng(4))
    common = {
        "outcome": "bed_days_condition_1",
        "denominator": "expected_condition_1",
        "covariates": (),
    }
    for column, least in (("pool", 0.4), ("coterminous", 0.6)):
        ones = [
            base_specification(
                area_type=area_type, exposure=column, exposure_column=column, **common
            )
            for area_type in ("pct", "council")
        ]
        permutation = permute_jointly(panels, ones, 300, 1)
        means = []
        for one in ones:
            panel = panels[f"panel_{one.area_type}"]
            rows = panel[panel[column].notna()]
            ratio = np.log(rows["bed_days_condition_1"] / rows["expected_condition_1"]).to_numpy()
            drawn = permutation.exposures(rows, one)[1:]
            means.append((drawn @ ratio) / drawn.sum(axis=1))
        assert np.corrcoef(means)[0, 1] > least


def test_joint_tests_count_the_observed_draw_among_the_draws():
    ts = np.array([[3.0, 3.0], [0.1, 0.2], [-0.3, 0.1], [0.5, 0.0]])
    rows = {row["statistic"]: row["p_value"] for row in joint_tests(ts, ts, 0.05)}
    assert rows == pytest.approx(dict.fromkeys(rows, 0.25))


def test_choices_set_apart_are_shown_and_stand_in_no_joint_test():
    panels = simulate_linked(LinkedWorld(), np.random.default_rng(5))
    study = {
        "inference": {"conf_level": 0.95, "curve_draws": 99, "seed": 1},
        "margins": {"five": 0.05},
        "exposures": {"pool": {}},
        "outcomes": {"bed_days_condition_1": {"denominator": "expected_condition_1"}},
        "curves": {
            "question": {
                "margin": "five",
                "apart": {"covariates": ["none"], "silent": ["as_no"]},
                "base": {
                    "area_type": "pct",
                    "periods": [YEAR],
                    "exposure": "pool",
                    "outcome": "bed_days_condition_1",
                    "family": "poisson",
                    "strata": ["region_code"],
                    "covariance": "HC2",
                },
                "axes": {
                    "area_type": {"pct": {}, "council": {"area_type": "council"}},
                    "covariates": {"none": {}, "need": {"covariates": ["imd_score"]}},
                    "silent": {"left_out": {}, "as_no": {"unknown": "as_no"}},
                },
            }
        },
    }
    rows, tests = fit_curve(panels, "question", study)
    joint = rows.set_index("choices")["in_joint_test"]
    assert rows["estimate"].notna().all()
    assert joint[joint].index.tolist() == [
        f"area_type={area_type}; covariates=need; silent=left_out"
        for area_type in ("pct", "council")
    ]
    assert set(tests["specifications"]) == {2}
