"""Which of the project's own modules a piece of code depends on."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

WITHIN = ("body", "orelse", "finalbody", "handlers", "cases")  # of a statement


def statements(body: list) -> Iterator[ast.AST]:
    """Yield statements and those within them, at whatever depth."""
    for statement in body:
        yield statement
        for part in WITHIN:
            yield from statements(getattr(statement, part, []))


def imported_names(file: Path) -> Iterator[str]:
    """Yield the dotted names that a file imports, absolute imports only."""
    for node in statements(ast.parse(file.read_text(encoding="utf-8")).body):
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
    return frozenset().union(*(files_of(name, src) for name in set(imported_names(file))))


@cache
def files_of(name: str, src: Path) -> frozenset[Path]:
    """Return the files under ``src`` that a dotted name stands for: module and packages."""
    first, _, rest = name.partition(".")
    package = src / first
    own = package / "__init__.py" if rest else package.with_suffix(".py")
    found = {file for file in (own, package / "__init__.py") if file.exists()}
    return frozenset(found | files_of(rest, package) if rest and package.is_dir() else found)


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
