"""What a sheet holds besides values: errors, formulas without a result, hidden rows, its extent."""

from dataclasses import dataclass, field

Cell = tuple[int, int]  # row and column from zero
LARGEST_SHEET = 5_000_000  # cells from A1 to the last; the largest return known has 0.7 million
ERROR_CELL = "an error cell ({}): put it right where the return was made"
UNCALCULATED = (
    "a formula saved without its result: open the workbook in a spreadsheet program, "
    "let it calculate, and save it"
)


@dataclass
class Marks:
    """What one sheet holds besides values.

    ``errors`` gives the text of each error cell; ``rows`` and ``columns`` are the extent from A1
    to the last cell, or zero where the sheet is known to be no larger than a return.
    """

    errors: dict[Cell, str] = field(default_factory=dict)
    uncalculated: set[Cell] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    rows: int = 0
    columns: int = 0

    def unreadable(self) -> dict[Cell, str]:
        """Return the rule that each cell without a value to be trusted breaks."""
        return {
            cell: ERROR_CELL.format(text) for cell, text in self.errors.items()
        } | dict.fromkeys(self.uncalculated, UNCALCULATED)

    def extend_to(self, row: int, column: int) -> None:
        """Note that a cell stands in a row and column.

        Parameters
        ----------
        row
            From 0.
        column
            From 0.
        """
        self.rows, self.columns = max(self.rows, row + 1), max(self.columns, column + 1)


def cell_name(row: int, column: int) -> str:
    """Return the name of a cell, such as ``C10``, from its numbers counted from zero.

    Parameters
    ----------
    row
        From 0.
    column
        From 0.
    """
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}{row + 1}"


def column_number(letters: str) -> int:
    """Return the number of a column, counted from zero, from its letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
