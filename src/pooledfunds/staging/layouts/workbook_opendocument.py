"""What the XML of an .ods workbook tells besides values (OpenDocument 1.3 part 3, section 9)."""

import zipfile
from io import BytesIO
from xml.etree import ElementTree

from pooledfunds.staging.layouts.workbook_marks import Marks

ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}


def opendocument_marks(content: bytes) -> dict[str, Marks]:
    """Return the marks of every sheet of an .ods workbook by its name."""
    marks: dict[str, Marks] = {}
    with zipfile.ZipFile(BytesIO(content)) as archive, archive.open("content.xml") as file:
        reader = None
        for event, element in ElementTree.iterparse(file, ("start", "end")):
            name = local(element.tag)
            if event == "start" and name == "table":
                reader = SheetReader()
                marks[attribute(element, "name")] = reader.marks
            elif event == "end" and reader and name in ("table-cell", "covered-table-cell"):
                reader.add_cell(element)
            elif event == "end" and reader and name == "table-column":
                reader.add_columns(element)
            elif event == "end" and reader and name == "table-row":
                reader.add_rows(element)
                element.clear()
            elif event == "end" and name == "table":
                reader = None
    return marks


class SheetReader:
    """Follows a sheet's repeated columns, rows and cells."""

    def __init__(self) -> None:
        self.marks = Marks()
        self.rows, self.columns, self.defined = 0, 0, 0
        self.filled = 0  # columns of the row up to its last cell with content

    def add_columns(self, element: ElementTree.Element) -> None:
        """Note columns, and whether they are hidden."""
        repeated = int(attribute(element, "number-columns-repeated", "1"))
        if attribute(element, "visibility", "visible") != "visible":
            self.marks.hidden_columns.update(range(self.defined, self.defined + repeated))
        self.defined += repeated

    def add_cell(self, element: ElementTree.Element) -> None:
        """Judge a cell of the row that is being read."""
        cell = (self.rows, self.columns)
        self.columns += int(attribute(element, "number-columns-repeated", "1"))
        formula, kind = attribute(element, "formula"), attribute(element, "value-type")
        text = "".join(element.itertext()).strip()
        if text or kind:
            self.filled = self.columns
        is_error = (formula and (text in ERRORS or text.startswith("Err:"))) or "error" in (
            value for key, value in element.items() if local(key) == "value-type"
        )
        if is_error:
            self.marks.errors[cell] = text or "without a name"
        elif formula and not kind:
            self.marks.uncalculated.add(cell)

    def add_rows(self, element: ElementTree.Element) -> None:
        """Note the end of a row, which may stand for several."""
        repeated = int(attribute(element, "number-rows-repeated", "1"))
        if attribute(element, "visibility", "visible") != "visible":
            self.marks.hidden_rows.update(range(self.rows, self.rows + repeated))
        self.rows += repeated
        if self.filled:
            self.marks.extend_to(self.rows - 1, self.filled - 1)
        self.columns = self.filled = 0


def local(tag: str) -> str:
    """Return a name without its namespace."""
    return tag.rpartition("}")[2]


def attribute(element: ElementTree.Element, name: str, default: str = "") -> str:
    """Return an attribute by its local name; of two ``value-type``, the office's own.

    Parameters
    ----------
    element
        Of a spreadsheet's content, such as a cell.
    name
        Without its namespace.
    default
        What is returned where the element has no such attribute.
    """
    for key, value in element.items():
        if local(key) == name and "calcext" not in key:
            return value
    return default
