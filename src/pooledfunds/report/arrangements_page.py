"""The page of arrangements: England's, each area's, and one part a partnership, in one file."""

from collections.abc import Mapping
from typing import Any

from pooledfunds.report.page import PageContext, rendered


def build_arrangements(context: PageContext, view: Mapping[str, Any]) -> str:
    """Return the page of arrangements as HTML that needs no other file, no network and no script.

    Parameters
    ----------
    context
        What all pages show.
    view
        From ``views.arrangements.arrangements_view``.
    """
    return rendered("arrangements", context, {"run": context.run}, view)
