import pytest

from pooledfunds.sources.pssex1_layout import (
    LineReader,
    columns_of,
    financial_year,
    line_sum,
    measure_rules,
    plain_label,
    signed_parts,
)
from tests.unit.sources.workbooks import WORDS


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


def test_a_misprinted_sum_is_put_right():
    misprints = {"A1toA3": "A1+A2"}
    assert line_sum("TOTAL (LINES A1 to A3)", misprints) == ((1, "A1"), (1, "A2"))
    assert line_sum("TOTAL (LINES A1 to A2)", misprints) == ((1, "A1"), (1, "A2"))
    assert line_sum("Home care", misprints) == ()


def test_a_label_loses_its_sum_and_its_footnote():
    assert plain_label("TOTAL ADULTS' SERVICES1") == "total adults' services"
    assert plain_label("Total youth justice (lines BD1 to BD3)") == "total youth justice"
    assert plain_label("Services for under 8s") == "services for under 8s"


def test_a_line_is_named_by_the_headings_above_it_not_by_its_letter():
    """C is older people until 2006-07 and physical disability in 2007-08."""
    reader = LineReader(WORDS)
    until_2006_07 = [
        (0, "C:", "OLDER PEOPLE (AGED 65 OR OVER)", False),
        (1, "C6", "Home care", True),
    ]
    in_2007_08 = [
        (0, "", "ADULTS' SERVICES", False),
        (1, "C:", "ADULTS AGED UNDER 65 WITH A PHYSICAL DISABILITY OR SENSORY IMPAIRMENT", False),
        (2, "C6", "Home care", True),
    ]
    (earlier,), _ = reader.read(until_2006_07)
    (later,), _ = reader.read(in_2007_08)
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
    lines, unknown = LineReader(WORDS).read(rows)
    assert [line.client_group for line in lines] == [
        "asylum_seekers_adults",
        "asylum_seekers_children",
    ]
    assert unknown == []


def test_an_amount_beside_an_unknown_label_is_reported():
    rows = [(0, "C:", "OLDER PEOPLE", False), (7, "", "Night care", True)]
    assert LineReader(WORDS).read(rows) == ([], [7])


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
    columns, sums, unknown = columns_of(heading, 4, measure_rules(WORDS.measures))
    assert [measure for _, _, measure in columns] == [
        "own_provision_including_capital",
        "own_provision_capital_charges",
        "provision_by_others_including_capital",
        "provision_by_others_capital_charges",
    ]
    assert sums == {"F": ((1, "C"), (1, "E"))}
    assert unknown == []
