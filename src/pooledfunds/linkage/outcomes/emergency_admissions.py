"""Emergency admissions, which commissioners report, by area and year."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.area_types import partner_of
from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.apportionment import Apportionment
from pooledfunds.linkage.outcomes.person_days import months_of_year

MEASURE = "non_elective_admissions"


def emergency_admissions(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame | None:
    """Return non-elective admissions of all ages, apportioned from commissioners.

    Commissioners that merged count as the body that followed them throughout. A year of which a
    month is missing has no sum.

    Parameters
    ----------
    wanted
        The type of area, and how figures are apportioned to it.
    tables
        ``monthly_activity`` and ``ccg_successors``.
    study
        The partners' type of area; others have no crosswalk.

    Returns
    -------
    DataFrame or None
        ``emergency_admissions`` and the share of it that was split; nothing where the study has no
        partner, or the partners no successions.
    """
    partner = partner_of(study)
    if partner is None or f"{partner}_successors" not in tables:
        return None
    return wanted.own(partner, partner_totals(tables, study), "emergency_admissions")


def partner_totals(tables: Mapping[str, pd.DataFrame], study: Mapping) -> pd.DataFrame:
    """Return non-elective admissions by commissioner and year, under the last code of each.

    They are what is apportioned, and what estimates split anew (``robustness.apportionment``).

    Parameters
    ----------
    tables, study
        See :func:`emergency_admissions`.

    Returns
    -------
    DataFrame
        ``catalogue.council_columns.PARTNER_TOTALS``.
    """
    partner = partner_of(study)
    moved = tables[f"{partner}_successors"].set_index("code")["successor_code"]
    activity = tables["monthly_activity"]
    rows = activity[(activity["commissioner_type"] == partner) & (activity["measure"] == MEASURE)]
    rows = rows.astype({"month": str, "financial_year": str})
    code = rows["commissioner_code"].map(moved).fillna(rows["commissioner_code"])
    by_month = rows.assign(area_code=code).groupby([*KEY, "month"])["count"].agg("sum")
    by_year = by_month.groupby(KEY).agg(["sum", "size"])
    whole = by_year["size"] == len(months_of_year(study["financial_years"][0]))
    return by_year["sum"].where(whole).rename("emergency_admissions").reset_index()
