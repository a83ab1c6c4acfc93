"""The estimation stage: every declared specification, fitted, tested and concluded."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.contracts import ESTIMATES, enforce, stacked
from pooledfunds.contracts_estimation import (
    APPORTIONMENT,
    CURVE,
    CURVE_TESTS,
    REGISTER_ERRORS,
    REGISTER_NOISE,
    SAMPLES,
    SPATIAL,
    TESTS,
)
from pooledfunds.estimation.apportionment import apportionment_table, with_apportionment
from pooledfunds.estimation.beside import with_alternatives
from pooledfunds.estimation.conclusions import conclude
from pooledfunds.estimation.curve import curve
from pooledfunds.estimation.few_exposed import by_permutation, rests_on_permutation
from pooledfunds.estimation.fit import Regression, regress
from pooledfunds.estimation.inference import KEY, tests_table
from pooledfunds.estimation.noise import register_noise
from pooledfunds.estimation.parallel import in_parallel
from pooledfunds.estimation.regional import beside_own, cross_sectional, in_place_of_own
from pooledfunds.estimation.register_errors import register_errors
from pooledfunds.estimation.spatial import correlated, residual_correlation
from pooledfunds.estimation.specifications import Specification, specifications


def estimates(tables: Mapping[str, pd.DataFrame], study: Mapping) -> pd.DataFrame:
    """Return the estimates of every specification (``contracts.ESTIMATES``)."""
    return estimation_tables(tables, study)["estimates"]


def estimation_tables(
    tables: Mapping[str, pd.DataFrame], study: Mapping
) -> dict[str, pd.DataFrame]:
    """Return the tables of the estimation stage by name.

    Parameters
    ----------
    tables
        ``panel_council`` and ``panel_pct``; ``pct_council_pairs``; what other definitions and other
        evidence give beside them (``beside.with_alternatives``); where a register is at hand,
        ``evidence_agreement``, and where figures were apportioned ``crosswalk``.
    study
        The settings of ``config/study.yaml``.

    Returns
    -------
    dict
        ``estimates`` (``contracts.ESTIMATES``); ``tests``, ``samples``, ``apportionment``,
        ``specification_curve``, ``curve_tests``, ``register_noise``, ``register_errors`` and
        ``spatial`` (``contracts_estimation``).
    """
    settings = study["inference"]
    panels = {name: plain_text(panel) for name, panel in with_alternatives(tables).items()}
    regressions, spatial = fit_all(panels, study, tables["pct_council_pairs"])
    everyone = {
        name.removeprefix("panel_"): tuple(sorted(panel["body_code"].astype(str).unique()))
        for name, panel in panels.items()
    }
    table = pd.concat([r.table for r in regressions], ignore_index=True)
    split = apportionment_table(panels, regressions, tables.get("crosswalk"), study)
    table = with_apportionment(table, split, settings["conf_level"])
    tests = tests_table(table, regressions, settings, everyone)
    permuted = tests[[*KEY, "p_randomisation"]]
    table = conclude(table, settings).merge(permuted, on=KEY, how="left", validate="one_to_one")
    curves = [curve(panels, name, study) for name in study["curves"]]
    noise = register_noise(panels, regressions, table, study)
    return {
        "estimates": enforce(table[list(ESTIMATES.columns)], ESTIMATES),
        "tests": enforce(tests[list(TESTS.columns)], TESTS),
        "samples": enforce(pd.DataFrame(map(account, regressions)), SAMPLES),
        "apportionment": enforce(split, APPORTIONMENT),
        "specification_curve": stacked([rows for rows, _ in curves], CURVE),
        "curve_tests": stacked([joint for _, joint in curves], CURVE_TESTS),
        "register_noise": enforce(noise, REGISTER_NOISE),
        "register_errors": enforce(
            register_errors(tables.get("evidence_agreement"), study), REGISTER_ERRORS
        ),
        "spatial": enforce(spatial, SPATIAL),
    }


def fit_specification(
    panel: pd.DataFrame, specification: Specification, pairs: pd.DataFrame, settings: Mapping
) -> tuple[Regression, dict | None]:
    """Return a specification's fit as the study tells it, and how alike its residuals are.

    What ``regress`` gives, terms that too few areas identify left blank. Fits of one year have the
    errors by region beside their own, or where residuals are alike in their place; with few exposed
    areas permutation decides (decision 71). The second is a row of
    ``contracts_estimation.SPATIAL``, or None for several years.

    Parameters
    ----------
    pairs
        ``contracts.PCT_COUNCIL_PAIRS``: areas with a partner in common are neighbours.
    settings
        ``inference`` of the study.
    """
    fewest = settings["fewest_identifying_areas"]
    fitted = regress(panel, specification, settings["conf_level"], fewest)
    if not cross_sectional(fitted):
        return fitted, None
    regions = panel.loc[fitted.sample.rows.index, "region_code"].to_numpy(dtype=object)
    row = residual_correlation(fitted, regions, pairs, settings["seed"])
    told = beside_own(fitted, regions, settings["conf_level"])
    alike = correlated(row, settings)
    by_region = False
    if rests_on_permutation(fitted, settings):
        told = by_permutation(told, panel, settings)
    elif alike and specification.cluster != "region_code" and "df_region" in told.terms:
        told, by_region = in_place_of_own(told, regions, alike), True
    return told, row | {"errors_by_region": by_region}


def fit_all(
    panels: Mapping[str, pd.DataFrame], study: Mapping, pairs: pd.DataFrame
) -> tuple[list[Regression], pd.DataFrame]:
    """Return ``fit_specification`` of every specification, the rows as one table."""
    work = [
        (panels[f"panel_{one.level}"], one, pairs, study["inference"])
        for one in specifications(study)
    ]
    told = in_parallel(fit_specification, work, least=4)
    rows = [row for _, row in told if row is not None]
    spatial = pd.DataFrame(rows, columns=list(SPATIAL.columns))
    numbers = [name for name, column in SPATIAL.columns.items() if str(column.dtype) == "float64"]
    whole = {"nobs": int, "n_neighbours": int, "errors_by_region": bool}
    return [regression for regression, _ in told], spatial.astype(
        dict.fromkeys(numbers, float) | whole
    )


def account(regression: Regression) -> dict:
    """Return what became of the rows of a specification's frame."""
    counts = {name.replace(" ", "_"): n for name, n in regression.sample.account.items()}
    named = {"specification": regression.specification.name}
    return named | counts | {"reason": regression.reason}


def plain_text(panel: pd.DataFrame) -> pd.DataFrame:
    """Return a panel whose text is plain objects, which many small look-ups read fastest."""
    text = [name for name, kind in panel.dtypes.items() if pd.api.types.is_string_dtype(kind)]
    return panel.astype(dict.fromkeys(text, object))
