"""From stays to cells: which year, which band, which conditions; a few stays by hand."""

import pandas as pd
import pytest

from pooledfunds.catalogue.hes_codes import encode, encode_area
from pooledfunds.hospital.activity import (
    age_band_of,
    band_names,
    condition_bits,
    councils_by_home,
    financial_year_of,
    in_set,
    trim_long_stays,
)
from tests.unit.hospital.by_hand import answer


def of(column: pd.Series, what) -> list:
    return answer({"it": column}, lambda t: t.select(found=what(t.it)))["found"].tolist()


def test_a_financial_year_begins_on_the_first_of_april():
    days = pd.Series(
        pd.to_datetime(["2006-03-31", "2006-04-01", "2007-03-31", "2007-04-01", "2008-04-01", None])
    )
    found = of(days, lambda day: financial_year_of(day.cast("date"), [2006, 2007]))
    assert found == [0, 2006, 2006, 2007, 0, 0]


def test_an_age_is_in_the_band_that_it_has_reached_and_unknown_below_the_first():
    names = band_names([0, 65, 75, 85])
    places = of(pd.Series([0, 64, 65, 74, 75, 84, 85, 101, None]),
                lambda age: age_band_of(age, [0, 65, 75, 85]))  # fmt: skip
    assert [names[place] for place in places] == [
        *("0-64", "0-64", "65-74", "65-74", "75-84", "75-84", "85+", "85+", "unknown")
    ]
    below = of(pd.Series([64, 65]), lambda age: age_band_of(age, [65, 75]))
    assert [band_names([65, 75])[place] for place in below] == ["unknown", "65-74"]


@pytest.mark.parametrize(
    ("prefixes", "expected"),
    [
        (["I63"], [True, True, False, False]),
        (["I639"], [False, True, False, False]),
        (["I6"], [True, True, True, False]),
        (["I63", "J4"], [True, True, False, True]),
        (["A"], [False, False, False, False]),
    ],
)
def test_a_diagnosis_is_in_a_set_by_its_first_characters(prefixes, expected):
    codes = pd.Series([encode(code, 4) for code in ("I630", "I639", "I640", "J440")])
    assert of(codes, lambda code: in_set(code, prefixes)) == expected


@pytest.mark.parametrize(
    ("episode", "expected"), [("admitting", [1, 2, 0]), ("longest", [2, 2, 0]), ("any", [3, 2, 1])]
)
def test_the_conditions_of_a_stay_are_those_of_the_episode_that_counts(episode, expected):
    """Stroke is the first bit and asthma the second; the third stay's stroke came later."""
    stroke, asthma, other = (encode(code, 4) for code in ("I639", "J459", "Z999"))
    stays = {
        "diagnosis": [stroke, asthma, other],
        "diagnosis_longest": [asthma, asthma, other],
        "diagnoses_later": [[asthma], None, [other, stroke]],
    }
    sets = {"stroke": ["I63"], "asthma": ["J45"]}
    found = answer(stays, lambda t: t.select(bits=condition_bits(t, sets, episode)))
    assert found["bits"].tolist() == expected


def test_long_stays_are_counted_at_the_limit_where_there_is_one():
    lengths = pd.DataFrame({"nights": [3, 90, 900], "stays": [5, 1, 1]})
    assert trim_long_stays(lengths, 90)["nights"].tolist() == [3, 90, 90]
    assert trim_long_stays(lengths, None)["nights"].tolist() == [3, 90, 900]


def test_a_district_lies_in_its_own_council_or_in_its_county():
    places = pd.DataFrame({"code": ["00HY", "16"], "council": ["701", "601"]})
    council = councils_by_home(places, "district")
    found = [council(encode(code, 4)) for code in ("00HY", "16UB", "17UB")]
    assert found == ["701", "601", "unknown"]


def test_a_small_area_lies_in_the_council_of_its_whole_code():
    places = pd.DataFrame({"code": ["E01000001"], "council": ["701"]})
    council = councils_by_home(places, "lsoa")
    assert council(encode_area("E01000001")) == "701"
    assert council(encode_area("E01000002")) == "unknown"
