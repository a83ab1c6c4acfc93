"""The estimation stage: every declared specification, fitted, tested and concluded."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.contracts import ESTIMATES, enforce
from pooledfunds.contracts_estimation import (
    CURVE,
    CURVE_TESTS,
    REGISTER_ERRORS,
    REGISTER_NOISE,
    SAMPLES,
    SPATIAL,
    TESTS,
)
from pooledfunds.estimation.beside import with_alternatives
from pooledfunds.estimation.conclusions import conclude
from pooledfunds.estimation.curve import curve
from pooledfunds.estimation.fit import Regression, regress
from pooledfunds.estimation.inference import KEY, tests_table
from pooledfunds.estimation.noise import register_noise
from pooledfunds.estimation.register_errors import register_errors
from pooledfunds.estimation.spatial import spatial_table
from pooledfunds.estimation.specifications import specifications


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
        ``panel_council`` and ``panel_pct``; what other definitions and other evidence give beside
        them (``beside.with_alternatives``); where a register is at hand, ``evidence_agreement``.
    study
        The settings of ``config/study.yaml``.

    Returns
    -------
    dict
        ``estimates`` (``contracts.ESTIMATES``); ``tests``, ``samples``, ``specification_curve``,
        ``curve_tests``, ``register_noise``, ``register_errors`` and ``spatial``
        (``contracts_estimation``).
    """
    settings = study["inference"]
    panels = {name: plain_text(panel) for name, panel in with_alternatives(tables).items()}
    regressions = [
        regress(panels[f"panel_{s.level}"], s, settings["conf_level"])
        for s in specifications(study)
    ]
    everyone = {
        name.removeprefix("panel_"): tuple(sorted(panel["body_code"].astype(str).unique()))
        for name, panel in panels.items()
    }
    table = pd.concat([r.table for r in regressions], ignore_index=True)
    tests = tests_table(table, regressions, settings, everyone)
    randomised = tests[[*KEY, "p_randomisation"]]
    table = conclude(table, settings).merge(randomised, on=KEY, how="left", validate="one_to_one")
    curves = [curve(panels, name, study) for name in study["curves"]]
    curve_rows, curve_tests = (
        pd.concat(part, ignore_index=True) for part in zip(*curves, strict=True)
    )
    noise = register_noise(panels, regressions, study)
    return {
        "estimates": enforce(table[list(ESTIMATES.columns)], ESTIMATES),
        "tests": enforce(tests[list(TESTS.columns)], TESTS),
        "samples": enforce(pd.DataFrame(map(account, regressions)), SAMPLES),
        "specification_curve": enforce(curve_rows, CURVE),
        "curve_tests": enforce(curve_tests, CURVE_TESTS),
        "register_noise": enforce(noise, REGISTER_NOISE),
        "register_errors": enforce(
            register_errors(tables.get("evidence_agreement"), study), REGISTER_ERRORS
        ),
        "spatial": enforce(spatial_table(panels, regressions, settings), SPATIAL),
    }


def account(regression: Regression) -> dict:
    """Return what became of the rows of a specification's frame."""
    counts = {name.replace(" ", "_"): n for name, n in regression.sample.account.items()}
    named = {"specification": regression.specification.name}
    return named | counts | {"reason": regression.reason}


def plain_text(panel: pd.DataFrame) -> pd.DataFrame:
    """Return a panel whose text is plain objects, which many small look-ups read fastest."""
    text = [name for name, kind in panel.dtypes.items() if pd.api.types.is_string_dtype(kind)]
    return panel.astype(dict.fromkeys(text, object))
