"""The estimation stage: every declared specification, fitted, tested and concluded."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.catalogue.area_types import pairs_table, partner_of
from pooledfunds.catalogue.estimation import (
    APPORTIONMENT,
    COEFFICIENTS,
    ESTIMATES,
    REGISTER_ERRORS,
    REGISTER_NOISE,
    SAMPLES,
    SPATIAL,
    TESTS,
)
from pooledfunds.core.parallel import in_parallel
from pooledfunds.core.schema import enforce
from pooledfunds.estimation.conclusions import conclude
from pooledfunds.estimation.finer_panels import (
    panel_of,
    plain_panels,
    with_partner_totals,
    yearly_panels,
)
from pooledfunds.estimation.fit import Regression, regress
from pooledfunds.estimation.inference.few_exposed import (
    permuted_with_moderator,
    rests_on_permutation,
    with_permutation_inference,
)
from pooledfunds.estimation.inference.regional import (
    concluded_by_region,
    cross_sectional,
    with_regional_errors,
)
from pooledfunds.estimation.inference.tests import KEY, tests_table
from pooledfunds.estimation.requirements import joint_tests_table, under_requirements
from pooledfunds.estimation.robustness.apportionment import apportionment_table, with_apportionment
from pooledfunds.estimation.robustness.misclassification import register_noise
from pooledfunds.estimation.robustness.register_errors import register_errors
from pooledfunds.estimation.robustness.spatial import correlation_reason, residual_correlation
from pooledfunds.estimation.sample import unit_of
from pooledfunds.estimation.specifications import Specification, specifications


def estimates(tables: Mapping[str, pd.DataFrame], study: Mapping) -> pd.DataFrame:
    """Return the effects of interest of every specification (``catalogue.estimation.ESTIMATES``).

    Parameters
    ----------
    tables
        As ``estimation_tables`` has them.
    study
        Its settings.
    """
    return estimation_tables(tables, study)["estimates"]


def estimation_tables(
    tables: Mapping[str, pd.DataFrame], study: Mapping
) -> dict[str, pd.DataFrame]:
    """Return the tables of the estimation stage by name.

    Parameters
    ----------
    tables
        The panels, with what other definitions and other evidence give (``linkage.alternatives``);
        where available which areas of two types have persons in common
        (``pairs_table``), ``evidence_agreement``, ``crosswalk`` and ``partner_totals``.
    study
        The settings of the study.

    Returns
    -------
    dict
        ``estimates`` and ``coefficients`` (the effects of interest, and all other terms);
        ``tests``, ``joint_tests``, ``samples``, ``apportionment``, ``register_noise``,
        ``register_errors`` and ``spatial`` (``catalogue.estimation``).
    """
    settings = study["inference"]
    panels, regressions, spatial = fitted_tables(tables, study)
    all_units = {
        name.removeprefix("panel_"): tuple(sorted(panel["area_code"].astype(str).unique()))
        for name, panel in panels.items()
    }
    table, split = effects_table(tables, panels, regressions, study)
    tests = tests_table(table, regressions, settings, all_units)
    permuted = tests[[*KEY, "p_randomisation"]]
    table = conclude(table, settings).merge(permuted, on=KEY, how="left", validate="one_to_one")
    joint = joint_tests_table(regressions, settings, all_units)
    table = under_requirements(table, regressions, joint, settings)
    noise = register_noise(panels, regressions, table, study)
    return {
        **effects_and_others(table),
        "tests": enforce(tests[list(TESTS.columns)], TESTS),
        "joint_tests": joint,
        "samples": enforce(pd.DataFrame(map(sample_account, regressions)), SAMPLES),
        "apportionment": enforce(split, APPORTIONMENT),
        "register_noise": enforce(noise, REGISTER_NOISE),
        "register_errors": enforce(
            register_errors(tables.get("evidence_agreement"), study), REGISTER_ERRORS
        ),
        "spatial": enforce(spatial, SPATIAL),
    }


def effects_and_others(table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the terms that a conclusion is drawn on apart from all others, as they are published.

    A fixed effect has no interval, so its error, which rounding alone may have made, is left out.
    An interval that is not from t has no degrees of freedom; the fit has infinitely many.

    Parameters
    ----------
    table
        A row per specification and term, with its ``conclusion``: blank where nothing is asked.
    """
    table = table.assign(df=table["df"].where(np.isfinite(table["df"])))
    asked = table["conclusion"].ne("")
    others = table[~asked]
    others = others.assign(std_error=others["std_error"].where(others["conf_low"].notna()))
    return {
        schema.name: enforce(rows[list(schema.columns)].reset_index(drop=True), schema)
        for schema, rows in ((ESTIMATES, table[asked]), (COEFFICIENTS, others))
    }


def fitted_tables(
    tables: Mapping[str, pd.DataFrame], study: Mapping
) -> tuple[dict[str, pd.DataFrame], list[Regression], pd.DataFrame]:
    """Return the panels with their alternatives, and ``fit_all`` of these.

    Parameters
    ----------
    tables
        As ``estimation_tables`` has them.
    study
        Its settings.
    """
    every = plain_panels(tables)
    panels = yearly_panels(every)
    return panels, *fit_all(every, study, tables.get(pairs_table(partner_of(study))))


def effects_table(
    tables: Mapping[str, pd.DataFrame],
    panels: Mapping[str, pd.DataFrame],
    regressions: list[Regression],
    study: Mapping,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return every term of every regression, ready to be concluded from, and the split's error.

    The error of figures that were apportioned is in the first, and is the second.

    Parameters
    ----------
    tables
        As ``estimation_tables`` has them.
    panels
        By name, ``panel_<type of area>``.
    regressions
        The fits of all specifications.
    study
        Its settings.
    """
    table = pd.concat([r.table for r in regressions], ignore_index=True)
    panels = with_partner_totals(panels, tables, study)
    split = apportionment_table(panels, regressions, tables.get("crosswalk"), study)
    return with_apportionment(table, split, study["inference"]["conf_level"]), split


def fit_specification(
    panel: pd.DataFrame, specification: Specification, pairs: pd.DataFrame | None, settings: Mapping
) -> tuple[Regression, dict | None]:
    """Return a specification's fit, inferred from as the study does (``conclude_inference``).

    Terms that too few areas identify are left blank.

    Parameters
    ----------
    panel
        Areas by year, a row each.
    specification
        What is estimated.
    pairs
        Which areas of two types have persons in common; None where the study has one type.
    settings
        ``inference`` of the study.
    """
    fewest = fewest_areas(specification, settings)
    fitted = regress(panel, specification, settings["conf_level"], fewest)
    return conclude_inference(fitted, panel, pairs, settings)


def fewest_areas(specification: Specification, settings: Mapping) -> int:
    """Return how many areas must identify a term of a specification (decision 71).

    Parameters
    ----------
    specification
        What is estimated.
    settings
        ``inference`` of the study: ``fewest_identifying_areas`` and ``fewest_starting_areas``.
    """
    starting = specification.design in ("staggered", "hazard")
    return settings["fewest_starting_areas" if starting else "fewest_identifying_areas"]


def conclude_inference(
    fitted: Regression, panel: pd.DataFrame, pairs: pd.DataFrame | None, settings: Mapping
) -> tuple[Regression, dict | None]:
    """Return a fit as the study reports it, and how alike its residuals are.

    Fits of one year have the errors by region alongside their own, or where residuals are alike in
    their place; with few exposed areas permutation decides (decision 71). The second is a row of
    ``catalogue.estimation.SPATIAL``, or None for several years.

    Parameters
    ----------
    fitted
        The fit (n rows, k terms).
    panel
        That it was fitted to.
    pairs
        Which areas of two types have persons in common: areas with a partner in common are
        neighbours. None where the study has one type.
    settings
        ``inference`` of the study.
    """
    if not cross_sectional(fitted):
        return fitted, None
    regions = panel.loc[fitted.sample.rows.index, "region_code"].to_numpy(dtype=object)
    row = residual_correlation(fitted, regions, pairs, settings["seed"])
    reported = with_regional_errors(fitted, regions, settings["conf_level"])
    alike = correlation_reason(row, settings)
    few, moderated = rests_on_permutation(fitted, settings), bool(fitted.specification.moderator)
    if few and not moderated:
        inferred = with_permutation_inference(reported, panel, settings)
        return inferred, row | {"errors_by_region": False}
    by_region = bool(alike) and "df_region" in reported.terms
    by_region = by_region and fitted.specification.cluster != "region_code"
    if by_region:
        reported = concluded_by_region(reported, regions, alike)
    if few:
        reported = permuted_with_moderator(reported, fitted, panel, settings)
    return reported, row | {"errors_by_region": by_region}


def fit_all(
    panels: Mapping[str, pd.DataFrame], study: Mapping, pairs: pd.DataFrame | None
) -> tuple[list[Regression], pd.DataFrame]:
    """Return ``fit_specification`` of every specification, the rows as one table.

    Parameters
    ----------
    panels
        By name, ``panel_<type of area>``, and those by month.
    study
        Its settings.
    pairs
        Which areas of two types have persons in common; None where the study has one type.
    """
    work = [
        (panel_of(panels, one), one, pairs, study["inference"]) for one in specifications(study)
    ]
    reported = in_parallel(fit_specification, work, least=4)
    rows = [row for _, row in reported if row is not None]
    spatial = pd.DataFrame(rows, columns=list(SPATIAL.columns))
    numbers = [name for name, column in SPATIAL.columns.items() if str(column.dtype) == "float64"]
    kinds: dict[str, type] = dict.fromkeys(numbers, float)
    kinds |= {"nobs": int, "n_neighbours": int, "errors_by_region": bool}
    return [regression for regression, _ in reported], spatial.astype(kinds)


def sample_account(regression: Regression) -> dict:
    """Return what became of the rows of a specification's frame."""
    counts = {name.replace(" ", "_"): n for name, n in regression.sample.account.items()}
    named = {"specification": regression.specification.name}
    unit = unit_of(regression.sample.rows, regression.specification)
    return named | counts | {"exposure_unit": unit, "reason": regression.reason}
