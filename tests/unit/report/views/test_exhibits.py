"""Charts as they are laid out on the page and on paper."""

import pytest

from pooledfunds.report.views.exhibits import height, rows_on_paper


def chart(exhibit, section, half_page, printed=True):
    return {
        "exhibit": exhibit, "section": section, "half_page": half_page, "printed": printed,
    }  # fmt: skip


def rows(*charts):
    """Return for each row whether it is two abreast, and its charts."""
    return [
        (row["half_page"], [one["exhibit"] for one in row["exhibits"]])
        for row in rows_on_paper(charts)
    ]


def test_small_charts_in_sequence_are_two_abreast_and_a_large_one_ends_the_row():
    found = rows(
        chart("a", "Money", True), chart("b", "Care", True), chart("c", "Care", False),
        chart("d", "Care", False),
    )  # fmt: skip
    assert found == [(True, ["a", "b"]), (False, ["c", "d"])]


@pytest.mark.parametrize("beside", [[], [chart("b", "Money", True, printed=False)]])
def test_a_small_chart_that_is_printed_alone_takes_the_whole_width(beside):
    assert [half for half, _ in rows(chart("a", "Money", True), *beside)] == [False]


def test_the_first_chart_of_a_section_has_its_heading_and_sections_stay_together():
    (row,) = rows_on_paper(
        [chart("a", "Money", True), chart("b", "Care", True), chart("c", "Money", True)]
    )
    heads = [(one["exhibit"], one["heading"]) for one in row["exhibits"]]
    assert heads == [("a", "Money"), ("c", ""), ("b", "Care")]


def test_the_height_of_a_picture_is_that_of_its_own_element():
    assert height('<svg width="9pt" height="12.5pt"><rect height="3"/></svg>') == 12.5
    with pytest.raises(ValueError, match="no height in points"):
        height('<svg><rect height="3pt"/></svg>')
