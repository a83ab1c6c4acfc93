"""Invented episode records as lines of text: the era's field names, codes and null dates."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pooledfunds.synthetic.hes.kinds import AGE_BANDS
from pooledfunds.synthetic.hes.records import (
    DIAGNOSES,
    METHODS,
    NO_DATE,
    SPECIALTIES,
    Records,
    ages,
    has_defect,
)
from pooledfunds.synthetic.hes.stays import year_start

FIRST_DAY = int(np.datetime64("1950-01-01", "D").astype(np.int64))
LAST_DAY = int(np.datetime64("2030-01-01", "D").astype(np.int64))
NULL_DATES = ("", "01/01/1600", "15/10/1582")  # not submitted, null, invalid [sources.md, 0]
KEYS_PER_BLOCK = 2_000_000
SCRAMBLE = 387_420_489  # 3**18: coprime with ten, so that keys stay distinct
UNKNOWN_DIAGNOSIS = "R69X6"


def day_texts() -> pa.Array:
    """Return the text of every day, and after the last day the forms of no date."""
    days = np.arange(FIRST_DAY, LAST_DAY).astype("datetime64[D]")
    return pa.array([*pd.DatetimeIndex(days).strftime("%d/%m/%Y"), *NULL_DATES])


def diagnosis_forms(code: str) -> list[str]:
    """Return a code as it is delivered: plain, then dotted, with a dagger letter, and hyphened."""
    whole = code if len(code) == 4 else f"{code}X"
    return [whole, f"{code[:3]}.{whole[3]}", f"{whole}D", f"{whole}-"]


@dataclass(frozen=True)
class CodeLists:
    """The invented England's codes, as Arrow arrays to take texts from."""

    pct: pa.Array
    district: pa.Array
    pct_of_cell: np.ndarray
    district_of_cell: np.ndarray
    band_of_cell: np.ndarray
    sex_of_cell: np.ndarray
    lsoa: pa.Array
    first_lsoa: np.ndarray  # per district
    lsoas: np.ndarray  # per district
    days: pa.Array
    diagnoses: pa.Array

    @classmethod
    def of(cls, population: pd.DataFrame, lsoas: pd.DataFrame | None) -> "CodeLists":
        """Return the lists for a population table; a district without LSOAs has unknown ones.

        Parameters
        ----------
        population
            ``pct, district, age_band, sex``, a row a cell of population.
        lsoas
            ``district, lsoa``, or None where every LSOA is unknown.
        """
        pct, pct_codes = pd.factorize(population["pct"], sort=True)
        district, district_codes = pd.factorize(population["district"], sort=True)
        names, firsts, sizes = ["Z99999999"], [], []
        grouped = {} if lsoas is None else lsoas.groupby("district")["lsoa"].agg(list).to_dict()
        for code in district_codes:
            inside = grouped.get(code, [])
            firsts.append(len(names) if inside else 0)
            sizes.append(max(len(inside), 1))
            names.extend(inside)
        return cls(
            pct=pa.array([*pct_codes, "59999"]),
            district=pa.array([*district_codes, "Y"]),
            pct_of_cell=pct,
            district_of_cell=district,
            band_of_cell=population["age_band"].map(AGE_BANDS.index).to_numpy(),
            sex_of_cell=population["sex"].astype(int).to_numpy(),
            lsoa=pa.array(names),
            first_lsoa=np.array(firsts),
            lsoas=np.array(sizes),
            days=day_texts(),
            diagnoses=pa.array([form for code in DIAGNOSES for form in diagnosis_forms(code)]),
        )


def provider_codes(count: int) -> list[str]:
    """Return invented provider codes, ``X00`` onwards in base 36."""
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [f"X{digits[i // 36 % 36]}{digits[i % 36]}" for i in range(count)]


def lines_of(
    records: Records, codes: CodeLists, block: int, years: list[int], rng: np.random.Generator
) -> tuple[list[str], pa.Array, np.ndarray]:
    """Return the field names, one line of text per record, and the file of each line.

    Parameters
    ----------
    records
        Arrays by name, an entry a record (``records_of``), with mess (``inject_defects``).
    codes
        The invented England's code lists.
    block
        Number of the block, which its record keys begin from.
    years
        First calendar year of each financial year, a file each.
    rng
        Of the block.
    """
    size = len(records["stay"])
    order = rng.permutation(size)
    records = {name: values[order] for name, values in records.items()} | {"order": order}
    fields = fields_of(records, codes, block, years, rng)
    columns = [
        column if isinstance(column, pa.Array) else pa.array(column) for column in fields.values()
    ]
    columns = [c if pa.types.is_string(c.type) else c.cast(pa.string()) for c in columns]
    lines = pc.binary_join_element_wise(*columns, "|", null_handling="replace")
    short = np.flatnonzero(has_defect(records, "short_line"))
    if len(short):
        cut = [line.rsplit("|", 4)[0] for line in lines.take(pa.array(short)).to_pylist()]
        mask = np.zeros(size, dtype=bool)
        mask[short] = True
        lines = pc.replace_with_mask(lines, pa.array(mask), pa.array(cut))
    return list(fields), lines, records["file"]


def fields_of(
    r: Records, codes: CodeLists, block: int, years: list[int], rng: np.random.Generator
) -> dict:
    """Return the delivered fields of the records, in the order of the file.

    Parameters
    ----------
    r
        Arrays by name, an entry a record, in the order of the lines.
    codes, block, years, rng
        See ``lines_of``.
    """
    size, cell, last, finished = len(r["stay"]), r["cell"], r["last"], r["finished"]
    starts = np.array([year_start(year) for year in years])

    def pick(texts: pa.Array | Sequence[str], index: np.ndarray) -> pa.Array:
        texts = texts if isinstance(texts, pa.Array) else pa.array(texts)
        return texts.take(pa.array(index.astype(np.int32)))

    def blank(condition: np.ndarray, values: np.ndarray) -> pa.Array:
        return pa.array(values, mask=condition).cast(pa.string()).fill_null("")

    def date(days: np.ndarray) -> pa.Array:
        missing = LAST_DAY - FIRST_DAY + rng.choice(3, size, p=[0.5, 0.4, 0.1])
        return pick(codes.days, np.where(days == NO_DATE, missing, days - FIRST_DAY))

    def share(part: float) -> np.ndarray:
        return rng.random(size) < part

    admidate = np.where(has_defect(r, "missing_admidate"), NO_DATE, r["admidate"])
    epistart = np.where(has_defect(r, "missing_epistart"), NO_DATE, r["epistart"])
    epiend = np.where(finished & ~has_defect(r, "missing_epiend"), r["epiend"], NO_DATE)
    epiend = np.where(has_defect(r, "ends_before_it_starts"), r["epistart"] - 3, epiend)
    beyond = starts[r["file"]] + 366 + 20
    epiend = np.where(has_defect(r, "ends_after_data_year"), beyond, epiend)
    out = last & finished
    person = block * KEYS_PER_BLOCK + r["person"]
    resent = r["again"] & has_defect(r, "duplicate")
    epikey = 100_000_000_000 + block * KEYS_PER_BLOCK + r["number"] + resent * (KEYS_PER_BLOCK // 2)
    age = ages(codes.band_of_cell[cell], r["person"])
    startage = np.where((age == 0) & share(0.9), 7001 + r["person"] % 7, age)
    method = np.where(has_defect(r, "unknown_method"), METHODS.index("99"), r["method"])
    form = np.where(has_defect(r, "odd_diagnosis_form"), 1 + rng.integers(0, 3, size), 0)
    diagnosis = pick(codes.diagnoses, r["diagnosis"] * 4 + form)
    uncoded = has_defect(r, "unknown_diagnosis") | (~finished & share(0.6))
    diagnosis = pc.if_else(pa.array(uncoded), UNKNOWN_DIAGNOSIS, diagnosis)
    pct, district = codes.pct_of_cell[cell], codes.district_of_cell[cell]
    unknown = has_defect(r, "unknown_body")
    responsible = np.where(share(0.03), (pct + 1) % (len(codes.pct) - 1), pct)
    providers = provider_codes(max(3, len(codes.pct) - 1))
    provider = pick(
        [*providers, "89997"],
        np.where(
            has_defect(r, "missing_provider"), len(providers), (pct + r["home"]) % len(providers)
        ),
    )
    spell_began = np.where(r["spell_start"] < starts[r["file"]], 1, 2)
    lsoa = codes.first_lsoa[district] + (rng.random(size) * codes.lsoas[district]).astype(np.int64)
    quote = np.where(has_defect(r, "free_quote"), '"', "")
    return {
        "epikey": epikey,
        "extract_hesid": blank(has_defect(r, "missing_patient"), person * SCRAMBLE % 10**12),
        "fyear": pick([f"{y % 100:02d}{(y + 1) % 100:02d}" for y in years], r["file"]),
        "partyear": pick([f"{y}99" for y in years], r["file"]),
        "epitype": pick(["1", "4"], np.zeros(size)),
        "epistat": pick(["1", "3"], finished),
        "sex": codes.sex_of_cell[cell],
        "startage": startage,
        "mydob": pick(
            MONTHS_OF_BIRTH, np.clip(years[0] - age - 1880, 0, 139) * 12 + r["person"] % 12
        ),
        "ethnos": pick(["A", "B", "C", "H", "Z", ""], (r["person"] % 6)),
        "admincat": pick(["01", "02"], share(0.01)),
        "admimeth": pick(METHODS, method),
        "admisorc": pick(["19", "51"], r["moved_in"]),
        "admistat": pick(["8", "1"], share(0.1)),
        "admidate": date(admidate),
        "epistart": date(epistart),
        "epiend": date(epiend),
        "epiorder": r["epiorder"],
        "epidur": blank(~finished, r["epiend"] - r["epistart"]),
        "bedyear": r["bedyear"],
        "spelbgin": np.where(r["epiorder"] > 1, 0, spell_began),
        "spelend": pick(["N", "Y"], out),
        "speldur": blank(~out, r["spell_end"] - r["spell_start"]),
        "disdate": date(np.where(out, r["spell_end"], NO_DATE)),
        "disdest": pick(["98", "19", "51", "79"], out * (1 + r["moves_on"] + 2 * r["died"])),
        "dismeth": pick(["8", "1", "4"], out * (1 + r["died"])),
        "classpat": pick(["2", "1"], r["ward"]),
        "mainspef": pick(SPECIALTIES, r["specialty"]),
        "tretspef": pick(SPECIALTIES, r["specialty"]),
        "procode": provider,
        "sitetret": pc.binary_join_element_wise(provider, "01", ""),
        "provspno": pc.binary_join_element_wise(
            pa.array(r["stay"] + 10**7).cast(pa.string()), pa.array(quote.tolist(), pa.string()), ""
        ),
        "diag_01": diagnosis,
        "diag_02": pick(["I10X", "E119", "Z922", ""], r["person"] % 4),
        "diag_03": pick(["", "N183", "F171"], r["stay"] % 3),
        "opertn_01": pick(["-", "W371", "G451"], r["stay"] % 3),
        "respct06": pick(codes.pct, np.where(unknown, len(codes.pct) - 1, pct)),
        "pctcode06": pick(codes.pct, np.where(unknown, len(codes.pct) - 1, responsible)),
        "resladst": pick(codes.district, np.where(unknown, len(codes.district) - 1, district)),
        "soal": pick(codes.lsoa, lsoa),
    }


MONTHS_OF_BIRTH = [f"{month:02d}{year}" for year in range(1880, 2020) for month in range(1, 13)]
