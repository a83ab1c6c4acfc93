"""The folder of returns: which file belongs to which source, and which belongs to none.

Nothing heavy is imported here: every ``snakemake`` command on official returns waits for it.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath

from pooledfunds.core.errors import Issue, IssueList
from pooledfunds.core.settings import Basis

WORKBOOKS = (".xls", ".xlsx", ".xlsm", ".xlsb", ".ods")
# Of these the study reads one file.
SINGLE = ("council_list", "pct_list", "pct_council_pairs", "council_population", "imd_2007")
SPREADSHEET_LOCK = re.compile(r"~\$.*|\.~lock\..*#")
SYSTEM = re.compile(r"\.DS_Store|\._.*|Thumbs\.db|desktop\.ini", re.IGNORECASE)
PARTIAL = ".part"  # ends the name of a file of which only a part has been retrieved
ALIKE = 0.6  # from this ratio of difflib on, a pattern is worth naming (its own cutoff)
NAMED = 50  # files named at most, so that a wrong folder does not fill the terminal


@dataclass
class Folder:
    """What lies under the root of the returns."""

    sources: dict[str, list[str]]
    unread: list[str] = field(default_factory=list)  # a sentence for each file that is not read
    faults: IssueList = field(default_factory=IssueList)


def look_through(root: str | Path, patterns: Mapping[str, Sequence[str]]) -> Folder:
    """Return what lies in a folder of returns, with a sentence for each file that is not read.

    Parameters
    ----------
    root
        The folder.
    patterns
        Paths below it by source; ``*`` stands for any part of one name, ``**`` for any folders.
        Letter case makes no difference, and a workbook may be of any kind that is read.

    Returns
    -------
    Folder
        Its faults are files that belong to a source and cannot be one of its returns.
    """
    root = Path(root)
    found = Folder({name: [] for name in patterns})
    unmatched = []
    for path in sorted(walk(root, found.faults)):
        name = path.relative_to(root).as_posix()
        owners = [source for source, given in patterns.items() if matches_any(name, given)]
        if SPREADSHEET_LOCK.fullmatch(path.name):
            found.unread.append(f"{name}: left by an open spreadsheet: close the spreadsheet")
        elif SYSTEM.fullmatch(path.name):
            found.unread.append(f"{name}: the operating system's own")
        elif path.name.endswith(PARTIAL):
            found.unread.append(f"{name}: a part of a file: snakemake retrieve goes on with it")
        elif owners:
            note_unreadable(path, found.faults)
            for source in owners:
                found.sources[source].append(path.as_posix())
        elif not path.is_dir():
            unmatched.append(name)
    found.unread += [f"{name}: {no_pattern(name, patterns)}" for name in unmatched[:NAMED]]
    found.unread += unmatched[NAMED:]
    for source in SINGLE:
        for second in found.sources.get(source, [])[1:]:
            first = found.sources[source][0]
            rule = f"a second file of {source}, of which one is read: {first} is there too"
            found.faults.append(Issue(second, "", rule))
    return found


def walk(root: Path, faults: IssueList) -> Iterator[Path]:
    """Yield every file and folder under a folder; a link that leads out of it is a fault.

    Parameters
    ----------
    root
        The folder.
    faults
        Gets the links that lead out of it.
    """
    home = root.resolve()
    for folder, inner, files in os.walk(root, followlinks=True):
        here = Path(folder).resolve()
        for names in (inner, files):
            for name in list(names):
                path = Path(folder, name)
                real = path.resolve()
                if not real.is_relative_to(home):
                    rule = f"a link that leads out of {root}: put the return itself there"
                    faults.append(Issue(path.as_posix(), "", rule))
                elif not here.is_relative_to(real):  # a link to a folder above has no end
                    yield path
                    continue
                names.remove(name)


def note_unreadable(path: Path, faults: IssueList) -> None:
    """Note a file that no reader can open: empty, not to be read, or a folder.

    Parameters
    ----------
    path
        Of the file.
    faults
        Gets what is wrong with it.
    """
    if path.is_dir():
        rule = "a folder, where a file is expected"
    elif not os.access(path, os.R_OK):
        rule = "may not be read: you have no permission"
    elif not path.stat().st_size:
        rule = "the file is empty"
    else:
        return
    faults.append(Issue(path.as_posix(), "", rule))


def matches_any(name: str, patterns: Sequence[str]) -> bool:
    """Return whether a path below the root is of one of the patterns, whatever its case.

    Parameters
    ----------
    name
        The path, with ``/`` between its parts.
    patterns
        See ``look_through``.
    """
    parts = name.lower().split("/")
    return any(
        matches(parts, form.lower().split("/")) for pattern in patterns for form in forms(pattern)
    )


def forms(pattern: str) -> list[str]:
    """Return a pattern with every ending that it stands for: one workbook stands for all."""
    path = PurePosixPath(pattern)
    if path.suffix.lower() not in WORKBOOKS:
        return [pattern]
    return [path.with_suffix(suffix).as_posix() for suffix in WORKBOOKS]


def matches(parts: Sequence[str], pattern: Sequence[str]) -> bool:
    """Return whether the parts of a path are those of a pattern, name by name.

    Parameters
    ----------
    parts
        Names of the folders and of the file, in small letters.
    pattern
        The same of the pattern; ``**`` stands for any folders.
    """
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(matches(parts[start:], pattern[1:]) for start in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and matches(parts[1:], pattern[1:])


def no_pattern(name: str, patterns: Mapping[str, Sequence[str]]) -> str:
    """Return in words that a file matches no pattern, and which one is the nearest.

    Parameters
    ----------
    name
        The path below the root.
    patterns
        By source (see ``look_through``).
    """
    known = [(pattern, source) for source, given in patterns.items() for pattern in given]
    ratio, pattern, source = max(
        ((likeness(name, pattern), pattern, source) for pattern, source in known),
        default=(0, "", ""),
    )
    nearest = f"; the nearest is {pattern} ({source})" if ratio >= ALIKE else ""
    return f"matches no pattern{nearest}"


def likeness(name: str, pattern: str) -> float:
    """Return how alike a path and a pattern are, from nought to one.

    Parameters
    ----------
    name
        The path below the root.
    pattern
        Of a source, whose ``*`` count for nothing.
    """
    return SequenceMatcher(None, name.lower(), pattern.lower().replace("*", "")).ratio()


def unread_in_words(basis: Basis, unread: Sequence[str]) -> str:
    """Return in words what lies under the root and is not read; nothing where all is.

    Parameters
    ----------
    basis
        The basis of the run.
    unread
        A sentence for each file that is not read.
    """
    if not unread:
        return ""
    heading = "1 file" if len(unread) == 1 else f"{len(unread):,} files"
    more = [f"and {len(unread) - NAMED:,} more"] if len(unread) > NAMED else []
    lines = "\n".join(f"  {line}" for line in [*unread[:NAMED], *more])
    named = f"({basis.declared_in} names those that are)"
    return f"{heading} under {basis.root} not read {named}\n{lines}"


def leaves_folder(pattern: str) -> bool:
    """Return whether a path leads out of the folder that it is meant to lie under."""
    return pattern.startswith(("/", "~")) or ".." in PurePosixPath(pattern).parts
