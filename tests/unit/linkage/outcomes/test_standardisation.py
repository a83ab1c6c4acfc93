import numpy as np
import pandas as pd
import pytest

from pooledfunds.linkage.outcomes.standardisation import (
    byar_limits,
    directly_standardised,
    exact_limits,
    indirectly_standardised,
)

CELLS = pd.DataFrame(
    {
        "body": ["A", "A", "B", "B"],
        "age_band": ["65-74", "75+"] * 2,
        "events": [10, 40, 0, 0],
        "population": [1000, 1000, 500, 2000],
    }
)
STANDARD = pd.Series([3000, 1000], index=pd.Index(["65-74", "75+"], name="age_band"))


@pytest.mark.parametrize(
    ("count", "low", "high"),  # Garwood's limits as tabled for Poisson counts
    [(0, 0, 3.689), (1, 0.0253, 5.572), (10, 4.795, 18.390), (100, 81.36, 121.63)],
)
def test_exact_limits(count, low, high):
    found = [limit.item() for limit in exact_limits(pd.Series([count]))]
    assert found == pytest.approx([low, high], rel=1e-3)


def test_byar_comes_close_to_the_exact_limits():
    counts = pd.Series([5, 20, 200])
    for near, exact in zip(byar_limits(counts), exact_limits(counts), strict=True):
        assert near == pytest.approx(exact, rel=0.02)


def test_byars_limits_of_one_event_by_hand():
    """1 x (1 - 1/9 - 1.96/3) cubed, and 2 x (1 - 1/18 + 1.96/(3 x 1.4142)) cubed."""
    low, high = byar_limits(pd.Series([1]))
    assert low[0] == pytest.approx(0.01307, rel=1e-3)
    assert high[0] == pytest.approx(5.5637, rel=1e-3)


def test_byars_limits_of_no_event_begin_at_nought():
    """The upper is that of one event: (1 - 1/9 + 1.96/3) cubed."""
    low, high = byar_limits(pd.Series([0]))
    assert (low[0], high[0]) == (0, pytest.approx((8 / 9 + 1.959964 / 3) ** 3))


def test_wider_confidence_has_wider_limits():
    for limits in (byar_limits, exact_limits):
        low, high = limits(pd.Series([20]), 0.998)
        assert low[0] < limits(pd.Series([20]))[0][0] < 20 < limits(pd.Series([20]))[1][0] < high[0]


def test_a_direct_rate_weighs_strata_by_the_standard():
    table = directly_standardised(CELLS, ["body"], ["age_band"], STANDARD).set_index("body")
    assert table.loc["A", "estimate"] == pytest.approx(0.75 * 0.010 + 0.25 * 0.040)
    low, high = exact_limits(pd.Series([50]))
    scale = np.sqrt(((0.75 / 1000) ** 2 * 10 + (0.25 / 1000) ** 2 * 40) / 50)
    assert table.loc["A", "conf_low"] == pytest.approx(0.0175 + scale * (low[0] - 50))
    assert table.loc["A", "conf_high"] == pytest.approx(0.0175 + scale * (high[0] - 50))


def test_no_event_still_has_an_upper_limit():
    row = directly_standardised(CELLS, ["body"], ["age_band"], STANDARD).set_index("body").loc["B"]
    assert row["estimate"] == row["conf_low"] == 0 and row["conf_high"] > 0


def test_with_the_same_weights_the_direct_rate_is_the_crude_one():
    cells = CELLS.iloc[:2]
    own = cells.set_index("age_band")["population"]
    table = directly_standardised(cells, ["body"], ["age_band"], own)
    assert table["estimate"].item() == pytest.approx(50 / 2000)
    low, high = exact_limits(pd.Series([50]))
    assert table["conf_low"].item() == pytest.approx(low[0] / 2000)
    assert table["conf_high"].item() == pytest.approx(high[0] / 2000)


def test_a_body_without_a_stratum_is_refused():
    with pytest.raises(ValueError, match="lacks people"):
        directly_standardised(CELLS.iloc[:3], ["body"], ["age_band"], STANDARD)


def test_an_indirect_ratio_is_events_over_those_expected():
    rates = pd.Series([0.01, 0.02], index=STANDARD.index)
    row = indirectly_standardised(CELLS, ["body"], ["age_band"], rates).set_index("body").loc["A"]
    assert row["expected"] == pytest.approx(30) and row["estimate"] == pytest.approx(50 / 30)
    low, high = byar_limits(pd.Series([50]))
    assert (row["conf_low"], row["conf_high"]) == pytest.approx((low[0] / 30, high[0] / 30))


def test_limits_cover_the_truth_as_often_as_they_say():
    draw = np.random.default_rng(1)
    true = 0.75 * 0.01 + 0.25 * 0.03
    cells = pd.DataFrame(
        {
            "body": np.repeat(np.arange(2000), 2),
            "age_band": ["65-74", "75+"] * 2000,
            "events": draw.poisson(np.tile([10, 15], 2000)),
            "population": np.tile([1000, 500], 2000),
        }
    )
    table = directly_standardised(cells, ["body"], ["age_band"], STANDARD)
    covered = ((table["conf_low"] <= true) & (true <= table["conf_high"])).mean()
    assert 0.94 < covered < 0.985
