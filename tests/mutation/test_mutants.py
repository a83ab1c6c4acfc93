"""The faults that a few lines of code could hold."""

import pytest

from tests.mutation.mutants import mutants
from tests.mutation.page import around_change


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
