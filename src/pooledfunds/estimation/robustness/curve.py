"""The specification curve: one question under every defensible combination of choices.

Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4: the estimates of all combinations,
and a joint test of whether they could all be chance, from one permutation of the exposure for all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import pandas as pd

from pooledfunds.core.parallel import in_parallel
from pooledfunds.core.vocabulary import combination_name
from pooledfunds.estimation.fit import Regression, regress, with_covariance
from pooledfunds.estimation.inference.linked_permutation import Permutation, permute_jointly
from pooledfunds.estimation.models import NotFitted
from pooledfunds.estimation.robustness.combinations import (
    combination_specification,
    combinations_of,
)
from pooledfunds.estimation.robustness.curve_tests import (
    PermutedExposure,
    joint_tests,
    variance_explained,
)
from pooledfunds.estimation.sample import KEYS
from pooledfunds.estimation.specifications import Specification


def fit_curve(
    panels: Mapping[str, pd.DataFrame],
    name: str,
    study: Mapping,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a curve's specifications and its tests.

    Parameters
    ----------
    panels
        Of both types of area, whatever the curve's own: they say which bodies are one linked area,
        and have their exposure permuted together.
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
    wanted = [combination_specification(name, declared, chosen, study) for chosen in combined]
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
        tests = joint_tests(ts, effects, alpha) + variance_explained(table, combined)
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
        Of both types of area, by name.
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
    narrow = {area_type: panel.filter(sorted(asked)) for area_type, panel in panels.items()}
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
    panel = panels[f"panel_{first.area_type}"]
    regression = regress(panel, first, settings["conf_level"])
    if regression.fitted is None:
        return [CombinationFit(row_of(regression, one)) for one in specifications]
    rows = regression.sample.rows
    drawn = None
    if permutation is not None:
        try:
            drawn = PermutedExposure(regression, permutation)
        except NotFitted as error:
            reason = f"without the exposure, {error}"
            without = mark_unfitted(regression, reason)
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


def mark_unfitted(regression: Regression, reason: str) -> Regression:
    """Return a regression reported as one that could not be fitted.

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
    *("outcome", "exposure", "area_type", "period", "estimate", "scale", "std_error", "conf_low"),
    *("conf_high", "p_value", "nobs", "n_exposed", "n_unknown", "cov_type", "reason"),
)


def row_of(regression: Regression, specification: Specification) -> dict:
    """Return the exposure's row of a regression, as the curve reports it.

    Parameters
    ----------
    regression
        The fit.
    specification
        What is estimated.
    """
    row = regression.row(specification.exposure)
    return {name: row[name] for name in KEPT} | {"cov_type": specification.covariance}
