"""Whether a PCT and a council share their boundaries, under named definitions.

The report counts 107 co-terminous PCTs in 2008/09 and gives no definition, so each is a setting:

- ``one_to_one``: one PCT and one council cover the same area;
- ``whole_councils``: a PCT covers one or more whole councils and no part of another.
"""

import pandas as pd

from pooledfunds.catalogue.areas import COTERMINOUS


def coterminosity(pairs: pd.DataFrame) -> pd.DataFrame:
    """Return for each body and definition whether it is co-terminous.

    Parameters
    ----------
    pairs
        ``pct_code, cssr_code``: which PCT covers all or part of which council.

    Returns
    -------
    DataFrame
        ``body_type, body_code, definition, coterminous``; two rows a body.
    """
    pairs = pairs.assign(
        councils_of_pct=pairs.groupby("pct_code")["cssr_code"].transform("size"),
        pcts_of_council=pairs.groupby("cssr_code")["pct_code"].transform("size"),
    )
    pairs["one_to_one"] = (pairs["councils_of_pct"] == 1) & (pairs["pcts_of_council"] == 1)
    alone = pairs["pcts_of_council"] == 1
    pairs["whole_councils"] = alone.groupby(pairs["pct_code"]).transform("all")
    tables = [
        pairs.groupby(code)[list(COTERMINOUS)]
        .all()
        .rename_axis("body_code")
        .reset_index()
        .melt("body_code", var_name="definition", value_name="coterminous")
        .assign(body_type=body_type)
        for body_type, code in (("pct", "pct_code"), ("council", "cssr_code"))
    ]
    table = pd.concat(tables, ignore_index=True)
    for column in ("body_type", "definition"):
        table[column] = table[column].astype("category")
    columns = ["body_type", "body_code", "definition", "coterminous"]
    return table[columns].sort_values(columns[:3], ignore_index=True)
