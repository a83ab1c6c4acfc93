"""Index of Multiple Deprivation 2007: each council's score, and where each small area lies."""

from pathlib import Path

import pandas as pd

from pooledfunds.accounts import row_account
from pooledfunds.faults import FaultList
from pooledfunds.sources.delimited import as_number, note_repeats, note_rows, read_delimited


def read_council_imd(
    path: str | Path, councils: pd.DataFrame, faults: FaultList
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Return each council's average IMD 2007 score, its small areas, and the file's row account.

    The published average score of a district weights each lower-layer super output area by its
    population. The file gives no population, and these areas were drawn to hold about 1,500
    persons each, so each counts the same (decision 7). A district belongs to the council whose
    old area code it bears: the whole code, or for a county its first two letters.

    Returns
    -------
    deprivation, areas, account
        ``contracts.COUNCIL_DEPRIVATION``: ``cssr_code, imd_score, small_areas``;
        ``contracts.SMALL_AREAS``: ``lsoa01_code, cssr_code``.
    """
    table = read_delimited(path, ["lsoa01_code", "lad07_code", "IMD_score"], faults)
    note_repeats(faults, path, table, ["lsoa01_code"])
    score = as_number(table, "IMD_score", path, faults)
    note_rows(faults, path, "IMD_score", "no score given", score.isna())
    note_rows(faults, path, "IMD_score", "above 100, the most that a score can be", score > 100)
    code_of = dict(zip(councils["ons_old"], councils["cssr_code"], strict=True))
    district = table["lad07_code"]
    council = district.map(code_of).fillna(district.str[:2].map(code_of))
    note_rows(faults, path, "lad07_code", "the district lies in no listed council", council.isna())
    usable = council.notna() & score.notna()
    scored = pd.DataFrame({"cssr_code": council, "imd_score": score})[usable]
    scores = scored.groupby("cssr_code", as_index=False).agg(
        imd_score=("imd_score", "mean"), small_areas=("imd_score", "size")
    )
    missing = set(councils["cssr_code"]) - set(scores["cssr_code"])
    if missing and len(table):
        faults.add(path, "", "a listed council has no small area", len(missing))
    set_aside = {"no score or no council": int((~usable).sum())}
    kept = int(usable.sum())
    areas = pd.DataFrame({"lsoa01_code": table["lsoa01_code"], "cssr_code": council})
    areas = areas[council.notna()].reset_index(drop=True)
    return scores, areas, row_account("deprivation", Path(path).name, len(table), kept, set_aside)
