"""Words that several stages share: keys and names of columns."""

from collections.abc import Mapping

KEY = ["area_code", "financial_year"]
# How an arrangement names who states it: those who were asked, and those who were notified.
SURVEY, NOTIFICATION = ("survey", "fieldwork"), ("notification",)


def combination_name(chosen: Mapping[str, str]) -> str:
    """Return the name of a combination of choices, such as ``spells=york; area_type=pct``."""
    return "; ".join(f"{axis}={choice}" for axis, choice in chosen.items())


def variant_column(column: str, variant: str) -> str:
    """Return the name under which a panel holds a column as another definition has it.

    Parameters
    ----------
    column
        Of a panel.
    variant
        Which definition or evidence; blank for the study's own.
    """
    return f"{column} ({variant})"
