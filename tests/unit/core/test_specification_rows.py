"""Rows of specifications.csv, and what their design fills in."""

from pooledfunds.core.specification_rows import read_cell, specification_entries

DESIGNS = {
    "cross_section": {"periods": [["2007/08"]], "covariance": "HC2", "strata": ["region_code"]},
    "exact": {"estimator": "two_by_two", "covariance": "Newcombe"},
}
ROW = {"specification": "stays", "design": "cross_section", "outcomes": "a; b", "strata": ""}


def entry(**cells):
    return specification_entries([ROW | cells], DESIGNS, {"both": ["c", "d"]})["stays"]


def test_a_blank_cell_is_what_the_design_says_and_a_filled_one_goes_before_it():
    assert entry()["strata"] == ["region_code"]
    assert entry(strata="region_code; coterminous")["strata"] == ["region_code", "coterminous"]
    assert entry()["periods"] == [["2007/08"]]


def test_an_estimator_is_the_design_of_the_fit():
    assert "design" not in entry()
    assert entry(design="exact")["design"] == "two_by_two"
    assert "estimator" not in entry(design="exact")


def test_a_group_stands_for_its_outcomes_in_their_order():
    assert entry(outcomes="both; a")["outcomes"] == ["c", "d", "a"]


def test_without_a_family_of_tests_a_specification_is_its_own():
    assert entry()["multiplicity_family"] == "stays"
    assert entry(multiplicity_family="all")["multiplicity_family"] == "all"


def test_periods_are_fits_of_one_year_or_of_several():
    assert read_cell("periods", "2006/07; 2007/08") == [["2006/07"], ["2007/08"]]
    assert read_cell("periods", "2006/07 + 2007/08") == [["2006/07", "2007/08"]]


def test_where_keeps_numbers_as_numbers():
    assert read_cell("where", "coterminous = 1.0; area_class = Unitary") == {
        "coterminous": 1.0,
        "area_class": "Unitary",
    }
