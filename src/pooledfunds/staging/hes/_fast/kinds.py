"""Kinds of values by number, keys first: what ``scanned.Column.kind`` names."""

from pooledfunds.staging.hes.scanned import KEYS

NAMES = (
    *KEYS, "year", "digit", "age", "days", "date", "code2", "code3", "head3", "code4", "diagnosis",
    "area", "sex",
)  # fmt: skip
KEY, SERIAL, YEAR, DIGIT, AGE, DAYS, DATE, CODE2, CODE3, HEAD3, CODE4, DIAGNOSIS, AREA = range(13)
SEX = 13
