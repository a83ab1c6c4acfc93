"""Types of area that returns are given for: what each is called, and the column of its code.

A study declares which of them it looks at (``area_types``), each with a panel of its own. Councils
are the type that the others share their ground with: a study may declare one further type, its
partner, and the table ``<partner>_council_pairs`` tells which areas of the two have persons in
common.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class AreaType:
    """A type of area: its name at the head of a table, in a sentence, and as a column."""

    title: str
    plural: str
    code: str


HUB = "council"
AREA_TYPES = {
    HUB: AreaType("Councils", "councils", "cssr_code"),
    "pct": AreaType("Primary care trusts", "PCTs", "pct_code"),
    "ccg": AreaType("Clinical commissioning groups", "CCGs", "ccg_code"),
}
AREA_CODES = {area_type: of.code for area_type, of in AREA_TYPES.items()}


def area_types(study: Mapping) -> tuple[str, ...]:
    """Return the types of area that a study declares, in the order of their panels.

    A study that declares none has councils alone.
    """
    return tuple(study.get("area_types", (HUB,)))


def partner_of(study: Mapping) -> str | None:
    """Return the type of area that shares the councils' ground; none where the study has none."""
    return next((name for name in area_types(study) if name != HUB), None)


def pairs_table(partner: str | None) -> str:
    """Return the name of the table of which areas of the two types have persons in common."""
    return f"{partner}_{HUB}_pairs" if partner else ""


def partner_code(columns: Iterable[str]) -> str:
    """Return the column of a table of pairs that holds the code of the councils' partners."""
    codes = [area_type.code for name, area_type in AREA_TYPES.items() if name != HUB]
    return next(column for column in columns if column in codes)


def type_of_code(column: str) -> str:
    """Return the type of area whose code a column holds."""
    return next(name for name, area_type in AREA_TYPES.items() if area_type.code == column)
