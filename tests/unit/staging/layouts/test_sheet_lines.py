import pytest

from pooledfunds.staging.layouts.sheet_lines import ABOVE, BLANK, HEADING, KEPT, NOTE, sort_lines

HEAD = ["code", "year", "items"]


@pytest.mark.parametrize(
    ("body", "fates"),
    [
        ([["101", "2007", "5"]], [KEPT]),
        ([["101", "2007", "5"], ["", "", ""], ["Source: x", "", ""]], [KEPT, BLANK, NOTE]),
        ([["101", "2007", "5"], ["Notes: c = suppressed", "", ""]], [KEPT, NOTE]),
        ([["101", "2007", "5"], ["Source: NHS", "2008", ""]], [KEPT, NOTE]),
        ([["101", "2007", "5"], ["102", "", ""]], [KEPT, KEPT]),
        ([["101", "2007", "5"], ["", "", ""], ["102", "2007", "6"]], [KEPT, BLANK, KEPT]),
        ([["Notes: x", "", ""], ["101", "2007", "5"]], [KEPT, KEPT]),
        ([["", "", ""], ["101", "2007", "5"], ["102", "", ""]], [BLANK, KEPT, KEPT]),
    ],
)
def test_every_line_has_one_fate(body, fates):
    assert sort_lines([HEAD, *body], (1, 1)) == [HEADING, *fates]


def test_lines_above_the_headings():
    rows = [["A title", "", ""], HEAD, ["101", "2007", "5"]]
    assert sort_lines(rows, (2, 2)) == [ABOVE, HEADING, KEPT]
