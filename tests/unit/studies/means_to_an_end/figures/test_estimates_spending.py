import math

import pandas as pd
import pytest

from pooledfunds.exhibits.style import Context
from pooledfunds.studies.means_to_an_end.figures import estimates_spending

SETTINGS = {
    "outcomes": {
        f"spend_per_head_{cost}{group}": {"label": f"{words} spend per head, {told}"}
        for cost, told in (("less_joint_", "less joint income"), ("", "whole cost"))
        for group, words in (
            ("learning_disability", "Learning disability"),
            ("older_people", "Older people's"),
        )
    }
}
NAMES = ["learning_disability", "older_people"]


def row(group, period, term, low, high, conclusion):
    missing = float("nan")
    known = math.isfinite(low)
    return {
        "specification": f"spending_joint/{group}/{period}",
        "outcome": f"spend_per_head_less_joint_{group}",
        "exposure": f"joint_financing_{group}",
        "period": period,
        "term": term,
        "estimate": (low + high) / 2,
        "scale": "log",
        "conf_low": low,
        "conf_high": high,
        "minimum_detectable_effect": 0.1 if known else missing,
        "equivalence_margin": 0.05 if known else missing,
        "nobs": 148 if known else 0,
        "n_exposed": 60 if known else 0,
        "n_unknown": 0,
        "cov_type": "HC2",
        "conclusion": conclusion,
    }


def estimates():
    nan = float("nan")
    return pd.DataFrame(
        [
            row("older_people", "2007/08", "joint_financing", nan, nan, "not testable: no row"),
            row(
                "learning_disability",
                "2006/07; 2007/08",
                "joint_financing",
                -0.02,
                0.02,
                "equivalent",
            ),
            row("learning_disability", "2007/08", "joint_financing", 0.05, 0.15, "different"),
            row(
                "learning_disability",
                "2007/08",
                "joint_financing:coterminous",
                -0.3,
                0.3,
                "inconclusive",
            ),
            row("learning_disability", "2007/08", "coterminous", -0.1, 0.3, "inconclusive"),
            row("learning_disability", "2007/08", "imd_score", 0.1, 0.3, ""),
        ]
    )


@pytest.fixture(scope="module")
def numbers():
    return estimates_spending.table({"estimates": estimates()}, SETTINGS)


def test_only_the_exposure_and_its_interaction_are_drawn_one_year_before_years_together(numbers):
    assert numbers[["panel", "label", "period"]].to_numpy().tolist() == [
        ["effect", "Learning disability spend per head, less joint income", "2007/08"],
        ["effect", "Learning disability spend per head, less joint income", "2006/07; 2007/08"],
        ["effect", "Older people's spend per head, less joint income", "2007/08"],
        ["interaction", "Learning disability spend per head, less joint income", "2007/08"],
    ]


def test_the_whole_cost_stands_beside_with_its_effect_alone():
    both = [
        estimates(),
        estimates().assign(outcome=lambda t: t["outcome"].str.replace("less_joint_", "")),
    ]
    table = estimates_spending.table({"estimates": pd.concat(both)}, SETTINGS)
    assert (table["panel"] == "interaction").sum() == 1
    effects = table[table["panel"] == "effect"]
    assert effects["label"].str.contains("whole cost").sum() == len(effects) / 2


def test_a_log_difference_is_shown_in_per_cent(numbers):
    first = numbers.iloc[0]
    assert first["effect_percent"] == pytest.approx(100 * (math.exp(0.1) - 1))
    assert first["detectable_high_percent"] == pytest.approx(100 * (math.exp(0.1) - 1))
    assert first["detectable_low_percent"] == pytest.approx(100 * (math.exp(-0.1) - 1))
    assert first["margin_low_percent"] == pytest.approx(100 * (math.exp(-0.05) - 1))


def test_words_give_every_comparison_with_its_interval_and_conclusion(numbers):
    words = estimates_spending.describe(numbers)
    assert "Of 3 comparisons" in words
    assert "2007/08: +10.5 per cent (95 per cent interval +5.1 to +16.2), different" in words
    assert (
        "Older people's spend per head, less joint income, 2007/08: not testable: no row" in words
    )


def draw(numbers, narrow=False):
    return estimates_spending.draw(numbers, Context("T", "per cent", "F", "artificial", narrow))


def texts(axes):
    return [text.get_text() for text in axes.texts]


def test_the_forest_draws_interval_point_and_detectable_effect_of_each_row(numbers):
    effect = draw(numbers).axes[0]
    intervals = [line for line in effect.lines if line.get_gid() == "interval"]
    assert [list(line.get_xdata()) for line in intervals] == [
        pytest.approx([5.127, 16.183], abs=1e-3),
        pytest.approx([-1.980, 2.020], abs=1e-3),
    ]
    assert len([line for line in effect.lines if line.get_gid() == "detectable"]) == 2
    assert "equivalent" in texts(effect)
    assert "not testable" not in texts(effect)  # counted in the caption


def test_every_interval_and_detectable_effect_lies_within_the_axis(numbers):
    for axes in draw(numbers).axes:
        low, high = axes.get_xlim()
        drawn = [x for line in axes.lines if line.get_gid() for x in line.get_xdata()]
        assert low < min(drawn) <= max(drawn) < high


def test_a_point_is_filled_where_the_comparison_settles_something(numbers):
    effect, interaction = draw(numbers).axes
    fills = [line.get_markerfacecolor() for line in effect.lines if line.get_gid() == "estimate"]
    assert "white" not in fills
    [open_point] = [line for line in interaction.lines if line.get_gid() == "estimate"]
    assert open_point.get_markerfacecolor() == "white"


def test_an_endless_interval_is_cut_with_an_arrow_and_the_others_stay_readable():
    rows = estimates()
    rows.loc[2, "conf_high"] = 17.0
    figure = draw(estimates_spending.table({"estimates": rows}, SETTINGS))
    ends = max(axes.get_xlim()[1] for axes in figure.axes)
    assert ends < 300
    words = " ".join(text.get_text() for axes in figure.axes for text in axes.texts)
    assert ">+999" in words


def test_the_caption_says_what_band_and_ticks_are(numbers):
    caption = estimates_spending.caption(numbers, {})
    assert caption.count == "n = 148 council-years in each estimate"
    assert any("(−4.9% to +5.1%) is the margin" in note for note in caption.notes)
    assert any("80% power" in note for note in caption.notes)
