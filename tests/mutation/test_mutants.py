"""The faults that a few lines of code could hold."""

import pytest

from tests.mutation.mutants import mutants
from tests.mutation.page import around_change
from tests.mutation.reach import who_enters


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("x = a < 65", ["x = a <= 65", "x = a < 66"]),
        ("x = a == 'pct'", ["x = a != 'pct'", "x = a == 'pct~'"]),
        ("x = -a / b", ["x = -a * b", "x = a / b"]),
        ("x = a and not b", ["x = a or not b", "x = a and b"]),
        ("x = x.dropna()", ["pass"]),
        ("x = 'a text that nothing is compared with'", []),
        ("def f(a: int = 1):\n    'What it is.'\n    raise E", ["def f(a: int=2)", "pass"]),
    ],
)  # fmt: skip
def test_each_fault_stands_by_itself(text, faults):
    assert [one.after for one in mutants(text)] == faults


def test_a_long_statement_is_shown_around_its_change():
    before, after = around_change("x" * 60 + " > 0", "x" * 60 + " >= 0")
    assert (before, after) == ("…" + "x" * 38 + " > 0", "…" + "x" * 38 + " >= 0")


MODULE = "LIMIT = 3\n\n\ndef outer(x):\n    def inner(y):\n        return y\n    return inner(x)\n"


@pytest.mark.parametrize(
    ("entered", "line", "who"),
    [
        ({"4": ["a.py::t"], "5": ["b.py::t"]}, 6, ["a.py::t", "b.py::t"]),  # either function
        ({"4": ["a.py::t"]}, 1, None),  # a constant, which any test may see
        ({"4": ["a.py::t", "c.py"]}, 7, None),  # entered when a file of tests is imported
        ({}, 7, []),
    ],
)
def test_who_enters_the_function_around_a_line(tmp_path, entered, line, who):
    file = tmp_path / "module.py"
    file.write_text(MODULE)
    assert who_enters({str(file): entered}, file, line) == who
