import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from pooledfunds.exhibits.style import ARTIFICIAL_MARK, Context
from pooledfunds.studies.means_to_an_end.figures import figure_2


def joint_financing():
    """Two councils: 100 thousand each in 2005/06, then 50 through 75 and 200 through 256."""
    rows = []
    for group in figure_2.GROUPS:
        times = 3 if group == "learning_disability" else 2 if group == "older_people" else 1
        for code in ("101", "102"):
            for year, joint, nhs in (("2005/06", 100, None), ("2006/07", 50, 200)):
                rows.append((code, year, group, "joint_arrangements", joint * times))
                rows.append((code, year, group, "nhs_income", nhs and nhs * times))
                rows.append((code, year, group, "joint_and_nhs", nhs and (joint + nhs) * times))
    columns = ["cssr_code", "financial_year", "client_group", "income", "gbp_thousand"]
    return pd.DataFrame(rows, columns=columns)


@pytest.fixture(scope="module")
def numbers():
    return figure_2.table({"joint_financing": joint_financing()}, {})


def context(basis="official", narrow=False):
    return Context("A title", "GBP million", "A footer", basis, narrow)


def amounts(numbers, group, year):
    rows = numbers[(numbers["client_group"] == group) & (numbers["financial_year"] == year)]
    return dict(zip(rows["kind"], rows["gbp_million"], strict=True))


def test_kinds_stand_apart_from_2006_07_and_not_before(numbers):
    assert amounts(numbers, "mental_health", "2005/06") == {"not_split": 0.2}
    assert amounts(numbers, "mental_health", "2006/07") == {"section_75": 0.1, "section_256": 0.4}


def test_the_sum_is_over_client_groups_and_counts_each_council_once(numbers):
    # 3 + 2 + 1 + 1 + 1 = 8 times a group's amount
    assert amounts(numbers, "all_groups", "2006/07") == pytest.approx(
        {"section_75": 0.8, "section_256": 3.2}
    )
    assert set(numbers["councils"]) == {2}


def test_the_rise_is_that_of_the_sum_of_both_kinds(numbers):
    assert figure_2.rises(numbers).to_dict() == pytest.approx({"2006/07": 150.0})


def test_the_published_rise_stands_beside_the_computed_one(numbers):
    caption = figure_2.caption(numbers, {"C016": "86"})
    assert (
        caption.headline
        == "All five groups since 2005/06: +150.0% by 2006/07 (the report printed 86%)"
    )
    assert "GBP million" in caption.unit
    assert any("Break in series" in note for note in caption.notes)


def test_nothing_published_is_claimed_where_nothing_was(numbers):
    assert "printed" not in figure_2.caption(numbers, {}).headline


def test_years_after_the_break_only_have_no_break_to_tell():
    later = joint_financing().query("financial_year == '2006/07'")
    numbers = figure_2.table({"joint_financing": later}, {})
    caption = figure_2.caption(numbers, {})
    assert caption.headline == ""
    assert not any("Break in series" in note for note in caption.notes)


def test_words_state_the_finding_from_the_numbers(numbers):
    words = figure_2.describe(numbers)
    assert "£2 million in 2005/06, £4 million in 2006/07, a change of +150 per cent" in words
    assert "Learning disability had the most in 2006/07" in words
    assert "then older people" in words


@pytest.mark.parametrize("narrow", [False, True])
def test_each_group_has_a_panel_with_a_bar_for_each_kind(numbers, narrow):
    figure = figure_2.draw(numbers, context(narrow=narrow))
    assert [axes.get_title(loc="left") for axes in figure.axes] == [
        "All five groups",
        *figure_2.GROUPS.values(),
    ]
    together = figure.axes[0]
    assert [patch.get_height() for patch in together.patches] == pytest.approx([1.6, 0.8, 3.2])
    assert together.get_ylabel() == "GBP million"
    assert "series break" in {text.get_text() for text in together.texts}


def test_the_artificial_basis_is_marked_beside_the_data_and_not_over_them(numbers):
    figure = figure_2.draw(numbers, context("artificial"))
    [mark] = [text for text in figure.texts if text.get_gid() == "artificial-mark"]
    assert mark.get_text() == ARTIFICIAL_MARK
    FigureCanvasAgg(figure).draw()
    words = mark.get_window_extent()
    assert not [axes for axes in figure.axes if axes.get_window_extent().overlaps(words)]


def test_the_official_basis_is_not_marked(numbers):
    figure = figure_2.draw(numbers, context("official"))
    assert not [text for text in figure.texts if text.get_gid() == "artificial-mark"]


def test_drawing_leaves_no_setting_behind(numbers):
    before = dict(mpl.rcParams)
    figure_2.draw(numbers, context())
    assert dict(mpl.rcParams) == before


def test_no_amounts_give_an_empty_table():
    nothing = joint_financing().assign(gbp_thousand=float("nan"))
    assert figure_2.table({"joint_financing": nothing}, {}).empty
