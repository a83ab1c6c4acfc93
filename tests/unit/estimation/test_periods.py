"""Two areas over four years, small enough to be worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation.periods import put_together
from pooledfunds.estimation.sample import select_sample, unit_of
from pooledfunds.estimation.simulation.one_world import base_specification

YEARS = ("2001/02", "2002/03", "2003/04", "2004/05")
PANEL = pd.DataFrame(
    {
        "area_code": np.repeat(["A", "B"], 4),
        "financial_year": np.tile(YEARS, 2),
        "in_frame": True,
        "days": [10.0, 20, 30, 50, 4, 4, 6, 2],
        "people": [100.0, 100, 200, 200, 40, 40, 20, 20],
        "need": [1.0, 2, 3, 4, 5, 6, 7, 8],
        "dose": [3.0] * 4 + [7.0] * 4,
    }
)


def asked(**changed):
    plain = {
        "outcome": "days",
        "denominator": "people",
        "exposure": "dose",
        "exposure_column": "dose",
        "periods": YEARS[2:],
        "covariates": ("log_rate_before", "need"),
        "strata": (),
        "over": "sum",
        "before": YEARS[:2],
    }
    return base_specification(**(plain | changed))


def test_counts_are_summed_and_the_rest_is_that_of_the_first_year():
    rows = put_together(PANEL, asked()).set_index("area_code")
    assert rows["days"].tolist() == [80, 8]
    assert rows["people"].tolist() == [400, 40]
    assert rows["need"].tolist() == [3, 7]
    assert rows["log_rate_before"].tolist() == pytest.approx(np.log([30 / 200, 8 / 80]))


def test_rates_are_averaged():
    rows = put_together(PANEL, asked(over="mean", denominator="", covariates=()))
    assert rows["days"].tolist() == [40, 4]
    assert rows["log_rate_before"].tolist() == pytest.approx(np.log([15, 4]))


def test_an_area_with_a_missing_year_is_left_out_and_counted():
    rows = PANEL.copy()
    rows.loc[7, "days"] = np.nan
    assert select_sample(rows, asked()).account["missing outcome"] == 1
    rows = PANEL.copy()
    rows.loc[5, "days"] = np.nan
    account = select_sample(rows, asked()).account
    assert (account["missing outcome"], account["missing covariate"]) == (0, 1)


def test_an_area_without_an_event_before_has_no_rate_to_take():
    rows = PANEL.assign(days=PANEL["days"].where(PANEL["area_code"] == "A", 0.0))
    assert select_sample(rows, asked()).account["missing covariate"] == 1


def test_a_contrast_has_the_rate_before_of_either_outcome():
    rows = PANEL.assign(others=2 * PANEL["days"])
    found = put_together(rows, asked(minus=("others", "others", "people")))
    assert found["others"].tolist() == [160, 16]
    gap = found["log_rate_before_other"] - found["log_rate_before"]
    assert gap.tolist() == pytest.approx([np.log(2)] * 2)


def test_the_standard_deviation_is_that_of_areas():
    assert unit_of(PANEL, asked(per="standard_deviation")) == pytest.approx(np.sqrt(8))
