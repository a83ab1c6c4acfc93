"""Whether a council and its partner share their boundaries, under named definitions.

A report that counts co-terminous PCTs need not say what it means, so each definition is a setting:

- ``one_to_one``: one partner and one council cover the same area;
- ``whole_councils``: a partner covers one or more whole councils and no part of another;
- ``small_area_share``: nearly all small areas of a council lie in partners that are nearly all its
  own (decision 93). Only a lookup of small areas tells it.

Where boundaries were drawn by small areas, a few of them lie across every other boundary. So a
lookup of small areas asks for a share, not for all: a pair that has less than the rest of the
small areas of both is none.
"""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import AREA_CODES, HUB, partner_code, type_of_code
from pooledfunds.catalogue.areas import COTERMINOUS

BY_PAIRS = COTERMINOUS[:2]  # definitions that pairs of bodies are enough for


def coterminosity(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return for each body and definition whether it is co-terminous.

    Parameters
    ----------
    pairs
        ``cssr_code`` and the partners' code: which partner covers all or part of which council.

    Returns
    -------
    DataFrame
        ``area_type, area_code, definition, coterminous``; two rows a body.
    """
    council, partner = AREA_CODES[HUB], partner_code(pairs.columns)
    councils = pairs.groupby(partner)[council].transform("size")
    partners = pairs.groupby(council)[partner].transform("size")
    pairs = pairs.assign(
        one_to_one=(councils == 1) & (partners == 1),
        whole_councils=(partners == 1).groupby(pairs[partner]).transform("all"),
    )
    tables = [
        pairs.groupby(code)[list(BY_PAIRS)]
        .all()
        .rename_axis("area_code")
        .reset_index()
        .melt("area_code", var_name="definition", value_name="coterminous")
        .assign(area_type=type_of_code(code))
        for code in (partner, council)
    ]
    return in_order(pd.concat(tables, ignore_index=True))


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Return the columns of ``catalogue.areas.COTERMINOSITY`` in their types, sorted by its key."""
    table = table.astype({"area_type": "category", "definition": "category", "coterminous": bool})
    columns = ["area_type", "area_code", "definition", "coterminous"]
    return table[columns].sort_values(columns[:3], ignore_index=True)


def coterminosity_by_small_areas(lookup: pd.DataFrame, settings: Mapping) -> pd.DataFrame:
    """Return for each area and definition whether it is co-terminous, from its small areas.

    Parameters
    ----------
    lookup
        ``catalogue.lookups.SMALL_AREA_LOOKUP``.
    settings
        ``boundaries`` of the study: ``partner_own_from``, the share of a partner's small areas from
        which it is a council's own, and ``coterminous_from``, the share of a council's small areas
        in its own partners from which it is co-terminous.

    Returns
    -------
    DataFrame
        ``area_type, area_code, definition, coterminous``. An area without a pair of some size is
        co-terminous under no definition.
    """
    pairs = small_area_pairs(lookup)
    stray = 1 - settings["partner_own_from"]
    large = pairs[(pairs["share_of_council"] > stray) | (pairs["share_of_partner"] > stray)]
    shares = coterminous_shares(lookup, settings["partner_own_from"])
    by_share = shares[["area_code"]].assign(
        area_type=HUB,
        definition=COTERMINOUS[2],
        coterminous=shares["coterminous_share"] >= settings["coterminous_from"],
    )
    by_pairs = coterminosity(large[[partner_code(large.columns), AREA_CODES[HUB]]])
    return in_order(pd.concat([by_pairs, by_share], ignore_index=True))


def coterminous_shares(lookup: pd.DataFrame, partner_own_from: float) -> pd.DataFrame:
    """Return the share of each area's small areas in partners that are its own.

    Parameters
    ----------
    lookup
        ``catalogue.lookups.SMALL_AREA_LOOKUP``.
    partner_own_from
        Share of a partner's small areas from which on it is a council's own.

    Returns
    -------
    DataFrame
        ``catalogue.lookups.COTERMINOUS_SHARES``.
    """
    pairs = small_area_pairs(lookup)
    own = pairs["small_areas"].where(pairs["share_of_partner"] >= partner_own_from, 0)
    by = pairs.assign(own=own).groupby(AREA_CODES[HUB])
    table = by.agg(small_areas=("small_areas", "sum"), ccgs=("own", "size"), own=("own", "sum"))
    table["coterminous_share"] = table.pop("own") / table["small_areas"]
    return table.rename_axis("area_code").reset_index()


def small_area_pairs(lookup: pd.DataFrame) -> pd.DataFrame:
    """Return how many small areas each partner and council have in common, and of what share.

    Parameters
    ----------
    lookup
        ``catalogue.lookups.SMALL_AREA_LOOKUP``.

    Returns
    -------
    DataFrame
        The partners' code, ``cssr_code, small_areas, share_of_council, share_of_partner``.
    """
    table = lookup.rename(columns={"area_code": AREA_CODES[HUB]})
    partner = partner_code(table.columns)
    pairs = table.groupby([partner, AREA_CODES[HUB]]).size().rename("small_areas").reset_index()
    of = {"share_of_council": AREA_CODES[HUB], "share_of_partner": partner}
    shares = {
        name: pairs["small_areas"] / pairs.groupby(code)["small_areas"].transform("sum")
        for name, code in of.items()
    }
    return pairs.assign(**shares)
