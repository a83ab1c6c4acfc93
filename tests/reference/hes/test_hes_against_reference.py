"""The engine against the slow and obvious rules of ``reference.py``, on messy records."""

import json
import os
from collections import Counter
from functools import cache

import ibis
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pooledfunds.catalogue.hes_codes import decode
from pooledfunds.hospital.build import plan_stays
from pooledfunds.hospital.engine import Plan, connect
from tests.reference.hes.messy import RECORDS, RULES, SETTINGS, YEARS, staged
from tests.reference.hes.reference import build, join_stays

COMPARED = [
    "patient",
    "procode",
    "admitted",
    "ended",
    "discharged",
    "diagnosis",
    "diagnosis_longest",
    "diagnoses_later",
    "admimeth",
    "moved_in",
    "moved_out",
    "episodes",
    *(f"days_{year}" for year in YEARS),
]
MANY = settings(
    max_examples=int(os.environ.get("HES_EXAMPLES", "10")),  # more by hand
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def con(tmp_path_factory):
    with connect({"threads": 2, "memory_limit": "1GB"}, tmp_path_factory.mktemp("spill")) as con:
        yield con


@cache  # to compile a plan takes longer than to run it on a few records
def planned(schema, chosen):
    plan = Plan()
    plan_stays(plan, ibis.table(schema, name="records"), json.loads(chosen), RULES, YEARS)
    return plan


def run(con, records, chosen):
    """Return fates and stays as the engine has them, in the reference's plain values."""
    con.register("given", staged(records))
    days = ", ".join(f"{n}::DATE AS {n}" for n in ("admidate", "epistart", "epiend", "disdate"))
    con.execute(f"CREATE OR REPLACE TEMP TABLE records AS SELECT * REPLACE ({days}) FROM given")
    arrow = con.sql("FROM records LIMIT 0").to_arrow_table()
    plan = planned(ibis.Schema.from_pyarrow(arrow.schema), json.dumps(chosen))
    plan.run(con)
    fates = Counter(
        {(f, fate): rows for f, fate, rows in con.sql(plan.asked["fates"]).fetchall() if rows}
    )
    found = con.sql(plan.asked["stays"])
    columns, rows = found.columns, found.fetchall()
    stays = []
    for row in rows:
        stay = dict(zip(columns, row, strict=True))
        for name in ("diagnosis", "diagnosis_longest"):
            stay[name] = decode(stay[name], 4)
        stay["diagnoses_later"] = tuple(sorted(decode(d, 4) for d in stay["diagnoses_later"] or ()))
        stay["admimeth"] = decode(stay["admimeth"], 2)
        if "procode" in stay:
            stay["procode"] = decode(stay["procode"], 3)
        stays.append(stay)
    return fates, stays


def in_order(stays, columns):
    return sorted((tuple(s[c] for c in columns) for s in stays), key=str)


VARIANTS = [
    {},
    {"duplicates": "york", "spells": "york", "bed_days": {"source": "dates", "rule": "in_year"}},
    {"admission_date": "as_recorded", "open_episodes": "drop", "spells": "york"},
    {"duplicates": "york", "open_episodes": "drop"},
]


@MANY
@given(records=RECORDS, variant=st.sampled_from(range(len(VARIANTS))))
def test_fates_and_provider_spells_agree_with_the_reference(con, records, variant):
    chosen = SETTINGS | VARIANTS[variant]
    fates, stays = run(con, records, chosen)
    expected_fates, expected = build(records, chosen, YEARS)
    assert fates == +expected_fates
    assert in_order(stays, COMPARED) == in_order(expected, COMPARED)
    assert sum(fates.values()) == len(records)


@MANY
@given(records=RECORDS, days=st.sampled_from([2, 3]))
def test_continuous_spells_agree_with_the_reference(con, records, days):
    chosen = SETTINGS | {"stays": "continuous", "transfer_max_gap_days": days}
    _, stays = run(con, records, chosen)
    _, spells = build(records, SETTINGS, YEARS)
    columns = ["patient", "admitted", "ended", "discharged", "episodes", "diagnosis"]
    assert in_order(stays, columns) == sorted(join_stays(spells, days), key=str)
