import pytest

from pooledfunds.staging.layouts.months import (
    date_in_words,
    financial_year_of,
    month_in_words,
    months_between,
    months_in_file_name,
)


@pytest.mark.parametrize(
    ("name", "months"),
    [
        ("Sept_11.xls", {"2011-09"}),
        ("April_14.xls", {"2014-04"}),
        ("DTOC July 2017 (revised).xls", {"2017-07"}),
        ("jan-19.xlsx", {"2019-01"}),
        ("MAR_2018_April_18.xls", {"2018-03", "2018-04"}),
        ("summary_11.xls", set()),  # no month begins within a word
        ("dtoc.xls", set()),
    ],
)
def test_the_months_that_a_file_is_named_for(name, months):
    assert months_in_file_name(name) == months


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("August 2017", "2017-08"),
        (" may  2012 ", "2012-05"),
        ("2017-08-01", "2017-08"),
        ("Aug", ""),
    ],
)
def test_a_month_in_words(text, month):
    assert month_in_words(text) == month


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("27th May 2011", "2011-05-27"),
        ("1th September 2012", "2012-09-01"),  # as published
        ("-", ""),
        ("to be announced", "to be announced"),
    ],
)
def test_a_day_in_words(text, day):
    assert date_in_words(text) == day


def test_the_months_of_years_open_in_april():
    months = months_between("2014/15", "2015/16")
    assert (months[0], months[9], months[-1], len(months)) == ("2014-04", "2015-01", "2016-03", 24)
    assert {financial_year_of(month) for month in months[:12]} == {"2014/15"}
