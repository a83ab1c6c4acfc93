"""Make the reference values of the estimation tests, with pyfixest, diff-diff and csdid.

Run once, in an environment apart: ``pip install pyfixest csdid diff-diff``, then
``python tests/reference/make_estimation.py``. It writes ``estimation_data.csv``,
``estimation_panel.csv`` and ``estimation.json`` beside itself; the tests need neither package.

diff-diff has Bell and McCaffrey's degrees of freedom for least squares; for the other families it
is given the last step of iteratively reweighted least squares at pyfixest's fit.
"""

import json
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import pyfixest as pf

HERE = Path(__file__).parent
PLAIN = pf.ssc(k_adj=False, G_adj=False)
KEPT = ("egt", "att_egt", "se_egt")
TIGHT = {"iwls_tol": 1e-13, "iwls_maxiter": 100}


def cross_section() -> pd.DataFrame:
    """Return 120 areas in 9 clusters: a count with its expectation, and shares."""
    rng = np.random.default_rng(7)
    n = 120
    cluster = np.arange(n) % 9
    pool = (rng.random(n) < 0.4).astype(float)
    need = rng.normal(size=n)
    expected = rng.uniform(500, 3000, n).round(3)
    rate = 0.1 * pool + 0.2 * need + rng.normal(0, 0.2, 9)[cluster] + rng.normal(0, 0.2, n)
    count = rng.poisson(expected * np.exp(rate))
    return pd.DataFrame(
        {
            "count": count,
            "expected": expected,
            "log_expected": np.log(expected),
            "log_ratio": np.log(count / expected),
            "late": (rng.random(n) < 1 / (1 + np.exp(-rate))).astype(float),
            "pool": pool,
            "need": need.round(6),
            "weight": rng.integers(1, 9, n).astype(float),
            "cluster": cluster,
        }
    )


def panel() -> pd.DataFrame:
    """Return 90 bodies over four years, a third never exposed."""
    rng = np.random.default_rng(11)
    bodies, years = 90, 4
    start = np.array([1, 2, years])[np.arange(bodies) % 3]
    own = rng.normal(size=bodies)
    body = np.repeat(np.arange(bodies), years)
    year = np.tile(np.arange(years), bodies)
    exposed = (year >= start[body]).astype(float)
    effect = -0.1 * exposed * (1 + 0.5 * (year - start[body]))
    outcome = own[body] + 0.05 * year + effect + rng.normal(0, 0.1, len(body))
    columns = {"body": body, "year": year, "start": start[body], "exposed": exposed}
    return pd.DataFrame(columns | {"outcome": outcome})


def main() -> None:
    """Write the data and the reference values."""
    warnings.simplefilter("ignore")
    areas, bodies = cross_section(), panel()
    areas.to_csv(HERE / "estimation_data.csv", index=False)
    bodies.to_csv(HERE / "estimation_panel.csv", index=False)
    # Read back, so that the values belong to the file as it is written.
    areas = pd.read_csv(HERE / "estimation_data.csv")
    bodies = pd.read_csv(HERE / "estimation_panel.csv")
    linear = "log_ratio ~ pool + need"
    counts = "count ~ pool + need"
    cases = {
        "linear": lambda **k: pf.feols(linear, **{"data": areas} | k),
        "weighted": lambda **k: pf.feols(linear, **{"data": areas, "weights": "weight"} | k),
        "poisson": lambda **k: pf.fepois(
            counts, **{"data": areas, "offset": "log_expected"} | TIGHT | k
        ),
        "logit": lambda **k: pf.feglm(
            "late ~ pool + need", **{"data": areas, "family": "logit"} | TIGHT | k
        ),
    }
    values = {}
    for name, fitted in cases.items():
        found = {"coef": fitted(vcov="HC1").coef().to_dict()}
        found |= {"HC1": fitted(vcov="HC1").se().to_dict()}
        found |= {"HC2": fitted(vcov="HC2", ssc=PLAIN).se().to_dict()}
        found |= {"HC2 degrees of freedom": bell_mccaffrey(name, fitted(vcov="iid"), areas)}
        found |= {"HC3": fitted(vcov="HC3", ssc=PLAIN).se().to_dict()}
        values[name] = found
    values["staggered"] = staggered(bodies)
    values["versions"] = {
        name: version(name) for name in ("pyfixest", "csdid", "diff-diff", "numpy")
    }
    text = json.dumps(values, indent=1, sort_keys=True)
    (HERE / "estimation.json").write_text(text + "\n", encoding="utf-8")


def bell_mccaffrey(name: str, fit, areas: pd.DataFrame) -> dict[str, float]:
    """Return diff-diff's degrees of freedom under HC2 by coefficient."""
    from diff_diff.linalg import compute_robust_vcov

    terms = ["Intercept", "pool", "need"]
    exog = areas.assign(Intercept=1.0)[terms].to_numpy(dtype=float)
    predictor = exog @ fit.coef()[terms].to_numpy()
    match name:
        case "linear":
            information, score = np.ones(len(areas)), areas["log_ratio"] - predictor
        case "weighted":
            information = areas["weight"]
            score = information * (areas["log_ratio"] - predictor)
        case "poisson":
            information = np.exp(predictor + areas["log_expected"])
            score = areas["count"] - information
        case "logit":
            share = 1 / (1 + np.exp(-predictor))
            information, score = share * (1 - share), areas["late"] - share
    root = np.sqrt(np.asarray(information, dtype=float))
    _, freedom = compute_robust_vcov(
        exog * root[:, None], np.asarray(score) / root, vcov_type="hc2_bm", return_dof=True
    )
    return dict(zip(terms, map(float, freedom), strict=True))


def staggered(bodies: pd.DataFrame) -> dict[str, dict[str, float]]:
    """Return csdid's effects by event time from the start on, against those not yet exposed."""
    from csdid.att_gt import ATTgt

    data = bodies.assign(start=bodies["start"].where(bodies["start"] < 4, 0).astype(int))
    data = data.assign(
        year=data["year"] + 1, start=np.where(data["start"] > 0, data["start"] + 1, 0)
    )
    fit = ATTgt(
        yname="outcome",
        gname="start",
        idname="body",
        tname="year",
        data=data,
        control_group=["notyettreated"],
        xformla="outcome~1",
        panel=True,
    ).fit(est_method="reg", base_period="universal", bstrap=False)
    fit.aggte("dynamic", bstrap=False, cband=False)
    event = {name: np.array(values) for name, values in fit.atte.items() if name in KEPT}
    after = np.flatnonzero(np.array(event["egt"]) >= 0)
    effects, spreads = (np.ravel(event[name])[after] for name in ("att_egt", "se_egt"))
    times = event["egt"][after].astype(int).astype(str)
    return {
        "effect": dict(zip(times, effects.tolist(), strict=True)),
        "error": dict(zip(times, spreads.tolist(), strict=True)),
    }


if __name__ == "__main__":
    main()
