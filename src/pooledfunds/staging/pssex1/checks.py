"""Is a PSSEX1 return whole, of one shape, and given once?"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.pssex1.cube import Cube
from pooledfunds.staging.pssex1.layout import Line

Area = tuple[str, str]
ALIASES = "config/codelists/council_aliases.csv"


def check_areas(
    faults: IssueList, file: str, year: str, found: list[tuple[str, Area]], expected: set[Area]
) -> None:
    """Note every area of a complete return that is missing, unknown or given twice.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    file, year
        Where the areas stand.
    found
        Name as written, and area, of each; an unknown one has the type ``unknown``.
    expected
        The areas of a complete return of the year.
    """
    names = defaultdict(list)
    for name, area in found:
        names[area].append(name)
    unknown = [name.strip() for (kind, name) in names if kind == "unknown"]
    missing = [" ".join(area) for area in sorted(expected - set(names))]
    if unknown:
        rule = f"no body is named {some(map(repr, unknown))}"
        rule += f", and there is nothing for {some(missing)}" if missing else ""
        faults.add(file, year, f"{rule}: add the name to {ALIASES}", len(unknown))
    elif missing:
        faults.add(file, year, f"nothing for {some(missing)}", len(missing))
    for area, places in names.items():
        if len(places) > 1:
            faults.add(file, ", ".join(places), f"{' '.join(area)} more than once")


def some(words: Iterable[str], most: int = 5) -> str:
    """Return the first words of a list, and how many more there are.

    Parameters
    ----------
    words
        Names, in the order in which they are told.
    most
        How many are told by name.
    """
    words = list(words)
    more = f" and {len(words) - most:,} more" if len(words) > most else ""
    return ", ".join(words[:most]) + more


def check_layouts(faults: IssueList, file: str, sheets: dict[tuple, list[str]]) -> None:
    """Note the sheets of one return whose lines or columns are not those of most of its sheets.

    `sheets` has the names of the sheets by ``(lines, columns)``.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    file
        Name of the file.
    sheets
        Names of the sheets by ``(lines, columns)``.
    """
    usual = max(sheets, key=lambda layout: len(sheets[layout]), default=())
    for layout, names in sheets.items():
        if layout == usual:
            continue
        what = []
        for mine, others in zip(map(labels, layout), map(labels, usual), strict=True):
            what += [f"lacks {some(sorted(others - mine))}"] if others - mine else []
            what += [f"has {some(sorted(mine - others))}"] if mine - others else []
        rule = "; ".join(what) or "has its lines in other rows, or with other sums"
        faults.add(file, some(names), f"unlike the other sheets of the return: {rule}", len(names))


def labels(part: tuple) -> set[str]:
    """Return what distinguishes the lines or columns of a layout."""
    return {
        f"{one.code or 'the line'} {one.service_line}" if isinstance(one, Line) else one[-1]
        for one in part
    }


def check_repeats(faults: IssueList, cubes: list[Cube]) -> None:
    """Note every family, year, area, measure and line that is given twice, with both places.

    Two workbooks, or two sheets of one, that repeat each other are one fault.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    cubes
        Every cube read.
    """
    first: dict[tuple, list[Cube]] = defaultdict(list)
    repeats: dict[tuple, Counter] = defaultdict(Counter)
    for cube in cubes:
        lines = {line.name for line in cube.lines}
        for area in cube.areas:
            for measure in cube.measures:
                others = first[cube.family, cube.year, area, measure]
                for other in others:
                    if other is cube:  # an area twice in one return is told as such
                        continue
                    shared = len(lines & {line.name for line in other.lines})
                    if shared:
                        places = cube.file, *(places_of(other, cube))
                        repeats[places][cube.family, cube.year] += shared
                others.append(cube)
    for (file, there, here), counts in repeats.items():
        families = some(sorted({family for family, _ in counts}))
        years = some(sorted({year for _, year in counts}))
        rule = f"{families} amounts given twice, in {there} and {here}: keep one of the two"
        faults.add(file, years, rule, counts.total())


def places_of(one: Cube, other: Cube) -> tuple[str, str]:
    """Return where two cubes stand: their files, or their sheets where the file is one.

    Parameters
    ----------
    one, other
        Two cubes, of one return or of two.
    """
    if one.file != other.file:
        return one.file, other.file
    return f"sheet {one.sheets[0]}", f"sheet {other.sheets[0]}"
