import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation.inference.identification import exposed_areas, identifying_areas
from pooledfunds.estimation.specifications import Specification

PANEL = {"fixed_effects": ("area_code", "financial_year")}


def specification(**changed) -> Specification:
    plain = {
        "name": "test",
        "outcome": "days",
        "area_type": "pct",
        "periods": ("2006/07", "2007/08"),
        "family": "poisson",
        "exposure": "pool",
        "exposure_column": "pool",
        "covariance": "CR2",
        "margin": 0.05,
        "multiplicity_family": "test",
    }
    return Specification(**(plain | changed))


def areas(*courses: tuple[float, float], **columns: list[float]) -> pd.DataFrame:
    """Return two years of each area, the exposure's course as given."""
    n = len(courses)
    rows = {
        "area_code": np.repeat([f"A{i}" for i in range(n)], 2),
        "financial_year": ["2006/07", "2007/08"] * n,
        "pool": np.ravel(courses).astype(float),
    }
    return pd.DataFrame(rows | {name: np.repeat(given, 2) for name, given in columns.items()})


NEVER, STARTS, ALWAYS = (0, 0), (0, 1), (1, 1)


@pytest.mark.parametrize(
    ("courses", "number"),
    [
        ([NEVER] * 6 + [ALWAYS] * 3 + [STARTS] * 2, 2),
        # All but two start at once: of that year's effect the two tell the exposure.
        ([STARTS] * 7 + [NEVER] * 2, 2),
    ],
)
def test_with_effects_of_areas_and_years_those_that_change_otherwise_than_most(courses, number):
    assert identifying_areas(areas(*courses), specification(**PANEL)) == {"pool": number}


def test_an_area_of_which_a_year_is_unknown_does_not_change():
    rows = areas(NEVER, NEVER, STARTS, STARTS, STARTS).drop(index=[4])
    assert identifying_areas(rows, specification(**PANEL)) == {"pool": 2}


def test_a_trend_is_told_by_all_areas_and_its_difference_by_the_smaller_group():
    rows = areas(*[NEVER] * 7, care_trust=[1, 1, 0, 0, 0, 0, 0])
    trend = specification(
        exposure="year", exposure_column="financial_year", fixed_effects=("area_code",)
    )
    assert identifying_areas(rows, trend) == {"year": 7}
    moderated = specification(
        exposure="year",
        exposure_column="financial_year",
        fixed_effects=("area_code",),
        moderator="care_trust",
    )
    assert identifying_areas(rows, moderated) == {"year:care_trust": 2}


def test_where_most_areas_have_the_moderator_the_others_tell_its_product():
    """Of a trend that most share, the two without tell how it differs: years have no effects."""
    moderated = specification(
        exposure="year",
        exposure_column="financial_year",
        fixed_effects=("area_code",),
        moderator="care_trust",
    )
    rows = areas(*[NEVER] * 7, care_trust=[0, 0, 1, 1, 1, 1, 1])
    assert identifying_areas(rows, moderated) == {"year:care_trust": 2}


def test_without_effects_of_areas_the_smaller_side_and_the_smallest_of_four_groups():
    rows = areas(*[ALWAYS] * 4, *[NEVER] * 5, coterminous=[1, 1, 1, 0, 1, 1, 0, 0, 0])
    found = identifying_areas(rows, specification(moderator="coterminous"))
    assert found == {"pool": 4, "coterminous": 4, "pool:coterminous": 1}


def test_a_continuous_exposure_is_told_by_the_areas_that_its_fixed_effects_leave():
    rows = areas(*[(1, 1), (2, 2), (3, 3), (9, 9)], region_code=["N", "N", "N", "S"])
    assert identifying_areas(rows, specification(fixed_effects=("region_code",))) == {"pool": 2}
    assert identifying_areas(rows, specification()) == {"pool": 4}


def test_the_areas_of_a_start():
    rows = areas(*[STARTS] * 3, *[NEVER] * 5, ALWAYS)
    assert identifying_areas(rows, specification(design="staggered")) == {"pool": 3}


def test_exposed_areas_are_not_exposed_rows():
    assert exposed_areas(areas(ALWAYS, STARTS, NEVER, NEVER), specification()) == 2
