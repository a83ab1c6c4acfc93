"""Episodes that lie in any order, over many row groups and two threads, are linked rightly."""

import ibis

from pooledfunds.hospital.engine import connect
from pooledfunds.hospital.spells import in_rule_order, link_episodes
from tests.reference.hes.messy import fetch

# Patient p has p % 5 + 1 episodes of a day at one provider; each two share an admission date
SHUFFLED = """
    CREATE TABLE episodes AS
    SELECT p::UBIGINT AS patient, 1::UINTEGER AS procode, (7 * p + k)::UBIGINT AS epikey,
        DATE '2006-05-01' + 3 * k AS epistart, DATE '2006-05-02' + 3 * k AS epiend,
        DATE '2006-05-01' + 6 * (k // 2) AS admidate_filled,
        k::UINTEGER AS epiorder, 0::UINTEGER AS transfer_status, 1::UINTEGER AS dismeth
    FROM range(150000) t(p), (SELECT range::INTEGER AS k FROM range(5))
    WHERE k <= p % 5 ORDER BY hash(p * 31 + k)
"""


def test_links_hold_wherever_the_episodes_of_a_patient_lie(tmp_path):
    con = connect({"threads": 2, "memory_limit": "1GB"}, tmp_path)
    con.execute(SHUFFLED)
    schema = ibis.Schema.from_pyarrow(con.sql("FROM episodes LIMIT 0").to_arrow_table().schema)
    ordered = in_rule_order(ibis.table(schema, name="episodes"), "york")
    con.execute(f"CREATE TABLE ordered AS {ibis.to_sql(ordered, dialect='duckdb')}")
    linked = fetch(con, link_episodes(ibis.table(schema, name="ordered"), "york"))
    con.close()
    assert len(linked) == 450_000
    assert (linked["joins"] == (linked["epiorder"] % 2 == 1)).all()
    one_after = linked["epiorder"] < linked["patient"] % 5
    assert (linked["joined"] == ((linked["epiorder"] % 2 == 0) & one_after)).all()
    spells = linked.groupby("patient")["spell"].agg(["min", "max", "nunique"])
    assert (spells["nunique"] == (spells.index % 5 + 2) // 2).all()
    assert (spells["max"] - spells["min"] + 1 == spells["nunique"]).all()
    assert spells["nunique"].sum() == linked["spell"].max()
