"""How fast estimation is: randomisation draws beside refitting, a specification curve.

Both are worked out on one simulated England of 152 PCTs, so that no data is needed. Processor time
is compared, which a busy machine leaves alone; the curve's wall time is told too.
"""

import time

import numpy as np
import statsmodels.api as sm

from pooledfunds.estimation.inference.assignments import (
    assignments,
    permutation_sources,
    random_keys,
    units_of,
)
from pooledfunds.estimation.inference.permutation import permutation_test
from pooledfunds.estimation.model_data import build_model_data
from pooledfunds.estimation.robustness.curve import fit_curve
from pooledfunds.estimation.sample import select_sample
from pooledfunds.estimation.simulation.one_world import base_specification
from pooledfunds.estimation.simulation.worlds import YEARS, World, simulate

DRAWS = {"draws": 4999, "seed": 20091029}
REFITS = 300


def run() -> list[dict]:
    """Return one row per measurement."""
    panel = simulate(World(), np.random.default_rng(4))
    return [*randomisation(panel), *a_curve(panel)]


def randomisation(panel) -> list[dict]:
    """Return the speed of 4,999 draws beside refitting each with statsmodels, and both p-values."""
    specification = base_specification(fixed_effects=("region_code",))
    rows = select_sample(panel, specification).rows
    posed = build_model_data(rows, specification)
    bodies = tuple(sorted(rows["area_code"]))
    next(permutation_test(posed, rows, specification, DRAWS, bodies))
    random_keys.cache_clear()
    permutation_sources.cache_clear()
    start = time.process_time()
    draws = next(permutation_test(posed, rows, specification, DRAWS, bodies))
    ours = time.process_time() - start
    units = units_of(rows, specification.strata)
    drawn, _ = assignments(rows["pool"].to_numpy(), units, bodies, DRAWS)
    start = time.process_time()
    refitted = np.array([refit(posed, labels) for labels in drawn[:REFITS]])
    theirs = (time.process_time() - start) / REFITS * len(drawn)
    observed = abs(refit(posed, rows["pool"].to_numpy()))
    by_refit = (1 + (np.abs(refitted) >= observed).sum()) / (1 + REFITS)
    same = np.abs(draws.ts[:REFITS]) >= abs(draws.t)
    by_step = (1 + same.sum()) / (1 + REFITS)
    error = np.sqrt(max(by_refit * (1 - by_refit), 1 / REFITS) / REFITS)
    return [
        {
            "what": "4,999 randomisation draws, one Poisson specification, times refitting",
            "value": float(theirs / ours),
            "target": ">= 100",
            "met": bool(theirs / ours >= 100),
        },
        {
            "what": f"p-value of {REFITS} draws, ours less refitted, in Monte Carlo errors",
            "value": float(abs(by_refit - by_step) / error),
            "target": "<= 2",
            "met": bool(abs(by_refit - by_step) <= 2 * error),
        },
    ]


def refit(posed, labels: np.ndarray) -> float:
    """Return t under HC2 of a fit by statsmodels with other labels."""
    exog = posed.exog.copy()
    exog[:, posed.terms.index("pool")] = labels
    results = sm.GLM(posed.endog, exog, sm.families.Poisson(), offset=posed.offset).fit()
    leverage = results.get_influence().hat_matrix_diag
    scores = exog * ((posed.endog - results.fittedvalues) / np.sqrt(1 - leverage))[:, None]
    bread = results.normalized_cov_params
    matrix = bread @ (scores.T @ scores) @ bread
    place = posed.terms.index("pool")
    return float(results.params[place] / np.sqrt(matrix[place, place]))


def a_curve(panel) -> list[dict]:
    """Return the wall time of a curve of 1,024 specifications with its joint test."""
    covariates = ["imd_score", "log(population_65_plus)", "coterminous"]
    axes = {
        "outcome": {
            "days": {"outcome": "bed_days", "family": "poisson"},
            "spend": {"outcome": "spend_per_head", "family": "log_linear"},
            "stays": {"outcome": "mh_length_of_stay", "family": "gamma"},
            "days_gamma": {"outcome": "bed_days", "family": "gamma"},
        },
        "year": {year: {"periods": [year]} for year in YEARS[-2:]},
        "evidence": {name: {"exposure": name} for name in ("pool", "truly_pooled")},
        "covariates": {str(k): {"covariates": covariates[:k]} for k in range(4)},
        "regions": {"ignored": {}, "fixed": {"fixed_effects": ["region_code"]}},
        "strata": {"none": {"strata": []}, "regions": {"strata": ["region_code"]}},
        "covariance": {
            "HC1": {"covariance": "HC1"},
            "HC3": {"covariance": "HC3"},
            "region": {"covariance": "CR2", "cluster": "region_code"},
            "body": {"covariance": "CR2", "cluster": "area_code"},
        },
    }
    base = {"area_type": "pct", "exposure": "pool"}
    study = {
        "inference": {"conf_level": 0.95, "curve_draws": 500, "seed": 1},
        "margins": {"five": 0.05},
        "exposures": {"pool": {}, "truly_pooled": {}},
        "outcomes": {
            "bed_days": {"denominator": "expected_bed_days"},
            "spend_per_head": {},
            "mh_length_of_stay": {"weights": "mh_stays"},
        },
        "curves": {"speed": {"margin": "five", "base": base, "axes": axes}},
    }
    start = time.perf_counter()
    rows, _ = fit_curve({"panel_pct": panel}, "speed", study)
    taken = time.perf_counter() - start
    return [
        {
            "what": f"curve of {len(rows):,} specifications, joint test of 500 draws, seconds",
            "value": float(taken),
            "target": "<= 60",
            "met": bool(taken <= 60),
        }
    ]
