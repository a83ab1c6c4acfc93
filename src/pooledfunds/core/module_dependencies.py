"""Which of the project's own modules a piece of code depends on."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path


def imported_names(file: Path) -> Iterator[str]:
    """Yield the dotted names that a file imports, absolute imports only."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@cache
def files_imported(file: Path, src: Path) -> frozenset[Path]:
    """Return the files under ``src`` that a file imports directly, as they are at the first asking.

    A plan asks this of a hundred scripts and modules, most of whose imports are the same files.
    """
    found: set[Path] = set()
    for name in imported_names(file):
        parts = name.split(".")
        packages = [Path(src, *parts[:n], "__init__.py") for n in range(1, len(parts) + 1)]
        found.update({Path(src, *parts).with_suffix(".py"), *packages})
    return frozenset(filter(Path.exists, found))


def project_modules(script: str | Path, src: str | Path) -> list[str]:
    """Return the files under ``src`` that a file imports, directly or through others.

    Snakemake reruns a rule when its script changes, but not when a module that the
    script imports does. Listing these files among a rule's inputs closes that gap.

    Parameters
    ----------
    script
        The file.
    src
        Folder of the project's packages.
    """
    found: set[Path] = set()
    waiting = [Path(script)]
    while waiting:
        new = files_imported(waiting.pop(), Path(src)) - found
        found |= new
        waiting.extend(new)
    return sorted(file.as_posix() for file in found)
