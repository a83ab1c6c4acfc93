"""The size of a difference in words: direction, per cent and interval, never a logarithm."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.report.formats import text_of
from pooledfunds.report.views.estimates import in_unit

GREATEST = 1000  # per cent; a longer interval says no more
PERCENT = ("%", "%")
POINTS = (" percentage point", " percentage points")

# What a conclusion says to a reader, from the most decided.
CONCLUSIONS = {
    "different": "a difference",
    "different, within the margin": "a difference too small to matter",
    "equivalent": "no difference that would matter",
    "inconclusive": "not clear",
    "descriptive": "described, not tested",
}


def conclusion_of(row: Mapping) -> str:
    """Return the conclusion of an estimate without its reason."""
    return text_of(row["conclusion"]).partition(":")[0]


def concluded(estimates: pd.DataFrame) -> pd.DataFrame:
    """Return the estimates that could be computed and are concluded from or described."""
    known = [text_of(words).partition(":")[0] in CONCLUSIONS for words in estimates["conclusion"]]
    return estimates[np.array(known, dtype=bool) & np.isfinite(estimates["estimate"])]


def size_words(value: float, scale: str, unit: str) -> str:
    """Return a difference in words, such as ``4.2% lower``.

    Parameters
    ----------
    value
        On its scale.
    scale
        ``log`` or ``identity``.
    unit
        Of the outcome; a difference of shares is in percentage points.
    """
    number, units = value, ("", f" {unit}")
    if scale == "log":
        number, units = in_unit(value, scale), PERCENT
    elif unit.startswith("share"):
        number, units = 100 * value, POINTS
    size = abs(number)
    if not np.isfinite(number) or (scale == "log" and size > GREATEST):
        return f"more than {GREATEST:,}% higher"
    text = f"{size:.1f}" if size < 10 or units is POINTS else f"{size:,.0f}"
    if float(text.replace(",", "")) == 0:
        return f"0{units[1]} different"
    side = "higher" if number > 0 else "lower"
    return f"{text}{units[text != '1.0']} {side}"


def interval_words(low: float, high: float, scale: str, unit: str) -> str:
    """Return a 95 per cent interval in words, such as ``9.8% lower to 1.9% higher``."""
    ends = [size_words(end, scale, unit) for end in (low, high)]
    return " to ".join(ends)


def effect_words(row: Mapping, unit: str) -> str:
    """Return an estimate with its interval in words.

    Parameters
    ----------
    row
        Of ``catalogue.estimation.ESTIMATES``, with a value.
    unit
        Of its outcome.
    """
    scale = text_of(row["scale"])
    size = size_words(row["estimate"], scale, unit)
    if not (np.isfinite(row["conf_low"]) and np.isfinite(row["conf_high"])):
        return size
    within = interval_words(row["conf_low"], row["conf_high"], scale, unit)
    return f"{size} (95% interval: {within}{adjusted_words(row)})"


def adjusted_words(row: Mapping) -> str:
    """Return why an interval without zero shows no difference: other comparisons count too.

    Parameters
    ----------
    row
        See :func:`effect_words`; blank where its interval includes zero, or its conclusion does not
        rest on the p-value of its multiplicity family.
    """
    apart = row["conf_low"] > 0 or row["conf_high"] < 0
    p = row.get("p_adjusted", np.nan)
    if not (apart and conclusion_of(row) == "inconclusive" and np.isfinite(p)):
        return ""
    return f"; not shown once all comparisons are counted, p = {p:.2f}"
