"""Make the data and pyfixest's values of the dose, ANCOVA and contrast tests.

Run once, in an environment apart: ``pip install pyfixest``, then ``python
tests/reference/make_dose.py``, then ``Rscript make_dose.R`` in this folder for clubSandwich's. It
writes ``dose_panel.csv`` and ``dose.json`` beside itself; the tests need neither.
"""

import json
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
import pyfixest as pf

HERE = Path(__file__).parent
YEARS = ("2011/12", "2012/13", "2013/14", "2014/15", "2015/16", "2016/17")
TIGHT = {"iwls_tol": 1e-13, "iwls_maxiter": 200}
DRAWS = 999
PLAIN = pf.ssc(k_adj=False, G_adj=False)


def panel() -> pd.DataFrame:
    """Return 60 areas of eight regions over six years: two counts of days, a dose and a need."""
    rng = np.random.default_rng(23)
    areas, years = 60, len(YEARS)
    area = np.repeat(np.arange(areas), years)
    dose = rng.gamma(1.5, 0.1, areas).round(5)
    need = rng.normal(22, 6, areas).round(3)
    own = 0.01 * need + 0.4 * rng.normal(size=areas)
    base = np.exp(rng.normal(9, 0.6, areas)).round()
    changes = np.cumsum(0.2 * rng.normal(size=(areas, years)), axis=1).ravel()
    rate = np.exp(own[area] + changes)
    region, kind = np.arange(areas) % 8, np.arange(areas) % 3
    return pd.DataFrame(
        {
            "area": area,
            "year": np.tile(YEARS, areas),
            "region": region[area],
            "kind": np.where(region == 7, np.arange(areas) // 8 % 2 + 3, kind)[area],
            "days": rng.poisson(0.1 * base[area] * rate),
            "other_days": rng.poisson(0.05 * base[area] * rate**0.5),
            "base": base[area],
            "dose": dose[area],
            "need": need[area],
            "shared": (np.arange(areas) % 7 < 4).astype(int)[area],
        }
    )


def one_row_an_area(rows: pd.DataFrame, outcome: str = "days") -> pd.DataFrame:
    """Return the last two years summed, with the log of the rate of the first three."""
    late, early = rows[rows["year"] >= "2015/16"], rows[rows["year"] <= "2013/14"]
    areas = late.groupby("area")[[outcome, "base"]].sum()
    before = early.groupby("area")[[outcome, "base"]].sum()
    areas["log_rate_before"] = np.log(before[outcome] / before["base"])
    first = rows.groupby("area")[["region", "kind", "dose", "need", "shared"]].first()
    areas = areas.join(first).reset_index()
    areas["log_base"] = np.log(areas["base"])
    areas["dose"] = areas["dose"] / areas["dose"].std()
    centred = [areas[name] - areas[name].mean() for name in ("dose", "shared")]
    return areas.assign(product=centred[0] * centred[1])


def permuted_p(areas: pd.DataFrame, formula: str) -> float:
    """Return the p-value of the dose, exchanged within region and kind, refitted at each draw."""
    rng = np.random.default_rng(1)
    ts = []
    for draw in range(DRAWS + 1):
        moved = areas.copy()
        if draw:
            exchanged = areas.groupby(["region", "kind"])["dose"].transform(rng.permutation)
            moved["dose"] = exchanged
        fit = pf.fepois(formula, moved, offset="log_base", vcov="HC2", ssc=PLAIN, **TIGHT)
        ts.append(abs(fit.coef()["dose"] / fit.se()["dose"]))
    return float(np.mean(np.array(ts) >= ts[0] * (1 - 1e-9)))


def main() -> None:
    """Write the data and the reference values."""
    warnings.simplefilter("ignore")
    panel().to_csv(HERE / "dose_panel.csv", index=False)
    rows = pd.read_csv(HERE / "dose_panel.csv")
    areas = one_row_an_area(rows)
    covariates = "log_rate_before + need + C(region) + C(kind)"
    values = {}
    for name, terms in {"ancova": "dose", "product": "dose + shared + product"}.items():
        formula = f"days ~ {terms} + {covariates}"
        fit = pf.fepois(formula, areas, offset="log_base", vcov="HC2", ssc=PLAIN, **TIGHT)
        kept = terms.split(" + ")
        values[name] = {
            "coef": fit.coef()[kept].to_dict(),
            "HC2": fit.se()[kept].to_dict(),
        }
    values["permutation"] = {"p": permuted_p(areas, f"days ~ dose + {covariates}"), "draws": DRAWS}
    rows["log_base"] = np.log(rows["base"])
    rows["dose"] = rows["dose"] / rows.groupby("area")["dose"].first().std()
    for year in YEARS:
        rows[f"dose_{year[:4]}"] = rows["dose"] * (rows["year"] == year)
    kept = [f"dose_{year[:4]}" for year in YEARS if year != "2014/15"]
    fit = pf.fepois(
        f"days ~ {' + '.join(kept)} | area + year", rows, offset="log_base", vcov="iid", **TIGHT
    )
    values["dose"] = {"coef": fit.coef()[kept].to_dict()}
    values["versions"] = {name: version(name) for name in ("pyfixest", "numpy")}
    text = json.dumps(values, indent=1, sort_keys=True)
    (HERE / "dose.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
