"""Whether the estimators do what they say: bias, coverage, size and power over simulated worlds.

``make validate`` writes what these give to ``docs/validation.md``; the tests run a short form.
"""

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from scipy import stats

from pooledfunds.estimation.conclusions import minimum_detectable_effect
from pooledfunds.estimation.families import NotFitted
from pooledfunds.estimation.fit import regress
from pooledfunds.estimation.noise import attenuation
from pooledfunds.estimation.parallel import in_parallel
from pooledfunds.estimation.randomisation import permutation_test
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
        "covariance": "HC2",
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
    "covariance": "CR2",
    "cluster": "body_code",
}
BY_REGION = {"covariance": "CR2", "cluster": "region_code"}
FEW = {"covariates": ("imd_score",)}
MODERATED = {"moderator": "coterminous"}
TENTH = float(np.log(0.9))
FIVE = "Poisson, five exposed bodies, no effect"
COTERMINOUS = "Poisson, co-terminosity (107 of 152), -10 %"
NOISY = "Noisy register (70 %, 90 %), -10 %"

# By name: the world, and how it is estimated.
SCENARIOS: Mapping[str, tuple[World, Specification]] = {
    "Poisson, no effect": (World(), asked(**FIXED)),
    "Poisson, effect of -10 %": (World(effect=TENTH), asked(**FIXED)),
    # So that the formula gives this comparison about 90 % power.
    COTERMINOUS: (World(effect=TENTH, exposed=107, noise=0.16), asked(**FIXED)),
    "Poisson, confounding by deprivation": (
        World(effect=TENTH, confounding=0.1),
        asked(**FIXED),
    ),
    FIVE: (World(exposed=5), asked(**FEW)),
    "Poisson, five exposed bodies, -10 %": (World(exposed=5, effect=TENTH), asked(**FEW)),
    "Poisson, thirteen exposed bodies, no effect": (World(exposed=13), asked(**FEW)),
    "Poisson, thirteen of 110, with co-terminosity": (
        World(exposed=13, bodies=110),
        asked(**MODERATED, **FIXED),
    ),
    "Poisson, clusters are regions (CR2)": (World(), asked(**BY_REGION)),
    "Negative binomial, no effect": (World(), asked("negative_binomial", **FIXED)),
    "Gamma, no effect": (World(), asked("gamma", **FIXED)),
    "Gamma, effect of -10 %": (World(effect=TENTH), asked("gamma", **FIXED)),
    "Fractional logit, no effect": (World(), asked("fractional_logit", **FIXED)),
    "Fractional logit, 76 of 110, with co-terminosity": (
        World(exposed=76, bodies=110),
        asked("fractional_logit", **MODERATED, **FEW),
    ),
    "Beta-binomial, no effect": (World(), asked("beta_binomial", **FIXED)),
    "Log-linear, no effect": (World(), asked("log_linear", **FIXED)),
    "Log-linear, clusters are regions (CR2)": (World(), asked("log_linear", **BY_REGION)),
    "Area panel with fixed effects, -10 %": (
        World(effect=TENTH, staggered=True),
        asked(**PANEL),
    ),
    "Event study, -10 %": (
        World(effect=TENTH, staggered=True),
        asked("log_linear", design="staggered", periods=ALL),
    ),
    NOISY: (World(effect=TENTH, sensitivity=0.7, specificity=0.9), asked(covariates=())),
}
# Estimators of the primary set: these are held to the targets of coverage.
SECONDARY = {
    "Poisson, clusters are regions (CR2)",
    "Negative binomial, no effect",
    "Beta-binomial, no effect",
    "Log-linear, clusters are regions (CR2)",
    NOISY,
}
PRIMARY = tuple(name for name in SCENARIOS if name not in SECONDARY)
# Worlds between two words on how far it is.
BATCH = 250


def one_world(
    world: World, specification: Specification, seed: int, draws: int, settings: Mapping
) -> dict[str, float]:
    """Return what one simulated world gives: estimate, interval, p-values, power and labels.

    ``power`` is what the formula gives an effect of the planted size in this world; ``share`` is
    that of the bodies with the exposure. Without ``draws`` there is no permutation test.
    """
    panel = simulate(world, np.random.default_rng(seed))
    regression = regress(panel, specification, settings["conf_level"])
    row = regression.row(specification.exposure)
    kept = ("estimate", "std_error", "conf_low", "conf_high", "p_value", "df")
    found = {name: row[name] for name in kept}
    found |= {"p_randomisation": np.nan, "share": np.nan, "power": np.nan}
    if row["nobs"]:
        found["share"] = row["n_exposed"] / row["nobs"]
    if world.effect and row["std_error"] > 0:
        bound = stats.t.ppf((1 + settings["conf_level"]) / 2, row["df"])
        away = abs(world.effect) / row["std_error"]
        found["power"] = float(stats.nct.sf(bound, row["df"], away))
    if regression.fitted is None or not draws:
        return found
    problem, rows = regression.fitted.problem, regression.sample.rows
    bodies = tuple(sorted(panel["body_code"].unique()))
    chosen = {"draws": draws, "seed": settings["seed"]}
    try:
        exchanged = next(permutation_test(problem, rows, specification, chosen, bodies))
        found["p_randomisation"] = exchanged.p_value
    except NotFitted:
        pass
    return found


def worlds_of(
    name: str, settings: Mapping, tell: Callable[[str, int], None] = lambda name, done: None
) -> pd.DataFrame:
    """Return what each world of a scenario gives, a row each.

    Parameters
    ----------
    settings
        ``conf_level``, ``seed``, ``worlds``, and of these how many are ``randomised``, by how many
        ``draws``.
    tell
        Is told the scenario and how many of its worlds are done, now and then.
    """
    world, specification = SCENARIOS[name]
    first = settings["seed"] + 1_000_003 * list(SCENARIOS).index(name)
    found = []
    for start in range(0, settings["worlds"], BATCH):
        batch = range(start, min(start + BATCH, settings["worlds"]))
        draws = [settings["draws"] if k < settings["randomised"] else 0 for k in batch]
        work = [
            (world, specification, first + k, many, settings)
            for k, many in zip(batch, draws, strict=True)
        ]
        found += in_parallel(one_world, work)
        tell(name, len(found))
    return pd.DataFrame(found)


def summed_up(name: str, found: pd.DataFrame, settings: Mapping) -> dict[str, object]:
    """Return a scenario's bias, coverage, and rates of finding a difference, over its worlds."""
    effect, alpha = SCENARIOS[name][0].effect, 1 - settings["conf_level"]
    fitted = found[found["estimate"].notna()]
    inside = (fitted["conf_low"] <= effect) & (effect <= fitted["conf_high"])
    told = {
        "scenario": name,
        "truth": effect,
        "not_fitted": len(found) - len(fitted),
        "bias": fitted["estimate"].mean() - effect,
        "bias_error": fitted["estimate"].std() / np.sqrt(len(fitted)),
        "coverage": Rate.of(inside),
        "spread": fitted["estimate"].std(),
        "mean_std_error": fitted["std_error"].mean(),
    }
    for kind in ("p_value", "p_randomisation"):
        told[kind] = Rate.of(fitted[kind].dropna() < alpha)
    return told


class Rate(float):
    """A share of worlds, which knows its Monte Carlo error (one standard error)."""

    error: float

    @classmethod
    def of(cls, happened: pd.Series) -> "Rate":
        """Return the share of worlds in which something happened; missing over no world."""
        rate = cls(happened.mean() if len(happened) else np.nan)
        rate.error = float(np.sqrt(rate * (1 - rate) / max(len(happened), 1)))
        return rate

    def __str__(self) -> str:
        """Return the rate in per cent with its error."""
        return "–" if np.isnan(self) else f"{100 * self:.1f} ± {100 * self.error:.1f}"


def power_found(found: pd.DataFrame, settings: Mapping) -> dict[str, float]:
    """Return how often a planted effect is found, beside what the formula says.

    Over all worlds, and over those whose own formula gives 90 % power or more.
    """
    alpha = 1 - settings["conf_level"]
    detected = found["p_value"] < alpha
    sure = found["power"] >= 0.9
    detectable = minimum_detectable_effect(found["std_error"], found["df"], alpha, 0.9)
    return {
        "said": found["power"].mean(),
        "found": Rate.of(detected),
        "sure": int(sure.sum()),
        "found_where_sure": Rate.of(detected[sure]),
        "detectable": float(detectable.mean()),
    }


def register_correction(found: pd.DataFrame) -> dict[str, float]:
    """Return the mean estimate under a noisy register, and corrected by its known rates."""
    world, _ = SCENARIOS[NOISY]
    factor = [attenuation(share, world.sensitivity, world.specificity) for share in found["share"]]
    corrected = found["estimate"] / factor
    return {
        "truth": world.effect,
        "uncorrected": float(found["estimate"].mean()),
        "corrected": float(corrected.mean()),
        "error": float(corrected.std() / np.sqrt(corrected.notna().sum())),
    }
