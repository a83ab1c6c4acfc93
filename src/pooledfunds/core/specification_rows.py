"""Rows of ``specifications.csv``: their cells read, and their blanks filled in by their design."""

from collections.abc import Iterable, Mapping

import yaml

from pooledfunds.core.cells import split_list

LISTS = ("outcomes", "covariates", "fixed_effects", "strata", "before")
YEARS = " + "  # joins the years of one fit


def specification_entries(
    rows: Iterable[Mapping[str, str]],
    designs: Mapping[str, Mapping],
    groups: Mapping[str, list[str]],
) -> dict[str, dict]:
    """Return the specifications by name.

    Parameters
    ----------
    rows
        The rows of the table, every cell as text.
    designs
        What the rows of a design leave blank, by its name; ``estimator`` is how it is fitted.
    groups
        Names for several outcomes.
    """
    return {
        row["specification"]: specification_entry(row, designs.get(row["design"], {}), groups)
        for row in rows
    }


def specification_entry(
    row: Mapping[str, str], design: Mapping, groups: Mapping[str, list[str]]
) -> dict:
    """Return one specification: the cells of its row, and what its design gives besides.

    Where no family of multiple tests is named the specification is one of its own.

    Parameters
    ----------
    row
        Of ``specifications.csv``, as text.
    design
        What specifications of its design have in common.
    groups
        Lists of outcomes, by name.
    """
    given = {key: value for key, value in design.items() if key != "estimator"}
    if "estimator" in design:
        given["design"] = design["estimator"]
    cells = {
        name: read_cell(name, text)
        for name, text in row.items()
        if text and name not in ("specification", "design")
    }
    named = {"multiplicity_family": row["specification"]} | given | cells
    outcomes = named.get("outcomes", [])
    named["outcomes"] = [one for name in outcomes for one in groups.get(name, [name])]
    return named


def read_cell(column: str, text: str) -> object:
    """Return what a cell says: text, or lists, whose parts semicolons separate.

    ``periods`` are fits, each of one year or of several joined by a plus sign; ``where`` are
    columns with the value that the fitted rows hold.

    Parameters
    ----------
    column
        Of ``specifications.csv``.
    text
        The cell as written.
    """
    if column in LISTS:
        return list(split_list(text))
    if column == "periods":
        return [period.split(YEARS) for period in split_list(text)]
    if column == "where":
        pairs = (pair.partition(" = ") for pair in split_list(text))
        return {name: yaml.safe_load(value) for name, _, value in pairs}
    return text
