"""Kinds of damage to workbooks, made in their own XML, so that nothing else of them changes."""

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

import xlsxwriter

from tests.corpus.returns import UNREAD, Return
from tests.corpus.text_damage import Kind

BOOK_KINDS: dict[str, Kind] = {}
NUMBER_CELL = re.compile(r'<c r="(?P<ref>[A-Z]+\d+)"(?P<style>[^>]*)><v>(?P<value>[-\d.]+)</v></c>')
TEXT_CELL = re.compile(
    r'<c r="(?P<ref>[A-Z]+\d+)"[^>]*t="inlineStr"><is><t[^>]*>(?P<text>[^<]*)</t></is></c>'
)
WORKBOOK = "xl/workbook.xml"


def kind(words: str, **right: bool | str):
    """Register a function of a generator and a workbook's parts as a kind of damage."""

    def register(damage: Callable) -> Callable:
        def on_bytes(rng: Random, data: bytes) -> bytes | None:
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                parts = {name: book.read(name) for name in book.namelist()}
            changed = damage(rng, parts)
            return changed if changed is None or isinstance(changed, bytes) else packed(changed)

        BOOK_KINDS[damage.__name__] = Kind(damage.__name__, words, on_bytes, **right)
        return damage

    return register


def packed(parts: dict[str, bytes]) -> bytes:
    """Return a workbook's parts as a file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)
    return out.getvalue()


def as_workbook(given: Return, sheet_name: str) -> bytes:
    """Return a delimited return as the workbook that a council would send: numbers as numbers."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as book:
        sheet = book.add_worksheet(sheet_name)
        numbers = set(given.numbers)
        for line, row in enumerate([given.heading, *given.rows]):
            for column, (name, value) in enumerate(zip(given.heading, row, strict=True)):
                if line and name in numbers and value:
                    sheet.write_number(line, column, float(value))
                else:
                    sheet.write_string(line, column, value)
    return out.getvalue()


def sheets(parts: dict[str, bytes]) -> list[str]:
    """Return the sheets that hold figures, the one with the fewest cells first."""
    names = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    held = {name: len(NUMBER_CELL.findall(parts[name].decode())) for name in names}
    return [name for name in sorted(names) if held[name] > 20]


def edit_number(rng: Random, parts: dict[str, bytes], instead: Callable[[re.Match], str]):
    """Return the parts with one figure of one sheet replaced, not one of its first rows."""
    name = rng.choice(sheets(parts))
    text = parts[name].decode()
    found = list(NUMBER_CELL.finditer(text))
    cell = rng.choice(found[len(found) // 4 :])
    while abs(float(cell["value"])) < 20:  # a figure that matters to its sums
        cell = rng.choice(found)
    new = text[: cell.start()] + instead(cell) + text[cell.end() :]
    return parts | {name: new.encode()}


@kind("an error in place of a figure: #REF!", seen="python-calamine 105; calamine 720")
def error_cell(rng, parts):
    error = rng.choice(["#REF!", "#N/A", "#DIV/0!", "#VALUE!"])
    return edit_number(rng, parts, lambda c: f'<c r="{c["ref"]}" t="e"><v>{error}</v></c>')


@kind("a formula saved without its value", seen="python-calamine 107")
def formula_without_value(rng, parts):
    return edit_number(rng, parts, lambda c: f'<c r="{c["ref"]}"><f>SUM(1,2)</f></c>')


@kind("an error as the value of a formula", seen="calamine 720")
def formula_with_error(rng, parts):
    return edit_number(
        rng, parts, lambda c: f'<c r="{c["ref"]}" t="e"><f>A1/0</f><v>#DIV/0!</v></c>'
    )


@kind("a figure ten times too large")
def tenfold(rng, parts):
    return edit_number(
        rng, parts, lambda c: f'<c r="{c["ref"]}"><v>{float(c["value"]) * 10}</v></c>'
    )


@kind("words in place of a figure")
def words_for_number(rng, parts):
    return edit_number(
        rng, parts, lambda c: f'<c r="{c["ref"]}" t="inlineStr"><is><t>see note</t></is></c>'
    )


@kind("official shorthand in place of a figure")
def marker(rng, parts):
    mark = rng.choice(["*", "..", "[c]", "[x]", "-"])
    return edit_number(
        rng, parts, lambda c: f'<c r="{c["ref"]}" t="inlineStr"><is><t>{mark}</t></is></c>'
    )


@kind("a truth value in place of a figure")
def truth_value(rng, parts):
    return edit_number(rng, parts, lambda c: f'<c r="{c["ref"]}" t="b"><v>1</v></c>')


@kind("a figure gone")
def cell_gone(rng, parts):
    return edit_number(rng, parts, lambda c: "")


@kind("figures in merged cells", seen="ExcelDataReader 269; python-calamine 181")
def merged(rng, parts):
    name = rng.choice(sheets(parts))
    text = parts[name].decode()
    cell = rng.choice(list(NUMBER_CELL.finditer(text)))
    column, row = re.fullmatch(r"([A-Z]+)(\d+)", cell["ref"]).groups()
    area = f"{column}{row}:{column}{int(row) + 2}"
    merge = f'<mergeCells count="1"><mergeCell ref="{area}"/></mergeCells>'
    return parts | {name: text.replace("</sheetData>", "</sheetData>" + merge).encode()}


@kind("a sheet that is hidden", seen="readxl 533; pyexcel 21")
def hidden_sheet(rng, parts):
    names = list(re.finditer(r"<sheet [^>]*/>", parts[WORKBOOK].decode()))
    tag = names[-1][0]
    hidden = tag.replace("<sheet ", '<sheet state="hidden" ').replace(' state="visible"', "")
    return parts | {WORKBOOK: parts[WORKBOOK].decode().replace(tag, hidden).encode()}


@kind("a label that no list knows")
def unknown_label(rng, parts):
    name = rng.choice(sheets(parts))
    text = parts[name].decode()
    cells = list(TEXT_CELL.finditer(text))
    unread = {m["ref"][:-1] for m in cells if m["ref"] == "B1" and m["text"] in UNREAD}
    labels = [m for m in cells if m["ref"].rstrip("0123456789") in {"A", "B"} - unread]
    cell = rng.choice([m for m in labels if len(m["text"]) > 2] or cells)
    changed = cell[0].replace(cell["text"], "Something else altogether")
    return parts | {name: (text[: cell.start()] + changed + text[cell.end() :]).encode()}


@kind("a row gone from one sheet")
def row_gone(rng, parts):
    name = rng.choice(sheets(parts))
    text = parts[name].decode()
    rows = {m: len(NUMBER_CELL.findall(m[0])) for m in re.finditer(r"<row .*?</row>", text)}
    row = rng.choice([m for m, figures in rows.items() if 2 * figures > max(rows.values())])
    return parts | {name: (text[: row.start()] + text[row.end() :]).encode()}


@kind("cut short")
def cut_short(rng, parts):
    data = packed(parts)
    return data[: rng.randrange(len(data) // 4, len(data) * 3 // 4)]


@kind("text under a name that ends in .xlsx")
def text_named_xlsx(rng, parts):
    return b"code,name,value\n1,somewhere,2\n"


@kind("empty")
def empty(rng, parts):
    return b""


@kind("locked with a password")
def encrypted(rng, parts):
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 4088


@kind("a sheet gone")
def sheet_gone(rng, parts):
    text = parts[WORKBOOK].decode()
    names = re.findall(r"<sheet [^>]*/>", text)
    if len(names) < 2:
        return None
    return parts | {WORKBOOK: text.replace(rng.choice(names[1:]), "").encode()}
