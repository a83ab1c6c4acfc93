"""Make the reference values of the permutation tests, with ritest-python.

Run once, in an environment apart: ``pip install ritest-python pyfixest statsmodels``, then
``python tests/reference/make_permutation.py``. It reads ``estimation_data.csv`` and
``estimation_panel.csv``, which ``make_estimation.py`` wrote, and writes ``permutation.json``
beside itself: by case what was asked, the statistic as observed, and how many of the draws are
as far from nought on either side. The tests need neither ritest-python nor pyfixest.

ritest-python permutes a binary exposure, within ``strata`` and by whole ``cluster`` where these are
named; it counts draws whose statistic is at least as large in size, and adds no draw for the
observed assignment. Coefficients of least squares are its own. It has no studentised statistic and
no Poisson model, but takes a function of the permuted data: there t is statsmodels' (HC2, or by
cluster), and the Poisson and logit fits are pyfixest's, the whole model fitted at each draw. Their
values are rounded, because it knows no tolerance for ties. The ``score`` of a Poisson model is the
weighted least-squares fit of the working response at the fit without the exposure.

pyfixest's own ``ritest()`` is not a reference: it draws each row's exposure anew, with replacement
and with equal chances, from the distinct values of the column, so that about half are exposed
whatever their number was, and it has no strata. With seven of 120 exposed it gives 0.007 (0.60.0,
2,000 draws) where both permutations give 0.21 (``covariate, seven exposed, coefficient``).

Where a ``null`` is given the test is of that effect: it is taken out of the outcome.
"""

import json
import warnings
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import pyfixest as pf
import statsmodels.api as sm
from ritest import ritest

HERE = Path(__file__).parent
DRAWS, SEED = 20_000, 20_260
PLAIN = pf.ssc(k_adj=False, G_adj=False)
TIGHT = {"iwls_tol": 1e-10, "iwls_maxiter": 100}

LINEAR = {"data": "areas", "family": "linear", "outcome": "log_ratio", "exposure": "pool"}
NEED = LINEAR | {"covariates": ["need"]}
COURSE = LINEAR | {"data": "bodies", "outcome": "outcome", "exposure": "ever", "cluster": "body"}
COURSE |= {"covariates": ["year"]}
COUNTS = NEED | {"family": "poisson", "outcome": "count"}
COEFFICIENT, T, SCORE = {"statistic": "coefficient"}, {"statistic": "t"}, {"statistic": "score"}
CASES = {
    "two groups, coefficient": LINEAR | {"null": 0.1} | COEFFICIENT,
    "two groups, t": LINEAR | {"null": 0.1} | T,
    "two groups, outcome of nought and one, t": LINEAR | {"outcome": "late"} | T,
    "covariate, coefficient, small p": NEED | {"null": 0.11} | COEFFICIENT,
    "covariate, coefficient, moderate p": NEED | {"null": 0.18} | COEFFICIENT,
    "covariate, t, small p": NEED | {"null": 0.11} | T,
    "covariate, t, moderate p": NEED | {"null": 0.18} | T,
    "covariate, seven exposed, coefficient": NEED | {"exposure": "few"} | COEFFICIENT,
    "covariate, seven exposed, t": NEED | {"exposure": "few"} | T,
    "moderator, t of the product": NEED | {"moderator": "need"} | T,
    "strata, coefficient": LINEAR | {"strata": "band", "null": 0.1} | COEFFICIENT,
    "strata and covariate, t": NEED | {"strata": "band", "null": 0.13} | T,
    "whole courses, coefficient": COURSE | COEFFICIENT,
    "whole courses, t by cluster": COURSE | T,
    "whole courses within strata, coefficient": COURSE | {"strata": "band"} | COEFFICIENT,
    "poisson, score": COUNTS | {"null": 0.13} | SCORE,
    "poisson, coefficient": COUNTS | {"null": 0.13} | COEFFICIENT,
    "poisson, t": COUNTS | {"null": 0.1} | T,
    "poisson, seven exposed, t": COUNTS | {"exposure": "few"} | T,
    "logit, t": NEED | {"family": "fractional_logit", "outcome": "late"} | T,
}


def frame(case: dict) -> pd.DataFrame:
    """Return the case's data, the effect of its null taken out of the outcome."""
    if case["data"] == "areas":
        data = pd.read_csv(HERE / "estimation_data.csv")
        data["few"] = data["pool"] * (data["cluster"] == 0)
        data["band"] = pd.qcut(data["need"], 4, labels=False)
    else:
        data = pd.read_csv(HERE / "estimation_panel.csv")
        data["ever"] = (data["start"] < 4).astype(float)
        first = data.loc[data["year"] == 0].set_index("body")["outcome"]
        data["band"] = pd.qcut(data["body"].map(first), 3, labels=False)
    effect = case.get("null", 0.0) * data[case["exposure"]]
    if case["family"] == "linear":
        return data.assign(y=data[case["outcome"]] - effect)
    return data.assign(y=data[case["outcome"]], shift=data["log_expected"] + effect)


def statistic(case: dict, data: pd.DataFrame) -> Callable[[pd.DataFrame], float]:
    """Return what is worked out from the permuted data."""
    terms = [case["exposure"], *case.get("covariates", [])]
    if case["family"] == "linear":
        return lambda moved: linear_t(case, moved, terms)
    if case["statistic"] == "score":
        working, mean = working_response(data, terms[1:])
        return lambda moved: (
            sm.WLS(working, sm.add_constant(moved[terms]), mean)
            .fit(cov_type="HC2")
            .tvalues[terms[0]]
        )
    return lambda moved: refitted(case, moved, terms)


def linear_t(case: dict, data: pd.DataFrame, terms: list[str]) -> float:
    """Return t of the exposure, or of its product with the moderator."""
    exog = sm.add_constant(data[terms].astype(float))
    term = terms[0]
    if "moderator" in case:
        term = "product"
        exog[term] = data[case["exposure"]] * data[case["moderator"]]
    robust = {"cov_type": "HC2"}
    if "cluster" in case:
        robust = {"cov_type": "cluster", "cov_kwds": {"groups": data[case["cluster"]]}}
    return sm.OLS(data["y"], exog).fit(**robust).tvalues[term]


def working_response(data: pd.DataFrame, covariates: list[str]) -> tuple[pd.Series, pd.Series]:
    """Return the Poisson model's working residual and weight at the fit without the exposure."""
    formula = f"y ~ {' + '.join(covariates)}"
    null = pf.fepois(formula, data=data, offset="shift", **TIGHT)
    mean = np.exp(sm.add_constant(data[covariates]) @ null.coef().to_numpy() + data["shift"])
    return (data["y"] - mean) / mean, mean


def refitted(case: dict, data: pd.DataFrame, terms: list[str]) -> float:
    """Return the exposure's coefficient or t (HC2) in the whole model."""
    asked = {"fml": f"y ~ {' + '.join(terms)}", "data": data, "vcov": "HC2", "ssc": PLAIN} | TIGHT
    if case["family"] == "poisson":
        fit = pf.fepois(**asked, offset="shift")
    else:
        fit = pf.feglm(**asked, family="logit")
    return (fit.tstat() if case["statistic"] == "t" else fit.coef())[terms[0]]


def reference(case: dict) -> dict[str, float]:
    """Return the case with its observed statistic and how many draws are as far."""
    data = frame(case)
    exchange = {name: case[name] for name in ("strata", "cluster") if name in case}
    if case["family"] == "linear" and case["statistic"] == "coefficient":
        formula = f"y ~ {' + '.join([case['exposure'], *case.get('covariates', [])])}"
        asked = {"formula": formula, "stat": case["exposure"]}
    else:
        function = statistic(case, data)
        asked = {"stat_fn": lambda moved: round(float(function(moved)), 10)}
    options = {"reps": DRAWS, "seed": SEED, "ci_mode": "none", "n_jobs": 1}
    found = ritest(df=data, permute_var=case["exposure"], **asked, **exchange, **options)
    return case | {"observed": found.obs_stat, "as_far": found.c}


def main() -> None:
    """Write the reference values."""
    warnings.simplefilter("ignore")
    values = {}
    for name, case in CASES.items():
        values[name] = reference(case)
        print(name, values[name]["observed"], values[name]["as_far"] / DRAWS, flush=True)
    versions = {
        name: version(name) for name in ("ritest-python", "pyfixest", "statsmodels", "numpy")
    }
    written = {"draws": DRAWS, "seed": SEED, "versions": versions, "cases": values}
    text = json.dumps(written, indent=1)
    (HERE / "permutation.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
