"""The engine against the slow and obvious rules of ``reference.py``, on messy records."""

import os
from collections import Counter

import ibis
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pooledfunds.episodes.build import build_partition
from pooledfunds.sources.hes_apc_codes import decode
from tests.reference.hes.messy import RECORDS, RULES, SETTINGS, YEARS, staged
from tests.reference.hes.reference import build, join_stays

# Ibis 12 calls a method of DuckDB that DuckDB 2 deprecates
pytestmark = pytest.mark.filterwarnings("ignore:fetch_arrow_table:DeprecationWarning")

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
    max_examples=int(os.environ.get("HES_EXAMPLES", "6")),  # more by hand: half a second each
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def con():
    return ibis.duckdb.connect(threads=2)


def run(con, records, chosen):
    """Return fates and stays as the engine has them, in the reference's plain values."""
    path_table = staged(records)
    raw = con.con
    raw.register("given", path_table)
    raw.execute(
        "CREATE OR REPLACE TEMP TABLE records AS SELECT * REPLACE (admidate::DATE AS admidate, "
        "epistart::DATE AS epistart, epiend::DATE AS epiend, disdate::DATE AS disdate) FROM given"
    )
    partition = build_partition(con, con.table("records"), chosen, RULES, YEARS)
    fates = Counter(
        {(int(r.file), r.fate): int(r.rows) for r in partition.fates.itertuples() if r.rows}
    )
    rows = con.con.sql(ibis.to_sql(partition.stays, dialect="duckdb")).fetchall()
    columns = partition.stays.columns
    stays = []
    for row in rows:
        stay = dict(zip(columns, row, strict=True))
        for name in ("diagnosis", "diagnosis_longest"):
            stay[name] = decode(stay[name], 4)
        stay["diagnoses_later"] = tuple(decode(d, 4) for d in stay["diagnoses_later"] or ())
        stay["admimeth"] = decode(stay["admimeth"], 2)
        if "procode" in stay:
            stay["procode"] = decode(stay["procode"], 3)
        stays.append(stay)
    return fates, stays


def in_order(stays, columns):
    return sorted((tuple(s[c] for c in columns) for s in stays), key=str)


@MANY
@given(
    records=RECORDS,
    duplicates=st.sampled_from(["health_foundation", "york"]),
    spells=st.sampled_from(["health_foundation", "york"]),
    admission_date=st.sampled_from(["from_start", "as_recorded"]),
    open_episodes=st.sampled_from(["keep", "drop"]),
    source=st.sampled_from(["bedyear", "dates"]),
)
def test_fates_and_provider_spells_agree_with_the_reference(
    con, records, duplicates, spells, admission_date, open_episodes, source
):
    chosen = SETTINGS | {
        "duplicates": duplicates,
        "spells": spells,
        "admission_date": admission_date,
        "open_episodes": open_episodes,
        "bed_days": {"source": source, "rule": "in_year"},
    }
    fates, stays = run(con, records, chosen)
    expected_fates, expected = build(records, chosen, YEARS)
    assert fates == +expected_fates
    assert in_order(stays, COMPARED) == in_order(expected, COMPARED)
    assert sum(fates.values()) == len(records)


@MANY
@given(records=RECORDS, days=st.sampled_from([2, 3]))
def test_continuous_spells_agree_with_the_reference(con, records, days):
    chosen = SETTINGS | {"stays": "continuous", "transfer_days": days}
    _, stays = run(con, records, chosen)
    _, spells = build(records, SETTINGS, YEARS)
    columns = ["patient", "admitted", "ended", "discharged", "episodes", "diagnosis"]
    assert in_order(stays, columns) == sorted(join_stays(spells, days), key=str)
