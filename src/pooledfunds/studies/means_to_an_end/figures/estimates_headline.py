"""Headline estimates: pools and joint financing on every outcome that the report names."""

from pooledfunds.exhibits.charts import forest
from pooledfunds.exhibits.charts.forest import draw

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
    "spend_per_head_less_joint_learning_disability",
    "spend_per_head_less_joint_mental_health",
    "whole_spend_per_head_learning_disability",
    "whole_spend_per_head_mental_health",
)

table, caption, describe = forest.exhibit(EXPOSURES, OUTCOMES, "pools and joint financing")
