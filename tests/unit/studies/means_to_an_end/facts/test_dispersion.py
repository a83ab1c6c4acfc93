"""How widely delays and admissions vary between three bodies."""

import pandas as pd
import pytest

from pooledfunds.claims.fact import DataUnavailableError, FactTables
from pooledfunds.studies.means_to_an_end.facts import variation
from pooledfunds.studies.means_to_an_end.facts.dispersion import (
    component_of_admissions,
    component_of_delays,
    known,
    range_of_admissions,
    range_of_delays,
    ratio_of_spreads,
)

# Delayed patients of four censuses, persons 65 and over: 30, 20 and 10 at a mean census; expected
# at the rate of all three, 60 in 6,000, are 20 each. The fourth body reported no delays.
PANEL = pd.DataFrame(
    {
        "area_code": ["1", "2", "3", "4"],
        "financial_year": "2007/08",
        "in_frame": True,
        "delayed_patients": [120.0, 80.0, 40.0, None],
        "censuses": [4.0, 4.0, 4.0, None],
        "population_65_plus": [2000.0, 2000.0, 2000.0, 9000.0],
        "admissions_stroke": [130.0, 70.0, 100.0, None],
        "expected_admissions_stroke": [100.0, 100.0, 100.0, 100.0],
    }
)
D41 = pd.DataFrame(
    [
        ("D41", "2007/08", "all", "1", 30.0, 2000.0),
        ("D41", "2007/08", "all", "2", 10.0, 2000.0),
        ("D41", "2007/08", "all", "9", 500.0, 2000.0),  # not of the frame
        ("D41", "2007/08", "social care", "1", 5.0, 2000.0),
        ("D41", "2006/07", "all", "1", 90.0, 2000.0),
        ("D40", "2007/08", "all", "1", 90.0, 2000.0),
    ],
    columns=["indicator", "financial_year", "reason", "cssr_code", "mean_weekly_patients",
             "population"],
)  # fmt: skip


def evidence(council=PANEL, pct=PANEL) -> FactTables:
    return FactTables(
        {"panel_council": council, "panel_pct": pct, "delayed_transfer_indicators": D41}
    )


@pytest.mark.parametrize("level", ["pct", "council"])
def test_delays_vary_by_their_mean_census_about_the_rate_of_all(level):
    # (10^2 - 20) + (0 - 20) + (10^2 - 20) over 3 x 20^2.
    assert component_of_delays(evidence(), level).value == pytest.approx(140 / 1200)
    # Ratios 0.5, 1, 1.5: percentiles 0.6 and 1.4.
    assert range_of_delays(evidence(), level) == pytest.approx(1.4 / 0.6)


def test_the_indicator_of_delays_is_read_for_the_year_all_reasons_and_the_frame():
    # 30 and 10 against 20 each.
    assert component_of_delays(evidence(), "D41").value == pytest.approx(160 / 800)
    assert range_of_delays(evidence(), "D41") == pytest.approx(1.4 / 0.6)


def test_admissions_vary_about_what_ages_let_expect():
    found = component_of_admissions(evidence(), "stroke", "pct")
    assert found.value == pytest.approx((800 + 800 - 100) / 30_000)
    assert range_of_admissions(evidence(), "stroke", "pct") == pytest.approx(1.24 / 0.76)


def test_a_condition_that_the_study_does_not_count_is_named():
    with pytest.raises(DataUnavailableError, match="no condition 'lower respiratory'"):
        component_of_admissions(evidence(), "lower_respiratory", "pct")


def test_without_a_number_there_is_no_dispersion():
    with pytest.raises(DataUnavailableError, match="no body has both"):
        component_of_delays(evidence(council=PANEL[3:]), "council")


def test_a_body_for_which_nothing_is_expected_is_left_out():
    table = pd.DataFrame({"observed": [1.0, 0.0], "expected": [0.5, 0.0]})
    assert known(table)["expected"].tolist() == [0.5]


def test_spreads_are_compared_with_limits_on_the_log_scale():
    narrow = PANEL.assign(admissions_stroke=[120.0, 80.0, 100.0, None])
    found = ratio_of_spreads(evidence(council=narrow), "stroke")
    assert found.value == pytest.approx((1500 / 500) ** 0.5)
    parts = [component_of_admissions(evidence(narrow), "stroke", at) for at in ("pct", "council")]
    relative = [(part.conf_high - part.value) / part.value for part in parts]
    log_error = ((relative[0] / 2) ** 2 + (relative[1] / 2) ** 2) ** 0.5
    assert found.conf_low == pytest.approx(found.value / 2.718281828**log_error)
    assert found.conf_high == pytest.approx(found.value * 2.718281828**log_error)


@pytest.mark.parametrize("level", ["pct", "council"])
def test_where_chance_explains_the_spread_of_a_level_there_is_none_to_compare(level):
    still = PANEL.assign(admissions_stroke=[101.0, 99.0, 100.0, None])
    with pytest.raises(DataUnavailableError, match="chance alone"):
        ratio_of_spreads(evidence(**{level: still}), "stroke")


def test_each_measure_is_a_fact_for_conditions_and_for_delays_by_each_source():
    ids = {fact.id for fact in variation.dispersion()}
    for measure in ("beyond_chance", "p90_over_p10"):
        for of in ("stroke/pct", "stroke/council", "delayed/pct", "delayed/council", "delayed/d41"):
            assert f"variation/{measure}/{of}" in ids
