"""What the lists of areas say of each, the same in every year: shared boundaries, kind of trust."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.linkage.apportionment import Apportionment

CARE_TRUST = "Care trust"  # the class of a body that is one


def moderator(coterminosity: pd.DataFrame, area_type: str, definition: str) -> pd.DataFrame:
    """Return ``area_code, coterminous`` (0 or 1) under a definition.

    Parameters
    ----------
    coterminosity
        ``catalogue.areas.COTERMINOSITY``.
    area_type
        The type of the bodies to return.
    definition
        One of ``catalogue.areas.COTERMINOUS``.
    """
    chosen = coterminosity[
        (coterminosity["area_type"] == area_type) & (coterminosity["definition"] == definition)
    ]
    return chosen[["area_code"]].assign(coterminous=chosen["coterminous"].astype(float))


def moderator_columns(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return whether each area shares its boundaries, in every year of the study.

    Parameters
    ----------
    wanted
        The type of area.
    tables
        ``coterminosity`` among them.
    study
        ``coterminosity``, the definition, and ``financial_years``.
    """
    shared = moderator(tables["coterminosity"], wanted.area_type, study["coterminosity"])
    return in_every_year(shared, study["financial_years"])


def care_trusts(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return which areas are care trusts (1 or 0), in every year of the study.

    Parameters
    ----------
    wanted
        The type of area.
    tables
        ``bodies`` among them.
    study
        ``financial_years``.
    """
    bodies = tables["bodies"]
    own = bodies[bodies["area_type"] == wanted.area_type]
    care_trust = (own["area_class"] == CARE_TRUST).astype(float)
    return in_every_year(own[["area_code"]].assign(care_trust=care_trust), study["financial_years"])


def in_every_year(table: pd.DataFrame, years: list[str]) -> pd.DataFrame:
    """Return what a table says of each area, once for each year.

    Parameters
    ----------
    table
        ``area_code`` and columns, a row for each area.
    years
        Financial years.
    """
    return table.merge(pd.DataFrame({"financial_year": years}), how="cross")
