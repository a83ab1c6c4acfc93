import pandas as pd
import pytest

from pooledfunds.staging.layouts.number_grammar import number_problem, parse_numbers


@pytest.mark.parametrize(
    ("text", "value"),
    [("0", 0), ("104", 104), ("-3.50", -3.5), ("1,234,567.8", 1234567.8), ("1234567", 1234567)],
)
def test_numbers_as_statisticians_write_them(text, value):
    values, problems = parse_numbers(pd.Series([text]))
    assert values[0] == value
    assert problems[0] == ""


def test_a_blank_is_missing_and_no_problem():
    values, problems = parse_numbers(pd.Series([""]))
    assert values.isna().all()
    assert (problems == "").all()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("12,5", "a comma that does not separate thousands"),
        ("1,2,3", "a comma that does not separate thousands"),
        ("1234,567", "a comma that does not separate thousands"),
        ("5E1", "a number with an exponent"),
        ("1e-320", "a number with an exponent"),
        ("inf", "not a number (infinite"),
        ("-Infinity", "not a number (infinite"),
        ("nan", "not a number (infinite"),
        ("(5)", "a number in brackets"),
        ("£1,000", "a sign of currency"),
        ("60%", "a percentage sign"),
        ("1 000", "a blank inside a number"),
        ("1\u00a0000", "a blank inside a number"),
        ("\u22125", "a dash for a minus sign"),
        ("5-", "a minus sign after its number"),
        ("+5", "a plus sign"),
        ("5.", "a decimal point without a digit"),
        (".5", "a decimal point without a digit"),
        ("007", "a number that opens with a needless zero"),
        ("0x10", "a number in a programming language's notation"),
        ("1_000", "a number in a programming language's notation"),
        ("\u0661\u0662", "digits of another script"),
        ("2007\u00b2", "digits of another script"),
        ("#REF!", "a spreadsheet's error"),
        ("=A1", "a formula"),
        ("many", "not a number"),
        ("1.2.3", "not a number"),
        ("9" * 16, "too large to be read exactly"),
        ("9" * 400, "too large to be read exactly"),
    ],
)
def test_all_else_is_told_with_what_to_do_and_never_guessed(text, problem):
    assert number_problem(text).startswith(problem)
    assert parse_numbers(pd.Series([text]))[0].isna().all()
