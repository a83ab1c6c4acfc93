"""What each line of a return is: above the headings, heading, record, blank or note."""

import re

ABOVE, HEADING, BLANK, NOTE, KEPT = (
    "above the headings", "headings", "blank line", "note", "kept",
)  # fmt: skip
# Words that open a note under a table. A code or a name of a body is none of them.
NOTE_WORDS = re.compile(
    r"(foot)?notes?\b|sources?\b|copyright\b|©|crown copyright|key:|symbols?:|\(?[a-z0-9]\)\s|\*\s",
    re.IGNORECASE,
)


def sort_lines(rows: list[list[str]], header_rows: tuple[int, int]) -> list[str]:
    """Return the fate of each line of a sheet; every line has exactly one.

    Notes stand under the last record: words in one cell, or lines that open with ``Note``,
    ``Source`` and the like, whatever commas they hold. Above a record the same line is a record,
    and fails as one.

    Parameters
    ----------
    rows
        Cells as text, stripped.
    header_rows
        First and last row of the headings, counted from 1.
    """
    first, last = header_rows
    body = rows[last:]
    blank = [not any(row) for row in body]
    certain = [n for n, row in enumerate(body) if not blank[n] and not is_note(row, True)]
    figures_end = certain[-1] + 1 if certain else 0
    records = [
        n for n, row in enumerate(body)
        if not blank[n] and not (n >= figures_end and is_note(row, any(blank[figures_end:n])))
    ]  # fmt: skip
    end = records[-1] + 1 if records else 0
    fates = [ABOVE] * (first - 1) + [HEADING] * (last - first + 1)
    fates += [BLANK if empty else KEPT for empty in blank[:end]]
    fates += [BLANK if empty else NOTE for empty in blank[end:]]
    return fates[: len(rows)]


def is_note(row: list[str], after_blank: bool) -> bool:
    """Return whether a line is a note: below a blank line, any one cell is.

    Parameters
    ----------
    row
        Cells of a row.
    after_blank
        Whether a blank line stands above.
    """
    cells = [cell for cell in row if cell]
    alone = len(cells) == 1 and (after_blank or " " in cells[0])
    return alone or bool(NOTE_WORDS.match(cells[0]))
