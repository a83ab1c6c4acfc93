"""Hold the second study's estimates of its returns to pyfixest, on the panel that a run linked.

Run by hand, after a run of ``ten_years_on`` on the official basis and in an environment that has
pyfixest besides (``pip install pyfixest``): ``python tests/reference/compare_ten_years_on.py``. It
prints each difference and ends with 1 where one is larger than 1e-6. The real returns are not part
of the project, so this is no test of ``make test``; the same models on invented data are
(``test_dose.py``).
"""

import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pyfixest as pf

RUN = Path("data/processed/ten_years_on/official")
BEFORE = ["2011/12", "2012/13", "2013/14"]
AFTER = ["2015/16", "2016/17", "2017/18", "2018/19"]
TIGHT = {"iwls_tol": 1e-13, "iwls_maxiter": 200}
PLAIN = pf.ssc(k_adj=False, G_adj=False)
CLOSE = 1e-6
DRAWS = 199


def one_row_an_area(panel: pd.DataFrame, outcome: str = "delayed_days") -> pd.DataFrame:
    """Return the four years together, given the rate of the three before, as is declared."""
    counted = [outcome, "adult_days"]
    after = panel[panel["financial_year"].isin(AFTER)].groupby("area_code")[counted].sum()
    before = panel[panel["financial_year"].isin(BEFORE)].groupby("area_code")[counted].sum()
    first = panel[panel["financial_year"] == AFTER[0]].set_index("area_code").drop(columns=counted)
    areas = after.join(first)
    areas["log_rate_before"] = np.log(before[outcome] / before["adult_days"])
    areas["log_base"] = np.log(areas["adult_days"])
    areas["money"] = areas["joint_and_nhs_share"] / areas["joint_and_nhs_share"].std()
    return areas.reset_index()


def ancova(areas: pd.DataFrame, exposure: str) -> tuple[float, float]:
    """Return the coefficient of an exposure and its HC2 error."""
    covariates = "log_rate_before + share_75_plus_of_18_plus + imd_score"
    formula = f"delayed_days ~ {exposure} + {covariates} + C(region_code) + C(area_class)"
    fit = pf.fepois(formula, areas, offset="log_base", vcov="HC2", ssc=PLAIN, **TIGHT)
    return float(fit.coef()[exposure]), float(fit.se()[exposure])


def by_year(panel: pd.DataFrame) -> pd.Series:
    """Return the effect of the money in each year but 2014/15, areas and region-years absorbed."""
    one = panel.drop_duplicates("area_code").set_index("area_code")["joint_and_nhs_share"]
    rows = panel.assign(money=panel["area_code"].map(one / one.std()))
    rows["log_base"] = np.log(rows["adult_days"])
    years = [year for year in sorted(rows["financial_year"].unique()) if year != "2014/15"]
    for place, year in enumerate(years):
        rows[f"dose{place}"] = rows["money"] * (rows["financial_year"] == year)
    rows["region_year"] = rows["region_code"].astype(str) + rows["financial_year"]
    terms = " + ".join(f"dose{place}" for place in range(len(years)))
    formula = f"delayed_days ~ {terms} | area_code + region_year"
    fit = pf.fepois(formula, rows, offset="log_base", **TIGHT)
    return fit.coef().set_axis(years)


def permuted_p(areas: pd.DataFrame) -> float:
    """Return the p-value of the money, exchanged within region and class and refitted each time."""
    rng = np.random.default_rng(1)
    ts = []
    for draw in range(DRAWS + 1):
        moved = areas
        if draw:
            strata = areas.groupby(["region_code", "area_class"], observed=True)["money"]
            moved = areas.assign(money=strata.transform(rng.permutation))
        estimate, error = ancova(moved, "money")
        ts.append(abs(estimate / error))
    return float(np.mean(np.array(ts) >= ts[0] * (1 - 1e-9)))


def main() -> int:
    """Print each comparison; return 1 if one is off."""
    warnings.simplefilter("ignore")
    panel = pd.read_parquet(RUN / "linked/panel_council.parquet")
    panel = panel[panel["in_frame"]].astype({"area_code": str, "financial_year": str})
    ours = pd.concat(
        pd.read_parquet(RUN / f"estimates/{name}.parquet") for name in ("estimates", "coefficients")
    ).astype({"specification": str, "term": str})
    ours = ours.set_index([ours["specification"].str.partition("/")[0], "term"])
    areas, off = one_row_an_area(panel), []
    compared = {
        "joint_money": ("money", "joint_and_nhs_share"),
        "joint_arrangements": ("joint_arrangements", "joint_arrangements"),
        "shared_boundaries": ("coterminous", "coterminous"),
    }
    for entry, (column, term) in compared.items():
        own = ours.loc[(entry, term)].squeeze()
        estimate, error = ancova(areas, column)
        off += [abs(own["estimate"] - estimate), abs(own["std_error"] - error)]
        print(f"{entry}: coefficient off by {off[-2]:.1e}, HC2 error by {off[-1]:.1e}")
    for year, estimate in by_year(panel).items():
        own = ours.loc[("pre_trend", f"joint_and_nhs_share:{year}")].squeeze()
        off.append(abs(own["estimate"] - estimate))
        print(f"pre_trend {year}: coefficient off by {off[-1]:.1e}")
    p, own = permuted_p(areas), ours.loc[("joint_money", "joint_and_nhs_share")].squeeze()
    spread = np.sqrt(p * (1 - p) / DRAWS)
    print(f"joint_money: p {own['p_randomisation']:.3f} by score; refitted {p:.3f} ± {spread:.3f}")
    return int(max(off) > CLOSE)


if __name__ == "__main__":
    sys.exit(main())
