"""Every specification curve of a study, shared out among as many jobs as there are."""

from collections.abc import Mapping, Sequence

import pandas as pd

from pooledfunds.catalogue.estimation import CURVE, CURVE_TESTS
from pooledfunds.core.schema import stacked
from pooledfunds.core.shares import ALL, in_order_of, share_of
from pooledfunds.estimation.finer_panels import plain_panels, yearly_panels
from pooledfunds.estimation.robustness.curve import fit_curve


def curve_tables(
    tables: Mapping[str, pd.DataFrame], study: Mapping, share: str = ALL
) -> dict[str, pd.DataFrame]:
    """Return ``specification_curve`` and ``curve_tests`` (``catalogue.estimation``).

    Parameters
    ----------
    tables
        The panels, with what other definitions and other evidence give (``linkage.alternatives``).
    study
        The settings of the study.
    share
        Which of its curves, each of which is fitted whole (``core.shares.share_of``).
    """
    panels = yearly_panels(plain_panels(tables))
    fitted = [fit_curve(panels, name, study) for name in share_of(study["curves"], share)]
    return {
        "specification_curve": stacked([rows for rows, _ in fitted], CURVE),
        "curve_tests": stacked([joint for _, joint in fitted], CURVE_TESTS),
    }


def gather_curves(
    shares: Mapping[str, Sequence[pd.DataFrame]], curves: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """Return the tables of all curves from those of the shares, in the order of the study.

    Parameters
    ----------
    shares
        By the table's name, that of each share; the rows of one curve lie in one of them.
    curves
        Names of the study's curves.
    """
    contracts = {table.name: table for table in (CURVE, CURVE_TESTS)}
    gathered = {
        name: stacked([part for part in parts if len(part)], contracts[name])
        for name, parts in shares.items()
    }
    return {name: in_order_of(table, "curve", curves) for name, table in gathered.items()}
