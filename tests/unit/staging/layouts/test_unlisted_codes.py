import pytest

from pooledfunds.staging.layouts.unlisted_codes import explain_codes, later_councils, likely_cause

LISTED = {"5E1", "102", "5A3", "001", "104"}


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("50", "was it 5E1"),
        ("5.00E+01", "was it 5E1"),
        ("1", "was it 001, whose zeros a spreadsheet drops"),
        ("102.0", "was it 102, which a spreadsheet made a decimal number"),
        ("5a3", "write 5A3"),
        ("E92000001", "a total of England or of a region"),
        (
            "E06000066",
            "Somerset, E06000066, of the local government reorganisation of 1 April 2023",
        ),
        ("625", "Bedford, E06000055"),
        ("ZZZ", ""),
        ("", ""),
    ],
)
def test_the_likely_cause_of_a_code(code, words):
    cause = likely_cause(code, LISTED)
    assert words in cause if words else not cause


def test_codes_without_a_cause_share_one_message_and_a_blank_is_named():
    assert explain_codes(["ZZ1", "", "50"], LISTED).keys() == {
        "no such body: ZZ1, the code is blank",
        "no such body: 50 (was it 5E1, which a spreadsheet turns into a number? format the column "
        "as text and enter the code again)",
    }


def test_every_reorganisation_since_2009_is_known():
    told = " ".join(later_councils().values())
    for year in (2009, 2019, 2020, 2021, 2023):
        assert f"reorganisation of 1 April {year}" in told
