"""Does every published PSSEX1 total equal the sum of what it totals?

Five checks hold the returns against themselves and against each other. Differences beyond
rounding are faults, unless ``known_differences`` explains them; an explanation that explains
nothing is a fault as well, so that none outlives its reason.
"""

from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

import numpy as np
import pandas as pd

from pooledfunds.faults import FaultList
from pooledfunds.sources.pssex1_cube import ENGLAND, Cube
from pooledfunds.sources.pssex1_layout import Line

KEY = ["check", "file", "financial_year", "area", "line", "client_group", "service_line", "measure"]


class Comparison(NamedTuple):
    """Printed totals beside the sums of their parts: areas by lines by measures."""

    check: str
    cube: Cube
    areas: list[tuple[str, str]]
    lines: list[Line]
    measures: list[str]
    published: np.ndarray
    summed: np.ndarray


def audit(
    cubes: list[Cube],
    class_of: Callable[[str], str],
    known_differences: pd.DataFrame,
    rounding: float,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return every difference beyond rounding, and a summary of all that was compared.

    Parameters
    ----------
    cubes
        As read by ``read_pssex1``.
    class_of
        From a council's code to its class in the TOTAL sheets.
    known_differences
        ``check, financial_year, area, line, measure, reason``; ``*`` stands for any.
    rounding
        Largest difference, in GBP thousand, that rounding explains.

    Raises
    ------
    BadInput
        For differences that nothing explains, and for explanations that explain nothing.
    """
    found = [comparison for cube in cubes for comparison in within(cube, class_of)]
    found += list(between(cubes))
    differences, summary = [], []
    for one in found:
        difference = np.round(np.asarray(one.published - one.summed, dtype=float), 6)
        apart = np.argwhere(np.abs(np.nan_to_num(difference)) > rounding)
        place = (one.check, one.cube.file, one.cube.year)
        summary.append((*place, int(np.isfinite(difference).sum()), len(apart)))
        for at in map(tuple, apart):
            area, line, measure = one.areas[at[0]], one.lines[at[1]], one.measures[at[2]]
            named = (area[1], line.code, line.client_group, line.service_line, measure)
            values = (one.published[at], one.summed[at], difference[at])
            differences.append((*place, *named, *values))
    amounts = ["published_gbp_thousand", "summed_gbp_thousand", "difference"]
    kinds = dict.fromkeys(KEY, str) | dict.fromkeys(amounts, float)  # also when there is no row
    table = pd.DataFrame(differences, columns=list(kinds)).astype(kinds)
    reasons = explain(table, known_differences, {cube.year for cube in cubes})
    table["known"] = pd.Series(reasons, index=table.index, dtype=str)
    totals = pd.DataFrame(
        summary, columns=["check", "file", "financial_year", "compared", "differing"]
    )
    totals = totals.groupby(["check", "file", "financial_year"], as_index=False).sum()
    return table.sort_values(KEY, ignore_index=True), totals


def within(cube: Cube, class_of: Callable[[str], str]) -> Iterator[Comparison]:
    """Yield each comparison of a return with its own printed totals."""
    values = np.nan_to_num(cube.values)
    place = {area: i for i, area in enumerate(cube.areas)}
    councils = [area for area in cube.areas if area[0] == "council"]
    classes = [area for area in cube.areas if area[0] == "class"] if councils else []
    members = {area: [c for c in councils if class_of(c[1]) == area[1]] for area in classes}
    for total, parts in (members | ({ENGLAND: councils} if councils else {})).items():
        summed = values[[place[part] for part in parts]].sum(axis=0, keepdims=True)
        printed = values[[place[total]]]
        check = f"councils to {total[0]}"
        yield Comparison(check, cube, [total], cube.lines, cube.measures, printed, summed)
    row_of = {line.code: i for i, line in enumerate(cube.lines)}
    for i, line in enumerate(cube.lines):
        if line.parts and all(code in row_of for _, code in line.parts):
            summed = sum(sign * values[:, [row_of[code]]] for sign, code in line.parts)
            printed = cube.values[:, [i]]
            yield Comparison(
                "lines to total", cube, cube.areas, [line], cube.measures, printed, summed
            )
    column_of = {letter: m for m, letter in enumerate(cube.columns)}
    # The accounts at the foot of a return have one amount a line, and no columns to add.
    rows = [i for i, line in enumerate(cube.lines) if not line.client_group.startswith("accounts")]
    lines = [cube.lines[i] for i in rows]
    for letter, parts in cube.sums.items():
        if all(part in column_of for _, part in parts):
            m = column_of[letter]
            summed = sum(sign * values[:, rows, column_of[part]] for sign, part in parts)
            printed = cube.values[:, rows, m : m + 1]
            yield Comparison(
                "columns to total", cube, cube.areas, lines, [cube.measures[m]], printed,
                summed[:, :, None],
            )  # fmt: skip


def between(cubes: list[Cube]) -> Iterator[Comparison]:
    """Yield each comparison of another family with the detailed returns of the same year."""
    for cube in cubes:
        for other in cubes:
            if cube.family == "detailed" or other.family != "detailed" or cube.year != other.year:
                continue
            if cube.measures[0] not in other.measures:
                continue
            there = {
                (line.client_group, line.service_line): i for i, line in enumerate(other.lines)
            }
            shared = {
                i: there[key]
                for i, line in enumerate(cube.lines)
                if (key := (line.client_group, line.service_line)) in there
            }
            areas = [area for area in cube.areas if area in other.areas]
            here = [cube.areas.index(area) for area in areas]
            at = [other.areas.index(area) for area in areas]
            m = other.measures.index(cube.measures[0])
            yield Comparison(
                f"{cube.family} to detailed",
                cube,
                areas,
                [cube.lines[i] for i in shared],
                cube.measures,
                cube.values[np.ix_(here, list(shared), [0])],
                np.nan_to_num(other.values[np.ix_(at, list(shared.values()), [m])]),
            )


def explain(differences: pd.DataFrame, known: pd.DataFrame, years: Iterable[str]) -> list[str]:
    """Return the reason of each difference, after making sure that each has one and is needed."""
    faults = FaultList()
    reasons = [""] * len(differences)
    fields = ["check", "area", "line", "measure"]
    for reason in known[known["financial_year"].isin(list(years))].itertuples():
        fits = (differences["financial_year"] == reason.financial_year).to_numpy(
            dtype=bool, copy=True
        )
        for name in fields:
            pattern = getattr(reason, name)
            fits &= np.array([fnmatchcase(text, pattern) for text in differences[name]], dtype=bool)
        if not fits.any():
            place = f"{reason.financial_year}, {reason.check}, {reason.area}, {reason.line}"
            faults.add("known differences", place, "explains no difference, and must go")
        for i in np.flatnonzero(fits):
            reasons[i] = reasons[i] or reason.reason
    unexplained = differences[np.array(reasons, dtype=str) == ""]
    for (check, file, year, area), rows in unexplained.groupby(
        ["check", "file", "financial_year", "area"]
    ):
        worst = rows.loc[rows["difference"].abs().idxmax()]
        line = worst["line"] or worst["service_line"]
        faults.add(
            file,
            f"{year}, {area}, line {line}, {worst['measure']}",
            f"{check}: {worst['published_gbp_thousand']:,.0f} printed, "
            f"{worst['summed_gbp_thousand']:,.0f} summed (GBP thousand)",
            len(rows),
        )
    faults.stop_if_any()
    return reasons
