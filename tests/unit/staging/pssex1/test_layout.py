import pandas as pd
import pytest

from pooledfunds.staging.pssex1.layout import (
    LineReader,
    Row,
    Sheet,
    columns_of,
    financial_year,
    line_code,
    measure_rules,
    plain_label,
    printed_sum,
    signed_parts,
)
from tests.unit.staging.layouts.workbooks import WORDS

DETAILED = Sheet("detailed", "2006/07")
SERIES = Sheet("series", "")


def read(rows, sheet=DETAILED):
    return LineReader(WORDS).read(sheet, [Row(*row) for row in rows])


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("PSS EXPENDITURE IN 2005-06 INCL SSMSS COSTS", "2005/06"),
        ("Gross Expenditure, PSS EX1 2006-2007", "2006/07"),
        ("1999-2000", "1999/00"),
        ("no year", ""),
    ],
)
def test_financial_year_of_a_title(text, year):
    assert financial_year(text) == year


@pytest.mark.parametrize(
    ("expression", "parts"),
    [
        ("K - M - N", ((1, "K"), (-1, "M"), (-1, "N"))),
        ("(C to E)", ((1, "C"), (1, "D"), (1, "E"))),
        ("BC1 to BC3", ((1, "BC1"), (1, "BC2"), (1, "BC3"))),
        ("I3+J1+K1-L1", ((1, "I3"), (1, "J1"), (1, "K1"), (-1, "L1"))),
    ],
)
def test_terms_of_a_printed_sum(expression, parts):
    assert signed_parts(expression) == parts


@pytest.mark.parametrize(
    ("label", "expression"),
    [
        ("TOTAL SERVICE STRATEGY (LINES A1 to A2)", "A1toA2"),
        ("Total commissioning (line BA1)", "BA1"),
        ("ACTUAL TOTAL NET COST (LINES I3 + J1 + K1 - L1) ", "I3+J1+K1-L1"),
        ("Supporting People (SP)", ""),
        ("Home care", ""),
    ],
)
def test_the_sum_that_a_label_prints(label, expression):
    assert printed_sum(label) == expression


@pytest.mark.parametrize(
    ("sheet", "parts"),
    [
        (Sheet("across", "2006/07"), ((1, "A1"), (1, "A2"))),
        # The misprint is that workbook's: in another year or family the label is believed.
        (Sheet("across", "2007/08"), ((1, "A1"), (1, "A2"), (1, "A3"))),
        (Sheet("detailed", "2006/07"), ((1, "A1"), (1, "A2"), (1, "A3"))),
    ],
)
def test_a_misprint_is_put_right_in_its_own_family_and_year(sheet, parts):
    rows = [
        (0, "A:", "SERVICE STRATEGY", False),
        (1, "A3", "TOTAL SERVICE STRATEGY (LINES A1 to A3)", True),
    ]
    (line,), _ = read(rows, sheet)
    assert line.parts == parts


@pytest.mark.parametrize(
    ("cell", "code"),
    [("C6", "C6"), (" c 6 ", "C6"), ("MEMORANDUM", "Memorandum"), ("C:", "C:"), (6.0, "6.0")],
)
def test_a_code_is_read_without_case_or_blanks(cell, code):
    assert line_code(cell) == code


def test_a_label_loses_its_sum_and_its_footnote():
    assert plain_label("TOTAL ADULTS' SERVICES1") == "total adults' services"
    assert plain_label("Total youth justice (lines BD1 to BD3)") == "total youth justice"
    assert plain_label("Services for under 8s") == "services for under 8s"


def test_a_line_is_named_by_the_headings_above_it_not_by_its_letter():
    """C is older people until 2006-07 and physical disability in 2007-08."""
    until_2006_07 = [
        (0, "C:", "OLDER PEOPLE (AGED 65 OR OVER)", False),
        (1, "C6", "Home care", True),
    ]
    in_2007_08 = [
        (0, "", "ADULTS' SERVICES", False),
        (1, "C:", "ADULTS AGED UNDER 65 WITH A PHYSICAL DISABILITY OR SENSORY IMPAIRMENT", False),
        (2, "C6", "Home care", True),
    ]
    (earlier,), _ = read(until_2006_07)
    (later,), _ = read(in_2007_08)
    assert (earlier.client_group, later.client_group) == ("older_people", "physical_disability")
    assert earlier.service_line == later.service_line == "home_care"


def test_adults_and_childrens_asylum_seekers_are_told_apart_by_their_block():
    rows = [
        (0, "", "ADULTS' SERVICES", False),
        (1, "F:", "ASYLUM SEEKERS", False),
        (2, "F1", "Assessment and care management", True),
        (3, "", "CHILDREN'S AND FAMILIES SERVICES", False),
        (4, "N:", "ASYLUM SEEKERS", False),
        (5, "N1", "Assessment and care management", True),
    ]
    lines, wrong = read(rows)
    assert [line.client_group for line in lines] == [
        "asylum_seekers_adults",
        "asylum_seekers_children",
    ]
    assert wrong == []


OLDER_PEOPLE = (0, "C:", "OLDER PEOPLE (AGED 65 OR OVER)", False)


@pytest.mark.parametrize(
    ("row", "rule"),
    [
        ((7, "C6", "Domiciliary care", True), "line C6 beside 'Domiciliary care', no known line"),
        ((7, "C6", "Home care (1)", False), "line C6 beside 'Home care (1)', no known line"),
        ((7, "", "Home care", True), "an amount beside 'Home care' without the code of its line"),
        ((7, "", "Night care", True), "an amount beside 'Night care', no known line"),
        ((7, "6.0", "Home care", True), "'6.0' is no code of a line"),
    ],
)
def test_a_line_that_is_not_known_is_a_fault_at_its_cell(row, rule):
    lines, wrong = read([OLDER_PEOPLE, row])
    assert lines == []
    ((number, column, text),) = wrong
    assert (number, column) == (7, 1)
    assert text.startswith(rule)


@pytest.mark.parametrize("label", ["HOME CARE", "  home\u00a0 care ", "Home care1"])
def test_letter_case_blanks_and_footnote_marks_are_read(label):
    (line,), wrong = read([OLDER_PEOPLE, (1, "C6", label, True)])
    assert (line.service_line, wrong) == ("home_care", [])


def test_a_line_given_twice_is_a_fault():
    home, day = (1, "C6", "Home care", True), (2, "C7", "Day care", True)
    _, wrong = read([OLDER_PEOPLE, home, day, (3, "C6", "Meals", True)])
    assert wrong == [(3, 1, "line C6 is given twice")]
    _, wrong = read([OLDER_PEOPLE, home, day, (3, "C8", "Home care", True)])
    assert wrong == [(3, 1, "'Home care' is given twice under one heading")]


def test_lines_that_divide_the_one_above_need_no_code():
    rows = [
        (0, "A:", "SERVICE STRATEGY", False),
        (1, "A1", "Strategic management", True),
        (2, "", "Of which (where known): children's and families services", True),
        (3, "", "Adults' services", True),
    ]
    lines, wrong = read(rows)
    assert wrong == []
    assert [(line.client_group, line.service_line) for line in lines] == [
        ("service_strategy", "strategic_management"),
        ("service_strategy_children", "strategic_management"),
        ("service_strategy_adults", "strategic_management"),
    ]


def test_a_series_has_no_codes_and_its_amounts_must_have_a_known_label():
    heading = (0, "", "OLDER PEOPLE (AGED 65 OR OVER)", False)
    (line,), wrong = read([heading, (1, "", "Home care", True)], SERIES)
    assert (line.service_line, wrong) == ("home_care", [])
    _, wrong = read([heading, (1, "", "Night care", True)], SERIES)
    assert wrong[0][:2] == (1, 0)


def test_numbers_beside_a_heading_are_no_line():
    """TOTAL Metropolitan Districts of 2007-08 fills the rows of its headings with zeros."""
    assert read([(0, "C:", "OLDER PEOPLE (AGED 65 OR OVER)", True)]) == ([], [])


def test_the_totals_of_2003_04_that_name_no_supporting_people_are_lines():
    rows = [
        (0, "BE:", "Other children's and families services", False),
        (1, "B1", "TOTAL CHILDREN'S AND FAMILIES SERVICES (LINES BA2+BE4)", False),
        (2, "H:", "OTHER ADULT SERVICES", False),
        (3, "H5", "TOTAL OTHER ADULT SERVICES (LINES H1 to H4)", False),
    ]
    lines, wrong = read(rows)
    assert wrong == []
    assert [line.name for line in lines] == [("children", "total"), ("other_adults", "total")]


def test_capital_charges_belong_to_the_group_they_stand_under():
    heading = [
        ["title"],
        ["", "", "GROSS TOTAL COST", "", "", ""],
        ["Service", "", "Own provision (including joint arrangements)", "",
         "Provision by others", ""],
        ["", "", "Expenditure including capital charges", "capital charges",
         "Expenditure including capital charges", "capital charges"],
        ["col A", "col B", "col C", "col D", "col E", "Col F = C + E"],
    ]  # fmt: skip
    columns = columns_of(heading, 4, measure_rules(WORDS.measures))
    assert [measure for _, _, measure in columns.read] == [
        "own_provision_including_capital",
        "own_provision_capital_charges",
        "provision_by_others_including_capital",
        "provision_by_others_capital_charges",
    ]
    assert columns.sums == {"F": ((1, "C"), (1, "E"))}
    assert columns.unknown == []


def test_a_heading_can_be_declared_as_not_read():
    heading = [
        ["title"],
        ["", "", "Joint arrangements", "MEMORANDUM"],
        ["col A", "col B", "C", "D"],
    ]
    rules = measure_rules(WORDS.measures)
    assert columns_of(heading, 2, rules).unknown == [(3, "memorandum")]
    declared = pd.DataFrame([{"measure": "not read", "under": "", "heading": "^memorandum$"}])
    columns = columns_of(heading, 2, [*rules, *measure_rules(declared)])
    assert (columns.unknown, columns.not_read) == ([], [3])
    assert [measure for _, _, measure in columns.read] == ["joint_arrangements"]
