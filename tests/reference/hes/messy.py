"""Messy invented records: few patients, few days, everything that goes wrong."""

from datetime import date, timedelta

import ibis
import pandas as pd
from hypothesis import strategies as st

from pooledfunds.catalogue.hes_codes import encode

YEARS = [2006, 2007]
SETTINGS = {
    "episode_types": [1, 4],
    "patient_classes": [1],
    "duplicates": "health_foundation",
    "admission_date": "from_start",
    "spells": "health_foundation",
    "stays": "provider",
    "transfer_max_gap_days": 2,
    "open_episodes": "keep",
    "attribution": {"pct": "residence", "council": "district"},
    "bed_days": {"source": "bedyear", "rule": "in_year"},
    "emergency_methods": ["21", "22", "23", "24", "28"],
    "diagnosis_episode": "admitting",
    "age_bands": [0, 18, 65, 75, 85],
    "mental_health_specialties": ["710", "715"],
    "trim_nights": None,
}
RULES = {
    "health_foundation": {
        "key": [
            "patient",
            "epistart",
            "epiend",
            "epiorder",
            "procode",
            "transfer_status",
            "admidate",
            "disdate",
        ],
        "prefer": ["diagnosis", "mainspef", "epiorder"],
        "order": [],
    },
    "york": {
        "key": ["patient", "epistart", "epiorder", "epiend", "transfer_status"],
        "prefer": ["diagnosis", "mainspef", "epiorder"],
        "order": ["admidate", "disdate"],
    },
}
DAYS = [date(2007, 3, 28) + timedelta(days=n) for n in range(9)]
WIDTHS = {
    "admimeth": 2,
    "admisorc": 2,
    "disdest": 2,
    "mainspef": 3,
    "procode": 3,
    "diagnosis": 4,
    "respct": 3,
    "pctcode": 3,
    "district": 4,
}
SMALL = {"epistat": "uint8", "epitype": "uint8", "sex": "uint8", "epiorder": "uint8"}
SMALL |= {"dismeth": "uint8", "classpat": "uint8", "fyear": "uint16"}


def maybe_day(none: int = 4):
    return st.sampled_from([*DAYS, *[None] * none])


RECORD = st.fixed_dictionaries(
    {
        "epikey": st.sampled_from([0, *range(1, 40)]),
        "patient": st.sampled_from([0, *[1, 2, 3, 4] * 6]),
        "fyear": st.sampled_from(YEARS),
        "epistat": st.sampled_from([3] * 6 + [1] * 3 + [9, 5]),
        "epitype": st.sampled_from([1] * 8 + [0, 2]),
        "sex": st.sampled_from([1, 2]),
        "age": st.sampled_from([70, 80, 0, None]),
        "admimeth": st.sampled_from(["21", "11", "81", "2B"]),
        "admisorc": st.sampled_from(["19", "19", "51"]),
        "admidate": st.sampled_from([*DAYS[:3] * 4, *DAYS, *[None] * 8, date(2001, 1, 1)]),
        "epistart": maybe_day(1),
        "epiend": maybe_day(1),
        "disdate": st.sampled_from([*DAYS, *DAYS[-3:] * 3, *[None] * 18]),
        "epiorder": st.sampled_from([1, 1, 2, 0]),
        "bedyear": st.sampled_from([None, 0, 1, 2, 3]),
        "disdest": st.sampled_from(["19", "98", "51"]),
        "dismeth": st.sampled_from([1, 8, 8, 9, 4, 6, 0]),
        "classpat": st.sampled_from([1] * 8 + [2]),
        "mainspef": st.sampled_from(["710", "300", ""]),
        "procode": st.sampled_from(["X01"] * 8 + ["X02", "899", ""]),
        "diagnosis": st.sampled_from(["S720", "I64", "J189", "R69"]),
        "respct": st.just("5A1"),
        "pctcode": st.just("5A2"),
        "district": st.just("00AA"),
    }
)
AGAIN = st.sampled_from([None] * 6 + ["same key", "new key", "other year", "less complete"])


def with_copies(pairs: list[tuple[dict, str | None]]) -> list[dict]:
    """Return the records, some of them sent twice, each with its place in a file."""
    rows = []
    for record, again in pairs:
        rows.append(record)
        if again == "same key":
            rows.append(dict(record))
        elif again == "new key":
            rows.append(dict(record, epikey=record["epikey"] + 50))
        elif again == "other year":
            rows.append(dict(record, epistat=1, fyear=YEARS[0], epikey=record["epikey"] + 100))
        elif again == "less complete":
            rows.append(dict(record, mainspef="", epikey=1))
    return [dict(r, file=r["fyear"] - YEARS[0], line=i + 2) for i, r in enumerate(rows)]


RECORDS = st.lists(st.tuples(RECORD, AGAIN), min_size=1, max_size=60).map(with_copies)


def staged(records: list[dict]) -> pd.DataFrame:
    """Return records as the reader stages them."""
    table = pd.DataFrame(records)
    for name in ("admidate", "epistart", "epiend", "disdate"):
        table[name] = pd.to_datetime(table[name]).astype("datetime64[s]")
    for name, width in WIDTHS.items():
        kind = "uint32" if width == 4 else "uint16"
        table[name] = [encode(code, width) for code in table[name]]
        table[name] = table[name].astype(kind)
    table["age"] = table["age"].astype("Int16")
    table["bedyear"] = table["bedyear"].astype("Int32")
    table = table.astype(SMALL | {"patient": "uint64", "epikey": "uint64"})
    return table.assign(lsoa=0, mydob=0).astype(
        {"file": "uint16", "line": "uint32", "lsoa": "uint32", "mydob": "uint64"}
    )


def fetch(con, table):
    """Return the rows of an expression."""
    return con.sql(ibis.to_sql(table, dialect="duckdb")).df()
