"""Shared boundaries and care trusts: estimates on every outcome that the report names."""

from pooledfunds.exhibits import estimates_headline, forest
from pooledfunds.exhibits.forest import draw

__all__ = ["caption", "describe", "draw", "table"]

EXPOSURES = ("coterminous", "care_trust")
OUTCOMES = (
    *estimates_headline.OUTCOMES,
    "pool_exists_learning_disability",
    "pool_exists_mental_health",
)

table, caption, describe = forest.exhibit(EXPOSURES, OUTCOMES, "shared boundaries and care trusts")
