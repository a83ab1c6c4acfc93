"""The same outcomes in straightforward pandas: what most analysts would write.

From delivered text of the era's plain form to the row accounts, the quality of fields, emergency
activity and lengths of stay, under the study's default settings.
"""

import io
from pathlib import Path

import numpy as np
import pandas as pd

NOTHING = ["", "NULL", "null", "NA", "na", "N/A", "n/a", "-", "&", "."]
TRANSFERS = ["51", "52", "53"]
EMERGENCY = ["21", "22", "23", "24", "28"]
SPECIALTIES = ["710", "712", "713", "715"]
SETS = {
    "all_emergency": "",
    "lower_respiratory": r"J(?:1[2-8]|2[012]|4[0-4])",
    "stroke": r"I6[134]",
    "fractured_neck_of_femur": r"S72[012]",
}
BANDS = {-1: "0-17", 17: "18-64", 64: "65-74", 74: "75-84", 84: "85+"}
SAME = ["patient", "procode", "epistart", "epiorder"]
DUPLICATE = ["patient", "epistart", "epiend", "epiorder", "procode", "transfer_status"]
DUPLICATE += ["admidate", "disdate"]
ORDER = ["patient", "procode", "epistart", "epiend", "epiorder", "transfer_status", "epikey"]
# What else a record holds, in the order in which it decides between records with one key
HELD = ["procode", "epiorder", "epistart", "epiend", "fyear", "disdate", "admidate", "dismeth"]
HELD += ["transfer_status", "diagnosis", "admimeth", "mainspef", "age", "sex", "respct", "district"]
HELD += ["epistat", "bedyear"]
CELL = ["financial_year", "condition", "age_band", "sex"]
LISTED = ["digit", "sex", "code2"]
NUMBERS = ["digit", "sex", "days", "age"]
UNKNOWN = ["598", "599"]


def outcomes(
    files: list[Path], fields: pd.DataFrame, codes: pd.DataFrame, councils: pd.Series
) -> dict[str, pd.DataFrame]:
    """Return row accounts, quality, activity and lengths of stay.

    Parameters
    ----------
    fields, codes
        The word lists ``hes_fields`` and ``hes_codes``.
    councils
        The council of each district.
    """
    tables = [read(file, fields) for file in files]
    quality = pd.concat([judge_fields(table, fields, codes) for table in tables])
    records = pd.concat(tables, ignore_index=True)
    records["fate"] = fates(records)
    usable = records[records["fate"] == "kept"].copy()
    usable["transfer_status"] = transfer_status(usable)
    episodes, superseded = settle_rivals(usable, records)
    stays, nights = build_stays(episodes, superseded)
    stays["council"] = stays["district"].map(councils)
    years = [f"{year}/{(year + 1) % 100:02d}" for year in sorted(records["fyear"].unique())]
    counted = {"hes_activity": activity(stays, nights), "hes_lengths_of_stay": lengths(stays)}
    counted = {name: table[table["financial_year"].isin(years)] for name, table in counted.items()}
    return {"hes_row_accounts": accounts(records, tables), "hes_quality": quality, **counted}


def accounts(records: pd.DataFrame, tables: list[pd.DataFrame]) -> pd.DataFrame:
    """Return the number of each file's records by fate, and how many were submitted."""
    counts = [records.groupby(["file", "fate"]).size().rename("rows").reset_index()]
    for table in tables:
        file, ragged = table.attrs["file"], table.attrs["ragged"]
        told = {"submitted": len(table) + ragged, "not as many fields as the header": ragged}
        counts.append(pd.DataFrame({"file": file, "fate": list(told), "rows": told.values()}))
    every = pd.concat(counts, ignore_index=True)
    return every[every["rows"] > 0]


def read(file: Path, fields: pd.DataFrame) -> pd.DataFrame:
    """Return one file's fields by the study's names, and the number of ragged lines."""
    header, *lines = file.read_text(encoding="latin-1").splitlines()
    sound = [line for line in lines if line.count("|") == header.count("|")]
    raw = pd.read_csv(
        io.StringIO("\n".join([header, *sound])),
        sep="|",
        dtype=str,
        quoting=3,
        keep_default_na=False,
        na_values=NOTHING,
    )
    names = {
        row.field: next((n for n in row.delivered_names.split() if n in raw), None)
        for row in fields.itertuples()
    }
    table = raw[[name for name in names.values() if name]].copy()
    table.columns = [field for field, name in names.items() if name]
    table["file"] = file.name
    table.attrs = {"file": file.name, "ragged": len(lines) - len(sound)}
    return table


def convert(column: pd.Series, kind: str) -> tuple[pd.Series, int]:
    """Return the typed values of a field and how many are unreadable."""
    if kind == "date":
        value = pd.to_datetime(column, format="%d/%m/%Y", errors="coerce")
        unreadable = int((column.notna() & value.isna()).sum())
        return value.where(value >= "1900-01-01"), unreadable
    if kind in NUMBERS:
        value = pd.to_numeric(column, errors="coerce")
        if kind == "days":
            value = value.where(value <= 366)
        if kind == "age":
            value = value.mask(value.between(7001, 7007), 0)
            value = value.where(value <= 120)
    elif kind == "year":
        value = 2000 + pd.to_numeric(column.str[:2], errors="coerce")
    elif kind == "diagnosis":
        value = column.str.upper().str.replace(r"[^A-Z0-9]", "", regex=True).str[:4]
        value = value.str.replace(r"(?<=...)X", "", regex=True)
        value = value.where(value.str.match("[A-Z]..", na=False))
    elif kind.startswith(("code", "head")):
        value = column.str.upper()
        value = value.str[:3] if kind == "head3" else value.where(column.str.len() <= int(kind[-1]))
        value = value.where(value.str.fullmatch("[0-9A-Z]+", na=False))
    else:
        value = column.mask(column.str.strip("0") == "")
        return value, 0
    unreadable = int((column.notna() & value.isna()).sum())
    return value.where(value != 0) if kind in ("digit", "sex") else value, unreadable


def judge_fields(table: pd.DataFrame, fields: pd.DataFrame, codes: pd.DataFrame) -> pd.DataFrame:
    """Convert a file's fields where they stand; return their missing and unreadable values."""
    rows = []
    listed = codes.groupby("field")["code"].agg(set)
    nothing = codes[codes["known"] == "no"].groupby("field")["code"].agg(set)
    year = table["fyear"].dropna().iloc[0][:2]
    year = f"20{year}/{int(year) + 1:02d}"  # of the era, and one a file
    for row in fields[fields["field"].isin(table)].itertuples():
        value, unreadable = convert(table[row.field], row.kind)
        missing = int(value.isna().sum()) - unreadable
        unlisted = not_known = 0
        if row.field in listed and row.kind in LISTED:
            as_held = float if row.kind in NUMBERS else str
            known = {as_held(code) for code in listed[row.field]}
            unlisted = int((value.notna() & ~value.isin(known)).sum())
            not_known = int(value.isin({as_held(c) for c in nothing.get(row.field, ())}).sum())
        counts = missing, unreadable, unlisted, not_known
        rows.append((table.attrs["file"], year, row.field, len(table), *counts))
        table[row.field] = value
    columns = ["file", "financial_year", "field", "records"]
    columns += ["missing", "unreadable", "unlisted", "not_known"]
    return pd.DataFrame(rows, columns=columns)


def fates(data: pd.DataFrame) -> np.ndarray:
    """Return why each record is set aside, the first reason that holds, or that it is kept."""
    finished = data["epistat"] == 3
    start_of_year = pd.to_datetime(data["fyear"].astype("Int64").astype(str) + "-04-01")
    end_of_year = pd.to_datetime((data["fyear"] + 1).astype("Int64").astype(str) + "-03-31")
    reasons = {
        "no patient key": data["patient"].isna(),
        "no record key": data["epikey"].isna(),
        "no provider": data["procode"].isna() | (data["procode"] == "899"),
        "neither finished nor unfinished": ~data["epistat"].isin([1, 3, 9]),
        "another episode type": ~data["epitype"].fillna(1).isin([1, 2, 3, 4, 5, 6]),
        "another patient class": data["classpat"] != 1,
        "no start date": data["epistart"].isna(),
        "no end date": finished & data["epiend"].isna(),
        "starts after its data year": data["epistart"] > end_of_year,
        "ends before it starts": finished & (data["epiend"] < data["epistart"]),
        "ends after its data year": finished & (data["epiend"] > end_of_year),
        "ends before its data year": finished & (data["epiend"] < start_of_year),
        "starts before its admission": data["epistart"] < data["admidate"],
        "discharged before admission": data["disdate"] < data["admidate"],
        "discharged before it starts": data["disdate"] < data["epistart"],
        "discharged after its data year": data["disdate"] > end_of_year,
        "admitted before birth": (data["epistart"] - data["admidate"]).dt.days
        > 366 * (data["age"] + 1),
    }
    return np.select(list(reasons.values()), list(reasons), "kept")


def transfer_status(data: pd.DataFrame) -> pd.Series:
    """Return 0 no transfer, 1 out, 2 in and out, 3 in."""
    into = data["admisorc"].isin(TRANSFERS) | data["admimeth"].isin(["81", "2B"])
    out = data["disdest"].isin(TRANSFERS)
    return 3 * (into & ~out) + 2 * (into & out) + 1 * (out & ~into)


def in_order_of_content(usable: pd.DataFrame) -> pd.DataFrame:
    """Return records by what they hold; a missing date goes last, another missing value first."""
    held = usable[HELD]
    dates = held.select_dtypes("datetime")
    held = held.fillna({name: dates[name].max() + pd.Timedelta(days=1) for name in dates})
    texts = held.select_dtypes(["object", "str"])
    held = held.fillna(dict.fromkeys(texts, "")).fillna(dict.fromkeys(HELD, 0))
    return usable.loc[held.sort_values(HELD, kind="stable").index]


def settle_rivals(usable: pd.DataFrame, records: pd.DataFrame) -> tuple:
    """Return the episodes and the unfinished records that a later one tells of; note fates."""
    usable = in_order_of_content(usable)
    again = usable.duplicated(["patient", "epistart", "epikey"])
    records.loc[usable.index[again], "fate"] = "repeated record"
    usable = usable[~again]
    usable = usable.assign(
        present=usable[["diagnosis", "mainspef", "epiorder"]].notna().sum(axis=1),
        open_in=usable["fyear"].where(usable["epistat"] != 3, 0),
    ).sort_values(["present", "epikey"], ascending=[False, True])
    twice = usable.duplicated([*DUPLICATE, "open_in"])
    records.loc[usable.index[twice], "fate"] = "duplicate (health_foundation)"
    usable = usable[~twice]
    usable = usable.assign(finished=usable["epistat"] == 3)
    usable = usable.sort_values([*SAME, "finished", "fyear"])
    later = usable.groupby(SAME, dropna=False)[["finished", "fyear"]].transform("last")
    told_again = ~usable["finished"] & (later["finished"] | (later["fyear"] > usable["fyear"]))
    records.loc[usable.index[told_again], "fate"] = "unfinished, told of again later"
    return usable[~told_again].copy(), usable[told_again]


def build_stays(data: pd.DataFrame, superseded: pd.DataFrame) -> tuple:
    """Return one row per provider spell, and its bed days by data year."""
    data, superseded = recorded_bed_days(data), recorded_bed_days(superseded.copy())
    still_open = data["epistat"] != 3
    first = (
        data["admidate"].isna() & (data["epiorder"] == 1) & ~data["transfer_status"].isin([2, 3])
    )
    data["admidate"] = data["admidate"].mask(first, data["epistart"])
    data["left"] = data["epiend"].where(~still_open & data["dismeth"].isin([1, 2, 3, 4, 5]))
    data = data.sort_values(ORDER)
    before = data.groupby(["patient", "procode"])[
        ["admidate", "epistart", "epiend", "dismeth"]
    ].shift()
    joins = (
        (data["admidate"] == before["admidate"])
        | (data["epistart"] == before["epistart"])
        | (before["dismeth"].isin([8, 9]) & (before["epiend"] == data["epistart"]))
    )
    data["spell"] = (~joins).cumsum()
    spells = data.groupby("spell").agg(
        start=("epistart", "min"),
        disdate=("disdate", "max"),
    )
    firsts = data[~joins].set_index("spell")
    lasts = data.drop_duplicates("spell", keep="last").set_index("spell")
    spells["admitted"] = firsts["admidate"].fillna(spells["start"])
    spells["discharged"] = spells["disdate"].fillna(lasts["left"])
    for name in ("admimeth", "mainspef", "diagnosis", "sex", "age", "respct", "district"):
        spells[name] = firsts[name]
    told = pd.concat(
        [
            data[["spell", "fyear", "bedyear"]],
            superseded[[*SAME, "fyear", "bedyear"]].merge(data[[*SAME, "spell"]], on=SAME),
        ]
    )
    return spells, told.groupby(["spell", "fyear"])["bedyear"].sum().reset_index()


def recorded_bed_days(data: pd.DataFrame) -> pd.DataFrame:
    """End open episodes with their data year, and let the dates stand in for a wrong BEDYEAR."""
    start, after = (
        pd.to_datetime((data["fyear"] + later).astype(str) + "-04-01") for later in (0, 1)
    )
    data["epiend"] = data["epiend"].where(data["epistat"] == 3, after)
    last, first = data["epiend"].clip(upper=after), data["epistart"].clip(lower=start)
    by_dates = (last - first).dt.days.clip(lower=0)
    data["bedyear"] = data["bedyear"].where((data["bedyear"] - by_dates).abs() <= 1, by_dates)
    return data


def financial_year(day: pd.Series) -> pd.Series:
    """Return the financial year of each date."""
    year = (day.dt.year - (day.dt.month < 4)).astype("Int64")
    return year.astype(str) + "/" + ((year + 1) % 100).astype(str).str.zfill(2)


def activity(stays: pd.DataFrame, nights: pd.DataFrame) -> pd.DataFrame:
    """Return emergency activity by body, year, condition, age band and sex."""
    stays = stays[stays["admimeth"].isin(EMERGENCY)].copy()
    cuts = [*BANDS, 200]
    stays["age_band"] = pd.cut(stays["age"], cuts, labels=list(BANDS.values())).astype(object)
    stays["age_band"] = stays["age_band"].fillna("unknown")
    stays["sex"] = stays["sex"].map({1: "male", 2: "female"}).fillna("unknown")
    stays["stay_days"] = (stays["discharged"] - stays["admitted"]).dt.days
    nights["financial_year"] = nights["fyear"].map(lambda y: f"{y}/{(y + 1) % 100:02d}")
    tables = []
    for area_type, body in (("pct", "respct"), ("council", "council")):
        stays["area_code"] = stays[body].fillna("unknown").replace(UNKNOWN, "unknown")
        for condition, pattern in SETS.items():
            chosen = stays[stays["diagnosis"].fillna("").str.match(pattern)]
            chosen = chosen.assign(area_type=area_type, condition=condition)
            keys = ["area_type", "area_code", *CELL]
            begun = chosen.assign(financial_year=financial_year(chosen["admitted"]))
            gone = chosen.assign(financial_year=financial_year(chosen["discharged"]))
            slept = chosen.merge(nights, left_index=True, right_on="spell")
            tables.append(
                pd.concat(
                    [
                        begun.groupby(keys).size().rename("admissions"),
                        slept.groupby(keys)["bedyear"].sum().rename("bed_days"),
                        gone.groupby(keys)["stay_days"].agg(stays="count", stay_days="sum"),
                    ],
                    axis=1,
                )
            )
    counts = pd.concat(tables).fillna(0).astype(int)
    return counts[(counts != 0).any(axis=1)].reset_index()


def lengths(stays: pd.DataFrame) -> pd.DataFrame:
    """Return mental-health stays by body, year of discharge and nights."""
    chosen = stays[stays["mainspef"].isin(SPECIALTIES) & stays["discharged"].notna()].copy()
    chosen["nights"] = (chosen["discharged"] - chosen["admitted"]).dt.days
    chosen["financial_year"] = financial_year(chosen["discharged"])
    chosen = chosen[chosen["nights"] >= 0]
    tables = [
        chosen.assign(
            area_type=area_type,
            area_code=chosen[column].fillna("unknown").replace(UNKNOWN, "unknown"),
        )
        for area_type, column in (("pct", "respct"), ("council", "council"))
    ]
    keys = ["area_type", "area_code", "financial_year", "nights"]
    return pd.concat(tables).groupby(keys).size().rename("stays").reset_index()
