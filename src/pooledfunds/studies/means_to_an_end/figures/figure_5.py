"""Figure 5: council, PCT and pooled funding of mental health services."""

from pooledfunds.exhibits.charts.circles import client_group, draw

__all__ = ["caption", "describe", "draw", "table"]

table, caption, describe = client_group("mental_health", ("C036", "C037", "C038"))
