"""What hospital counts and population give together, beside the panels: variants and rates."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.panel import conditions_of, hospital_variants_contract
from pooledfunds.linkage.outcomes.activity import emergency_activity, standardised_rates
from pooledfunds.linkage.outcomes.population import older_councils, older_pcts


def older_people(level: str, tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return persons aged 65 and over of a level's bodies by age band and, for PCTs, sex."""
    bands = {"council": older_councils, "pct": older_pcts}[level]
    return bands(tables[f"{level}_population"])


def hospital_variants(tables: Mapping[str, pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the panels' hospital columns under every other definition, by body, year and variant.

    Empty where no variant is declared, or no population is at hand.
    """
    activity = tables["hes_variants"]
    counted = [
        emergency_activity(
            activity,
            older_people(level, tables),
            level,
            conditions_of(settings),
            settings["trends"]["reference_year"],
        ).assign(area_type=level)
        for level in ("council", "pct")
        if len(activity) and f"{level}_population" in tables
    ]
    columns = list(hospital_variants_contract(settings).columns)
    empty = pd.DataFrame(columns=columns, dtype=str).astype(dict.fromkeys(columns[4:], float))
    return pd.concat(counted or [empty], ignore_index=True)[columns]


def admission_rates(
    level: str, tables: Mapping[str, pd.DataFrame], settings: Mapping
) -> pd.DataFrame:
    """Return standardised admission rates, or nothing where records or population are missing."""
    if "hes_activity" not in tables or f"{level}_population" not in tables:
        return pd.DataFrame()
    year = settings["financial_years"][-1]
    older = older_people(level, tables)
    conditions = conditions_of(settings)
    return standardised_rates(tables["hes_activity"], older, level, conditions, year)
