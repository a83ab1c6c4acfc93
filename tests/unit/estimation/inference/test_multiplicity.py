import numpy as np
import pandas as pd
import pytest

from pooledfunds.estimation.inference.multiplicity import adjust_p_values, confirm_by_primary

# Entry, outcome, term, family, margin, described only, sensitivity of, p-value.
COLUMNS = ["specification", "outcome", "term", "multiplicity_family", "equivalence_margin",
           "descriptive", "sensitivity_of", "p_value"]  # fmt: skip


def effects(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=COLUMNS)


def effect(family, p, *, margin=0.05, descriptive="", outcome="stays", term="pool"):
    return (f"{family}/2007_08", outcome, term, family, margin, descriptive, "", p)


THREE = [effect("beds", 0.01), effect("beds", 0.04), effect("beds", 0.02)]


@pytest.mark.parametrize(
    ("method", "adjusted"),
    [
        # Holm: 3 x 0.01; 2 x 0.02; 1 x 0.04, none below the one before it.
        ("holm", [0.03, 0.04, 0.04]),
        # Benjamini and Hochberg: 3/1 x 0.01 and 3/2 x 0.02; 3/3 x 0.04.
        ("fdr_bh", [0.03, 0.04, 0.03]),
    ],
)
def test_three_p_values_of_a_family_by_hand(method, adjusted):
    assert adjust_p_values(effects(*THREE), method).tolist() == pytest.approx(adjusted)


def test_a_family_counts_only_the_effects_from_which_something_is_concluded():
    table = effects(
        *THREE,
        effect("spending", 0.04),  # a family of its own: once 0.04
        effect("beds", 0.001, margin=np.nan),  # a covariate
        effect("beds", 0.001, descriptive="three years"),
        effect("beds", np.nan),  # not testable
    )
    adjusted = adjust_p_values(table, "holm")
    assert adjusted[:4].tolist() == pytest.approx([0.03, 0.04, 0.04, 0.04])
    assert adjusted[4:].isna().all()


def test_the_p_values_of_another_column_are_adjusted_by_themselves():
    table = effects(*THREE).assign(equivalence_p=[0.3, 0.01, 0.5])
    adjusted = adjust_p_values(table, "holm", "equivalence_p")
    assert adjusted.tolist() == pytest.approx([0.6, 0.03, 0.6])


def again(p, *, outcome="stays", term="pool"):
    """A sensitivity analysis of the entry ``beds``."""
    return ("later/2007_08", outcome, term, "later", 0.05, "", "beds", p)


@pytest.mark.parametrize(
    ("sensitivity", "confirmed"),
    [
        (again(0.001), 0.02),  # no smaller than its primary's
        (again(0.3), 0.3),  # its own, where that is larger
        (again(0.001, outcome="delays"), 1.0),  # no primary of that outcome
        (again(0.001, term="grant"), 1.0),  # nor of that term
        (again(np.nan), np.nan),  # not testable stays so
    ],
)
def test_a_sensitivity_analysis_shows_no_more_than_its_primary(sensitivity, confirmed):
    table = effects(effect("beds", 0.02), sensitivity)
    found = confirm_by_primary(table, table["p_value"])
    assert found.tolist() == pytest.approx([0.02, confirmed], nan_ok=True)


def test_of_a_primary_in_several_forms_the_smallest_p_value_counts():
    table = effects(effect("beds", 0.02), effect("beds", 0.2), again(0.001))
    assert confirm_by_primary(table, table["p_value"]).tolist() == [0.02, 0.2, 0.02]


def test_a_primary_that_could_not_be_tested_has_shown_nothing():
    table = effects(effect("beds", np.nan), again(0.001))
    found = confirm_by_primary(table, table["p_value"])
    assert found.tolist() == pytest.approx([np.nan, 1.0], nan_ok=True)


def test_without_sensitivity_analyses_every_p_value_stays():
    """Also where the table has no column of outcomes."""
    table = effects(*THREE)[["sensitivity_of", "p_value"]]
    assert confirm_by_primary(table, table["p_value"]).tolist() == [0.01, 0.04, 0.02]
