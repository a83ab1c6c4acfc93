"""Kinds of damage to delimited returns, each as it is reported of real files.

A kind is a function of a random generator and a return, and gives the damaged file's bytes. It
gives nothing where the return has no place for it. ``harmless`` kinds must be read as if nothing
had happened; all others must end in a fault that names the file, or in a counted fate.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from tests.corpus.returns import DATE, Return

Damage = Callable[[Random, Return], bytes | None]


@dataclass(frozen=True)
class Kind:
    """A kind of damage, what it does in words, and what is right for it.

    ``harmless`` damage must be read as if nothing had happened; ``either`` may be read or refused.
    A ``framed`` kind can only be noticed in a return that must be complete.
    """

    name: str
    words: str
    damage: Damage
    harmless: bool = False
    framed: bool = False
    either: bool = False
    seen: str = ""  # public reports of it, by project and number


KINDS: dict[str, Kind] = {}


def kind(words: str, **right: bool | str):
    """Register a function as a kind of damage."""

    def register(damage: Damage) -> Damage:
        KINDS[damage.__name__] = Kind(damage.__name__, words, damage, **right)
        return damage

    return register


def lines(given: Return) -> list[str]:
    """Return the file's lines, without their ends."""
    return given.text().splitlines()


def joined(some: list[str], end: str = "\n") -> bytes:
    """Return lines as a file."""
    return (end.join(some) + end).encode()


def cell(rng: Random, given: Return, columns: list[str], value: str) -> bytes | None:
    """Return the file with a value in one row of one of these columns, where it stands filled."""
    if not columns:
        return None
    column = rng.choice(columns)
    filled = [row for row, text in enumerate(given.column(column)) if text]
    return given.put(rng.choice(filled), column, value).text().encode()


def any_row(rng: Random, given: Return) -> int:
    """Return the number of a line below the heading."""
    return rng.randrange(1, len(given.rows) + 1)


@kind("a quotation mark opened and never closed", seen="python/cpython 74220; cldf/csvw 52")
def unclosed_quote(rng: Random, given: Return) -> bytes:
    some = lines(given)
    row = rng.randrange(1, min(len(some) - 1, 200))
    some[row] = '"' + some[row]
    return joined(some)


@kind("a quotation mark closed some lines later", seen="cldf/csvw 52")
def quote_closed_later(rng: Random, given: Return) -> bytes:
    some = lines(given)
    row = rng.randrange(1, len(some) - 3)
    some[row], some[row + 2] = '"' + some[row], some[row + 2] + '"'
    return joined(some)


@kind("a stray quotation mark inside a value")
def stray_quote(rng: Random, given: Return) -> bytes:
    column = given.read_columns[0]
    row = rng.randrange(len(given.rows))
    some = lines(given)
    value = given.column(column)[row]
    some[row + 1] = some[row + 1].replace(value, value[:1] + '"' + value[1:], 1)
    return joined(some)


@kind("one comma too many on the first row", seen="pandas 14124, 15203; natcap/invest 146")
def trailing_comma_first_row(rng: Random, given: Return) -> bytes:
    some = lines(given)
    some[1] += ","
    return joined(some)


@kind("one comma too many on every row, the heading left")
def trailing_comma_every_row(rng: Random, given: Return) -> bytes:
    some = lines(given)
    return joined([some[0], *(line + ",x" for line in some[1:])])


@kind("a row one field short")
def short_row(rng: Random, given: Return) -> bytes:
    some = lines(given)
    row = any_row(rng, given)
    some[row] = some[row].rsplit(",", 1)[0]
    return joined(some)


@kind("a row shifted to the right by an empty first field")
def shifted_row(rng: Random, given: Return) -> bytes:
    some = lines(given)
    row = any_row(rng, given)
    some[row] = "," + some[row]
    return joined(some)


@kind("a column given twice", seen="pandas 14704; mafintosh/csv-parser 224")
def repeated_column(rng: Random, given: Return) -> bytes:
    column = rng.choice(given.read_columns)
    values = given.column(column)
    rows = tuple((*row, value) for row, value in zip(given.rows, values, strict=True))
    return replace(given, heading=(*given.heading, column), rows=rows).text().encode()


@kind("a heading misspelt")
def misspelt_heading(rng: Random, given: Return) -> bytes:
    column = rng.choice(given.read_columns)
    heading = tuple(name + "s" if name == column else name for name in given.heading)
    return replace(given, heading=heading).text().encode()


@kind("the heading missing")
def no_heading(rng: Random, given: Return) -> bytes:
    return joined(lines(given)[1:])


@kind(
    "the heading a second time between the rows, as two files put together have it",
    seen="whitfin/s3-concat 3; openprescribing 251",
)
def heading_repeated(rng: Random, given: Return) -> bytes:
    some = lines(given)
    row = rng.randrange(2, len(some))
    return joined([*some[:row], some[0], *some[row:]])


@kind("infinity for a number")
def infinity(rng: Random, given: Return) -> bytes | None:
    return cell(rng, given, given.numbers, rng.choice(["inf", "-Infinity", "1e400"]))


@kind("not a number, in the words of programs")
def program_nan(rng: Random, given: Return) -> bytes | None:
    return cell(rng, given, given.numbers, rng.choice(["nan", "NaN", "NULL", "None", "#N/A"]))


@kind("a decimal comma", seen="wireservice/csvkit 876; BudgetMaster 731")
def decimal_comma(rng: Random, given: Return) -> bytes | None:
    return cell(rng, given, given.numbers, rng.choice(["12,5", "1,2,3", "1.234,5"]))


@kind("a number in the notation of powers, as a spreadsheet shortens it")
def power(rng: Random, given: Return) -> bytes | None:
    return cell(rng, given, given.numbers, rng.choice(["1.2E+05", "1e-320", "4E3"]))


@kind("digits of another script, or a letter among digits")
def odd_digits(rng: Random, given: Return) -> bytes | None:
    return cell(rng, given, given.numbers, rng.choice(["１２", "1O4", "٣٤", "0x1F", "1_000"]))


@kind("a number with a unit, a sign of currency or in brackets")
def dressed_number(rng: Random, given: Return) -> bytes | None:
    return cell(rng, given, given.numbers, rng.choice(["£12", "(12)", "12%", "12k", "−12"]))


@kind("a negative number")
def negative(rng: Random, given: Return) -> bytes | None:
    return cell(rng, given, given.numbers, "-3")


@kind(
    "official shorthand for a value that is not given",
    seen="Government Analysis Function, symbols in tables",
)
def marker(rng: Random, given: Return) -> bytes | None:
    return cell(rng, given, given.numbers, rng.choice(["*", ":", "..", "-", "[c]", "[x]", "[z]"]))


@kind("a code that is not on the lists")
def unknown_code(rng: Random, given: Return) -> bytes | None:
    return cell(rng, given, [given.code] if given.code else [], "9ZZ")


@kind(
    "a code turned into a number by a spreadsheet: 5E1 into 50 or 5.00E+01",
    seen="HDR concept-library 494",
)
def code_turned_number(rng: Random, given: Return) -> bytes | None:
    value = rng.choice(["5.00E+01", "50", "5E+1"])
    return cell(rng, given, [given.code] if given.code else [], value)


@kind("a blank code")
def blank_code(rng: Random, given: Return) -> bytes | None:
    return cell(rng, given, [given.code] if given.code else [], "")


@kind("a council of a later reorganisation", seen="UK-GeoJSON 27")
def later_council(rng: Random, given: Return) -> bytes | None:
    columns = ["cssr_code"] if "cssr_code" in given.heading else []
    return cell(rng, given, columns, rng.choice(["E06000052", "E06000058", "E06000066"]))


@kind("days written month first", seen="dateutil 1224; dateparser 539")
def month_first(rng: Random, given: Return) -> bytes | None:
    if not given.dates:
        return None
    column = rng.choice(given.dates)
    values = [
        "/".join((match[2].lstrip("0"), match[3].lstrip("0"), match[1])) if match else value
        for value in given.column(column)
        for match in [DATE.fullmatch(value)]
    ]
    return given.put_column(column, values).text().encode()


@kind("a day that no calendar has")
def impossible_day(rng: Random, given: Return) -> bytes | None:
    return cell(rng, given, given.dates, rng.choice(["2007-02-30", "31/06/2007", "2007-13-01"]))


@kind("a financial year of two calendar years that do not follow each other")
def odd_year(rng: Random, given: Return) -> bytes | None:
    columns = [name for name in ("financial_year", "year", "mid_year") if name in given.heading]
    return cell(rng, given, columns, rng.choice(["2007/09", "20007", "1907/08", "07/08/09"]))


@kind("a row given twice")
def repeated_row(rng: Random, given: Return) -> bytes:
    some = lines(given)
    row = any_row(rng, given)
    return joined([*some[: row + 1], some[row], *some[row + 1 :]])


@kind("a row gone", framed=True)
def row_gone(rng: Random, given: Return) -> bytes:
    some = lines(given)
    del some[any_row(rng, given)]
    return joined(some)


@kind("cut off at the end of a line", framed=True)
def cut_at_line_end(rng: Random, given: Return) -> bytes:
    some = lines(given)
    return joined(some[: rng.randrange(2, len(some) - 1)])


@kind("cut off within a line")
def cut_within_line(rng: Random, given: Return) -> bytes:
    some = lines(given)
    row = rng.randrange(2, len(some))
    return (joined(some[:row]) + some[row][: some[row].index(",") + 1].encode())[:-1]


@kind("cut off within its last value")
def cut_within_last_value(rng: Random, given: Return) -> bytes:
    return given.text().encode()[:-2]


@kind("semicolons or tabs between the fields", seen="nyetwurk/ecuxplot 14")
def other_delimiter(rng: Random, given: Return) -> bytes:
    return joined([line.replace(",", rng.choice(";\t")) for line in lines(given)])


@kind("written in UTF-16", seen="wireservice/csvkit 927")
def utf_16(rng: Random, given: Return) -> bytes:
    return given.text().encode("utf-16")


@kind("a byte of another encoding")
def latin_byte(rng: Random, given: Return) -> bytes:
    data = given.text().encode()
    place = rng.randrange(len(data) // 2, len(data))
    return data[:place] + b"\xa3" + data[place:]


@kind("bytes of nothing, as a broken transfer leaves them", seen="pandas 19886; pygtail 20")
def null_bytes(rng: Random, given: Return) -> bytes:
    data = given.text().encode()
    place = rng.randrange(len(data) // 2, len(data))
    return data[:place] + b"\x00" * 40 + data[place:]


@kind(
    "a page that says the file is not there, saved as the file",
    seen="ea4k/klog 1141; CISecurity/OVALRepo 1928",
)
def error_page(rng: Random, given: Return) -> bytes:
    return b"<!DOCTYPE html>\n<html><head><title>404 Not Found</title></head></html>\n"


@kind(
    "a pointer of a large-file store in place of the file",
    seen="git-lfs 4278; metmuseum/openaccess 67",
)
def store_pointer(rng: Random, given: Return) -> bytes:
    return b"version https://git-lfs.example/spec/v1\noid sha256:4d7a\nsize 12345\n"


@kind("empty")
def empty(rng: Random, given: Return) -> bytes:
    return b""


@kind("a heading and no rows")
def heading_only(rng: Random, given: Return) -> bytes:
    return joined(lines(given)[:1])


@kind("a workbook under a name that ends in .csv")
def workbook_named_csv(rng: Random, given: Return) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate([given.heading, *given.rows[:50]]):
            sheet.write_row(place, 0, row)
    return out.getvalue()


@kind("figures after a blank line")
def rows_after_blank(rng: Random, given: Return) -> bytes:
    some = lines(given)
    row = rng.randrange(3, len(some))
    return joined([*some[:row], "," * (len(given.heading) - 1), *some[row:]])


@kind("notes below the table")
def foot_notes(rng: Random, given: Return) -> bytes:
    notes = ["", "Source: the returns of the year", "[c] withheld, because fewer than five"]
    return joined([*lines(given), *(csv_quoted(note) for note in notes)])


def csv_quoted(text: str) -> str:
    """Return a text as one field."""
    return f'"{text}"' if "," in text else text


@kind("lines ended as Windows ends them", harmless=True)
def windows_lines(rng: Random, given: Return) -> bytes:
    return joined(lines(given), "\r\n")


@kind("a byte order mark", harmless=True)
def byte_order_mark(rng: Random, given: Return) -> bytes:
    return given.text().encode("utf-8-sig")


@kind("every value in quotation marks", harmless=True)
def all_quoted(rng: Random, given: Return) -> bytes:
    rows = [given.heading, *given.rows]
    return joined([",".join(f'"{value}"' for value in row) for row in rows])


@kind("blanks around every value", harmless=True)
def padded(rng: Random, given: Return) -> bytes:
    rows = tuple(tuple(f" {value} " for value in row) for row in given.rows)
    return replace(given, rows=rows).text().encode()


@kind("rows in another order", harmless=True)
def shuffled(rng: Random, given: Return) -> bytes:
    rows = list(given.rows)
    rng.shuffle(rows)
    return replace(given, rows=tuple(rows)).text().encode()


@kind("columns in another order", harmless=True)
def columns_moved(rng: Random, given: Return) -> bytes:
    order = list(range(len(given.heading)))
    rng.shuffle(order)
    rows = [given.heading, *given.rows]
    moved = [tuple(row[place] for place in order) for row in rows]
    return replace(given, heading=moved[0], rows=tuple(moved[1:])).text().encode()


@kind("no end to the last line", harmless=True)
def no_last_line_end(rng: Random, given: Return) -> bytes:
    return given.text().encode().rstrip(b"\n")
