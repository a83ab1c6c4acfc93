"""Score, information and variance of each family by its own formulas, on a dozen areas."""

from dataclasses import replace

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import expit
from scipy.stats import betabinom

from pooledfunds.estimation.model_data import ModelData
from pooledfunds.estimation.models import BetaBinomial, NotFitted, fit_family

EXPOSED = np.repeat([0.0, 1.0], 6)
EXOG = np.column_stack([np.ones(12), EXPOSED])
EVENTS = np.array([3.0, 9, 4, 12, 7, 5, 14, 6, 21, 9, 17, 30])
PEOPLE = np.array([10.0, 20, 12, 30, 14, 11, 20, 9, 30, 12, 18, 35])
# Of those without and of those with the exposure.
RATES = EVENTS.reshape(2, 6).sum(axis=1) / PEOPLE.reshape(2, 6).sum(axis=1)


def problem(family: str, endog=EVENTS, **changed) -> ModelData:
    plain = {"exog": EXOG, "terms": ("intercept", "pool"), "offset": np.zeros(12),
             "weights": np.ones(12)}  # fmt: skip
    return ModelData(family=family, endog=endog, **(plain | changed))


def test_a_poisson_model_of_two_groups_compares_their_rates():
    fitted = fit_family(problem("poisson", offset=np.log(PEOPLE)))
    assert fitted.params == pytest.approx([np.log(RATES[0]), np.log(RATES[1] / RATES[0])])
    mean = PEOPLE * RATES[EXPOSED.astype(int)]
    assert fitted.score == pytest.approx(EVENTS - mean)
    assert fitted.information == pytest.approx(mean)
    assert fitted.variance == pytest.approx(mean)
    assert fitted.dispersion == pytest.approx(((EVENTS - mean) ** 2 / mean).sum() / 10)
    assert fitted.slope == 1


def test_leverage_is_the_share_of_a_groups_information():
    fitted = fit_family(problem("poisson", offset=np.log(PEOPLE)))
    share = [people / people.sum() for people in np.split(PEOPLE, 2)]
    assert fitted.leverage == pytest.approx(np.concatenate(share))
    assert fitted.leverage.sum() == pytest.approx(2)


def weighted_means() -> list[float]:
    groups = zip(np.split(EVENTS, 2), np.split(PEOPLE, 2), strict=True)
    return [np.average(events, weights=people) for events, people in groups]


def test_weighted_least_squares_by_its_formula():
    fitted = fit_family(problem("linear", weights=PEOPLE))
    means = weighted_means()
    left = EVENTS - np.array(means)[EXPOSED.astype(int)]
    assert fitted.params == pytest.approx([means[0], means[1] - means[0]])
    assert fitted.score == pytest.approx(PEOPLE * left)
    assert fitted.information == pytest.approx(PEOPLE)
    assert fitted.variance == pytest.approx(1 / PEOPLE)
    assert fitted.dispersion == pytest.approx((PEOPLE * left**2).sum() / 10)


def test_a_gamma_model_weighs_means_by_how_many_they_are_over():
    fitted = fit_family(problem("gamma", weights=PEOPLE))
    means = weighted_means()
    mean = np.array(means)[EXPOSED.astype(int)]
    assert np.exp(fitted.params) == pytest.approx([means[0], means[1] / means[0]])
    assert fitted.score == pytest.approx(PEOPLE * (EVENTS / mean - 1), rel=1e-6)
    assert fitted.information == pytest.approx(PEOPLE)
    assert fitted.variance == pytest.approx(mean**2 / PEOPLE)
    pearson = PEOPLE * (EVENTS / mean - 1) ** 2
    assert fitted.dispersion == pytest.approx(pearson.sum() / 10, rel=1e-6)


def test_a_share_is_reported_in_points_by_its_average_slope():
    fitted = fit_family(problem("fractional_logit", EVENTS / PEOPLE, weights=PEOPLE))
    share = RATES[EXPOSED.astype(int)]
    assert expit(np.cumsum(fitted.params)) == pytest.approx(RATES)
    assert fitted.score == pytest.approx(EVENTS - PEOPLE * share, abs=1e-6)
    assert fitted.information == pytest.approx(PEOPLE * share * (1 - share))
    assert fitted.slope == pytest.approx(np.mean(share * (1 - share)))


def test_the_negative_binomial_has_the_dispersion_of_largest_likelihood():
    spread = np.array([3.0, 40, 4, 90, 7, 15, 14, 60, 121, 9, 17, 230])
    fitted = fit_family(problem("negative_binomial", spread, offset=np.log(PEOPLE)))
    model = sm.NegativeBinomial(spread, EXOG, offset=np.log(PEOPLE))
    expected = model.fit(method="bfgs", maxiter=500, disp=0, gtol=1e-8).params
    assert fitted.params == pytest.approx(expected[:2], rel=1e-4)
    mean = np.exp(EXOG @ fitted.params) * PEOPLE
    assert fitted.variance == pytest.approx(mean + expected[2] * mean**2, rel=1e-4)
    assert fitted.information == pytest.approx(mean / (1 + expected[2] * mean), rel=1e-4)
    assert fitted.score == pytest.approx((spread - mean) / (1 + expected[2] * mean), rel=1e-3)


def test_counts_that_vary_less_than_chance_have_no_negative_binomial():
    with pytest.raises(NotFitted, match="the fit did not converge"):
        fit_family(problem("negative_binomial", np.tile([5.0, 6.0], 6)))


TRIALS = np.array([20.0, 30, 25, 40, 20, 30, 20, 30, 25, 40, 20, 30])
YES = np.array([2.0, 20, 4, 31, 12, 9, 14, 6, 21, 39, 3, 28])


def test_the_beta_binomial_likelihood_is_scipys_and_its_derivatives_are_its_slopes():
    model = BetaBinomial(YES / TRIALS, EXOG, TRIALS)
    params = np.array([0.2, -0.4, np.log(5.0)])
    share = expit(EXOG @ params[:-1])
    expected = betabinom.logpmf(YES, TRIALS, 5 * share, 5 * (1 - share))
    flat = betabinom.logpmf(YES, TRIALS, 1.0, 1.0)  # what the parameters do not move: C(n, y)
    level = BetaBinomial(YES / TRIALS, 0 * EXOG, TRIALS).loglikeobs(np.array([0, 0, np.log(2.0)]))
    assert model.loglikeobs(params) - level == pytest.approx(expected - flat)
    step = 1e-6 * np.eye(3)
    total = [
        (model.loglikeobs(params + d).sum() - model.loglikeobs(params - d).sum()) / 2e-6
        for d in step
    ]
    assert model.score(params) == pytest.approx(total, rel=1e-6)


def test_the_beta_binomial_fit_is_where_its_likelihood_is_largest():
    fitted = fit_family(problem("beta_binomial", YES / TRIALS, weights=TRIALS))
    model = BetaBinomial(YES / TRIALS, EXOG, TRIALS)
    assert EXOG.T @ fitted.score == pytest.approx([0, 0], abs=1e-2)
    share = expit(EXOG @ fitted.params)
    assert fitted.slope == pytest.approx(np.mean(share * (1 - share)))
    assert fitted.variance == pytest.approx((share * (1 - share)) ** 2 / fitted.information)
    assert model.df_resid == 9


def test_the_beta_binomial_information_is_the_bend_of_its_likelihood_at_expected_successes():
    """Of the part of the derivative that successes enter, whose expectation is nought."""
    params, step = np.array([0.2, -0.4, np.log(5.0)]), np.array([1e-5, 0, 0])
    model = BetaBinomial(expit(EXOG @ params[:-1]), EXOG, TRIALS)

    def slope(at: np.ndarray) -> np.ndarray:
        share = expit(EXOG @ at[:-1])
        return model.derivative(at)[0] / (5 * share * (1 - share))

    share = expit(EXOG @ params[:-1])
    bend = (slope(params - step) - slope(params + step)) / 2e-5
    expected = 5 * share * (1 - share) * bend
    assert model.information_by_row(params) == pytest.approx(expected, rel=1e-6)


def test_shares_that_vary_no_more_than_chance_have_no_beta():
    with pytest.raises(NotFitted, match="vary no more than chance"):
        fit_family(problem("beta_binomial", np.tile([0.5, 0.6], 6), weights=np.full(12, 20.0)))


@pytest.mark.parametrize(
    ("family", "endog"),
    [
        ("poisson", np.where(EXPOSED == 1, EVENTS, 0.0)),
        ("fractional_logit", np.where(EXPOSED == 1, EVENTS / PEOPLE, 0.0)),
    ],
)
def test_a_term_that_separates_the_outcome_perfectly_is_named(family, endog):
    with pytest.raises(NotFitted, match="separates the outcome perfectly"):
        fit_family(problem(family, endog, weights=PEOPLE))


def test_a_great_difference_of_size_is_no_separation():
    """Information is compared with a row's own people and trials."""
    people = np.where(np.arange(12) == 0, 1e-6, 1e6)
    fitted = fit_family(problem("poisson", EVENTS * people / 10, offset=np.log(people)))
    assert np.isfinite(fitted.params).all()


def test_a_fit_that_fails_says_so():
    asked = problem("linear", np.where(EXPOSED == 1, np.nan, EVENTS))
    with pytest.raises(NotFitted, match="the fit"):
        fit_family(asked)
    with pytest.raises(NotFitted, match="the fit"):
        fit_family(replace(asked, family="poisson"))
