"""Modules and functions stay short enough to read at one sitting, and take few parameters."""

from collections import Counter

import pytest

from tests.spec.source_code import LIBRARY, files_of, functions_of

LINES_OF_A_FILE, LINES_OF_A_FUNCTION, PARAMETERS = 300, 50, 6
# What is longer today, by package: a number may fall, and none may rise or join.
LONG_FILES = {"exhibits": 1, "hospital": 1, "linkage": 1, "report": 1, "studies": 1}
LONG_FUNCTIONS = {
    "exhibits": 3,
    "hospital": 2,
    "linkage": 1,
    "report": 3,
    "run": 2,
    "staging": 1,
    "studies": 8,
    "synthetic": 11,
}
MANY_PARAMETERS = {"exhibits": 3, "report": 1, "studies": 2, "synthetic": 4}

FUNCTIONS = [one for file in files_of() for one in functions_of(file)]


def long_files() -> list[str]:
    names = {file: file.relative_to(LIBRARY).as_posix() for file in files_of()}
    lines = {name: len(file.read_text("utf-8").splitlines()) for file, name in names.items()}
    return [name for name, number in lines.items() if number > LINES_OF_A_FILE]


@pytest.mark.parametrize(
    ("found", "today"),
    [
        (long_files(), LONG_FILES),
        ([one.name for one in FUNCTIONS if one.lines > LINES_OF_A_FUNCTION], LONG_FUNCTIONS),
        ([one.name for one in FUNCTIONS if len(one.parameters) > PARAMETERS], MANY_PARAMETERS),
    ],
    ids=["lines of a file", "lines of a function", "parameters"],
)
def test_no_package_has_more_that_is_long_than_today(found, today):
    number = Counter(name.split("/")[0] for name in found)
    more = {package: n for package, n in number.items() if n > today.get(package, 0)}
    assert more == {}, [name for name in found if name.split("/")[0] in more]
