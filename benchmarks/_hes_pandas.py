"""The same measures in straightforward pandas: what most analysts would write."""

from pathlib import Path

import pandas as pd

TRANSFERS = ["51", "52", "53"]
EMERGENCY = ["21", "22", "23", "24", "28"]
DATES = ["admidate", "epistart", "epiend", "disdate"]
KEY = ["extract_hesid", "epistart", "epiend", "epiorder", "procode", "transit", "admidate"]
SETS = {
    "fractured_neck_of_femur": r"S72[012]",
    "stroke": r"I6[134]",
    "lower_respiratory": r"J(?:1[2-8]|2[012]|4[0-4])",
}


def emergency_activity(files: list[Path]) -> pd.DataFrame:
    """Return admissions and bed days by trust, year, condition, age band and sex."""
    raw = pd.concat(
        pd.read_csv(file, sep="|", dtype=str, quoting=3, on_bad_lines="skip", keep_default_na=False)
        for file in files
    )
    raw["procode"] = raw["procode"].str[:3]
    for name in DATES:
        raw[name] = pd.to_datetime(raw[name], format="%d/%m/%Y", errors="coerce")
        raw[name] = raw[name].where(raw[name] >= "1900-01-01")
    raw["epiorder"] = pd.to_numeric(raw["epiorder"], errors="coerce")
    raw["bedyear"] = pd.to_numeric(raw["bedyear"], errors="coerce").fillna(0)
    age = pd.to_numeric(raw["startage"], errors="coerce")
    raw["age_band"] = pd.cut(age.mask(age > 7000, 0), [-1, 17, 64, 74, 84, 200])
    raw["year"] = 2000 + raw["fyear"].str[:2].astype(int)
    end_of_year = pd.to_datetime((raw["year"] + 1).astype(str) + "-03-31")
    finished = raw["epistat"] == "3"
    sound = (
        (raw["extract_hesid"] != "")
        & (raw["procode"] != "899")
        & (raw["classpat"] == "1")
        & raw["epistart"].notna()
        & (~finished | (raw["epiend"].ge(raw["epistart"]) & raw["epiend"].le(end_of_year)))
    )
    data = raw[sound].copy()
    into = data["admisorc"].isin(TRANSFERS) | data["admimeth"].isin(["81", "2B"])
    out = data["disdest"].isin(TRANSFERS)
    data["transit"] = 3 * (into & ~out) + 2 * (into & out) + 1 * (out & ~into)
    data = data.sort_values("epikey").drop_duplicates(["extract_hesid", "epistart", "epikey"])
    data["open_in"] = data["year"].where(data["epistat"] != "3", 0)
    data = data.drop_duplicates([*KEY, "disdate", "open_in"])
    same = ["extract_hesid", "procode", "epistart", "epiorder"]
    data = data.sort_values([*same, "year", "epistat"])
    told_again = data.duplicated(same, keep="last") & (data["epistat"] != "3")
    earlier = data[told_again]
    data = data[~told_again].copy()
    still_open = data["epistat"] != "3"
    after = pd.to_datetime((data["year"] + 1).astype(str) + "-04-01")
    data["epiend"] = data["epiend"].where(~still_open, after)
    first = data["admidate"].isna() & (data["epiorder"] == 1) & ~data["transit"].isin([2, 3])
    data["admidate"] = data["admidate"].mask(first, data["epistart"])
    order = ["extract_hesid", "procode", "epistart", "epiend", "epiorder", "transit", "epikey"]
    data = data.sort_values(order)
    before = data.groupby(["extract_hesid", "procode"])[
        ["admidate", "epistart", "epiend", "dismeth"]
    ].shift()
    joins = (
        (data["admidate"] == before["admidate"])
        | (data["epistart"] == before["epistart"])
        | (before["dismeth"].isin(["8", "9"]) & (before["epiend"] == data["epistart"]))
    )
    data["spell"] = (~joins).cumsum()
    days = pd.concat(
        [
            data[["spell", "year", "bedyear"]],
            earlier[[*same, "year", "bedyear"]].merge(data[[*same, "spell"]], on=same),
        ]
    )
    spells = data.groupby("spell").agg(
        admitted=("admidate", "first"),
        start=("epistart", "min"),
        admimeth=("admimeth", "first"),
        diagnosis=("diag_01", "first"),
        age_band=("age_band", "first"),
        sex=("sex", "first"),
        pct=("respct06", "first"),
    )
    spells = spells[spells["admimeth"].isin(EMERGENCY)]
    code = spells["diagnosis"].str.replace(r"[^A-Za-z0-9]", "", regex=True)
    admitted = spells["admitted"].fillna(spells["start"])
    spells["year"] = admitted.dt.year - (admitted.dt.month < 4)
    by = ["pct", "year", "age_band", "sex"]
    tables = []
    for condition, pattern in {"all_emergency": "", **SETS}.items():
        chosen = spells[code.str.match(pattern)]
        begun = chosen.groupby(by, observed=True).size().rename("admissions")
        nights = days.merge(chosen[["pct", "age_band", "sex"]], left_on="spell", right_index=True)
        nights = nights.groupby(by, observed=True)["bedyear"].sum().rename("bed_days")
        both = pd.concat([begun, nights], axis=1).fillna(0).reset_index()
        tables.append(both.assign(condition=condition))
    return pd.concat(tables, ignore_index=True)
