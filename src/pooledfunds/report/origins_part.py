"""The part of the pages that says where each number comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pooledfunds.catalogue.sources import REPORT
from pooledfunds.report.origins import Lineage
from pooledfunds.report.views.inputs import DIGITS, FEW, inputs_view
from pooledfunds.report.views.origins import indicator_origins, origins_view, shown_origins

if TYPE_CHECKING:
    from pooledfunds.report.page import PageContext


def origins_part(context: PageContext) -> dict[str, Any]:
    """Return where each number comes from, and the returns with what became of their rows."""
    fitted = [*context.estimates["specification"]]
    if context.curves is not None:
        fitted += [f"curve/{name}" for name in context.curves["curve"].unique()]
    origins = [
        *shown_origins(context.origins, context.readings["target"], fitted),
        *indicator_origins(context.areas, context.report, context.settings),
    ]
    from_report = any(REPORT in one.sources for one in origins)
    printed = context.printed if from_report else ()
    files = {**context.source_files, REPORT: [one["file"] for one in printed]}
    at_hand = {name for name, some in files.items() if some} | {REPORT}
    lineage = Lineage(context.settings, context.table_origins, at_hand)
    read = [*context.run["inputs"], *printed]
    inputs = inputs_view(read, files, context.sources, context.row_accounts, lineage)
    titles = dict(zip(context.sources["source"], context.sources["title"], strict=True))
    return {
        "origins": origins_view(origins, lineage, inputs, titles),
        "inputs": inputs,
        "digits": DIGITS,
        "few": FEW,
    }
