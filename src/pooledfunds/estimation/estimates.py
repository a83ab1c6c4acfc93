"""The estimation stage: every declared specification, fitted, tested and concluded."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.contracts import ESTIMATES, enforce
from pooledfunds.contracts_estimation import SAMPLES, TESTS
from pooledfunds.estimation.conclusions import conclude
from pooledfunds.estimation.fit import Regression, regress
from pooledfunds.estimation.inference import KEY, tests_table
from pooledfunds.estimation.specifications import specifications


def estimates(panels: Mapping[str, pd.DataFrame], study: Mapping) -> pd.DataFrame:
    """Return the estimates of every specification (``contracts.ESTIMATES``)."""
    return estimation_tables(panels, study)["estimates"]


def estimation_tables(
    panels: Mapping[str, pd.DataFrame], study: Mapping
) -> dict[str, pd.DataFrame]:
    """Return the tables of the estimation stage by name.

    Parameters
    ----------
    panels
        ``panel_council`` and ``panel_pct``.
    study
        The settings of ``config/study.yaml``.

    Returns
    -------
    dict
        ``estimates`` (``contracts.ESTIMATES``), ``tests`` and ``samples``
        (``contracts_estimation``).
    """
    settings = study["inference"]
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
    return {
        "estimates": enforce(table[list(ESTIMATES.columns)], ESTIMATES),
        "tests": enforce(tests[list(TESTS.columns)], TESTS),
        "samples": enforce(pd.DataFrame(map(account, regressions)), SAMPLES),
    }


def account(regression: Regression) -> dict:
    """Return what became of the rows of a specification's frame."""
    counts = {name.replace(" ", "_"): n for name, n in regression.sample.account.items()}
    reason = regression.table["reason"].iloc[0]
    return {"specification": regression.specification.name} | counts | {"reason": reason}
