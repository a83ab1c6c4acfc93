"""Public functions say what they take: NumPy sections, which the reference pages are built from."""

import pytest

from tests.spec.source_code import files_of, functions_of

# Packages whose docstrings have been gone through; a package joins when it reaches the share.
PACKAGES = (
    "areas",
    "catalogue",
    "claims",
    "core",
    "estimation",
    "exhibits",
    "hospital",
    "linkage",
    "report",
    "run",
    "staging",
    "studies",
    "synthetic",
)
SHARE = 0.9


@pytest.mark.parametrize("package", PACKAGES)
def test_nine_in_ten_public_functions_of_two_or_more_parameters_describe_every_one(package):
    found = [one for file in files_of(package) for one in functions_of(file)]
    asked = [one for one in found if one.public and len(one.parameters) > 1]
    silent = [one.name for one in asked if not set(one.parameters) <= one.documented]
    assert asked
    assert len(silent) <= (1 - SHARE) * len(asked), f"parameters without a word: {silent}"


def test_no_docstring_describes_a_parameter_that_is_not_there():
    gone = {
        one.name: sorted(one.documented - {*one.parameters, *one.others})
        for file in files_of()
        for one in functions_of(file)
        if one.documented - {*one.parameters, *one.others}
    }
    assert gone == {}
