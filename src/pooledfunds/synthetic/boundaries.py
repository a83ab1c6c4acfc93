"""Which districts and small areas lie in which PCT of the invented England."""

import numpy as np
import pandas as pd


def districts_of_pcts(pairs: pd.DataFrame, districts: pd.DataFrame) -> pd.DataFrame:
    """Return the districts of each PCT: lad07_code, cssr_code, pct_code, share_of_district.

    A district lies whole in the PCT that its middle falls into when a council's PCTs and its
    districts are laid out side by side; only the one district of a council is divided.

    Parameters
    ----------
    pairs
        ``pct_code, cssr_code, share_of_council``: shares of a council add up to one.
    districts
        ``lad07_code, cssr_code, share_of_council``: those of one council in their order on the
        ground.
    """
    rows = []
    parts = dict(list(pairs.groupby("cssr_code", sort=False)))
    for cssr, inside in districts.groupby("cssr_code", sort=False):
        pcts = parts[cssr]["pct_code"].to_numpy()
        shares = parts[cssr]["share_of_council"].to_numpy()
        if len(inside) == 1:
            code = inside["lad07_code"].iloc[0]
            rows += [(code, cssr, *part) for part in zip(pcts, shares, strict=True)]
            continue
        ends = np.cumsum(inside["share_of_council"].to_numpy())
        middles = ends - inside["share_of_council"].to_numpy() / 2
        place = np.searchsorted(np.cumsum(shares)[:-1], middles)
        rows += [(code, cssr, pcts[p], 1.0)
                 for code, p in zip(inside["lad07_code"], place, strict=True)]  # fmt: skip
    return pd.DataFrame(rows, columns=["lad07_code", "cssr_code", "pct_code", "share_of_district"])


def shares_of_councils(parts: pd.DataFrame, districts: pd.DataFrame) -> pd.DataFrame:
    """Return each PCT's share of each council, from the districts that it has of it.

    Parameters
    ----------
    parts
        From ``districts_of_pcts``.
    districts
        ``lad07_code, cssr_code, share_of_council``.
    """
    table = parts.merge(districts, on=["lad07_code", "cssr_code"], validate="many_to_one")
    table["share_of_council"] *= table["share_of_district"]
    return table.groupby(["pct_code", "cssr_code"])["share_of_council"].sum().reset_index()


def pct_of_small_areas(areas: pd.DataFrame, parts: pd.DataFrame) -> np.ndarray:
    """Return the PCT of each small area; those of a divided district are shared out in order.

    Parameters
    ----------
    areas
        ``lad07_code`` of each small area (areas,).
    parts
        From ``districts_of_pcts``.
    """
    first = parts.drop_duplicates("lad07_code").set_index("lad07_code")["pct_code"]
    codes = areas["lad07_code"].map(first).to_numpy(object)
    divided = parts[parts["share_of_district"].lt(1)]
    for code, pieces in divided.groupby("lad07_code", sort=False):
        places = np.flatnonzero(areas["lad07_code"].eq(code))
        ends = np.cumsum(pieces["share_of_district"].to_numpy())
        middles = (np.arange(len(places)) + 0.5) / len(places)
        codes[places] = pieces["pct_code"].to_numpy()[np.searchsorted(ends[:-1], middles)]
    return codes
