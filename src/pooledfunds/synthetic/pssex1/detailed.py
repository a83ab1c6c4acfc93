"""The detailed PSS EX1 return in its official layouts: a sheet per council, and six totals."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from pooledfunds.core.tables import rows_of
from pooledfunds.synthetic.bodies import CLASSES
from pooledfunds.synthetic.pssex1.lines import Line, lines_2007_08, lines_before, membership
from pooledfunds.synthetic.workbooks import NOTICE, new_workbook, write_rows
from pooledfunds.synthetic.world import World

NET_COST = {"2005/06": 16, "2006/07": 17, "2007/08": 11}  # column of the figures below the line
NOT_SELECTED = "You have not selected your council"  # what the totals of 2006-07 say for a name
GRANTS_FOOTNOTE = (
    "1. Grants does not include estimates in this spreadsheet and therefore cannot be compared"
    " with national figures quoted in the report."
)
_CAPITAL_WORDS = (
    ("Expenditure", "Capital", "Expenditure"),
    ("including", "charges", "excluding"),
)


@dataclass(frozen=True)
class Form:
    """A year's form: its header rows, its lines and how amounts fill its columns."""

    year: str
    header: list[list]
    lines: list[Line]


def form_of(year: str) -> Form:
    """Return the form of a financial year."""
    if year == "2007/08":
        return Form(year, _header_2007_08(), lines_2007_08())
    return Form(year, _header_before(year), lines_before())


def write_detailed(path: Path, world: World, year: str) -> None:
    """Write one year's workbook.

    Until 2006-07 sheets bear the council's name and stand in the order of names, totals among
    them; in 2007-08 they bear code and name, and the totals come last.

    Parameters
    ----------
    path
        ``.xls`` or ``.xlsx`` of the year, a sheet a council.
    world
        Whose spending of the year is written, £ thousand.
    year
        Financial year: its form, and the order and names of its sheets.
    """
    form = form_of(year)
    columns = columns_of(year, world.spending[year])
    matrix = membership(form.lines)
    councils = world.councils
    below = below_the_line(world, year, columns, form.lines)
    sheets = {}
    for place, council in enumerate(rows_of(councils)):
        amounts = [None if values is None else values[place] @ matrix for values in columns]
        figures = {name: values[place] for name, values in below.items()}
        sheets[_sheet_name(year, council)] = (council.council, amounts, figures)
    for name, member in total_sheets(councils).items():
        amounts = [None if v is None else v[member].sum(axis=0) @ matrix for v in columns]
        figures = {line: values[member].sum() for line, values in below.items()}
        unnamed = NOT_SELECTED if year == "2006/07" and name != "TOTAL England" else ""
        sheets[name] = (unnamed, amounts, figures)
    order = sheets if year == "2007/08" else sorted(sheets)
    with new_workbook(path) as book:
        for name in order:
            council, amounts, figures = sheets[name]
            rows = [list(row) for row in form.header]
            if name.startswith("TOTAL") and year == "2007/08":
                rows[8][17] = "col R = (M - O - P)"
            rows += _body(form, amounts, figures, blanks=not name.startswith("TOTAL"))
            if year != "2007/08":
                rows[9][2] = council
            elif name == "TOTAL England":
                rows[7][4] += "1"  # the footnote's mark
                rows += [[], [GRANTS_FOOTNOTE]]
            write_rows(book.add_worksheet(name), rows)


def _sheet_name(year: str, council: Any) -> str:
    """Return the name of a council's sheet, from 2007/08 with its code before it."""
    return f"{council.cssr_code}-{council.council}" if year == "2007/08" else council.council


def total_sheets(councils: pd.DataFrame) -> dict[str, np.ndarray]:
    """Return the councils that each of the six total sheets adds up, by sheet name."""
    members = {"TOTAL England": np.ones(len(councils), bool)}
    for name in sorted(CLASSES):
        members[f"TOTAL {name}"] = councils["council_class"].eq(name).to_numpy()
    return members


def columns_of(year: str, spent: dict[str, np.ndarray]) -> list[np.ndarray | None]:
    """Return the form's columns from C on, each councils by lines; None is an empty column.

    Parameters
    ----------
    year
        Financial year of the form.
    spent
        By measure (councils, lines), £ thousand.
    """
    own, grants, fees, joint = (spent[name] for name in ("own", "grants", "fees", "joint"))
    nhs, other = spent["nhs"], spent["other"]
    own_capital, others_capital = spent["own_capital"], spent["others_capital"]
    others = spent["others"]
    if year == "2007/08":
        total = own + others + grants
        income = fees + joint + nhs + other
        net, gross, capital = total - income, total - joint - nhs - other, own_capital
        return [
            own, others, grants, total, fees, joint, nhs, other, income, net, gross, None,
            capital, others_capital, net - capital - others_capital,
            gross - capital - others_capital,
        ]  # fmt: skip
    others = others + grants
    total, total_capital = own + others, own_capital + others_capital
    current = total - total_capital
    # Before 2006-07 the form had no column for NHS income.
    received = [fees, joint, other + nhs] if year == "2005/06" else [fees, joint, nhs, other]
    income = sum(received)
    return [
        own, own_capital, own - own_capital,
        others, others_capital, others - others_capital,
        total, total_capital, current,
        *received, income, current - income, total - income, current - income + fees,
    ]  # fmt: skip


def amounts_of(columns: list[np.ndarray | None], place: int) -> np.ndarray:
    """Return a column of the form (councils, lines), £ thousand.

    Parameters
    ----------
    columns
        Of ``columns_of``.
    place
        Of the column among them; from the end where it is negative.

    Raises
    ------
    ValueError
        When the form leaves that column empty.
    """
    amounts = columns[place]
    if amounts is None:
        raise ValueError(f"column {place} of the form is empty")
    return amounts


def below_the_line(world: World, year: str, columns: list, lines: list[Line]) -> dict:
    """Return the single figures below the totals by council, £ thousand.

    Parameters
    ----------
    world
        Of whose seed the figures are drawn.
    year
        Financial year.
    columns
        From ``columns_of``.
    lines
        Of the form, in their order.
    """
    draw = world.draw(f"below the line {year}")
    net_cost = amounts_of(columns, NET_COST[year] - 2)
    matrix = membership(lines)
    codes = [line.code for line in lines]
    spent = {code: net_cost @ matrix[:, codes.index(code)] for code in codes if code in _TOTALS}
    number = len(world.councils)

    def about(share: float, of: np.ndarray) -> np.ndarray:
        return np.rint(share * of * np.exp(draw.normal(0, 0.3, number)))

    adults = spent["I3"] if "I3" in spent else spent["H3"]
    below = {
        "employment": about(0.003, adults),
        "non_pss": about(0.02, adults),
        "grants": about(0.16, adults),
    }
    below["net_cost"] = adults + below["employment"] + below["non_pss"] - below["grants"]
    below["before_frs17"] = about(0.98, below["net_cost"])
    if "P3" in spent:
        below["children_grants"] = about(0.16, spent["P3"])
        below["children_net_cost"] = spent["P3"] - below["children_grants"]
        below["children_before_frs17"] = about(0.98, below["children_net_cost"])
    return below


_TOTALS = ("I3", "H3", "P3")


def _body(form: Form, amounts: list, figures: dict, blanks: bool) -> list[list]:
    """Return the rows under the header.

    In a council's sheet of 2007-08 an adult line leaves nought empty where a council enters it;
    what the form adds up is printed as nought.
    """
    entered = {2, 3, 4, 6, 7, 8, 9, 14, 15} if blanks and form.year == "2007/08" else set()
    width = len(form.header[-1])
    rows = []
    for place, line in enumerate(form.lines):
        row = [line.code, line.label] + [None] * (width - 2)
        if line.adds is not None:
            may_be_empty = len(line.adds) == 1 and line.code[:1] in "ABCDEFGN"
            for column, values in enumerate(amounts, start=2):
                if values is None:
                    continue
                value = values[place]
                if not (may_be_empty and column in entered and value == 0):
                    row[column] = value + 0.0
        elif line.below:
            row[NET_COST[form.year]] = figures[line.below]
        rows.append(row)
    return rows


def _header_before(year: str) -> list[list]:
    """Return rows 1 to 9 of the forms of 2005-06 and 2006-07."""
    short = year.replace("/", "-20")[:4] + "-" + year[-2:]
    nhs = year == "2006/07"
    title = (
        f"PSS EXPENDITURE IN {short} INCL SSMSS COSTS ALLOCATED TO SERVICE LINES ON A PRO-RATA"
        f" BASIS (Incl SSMSS Sheet) - {NOTICE}"
    )
    version = "Version 1a" if nhs else "Draft 3"
    n = ["", "", "", ""] if nhs else ["", "", ""]  # from the third income column to TOTAL INCOME
    ends = [["NET", "NET", "GROSS"], ["CURRENT", "TOTAL", "CURRENT"],
            ["EXPENDITURE", "COST", "EXPENDITURE"]]  # fmt: skip
    empty = [""] * (19 if nhs else 18)
    current, including = _CAPITAL_WORDS
    rows = [
        [title, *empty[2:], f"PSS EX1 Return for {short} {version}"],
        list(empty),
        ["", "", "GROSS TOTAL COST (Current expenditure including capital charges)", *[""] * 8,
         "INCOME", *n, *ends[0]],
        ["Service", "", "Own provision (including joint arrangements)", "", "",
         "Provision by others", "", "", "Total (including joint arrangements)", "", "",
         "Client", "Joint", *(["Income"] if nhs else []), "Other", "TOTAL", *ends[1]],
        ["", "", *current * 3, "contributions", "arrangements", *(["from"] if nhs else []),
         "income", "INCOME", *ends[2]],
        ["", "", *including * 3, "(Sales,", "", *(["NHS"] if nhs else []), "", "(including",
         "", "", ""],
        ["", "", "capital", "", "capital", *("capital", "(council's", "capital") * 2,
         "Fees and", *n[1:], "joint", "", "", ""],
        ["", "", "charges", "", "charges", *("charges", "own assets)", "charges") * 2,
         "Charges)", *n[1:], "arrangements)", "", "", ""],
    ]  # fmt: skip
    letters = [
        "col A", "col B", "col C", "col D", "col E = C - D", "col F", "col G", "col H = F - G",
        "Col I = C + F", "Col J = D + G", "Col K = E + H", "col L", "col M", "col N",
    ]  # fmt: skip
    if nhs:
        letters += ["col O", "col P = (L to O)", "col Q = K - P", "col R = I - P",
                    "col S = K - M - N - O"]  # fmt: skip
    else:
        letters += ["col O = (L to N)", "col P = K - O", "col Q = I - O", "col R = K - M - N"]
    return [*rows, letters]


def _header_2007_08() -> list[list]:
    """Return rows 1 to 9 of the form of 2007-08."""
    check = (
        "Check that cell L112 and L179 match total social services expenditure for Children's and"
        " Families services and Adults' services recorded in the authority's accounts and complete"
        " cells L115 and L182."
    )
    return [
        [f"SOCIAL CARE EXPENDITURE IN 2007-08 INCLUDING SSMSS COSTS - {NOTICE}", *[""] * 17],
        [check, *[""] * 17],
        ["", "", "GROSS TOTAL COST", "", "", "", "INCOME", *[""] * 7, "MEMORANDUM", "", "", ""],
        ["Service", "", "Current expenditure including capital charges", "", "", "TOTAL",
         "Client", *[""] * 7, "Capital charges", "", "", ""],
        ["", "", "Own provision", "", "Grants", "EXPENDITURE", "contributions", "", "", "",
         "INCOME", "", "", "", "Own", "Provision", "", ""],
        ["", "", "(including", "", "to", "(including", "(Sales,", "", "Income", "", "(including",
         "NET", "GROSS", "", "Provision", "by others", "NET", "GROSS"],
        ["", "", "joint", "Provision", "Voluntary", "joint", "Fees and", "Joint", "from", "Other",
         "joint", "TOTAL", "TOTAL", "", "included in", "included in", "CURRENT", "CURRENT"],
        ["", "", "arrangements)", "by others", "Organisations", "arrangements)", "Charges)",
         "arrangements", "NHS", "income", "arrangements)", "EXPENDITURE", "EXPENDITURE", "",
         "col C", "cols D and E", "EXPENDITURE", "EXPENDITURE"],
        ["col A", "col B", "col C", "col D", "col E", "col F = (C to E)", "col G", "col H",
         "col I", "col J", "col K = (G to J)", "col L = (F - K)", "col M = F - H - I - J", "",
         "col O", "col P", "col Q = (L - O - P)", ""],
    ]  # fmt: skip
