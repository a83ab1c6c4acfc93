import numpy as np
import pandas as pd
import pytest

from pooledfunds.core.funnel import funnel


def test_bodies_that_differ_by_chance_alone_keep_plain_limits():
    draw = np.random.default_rng(1)
    size = pd.Series(draw.uniform(1e5, 1e6, 400))
    limits = funnel(pd.Series(draw.poisson(size * 1e-3), dtype=float), size)
    assert limits.centre == pytest.approx(1e-3, rel=0.02)
    assert limits.dispersion < 1.15
    assert limits.error[0] == pytest.approx(np.sqrt(limits.centre / size[0]), rel=0.1)


def test_spread_beyond_chance_widens_them_and_one_outlier_does_not():
    size = pd.Series([1000.0] * 20)
    even = pd.Series([100.0] * 20)
    one = even.where(even.index != 0, 400.0)
    assert funnel(one, size).dispersion < 6
    assert funnel(even + [50, -50] * 10, size).dispersion == pytest.approx(25)


def test_a_body_of_unknown_count_or_no_size_has_no_limits():
    limits = funnel(pd.Series([1.0, np.nan, 3.0]), pd.Series([10.0, 10.0, 0.0]), share=True)
    assert limits.centre == 0.1
    assert list(limits.error.isna()) == [False, True, True]
