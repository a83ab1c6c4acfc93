"""Whether a council and its partner share their boundaries, under named definitions.

A report that counts co-terminous PCTs need not say what it means, so each definition is a setting:

- ``one_to_one``: one partner and one council cover the same area;
- ``whole_councils``: a partner covers one or more whole councils and no part of another.
"""

import pandas as pd

from pooledfunds.catalogue.area_types import AREA_CODES, HUB, partner_code, type_of_code
from pooledfunds.catalogue.areas import COTERMINOUS


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
        pairs.groupby(code)[list(COTERMINOUS)]
        .all()
        .rename_axis("area_code")
        .reset_index()
        .melt("area_code", var_name="definition", value_name="coterminous")
        .assign(area_type=type_of_code(code))
        for code in (partner, council)
    ]
    table = pd.concat(tables, ignore_index=True)
    for column in ("area_type", "definition"):
        table[column] = table[column].astype("category")
    columns = ["area_type", "area_code", "definition", "coterminous"]
    return table[columns].sort_values(columns[:3], ignore_index=True)
