import pandas as pd
import pytest

from pooledfunds.exhibits.figures import curve_axes

NAN = float("nan")


def numbers(curves=1):
    names = [f"c{number}" for number in range(curves)]
    settings = {
        "outcomes": {"spend": {"label": "Spend per head on people with a learning disability"}},
        "exposures": {"joint": {"label": "Joint financing in the council's return"}},
        "curves": {name: {"base": {"exposure": "joint"}} for name in names},
    }
    statistics = [
        ("median effect", 0.05, 0.012),
        ("share significant in the dominant direction", 0.5, 0.02),
        ("mean t", 2.0, 0.031),
        ("share explained by years", 0.004, NAN),
        ("share explained by bed_day_rule", 0.85, NAN),
        ("share explained by covariance", 1e-33, NAN),
    ]
    tests = pd.DataFrame(
        [
            {"curve": name, "statistic": statistic, "value": value, "p_value": p}
            for name in names
            for statistic, value, p in statistics
        ]
    ).assign(specifications=1152, draws=500)
    curve = pd.DataFrame({"curve": names, "outcome": "spend"})
    return curve_axes.table({"curve_tests": tests, "specification_curve": curve}, settings)


def test_axes_stand_in_order_of_what_they_explain_and_the_rest_comes_last():
    table = numbers()
    assert list(table["axis"]) == ["bed day rule", "years", "covariance", "choices together"]
    assert table["explained"].sum() == pytest.approx(100)
    assert set(table["p_mean_t"]) == {0.031}


def test_words_name_the_choice_that_matters_most_with_the_joint_test():
    words = curve_axes.describe(numbers())
    assert "bed day rule explains 85 per cent of the spread of the estimates" in words
    assert "joint test of the mean t of 1,152, p = 0.031" in words


@pytest.mark.parametrize("curves", [1, 5])
def test_every_curve_has_its_axes_and_nothing_is_clipped(drawing, curves):
    drawn = drawing(curve_axes, numbers(curves))
    assert len(drawn.figure.axes) == curves
    assert drawn.words.count("Bed day rule") == curves
    assert "85%" in drawn.words
    assert "<1%" in drawn.words
    assert drawn.illegible() == []
