"""The specification curve: one question under every defensible combination of choices.

Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4: the estimates of all combinations,
and a joint test of whether they could all be chance, from one permutation of the exposure for all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import chain, product
from operator import itemgetter

import numpy as np
import pandas as pd
from scipy import stats

from pooledfunds.core.parallel import in_parallel
from pooledfunds.core.vocabulary import combination_name
from pooledfunds.estimation.covariance import fit_restricted
from pooledfunds.estimation.fit import Regression, regress, with_covariance
from pooledfunds.estimation.inference.linked_permutation import Permutation, permute_jointly
from pooledfunds.estimation.inference.permutation import CHUNK, ScoreStatistic, evaluate
from pooledfunds.estimation.models import NotFitted
from pooledfunds.estimation.sample import KEYS
from pooledfunds.estimation.specifications import Specification, specification


def combinations_of(declared: Mapping) -> Iterator[dict[str, str]]:
    """Yield each combination of a curve's axes: the choice's name by axis."""
    names = [list(choices) for choices in declared["axes"].values()]
    for chosen in product(*names):
        yield dict(zip(declared["axes"], chosen, strict=True))


def specified(name: str, declared: Mapping, chosen: Mapping, study: Mapping) -> Specification:
    """Return the specification of one combination: the curve's base with its choices."""
    entry = dict(declared["base"])
    for axis, choice in chosen.items():
        replaced = declared["axes"][axis][choice]
        definition = {**entry.get("definition", {}), **replaced.get("definition", {})}
        entry |= {**replaced, "definition": definition}
    return specification(name, entry | {"margin": declared["margin"], "tests": name}, study)


def curve(
    panels: Mapping[str, pd.DataFrame],
    name: str,
    study: Mapping,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a curve's specifications and its tests.

    Parameters
    ----------
    panels
        Of both levels, whatever the curve's own: they say which bodies are one linked area, and
        exchange their exposure together.

    Returns
    -------
    specifications, tests
        ``catalogue.estimation.CURVE`` and ``CURVE_TESTS``. A combination that cannot be fitted
        stays in the first with its reason; one that holds a choice ``apart`` stays there too, and
        is in no joint test.
    """
    declared, settings = study["curves"][name], study["inference"]
    combined = list(combinations_of(declared))
    joint = [in_joint_test(chosen, declared) for chosen in combined]
    alike: dict[Specification, dict[int, Specification]] = {}
    for place, chosen in enumerate(combined):
        one = specified(name, declared, chosen, study)
        fit = replace(one, covariance="", cluster="", name="")
        alike.setdefault(fit, {})[place] = one
    always = (*KEYS, "in_frame", "linked_area")
    asked = {column for one in alike for column in (*always, *one.columns)}
    narrow = {level: panel.filter(sorted(asked)) for level, panel in panels.items()}
    tested = [one for one, ones in alike.items() if any(joint[place] for place in ones)]
    draws = settings["curve_draws"]
    permutation = permute_jointly(narrow, tested, draws, settings["seed"])
    work = [
        (narrow, list(ones.values()), settings, permutation if one in set(tested) else None)
        for one, ones in alike.items()
    ]
    places = chain.from_iterable(alike.values())
    answers = chain.from_iterable(in_parallel(under_each_covariance, work))
    found = [answer for _, answer in sorted(zip(places, answers, strict=True), key=itemgetter(0))]
    found = [
        (row, *(drawn if tested_too else (None, None)))
        for (row, *drawn), tested_too in zip(found, joint, strict=True)
    ]
    table = pd.DataFrame([row for row, _, _ in found])
    table.insert(0, "curve", name)
    table.insert(1, "choices", [combination_name(one) for one in combined])
    rank = table["estimate"].rank(method="first")
    table.insert(2, "rank", rank.fillna(0).astype(int))
    table.insert(3, "in_joint_test", [ts is not None for _, ts, _ in found])
    fitted = [(ts, effects) for _, ts, effects in found if ts is not None]
    tests = []
    if fitted:
        ts, effects = (np.column_stack(part) for part in zip(*fitted, strict=True))
        alpha = 1 - settings["conf_level"]
        tests = joint_tests(ts, effects, alpha) + explained(table, combined)
    columns = ["curve", "statistic", "value", "p_value", "specifications", "areas", "draws"]
    joined = pd.DataFrame(tests, columns=["statistic", "value", "p_value"]).assign(
        curve=name,
        specifications=len(fitted),
        areas=sum(permutation.moving.values()),
        draws=draws,
    )
    kinds: dict[str, type] = {"statistic": str, "value": float, "p_value": float}
    return table, joined.astype(kinds).reindex(columns=columns)


def in_joint_test(chosen: Mapping[str, str], declared: Mapping) -> bool:
    """Return whether a combination holds no choice that the curve sets ``apart``."""
    apart = declared.get("apart", {})
    return not any(choice in apart.get(axis, ()) for axis, choice in chosen.items())


def under_each_covariance(
    panels: Mapping[str, pd.DataFrame],
    specifications: list[Specification],
    settings: Mapping,
    permutation: Permutation | None,
) -> list[tuple[dict, np.ndarray | None, np.ndarray | None]]:
    """Return each specification's row, and its t and effect: as observed, then under each draw.

    The specifications differ in their covariance only, so that one fit serves them all. Draws are
    studentised by HC2, or by clusters where the covariance is clustered, and so is what was
    observed. Without a permutation nothing is drawn.
    """
    first = specifications[0]
    panel = panels[f"panel_{first.level}"]
    regression = regress(panel, first, settings["conf_level"])
    if regression.fitted is None:
        return [(row_of(regression, one), None, None) for one in specifications]
    rows = regression.sample.rows
    drawn = None
    if permutation is not None:
        try:
            drawn = ExchangedOnce(regression, permutation)
        except NotFitted as error:
            reason = f"without the exposure, {error}"
            return [
                (row_of(unfitted(regression, reason), one), None, None) for one in specifications
            ]
    answers = []
    for one in specifications:
        groups = None
        if one.cluster:
            groups = pd.factorize(panel.loc[rows.index, one.cluster], sort=True)[0]
        again = regression
        if one is not first:
            again = with_covariance(regression, one, groups, settings["conf_level"])
        effects = ts = None
        if again.fitted is not None and drawn is not None:
            effects, ts = drawn.statistics(one.cluster, groups)
        answers.append((row_of(again, one), ts, effects))
    return answers


class ExchangedOnce:
    """A regression's exposure under each draw, and its null model, for every way to studentise.

    Raises
    ------
    NotFitted
        When the null model cannot be fitted.
    """

    def __init__(self, regression: Regression, permutation: Permutation):
        specification, rows = regression.specification, regression.sample.rows
        problem = regression.model.problem
        self.terms = {"column": specification.exposure}
        self.moderator = None
        if specification.moderator:
            self.terms["product"] = specification.product
            self.moderator = rows[specification.moderator].to_numpy(dtype=float)
        moved = [problem.terms.index(term) for term in self.terms.values()]
        self.null = fit_restricted(problem, moved)
        self.values = permutation.exposures(rows, specification)
        self.known: dict[str, tuple[np.ndarray, np.ndarray]] = {}

    def statistics(self, cluster: str, groups: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
        """Return the coefficient and t: as observed, then under each draw."""
        if cluster not in self.known:
            step = ScoreStatistic(
                replace(self.null, problem=replace(self.null.problem, groups=groups))
            )
            found = [
                evaluate(step, self.values[at : at + CHUNK], self.moderator, "column", self.terms)
                for at in range(0, len(self.values), CHUNK)
            ]
            effects, ts = (np.concatenate(part) for part in zip(*found, strict=True))
            self.known[cluster] = effects, ts
        return self.known[cluster]


def unfitted(regression: Regression, reason: str) -> Regression:
    """Return a regression told as one that could not be fitted."""
    terms = {"term": [regression.specification.exposure]}
    return replace(regression, fitted=None, terms=terms, reason=reason)


KEPT = (
    *("outcome", "exposure", "level", "period", "estimate", "scale", "std_error", "conf_low"),
    *("conf_high", "p_value", "nobs", "n_exposed", "n_unknown", "cov_type", "reason"),
)


def row_of(regression: Regression, specification: Specification) -> dict:
    """Return the exposure's row of a regression, as the curve tells it."""
    row = regression.row(specification.exposure)
    return {name: row[name] for name in KEPT} | {"cov_type": specification.covariance}


def joint_tests(ts: np.ndarray, effects: np.ndarray, alpha: float) -> list[dict]:
    """Return the three joint tests of Simonsohn, Simmons and Nelson (2020).

    Parameters
    ----------
    ts, effects
        By draw (rows, the first as observed) and specification.
    """
    bound = stats.norm.ppf(1 - alpha / 2)
    median = np.abs(np.median(effects, axis=1))
    one_way = [(sign * ts > bound).mean(axis=1) for sign in (1, -1)]
    share = np.maximum(*one_way)
    mean = np.abs(ts.mean(axis=1))
    named = {
        "median effect": (np.median(effects[0]), median),
        "share significant in the dominant direction": (share[0], share),
        "mean t": (ts[0].mean(), mean),
    }
    return [
        {
            "statistic": name,
            "value": float(value),
            "p_value": float((all_[0] * (1 - 1e-9) <= all_).mean()),
        }
        for name, (value, all_) in named.items()
    ]


def explained(table: pd.DataFrame, combined: list[dict[str, str]]) -> list[dict]:
    """Return the share of the estimates' variance between the choices of each axis.

    In a full factorial these shares add up; what is left lies in how axes act together.
    """
    known = table["estimate"].notna()
    estimate = table.loc[known, "estimate"]
    total = ((estimate - estimate.mean()) ** 2).sum()
    choices = pd.DataFrame(combined, index=table.index)[known]
    shares = []
    for axis in choices:
        centre = estimate.groupby(choices[axis]).transform("mean")
        share = ((centre - estimate.mean()) ** 2).sum() / total if total else 0.0
        shares.append({"statistic": f"share explained by {axis}", "value": float(share)})
    return shares
