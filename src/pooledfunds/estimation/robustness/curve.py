"""The specification curve: one question under every defensible combination of choices.

Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4: the estimates of all combinations,
and a joint test of whether they could all be chance, from one permutation of the exposure for all.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, product
from operator import itemgetter
from typing import NamedTuple

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
    """Return the specification of one combination: the curve's base with its choices.

    Parameters
    ----------
    name
        Of the curve.
    declared
        The curve as the study declares it.
    chosen
        The choice's name by axis.
    study
        Its settings.
    """
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
    name
        Of the curve.
    study
        Its settings.

    Returns
    -------
    specifications, tests
        ``catalogue.estimation.CURVE`` and ``CURVE_TESTS``. A combination that cannot be fitted
        stays in the first with its reason; one that holds a choice ``apart`` stays there too, and
        is in no joint test.
    """
    declared, settings = study["curves"][name], study["inference"]
    combined = list(combinations_of(declared))
    wanted = [specified(name, declared, chosen, study) for chosen in combined]
    joint = [in_joint_test(chosen, declared) for chosen in combined]
    found, permuted_areas = fit_combinations(panels, wanted, joint, settings)
    table = pd.DataFrame([one.row for one in found])
    table.insert(0, "curve", name)
    table.insert(1, "choices", [combination_name(one) for one in combined])
    rank = table["estimate"].rank(method="first")
    table.insert(2, "rank", rank.fillna(0).astype(int))
    table.insert(3, "in_joint_test", [one.ts is not None for one in found])
    drawn = [(one.ts, one.effects) for one in found if one.ts is not None]
    tests: list[dict] = []
    if drawn:
        ts, effects = (np.column_stack(part) for part in zip(*drawn, strict=True))
        alpha = 1 - settings["conf_level"]
        tests = joint_tests(ts, effects, alpha) + explained(table, combined)
    columns = ["curve", "statistic", "value", "p_value", "specifications", "areas", "draws"]
    joined = pd.DataFrame(tests, columns=["statistic", "value", "p_value"]).assign(
        curve=name,
        specifications=len(drawn),
        areas=permuted_areas,
        draws=settings["curve_draws"],
    )
    kinds: dict[str, type] = {"statistic": str, "value": float, "p_value": float}
    return table, joined.astype(kinds).reindex(columns=columns)


class CombinationFit(NamedTuple):
    """One combination's row, and its t and effect: as observed, then under each draw.

    The latter two are None where nothing is drawn.
    """

    row: dict
    ts: np.ndarray | None = None
    effects: np.ndarray | None = None


def fit_combinations(
    panels: Mapping[str, pd.DataFrame],
    wanted: Sequence[Specification],
    joint: Sequence[bool],
    settings: Mapping,
) -> tuple[list[CombinationFit], int]:
    """Return the fit of every combination of a curve, and how many areas the draws permute.

    Combinations that differ in their covariance only are fitted once.

    Parameters
    ----------
    panels
        Of both levels, by name.
    wanted
        The combinations' specifications.
    joint
        Which of them are in the joint tests.
    settings
        ``inference`` of the study: ``conf_level``, ``curve_draws`` and ``seed``.
    """
    alike: dict[Specification, dict[int, Specification]] = {}
    for place, one in enumerate(wanted):
        fit = replace(one, covariance="", cluster="", name="")
        alike.setdefault(fit, {})[place] = one
    always = (*KEYS, "in_frame", "linked_area")
    asked = {column for one in alike for column in (*always, *one.columns)}
    narrow = {level: panel.filter(sorted(asked)) for level, panel in panels.items()}
    tested = [one for one, ones in alike.items() if any(joint[place] for place in ones)]
    permutation = permute_jointly(narrow, tested, settings["curve_draws"], settings["seed"])
    work = [
        (narrow, list(ones.values()), settings, permutation if one in set(tested) else None)
        for one, ones in alike.items()
    ]
    places = chain.from_iterable(alike.values())
    answers = chain.from_iterable(in_parallel(under_each_covariance, work))
    found = [answer for _, answer in sorted(zip(places, answers, strict=True), key=itemgetter(0))]
    kept = [
        one if tested_too else CombinationFit(one.row)
        for one, tested_too in zip(found, joint, strict=True)
    ]
    return kept, sum(permutation.moving.values())


def in_joint_test(chosen: Mapping[str, str], declared: Mapping) -> bool:
    """Return whether a combination holds no choice that the curve sets ``apart``.

    Parameters
    ----------
    chosen
        The choice's name by axis.
    declared
        The curve as the study declares it.
    """
    apart = declared.get("apart", {})
    return not any(choice in apart.get(axis, ()) for axis, choice in chosen.items())


def under_each_covariance(
    panels: Mapping[str, pd.DataFrame],
    specifications: list[Specification],
    settings: Mapping,
    permutation: Permutation | None,
) -> list[CombinationFit]:
    """Return each specification's row, and its t and effect: as observed, then under each draw.

    The specifications differ in their covariance only, so that one fit serves them all. Draws are
    studentised by HC2, or by clusters where the covariance is clustered, and so is what was
    observed. Without a permutation nothing is drawn.

    Parameters
    ----------
    panels
        By name, ``panel_<type of area>``.
    specifications
        Those that differ in their covariance only.
    settings
        ``inference`` of the study.
    permutation
        Whose exposure each area has under each draw.
    """
    first = specifications[0]
    panel = panels[f"panel_{first.level}"]
    regression = regress(panel, first, settings["conf_level"])
    if regression.fitted is None:
        return [CombinationFit(row_of(regression, one)) for one in specifications]
    rows = regression.sample.rows
    drawn = None
    if permutation is not None:
        try:
            drawn = ExchangedOnce(regression, permutation)
        except NotFitted as error:
            reason = f"without the exposure, {error}"
            without = unfitted(regression, reason)
            return [CombinationFit(row_of(without, one)) for one in specifications]
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
        answers.append(CombinationFit(row_of(again, one), ts, effects))
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
        """Return the coefficient and t: as observed, then under each draw.

        Parameters
        ----------
        cluster
            Column of the clusters, or blank.
        groups
            Number of each row's cluster (n,).
        """
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
    """Return a regression told as one that could not be fitted.

    Parameters
    ----------
    regression
        The fit.
    reason
        Why, in words.
    """
    terms = {"term": [regression.specification.exposure]}
    return replace(regression, fitted=None, terms=terms, reason=reason)


KEPT = (
    *("outcome", "exposure", "level", "period", "estimate", "scale", "std_error", "conf_low"),
    *("conf_high", "p_value", "nobs", "n_exposed", "n_unknown", "cov_type", "reason"),
)


def row_of(regression: Regression, specification: Specification) -> dict:
    """Return the exposure's row of a regression, as the curve tells it.

    Parameters
    ----------
    regression
        The fit.
    specification
        What is estimated.
    """
    row = regression.row(specification.exposure)
    return {name: row[name] for name in KEPT} | {"cov_type": specification.covariance}


def joint_tests(ts: np.ndarray, effects: np.ndarray, alpha: float) -> list[dict]:
    """Return the three joint tests of Simonsohn, Simmons and Nelson (2020).

    Parameters
    ----------
    ts, effects
        By draw (rows, the first as observed) and specification.
    alpha
        Size of the test, such as 0.05.
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

    Parameters
    ----------
    table
        A row for each combination.
    combined
        The choice's name by axis, of each.
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
