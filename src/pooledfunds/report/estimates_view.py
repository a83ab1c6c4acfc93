"""The estimates as the page shows them: the effects of interest, in the reader's unit."""

import math

import numpy as np
import pandas as pd

from pooledfunds.report.formats import NOTHING, p_value, text_of


def in_unit(value: float, scale: str) -> float:
    """Return a difference on the log scale in per cent, one on another scale as it is."""
    return 100 * math.expm1(value) if scale == "log" else value


def signed(value: float, scale: str) -> str:
    """Return an effect with its sign and unit."""
    if not np.isfinite(value):
        return NOTHING
    number = in_unit(value, scale)
    return f"{number:+.1f}{'%' if scale == 'log' else ''}".replace("-", "−")


def estimates_view(estimates: pd.DataFrame, outcomes: dict) -> list[dict]:
    """Return each outcome's effects that have a conclusion; covariates are in the file only."""
    of_interest = estimates[estimates["conclusion"].map(text_of) != ""]
    return [
        {
            "outcome": outcomes.get(outcome, {}).get("label", text_of(outcome)),
            "rows": [estimate_view(row) for row in rows.to_dict("records")],
        }
        for outcome, rows in of_interest.groupby("outcome", sort=False, observed=True)
    ]


def estimate_view(row: dict) -> dict:
    """Return one effect with every value as text."""
    scale = text_of(row["scale"])
    low, high = signed(row["conf_low"], scale), signed(row["conf_high"], scale)
    within = [signed(end * row["equivalence_margin"], scale) for end in (-1, 1)]
    detectable = signed(row["minimum_detectable_effect"], scale).lstrip("+")
    return {
        "specification": text_of(row["specification"]),
        "term": text_of(row["term"]).replace("_", " ").replace(":", " × "),
        "level": text_of(row["level"]),
        "period": text_of(row["period"]).replace("; ", " and "),
        "estimate": signed(row["estimate"], scale),
        "interval": NOTHING if NOTHING in (low, high) else f"{low} to {high}",
        "p": p_value(row["p_value"]),
        "p_adjusted": p_value(row["p_adjusted"]),
        "detectable": detectable,
        "margin": NOTHING if NOTHING in within else " to ".join(within),
        "equivalence_p": p_value(row["equivalence_p"]),
        "n": f"{int(row['nobs']):,}",
        "exposed": f"{int(row['n_exposed']):,}",
        "unknown": f"{int(row['n_unknown']):,}",
        "covariance": text_of(row["cov_type"]),
        "conclusion": text_of(row["conclusion"]),
    }
