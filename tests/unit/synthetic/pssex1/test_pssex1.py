"""Every identity that the workbooks print holds to the last digit."""

import re
from pathlib import Path

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

REAL = Path(__file__).parents[5] / "shared/real/pssex1"
YEARS = ("2005-06", "2006-07", "2007-08")
CODE = re.compile(r"[A-Z]+\d+")
# Line I3 is "including Supporting People" and holds B3, though its label names B1.
PRINTED_WRONG = {"A3+B1+C13+D13+E13+F13+G5+H7": "A3+B3+C13+D13+E13+F13+G5+H7"}


def letters(row):
    """Return the column numbers by letter, and the sum printed for each, from row 9."""
    named = {}
    for column, cell in enumerate(row):
        found = re.fullmatch(r"[cC]ol ([A-Z])(?: = (.*))?", cell)
        if found:
            named[found[1]] = (column, found[2])
    return named


def parts(expression):
    """Return signed letters of a printed sum such as `K - M - N` or `(C to E)`."""
    expression = expression.strip("()")
    span = re.fullmatch(r"([A-Z]) to ([A-Z])", expression)
    if span:
        return [(1, chr(code)) for code in range(ord(span[1]), ord(span[2]) + 1)]
    signs = re.findall(r"([+-]?) ?([A-Z])", expression)
    return [(-1 if sign == "-" else 1, letter) for sign, letter in signs]


def line_sum(label):
    """Return the codes that a line's label says it adds up."""
    found = re.search(r"\((?:LINES?|lines?) (.*?)\)", label)
    if not found:
        return None
    expression = PRINTED_WRONG.get(found[1], found[1]).replace(" ", "")
    span = re.fullmatch(r"([A-Z]+)(\d+)to([A-Z]+)(\d+)", expression)
    if span:
        return [f"{span[1]}{number}" for number in range(int(span[2]), int(span[4]) + 1)]
    return CODE.findall(expression)


def number(cell):
    return cell if isinstance(cell, float) else 0.0


@pytest.mark.parametrize("year", YEARS)
def test_there_is_a_sheet_for_every_council_and_six_totals(detailed, world, year):
    names = set(detailed(year))
    totals = {name for name in names if name.startswith("TOTAL ")}
    councils = world.councils["council"]
    if year == "2007-08":
        councils = world.councils["cssr_code"] + "-" + councils
    assert len(totals) == 6
    assert names - totals == set(councils)


@pytest.mark.parametrize("year", YEARS)
def test_columns_hold_the_sum_that_their_letters_print(detailed, year):
    checked = 0
    for rows in detailed(year).values():
        columns = letters(rows[8])
        for row in rows[9:]:
            if not CODE.fullmatch(row[0]) or not isinstance(row[columns["Q"][0]], float):
                continue
            if row[columns["K"][0]] == "":
                continue  # a single figure below the totals
            for column, expression in columns.values():
                if expression:
                    total = sum(
                        sign * number(row[columns[letter][0]]) for sign, letter in parts(expression)
                    )
                    assert row[column] == total
                    checked += 1
    assert checked > 75_000


@pytest.mark.parametrize("year", YEARS)
def test_lines_hold_the_sum_that_their_labels_print(detailed, year):
    checked = 0
    for rows in detailed(year).values():
        amounts = {row[0]: np.array([number(c) for c in row[2:]]) for row in rows[9:] if row[0]}
        for row in rows[9:]:
            adds = line_sum(row[1]) if CODE.fullmatch(row[0]) else None
            if adds and "ACTUAL" not in row[1]:
                assert np.array_equal(amounts[row[0]], sum(amounts[code] for code in adds)), row[1]
                checked += 1
    assert checked == 156 * {"2005-06": 22, "2006-07": 22, "2007-08": 24}[year]


@pytest.mark.parametrize("year", YEARS)
def test_net_cost_is_the_total_with_its_additions_and_without_grants(detailed, year):
    column = {"2005-06": 16, "2006-07": 17, "2007-08": 11}[year]
    for rows in detailed(year).values():
        cell = {row[0]: number(row[column]) for row in rows[9:]}
        if year == "2007-08":
            assert cell["L1"] == cell["H3"] + cell["I1"] + cell["J1"] - cell["K1"]
            assert cell["T1"] == cell["P3"] - cell["S1"]
        else:
            assert cell["M1"] == cell["I3"] + cell["J1"] + cell["K1"] - cell["L1"]


@pytest.mark.parametrize("year", YEARS)
def test_england_is_the_sum_of_councils_and_of_classes(detailed, year):
    books = {
        name: np.array([[number(cell) for cell in row[2:]] for row in rows[9:182]])
        for name, rows in detailed(year).items()
    }
    england = books.pop("TOTAL England")
    classes = [books.pop(name) for name in list(books) if name.startswith("TOTAL ")]
    assert np.array_equal(england, sum(classes))
    assert np.array_equal(england, sum(books.values()))


def test_fractions_end_with_2006_07(detailed):
    for year, whole in (("2005-06", False), ("2006-07", False), ("2007-08", True)):
        cells = [c for row in detailed(year)["TOTAL England"] for c in row if type(c) is float]
        assert all(cell == int(cell) for cell in cells) is whole


def test_crumbs_make_more_than_nought_count_too_many(detailed):
    amounts = {}
    for name, rows in detailed("2007-08").items():
        if not name.startswith("TOTAL "):
            for row in rows:
                amounts.setdefault(row[0], []).append(number(row[7]))
    counts = {
        line: tuple(int((np.array(amounts[line]) >= least).sum()) for least in (1, 50, 250))
        for line in ("B11", "D11", "E11")
    }
    assert counts == {"B11": (66, 53, 33), "D11": (66, 52, 36), "E11": (51, 34, 15)}


def test_across_workbooks_agree_with_the_detailed_return(sheets, detailed, world):
    names = world.councils["council"]
    codes = world.councils["cssr_code"]
    for book, year, header, columns, sheet_of in (
        ("expend0607", "2006-07", 7, (11, 16, 18),
         dict(zip(names.str.upper().str.replace(" AND ", " & "), names, strict=True))),
        ("expend2008", "2007-08", 2, (6, 16, 17),
         dict(zip(world.councils["name"], codes + "-" + names, strict=True))),
    ):  # fmt: skip
        across = list(sheets(f"pssex1/{book}.xlsx").values())[1:]
        sheet_of |= {"ENGLAND": "TOTAL England", "England": "TOTAL England"}
        for rows, column in zip(across, columns, strict=True):
            heads = rows[header][2:153]
            assert len(set(heads)) == 151
            lines = [row for row in rows if CODE.fullmatch(row[0]) and isinstance(row[2], float)]
            assert len(lines) > 90
            for place, head in enumerate(heads, start=2):
                returned = {row[0]: number(row[column]) for row in detailed(year)[sheet_of[head]]}
                assert all(row[place] == returned[row[0]] for row in lines)


def test_the_series_ends_with_the_detailed_returns(sheets, detailed):
    book = sheets("pssex1/GrossNetPSS2007-08.xlsx")
    for sheet, columns in (
        ("Gross Current Expenditure", (17, 18, 17)),
        ("Net Current Expenditure", (15, 16, 16)),
    ):
        rows = {row[0]: row for row in book[sheet]}
        for place, (year, column) in enumerate(zip(YEARS, columns, strict=True), start=12):
            england = {row[0]: row[column] for row in detailed(year)["TOTAL England"]}
            older, everything = ("B13", None) if year == "2007-08" else ("C13", "I3")
            label = "TOTAL OLDER PEOPLE including Supporting People"
            assert rows[label][place] == england[older]
            if everything:
                label = "TOTAL ALL SERVICES including Supporting People"
                assert rows[label][place] == england[everything]
        assert rows["GALRO"][8] == ".."


def test_every_workbook_says_that_it_is_invented(sheets, root):
    for path in (root / "pssex1").glob("*.xlsx"):
        first = next(iter(sheets(f"pssex1/{path.name}").values()))
        assert "INVENTED DATA" in first[0][0]


def words(cell):
    """Return a cell as the layout has it: its words, or only that it holds a figure or nothing."""
    if not isinstance(cell, str):
        return 0.0
    return cell.replace(" - INVENTED DATA", "").strip().rstrip(".")


@pytest.mark.skipif(not REAL.exists(), reason="the published returns are not at hand")
@pytest.mark.official
@pytest.mark.parametrize(
    "official, invented, sheet",
    [
        (f"detailed_expenditure_by_council_{year}.xlsx",) * 2 + (f"TOTAL {area}",)
        for year in YEARS
        for area in ("England", "Shire Counties")
    ]
    + [
        ("GrossNetPSS2007-08 (values only).xls", "GrossNetPSS2007-08.xlsx", sheet)
        for sheet in (
            "Gross Current Expenditure",
            "Net Current Expenditure",
            "Conversion of RO3 data",
        )
    ],
)
def test_totals_and_series_have_the_words_of_the_published_sheets(
    sheets, official, invented, sheet
):
    book = CalamineWorkbook.from_path(REAL / official)
    published = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    written = sheets(f"pssex1/{invented}")[sheet]
    assert len(written) == len(published)
    for row, expected in zip(written, published, strict=True):
        if "(This should match" in str(row):
            continue  # most of the published totals leave the advice out
        if row[0] == "L1":
            row, expected = row[:2], expected[:2]  # one published total has ".." here
        assert [words(cell) for cell in row] == [words(cell) for cell in expected]


@pytest.mark.skipif(not REAL.exists(), reason="the published returns are not at hand")
@pytest.mark.official
@pytest.mark.parametrize(
    "official, invented",
    [
        ("expend0607.xls", "expend0607.xlsx"),
        ("expend2008 (values only).xls", "expend2008.xlsx"),
    ],
)
def test_across_sheets_have_the_words_of_the_published_ones(sheets, official, invented):
    book = CalamineWorkbook.from_path(REAL / official)
    written = sheets(f"pssex1/{invented}")
    assert list(written) == book.sheet_names
    for name in book.sheet_names[1:]:
        published = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        assert [[words(cell) for cell in row[:3]] for row in written[name]][:174] == [
            [words(cell) for cell in row[:3]] for row in published
        ][:174]
        last = slice(153, None)
        assert [row[last] for row in written[name]][:173] == [row[last] for row in published][:173]
