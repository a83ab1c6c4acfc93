"""Modules and functions stay short enough to read at one sitting, and take few parameters."""

from tests.spec.source_code import LIBRARY, files_of, functions_of

LINES_OF_A_FILE, LINES_OF_A_FUNCTION, PARAMETERS = 300, 50, 6
LONG_FILES = 3
LONG_FUNCTIONS = 0.01  # share

FUNCTIONS = [one for file in files_of() for one in functions_of(file)]


def test_few_files_are_long():
    names = {file: file.relative_to(LIBRARY).as_posix() for file in files_of()}
    lines = {name: len(file.read_text("utf-8").splitlines()) for file, name in names.items()}
    found = [name for name, number in lines.items() if number > LINES_OF_A_FILE]
    assert len(found) <= LONG_FILES, found


def test_few_functions_are_long():
    found = [one.name for one in FUNCTIONS if one.lines > LINES_OF_A_FUNCTION]
    assert len(found) <= LONG_FUNCTIONS * len(FUNCTIONS), found


def test_no_function_takes_many_parameters():
    assert [one.name for one in FUNCTIONS if len(one.parameters) > PARAMETERS] == []
