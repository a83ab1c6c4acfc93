"""The councils-across workbooks: client contributions, net and gross expenditure by council."""

from pathlib import Path

import numpy as np

from pooledfunds.synthetic.pssex1.detailed import amounts_of, columns_of
from pooledfunds.synthetic.pssex1.lines import Line, lines_2007_08, lines_before, membership
from pooledfunds.synthetic.workbooks import NOTICE, new_workbook, write_rows
from pooledfunds.synthetic.world import World

# Label words that the sheets of 2006-07 print differently from the return.
RELABELLED = {
    "(LINES A1 to A2)": "(LINES A1 to A3)",
    "Children's homes": "Children's homes ",
    "Nursing care placements": "Nursing home placements",
    "Residential care placements": "Residential care home placements",
    "(LINES B2+C12+D12+E12+F12+H6)": "(LINES C12+D12+E12+F12)",
    "(LINES A3+B1+C13+D13+E13+F13+G5+H7)": "(LINES A3+B1+C13+D13+E13+F13+G5+H5)",
}
CELL_LETTERS = {"Sales, Fees and Charges": "G", "Net Current Expenditure": "Q"}
FINANCE = "FINANCE STATISTICS OF COUNCIL SOCIAL SERVICES DEPARTMENTS"


def write_across_2006_07(path: Path, world: World) -> None:
    """Write expend0607: capitals, ampersands, and figures from row 8.

    Parameters
    ----------
    path
        ``.xlsx``, three sheets of lines by councils.
    world
        Whose spending of 2006/07 is written, £ thousand.
    """
    lines = _before_the_total(lines_before(), "J1")
    lines = [line for line in lines if line.adds is None or line.code]  # no "of which" rows here
    lines = [_relabelled(line) for line in lines]
    columns = columns_of("2006/07", world.spending["2006/07"])
    sheets = (
        (
            "Sales, fees and charges 06-07",
            "Sales, Fees and Charges Expenditure",
            amounts_of(columns, 9),
        ),
        ("Net expenditure 2006-2007", "Net Expenditure", amounts_of(columns, 14)),
        ("Gross expenditure 2006-2007", "Gross Expenditure", amounts_of(columns, 16)),
    )
    order = np.argsort(world.councils["council"].to_numpy())
    names = ["ENGLAND", *world.councils["council"].iloc[order].str.upper()]
    names = [name.replace(" AND ", " & ") for name in names]
    contents = [
        [f"{FINANCE}: 2006 - 2007 - {NOTICE}"], [], ["Contents"], [],
        ["sheet 1", "", "Sales, Fees and Charges by council"],
        ["sheet 2", "", "Net Expenditure by council"],
        ["sheet 3", "", "Gross Expenditure by council"],
    ]  # fmt: skip
    with new_workbook(path) as book:
        write_rows(book.add_worksheet("Content"), contents)
        for name, title, values in sheets:
            heading = f"Council Personal Social Services {title}, PSS EX1 2006-2007 - {NOTICE}"
            rows = [[heading], ["England", "£ thousands"], [], [], [], [], [], ["", "", *names], []]
            shown = lines
            if title == "Net Expenditure":  # its sheet lacks the empty row under heading BA
                gap = next(place for place, line in enumerate(lines) if line.code == "BA:") + 1
                shown = lines[:gap] + lines[gap + 1 :]
            rows += _figures(shown, values[order])
            write_rows(book.add_worksheet(name), rows)


def write_across_2007_08(path: Path, world: World) -> None:
    """Write expend2008: names without UA in row 3, codes and sheet names under the figures.

    Parameters
    ----------
    path
        ``.xlsx``, three sheets of lines by councils.
    world
        Whose spending of 2007/08 is written, £ thousand.
    """
    lines = [_without_figures(line) for line in lines_2007_08()[2:]]
    lines = [line for line in lines if not line.label.startswith("(This should match")]
    for closing in ("L1", "T1"):  # an empty row stands where the return has its advice
        place = next(i for i, line in enumerate(lines) if line.code == closing)
        lines.insert(place + 1, Line())
    lines = [
        Line(line.code, "Children's homes ", line.adds) if line.code == "OB1" else line
        for line in lines
    ]
    councils = world.councils.sort_values("council")
    order = councils.index.to_numpy()
    columns = columns_of("2007/08", world.spending["2007/08"])
    sheets = (
        ("Sales, Fees and Charges", "Sales, Fees and Charges Expenditure", amounts_of(columns, 4)),
        ("Net Current Expenditure", "Net Current Expenditure", amounts_of(columns, 14)),
        ("Gross Current Expenditure", "Gross Current Expenditure", amounts_of(columns, 15)),
    )
    codes = ["", "", "", *councils["cssr_code"].astype(float)]
    names = ["", "", "TOTAL England", *(councils["cssr_code"] + "-" + councils["council"])]
    contents = [
        [f"{FINANCE}: 2007 - 2008 - {NOTICE}"], [], [], ["Contents"], [],
        *(["Sheet " + str(number), "", f"{name} by council"]
          for number, (name, *_) in enumerate(sheets, start=1)),
    ]  # fmt: skip
    with new_workbook(path) as book:
        write_rows(book.add_worksheet("Contents"), contents)
        for name, title, values in sheets:
            heading = f"Council Personal Social Services {title}, PSS EX1 2007-08 - {NOTICE}"
            top = ["England, 2007-08", "£ thousands", "England", *councils["name"]]
            rows = [[heading], [], top, *_figures(lines, values[order])]
            if name in CELL_LETTERS:
                _leave_cell_references(rows, CELL_LETTERS[name])
            else:
                rows += [[], codes, names]
            write_rows(book.add_worksheet(name), rows)


def _leave_cell_references(rows: list[list], letter: str) -> None:
    """Put beside the figures the cells of the return they came from, as the published sheets do."""
    width = max(len(row) for row in rows)
    for number, row in enumerate(rows[7:], start=16):
        row += [""] * (width - len(row)) + ["", f"{letter}{number}", number, letter]


def _before_the_total(lines: list[Line], code: str) -> list[Line]:
    """Return the lines above a code, and not the empty row before it."""
    return lines[: next(place for place, line in enumerate(lines) if line.code == code) - 1]


def _relabelled(line: Line) -> Line:
    """Return the line with the words of the sheets of 2006-07."""
    label = line.label
    for printed, other in RELABELLED.items():
        label = label.replace(printed, other)
    return Line(line.code, "Supporting People" if line.code == "B2" else label, line.adds)


def _without_figures(line: Line) -> Line:
    """Return the line as the across sheets print it: nothing below the totals is filled."""
    return Line(line.code, line.label, line.adds)


def _figures(lines: list[Line], values: np.ndarray) -> list[list]:
    """Return the rows of lines with England first and the councils after it."""
    amounts = values @ membership(lines)
    return [
        [line.code, line.label]
        if line.adds is None
        else [line.code, line.label, amounts[:, place].sum(), *amounts[:, place]]
        for place, line in enumerate(lines)
    ]
