"""What is compiled stands behind one function, in short files of functions with few parameters."""

import ast
from pathlib import Path

import pooledfunds
from pooledfunds.core.module_dependencies import imported_names

PACKAGE = Path(pooledfunds.__path__[0])
FENCE = PACKAGE / "staging/hes/_fast"
NAME = "pooledfunds.staging.hes._fast"
COMPILERS = {"numba", "llvmlite"}


def outside():
    return [file for file in PACKAGE.rglob("*.py") if FENCE not in file.parents]


def test_nothing_but_its_two_functions_is_imported_from_the_fence():
    found = {
        f"{file.relative_to(PACKAGE)}: {name}"
        for file in outside()
        for name in imported_names(file)
        if name.startswith(f"{NAME}.") and name not in (f"{NAME}.scan", f"{NAME}.keyed_hash")
    }
    assert not found


def test_no_other_code_imports_a_compiler():
    found = {
        str(file.relative_to(PACKAGE))
        for file in outside()
        if COMPILERS & {name.partition(".")[0] for name in imported_names(file)}
    }
    assert not found


def test_the_fence_imports_none_of_what_uses_it():
    users = {
        "pooledfunds.staging.hes." + file.stem
        for file in FENCE.parent.glob("*.py")
        if NAME in set(imported_names(file))
    }
    assert users
    assert not users & {name for file in FENCE.glob("*.py") for name in imported_names(file)}


def test_files_are_short_and_functions_take_at_most_six_parameters():
    for file in FENCE.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 300, file.name
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef):
                assert len(node.args.args) <= 6, f"{file.name}: {node.name}"
                assert node.end_lineno - node.lineno < 50, f"{file.name}: {node.name}"
