"""Permutation inference of one Poisson specification beside ritest-python and pyfixest.

ritest-python gets our own drawn assignments (its ``permutations``), and pyfixest's Poisson fit with
HC2 as its statistic: the same draws and the same t, by its own machinery. Processor time is
compared, of as many draws. Both packages are of the extra ``reference``; without them nothing is
measured, and that is said.
"""

import time
import warnings
from importlib.util import find_spec

import numpy as np
import pandas as pd

from pooledfunds.estimation.inference.assignments import (
    assignments,
    permutation_sources,
    random_keys,
    units_of,
)
from pooledfunds.estimation.inference.permutation import permutation_test
from pooledfunds.estimation.model_data import build_model_data
from pooledfunds.estimation.sample import select_sample
from pooledfunds.estimation.simulation.one_world import base_specification
from pooledfunds.estimation.simulation.worlds import World, simulate

DRAWS = {"draws": 499, "seed": 20091029}
TIGHT = {"iwls_tol": 1e-10, "iwls_maxiter": 100}
TARGET = 5


def run() -> list[dict]:
    """Return one row per measurement."""
    missing = [name for name in ("ritest", "pyfixest") if find_spec(name) is None]
    if missing:
        what = f"permutation peers not installed ({', '.join(missing)}): pip install '.[reference]'"
        return [{"what": what, "value": float("nan"), "target": "", "met": None}]
    ours, p_ours, theirs, p_theirs = both_ways()
    error = np.sqrt(p_theirs * (1 - p_theirs) / DRAWS["draws"])
    apart = abs(p_ours - p_theirs) / error
    faster = theirs / ours
    return [
        {
            "what": f"{DRAWS['draws']} draws of a Poisson t, times ritest-python with pyfixest",
            "value": float(faster),
            "target": f">= {TARGET}",
            "met": bool(faster >= TARGET),
        },
        {
            "what": f"p-values {p_ours:.3f} and {p_theirs:.3f}, same draws, in Monte Carlo errors",
            "value": float(apart),
            "target": "<= 1",
            "met": bool(apart <= 1),
        },
    ]


def both_ways() -> tuple[float, float, float, float]:
    """Return processor seconds and p-value, ours and then theirs."""
    panel = simulate(World(), np.random.default_rng(4))
    specification = base_specification(fixed_effects=("region_code",))
    rows = select_sample(panel, specification).rows
    posed = build_model_data(rows, specification)
    bodies = tuple(sorted(rows["area_code"]))
    next(permutation_test(posed, rows, specification, DRAWS, bodies))  # what only a first run loads
    random_keys.cache_clear()
    permutation_sources.cache_clear()
    start = time.process_time()
    draws = next(permutation_test(posed, rows, specification, DRAWS, bodies))
    ours = time.process_time() - start
    drawn, _ = assignments(
        rows["pool"].to_numpy(), units_of(rows, specification.strata), bodies, DRAWS
    )
    seconds, p_theirs = by_ritest(posed, rows["pool"].to_numpy(), np.asarray(drawn))
    p_ours = (1 + (np.abs(draws.ts) >= abs(draws.t) - 1e-10).sum()) / (1 + len(draws.ts))
    return ours, float(p_ours), seconds, p_theirs


def by_ritest(posed, labels: np.ndarray, drawn: np.ndarray) -> tuple[float, float]:
    """Return ritest-python's processor seconds and p-value on given assignments.

    Parameters
    ----------
    posed
        The model's data.
    labels
        The exposure as observed, one of each row.
    drawn
        The assignments, one a line.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyfixest
        from ritest import ritest

    place = posed.terms.index("pool")
    others = [f"x{n}" for n in range(posed.exog.shape[1]) if n != place]
    data = pd.DataFrame(np.delete(posed.exog, place, axis=1), columns=others)
    constant = [name for name in others if data[name].nunique() == 1]
    terms = ["pool", *(name for name in others if name not in constant)]
    data = data.assign(y=posed.endog, shift=posed.offset, pool=labels.astype(float))
    plain = pyfixest.ssc(k_adj=False, G_adj=False)

    def t(moved: pd.DataFrame) -> float:
        asked = {"fml": f"y ~ {' + '.join(terms)}", "vcov": "HC2", "ssc": plain, **TIGHT}
        return round(float(pyfixest.fepois(data=moved, offset="shift", **asked).tstat()["pool"]), 8)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        t(data)
        start = time.process_time()
        found = ritest(
            df=data, permute_var="pool", stat_fn=t, permutations=drawn, ci_mode="none", n_jobs=1
        )
        seconds = time.process_time() - start
    return seconds, (1 + found.c) / (1 + len(drawn))
