"""Shared boundaries and care trusts: estimates on every outcome that the report names."""

from pooledfunds.exhibits.charts import forest
from pooledfunds.exhibits.charts.forest import draw
from pooledfunds.studies.means_to_an_end.figures import estimates_headline

__all__ = ["caption", "describe", "draw", "table"]

EXPOSURES = ("coterminous", "care_trust")
OUTCOMES = (
    *estimates_headline.OUTCOMES,
    "pool_exists_learning_disability",
    "pool_exists_mental_health",
)

table, caption, describe = forest.exhibit(EXPOSURES, OUTCOMES, "shared boundaries and care trusts")
