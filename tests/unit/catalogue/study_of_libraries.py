"""Stands for what a study's own package declares."""

from pooledfunds.catalogue.declarations import PanelColumns, Table
from pooledfunds.core.schema import nullable_number, table, text

PANEL_COLUMNS = (
    PanelColumns("loans", "libraries:loans", ("bodies",), {"loans": nullable_number("Books lent")}),
)
LINKED_TABLES = (
    Table(
        table("loans_by_month", "Books lent", {"month": text("Month")}, unique=["month"]),
        "link_returns",
        ("council_population",),
        link="libraries:loans_by_month",
    ),
)
