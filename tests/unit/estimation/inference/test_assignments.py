"""Among whom an exposure is exchanged, and every way in which it can be."""

import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation.inference.assignments import (
    assignments,
    every_assignment,
    permutation_sources,
    units_of,
)

# A and B are seen in both years, C and D in the second alone; A and C lie in the north.
ROWS = pd.DataFrame(
    {
        "area_code": ["B", "A", "B", "A", "C", "D"],
        "financial_year": ["2006/07", "2007/08", "2007/08", "2006/07", "2007/08", "2007/08"],
        "region_code": ["S", "N", "S", "N", "N", "S"],
    }
)


def exchanged(strata: tuple[str, ...]) -> set[frozenset[str]]:
    units = units_of(ROWS, strata)
    groups = pd.Series(units.labels).groupby(list(units.strata)).agg(frozenset)
    return set(groups)


def test_bodies_seen_in_the_same_years_are_exchanged_within_strata():
    assert exchanged(()) == {frozenset("AB"), frozenset("CD")}
    assert exchanged(("region_code",)) == {frozenset(one) for one in "ABCD"}


def test_with_the_body_as_stratum_its_years_are_exchanged():
    assert exchanged(("area_code",)) == {
        frozenset({"A 2006/07", "A 2007/08"}),
        frozenset({"B 2006/07", "B 2007/08"}),
        frozenset({"C 2007/08"}),
        frozenset({"D 2007/08"}),
    }


def test_a_units_rows_are_found_by_unit_and_place():
    units = units_of(ROWS, ())
    assert units.labels == ("A", "B", "C", "D")
    assert units.unit.tolist() == [1, 0, 1, 0, 2, 3]
    assert units.row_of[:2].tolist() == [[3, 1], [0, 2]]
    assert units.row_of[2:, 0].tolist() == [4, 5]
    assert (units.row_of[2:, 1] < 0).all()
    assert (units.row_of[units.unit, units.place] == np.arange(6)).all()


def test_every_assignment_keeps_the_number_of_each_stratum():
    """One of the first three and one of the other two: six ways."""
    found = every_assignment(np.array([1.0, 0, 0, 0, 1]), (0, 0, 0, 1, 1), 6)
    assert found.sum(axis=1).tolist() == [2] * 6
    assert found[:, :3].sum(axis=1).tolist() == [1] * 6
    assert len({tuple(one) for one in found.tolist()}) == 6


def test_too_many_assignments_and_amounts_are_not_listed():
    assert every_assignment(np.array([1.0, 0, 0, 0, 1]), (0, 0, 0, 1, 1), 5) is None
    assert every_assignment(np.array([2.0, 0, 0]), (0, 0, 0), 99) is None


@pytest.mark.parametrize("listed", [True, False])
def test_a_body_takes_the_whole_course_of_another(listed):
    """A is exposed in the second year; where amounts differ by year no list is made."""
    values = np.array([0.0, 5, 0, 3, 1, 0])  # B 0, 0; A 3 then 5; C 1; D 0
    settings = {"draws": 50, "seed": 1, "exact": listed}
    drawn, exact = assignments(values, units_of(ROWS, ()), tuple("ABCD"), settings)
    assert not exact
    courses = {(row[3], row[1], row[0], row[2]) for row in drawn.tolist()}
    assert courses == {(3, 5, 0, 0), (0, 0, 3, 5)}
    assert {tuple(row[4:]) for row in drawn.tolist()} == {(1, 0), (0, 1)}


def test_few_assignments_of_a_lasting_exposure_are_listed_unless_that_is_declined():
    values = np.array([0.0, 1, 0, 1, 1, 0])
    units, settings = units_of(ROWS, ()), {"draws": 50, "seed": 1}
    drawn, exact = assignments(values, units, tuple("ABCD"), settings)
    assert (exact, len(drawn)) == (True, 4)
    drawn, exact = assignments(values, units, tuple("ABCD"), settings | {"exact": False})
    assert (exact, len(drawn)) == (False, 50)


def test_draws_of_a_part_of_the_bodies_are_those_of_the_whole():
    """So that statistics of specifications on different samples can be compared draw by draw."""
    every = tuple("ABCDEF")
    whole = permutation_sources(every, (0, 0, 0, 1, 1, 1), every, 20, 3)
    part = permutation_sources(tuple("ABC"), (0, 0, 0), every, 20, 3)
    assert (whole[:, :3] == part).all()
    assert (np.sort(whole[:, 3:], axis=1) == [3, 4, 5]).all()
    apart = permutation_sources(tuple("XYZ"), (0, 0, 0), every, 20, 3)
    assert (np.sort(apart, axis=1) == [0, 1, 2]).all()
