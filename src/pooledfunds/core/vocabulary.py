"""Words that several stages share: keys, client groups, names of columns."""

from collections.abc import Mapping

# Whom a client group's spending is for, and so the head that it is counted per.
HEADS = {
    "older_people": "population_65_plus",
    "physical_disability": "population_18_64",
    "learning_disability": "population_18_64",
    "mental_health": "population_18_64",
    "other_adults": "population_18_plus",
}
ADULT_GROUPS = tuple(HEADS)
# How an arrangement names who states it: those who were asked, and those who were notified.
SURVEY, NOTIFICATION = ("survey", "fieldwork"), ("notification",)


def combination_name(chosen: Mapping[str, str]) -> str:
    """Return the name of a combination of choices, such as ``spells=york; area_type=pct``."""
    return "; ".join(f"{axis}={choice}" for axis, choice in chosen.items())


KEY = ["body_code", "financial_year"]
BUDGETS = {"mental_health": "5", "learning_disability": "6"}


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
