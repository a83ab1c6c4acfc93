"""Nights of an episode, as recorded and from its dates: a few records worked out by hand."""

import ibis
import pandas as pd
import pytest

from pooledfunds.hospital.bed_days import (
    bed_days_in_superseded,
    contradicted_bed_days,
    end_open_episodes,
    nights_between,
    nights_by_year,
    recorded_bed_days,
)
from tests.unit.hospital.by_hand import answer, days


@pytest.mark.parametrize(
    ("start", "end", "nights"),
    [
        ("2007-04-01", "2007-04-01", 0),  # a day case
        ("2007-04-01", "2007-04-02", 1),
        ("2007-03-30", "2007-04-02", 1),  # two of the three nights are of the year before
        ("2008-03-30", "2008-04-03", 2),  # the night of 31 March is of the year that ends
        ("2006-05-01", "2009-05-01", 366),  # through the whole of a leap year
        ("2006-05-01", "2006-05-09", 0),
        ("2008-04-01", "2008-04-09", 0),
    ],
)
def test_nights_within_a_year(start, end, nights):
    year = ibis.date(2007, 4, 1), ibis.date(2008, 4, 1)
    found = answer(
        {"start": days(start), "end": days(end)},
        lambda t: t.select(nights=nights_between(t.start, t.end, *year)),
    )
    assert found["nights"].tolist() == [nights]


def test_an_open_episode_ends_on_the_day_after_its_year():
    episodes = {"epistat": [3, 1], "fyear": [2007, 2007], "epiend": days("2007-05-04", None)}
    found = answer(episodes, end_open_episodes)
    assert found["is_open"].tolist() == [False, True]
    assert found["epiend"].dt.strftime("%Y-%m-%d").tolist() == ["2007-05-04", "2008-04-01"]


def recorded(start: str, finish: str | None, bedyear: float | None) -> dict:
    return {
        "file": ["APC_0708"],
        "fyear": [2007],
        "epistart": days(start),
        "finish": days(finish),
        "year_start": days("2007-04-01"),
        "year_end": days("2008-03-31"),
        "bedyear": pd.Series([bedyear], dtype="Int64"),
    }


@pytest.mark.parametrize(
    ("start", "finish", "bedyear", "nights", "contradicted"),
    [
        ("2007-05-01", "2007-05-11", 10, 10, False),
        ("2007-05-01", "2007-05-11", 11, 11, False),  # counts the day of discharge
        ("2007-05-01", "2007-05-11", 9, 9, False),
        ("2007-05-01", "2007-05-11", 12, 10, True),
        ("2007-05-01", "2007-05-11", 8, 10, True),
        ("2007-05-01", "2007-05-11", None, 10, False),
        ("2006-12-01", "2007-04-11", None, 10, False),  # the year before speaks for the others
        ("2008-03-30", None, None, 2, False),  # open: through the night of 31 March
    ],
)
def test_recorded_nights_stand_unless_they_are_none_or_the_dates_differ_by_more_than_one(
    start, finish, bedyear, nights, contradicted
):
    record = recorded(start, finish, bedyear)
    row = answer(record, recorded_bed_days).iloc[0]
    assert (row["nights"], row["contradicted"]) == (nights, contradicted)
    counted = answer(record, lambda t: contradicted_bed_days(recorded_bed_days(t)))
    assert counted["records"].tolist() == ([1] if contradicted else [])


def test_nights_are_of_the_records_own_year_or_of_the_dates():
    episode = {"fyear": [2007], "nights": [7], "epistart": days("2007-03-30"),
               "epiend": days("2007-04-03")}  # fmt: skip

    def nights(source: str) -> dict:
        years = [2006, 2007]
        found = answer(episode, lambda t: t.select(**nights_by_year(t, source, years)))
        return found.iloc[0].to_dict()

    assert nights("bedyear") == {"days_2006": 0, "days_2007": 7}
    assert nights("dates") == {"days_2006": 2, "days_2007": 2}


def test_superseded_records_add_what_they_tell_of_their_years():
    superseded = {
        "patient": [1, 1, 2],
        "procode": [9, 9, 9],
        "epistart": days("2005-05-01", "2005-05-01", "2006-05-01"),
        "epiorder": [1, 1, 1],
        "fyear": [2005, 2006, 2006],
        "nights": [30, 365, 4],
    }
    found = answer(superseded, lambda t: bed_days_in_superseded(t, [2005, 2006]))
    assert found.set_index("patient")[["days_2005", "days_2006"]].to_dict("index") == {
        1: {"days_2005": 30, "days_2006": 365},
        2: {"days_2005": 0, "days_2006": 4},
    }
