"""Mid-year population of districts by single year of age (Office for National Statistics)."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from pooledfunds.catalogue.areas import COUNCIL_POPULATION, DISTRICT_POPULATION
from pooledfunds.core.errors import IssueList
from pooledfunds.core.financial_year import year_name
from pooledfunds.staging.layouts.checks import (
    accounts_by_file,
    counts,
    note_repeated,
    report_violations,
)
from pooledfunds.staging.layouts.editions import read_returns
from pooledfunds.staging.layouts.frames import hold_against_frame
from pooledfunds.staging.layouts.number_grammar import parse_numbers
from pooledfunds.staging.layouts.plausibility import note_implausible
from pooledfunds.staging.reading import ReadingContext, StagedReturn, conform
from pooledfunds.staging.small_area_lookup import ELSEWHERE, UNKNOWN, outside_england

OLDEST = 90  # the last column holds all who are as old or older
# First age of each band and first age beyond, as councils' population has them.
AGE_BANDS = {
    "all ages": (0, OLDEST + 1),
    "18 and over": (18, OLDEST + 1),
    "18 to 64": (18, 65),
    "65 and over": (65, OLDEST + 1),
    "75 and over": (75, OLDEST + 1),
    "85 and over": (85, OLDEST + 1),
}
NO_AGE = "an age has no figure"


def read_population_by_age(files: Sequence[str], context: ReadingContext) -> StagedReturn:
    """Return persons by age band of districts, and of the areas that they make up.

    Districts bear the codes of one year throughout; their area is looked up under the codes of any
    year. The financial year is the one that the mid-year (30 June) lies in. A row in which an age
    has no figure is set aside whole: its bands would be too small.

    Parameters
    ----------
    files
        Paths of the returns of one source.
    context
        Word lists, settings and the tables read before.

    Returns
    -------
    StagedReturn
        ``catalogue.areas.DISTRICT_POPULATION`` and ``COUNCIL_POPULATION``.
    """
    faults = context.issues
    table, counted = read_returns(files, "population_by_age", context.editions, faults)
    note_repeated(faults, table, ["district_code", "year"])
    year = counts(faults, table, "year", needed=True)
    first, last = (int(allowed[:4]) for allowed in context.allowed_years("population_by_age"))
    rule = f"not a year from {first} to {last}"
    report_violations(faults, table, "year", rule, ~year.between(first, last))
    elsewhere = outside_england(table["district_code"])
    ages = persons_by_year_of_age(faults, table)
    blank = pd.Series(np.isnan(ages).any(axis=1), index=table.index)
    known = context.tables["local_authority_areas"].set_index("ons_code")["area_code"]
    table["area"] = table["district_code"].map(known)
    lost = table["area"].isna() & ~elsewhere
    report_violations(faults, table, "district_code", UNKNOWN, lost)
    table["financial_year"] = year.fillna(0).astype(int).map(year_name)
    bands = {band: ages[:, low:high].sum(axis=1) for band, (low, high) in AGE_BANDS.items()}
    kept = table.assign(**bands)[~elsewhere & ~blank & ~lost]
    note_implausible(faults, "population_by_age", kept)
    districts = persons_by_band(kept, ["district_code", "area"]).rename(
        columns={"area": "area_code"}
    )
    areas = persons_by_band(kept, ["area"]).assign(area_type="council")
    reasons = pd.Series("", index=table.index).mask(blank, NO_AGE).mask(elsewhere, ELSEWHERE)
    account = accounts_by_file("population", table, reasons.mask(lost, "no area"), counted)
    whole = pd.Series(known.unique())
    frame = hold_against_frame("population_by_age", kept, whole, faults)
    tables = {
        "district_population": conform(districts, DISTRICT_POPULATION),
        "council_population": conform(areas, COUNCIL_POPULATION),
    }
    return StagedReturn(tables, pd.concat([account, frame], ignore_index=True))


def persons_by_year_of_age(faults: IssueList, table: pd.DataFrame) -> np.ndarray:
    """Return whole numbers by row and year of age, missing where a cell has none.

    Parameters
    ----------
    faults
        Gets what is wrong, by column.
    table
        Columns ``age_0`` to ``age_90`` as text.
    """
    columns = [f"age_{age}" for age in range(OLDEST + 1)]
    texts = table[columns].to_numpy(object)
    values, problems = parse_numbers(pd.Series(texts.ravel()))  # all ages at once: many are alike
    ages = values.to_numpy().reshape(texts.shape)
    wrong = (problems != "").to_numpy().reshape(texts.shape) | (ages < 0) | (ages % 1 > 0)
    for place in np.flatnonzero(wrong.any(axis=0)):
        counts(faults, table, columns[place])
    return ages


def persons_by_band(table: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    """Return persons by code, financial year and age band, rows of one code summed.

    Parameters
    ----------
    table
        ``financial_year``, the codes, and a column for each of ``AGE_BANDS``.
    codes
        Columns that name the area.
    """
    keys = [*codes, "financial_year"]
    summed = table.groupby(keys, as_index=False)[list(AGE_BANDS)].sum()
    return summed.melt(keys, var_name="age_band", value_name="persons")
