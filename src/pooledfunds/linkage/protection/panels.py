"""The panels as they may be published: hospital columns made of protected counts alone."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.catalogue.panel import columns_of_records
from pooledfunds.catalogue.panel_columns import conditions_of
from pooledfunds.core.disclosure import DisclosureRules, rules_of
from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.outcomes.hospital import at_risk, expected_at, older_people
from pooledfunds.linkage.protection.areas import is_sum
from pooledfunds.linkage.protection.england import totals_by_stratum

NO_ROOM = "England's total would tell it"


def protected_panel(
    panel: pd.DataFrame,
    area_type: str,
    counts: pd.DataFrame,
    england: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    study: Mapping,
) -> pd.DataFrame:
    """Return a panel whose columns from records are made of protected counts.

    A column from records that is not made of them is blank.

    Parameters
    ----------
    panel
        The panel of the type of area; its other columns stay.
    area_type
        Its type of area.
    counts
        ``areas.protected_by_area``: missing where withheld.
    england
        ``england.england_activity``.
    tables
        ``hes_activity`` and the population of the areas, where available.
    study
        ``hes`` and ``trends`` of the study.
    """
    told, exact = panel.copy(), columns_of_records(study) & set(panel)
    keys = pd.MultiIndex.from_frame(told[KEY].astype(str))
    own = counts.loc[area_type].reindex(keys) if len(counts) else counts
    made = {name: own[name].to_numpy() for name in map(str, own)}
    if "mh_nights" in own:
        made["mh_length_of_stay"] = (own["mh_nights"] / own["mh_stays"]).to_numpy()
    if "hes_activity" in tables and f"{area_type}_population" in tables:
        expected = expected_columns(area_type, england, tables, study).reindex(keys)
        made |= {name: expected[name].to_numpy() for name in map(str, expected)}
    blank = dict.fromkeys(exact - made.keys(), float("nan")) if rules_of(study).apply else {}
    return told.assign(**blank, **{name: made[name] for name in made if name in told})


def expected_columns(
    area_type: str, england: pd.DataFrame, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return the panels' expected counts at rates made of England's protected counts.

    Parameters
    ----------
    area_type, england, tables, study
        See :func:`protected_panel`.
    """
    conditions = conditions_of(study)
    older = older_people(area_type, tables)
    people, _ = at_risk(tables["hes_activity"], older, area_type, ["condition"], conditions)
    strata = [str(name) for name in people.index.names[1:]]
    persons = people.groupby(strata).sum()
    totals = totals_by_stratum(england, area_type, strata)
    wanted = pd.MultiIndex.from_product([("admissions", "bed_days"), conditions])
    rates = totals.reindex(index=persons.index, columns=wanted).fillna(0.0).div(persons, axis=0)
    found = []
    for year, told in ((None, ""), (study["trends"]["reference_year"], "_at_fixed_rates")):
        part = expected_at(rates, people, year)
        found.append(part.set_axis([f"expected_{m}_{c}{told}" for m, c in wanted], axis=1))
    return pd.concat(found, axis=1)


def without_room(
    counts: pd.DataFrame, england: pd.DataFrame, cells: int, rules: DisclosureRules
) -> pd.DataFrame:
    """Return which counts England's total would narrow: those of too few areas.

    A total tells what one area has where the others leave it no room: where, were all others at an
    end of what they may be, the one could not be at the other end of its own.

    Parameters
    ----------
    counts
        Protected, of one type of area, indexed by area and year; missing where withheld.
    england
        England's protected counts of the type, by year (rows) and by the columns of ``counts``.
    cells
        Of how many protected cells each of these is the sum.
    rules
        Those of the study.

    Returns
    -------
    DataFrame
        By year and count, true where they are to be withheld of all areas.
    """
    step = rules.base - 1
    # A withheld sum over few records may be large
    low = (counts - step).clip(lower=0).fillna(0.0)
    most = [float("inf") if is_sum(str(name)) else rules.least - 1.0 for name in counts]
    high = (counts + step).fillna(dict(zip(counts, most, strict=True)))
    width = float(max(rules.least - 1, 2 * step))
    year = counts.index.get_level_values("financial_year")
    of = {"low": low.groupby(year).sum(), "high": high.groupby(year).sum()}
    areas = counts.notna().groupby(year).size()
    slack = float(cells * step)
    england = england.reindex(of["low"].index)
    tight = (england + slack < of["low"] + width) | (england - slack > of["high"] - width)
    tight |= np.asarray(areas < rules.fewest_areas)[:, None]
    return tight
