"""A small invented country for the hospital benchmark: bodies, settings, word lists."""

from pathlib import Path

import pandas as pd

from pooledfunds.core.codelists import read_table
from pooledfunds.core.settings import read_study
from pooledfunds.synthetic.hes.kinds import AGE_BANDS
from pooledfunds.synthetic.hes.write import Extract, Order, write_extracts

ROOT = Path(__file__).parents[1]
YEARS = [2005, 2006, 2007, 2008]
SIZES = (50_000, 150_000, 20_000, 13_000, 5_000)
BODIES = 150


def settings() -> dict:
    """Return the study's own settings for hospital episodes."""
    return read_study("means_to_an_end")["hes"]


def word_lists() -> dict[str, pd.DataFrame]:
    """Return the word lists of hospital episodes."""
    folder = ROOT / "config/codelists"
    return {path.stem: read_table(path) for path in sorted(folder.glob("hes_*.csv"))}


def population() -> pd.DataFrame:
    """Return 150 trusts of different size, each with a district of its own."""
    rows = []
    for number in range(BODIES):
        pct = f"5{number // 26}{chr(65 + number % 26)}"
        district = f"9{number // 26}{chr(65 + number % 26)}A"
        factor = 0.7 + 0.06 * (number * 37 % 10)
        for band, size in zip(AGE_BANDS, SIZES, strict=True):
            rows += [(pct, district, band, sex, size * factor / 2) for sex in (1, 2)]
    return pd.DataFrame(rows, columns=["pct", "district", "age_band", "sex", "population"])


def places() -> pd.DataFrame:
    """Return the council of each district."""
    districts = population()["district"].drop_duplicates()
    return pd.DataFrame({"code": districts, "council": [f"{100 + i}" for i in range(BODIES)]})


def write(folder: Path, records: int) -> Extract:
    """Write the country's extract with the mess of a real one."""
    none = pd.DataFrame({"condition": [], "rate": [], "length_of_stay": []})
    return write_extracts(population(), none, folder, Order(years=YEARS, records=records, seed=1))
