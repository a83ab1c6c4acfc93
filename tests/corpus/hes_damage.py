"""Kinds of damage to hospital extracts: of warehouses, spreadsheets and transfers."""

import re
from collections.abc import Callable
from random import Random

from tests.corpus.text_damage import Kind

DELIMITER = "|"
HES_KINDS: dict[str, Kind] = {}
DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})")
MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]


def kind(words: str, **right: bool | str):
    """Register a function of a generator, a heading and rows as a kind of damage."""

    def register(damage: Callable) -> Callable:
        def on_bytes(rng: Random, data: bytes) -> bytes:
            heading, *rows = [line.split(DELIMITER) for line in data.decode().splitlines()]
            changed = damage(rng, heading, rows)
            if isinstance(changed, bytes):
                return changed
            return ("\n".join(DELIMITER.join(row) for row in changed) + "\n").encode()

        HES_KINDS[damage.__name__] = Kind(damage.__name__, words, on_bytes, **right)
        return damage

    return register


def changed(heading: list[str], rows: list[list[str]], field: str, change, every: int = 1):
    """Return heading and rows with one field of every so many whole rows changed."""
    place = heading.index(field)
    return [
        heading,
        *(
            [*row[:place], change(row[place]), *row[place + 1 :]]
            if number % every == 0 and len(row) == len(heading)
            else row
            for number, row in enumerate(rows)
        ),
    ]


def redated(heading, rows, form: Callable[[re.Match], str]):
    """Return heading and rows with every day written in another form."""
    table = [[DAY.sub(form, value) for value in row] for row in rows]
    return [heading, *table]


@kind("days written month first", seen="dateparser 539")
def dates_month_first(rng, heading, rows):
    return redated(heading, rows, lambda d: f"{d[2]}/{d[1]}/{d[3]}")


@kind("days as a spreadsheet saves them: 1/04/2007", harmless=True)
def dates_without_nought(rng, heading, rows):
    return redated(heading, rows, lambda d: f"{int(d[1])}/{d[2]}/{d[3]}")


@kind("days as SAS writes them: 01APR2007", harmless=True)
def dates_of_sas(rng, heading, rows):
    return redated(heading, rows, lambda d: f"{d[1]}{MONTHS[int(d[2]) - 1]}{d[3]}")


@kind("days with a time of midnight", harmless=True)
def dates_with_midnight(rng, heading, rows):
    return redated(heading, rows, lambda d: f"{d[0]} 00:00:00")


@kind("days in the order of ISO 8601", harmless=True)
def dates_iso(rng, heading, rows):
    return redated(heading, rows, lambda d: f"{d[3]}-{d[2]}-{d[1]}")


@kind("days as a spreadsheet's serial numbers", either=True)
def dates_serial(rng, heading, rows):
    return redated(heading, rows, lambda d: str(38000 + int(d[1]) + 30 * int(d[2])))


@kind("years of two digits", either=True)
def dates_two_digits(rng, heading, rows):
    return redated(heading, rows, lambda d: f"{d[1]}/{d[2]}/{d[3][2:]}")


def padded_field(field: str):
    """Register a kind: blanks after a code in half of the records."""

    def damage(rng, heading, rows):
        return changed(heading, rows, field, lambda value: f"{value} ", every=2)

    damage.__name__ = f"padded_{field}"
    kind(f"{field} padded with a blank in half of the records", harmless=True)(damage)


for _field in (
    "admimeth",
    "resladst",
    "sex",
    "procode",
    "diag_01",
    "classpat",
    "epitype",
    "bedyear",
):
    padded_field(_field)


def decimal_field(field: str):
    """Register a kind: a code written as a decimal number."""

    def damage(rng, heading, rows):
        return changed(heading, rows, field, lambda value: f"{value}.0" if value else value)

    damage.__name__ = f"decimal_{field}"
    kind(f"{field} written with a decimal point", either=True)(damage)


for _field in ("admimeth", "sex", "epitype", "bedyear"):
    decimal_field(_field)


def blank_field(field: str):
    """Register a kind: a field that came empty."""

    def damage(rng, heading, rows):
        return changed(heading, rows, field, lambda value: "")

    damage.__name__ = f"blank_{field}"
    kind(f"{field} empty throughout")(damage)


for _field in ("admimeth", "resladst", "sex", "diag_01", "epistart", "epitype"):
    blank_field(_field)


@kind("sex as letters", either=True)
def sex_letters(rng, heading, rows):
    letter = {"1": "M", "2": "F"}
    return changed(heading, rows, "sex", lambda value: letter.get(value, value))


@kind("bed days of 9999")
def bedyear_9999(rng, heading, rows):
    return changed(heading, rows, "bedyear", lambda value: "9999")


@kind("negative bed days in some records")
def bedyear_negative(rng, heading, rows):
    return changed(heading, rows, "bedyear", lambda value: "-5", every=200)


@kind("discharge before admission in some records")
def discharged_before(rng, heading, rows):
    return changed(heading, rows, "disdate", lambda value: "01/04/1999" if value else value, 100)


@kind("an age that nobody reaches")
def age_impossible(rng, heading, rows):
    return changed(heading, rows, "startage", lambda value: "350", every=50)


@kind("records of another data year")
def other_year(rng, heading, rows):
    return changed(heading, rows, "fyear", lambda value: "0102", every=20)


# A stray mark around a value is no part of it (decision 47), so the value may be read all the same.
@kind("an unclosed quotation mark", either=True)
def unclosed_quote(rng, heading, rows):
    row = rng.randrange(len(rows))
    return changed(heading, rows, "diag_01", lambda value: f'"{value}', every=len(rows) - row)


@kind("three fields in quotation marks, the others not", harmless=True)
def some_quoted(rng, heading, rows):
    table = [heading, *rows]
    for field in ("resladst", "diag_01", "admimeth"):
        table = changed(table[0], table[1:], field, lambda value: f'"{value}"')
    return table


@kind("values in quotation marks, the heading not", harmless=True)
def values_quoted(rng, heading, rows):
    doubled = [[value.replace('"', '""') for value in row] for row in rows]
    return [heading, *([f'"{value}"' for value in row] for row in doubled)]


@kind("a needed field missing")
def field_missing(rng, heading, rows):
    place = heading.index(rng.choice(["admimeth", "epistart", "diag_01", "extract_hesid"]))
    return [[*row[:place], *row[place + 1 :]] for row in [heading, *rows]]


@kind("a field given twice")
def field_twice(rng, heading, rows):
    place = heading.index("admimeth")
    return [[*row, *row[place : place + 1]] for row in [heading, *rows]]


@kind("lines with one delimiter too many, in one of five")
def ragged(rng, heading, rows):
    return [heading, *([*row, ""] if n % 5 == 0 else row for n, row in enumerate(rows))]


@kind("a few lines with one delimiter too few")
def few_ragged(rng, heading, rows):
    return [heading, *(row[:-1] if n % 400 == 0 else row for n, row in enumerate(rows))]


@kind("the heading again between the records", seen="openprescribing 251")
def heading_repeated(rng, heading, rows):
    place = rng.randrange(1, len(rows))
    return [heading, *rows[:place], heading, *rows[place:]]


@kind("records given twice")
def records_twice(rng, heading, rows):
    return [heading, *rows, *rows[: len(rows) // 10]]


@kind("cut off within a line")
def cut_within_line(rng, heading, rows):
    text = "\n".join(DELIMITER.join(row) for row in [heading, *rows[:400]])
    return text[:-30].encode()


@kind("a heading and no records")
def heading_only(rng, heading, rows):
    return [heading]


@kind("empty")
def empty(rng, heading, rows):
    return b""


@kind("bytes of nothing between the records", seen="pandas 19886")
def null_bytes(rng, heading, rows):
    data = "\n".join(DELIMITER.join(row) for row in [heading, *rows]).encode()
    return data[: len(data) // 2] + b"\x00" * 64 + data[len(data) // 2 :]


@kind("written in UTF-16")
def utf_16(rng, heading, rows):
    return "\n".join(DELIMITER.join(row) for row in [heading, *rows]).encode("utf-16")


@kind("commas in place of bars", harmless=True)
def commas(rng, heading, rows):
    return ("\n".join(",".join(row) for row in [heading, *rows]) + "\n").encode()


@kind("lines ended as Windows ends them", harmless=True)
def windows_lines(rng, heading, rows):
    return ("\r\n".join(DELIMITER.join(row) for row in [heading, *rows]) + "\r\n").encode()


@kind("fields in another order", harmless=True)
def fields_moved(rng, heading, rows):
    order = list(range(len(heading)))
    rng.shuffle(order)
    whole = [row for row in rows if len(row) == len(heading)]
    return [[row[place] for place in order] for row in [heading, *whole]]


@kind("headings in capitals", harmless=True)
def capital_headings(rng, heading, rows):
    return [[name.upper() for name in heading], *rows]


@kind("codes in small letters", either=True)
def small_letters(rng, heading, rows):
    return changed(heading, rows, "diag_01", str.lower)


@kind("NULL where there is nothing", either=True)
def null_words(rng, heading, rows):
    return changed(heading, rows, "disdate", lambda value: value or "NULL")
