"""Figures of a year before those of the study, which stand beside every year as a baseline."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.catalogue.client_groups import CLIENT_GROUPS
from pooledfunds.core.vocabulary import KEY
from pooledfunds.linkage.apportionment import Apportionment
from pooledfunds.linkage.boundaries import in_every_year
from pooledfunds.linkage.outcomes.district_indicators import district_indicators
from pooledfunds.linkage.outcomes.spending import cost_columns
from pooledfunds.linkage.pooling.columns import joint_columns


def baseline(table: pd.DataFrame, study: Mapping) -> pd.DataFrame:
    """Return each area's figures of the baseline year in every year, as ``<column>_baseline``.

    Parameters
    ----------
    table
        ``area_code, financial_year`` and columns of numbers, for whatever years there are.
    study
        ``baseline_year``, without a row of which the result has none, and ``financial_years``.
    """
    before = table[table["financial_year"] == study["baseline_year"]]
    before = before.drop(columns="financial_year").set_index("area_code").add_suffix("_baseline")
    return in_every_year(before.reset_index(), study["financial_years"])


def residential_care(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return weeks of residential care that councils support, of the year and of the baseline.

    Parameters
    ----------
    wanted
        The type of area.
    tables
        ``residential_weeks`` among them.
    study
        See :func:`baseline`.
    """
    names = {"cssr_code": "area_code", "weeks_supported": "residential_weeks_learning_disability"}
    weeks = tables["residential_weeks"].rename(columns=names)[[*KEY, names["weeks_supported"]]]
    return weeks.merge(baseline(weeks, study), on=KEY, how="outer", validate="one_to_one")


def deaths_before(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return the share of deaths in the usual place of residence in the baseline year.

    Parameters
    ----------
    wanted
        The type of area.
    tables
        ``district_indicators`` among them.
    study
        See :func:`baseline`.
    """
    shares = district_indicators(wanted, tables, study)
    return baseline(shares[[*KEY, "deaths_usual_residence_share"]], study)


def spending_before(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return what councils spent in the baseline year, less joint income.

    Parameters
    ----------
    wanted
        The type of area.
    tables
        ``pssex1`` among them.
    study
        See :func:`baseline`; ``spending`` and ``joint_financing``.
    """
    costs = cost_columns(tables["pssex1"], study)
    return baseline(costs[[*KEY, *(f"cost_less_joint_{group}" for group in CLIENT_GROUPS)]], study)


def joint_financing_before(
    wanted: Apportionment, tables: Mapping[str, pd.DataFrame], study: Mapping
) -> pd.DataFrame:
    """Return whether councils had joint financing in the baseline year.

    Parameters
    ----------
    wanted
        The type of area.
    tables
        ``joint_financing`` among them.
    study
        See :func:`baseline`; ``joint_financing.income``.
    """
    joint = joint_columns(tables["joint_financing"], study["joint_financing"]["income"])
    return baseline(joint[KEY].join(joint.filter(like="joint_financing_")), study)
