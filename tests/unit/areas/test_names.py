import pandas as pd
import pytest

from pooledfunds.areas.names import council_finder

COUNCILS = pd.DataFrame(
    [
        ("908", "Bath and Somerset UA", "bath and north east somerset"),
        ("318", "St. Helens", "st helens"),
        ("414", "Stoke-on-Trent UA", "stoke on trent"),
        ("621", "Southend-on-Sea UA", "southend on sea"),
        ("204", "Barnsley", "barnsley"),
    ],
    columns=["cssr_code", "council", "key"],
)
ALIASES = pd.DataFrame({"as_written": ["southend"], "council": ["southend on sea"]})
area_of = council_finder(COUNCILS, ALIASES)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Bath and North East Somerset UA", "908"),
        ("BATH & NORTH EAST SOMERSET UA", "908"),
        ("908-Bath and Somerset UA", "908"),
        ("STOKE..ON..TRENT UA", "414"),
        ("ST HELENS", "318"),
        ("SOUTHEND UA", "621"),
        ("204-Barnsley", "204"),
        ("  Barnsley ", "204"),
    ],
)
def test_one_council_under_each_of_its_spellings(written, code):
    assert area_of(written) == ("council", code)


def test_a_code_that_contradicts_the_name_is_no_council():
    assert area_of("205-Barnsley") is None


def test_totals_are_areas_of_their_own():
    assert area_of("TOTAL England") == ("england", "England")
    assert area_of("ENGLAND") == ("england", "England")
    assert area_of("TOTAL Outer London") == ("class", "Outer London")
    assert area_of("TOTAL Wales") is None
