"""The library as its source has it: functions, their docstrings, and the text in them."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

LIBRARY = ROOT / "src" / "pooledfunds"


@dataclass(frozen=True)
class Function:
    """A function or method of a module."""

    name: str
    lines: int
    parameters: tuple[str, ...]
    others: tuple[str, ...]  # what takes all further arguments
    docstring: str
    public: bool

    @property
    def documented(self) -> set[str]:
        """The parameters that the docstring's section describes."""
        section = re.search(r"Parameters\n-{10}\n(.*?)(?:\n\n\S+\n-+\n|\Z)", self.docstring, re.S)
        if section is None:
            return set()
        heads = re.findall(r"^[\w*][\w, *]*$", section[1], re.M)
        return {name.strip(" *") for head in heads for name in head.split(",")}


def files_of(*packages: str) -> list[Path]:
    """Return the modules of packages, or of the whole library."""
    folders = [LIBRARY / package for package in packages] or [LIBRARY]
    return sorted(file for folder in folders for file in folder.rglob("*.py"))


def functions_of(file: Path) -> Iterator[Function]:
    """Yield the functions and methods of a module; what is defined within a function is its own."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    module = file.relative_to(LIBRARY).as_posix()
    for outer in ast.walk(tree):
        if not isinstance(outer, ast.Module | ast.ClassDef):
            continue
        for node in outer.body:
            if isinstance(node, ast.FunctionDef):
                given = node.args
                named = [a.arg for a in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
                holder = f"{outer.name}." if isinstance(outer, ast.ClassDef) else ""
                yield Function(
                    name=f"{module}: {holder}{node.name}",
                    lines=node.end_lineno - node.lineno + 1,
                    parameters=tuple(name for name in named if name not in ("self", "cls")),
                    others=tuple(a.arg for a in (given.vararg, given.kwarg) if a),
                    docstring=ast.get_docstring(node) or "",
                    public=not node.name.startswith("_"),
                )


def literals_of(file: Path) -> Iterator[tuple[int, str]]:
    """Yield the line and the text of every string in a module that is no docstring."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.lineno, node.value
