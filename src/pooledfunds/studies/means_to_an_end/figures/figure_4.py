"""Figure 4: council, PCT and pooled funding of learning disability services."""

from pooledfunds.exhibits.charts.amounts import draw
from pooledfunds.studies.means_to_an_end.figures.client_group import client_group

__all__ = ["caption", "describe", "draw", "table"]

table, caption, describe = client_group("learning_disability", ("C031", "C032", "C033"))
