"""England's counts of records as they may be published: cells of their own (decision 97)."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from pooledfunds.core.disclosure import DisclosureRules, protected
from pooledfunds.linkage.protection.areas import older_bands

CELL = ["area_type", "financial_year", "condition", "age_band", "sex", "home"]
MEASURES = ["admissions", "bed_days", "stays", "stay_days"]
NUMBER = {"bed_days": "admissions", "stay_days": "stays"}
MENTAL_HEALTH = "mental_health"
MENTAL_COUNTS = {"mh_stays": "stays", "mh_nights": "stay_days"}
KNOWN, UNKNOWN = "known", "unknown"


def england_activity(tables: Mapping[str, pd.DataFrame], rules: DisclosureRules) -> pd.DataFrame:
    """Return England's activity by year, condition, age, sex and whether the area is known.

    Parameters
    ----------
    tables
        ``hes_activity`` and ``hes_lengths_of_stay``, as far as available.
    rules
        Those of the study.

    Returns
    -------
    DataFrame
        ``catalogue.hes.ENGLAND_ACTIVITY``: each count protected by itself; what is withheld holds
        ``rules.stand_in``. Mental health stays have neither age nor sex.
    """
    parts = []
    if "hes_activity" in tables:
        parts.append(_summed(tables["hes_activity"]))
    if "hes_lengths_of_stay" in tables:
        lengths = tables["hes_lengths_of_stay"]
        mental = {"condition": MENTAL_HEALTH, "age_band": "all", "sex": "all"}
        nights = lengths["nights"] * lengths["stays"]
        parts.append(_summed(lengths.assign(**mental, admissions=0, bed_days=0, stay_days=nights)))
    table = pd.concat(parts).groupby(CELL, as_index=False)[MEASURES].sum()
    names = ["|".join(row) for row in table[CELL].itertuples(index=False)]
    exact = table[MEASURES]
    told = exact.apply(
        lambda column: protected(column, (f"england|{column.name}|{name}" for name in names), rules)
    )
    if rules.apply:
        for measure, number in NUMBER.items():
            told[measure] = told[measure].where(told[number].notna())
        # A measure that the row does not have is no count
        told = told.fillna(rules.stand_in).mask(_not_counted(table), 0.0)
    return table.assign(**told)


def _summed(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the measures of rows by cell of England."""
    home = np.where(rows["area_code"] == UNKNOWN, UNKNOWN, KNOWN)
    table = rows.assign(home=home).groupby(CELL, observed=True)[MEASURES].sum().reset_index()
    return table.astype(dict.fromkeys(CELL, str) | dict.fromkeys(MEASURES, float))


def _not_counted(table: pd.DataFrame) -> pd.DataFrame:
    """Return which measures a row does not have: mental health is counted in stays alone."""
    mental = table["condition"] == MENTAL_HEALTH
    return pd.DataFrame({m: mental & (m in ("admissions", "bed_days")) for m in MEASURES})


def totals_by_stratum(england: pd.DataFrame, area_type: str, strata: list[str]) -> pd.DataFrame:
    """Return England's protected admissions and bed days of known areas by stratum.

    Parameters
    ----------
    england
        From :func:`england_activity`.
    area_type
        By which type of area the records were counted.
    strata
        ``financial_year``, ``age_band`` and perhaps ``sex``.

    Returns
    -------
    DataFrame
        Indexed by ``strata``, with a column for each measure and condition.
    """
    rows = england[(england["area_type"] == area_type) & (england["home"] == KNOWN)]
    return pd.DataFrame(
        rows.groupby([*strata, "condition"])[["admissions", "bed_days"]].sum().unstack("condition")
    )


def england_totals(
    england: pd.DataFrame, area_type: str, counts: Iterable[str]
) -> tuple[pd.DataFrame, int]:
    """Return what England's cells give in all for counts of those 65 and over, by year.

    Parameters
    ----------
    england
        From :func:`england_activity`.
    area_type
        By which type of area the records were counted.
    counts
        ``admissions_…``, ``bed_days_…``, ``mh_stays`` and ``mh_nights``.

    Returns
    -------
    totals
        By year (rows) and count (columns).
    cells
        Of how many protected cells each is the sum, at most.
    """
    older = older_bands(england["age_band"]) | (england["age_band"] == "all")
    rows = england[older & (england["home"] == KNOWN) & (england["area_type"] == area_type)]
    of = rows.groupby(["financial_year", "condition"])
    sums = pd.DataFrame(of[MEASURES].sum().unstack("condition"))
    totals = {name: sums.get(_source_of(name), pd.Series(dtype=float)) for name in counts}
    return pd.DataFrame(totals, index=sums.index).fillna(0.0), int(of.size().max())


def _source_of(count: str) -> tuple[str, str]:
    """Return the measure and condition that a count by area is of."""
    if count in MENTAL_COUNTS:
        return MENTAL_COUNTS[count], MENTAL_HEALTH
    measure = "bed_days" if count.startswith("bed_days_") else "admissions"
    return measure, count.removeprefix(f"{measure}_")
