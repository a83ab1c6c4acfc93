"""Can the ledger say no? The short form of ``make ledger-mutation``: no run is needed.

Every claim that has a number gets facts that bear it out; then each fact is falsified.
"""

import math

import pandas as pd
import pytest

from pooledfunds.claims.chance import accepted_values
from pooledfunds.claims.computed import Computed
from pooledfunds.claims.equivalent_mutants import Mutant, true_still
from pooledfunds.claims.mutants import conclude_anew, neighbouring_names
from pooledfunds.claims.mutation import mutate_ledger, mutation_score, summarise_mutants
from pooledfunds.claims.readings import Reading, comparison_sort, readings_by_claim
from pooledfunds.claims.registry import facts_of
from pooledfunds.core.codelists import read_tables
from pooledfunds.core.settings import read_study, study_tables

FACTS = facts_of("means_to_an_end")

DECLARED = read_tables(study_tables("means_to_an_end"))
STUDY = read_study("means_to_an_end")
RUN = {"basis": "official", "study": STUDY}
SOURCES = {source for fact in FACTS.values() for source in fact.sources}


def value_borne_out(reading):
    """Return a value that bears a reading out, with limits where it needs them."""
    window = accepted_values(reading)
    if window is not None:
        low, high = (max(min(end, 1e9), -1e9) for end in window)
        value = (low + high) / 2 if math.isfinite(sum(window)) else low * 1.1 + 1
        return value, math.nan, math.nan
    bound = float(reading.comparison.split()[-1]) if comparison_sort(reading.comparison) in (
        "sign", "shown") else 0.0  # fmt: skip
    if reading.comparison.startswith("shown 0.8"):
        return 1.0, 0.9, 1.1
    away = 1.0 if ">" in reading.comparison else -1.0
    if reading.comparison == "no lower":
        return 0.5, -1.0, 2.0
    return bound + 2 * away, *sorted((bound + away, bound + 3 * away))


def facts_as_published():
    """Return facts under which every claim that facts decide is borne out; others are odd."""
    claims = DECLARED["claims"].to_dict("records")
    by_claim = readings_by_claim(claims, DECLARED["readings"].to_dict("records"))
    values = dict.fromkeys(FACTS, (-77000000.0, math.nan, math.nan))
    for readings in by_claim.values():
        for reading in readings:
            if reading.kind == "fact" and reading.role in ("primary", "arithmetic"):
                values[reading.target] = value_borne_out(reading)
    rows = [(name, *found, "computed") for name, found in values.items()]
    return pd.DataFrame(rows, columns=["fact", "value", "conf_low", "conf_high", "how"])


@pytest.fixture(scope="module")
def mutants():
    columns = ["specification", "term", "outcome", "conclusion"]
    tables = {
        "facts": facts_as_published(),
        "estimates": pd.DataFrame(columns=columns),
        "families": DECLARED["families"],
    }
    return mutate_ledger(DECLARED, Computed(tables, SOURCES, FACTS, STUDY), RUN)


def test_nearly_every_claim_that_facts_decide_is_falsified(mutants):
    by_fact = DECLARED["readings"].query("role == 'primary' and kind == 'fact'")
    assert set(mutants["claim_id"]) == set(by_fact["claim_id"])
    assert set(mutants["operator"]) == {"sign", "scale", "year", "neighbour", "step"}


def test_falsified_facts_turn_the_verdicts_that_rest_on_them(mutants):
    assert mutation_score(mutants) >= STUDY["verdicts"]["mutation_score"], summarise_mutants(
        mutants
    )


def test_every_component_of_a_conjunction_can_turn_it(mutants):
    killed = mutants[mutants["outcome"] == "killed"]
    components = DECLARED["readings"].query("role == 'primary' and kind == 'fact'")
    assert set(components["target"]) <= set(killed["target"])


def test_what_is_equivalent_is_so_by_the_statement_and_the_value_alone():
    def why(comparison, operator="scale", **row):
        reading = Reading(kind="fact", comparison=comparison, published="86", margin="4")
        cells = {"conf_low": math.nan, "conf_high": math.nan} | row
        return true_still(Mutant("C001", reading, operator, cells), "lower")

    assert why("printed", value=86.4) == "same print"
    assert why("printed", value=86.6) == ""
    assert why("> 0", value=120.0) == "no scale"
    assert why("> 0", "year", value=3.0) == "same side"
    assert why("> 0", value=-3.0) == ""
    assert why("shown < 0", value=-2.0, conf_low=-3.0, conf_high=1.0) == ""
    assert why("no difference", "sign", value=-0.01, conclusion="equivalent") == "no sign"
    assert why("no difference", "scale", value=0.1, conclusion="inconclusive") == ""
    assert why("no lower", value=0.0, conf_low=-3.0, conf_high=3.0) == "same side"
    assert why("no lower", value=0.0, conf_low=-5.0, conf_high=3.0) == ""


@pytest.mark.parametrize(
    ("low", "high", "word"),
    [(0.01, 0.2, "different"), (-0.04, 0.04, "equivalent"), (-0.2, 0.2, "inconclusive")],
)
def test_a_falsified_estimate_is_concluded_anew(low, high, word):
    row = {"estimate": (low + high) / 2, "conf_low": low, "conf_high": high}
    cells = {"equivalence_margin": 0.05, "conclusion": ""}
    assert conclude_anew(row | cells)["conclusion"] == word
    assert conclude_anew(row) == row  # a fact


def test_the_neighbour_of_a_quantity_differs_in_one_part_that_is_no_year():
    names = ["cost/older/with/2006_07", "cost/older/without/2007_08", "cost/young/with/2007_08"]
    assert neighbouring_names("cost/older/with/2007_08", names) == ["cost/older/without/2007_08"]
    assert neighbouring_names("cost/older/all/2008_09", names) == []


def test_a_ledger_that_cannot_say_no_is_found_out(mutants):
    stubborn = mutants.assign(outcome="survived")
    assert mutation_score(stubborn) == 0
    assert "Score: 0.0%" in summarise_mutants(stubborn)
