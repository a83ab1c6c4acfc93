"""Headline estimates: pools and joint financing on every outcome that the report names."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.exhibits import forest
from pooledfunds.exhibits.forest import draw
from pooledfunds.exhibits.style import Caption

__all__ = ["caption", "describe", "draw", "table"]

EXPOSURES = (
    "pool",
    "pool_intermediate_care",
    "pool_older_people",
    "pool_community_equipment",
    "joint_financing",
    "joint_financing_older_people",
)
OUTCOMES = (
    "bed_days_lower_respiratory",
    "bed_days_stroke",
    "bed_days_fractured_neck_of_femur",
    "mh_length_of_stay",
    "delayed_patients",
    "items_on_time",
    "spend_per_head_learning_disability",
    "spend_per_head_mental_health",
    "whole_spend_per_head_learning_disability",
    "whole_spend_per_head_mental_health",
)


def table(inputs: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the estimates, one for each outcome, exposure and level (``forest.comparisons``)."""
    return forest.comparisons(inputs["estimates"], settings, EXPOSURES, OUTCOMES)


def caption(numbers: pd.DataFrame, published: Mapping[str, str]) -> Caption:
    """Return units, sample, years and how to read the marks."""
    return forest.caption(numbers)


def describe(numbers: pd.DataFrame) -> str:
    """Return the finding in words, from the numbers."""
    return forest.describe(numbers, "pools and joint financing")
