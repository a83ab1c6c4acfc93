"""What the XML of an .xlsx sheet tells besides values (ECMA-376 part 1, section 18.3.1)."""

import re
import zipfile
from io import BytesIO
from xml.etree import ElementTree
from xml.parsers import expat

from pooledfunds.staging.layouts.workbook_marks import LARGEST_SHEET, Marks, column_number

ROW = re.compile(rb'<row[^>]*?\sr="(\d+)"')
WIDEST, THREE_LETTERS = 16_384, re.compile(rb'\sr="[A-Z]{3}\d')
SIGNS = (b'"e"', b"<f", b"hidden")
TRUE = ("1", "true")


class OoxmlMarks:
    """Finds the marks of a sheet by its name; most sheets need no parsing to have none."""

    def __init__(self, content: bytes):
        self.archive = zipfile.ZipFile(BytesIO(content))
        workbook = ElementTree.fromstring(self.archive.read("xl/workbook.xml"))
        links = ElementTree.fromstring(self.archive.read("xl/_rels/workbook.xml.rels"))
        target = {link.get("Id", ""): link.get("Target", "") for link in links}
        self.parts: dict[str, str] = {}
        self.stale = False
        for element in workbook.iter():
            name = element.tag.rpartition("}")[2]
            if name == "sheet":
                link = next(v for k, v in element.items() if k.endswith("}id"))
                self.parts[element.get("name", "")] = target[link]
            elif name == "calcPr":
                # The writing program could not calculate, and says so (18.2.2).
                self.stale = element.get("fullCalcOnLoad") in TRUE

    def __call__(self, sheet: str) -> Marks:
        """Return the marks of a sheet."""
        target = self.parts[sheet]
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        xml = self.archive.read(part)
        if has_no_sign(xml) and is_small(xml):
            return Marks()
        return SheetParser(self.stale).parse(xml)


def has_no_sign(xml: bytes) -> bool:
    """Tell, without parsing it, that a sheet has no error, no formula and nothing hidden.

    A writer that prefixes its elements, or puts attributes in single quotes, is not so easily
    understood, and shows it from the start.
    """
    start = xml[:4096]
    usual = b"='" not in start and (b"<sheetData" in start or b"<sheetData" in xml)
    return usual and not any(sign in xml for sign in SIGNS)


def is_small(xml: bytes) -> bool:
    """Tell, without parsing it, that a sheet spans no more cells than a return may.

    Rows stand in their order, so that the last has the highest number.
    """
    last = ROW.match(xml, max(xml.rfind(b"<row"), 0))
    rows = int(last[1]) if last else xml.count(b"<row")
    if rows * WIDEST <= LARGEST_SHEET:
        return True
    return rows * 26 * 27 <= LARGEST_SHEET and not THREE_LETTERS.search(xml)


class SheetParser:
    """Walks the cells of one sheet."""

    def __init__(self, stale: bool):
        self.stale, self.marks = stale, Marks()
        self.row, self.column = -1, -1
        self.kind, self.formula, self.in_value = "", False, False
        self.value: str | None = None

    def parse(self, xml: bytes) -> Marks:
        """Return the marks of a sheet's XML."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.Parse(xml, True)
        return self.marks

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note where a cell stands, and whether it has a formula; note hidden rows and columns.

        Parameters
        ----------
        name
            Of the XML element.
        attributes
            Of the XML element.
        """
        name = name.rpartition(":")[2]
        if name == "c":
            self.start_cell(attributes)
        elif name == "f":
            self.formula = True
        elif name == "v":
            self.value, self.in_value = "", True
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 2)) - 1
            self.column = -1
            if attributes.get("hidden") in TRUE:
                self.marks.hidden_rows.add(self.row)
        elif name == "col" and attributes.get("hidden") in TRUE:
            span = range(int(attributes["min"]) - 1, int(attributes["max"]))
            self.marks.hidden_columns.update(span)

    def start_cell(self, attributes: dict[str, str]) -> None:
        """Note where a cell stands; without a reference it follows the one before it."""
        reference = attributes.get("r")
        letters = reference.rstrip("0123456789") if reference else ""
        self.column = column_number(letters) if letters else self.column + 1
        self.kind, self.formula, self.value = attributes.get("t", ""), False, None
        self.marks.extend_to(self.row, self.column)

    def text(self, text: str) -> None:
        """Add to the value of a cell."""
        if self.in_value:
            self.value = (self.value or "") + text

    def end(self, name: str) -> None:
        """Judge a cell when it is whole."""
        name = name.rpartition(":")[2]
        if name == "v":
            self.in_value = False
        elif name == "c":
            cell, value = (self.row, self.column), (self.value or "").strip()
            if self.kind == "e":
                self.marks.errors[cell] = value or "without a name"
            elif self.formula and self.has_no_result(value):
                self.marks.uncalculated.add(cell)

    def has_no_result(self, value: str) -> bool:
        """Tell whether a formula's stored value is none.

        A calculated text may be empty; a program that cannot calculate stores nothing, or a
        zero, and asks for the calculation when the workbook is opened.
        """
        if self.stale and value in ("", "0"):
            return True
        return not value and (self.kind != "str" or self.value is None)
