import numpy as np
import pytest

from pooledfunds.estimation.robustness.spatial import by_row, morans_i

# Four areas in a line: 1 - 2 - 3 - 4.
LINE = by_row(np.array([[0, 1, 0, 0], [1, 0, 1, 0], [0, 1, 0, 1], [0, 0, 1, 0]], dtype=float))


def test_moran_of_four_areas_in_a_line_by_hand():
    observed, by_chance, _ = morans_i(np.array([1.0, 2.0, 3.0, 4.0]), LINE, 9999, seed=1)
    # Deviations -1.5, -0.5, 0.5, 1.5; their neighbours' means -0.5, -0.5, 0.5, 0.5: sum 2.0 over 5.
    assert observed == pytest.approx(0.4)
    assert by_chance == pytest.approx(-1 / 3, abs=0.02)  # -1 / (n - 1)


def test_areas_that_are_all_alike_have_no_moran():
    assert np.isnan(morans_i(np.full(4, 2.0), LINE, 99, seed=1)).all()
