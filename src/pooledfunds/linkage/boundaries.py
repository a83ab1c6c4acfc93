"""What the lists of areas say of each, the same in every year: shared boundaries, kind of trust."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import AREA_CODES, pairs_table, partner_of
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
    """Return whether each area shares its boundaries and kept them, in every year of the study.

    Parameters
    ----------
    wanted
        The type of area.
    tables
        ``coterminosity`` among them, and where available what ``stable_boundaries`` goes by.
    study
        ``coterminosity``, the definition, and ``financial_years``.
    """
    shared = moderator(tables["coterminosity"], wanted.area_type, study["coterminosity"])
    stable = stable_boundaries(wanted.area_type, tables, study)
    if stable is not None:
        shared = shared.merge(stable, on="area_code", how="left", validate="one_to_one")
    return in_every_year(shared, study["financial_years"])


def coterminous_share(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return the share of each area's small areas in CCGs of its own, in every year of the study.

    Parameters
    ----------
    wanted
        The type of area: councils alone have it.
    tables
        ``coterminous_shares`` among them.
    study
        ``financial_years``.
    """
    shares = tables["coterminous_shares"][["area_code", "coterminous_share"]]
    return in_every_year(shares, study["financial_years"])


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


def stable_boundaries(
    area_type: str, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame | None:
    """Return whether the boundaries of each area and its partners came through reorganisation.

    Of a body of the NHS: that none that ended was followed by it. Of a council: that so it is of
    all those that it shares persons with. Nothing where no succession in the NHS is known: not
    that there was none.

    Parameters
    ----------
    area_type
        The type of the areas to return.
    tables
        ``successions``, the pairs and ``bodies``.
    study
        ``area_types`` of the study.

    Returns
    -------
    DataFrame or None
        ``area_code, stable_boundaries`` (1 or 0).
    """
    partner = partner_of(study)
    pairs = tables.get(pairs_table(partner))
    if pairs is None or partner is None or "successions" not in tables:
        return None
    ended = tables["successions"]
    made = set(ended.loc[ended["area_type"] == partner, "successor_code"])
    if not made:
        return None
    changed = pairs[AREA_CODES[partner]].isin(made).groupby(pairs[AREA_CODES[area_type]]).any()
    return pd.DataFrame(
        {"area_code": changed.index.astype(str), "stable_boundaries": 1.0 - changed.to_numpy()}
    )


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
