"""Mid-year population of councils by age band (Office for National Statistics)."""

from pathlib import Path

import pandas as pd

from pooledfunds.accounts import row_account
from pooledfunds.faults import FaultList
from pooledfunds.sources.delimited import as_number, note_repeats, note_rows, read_delimited

AGE_BANDS = {
    "all": "all ages",
    "p18": "18 and over",
    "p1864": "18 to 64",
    "p65": "65 and over",
    "p75": "75 and over",
    "p85": "85 and over",
}


def read_council_population(
    path: str | Path, councils: pd.DataFrame, faults: FaultList
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return persons by area, mid-year and age band, and the row account of the file.

    Rows of bodies of a later reorganisation, which have no council code, are kept under their
    area code, so that national totals are whole; rows without any figure are set aside.

    Returns
    -------
    population, account
        ``contracts.COUNCIL_POPULATION``; the financial year is the one that the mid-year
        (30 June) lies in.
    """
    table = read_delimited(path, ["cssr_code", "gss", "year", *AGE_BANDS], faults, ["note"])
    is_council = table["cssr_code"] != ""
    unknown = is_council & ~table["cssr_code"].isin(councils["cssr_code"])
    note_rows(faults, path, "cssr_code", "no such council", unknown)
    year = as_number(table, "year", path, faults, low=1900)
    note_rows(faults, path, "year", "no year given", year.isna())
    table["area"] = table["cssr_code"].where(is_council, table["gss"])
    note_repeats(faults, path, table, ["area", "year"])
    persons = pd.DataFrame({b: as_number(table, b, path, faults) for b in AGE_BANDS})
    blank = persons.isna().all(axis=1)
    note_rows(
        faults,
        path,
        "all",
        "some age bands given, others blank",
        persons.isna().any(axis=1) & ~blank,
    )
    parts = persons["p18"] - persons["p1864"] - persons["p65"]
    note_rows(faults, path, "p18", "not the sum of 18 to 64 and 65 and over", parts.abs() > 1)
    nested = (persons["p75"] > persons["p65"]) | (persons["p85"] > persons["p75"])
    note_rows(faults, path, "p75", "an age band is larger than the one that holds it", nested)
    keys = pd.DataFrame(
        {
            "area_type": is_council.map({True: "council", False: "later body"}).astype("category"),
            "area": table["area"],
            "financial_year": year.fillna(0).astype(int).map(lambda y: f"{y}/{(y + 1) % 100:02d}"),
        }
    )
    kept = keys[~blank].join(persons.rename(columns=AGE_BANDS))
    long = kept.melt(list(keys), var_name="age_band", value_name="persons")
    long["age_band"] = long["age_band"].astype("category")
    long = long.sort_values([*keys, "age_band"], ignore_index=True)
    set_aside = {"no figure on the body's own boundaries": int(blank.sum())}
    account = row_account("population", Path(path).name, len(table), int((~blank).sum()), set_aside)
    return long, account
