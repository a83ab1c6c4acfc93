"""The ledger as a table: one verdict a claim, by its primary reading, and all readings beside."""

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pooledfunds.catalogue.claims import FACT_TABLE, LEDGER, READINGS
from pooledfunds.catalogue.estimation import ESTIMATES
from pooledfunds.claims.fact import Fact
from pooledfunds.claims.ledger import check_claims, in_words
from pooledfunds.claims.registry import facts_of
from pooledfunds.claims.verdicts import VERDICTS, conjunction, in_words_of, satisfies
from pooledfunds.core.codelists import read_tables
from pooledfunds.core.schema import enforce
from pooledfunds.core.settings import read_rows, study_tables

FACTS = facts_of("means_to_an_end")

DECLARED = read_tables(study_tables("means_to_an_end"))
SOURCES = sorted(row["source"] for row in read_rows("config/sources.csv"))
MONEY = Fact("money", "GBP bn", "2007/08", ("pssex1",), "The money", lambda evidence: 3.41)
PRINTED = Fact("printed", "GBP bn", "2007/08", ("published_report",), "C001", lambda e: 3.4)
STUDY = {
    "verdicts": {"plausible_factor": 1.5, "weak_above": 0.2},
    "outcomes": {"bed_days": {"better": "lower"}},
    "inference": {"conf_level": 0.95},
}


def claim(claim_id="C001", **cells):
    row = dict.fromkeys(DECLARED["claims"].columns, "") | {
        "claim_id": claim_id,
        "locator": "p8",
        "statement": "Some money",
        "kind": "numeric",
        "published": "3.4",
        "unit": "GBP bn",
        "comparison": "printed",
        "sources": "pssex1",
    }
    return row | cells


def reading(label="as printed", role="primary", **cells):
    row = dict.fromkeys(DECLARED["readings"].columns, "") | {
        "claim_id": "C001",
        "reading": label,
        "role": role,
        "kind": "fact",
        "target": "money",
        "reason": "The sentence says so.",
    }
    return row | cells


def table_of(**values):
    rows = [
        dict.fromkeys(FACT_TABLE.columns, "")
        | {"fact": name, "value": value, "conf_low": None, "conf_high": None, "how": "The money"}
        for name, value in values.items()
    ]
    table = pd.DataFrame(rows, columns=list(FACT_TABLE.columns))
    return table.astype(dict.fromkeys(("value", "conf_low", "conf_high"), float))


def estimated(**cells):
    row = dict.fromkeys(ESTIMATES.columns, float("nan")) | {
        "specification": "stays/2007_08",
        "outcome": "bed_days",
        "term": "pool",
        "estimate": 0.01,
        "scale": "log",
        "conf_low": -0.02,
        "conf_high": 0.04,
        "nobs": 148,
        "n_exposed": 30,
        "minimum_detectable_effect": 0.08,
        "equivalence_margin": 0.05,
        "conclusion": "equivalent",
    }
    return pd.DataFrame([row | cells])


NONE = estimated()[:0]
FAMILY = pd.DataFrame(
    [("pools", "stays_*/*", "pool"), ("pools", "equipment/2007_08", "pool")],
    columns=["family", "specifications", "term"],
)


def ledger(the_claim, *readings, basis="official", available=("pssex1",), **tables):
    """Return the claim's row and those of its readings."""
    declared = {
        "claims": pd.DataFrame([the_claim]),
        "readings": pd.DataFrame(readings, columns=DECLARED["readings"].columns),
        "families": FAMILY,
    }
    found = check_claims(
        declared,
        tables.get("facts", table_of()),
        tables.get("estimates", NONE),
        set(available),
        {"basis": basis, "study": STUDY},
        {"money": MONEY, "printed": PRINTED},
    )
    return found["claims"].iloc[0], found["readings"]


def test_the_primary_reading_decides_however_many_others_agree():
    others = [reading(f"other {n}", "sensitivity", target="more") for n in range(11)]
    row, rows = ledger(claim(), reading(), *others, facts=table_of(money=9.9, more=3.41))
    assert row["verdict"] == "contradicted"
    assert (row["n_readings"], row["n_computed"], row["n_agree"]) == (12, 12, 11)
    assert (row["computed"], row["reading"]) == (9.9, "as printed")
    assert rows["verdict"].tolist() == ["contradicted"] + ["reproduced"] * 11
    assert set(rows["claim_id"]) == {"C001"}


def test_a_primary_reading_that_cannot_be_had_leaves_no_verdict():
    other = reading("other", "sensitivity")
    row, rows = ledger(claim(), reading(sources="wcc"), other, facts=table_of(money=3.41))
    assert (row["verdict"], row["missing_sources"], row["n_agree"]) == ("not computable", "wcc", 1)
    assert row["evidence"] == ""
    assert rows["verdict"].tolist() == ["not computable", "reproduced"]


def test_the_reports_own_figures_stand_in_and_reproduce_nothing():
    printed = reading("as printed figures", "arithmetic", target="printed")
    facts = table_of(money=9.9, printed=3.4)
    row, _ = ledger(claim(), reading(), printed, facts=facts)
    assert (row["verdict"], row["evidence"]) == ("contradicted", "returns")
    row, _ = ledger(claim(), reading(), printed, facts=facts, available=())
    assert (row["verdict"], row["evidence"]) == ("internally consistent", "report_arithmetic")
    assert (row["n_readings"], row["n_agree"]) == (1, 0)
    mixed = printed | {"sources": "published_report; pssex1"}
    row, _ = ledger(claim(), reading(sources="wcc"), mixed, facts=facts)
    assert (row["verdict"], row["evidence"]) == ("internally consistent", "mixed")


def test_a_part_is_shown_and_neither_decides_nor_counts():
    part = reading("another year", "part")
    row, rows = ledger(claim(), reading(sources="wcc"), part, facts=table_of(money=3.41))
    assert (row["verdict"], row["evidence"], row["n_readings"]) == ("not computable", "part", 1)
    assert rows["verdict"].tolist() == ["not computable", "inconclusive"]


def test_a_conjunction_is_told_by_the_component_that_holds_least():
    people = reading("people", component="people", published="3.4")
    share = reading("share", component="share", published="20", comparison="18 to 22")
    other = reading("share, another year", "sensitivity", component="share",
                    published="20", comparison="2 to 4")  # fmt: skip
    row, _ = ledger(claim(), people, share, other, facts=table_of(money=3.41))
    assert (row["verdict"], row["reading"], row["n_components"]) == ("contradicted", "share", 2)
    assert (row["n_readings"], row["n_agree"]) == (3, 2)


def test_a_verdict_that_chance_would_give_is_weak():
    row, _ = ledger(claim(published="3"), reading(), facts=table_of(money=3.41))
    assert row["verdict"] == "reproduced"
    assert row["chance_of_agreement"] == pytest.approx(0.415, abs=1e-3)
    assert row["weak"]
    row, _ = ledger(claim(), reading(), facts=table_of(money=3.41))
    assert (row["chance_of_agreement"], row["weak"]) == (pytest.approx(0.0363, abs=1e-4), False)
    row, _ = ledger(claim(), reading(), facts=table_of())
    assert pd.isna(row["chance_of_agreement"])


def test_an_explanation_stands_beside_a_claim_that_is_not_borne_out_only():
    told = claim(explanation="Revised populations.")
    for value, explanation in ((9.9, "Revised populations."), (3.41, "")):
        row, _ = ledger(told, reading(), facts=table_of(money=value))
        assert row["explanation"] == explanation


def test_the_invented_england_agrees_or_disagrees():
    for value, word in ((3.41, "agrees"), (9.9, "disagrees"), (3.5, "last digit differs")):
        row, rows = ledger(claim(), reading(), facts=table_of(money=value), basis="artificial")
        assert row["verdict"] == rows["verdict"].item() == word


def test_a_claim_without_its_source_names_it_and_says_what_it_awaits():
    row, _ = ledger(claim(), reading(), available=())
    assert (row["verdict"], row["missing_sources"]) == ("not computable", "pssex1")
    assert row["how"] == "Awaits pssex1: The money"


def test_a_fact_that_cannot_be_had_keeps_its_reason():
    unhad = table_of(money=float("nan")).assign(how="Cannot be had: the year was not returned.")
    row, _ = ledger(claim(), reading(), facts=unhad)
    assert row["verdict"] == "not computable"
    assert row["how"] == "Cannot be had: the year was not returned."


def test_available_sources_without_a_calculation_are_not_passed_off_as_missing():
    row, rows = ledger(claim(note="No return parts it."))
    assert (row["verdict"], row["missing_sources"]) == ("not computable", "")
    assert row["how"].endswith("nothing computes this reading. No return parts it.")
    assert (row["n_readings"], len(rows)) == (0, 1)


def test_a_citation_is_neither_computed_nor_missing():
    row, rows = ledger(claim(kind="external-citation", comparison="", sources=""))
    assert row["verdict"] == rows["verdict"].item() == "citation"


NULL = claim(kind="statistical-null", comparison="no difference", published="")
ESTIMATE = {"kind": "estimate", "target": "stays/2007_08", "term": "pool", "sources": "pssex1"}


@pytest.mark.parametrize(
    ("conclusion", "word"),
    [
        ("equivalent", "reproduced"),
        ("different, within the margin", "reproduced"),
        ("different", "contradicted"),
        ("inconclusive", "inconclusive"),
        ("descriptive: three years", "inconclusive"),
        ("not testable: only 2 areas change", "not computable"),
    ],
)
def test_a_null_is_read_from_its_conclusion_with_what_it_could_have_found(conclusion, word):
    row, _ = ledger(NULL, reading(**ESTIMATE), estimates=estimated(conclusion=conclusion))
    assert row["verdict"] == word
    if word != "not computable":
        assert (row["computed"], row["conf_low"], row["conf_high"]) == (0.01, -0.02, 0.04)
        assert "minimum detectable effect 0.080, equivalence margin 0.050" in row["how"]


@pytest.mark.parametrize(("better", "word"), [("lower", "reproduced"), ("higher", "contradicted")])
def test_no_better_asks_its_outcome_which_side_is_better(monkeypatch, better, word):
    monkeypatch.setitem(STUDY["outcomes"], "bed_days", {"better": better})
    worse = {"estimate": 0.3, "conf_low": 0.05, "conf_high": 0.6, "conclusion": "different"}
    row, _ = ledger(NULL | {"comparison": "no better"}, reading(**ESTIMATE),
                    estimates=estimated(**worse))  # fmt: skip
    assert row["verdict"] == word


def test_an_estimate_that_could_not_be_made_is_not_computable():
    untested = estimated(estimate=float("nan"), conclusion="not testable: no council without")
    row, _ = ledger(NULL, reading(**ESTIMATE), estimates=untested)
    assert row["verdict"] == "not computable"
    assert "no council without" in row["how"]
    assert ledger(NULL, reading(**ESTIMATE))[0]["verdict"] == "not computable"
    other_term = estimated(term="coterminous", conclusion="not testable: too few councils")
    row, _ = ledger(NULL, reading(**ESTIMATE), estimates=other_term)
    assert row["how"].endswith("too few councils")


def effects(*rows):
    """Effects of the family: specification, conclusion, p-value."""
    parts = [estimated(specification=name, conclusion=word, p_value=p) for name, word, p in rows]
    return pd.concat(parts)


NOT_TESTED = ("equipment/2007_08", "not testable: no pool", float("nan"))


@pytest.mark.parametrize(
    ("first", "second", "word", "computed"),
    [
        (("equivalent", 0.4), ("equivalent", 0.7), "reproduced", 0.8),
        (("different, within the margin", 0.001), ("equivalent", 0.7), "reproduced", 0.002),
        # Holm over both: twice 0.03 is no longer small, twice 0.02 is.
        (("different", 0.03), ("equivalent", 0.7), "inconclusive", 0.06),
        (("different", 0.02), ("equivalent", 0.7), "contradicted", 0.04),
        (("inconclusive", 0.02), ("equivalent", 0.7), "inconclusive", 0.04),
        (("equivalent", 0.4), NOT_TESTED[1:], "inconclusive", 0.4),
    ],
)
def test_a_family_is_null_only_if_each_of_its_effects_is(first, second, word, computed):
    rows = ("stays_a/2007_08", *first), ("equipment/2007_08", *second)
    stranger = effects(("spending/2007_08", "different", 0.0))
    family = reading(kind="family", target="pools", sources="pssex1")
    row, _ = ledger(NULL, family, estimates=pd.concat([effects(*rows), stranger]))
    assert row["verdict"] == word
    assert row["computed"] == pytest.approx(computed)
    assert row["how"].startswith("2 effects taken together: ")


def test_each_reading_is_told_in_its_own_unit():
    told = NULL | {"unit": "%; GBP bn"}
    rows = [
        reading(),
        reading("by model", "sensitivity", **ESTIMATE),
        reading("all", "sensitivity", kind="family", target="pools", sources="pssex1"),
    ]
    facts = table_of(money=3.41)
    _, table = ledger(
        told | {"kind": "directional"},
        rows[0] | {"comparison": "> 0"},
        *rows[1:],
        facts=facts,
        estimates=estimated(p_value=0.4),
    )
    assert table["unit"].tolist() == ["GBP bn", "logarithm of a ratio", "p-value"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    available=st.sets(st.sampled_from(SOURCES)),
    values=st.dictionaries(
        st.sampled_from(sorted(FACTS)), st.floats(-1e6, 1e6) | st.just(float("nan"))
    ),
    basis=st.sampled_from(["artificial", "official"]),
)
def test_no_claim_ever_vanishes_whatever_is_missing(available, values, basis):
    run = {"basis": basis, "study": STUDY}
    found = check_claims(DECLARED, table_of(**values), NONE, available, run, FACTS)
    table, readings = found["claims"], found["readings"]
    assert table["claim_id"].tolist() == DECLARED["claims"]["claim_id"].tolist()
    allowed = {in_words_of(basis, word) for word in VERDICTS}
    assert set(table["verdict"]) | set(readings["verdict"]) <= allowed
    missing = readings["missing_sources"] != ""
    assert set(readings.loc[missing, "verdict"]) <= {"not computable"}
    assert (readings["how"] != "").all()
    own_figures = readings["sources"].str.contains("published_report")
    assert not readings.loc[own_figures, "verdict"].isin(["reproduced", "agrees"]).any()


def test_a_study_without_claims_has_a_ledger_without_a_row():
    for contract in (LEDGER, READINGS):
        run = {"basis": "artificial", "study": {}}
        assert enforce(in_words([], contract, run), contract).empty


@pytest.mark.parametrize(
    ("found", "verdict"),
    [
        ({"estimate": -0.09, "conf_high": -0.05, "conclusion": "different"}, "supported"),
        ({"estimate": 0.09, "conf_low": 0.05, "conclusion": "different"}, "contradicted"),
        ({"estimate": -0.01, "conclusion": "inconclusive"}, "inconclusive"),
        ({"estimate": None, "conclusion": "not testable: too few"}, "not computable"),
    ],
)
def test_a_hypothesis_is_supported_by_an_interval_that_lies_where_it_says(found, verdict):
    limits = {"conf_low": -0.2, "conf_high": 0.2, "term": "income"}
    declared = {
        "claims": pd.DataFrame([claim("H1", kind="statistical-direction", published="",
                                      unit="", comparison="shown < 0", statement="Fewer delays")]),
        "readings": pd.DataFrame([reading(claim_id="H1", kind="estimate", target="stays/2007_08",
                                          term="income")]),
        "families": FAMILY,
    }  # fmt: skip
    study = STUDY | {"verdicts": STUDY["verdicts"] | {"borne_out": "supported"}}
    run = {"basis": "official", "study": study}
    estimates = estimated(**(limits | found))
    row = check_claims(declared, table_of(), estimates, {"pssex1"}, run, {})["claims"].iloc[0]
    assert (row["claim_id"], row["verdict"], row["published"]) == ("H1", verdict, "")
    if verdict == "not computable":
        assert pd.isna(row["chance_of_agreement"])
    else:
        assert row["chance_of_agreement"] == pytest.approx(0.05)  # the size of the test
        assert pd.isna(row["chance_of_any_reading"])
        assert "minimum detectable effect 0.080" in row["how"]
    assert not row["weak"]


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        (["reproduced", "last digit differs"], "last digit differs"),
        (["internally consistent", "reproduced"], "internally consistent"),
        (["reproduced", "inconclusive"], "inconclusive"),
        (["reproduced", "not computable", "contradicted"], "contradicted"),
        (["not computable", "not computable"], "not computable"),
    ],
)
def test_a_conjunction_is_as_weak_as_its_weakest_component(verdicts, told):
    assert conjunction(verdicts) == told


@pytest.mark.parametrize(
    ("sign", "below", "equal", "above"),
    [
        (">", False, False, True),
        (">=", False, True, True),
        ("<", True, False, False),
        ("<=", True, True, False),
        ("=", False, True, False),
    ],
)
def test_a_bound_is_met_or_not_by_a_value_equal_to_it(sign, below, equal, above):
    assert [satisfies(sign, 2.0, value) for value in (1.0, 2.0, 3.0)] == [below, equal, above]
