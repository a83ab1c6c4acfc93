"""Each judgement about hospital records on a table that can be read at a glance."""

from datetime import date

import ibis
import pandas as pd
import pytest

from pooledfunds.catalogue.hes_codes import encode
from pooledfunds.hospital.activity import (
    age_band_of,
    band_names,
    condition_bits,
    councils_by_home,
    financial_year_of,
    trim_long_stays,
)
from pooledfunds.hospital.build import plan_stays
from pooledfunds.hospital.engine import Plan, connect
from tests.reference.hes.messy import RULES, SETTINGS, YEARS, fetch, staged

MARCH, APRIL = (lambda day: date(2007, 3, day)), (lambda day: date(2007, 4, day))
EPISODE = {
    "epikey": 1, "patient": 1, "fyear": 2006, "epistat": 3, "epitype": 1, "sex": 2, "age": 80,
    "admimeth": "21", "admisorc": "19", "admidate": MARCH(1), "epistart": MARCH(1),
    "epiend": MARCH(5), "disdate": None, "epiorder": 1, "bedyear": 4, "disdest": "98",
    "dismeth": 8, "classpat": 1, "mainspef": "300", "procode": "X01", "diagnosis": "S720",
    "respct": "5A1", "pctcode": "5A2", "district": "00AA",
}  # fmt: skip


@pytest.fixture
def con(tmp_path):
    with connect({"threads": 1, "memory_limit": "1GB"}, tmp_path) as connection:
        yield connection


def judge(con, *changes, **settings):
    """Return fates and stays of the episode with each change, numbered by ``epikey``."""
    rows = [
        EPISODE | {"epikey": n} | change | {"line": n + 1} for n, change in enumerate(changes, 1)
    ]
    rows = [row | {"file": row["fyear"] - YEARS[0]} for row in rows]
    con.register("given", staged(rows))
    days = ", ".join(f"{n}::DATE AS {n}" for n in ("admidate", "epistart", "epiend", "disdate"))
    con.execute(f"CREATE OR REPLACE TEMP TABLE records AS SELECT * REPLACE ({days}) FROM given")
    schema = ibis.Schema.from_pyarrow(con.sql("FROM records LIMIT 0").to_arrow_table().schema)
    plan = Plan()
    plan_stays(plan, ibis.table(schema, name="records"), SETTINGS | settings, RULES, YEARS)
    plan.run(con)
    fates = plan.answer(con, "fates").groupby("fate")["rows"].sum()
    stays = plan.answer(con, "stays").sort_values("admitted").reset_index(drop=True)
    return fates[fates != 0].to_dict(), stays


@pytest.mark.parametrize(
    ("change", "fate"),
    [
        ({"patient": 0}, "no patient key"),
        ({"procode": "899"}, "no provider"),
        ({"epistat": 5}, "neither finished nor unfinished"),
        ({"classpat": 2}, "another patient class"),
        ({"epistart": None}, "no start date"),
        ({"epiend": None}, "no end date"),
        ({"epiend": date(2007, 2, 20)}, "ends before it starts"),
        ({"epiend": APRIL(1)}, "ends after its data year"),
        ({"epistart": APRIL(2), "epiend": APRIL(3)}, "starts after its data year"),
        ({}, "kept"),
    ],
)
def test_a_record_has_the_first_fate_that_holds(con, change, fate):
    assert judge(con, change)[0] == {fate: 1}


def test_a_record_sent_again_under_a_new_key_is_a_duplicate(con):
    fates, stays = judge(con, {}, {"mainspef": ""}, {})
    assert fates == {"kept": 1, "duplicate (health_foundation)": 2}
    assert stays["days_2006"].tolist() == [4]


def test_the_same_record_twice_is_a_repetition(con):
    fates, _ = judge(con, {"epikey": 7}, {"epikey": 7})
    assert fates == {"kept": 1, "repeated record": 1}


def test_york_calls_the_same_episode_at_another_provider_a_duplicate(con):
    other = {"procode": "X02"}
    assert judge(con, {}, other)[0] == {"kept": 2}
    assert judge(con, {}, other, duplicates="york")[0] == {"kept": 1, "duplicate (york)": 1}


def test_an_episode_open_for_years_is_told_of_each_year_and_counted_once(con):
    began = {"epistart": date(2006, 3, 1), "admidate": date(2006, 3, 1)}
    fates, stays = judge(
        con,
        began | {"epistat": 1, "epiend": None, "bedyear": 365},
        began | {"fyear": 2007, "epiend": APRIL(10), "bedyear": 9, "dismeth": 1},
    )
    assert fates == {"unfinished, told of again later": 1, "kept": 1}
    assert stays[["days_2006", "days_2007"]].to_numpy().tolist() == [[365, 9]]


def test_the_nights_of_a_stay_over_31_march_fall_into_both_years(con):
    over = {"fyear": 2007, "epistart": MARCH(30), "epiend": APRIL(4), "bedyear": 3, "dismeth": 1}
    _, stays = judge(con, over, bed_days={"source": "dates", "rule": "in_year"})
    assert stays[["days_2006", "days_2007"]].to_numpy().tolist() == [[2, 3]]


def test_a_missing_admission_date_is_filled_for_a_first_episode_only(con):
    missing = {"admidate": None}
    _, filled = judge(con, missing)
    assert filled["admitted"].dt.date.tolist() == [MARCH(1)]
    _, stays = judge(con, missing | {"epiorder": 2, "epistart": MARCH(2)})
    assert stays["admitted"].dt.date.tolist() == [MARCH(2)]  # its own start stands in


def test_episodes_of_one_admission_are_one_spell_with_the_first_ones_diagnosis(con):
    second = {"epistart": MARCH(5), "epiend": MARCH(20), "epiorder": 2, "diagnosis": "J189"}
    _, stays = judge(con, {}, second | {"dismeth": 1, "bedyear": 15})
    stay = stays.iloc[0]
    assert (stay["episodes"], stay["days_2006"]) == (2, 19)
    assert stay["diagnosis"] == encode("S720", 4)
    assert stay["diagnosis_longest"] == encode("J189", 4)
    assert stay["discharged"].date() == MARCH(20)


def test_a_stay_without_its_admitting_episode_has_the_first_diagnosis_there_is(con):
    """Admitted before the extract begins, its first episode ended there: decision 0039."""
    before = {"admidate": date(2006, 2, 28), "diagnosis": "T509", "epiorder": 2, "dismeth": 1}
    before |= {"epistart": date(2006, 3, 20), "epiend": date(2006, 4, 4), "bedyear": 3}
    fates, stays = judge(con, before)
    assert fates == {"kept": 1}
    stay = stays.iloc[0]
    assert stay["diagnosis"] == encode("T509", 4)
    assert (stay["admitted"].date(), stay["days_2006"]) == (date(2006, 2, 28), 3)


def test_the_rules_part_ways_on_discharge_method_6(con):
    """York reads every method above 5 as not discharged, the Health Foundation 8 and 9."""
    first = {"dismeth": 6}
    second = {"epistart": MARCH(5), "epiend": MARCH(9), "admidate": MARCH(5), "dismeth": 1}
    assert len(judge(con, first, second)[1]) == 2
    assert len(judge(con, first, second, spells="york")[1]) == 1


def test_the_date_of_discharge_may_stand_on_another_episode(con):
    first = {"disdate": MARCH(20)}
    second = {"epistart": MARCH(5), "epiend": MARCH(20), "epiorder": 2, "dismeth": 0}
    assert judge(con, first, second)[1]["discharged"].dt.date.tolist() == [MARCH(20)]


def test_spells_of_one_patient_at_two_providers_stay_apart(con):
    _, stays = judge(con, {}, {"procode": "X02"})
    assert len(stays) == 2


@pytest.mark.parametrize(("days", "spells"), [(2, 2), (3, 1)])
def test_a_transfer_joins_spells_within_the_days_that_are_set(con, days, spells):
    out = {"dismeth": 1, "disdest": "51"}
    there = {"procode": "X02", "admisorc": "51", "admimeth": "81", "dismeth": 1}
    there |= {"epistart": MARCH(8), "epiend": MARCH(12), "admidate": MARCH(8)}
    _, stays = judge(con, out, there, stays="continuous", transfer_max_gap_days=days)
    assert len(stays) == spells


def test_without_a_transfer_a_readmission_is_a_stay_of_its_own(con):
    again = {"epistart": MARCH(6), "epiend": MARCH(8), "admidate": MARCH(6)}
    _, stays = judge(con, {"dismeth": 1}, again | {"dismeth": 1}, stays="continuous")
    assert len(stays) == 2


def test_residence_and_responsibility_are_different_trusts(con):
    assert judge(con, {})[1]["pct"].tolist() == [encode("5A1", 3)]
    chosen = {"attribution": {"pct": "responsibility", "council": "district"}}
    assert judge(con, {}, **chosen)[1]["pct"].tolist() == [encode("5A2", 3)]


def test_a_district_lies_in_its_own_council_or_in_its_county():
    places = pd.DataFrame({"code": ["00AA", "16"], "council": ["101", "102"]})
    council = councils_by_home(places, "district")
    codes = ["00AA", "16UB", "99ZZ"]
    assert [council(encode(code, 4)) for code in codes] == ["101", "102", "unknown"]
    assert council(0) == "unknown"


def test_a_condition_is_a_range_of_codes_and_sets_may_overlap(con):
    codes = ["S719", "S720", "S722", "S723", "I63", "I639", "I64", "J181", "J139", "J140", "J159"]
    sets = {"femur": ["S720", "S721", "S722"], "stroke": ["I63", "I64"], "brain": ["I6"]}
    sets["lungs"] = ["J15", "J13", "J12", "J131"]
    con.register("stays", pd.DataFrame({"diagnosis": [encode(code, 4) for code in codes]}))
    stays = ibis.table({"diagnosis": "int64"}, name="stays")
    bits = fetch(con, stays.select(bits=condition_bits(stays, sets, "admitting")))["bits"]
    assert bits.tolist() == [0, 1, 1, 0, 6, 6, 6, 0, 8, 0, 8]


def test_ages_fall_into_bands_and_unknown_is_one_of_its_own(con):
    con.register("people", pd.DataFrame({"age": pd.array([0, 64, 65, 84, 85, 120, None], "Int16")}))
    people = ibis.table({"age": "int16"}, name="people")
    bands = fetch(con, people.select(band=age_band_of(people.age, [0, 65, 85])))["band"]
    names = band_names([0, 65, 85])
    expected = ["0-64", "0-64", "65-84", "65-84", "85+", "85+", "unknown"]
    assert [names[band] for band in bands] == expected


def test_a_financial_year_begins_on_1_april(con):
    given = ["2006-03-31", "2007-03-31", "2007-04-01", "2008-04-01", None]
    con.register("days", pd.DataFrame({"day": pd.to_datetime(given)}))
    days = ibis.table({"day": "timestamp"}, name="days")
    years = fetch(con, days.select(year=financial_year_of(days.day.date(), [2006, 2007])))["year"]
    assert years.tolist() == [0, 2006, 2007, 0, 0]


def test_long_stays_are_counted_at_the_limit_and_none_is_lost():
    lengths = pd.DataFrame({"nights": [10, 90, 400], "stays": [5, 3, 1]})
    assert trim_long_stays(lengths, 90)["nights"].tolist() == [10, 90, 90]
    assert trim_long_stays(lengths, None)["nights"].tolist() == [10, 90, 400]
