"""The statistic of an added column in a linear model is the t of the regression that has it."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm

from pooledfunds.estimation.inference.score import ScoreStatistic
from pooledfunds.estimation.model_data import ModelData
from pooledfunds.estimation.models import least_squares

RNG = np.random.default_rng(8)
NEED, POOL, WHOLE = RNG.normal(size=30), RNG.integers(0, 2, 30) * 1.0, RNG.integers(0, 2, 30) * 1.0
SPENT = 3 + 0.5 * NEED + 0.4 * POOL + RNG.normal(size=30)
WEIGHTS = RNG.uniform(1, 5, 30)
NULL = ModelData(
    family="linear",
    endog=SPENT,
    exog=np.column_stack([np.ones(30), NEED]),
    terms=("intercept", "need"),
    offset=np.zeros(30),
    weights=WEIGHTS,
)


def statistics(problem: ModelData, target: np.ndarray, *others: np.ndarray) -> tuple[float, float]:
    step = ScoreStatistic(least_squares(problem))
    effect, t = step.statistic(*(step.free(column[None, :]) for column in (target, *others)))
    return effect[0], t[0]


@pytest.mark.parametrize("others", [(), (WHOLE,)])
def test_a_column_alone_and_beside_another_has_the_t_of_hc2(others):
    exog = np.column_stack([NULL.exog, *others, POOL])
    fitted = sm.WLS(SPENT, exog, WEIGHTS).fit(cov_type="HC2")
    assert statistics(NULL, POOL, *others) == pytest.approx((fitted.params[-1], fitted.tvalues[-1]))


@pytest.mark.parametrize("others", [(), (WHOLE,)])
def test_clustered_it_has_the_t_of_the_small_sample_correction(others):
    groups = np.arange(30) // 3
    exog = np.column_stack([NULL.exog, *others, POOL])
    fitted = sm.WLS(SPENT, exog, WEIGHTS).fit(cov_type="cluster", cov_kwds={"groups": groups})
    effect, t = statistics(replace(NULL, groups=groups), POOL, *others)
    assert effect == pytest.approx(fitted.params[-1])
    # n - k counts one added column, whatever stands beside it: all draws are scaled alike.
    scale = ((30 - 3) / (30 - exog.shape[1])) ** 0.5
    assert t == pytest.approx(fitted.tvalues[-1] * scale)


def test_every_draw_has_its_own_statistic():
    step = ScoreStatistic(least_squares(NULL))
    effect, t = step.statistic(step.free(np.vstack([POOL, WHOLE, 1 - POOL])))
    assert effect[1] == pytest.approx(statistics(NULL, WHOLE)[0])
    assert (effect[2], t[2]) == pytest.approx((-effect[0], -t[0]))


def test_a_column_that_other_terms_explain_has_no_effect_and_a_t_of_nought():
    effect, t = statistics(NULL, 2 + 3 * NEED)
    assert np.isnan(effect)
    assert t == 0


def test_a_share_is_reported_in_points_and_its_t_is_the_same():
    null = least_squares(NULL)
    plain, scaled = (ScoreStatistic(one) for one in (null, replace(null, slope=0.25)))
    one, quarter = (step.statistic(step.free(POOL[None, :])) for step in (plain, scaled))
    assert quarter[0][0] == pytest.approx(one[0][0] / 4)
    assert quarter[1][0] == pytest.approx(one[1][0])
