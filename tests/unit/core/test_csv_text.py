"""What published tables hold: numbers to six digits, codes as they are, no formula."""

import pandas as pd
import pytest

from pooledfunds.core.csv_text import published_csv, published_number


@pytest.mark.parametrize(
    ("value", "published"),
    [
        (3.500000004, 3.5),
        (0.1 + 0.2, 0.3),
        (-0.0412345678, -0.0412346),
        (0.00001234567, 1.23457e-05),
        (123.456789, 123.457),
        (1_234_567.89, 1_234_568),  # never to less than a whole number
        (2_074_123_456.0, 2_074_123_456),
        (0.0, 0),
    ],
)
def test_a_number_has_six_significant_digits_and_never_less_than_its_whole_part(value, published):
    assert published_number(value) == published
    assert str(published_number(value)) == str(published)


def test_codes_years_and_counts_are_left_as_they_are():
    table = pd.DataFrame(
        {
            "area_code": pd.Series(["5E1", "00AB", "007"], dtype="str"),
            "area_type": pd.Categorical(["pct", "council", None]),
            "year": ["2007/08", "2-3", "2007/08"],
            "rows": [1_234_567, 2, 3],
            "first": pd.to_datetime(["2007-04-01", None, None]),
            "p_value": [0.01234567891, None, 1e-12],
            "weak": [True, False, True],
        }
    )
    assert published_csv(table) == (
        "area_code,area_type,year,rows,first,p_value,weak\n"
        "5E1,pct,2007/08,1234567,2007-04-01,0.0123457,True\n"
        "00AB,council,2-3,2,,,False\n"
        "007,,2007/08,3,,1e-12,True\n"
    )


def test_what_has_no_end_is_written_as_table_schema_has_it():
    table = pd.DataFrame({"limit": [float("inf"), float("-inf"), 1.0]})
    assert published_csv(table) == "limit\nINF\n-INF\n1\n"


FULL_WIDTH = ["\uff1d", "\uff0b", "\uff0d", "\uff20", "\ufe62"]
UNSEEN = ["\u200b=", "\ufeff \u200e=", " \u2060\uff1d"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", *FULL_WIDTH, *UNSEEN])
def test_a_cell_that_a_spreadsheet_would_run_is_defused(start):
    table = pd.DataFrame({"name": [f"{start}cmd()"], "amount": [-5.0]})
    assert published_csv(table).splitlines()[-1].endswith(",-5")
    assert f"'{start}cmd()" in published_csv(table)


def test_printed_numbers_and_plain_names_are_left_alone():
    table = pd.DataFrame({"printed": ["-1.9", "+5", "Stoke-on-Trent", None], "n": [1, 2, 3, 4]})
    assert published_csv(table) == "printed,n\n-1.9,1\n+5,2\nStoke-on-Trent,3\n,4\n"
