"""A study's curves, shared out among jobs: the tables of one job."""

import pandas as pd
import pytest

from pooledfunds.core.shares import ALL
from pooledfunds.estimation.robustness.curves import curve_tables, gather_curves
from tests.unit.estimation.inference.test_tests import PANEL, STUDY

NAMES = ("zeal", "alms", "mean")  # not in the order of their letters
CURVES = STUDY | {"curves": dict.fromkeys(NAMES, STUDY["curves"]["question"])}


@pytest.mark.parametrize("shares", [1, 2, 3, 5])
def test_shares_together_are_what_one_job_makes(shares):
    whole = curve_tables({"panel_pct": PANEL}, CURVES, ALL)
    parts = [
        curve_tables({"panel_pct": PANEL}, CURVES, f"{place}-of-{shares}")
        for place in range(1, shares + 1)
    ]
    together = gather_curves({name: [part[name] for part in parts] for name in whole}, NAMES)
    for name, table in whole.items():
        pd.testing.assert_frame_equal(together[name], table)
        assert tuple(table["curve"].unique()) == NAMES


def test_a_study_without_curves_has_empty_tables():
    tables = curve_tables({"panel_pct": PANEL}, STUDY | {"curves": {}})
    together = gather_curves({name: [table] for name, table in tables.items()}, [])
    for name, table in tables.items():
        assert table.empty
        assert len(table.columns)
        assert list(together[name].columns) == list(table.columns)
