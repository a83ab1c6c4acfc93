"""Figure 4: council, PCT and pooled funding of learning disability services."""

from pooledfunds.exhibits.charts.circles import client_group, draw

__all__ = ["caption", "describe", "draw", "table"]

table, caption, describe = client_group("learning_disability", ("C031", "C032", "C033"))
