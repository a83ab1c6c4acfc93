"""Do the unit tests of a module fail when it holds a fault?

The process that tries imports the libraries once and forks for each mutant; the child imports the
project, with one module's tree replaced, and runs pytest. No file is changed, and each trial
costs its tests alone, not the five seconds in which the libraries start.
"""

import ast
import importlib
import os
import signal
import sys
import time
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src"
LIBRARIES = (
    "numpy", "pandas", "pandera.pandas", "statsmodels.api", "scipy.stats", "matplotlib.pyplot",
    "duckdb", "ibis", "numba", "yaml", "jsonschema", "xlsxwriter", "python_calamine",
)  # fmt: skip
# Pytest plugins among the libraries are loaded already, which is no fault here.
OPTIONS = ("-x", "-q", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning")
SURVIVED, KILLED, TIMED_OUT = "survived", "killed", "timed out"


class Replaced(SourceFileLoader):
    """A loader that compiles a given tree in place of the file's text."""

    def __init__(self, name: str, path: str, tree: ast.Module) -> None:
        super().__init__(name, path)
        self.tree = tree

    def get_code(self, fullname):
        """Return the code of the tree."""
        return compile(self.tree, self.path, "exec")


class Finder(MetaPathFinder):
    """Finds one module, as ``Replaced`` loads it."""

    def __init__(self, path: Path, tree: ast.Module) -> None:
        self.name = ".".join(path.relative_to(SOURCE).with_suffix("").parts)
        self.path, self.tree = str(path), tree

    def find_spec(self, fullname, path=None, target=None):
        """Return the specification of that module, and leave the others to the usual finders."""
        if fullname == self.name:
            return spec_from_file_location(
                fullname, self.path, loader=Replaced(fullname, self.path, self.tree)
            )
        return None


def load_libraries() -> None:
    """Import what every child would import; the project itself must not be among it."""
    for name in LIBRARIES:
        importlib.import_module(name)
    assert "pooledfunds" not in sys.modules


def trial(tests: Sequence[str], limit: float, finder: Finder, plugin: object) -> str:
    """Return what becomes of a mutant, tried in a process of its own.

    Parameters
    ----------
    tests
        Files and folders of tests.
    limit
        Seconds after which the tests count as failed.
    finder
        Of the module that holds the fault.
    plugin
        Of pytest: which tests go first, or what is seen of them.

    Raises
    ------
    RuntimeError
        When pytest found no test or could not start.
    """
    with TemporaryDirectory() as plans:
        child = os.fork()
        if not child:
            os.setsid()
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            sys.meta_path.insert(0, finder)
            os.environ["PLANS"] = plans  # a kept query is found by the files, which have no fault
            os._exit(int(pytest.main([*OPTIONS, *tests], plugins=[plugin])))
        return awaited(child, limit)


def awaited(child: int, limit: float) -> str:
    """Return what becomes of the mutant of a process, which ends after some seconds.

    Parameters
    ----------
    child
        Number of the process, which leads a group of its own.
    limit
        Seconds.
    """
    until = time.monotonic() + limit
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return outcome(os.waitstatus_to_exitcode(status))
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return TIMED_OUT


def outcome(code: int) -> str:
    """Return the outcome that pytest's exit code tells; a crash is a failure."""
    if code in (pytest.ExitCode.NO_TESTS_COLLECTED, pytest.ExitCode.USAGE_ERROR):
        raise RuntimeError(f"pytest ran no test (exit code {code})")
    return SURVIVED if code == 0 else KILLED
