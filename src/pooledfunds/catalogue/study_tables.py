"""Which of the catalogue's tables a study has, and what its own package declares besides."""

from collections.abc import Mapping
from importlib import import_module
from importlib.util import find_spec

from pooledfunds.catalogue.area_types import partner_of
from pooledfunds.catalogue.declarations import Table
from pooledfunds.catalogue.tables import TABLES


def own_declarations(study: str) -> str:
    """Return the module in which a study's own package declares; nothing where it has none."""
    package = f"pooledfunds.studies.{study}"
    if not study or find_spec(package) is None or find_spec(f"{package}.linkage") is None:
        return ""
    return f"{package}.linkage"


def declared_by_study(study: Mapping, name: str) -> tuple:
    """Return what a study's own package declares: nothing where it has none.

    Parameters
    ----------
    study
        The settings of the study; ``study`` is its name, and ``studies.<name>.linkage`` the module.
    name
        ``PANEL_COLUMNS``, or ``LINKED_TABLES`` of which each has a ``link``.
    """
    module = own_declarations(study.get("study", ""))
    return tuple(getattr(import_module(module), name, ())) if module else ()


def tables_beside_panels(study: Mapping) -> list[Table]:
    """Return every table of a study that is no panel of areas and years, its own last."""
    alone = partner_of(study) is None
    tables = [table for table in TABLES if not (alone and table.with_partner)]
    return [*tables, *declared_by_study(study, "LINKED_TABLES")]


def tables_of_returns(study: Mapping) -> set[str]:
    """Return the names of the tables that a study's returns can give, available or not.

    Parameters
    ----------
    study
        The settings of the study: ``returns`` names its sources. Settings that do not say have
        every source.
    """
    tables = tables_beside_panels(study)
    if "returns" not in study:
        return {table.name for table in tables}
    return {table.name for table in tables if table.is_given_by(study["returns"])}
