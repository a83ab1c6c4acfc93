"""Which tests enter a function: those that do not cannot notice a fault in it, and are not run.

A function counts as entered by a whole file of tests where one of them enters it, since tests of
a file share fixtures; within the file those that entered it themselves are run first.
"""

import ast
import json
import os
import sys
import threading
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest


class Recorder:
    """A pytest plugin that writes down which tests enter which functions of some modules."""

    def __init__(self, modules: Sequence[Path], kept: Path) -> None:
        self.modules, self.kept = {str(file) for file in modules}, kept
        self.entered: dict[str, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.now = ""

    def pytest_sessionstart(self) -> None:
        """Work on one core, where nothing is done by a process that would not be seen."""
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

    def trace(self, frame, event, argument) -> None:
        """Note the function that a frame is of; as no tracer is returned, nothing else is seen."""
        if frame.f_code.co_filename in self.modules:
            self.entered[frame.f_code.co_filename][frame.f_code.co_firstlineno].add(self.now)

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector):
        """Watch what a file of tests calls when it is imported."""
        return (yield from self.watched(collector.nodeid))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item):
        """Watch a test and its fixtures."""
        return (yield from self.watched(item.nodeid))

    def watched(self, name: str):
        """Run a hook with the tracer on."""
        self.now = name
        sys.settrace(self.trace)
        threading.settrace(self.trace)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)

    def pytest_sessionfinish(self) -> None:
        """Keep what was seen."""
        found = {f: {n: sorted(who) for n, who in at.items()} for f, at in self.entered.items()}
        self.kept.write_text(json.dumps(found), encoding="utf-8")


class Order:
    """A pytest plugin that runs the tests that entered a function before the others."""

    def __init__(self, first: Sequence[str]) -> None:
        self.first = set(first)

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items) -> None:
        """Put these tests first, in the order that they have."""
        items.sort(key=lambda item: item.nodeid not in self.first)


def who_enters(entered: dict[str, dict[str, list[str]]], file: Path, line: int) -> list[str] | None:
    """Return the tests that enter the function around a line, or None where any test may notice.

    Parameters
    ----------
    entered
        As ``Recorder`` keeps it.
    file
        The module.
    line
        Of the fault. What stands outside functions, and what these do while modules are imported,
        every test may see.
    """
    tree = ast.parse(file.read_text(encoding="utf-8"))
    functions = [
        n for n in ast.walk(tree) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    around = [n for n in functions if n.lineno <= line <= (n.end_lineno or 0)]
    if not around:
        return None
    outer = around[0]
    begins = min([outer.lineno, *(one.lineno for one in outer.decorator_list)])
    lines = range(begins, (outer.end_lineno or 0) + 1)
    found = entered.get(str(file), {})
    who = {test for begin, tests in found.items() if int(begin) in lines for test in tests}
    return None if any("::" not in test for test in who) else sorted(who)
