"""The shape of a PSSEX1 return once it is read: areas by lines by measures."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from pandas.api.types import union_categoricals

from pooledfunds.staging.pssex1.layout import Line

ENGLAND = ("england", "England")
# From a name as written to its type and code, or nothing; from a year to the areas that report
FindArea = Callable[[str], tuple[str, str] | None]
AreasOf = Callable[[str], set[tuple[str, str]]]


@dataclass
class Cube:
    """Amounts of one year in one family: areas by lines by measures, in GBP thousand.

    ``values`` has a missing value where a return holds nothing; ``columns`` gives the printed
    letter of each measure, and ``sums`` the printed sum of columns for a letter.
    """

    family: str
    year: str
    areas: list[tuple[str, str]]
    lines: list[Line]
    measures: list[str]
    values: np.ndarray
    file: str
    sheets: list[str]
    columns: list[str] = field(default_factory=list)
    sums: dict[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)


def amounts_table(cubes: list[Cube]) -> pd.DataFrame:
    """Return every amount of the cubes as one table, a row each; blanks of a return are left out.

    Columns are those of ``catalogue.pssex1.PSSEX1``; amounts are in GBP thousand.
    """
    parts = []
    for cube in cubes:
        areas, lines, measures = cube.values.shape
        at = np.flatnonzero(np.isfinite(cube.values.ravel()))
        a, i, m = np.unravel_index(at, (areas, lines, measures))
        groups = pd.Categorical([line.client_group for line in cube.lines])
        names = pd.Categorical([line.service_line for line in cube.lines])
        codes = pd.Categorical([line.code for line in cube.lines])
        part = {
            "family": pd.Categorical([cube.family]).take(np.zeros(at.size, dtype=int)),
            "financial_year": pd.Categorical([cube.year]).take(np.zeros(at.size, dtype=int)),
            "area_type": pd.Categorical([kind for kind, _ in cube.areas]).take(a),
            "area": pd.Categorical([area for _, area in cube.areas]).take(a),
            "client_group": groups.take(i),
            "service_line": names.take(i),
            "line": codes.take(i),
            "measure": pd.Categorical(cube.measures).take(m),
            "gbp_thousand": cube.values.ravel()[at],
        }
        parts.append(pd.DataFrame(part))
    table: dict[str, pd.Categorical | np.ndarray] = {
        name: union_categoricals([part[name] for part in parts], sort_categories=True)
        for name in parts[0].columns[:-1]
    }
    table["gbp_thousand"] = np.concatenate([part["gbp_thousand"] for part in parts])
    return pd.DataFrame(table)
