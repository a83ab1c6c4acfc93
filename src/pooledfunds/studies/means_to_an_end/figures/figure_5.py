"""Figure 5: council, PCT and pooled funding of mental health services."""

from pooledfunds.exhibits.charts.amounts import draw
from pooledfunds.studies.means_to_an_end.figures.client_group import client_group

__all__ = ["caption", "describe", "draw", "table"]

table, caption, describe = client_group("mental_health", ("C036", "C037", "C038"))
