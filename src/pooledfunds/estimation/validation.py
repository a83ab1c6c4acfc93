"""Whether the estimators do what they say: bias, coverage, size and power over simulated worlds.

Run by ``make validate``, which writes ``docs/validation.md``; in a short form by the tests.
"""

import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from pooledfunds.estimation.bootstrap import cluster_bootstrap, weights
from pooledfunds.estimation.conclusions import minimum_detectable_effect
from pooledfunds.estimation.families import NotFitted
from pooledfunds.estimation.fit import regress
from pooledfunds.estimation.noise import attenuation
from pooledfunds.estimation.parallel import in_parallel
from pooledfunds.estimation.randomisation import randomise
from pooledfunds.estimation.specifications import Specification
from pooledfunds.estimation.worlds import World, simulate

LAST = ("2007/08",)
ALL = ("2005/06", "2006/07", "2007/08")


def asked(family: str = "poisson", **changed) -> Specification:
    """Return the specification that a scenario is estimated by."""
    outcome, denominator, weight = {
        "poisson": ("bed_days", "expected_bed_days", ""),
        "negative_binomial": ("bed_days", "expected_bed_days", ""),
        "gamma": ("mh_length_of_stay", "", "mh_stays"),
        "fractional_logit": ("items_on_time", "items", ""),
        "beta_binomial": ("items_on_time", "items", ""),
        "log_linear": ("spend_per_head", "", ""),
    }[family]
    plain = {
        "name": family,
        "outcome": outcome,
        "denominator": denominator,
        "weights": weight,
        "level": "pct",
        "periods": LAST,
        "family": family,
        "exposure": "pool",
        "exposure_column": "pool",
        "covariance": "HC3",
        "margin": 0.05,
        "tests": "validation",
        "covariates": ("imd_score", "log(population_65_plus)"),
        "strata": ("region_code",),
    }
    return Specification(**(plain | changed))


FIXED = {"fixed_effects": ("region_code",)}
PANEL = {
    "periods": ALL,
    "covariates": (),
    "fixed_effects": ("body_code", "financial_year"),
    "covariance": "CRV1",
    "cluster": "body_code",
}
BY_REGION = {"covariance": "CRV3", "cluster": "region_code"}
FIVE = {"covariates": ("imd_score",)}

# By name: the world, and how it is estimated.
SCENARIOS: Mapping[str, tuple[World, Specification]] = {
    "Poisson, no effect": (World(), asked(**FIXED)),
    "Poisson, effect of -10 %": (World(effect=np.log(0.9)), asked(**FIXED)),
    "Poisson, confounding by deprivation": (
        World(effect=np.log(0.9), confounding=0.1),
        asked(**FIXED),
    ),
    "Poisson, five exposed bodies, no effect": (World(exposed=5), asked(**FIVE)),
    "Poisson, five exposed bodies, -10 %": (
        World(exposed=5, effect=np.log(0.9)),
        asked(**FIVE),
    ),
    "Poisson, thirteen exposed bodies, no effect": (World(exposed=13), asked(**FIVE)),
    "Poisson, clusters are regions (CRV3)": (World(), asked(**BY_REGION)),
    "Negative binomial, no effect": (World(), asked("negative_binomial", **FIXED)),
    "Gamma, no effect": (World(), asked("gamma", **FIXED)),
    "Gamma, effect of -10 %": (World(effect=np.log(0.9)), asked("gamma", **FIXED)),
    "Fractional logit, no effect": (World(), asked("fractional_logit", **FIXED)),
    "Beta-binomial, no effect": (World(), asked("beta_binomial", **FIXED)),
    "Log-linear, no effect": (World(), asked("log_linear", **FIXED)),
    "Log-linear, clusters are regions (CRV3)": (World(), asked("log_linear", **BY_REGION)),
    "Log-linear, clusters are regions (CRV1)": (
        World(),
        asked("log_linear", covariance="CRV1", cluster="region_code"),
    ),
    "Area panel with fixed effects, -10 %": (
        World(effect=np.log(0.9), staggered=True),
        asked(**PANEL),
    ),
    "Event study, -10 %": (
        World(effect=np.log(0.9), staggered=True),
        asked("log_linear", design="staggered", periods=ALL),
    ),
    "Noisy register (70 %, 90 %), -10 %": (
        World(effect=np.log(0.9), sensitivity=0.7, specificity=0.9),
        asked(covariates=()),
    ),
}


def one_world(
    world: World, specification: Specification, seed: int, settings: Mapping
) -> dict[str, float]:
    """Return what one simulated world gives: estimate, interval, p-values, detectable effect."""
    panel = simulate(world, np.random.default_rng(seed))
    regression = regress(panel, specification, settings["conf_level"])
    table = regression.table.set_index("term")
    row = table.loc[specification.exposure]
    found = row[["estimate", "std_error", "conf_low", "conf_high", "p_value", "df"]].to_dict()
    found["p_randomisation"] = found["p_bootstrap"] = np.nan
    if regression.fitted is None:
        return found
    problem, rows = regression.fitted.problem, regression.sample.rows
    bodies = tuple(sorted(panel["body_code"].unique()))
    chosen = {"draws": settings["draws"], "seed": settings["seed"]}
    try:
        found["p_randomisation"] = next(
            randomise(problem, rows, specification, chosen, bodies)
        ).p_value
        if specification.cluster == "region_code":
            drawn = weights(REGION_CLUSTERS, settings["draws"], settings["seed"])
            found["p_bootstrap"] = cluster_bootstrap(problem, specification.exposure, drawn)[1]
    except NotFitted:
        pass
    return found


REGION_CLUSTERS = 10


def scenario(name: str, worlds: int, settings: Mapping) -> dict[str, object]:
    """Return a scenario's bias, coverage, and rates of finding a difference, over its worlds."""
    world, specification = SCENARIOS[name]
    first = settings["seed"] + 1_000_003 * list(SCENARIOS).index(name)
    work = [(world, specification, first + k, settings) for k in range(worlds)]
    found = pd.DataFrame(in_parallel(one_world, work))
    return {"scenario": name, "truth": world.effect} | summed_up(found, world, settings)


def summed_up(found: pd.DataFrame, world: World, settings: Mapping) -> dict[str, float]:
    """Return the summary of a scenario's worlds; a rate comes with its Monte Carlo error."""
    alpha = 1 - settings["conf_level"]
    fitted = found[found["estimate"].notna()]
    inside = (fitted["conf_low"] <= world.effect) & (world.effect <= fitted["conf_high"])
    told = {
        "worlds": len(found),
        "not fitted": len(found) - len(fitted),
        "bias": fitted["estimate"].mean() - world.effect,
        "bias_error": fitted["estimate"].std() / np.sqrt(len(fitted)),
        "coverage": inside.mean(),
        "spread": fitted["estimate"].std(),
        "mean_std_error": fitted["std_error"].mean(),
    }
    for kind in ("p_value", "p_randomisation", "p_bootstrap"):
        known = fitted[kind].dropna()
        told[kind] = (known < alpha).mean() if len(known) else np.nan
    detectable = minimum_detectable_effect(fitted["std_error"], fitted["df"], alpha, 0.9)
    told["detectable_90"] = detectable.mean()
    return told


def power_at_detectable(worlds: int, settings: Mapping) -> dict[str, float]:
    """Return how often an effect of the analytic detectable size is found, beside what was meant.

    The size is that of the mean standard error over worlds without effect.
    """
    world, specification = SCENARIOS["Poisson, no effect"]
    pilot = [(world, specification, settings["seed"] + k, settings) for k in range(200)]
    errors = pd.DataFrame(in_parallel(one_world, pilot))
    alpha = 1 - settings["conf_level"]
    size = minimum_detectable_effect(errors["std_error"], errors["df"], alpha, 0.9).mean()
    planted = replace(world, effect=-float(size))
    work = [
        (planted, specification, settings["seed"] + 7_000_000 + k, settings) for k in range(worlds)
    ]
    found = pd.DataFrame(in_parallel(one_world, work))
    return {"size": float(size), "found": float((found["p_value"] < alpha).mean())}


def register_correction(worlds: int, settings: Mapping) -> dict[str, float]:
    """Return the mean estimate under a noisy register, and corrected by its known rates."""
    name = "Noisy register (70 %, 90 %), -10 %"
    world, specification = SCENARIOS[name]
    estimates, corrected = [], []
    for k in range(worlds):
        panel = simulate(world, np.random.default_rng(settings["seed"] + 9_000_000 + k))
        row = regress(panel, specification, settings["conf_level"]).table.set_index("term")
        row = row.loc["pool"]
        factor = attenuation(row["n_exposed"] / row["nobs"], world.sensitivity, world.specificity)
        estimates.append(row["estimate"])
        corrected.append(row["estimate"] / factor)
    error = np.std(corrected) / np.sqrt(worlds)
    return {
        "truth": world.effect,
        "uncorrected": float(np.mean(estimates)),
        "corrected": float(np.mean(corrected)),
        "corrected_error": float(error),
    }


def rate(value: float, worlds: int) -> str:
    """Return a rate in per cent with its Monte Carlo error."""
    if np.isnan(value):
        return "–"
    error = np.sqrt(value * (1 - value) / worlds)
    return f"{100 * value:.1f} ± {100 * error:.1f}"


def as_markdown(rows: list[dict], extra: Mapping[str, Mapping], settings: Mapping) -> str:
    """Return the page of the validation."""
    lines = [
        "# Validation: do the estimators do what they say?",
        "",
        "Written by `make validate`; do not edit. Every scenario is a simulated England with a",
        f"known truth, drawn {rows[0]['worlds']:,} times (seed {settings['seed']}); "
        f"randomisation and bootstrap use {settings['draws']} draws per world.",
        "Rates are in per cent with their Monte Carlo error (one standard error). *Found* is how",
        "often a difference is concluded at 5 %: with no effect it is the size of the test, else",
        "its power.",
        "Bias is on the log scale, in points of share for shares.",
        "",
        "| scenario | bias ± error | coverage of 95 % | found, t | found, randomisation "
        "| found, bootstrap | spread of estimates | mean standard error | not fitted |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for row in rows:
        n = row["worlds"] - row["not fitted"]
        lines.append(
            f"| {row['scenario']} | {row['bias']:+.4f} ± {row['bias_error']:.4f} "
            f"| {rate(row['coverage'], n)} | {rate(row['p_value'], n)} "
            f"| {rate(row['p_randomisation'], n)} | {rate(row['p_bootstrap'], n)} "
            f"| {row['spread']:.4f} | {row['mean_std_error']:.4f} | {row['not fitted']} |"
        )
    power, register = extra["power"], extra["register"]
    lines += [
        "",
        "## The detectable effect, confirmed",
        "",
        f"An effect of {100 * np.expm1(power['size']):.1f} %, which the formula says is found in "
        f"90 % of worlds, was found in {rate(power['found'], rows[0]['worlds'])} %.",
        "",
        "## A noisy register, corrected",
        "",
        f"Truth {register['truth']:+.4f}; estimated from the register "
        f"{register['uncorrected']:+.4f}; corrected by its known rates "
        f"{register['corrected']:+.4f} ± {register['corrected_error']:.4f}.",
        "",
        *targets(rows, power),
        "",
    ]
    return "\n".join(lines)


def targets(rows: list[dict], power: Mapping) -> list[str]:
    """Return the targets, each with what was measured and whether it is met."""
    by_name = {row["scenario"]: row for row in rows}
    worlds = rows[0]["worlds"]
    lines = ["## Targets", "", "| target | measured | met |", "|---|---|---|"]
    for name in PRIMARY:
        row = by_name[name]
        met = 0.935 <= row["coverage"] <= 0.965
        lines.append(
            f"| coverage 93.5 to 96.5 %: {name} | {rate(row['coverage'], worlds)} | {yes(met)} |"
        )
    five = by_name["Poisson, five exposed bodies, no effect"]["p_randomisation"]
    lines.append(
        f"| size of the randomisation test, five exposed, 4 to 6 % | {rate(five, worlds)} "
        f"| {yes(0.04 <= five <= 0.06)} |"
    )
    lines.append(
        f"| found in at least 90 % of worlds where the formula says 90 % | "
        f"{rate(power['found'], worlds)} | {yes(power['found'] >= 0.9 - 2 * mc(0.9, worlds))} |"
    )
    lines.append("")
    lines.append("The last is met when it is not below 90 % by more than two Monte Carlo errors.")
    wide = [name for name in PRIMARY if by_name[name]["coverage"] > 0.965]
    if wide:
        lines.append(
            f"Coverage is above its target in: {'; '.join(wide)}. HC3 errs on the wide side,"
        )
        lines.append(
            "the more so the more terms there are; compare the mean standard error with the"
        )
        lines.append("spread of the estimates. What such an interval excludes is safely excluded.")
    return lines


PRIMARY = (
    "Poisson, no effect",
    "Poisson, effect of -10 %",
    "Poisson, confounding by deprivation",
    "Poisson, five exposed bodies, no effect",
    "Poisson, thirteen exposed bodies, no effect",
    "Gamma, no effect",
    "Fractional logit, no effect",
    "Log-linear, no effect",
    "Area panel with fixed effects, -10 %",
    "Event study, -10 %",
)


def mc(value: float, worlds: int) -> float:
    """Return the Monte Carlo error of a rate."""
    return float(np.sqrt(value * (1 - value) / worlds))


def yes(met: bool) -> str:
    """Return yes or no."""
    return "yes" if met else "no"


def validate(
    worlds: int, settings: Mapping, tell: Callable[[str], None] = lambda line: None
) -> str:
    """Return the page of the validation over this many worlds per scenario."""
    rows = []
    for name in SCENARIOS:
        rows.append(scenario(name, worlds, settings))
        tell(f"{name}: coverage {rate(rows[-1]['coverage'], worlds)}")
    extra = {
        "power": power_at_detectable(worlds, settings),
        "register": register_correction(min(worlds, 300), settings),
    }
    return as_markdown(rows, extra, settings)


if __name__ == "__main__":
    SETTINGS = {"conf_level": 0.95, "draws": 499, "seed": 20091029}
    WORLDS = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    Path(sys.argv[1]).write_text(validate(WORLDS, SETTINGS, print), encoding="utf-8")
