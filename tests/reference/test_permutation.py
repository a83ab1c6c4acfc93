"""Permutation p-values against ritest-python, and against every assignment worked out plainly.

``make_permutation.py`` made the values, and says how. Draws agree within their chance; where all
assignments are enumerated there is none, and p-values are the same.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pooledfunds.estimation.inference.permutation import PermutationDistribution, permutation_test
from pooledfunds.estimation.model_data import ModelData, exposure_terms
from pooledfunds.estimation.simulation.one_world import base_specification

HERE = Path(__file__).parent
REFERENCE = json.loads((HERE / "permutation.json").read_text(encoding="utf-8"))
AREAS = pd.read_csv(HERE / "estimation_data.csv")
AREAS = AREAS.assign(few=AREAS["pool"] * (AREAS["cluster"] == 0), body=AREAS.index, year=0)
AREAS["band"] = pd.qcut(AREAS["need"], 4, labels=False)
BODIES = pd.read_csv(HERE / "estimation_panel.csv")
BODIES["ever"] = (BODIES["start"] < 4).astype(float)
FIRST_YEAR = BODIES.loc[BODIES["year"] == 0].set_index("body")["outcome"]
BODIES["band"] = pd.qcut(BODIES["body"].map(FIRST_YEAR), 3, labels=False)
DATA = {"areas": AREAS, "bodies": BODIES}
SETTINGS = {"draws": 20_000, "seed": 1}


def rows_of(data: pd.DataFrame) -> pd.DataFrame:
    keys = {"area_code": data["body"].map("{:03}".format), "financial_year": data["year"].map(str)}
    return data.assign(**keys).reset_index(drop=True)


def permute(case: dict, data: pd.DataFrame, settings: dict) -> PermutationDistribution:
    """Return our draws of the exposure, or of its product where the case has a moderator."""
    rows = rows_of(data)
    exposure, ones = rows[case["exposure"]].to_numpy(), np.ones(len(rows))
    effect = case.get("null", 0.0) * exposure
    linear, poisson = (case["family"] == name for name in ("linear", "poisson"))
    terms = {"exposure": exposure} | {name: rows[name] for name in case.get("covariates", [])}
    moderator = case.get("moderator", "")
    if moderator:
        terms["exposure:" + moderator] = exposure_terms(exposure, rows[moderator].to_numpy())[1]
    problem = ModelData(
        case["family"],
        rows[case["outcome"]].to_numpy(dtype=float) - (effect if linear else 0),
        np.column_stack([ones, *terms.values()]),
        ("intercept", *terms),
        rows["log_expected"].to_numpy() + effect if poisson else 0 * ones,
        ones,
        rows[case["cluster"]].to_numpy() if "cluster" in case else None,
    )
    specification = base_specification(
        case["family"],
        exposure="exposure",
        exposure_column=case["exposure"],
        moderator=moderator,
        strata=(case["strata"],) if "strata" in case else (),
    )
    everyone = tuple(rows["area_code"].unique())
    tests = permutation_test(problem, rows, specification, settings, everyone)
    wanted = "exposure:" + moderator if moderator else "exposure"
    return next(one for one in tests if one.term == wanted)


def told_by_coefficient(draws: PermutationDistribution) -> PermutationDistribution:
    return replace(draws, t=draws.effect, ts=draws.effects)


@pytest.mark.parametrize("name", REFERENCE["cases"])
def test_p_values_are_ritests_within_the_chance_of_the_draws(name):
    case, draws = REFERENCE["cases"][name], REFERENCE["draws"]
    refit = {"few_exposed_areas": 0 if case["statistic"] == "score" else 999}
    refit |= {"refit_draws": SETTINGS["draws"]}
    ours = permute(case, DATA[case["data"]], SETTINGS | refit)
    if case["statistic"] == "coefficient":
        ours = told_by_coefficient(ours)
    assert not ours.exact
    assert ours.t == pytest.approx(case["observed"], rel=1e-6)
    theirs = case["as_far"] / draws
    number = len(ours.ts)
    common = (ours.p_value * number + theirs * draws) / (number + draws)
    error = np.sqrt(common * (1 - common) * (1 / number + 1 / draws))
    assert abs(ours.p_value - theirs) <= 4 * error


# Plainly: one regression per assignment, by the textbook's matrices.


def least_squares_t(outcome: np.ndarray, exog: np.ndarray) -> tuple[float, float]:
    """Return the first coefficient and its t by HC2."""
    inverse = np.linalg.inv(exog.T @ exog)
    params = inverse @ exog.T @ outcome
    leverage = np.diag(exog @ inverse @ exog.T)
    meat = np.diag((outcome - exog @ params) ** 2 / (1 - leverage))
    return params[0], params[0] / np.sqrt((inverse @ exog.T @ meat @ exog @ inverse)[0, 0])


def poisson_t(counts: np.ndarray, expected: np.ndarray, exposed: np.ndarray) -> tuple[float, float]:
    """Return the logarithm of the rate ratio of two groups and its t by HC2."""
    logarithm, variance = [], 0.0
    for chosen in (exposed == 1, exposed == 0):
        count, mean = counts[chosen], expected[chosen] * counts[chosen].sum()
        mean = mean / expected[chosen].sum()
        logarithm.append(np.log(count.sum() / expected[chosen].sum()))
        variance += ((count - mean) ** 2 / (1 - mean / mean.sum())).sum() / mean.sum() ** 2
    return logarithm[0] - logarithm[1], (logarithm[0] - logarithm[1]) / np.sqrt(variance)


def every_way(exposed: np.ndarray, strata: np.ndarray) -> Iterator[np.ndarray]:
    """Yield every assignment that exposes as many in each stratum as were exposed."""
    members = [np.flatnonzero(strata == stratum) for stratum in np.unique(strata)]
    ways = [combinations(these, int(exposed[these].sum())) for these in members]
    for chosen in product(*map(list, ways)):
        yield np.isin(np.arange(len(exposed)), np.concatenate(chosen)).astype(float)


def share_as_far(values: list[float], observed: float) -> float:
    return np.mean(np.abs(values) >= abs(observed) - 1e-9)


def hold(ours: PermutationDistribution, plain: list[tuple[float, float]], observed) -> None:
    """Assert that both statistics of all assignments, and both p-values, are the plain ones."""
    effects, ts = np.array(plain).T
    assert ours.exact
    assert np.sort(ours.effects) == pytest.approx(np.sort(effects), rel=1e-8, abs=1e-8)
    assert np.sort(ours.ts) == pytest.approx(np.sort(ts), rel=1e-8, abs=1e-8)
    by_coefficient = told_by_coefficient(ours).p_value
    assert ours.p_value == pytest.approx(share_as_far(ts, observed[1]), abs=1e-12)
    assert by_coefficient == pytest.approx(share_as_far(effects, observed[0]), abs=1e-12)


LINEAR = {"family": "linear", "outcome": "log_ratio", "exposure": "pool", "covariates": ["need"]}
FIRST = AREAS.head(12)


@pytest.mark.parametrize("strata", [None, "half"])
def test_every_assignment_of_areas(strata):
    """Five of twelve: 792 ways, and 3 of 6 with 2 of 6: 300."""
    data = FIRST.assign(half=FIRST.index // 6)
    exposed, outcome, need = (FIRST[name].to_numpy() for name in ("pool", "log_ratio", "need"))
    apart = data[strata].to_numpy() if strata else 0 * data.index.to_numpy()

    def fitted(assigned):
        return least_squares_t(outcome, np.column_stack([assigned, need, np.ones(12)]))

    plain = [fitted(assigned) for assigned in every_way(exposed, apart)]
    case = LINEAR | ({"strata": strata} if strata else {})
    hold(permute(case, data, SETTINGS), plain, fitted(exposed))


def test_every_assignment_of_whole_courses():
    """Six of nine bodies, each with its four years: 84 ways."""
    data = BODIES[BODIES["body"] < 9]
    body, ever = data["body"].to_numpy(), data.groupby("body")["ever"].first().to_numpy()
    outcome, year = data["outcome"].to_numpy(), data["year"].to_numpy()

    def fitted(assigned):
        exog = np.column_stack([assigned[body], year, np.ones(len(data))])
        return least_squares_t(outcome, exog)

    plain = [fitted(assigned) for assigned in every_way(ever, 0 * ever)]
    case = LINEAR | {"outcome": "outcome", "exposure": "ever", "covariates": ["year"]}
    hold(permute(case, data, SETTINGS), plain, fitted(ever))


def test_every_assignment_of_counts_refitted():
    counts, expected, exposed = (
        FIRST[name].to_numpy(dtype=float) for name in ("count", "expected", "pool")
    )
    plain = [poisson_t(counts, expected, way) for way in every_way(exposed, 0 * exposed)]
    case = {"family": "poisson", "outcome": "count", "exposure": "pool"}
    refit = SETTINGS | {"few_exposed_areas": 20, "refit_draws": 1000}
    hold(permute(case, FIRST, refit), plain, poisson_t(counts, expected, exposed))


def welch(one: np.ndarray, other: np.ndarray, axis: int) -> np.ndarray:
    """Return the size of Welch's t: what HC2 is for two groups, without bound if neither varies."""
    difference = one.mean(axis) - other.mean(axis)
    variance = one.var(axis, ddof=1) / one.shape[axis] + other.var(axis, ddof=1) / other.shape[axis]
    with np.errstate(divide="ignore"):
        return np.abs(difference) / np.sqrt(variance)


def test_ties_are_scipys_and_the_hypergeometric_distributions():
    """Five exposed of fourteen, nine with more than expected: 2,002 ways give six differences."""
    data = AREAS.iloc[8:22]
    data = data.assign(above=(data["log_ratio"] > 0).astype(float))
    ours = permute(LINEAR | {"outcome": "above", "covariates": []}, data, SETTINGS)
    above, exposed = data["above"].to_numpy(), data["pool"].to_numpy() == 1
    groups = above[exposed], above[~exposed]
    by_t = stats.permutation_test(groups, welch, alternative="greater", n_resamples=np.inf)
    assert ours.p_value == pytest.approx(by_t.pvalue, abs=1e-12)
    total, possible = int(above.sum()), np.arange(6)
    # The difference of two shares, in units that make it a whole number.
    as_far = np.abs(14 * possible - 5 * total) >= np.abs(14 * groups[0].sum() - 5 * total)
    expected = stats.hypergeom(14, total, 5).pmf(possible)[as_far].sum()
    assert told_by_coefficient(ours).p_value == pytest.approx(expected, abs=1e-12)
