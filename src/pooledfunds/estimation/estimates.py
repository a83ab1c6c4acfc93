"""The estimation stage: every declared specification, fitted and concluded."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.contracts import ESTIMATES, enforce
from pooledfunds.estimation.conclusions import conclude
from pooledfunds.estimation.fit import fit
from pooledfunds.estimation.specifications import specifications


def estimates(panels: Mapping[str, pd.DataFrame], study: Mapping) -> pd.DataFrame:
    """Return the estimates of every specification (``contracts.ESTIMATES``).

    Parameters
    ----------
    panels
        ``panel_council`` and ``panel_pct``.
    study
        The settings of ``config/study.yaml``.
    """
    conf_level = study["inference"]["conf_level"]
    fitted = [fit(panels[f"panel_{s.level}"], s, conf_level) for s in specifications(study)]
    table = conclude(pd.concat(fitted, ignore_index=True), study["inference"])
    table["p_randomisation"] = float("nan") 
    return enforce(table[list(ESTIMATES.columns)], ESTIMATES)
