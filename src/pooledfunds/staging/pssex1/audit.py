"""Does every published PSSEX1 total equal the sum of what it totals?

Five checks hold the returns against themselves and against each other. Differences beyond
rounding are faults, unless ``known_differences`` explains them; an explanation whose comparison
was made and that explains nothing is a fault as well, so that none outlives its reason. A printed
sum that names what the return does not hold cannot be checked, and is listed.
"""

from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from itertools import chain
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.layouts.workbook import merge_alike
from pooledfunds.staging.pssex1.cube import ENGLAND, Cube
from pooledfunds.staging.pssex1.layout import Line

KEY = ["check", "file", "financial_year", "area", "line", "client_group", "service_line", "measure"]
AMOUNTS = ["published_gbp_thousand", "summed_gbp_thousand", "difference"]
DIFFERS, NOT_CHECKED = "differs", "not checked"


class Comparison(NamedTuple):
    """Printed totals beside the sums of their parts: areas by lines by measures."""

    check: str
    cube: Cube
    areas: list[tuple[str, str]]
    lines: list[Line]
    measures: list[str]
    published: np.ndarray
    summed: np.ndarray

    @property
    def names(self) -> dict[str, set[str]]:
        """Return what was compared, by the columns of a known difference."""
        return {
            "area": {area for _, area in self.areas},
            "line": {line.code for line in self.lines},
            "measure": set(self.measures),
        }


class Unchecked(NamedTuple):
    """A printed sum that names lines or columns which the return does not hold."""

    check: str
    cube: Cube
    line: Line | None
    measure: str
    lacks: list[str]


def audit(
    cubes: list[Cube],
    class_of: Callable[[str], str | None],
    known_differences: pd.DataFrame,
    rounding: float,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return every difference beyond rounding, and a summary of all that was compared.

    Parameters
    ----------
    cubes
        As read by ``read_pssex1``: one cube for each detailed return.
    class_of
        From a council's code to its class in the TOTAL sheets.
    known_differences
        ``check, financial_year, area, line, measure, reason``; ``*`` stands for any.
    rounding
        Largest difference, in GBP thousand, that rounding explains.

    Returns
    -------
    table, totals
        ``catalogue.pssex1.PSSEX1_AUDIT``: the differences, and the sums that could not be checked;
        ``catalogue.pssex1.PSSEX1_COMPARED``.

    Raises
    ------
    BadInput
        For differences that nothing explains, and for explanations that explain nothing.
    """
    made, unchecked = comparisons_of(cubes, class_of)
    found = [np.round(one.published - one.summed, 6) for one in made]
    apart = [np.argwhere(np.abs(np.nan_to_num(d)) > rounding) for d in found]
    rows = [row for one, at in zip(made, apart, strict=True) for row in difference_rows(one, at)]
    kinds = dict.fromkeys(KEY, str) | dict.fromkeys(AMOUNTS, float)  # also when there is no row
    table = pd.DataFrame(rows, columns=list(kinds)).astype(kinds)
    known = pd.Series(explain(table, known_differences, made), index=table.index, dtype=str)
    table = pd.concat(
        [table.assign(status=DIFFERS, known=known), unchecked_rows(unchecked)], ignore_index=True
    )
    counts = [
        (one.check, one.cube.file, one.cube.year, int(np.isfinite(d).sum()), len(at), 0)
        for one, d, at in zip(made, found, apart, strict=True)
    ]
    counts += [(one.check, one.cube.file, one.cube.year, 0, 0, 1) for one in unchecked]
    totals = pd.DataFrame(counts, columns=[*KEY[:3], "compared", "differing", "not_checked"])
    totals = totals.groupby(KEY[:3], as_index=False).sum()
    return table.sort_values(KEY, ignore_index=True), totals


def comparisons_of(
    cubes: list[Cube], class_of: Callable[[str], str | None]
) -> tuple[list[Comparison], list[Unchecked]]:
    """Return every sum that can be compared with its parts, and those that cannot.

    Parameters
    ----------
    cubes
        Every cube read.
    class_of
        From the code of a council to its class.
    """
    made: list[Comparison] = []
    unchecked: list[Unchecked] = []
    for cube in cubes:
        for one in chain(sums_of_areas(cube, class_of), sums_of_lines(cube), sums_of_columns(cube)):
            if isinstance(one, Comparison):
                made.append(one)
            else:
                unchecked.append(one)
    return [*made, *between(cubes)], unchecked


def difference_rows(one: Comparison, apart: np.ndarray) -> Iterator[tuple]:
    """Yield a row for each place of a comparison where the totals lie apart."""
    for at in map(tuple, apart):
        area, line, measure = one.areas[at[0]], one.lines[at[1]], one.measures[at[2]]
        yield (
            one.check, one.cube.file, one.cube.year, area[1],
            line.code, line.client_group, line.service_line, measure,
            one.published[at], one.summed[at], round(one.published[at] - one.summed[at], 6),
        )  # fmt: skip


def unchecked_rows(unchecked: list[Unchecked]) -> pd.DataFrame:
    """Return a row for each printed sum that could not be checked, with what it lacks."""
    rows = [
        (
            one.check, one.cube.file, one.cube.year, "all",
            one.line.code if one.line else "all",
            one.line.client_group if one.line else "all",
            one.line.service_line if one.line else "all",
            one.measure, np.nan, np.nan, np.nan, NOT_CHECKED,
            f"the return has no {', '.join(one.lacks)}" if one.lacks else "the sum names no term",
        )
        for one in unchecked
    ]  # fmt: skip
    columns = [*KEY, *AMOUNTS, "status", "known"]
    kinds = dict.fromkeys(columns, str) | dict.fromkeys(AMOUNTS, float)
    return pd.DataFrame(rows, columns=columns).astype(kinds)


def sums_of_areas(cube: Cube, class_of: Callable[[str], str | None]) -> Iterator[Comparison]:
    """Yield the totals of England and of each class beside the sums of their councils."""
    councils = [area for area in cube.areas if area[0] == "council"]
    if not councils:
        return
    values = np.nan_to_num(cube.values)
    place = {area: i for i, area in enumerate(cube.areas)}
    classes = [area for area in cube.areas if area[0] == "class"]
    members = {area: [c for c in councils if class_of(c[1]) == area[1]] for area in classes}
    for total, parts in (members | {ENGLAND: councils}).items():
        summed = values[[place[part] for part in parts]].sum(axis=0, keepdims=True)
        printed = values[[place[total]]]
        check = f"councils to {total[0]}"
        yield Comparison(check, cube, [total], cube.lines, cube.measures, printed, summed)


def sums_of_lines(cube: Cube) -> Iterator[Comparison | Unchecked]:
    """Yield each line that names a sum of lines beside that sum."""
    values = np.nan_to_num(cube.values)
    row_of = {line.code: i for i, line in enumerate(cube.lines)}
    for i, line in enumerate(cube.lines):
        lacks = [code for _, code in line.parts if code not in row_of]
        if line.printed_sum and (lacks or not line.parts):
            yield Unchecked("lines to total", cube, line, "all", lacks)
        elif line.parts:
            summed = sum(sign * values[:, [row_of[code]]] for sign, code in line.parts)
            printed = cube.values[:, [i]]
            yield Comparison(
                "lines to total", cube, cube.areas, [line], cube.measures, printed, summed
            )


def sums_of_columns(cube: Cube) -> Iterator[Comparison | Unchecked]:
    """Yield each column that names a sum of columns beside that sum.

    The accounts at the foot of a return have one amount a line, and no columns to add.
    """
    values = np.nan_to_num(cube.values)
    column_of = {letter: m for m, letter in enumerate(cube.columns)}
    rows = [i for i, line in enumerate(cube.lines) if not line.client_group.startswith("accounts")]
    lines = [cube.lines[i] for i in rows]
    for letter, parts in cube.sums.items():
        m = column_of[letter]
        lacks = [f"column {part}" for _, part in parts if part not in column_of]
        if lacks or not parts:
            yield Unchecked("columns to total", cube, None, cube.measures[m], lacks)
            continue
        summed = sum(sign * values[:, rows, column_of[part]] for sign, part in parts)
        yield Comparison(
            "columns to total", cube, cube.areas, lines, [cube.measures[m]],
            cube.values[:, rows, m : m + 1], summed[:, :, None],
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


def explain(differences: pd.DataFrame, known: pd.DataFrame, made: list[Comparison]) -> list[str]:
    """Return the reason of each difference, after making sure that each has one and is needed.

    A known difference is judged only where its comparison was made.
    """
    faults = IssueList()
    file = known.attrs.get("file", "pssex1_known_differences.csv")
    reasons = np.array([""] * len(differences), dtype=object)
    for rule in known.itertuples():
        fits = (differences["financial_year"] == rule.financial_year).to_numpy(bool, copy=True)
        for name in ("check", "area", "line", "measure"):
            pattern = getattr(rule, name)
            fits &= np.array([fnmatchcase(text, pattern) for text in differences[name]], bool)
        if not fits.any() and any(covers(rule, one) for one in made):
            place = f"{rule.financial_year}, {rule.check}, {rule.area}, line {rule.line}"
            faults.add(file, place, "explains no difference, and must go: take the row out")
        reasons[fits & (reasons == "")] = rule.reason
    merge_alike(faults)
    note_unexplained(differences[reasons == ""], file, faults)
    faults.raise_if_any()
    return reasons.tolist()


def covers(rule: Any, one: Comparison) -> bool:
    """Tell whether a comparison is one that a known difference speaks of."""
    if rule.financial_year != one.cube.year or not fnmatchcase(one.check, rule.check):
        return False
    return all(
        any(fnmatchcase(name, getattr(rule, column)) for name in names)
        for column, names in one.names.items()
    )


def note_unexplained(rows: pd.DataFrame, file: str, faults: IssueList) -> None:
    """Note the differences without a reason: one fault a workbook and year, with the largest."""
    for (workbook, year), found in rows.groupby(["file", "financial_year"]):
        parts = []
        for check, some in found.groupby("check"):
            worst = some.iloc[int(some["difference"].abs().argmax())]
            line = worst["line"] or worst["service_line"]
            areas = some["area"].nunique()
            parts.append(
                f"{check}, {len(some):,} in {areas:,} area{'s' * (areas > 1)}, the largest in "
                f"{worst['area']}, line {line}, {worst['measure']}: "
                f"{worst['published_gbp_thousand']:,.0f} printed, "
                f"{worst['summed_gbp_thousand']:,.0f} summed"
            )
        rule = f"totals that are not the sum of their parts (GBP thousand): {'; '.join(parts)}. "
        rule += f"If they are so as published, give the reason in {file}"
        faults.add(str(workbook), str(year), rule, len(found))
