"""The data package, held by the Frictionless framework against the files that it describes."""

import json

import frictionless
import pandera.pandas as pa
import pytest

from pooledfunds.core.schema import category, count, nullable_number, table, text
from pooledfunds.report.release.data_package import field_of, package_name


def faults(report) -> set[str]:
    """Return the kinds of fault that the framework finds."""
    found = frictionless.validate(str(report / "datapackage.json"))
    return {error.type for error in found.errors} | {
        error.type for task in found.tasks for error in task.errors
    }


def test_a_package_is_valid_and_its_files_are_as_it_says(report):
    assert faults(report) == set()
    package = json.loads((report / "datapackage.json").read_text())
    assert package["name"] == "a-study-artificial"
    assert package["licenses"][0]["name"] == "MIT"
    areas = next(one for one in package["resources"] if one["name"] == "areas")
    assert areas["schema"]["primaryKey"] == ["area_type", "area_code", "indicator"]
    types = {field["name"]: field["type"] for field in areas["schema"]["fields"]}
    assert (types["area_code"], types["value"]) == ("string", "number")
    assert all("unit" in field for field in areas["schema"]["fields"] if field["type"] == "number")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("5E1", "5E2", "hash-count"),  # of equal length
        ("kept", "kept twice", "byte-count"),
        ("hes,APC,kept,9", "hes,APC,kept,nine", "type-error"),
        ("hes,APC,kept,9", "hes,APC,submitted,9", "primary-key"),
        ("hes,APC,kept,9", "hes,APC,kept,-9", "constraint-error"),
    ],
)
def test_a_file_that_was_changed_is_found_out(report, old, new, fault):
    for name in ("areas.csv", "row_accounts.csv"):
        file = report / name
        file.write_text(file.read_text().replace(old, new))
    assert fault in faults(report)


def test_a_column_of_the_catalogue_is_a_field_with_what_its_values_obey():
    schema = table(
        "t",
        "A table",
        {
            "code": text("Code", r"5[A-Z]\d|T\d"),
            "kind": category("Kind", "pct", "council"),
            "people": count("People", "persons"),
            "share": nullable_number("Share", 0, "per cent"),
        },
        unique=["code"],
    )
    code, kind, people, share = (field_of(*item) for item in schema.columns.items())
    assert code["constraints"] == {"pattern": r"(?:5[A-Z]\d|T\d)"}
    assert kind["constraints"] == {"enum": ["pct", "council"]}
    assert (people["type"], people["unit"]) == ("integer", "persons")
    assert people["constraints"] == {"minimum": 0, "required": True}
    assert share["constraints"] == {"minimum": 0}
    assert isinstance(schema, pa.DataFrameSchema)


def test_a_name_has_the_letters_that_a_package_may_have():
    assert package_name("Ten years_on (official)") == "ten-years-on-official-"
