"""Records that repeat, duplicate or supersede one another: a few by hand."""

import pandas as pd
import pytest

from pooledfunds.catalogue.hes_codes import encode
from pooledfunds.hospital.measure import council_places, data_years
from pooledfunds.hospital.records import (
    attribute,
    duplicate_records,
    repair_admission_date,
    repeated_records,
    superseded_records,
    transfer_status,
)
from tests.unit.hospital.by_hand import answer, days

RULE = {"key": ["patient"], "prefer": [], "order": []}


def records(lines: int, **changed) -> dict:
    """Return finished records of one patient, that differ in their line and key only."""
    plain = {
        "patient": [1] * lines,
        "procode": [9] * lines,
        "epistart": days(*["2007-05-01"] * lines),
        "epiend": days(*["2007-05-09"] * lines),
        "epiorder": [1] * lines,
        "epistat": [3] * lines,
        "fyear": [2007] * lines,
        "epikey": list(range(100, 100 + lines)),
        "file": [1] * lines,
        "line": list(range(1, lines + 1)),
        "diagnosis": [5] * lines,
    }
    return plain | changed


def lines_of(held: dict, what) -> list[int]:
    return sorted(answer(held, what)["line"].tolist())


@pytest.mark.parametrize(
    ("changed", "rule", "put_aside"),
    [
        ({}, RULE, [2, 3]),  # ties fall to the lowest key of a record
        ({"epikey": [102, 101, 100]}, RULE, [1, 2]),
        # then to what they hold, wherever they stand, and what is missing goes last
        ({"epikey": [7, 7, 7], "diagnosis": [9, 5, 6]}, RULE, [1, 3]),
        ({"epikey": [7, 7, 7], "epiend": days(None, "2007-05-09", "2007-05-02")}, RULE, [1, 2]),
        # and then to the place in the files
        ({"epikey": [7, 7, 7], "file": [2, 1, 1]}, RULE, [1, 3]),
        ({"patient": [1, 2, 3]}, RULE, []),
        ({"diagnosis": [0, 5, 0]}, RULE | {"prefer": ["diagnosis"]}, [1, 3]),  # nought is none
        (
            {"epiend": days(None, "2007-05-09", "2007-05-02")},
            RULE | {"order": ["epiend"]},
            [1, 2],  # the lowest goes first, and what is missing last
        ),
        (
            {"epiend": days(None, "2007-05-09", None)},
            RULE | {"prefer": ["epiend"]},
            [1, 3],
        ),
        # An episode open for years is unfinished in each year's file: no duplicate.
        ({"epistat": [1, 1, 3], "fyear": [2006, 2007, 2007]}, RULE, []),
        ({"epistat": [1, 1, 3], "fyear": [2007, 2007, 2007]}, RULE, [2]),
        ({"fyear": [2006, 2007, 2007]}, RULE, [2, 3]),
    ],
)
def test_all_duplicates_but_the_best_are_put_aside(changed, rule, put_aside):
    assert lines_of(records(3, **changed), lambda t: duplicate_records(t, rule)) == put_aside


def test_a_record_that_is_repeated_with_its_key_is_put_aside():
    assert lines_of(records(3, epikey=[7, 7, 8]), repeated_records) == [2]


@pytest.mark.parametrize("turned", [False, True])
def test_what_is_kept_of_records_with_one_key_does_not_depend_on_their_order(turned):
    """A table of a database has its rows in another order than the text that it was made from."""
    held = records(2, epikey=[7, 7], diagnosis=[9, 5][:: -1 if turned else 1])
    [aside] = lines_of(held, repeated_records)
    assert held["diagnosis"][aside - 1] == 9


@pytest.mark.parametrize(
    ("changed", "superseded"),
    [
        ({"epistat": [1, 3], "fyear": [2006, 2007]}, [1]),
        ({"epistat": [1, 1], "fyear": [2006, 2007]}, [1]),
        ({"epistat": [1, 1], "fyear": [2007, 2007]}, []),
        ({"epistat": [3, 3], "fyear": [2006, 2007]}, []),
        ({"epistat": [1, 3], "fyear": [2006, 2007], "epiorder": [1, 2]}, []),
        ({"epistat": [1, 3], "fyear": [2006, 2007], "procode": [9, 8]}, []),
    ],
)
def test_an_unfinished_record_is_superseded_by_a_finished_or_later_one(changed, superseded):
    assert lines_of(records(2, **changed), superseded_records) == superseded


@pytest.mark.parametrize(
    ("rule", "filled"),
    [
        ("as_recorded", [None, None, None, "2007-04-30"]),
        ("from_start", ["2007-05-01", None, None, "2007-04-30"]),
    ],
)
def test_a_first_episode_that_is_no_transfer_in_was_admitted_when_it_began(rule, filled):
    held = {
        "epistart": days(*["2007-05-01"] * 4),
        "admidate": days(None, None, None, "2007-04-30"),
        "epiorder": [1, 2, 1, 1],
        "transfer_status": [1, 0, 3, 0],
    }
    found = answer(held, lambda t: repair_admission_date(t, rule))["admidate_filled"]
    told = [None if pd.isna(day) else f"{day:%Y-%m-%d}" for day in found]
    assert told == filled


def test_a_transfer_is_told_by_where_a_patient_came_from_and_went():
    came, went, home = (encode(code, 2) for code in ("51", "52", "19"))
    held = {
        "admisorc": [home, home, came, came],
        "admimeth": [encode("21", 2)] * 4,
        "disdest": [home, went, went, home],
    }
    assert answer(held, transfer_status)["transfer_status"].tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("pct", "council", "found"),
    [("residence", "district", [1, 3]), ("responsibility", "lsoa", [2, 4])],
)
def test_bodies_are_of_residence_or_of_responsibility(pct, council, found):
    held = {"respct": [1], "pctcode": [2], "district": [3], "lsoa": [4]}
    row = answer(held, lambda t: attribute(t, {"pct": pct, "council": council})).iloc[0]
    assert row[["pct", "home"]].tolist() == found


def test_places_are_those_of_small_areas_or_of_councils_alone():
    areas = pd.DataFrame({"lsoa01_code": ["E01"], "cssr_code": ["701"], "imd_score": [9.0]})
    assert council_places(areas, "lsoa").to_dict("list") == {"code": ["E01"], "council": ["701"]}
    bodies = pd.DataFrame(
        {"area_type": ["council", "pct"], "old_code": ["00HY", "5A1"], "area_code": ["701", "5A1"]}
    )
    found = council_places(bodies, "district")
    assert found.to_dict("list") == {"code": ["00HY"], "council": ["701"]}


def test_data_years_are_read_from_the_columns_of_nights():
    assert data_years(["days_2007", "patient", "days_2005"]) == [2005, 2007]
