import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from pooledfunds.catalogue.estimation import REGISTER_ERRORS
from pooledfunds.core.schema import enforce
from pooledfunds.estimation.robustness.register_errors import agreement_measures, register_errors

PRINTED = {
    "comparison": "printed",
    "area_type": "pct",
    "service_area": "mental_health",
    "source_a": "wcc",
    "year_a": "2006/07",
    "source_b": "survey",
    "year_b": "2007/08",
    "both": 2,
    "first_only": 11,
    "second_only": 29,
    "neither": 68,
}
STUDY = {"inference": {"conf_level": 0.95}, "register_noise": {"published": [PRINTED]}}
ANSWERS = ("yes", "no", "unknown")


def linked(**counts: int) -> pd.DataFrame:
    cells = {f"a_{a}_b_{b}": 0 for a in ANSWERS for b in ANSWERS} | counts
    key = {name: PRINTED[name] for name in list(PRINTED)[1:7]}
    known = sum(n for name, n in cells.items() if "unknown" not in name)
    return pd.DataFrame([key | cells | {"known_to_both": known}])


def test_the_reports_two_registers_say_nothing_of_each_other():
    """Paragraph 45: both 2, World Class Commissioning only 11, survey only 29, neither 68."""
    found = agreement_measures(2, 11, 29, 68, 0.95)
    value = {name: three[0] for name, three in found.items()}
    assert value["kappa"] == pytest.approx(-0.09, abs=0.005)
    assert value["positive_predictive_value"] == pytest.approx(2 / 13)
    assert value["sensitivity"] == pytest.approx(2 / 31)
    assert value["specificity"] == pytest.approx(68 / 79)
    assert value["information"] == pytest.approx(-0.07, abs=0.005)
    assert value["attenuation"] == pytest.approx(2 / 13 - 29 / 97)
    assert np.isnan(found["multiplier"]).all()
    low, high = found["information"][1:]
    assert low < 0 < high


def test_intervals_by_their_own_formulas():
    """Wilson's of a share; Newcombe's of the two differences of shares; Fleiss's of kappa."""
    found = agreement_measures(40, 10, 5, 45, 0.95)
    z, p, n = 1.959964, 40 / 45, 45
    middle = (p + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    assert found["sensitivity"] == pytest.approx((p, middle - half, middle + half), rel=1e-6)
    limits = confint_proportions_2indep(40, 45, 10, 55, method="newcomb")
    assert found["information"][1:] == pytest.approx(limits)
    value, low, high = found["attenuation"]
    assert found["multiplier"] == pytest.approx((1 / value, 1 / high, 1 / low))
    # Fleiss, Cohen and Everitt (1969), equation 13, for the table of two by two.
    cells = np.array([[0.40, 0.10], [0.05, 0.45]])
    rows, columns = cells.sum(axis=1), cells.sum(axis=0)
    seen, chance = np.trace(cells), rows @ columns
    kappa = (seen - chance) / (1 - chance)
    pull = 1 - (rows[:, None] + columns[None, :]) * (1 - kappa)
    a = (np.diag(cells) * np.diag(pull) ** 2).sum()
    other = cells - np.diag(np.diag(cells))
    b = (1 - kappa) ** 2 * (other * (columns[:, None] + rows[None, :]) ** 2).sum()
    c = (kappa - chance * (1 - kappa)) ** 2
    error = np.sqrt((a + b - c) / 100) / (1 - chance)
    assert found["kappa"] == pytest.approx((kappa, kappa - z * error, kappa + z * error), rel=1e-6)


def test_what_the_multiplier_undoes():
    """Labels that err alike everywhere shrink a difference of means by the attenuation."""
    rng = np.random.default_rng(1)
    true = rng.random(200_000) < 0.3
    seen = np.where(true, rng.random(200_000) < 0.7, rng.random(200_000) > 0.9)
    outcome = true + rng.normal(size=200_000)
    observed = outcome[seen].mean() - outcome[~seen].mean()
    cells = [int((a & b).sum()) for a, b in [(seen, true), (seen, ~true), (~seen, true)]]
    found = agreement_measures(*cells, 200_000 - sum(cells), 0.95)
    assert observed * found["multiplier"][0] == pytest.approx(1, abs=0.02)


def test_the_table_holds_the_printed_comparison_and_this_runs():
    table = enforce(register_errors(linked(a_yes_b_yes=40, a_yes_b_no=10, a_no_b_yes=5,
                                           a_no_b_no=45), STUDY), REGISTER_ERRORS)  # fmt: skip
    meaning = table[table["measure"] == "multiplier"].set_index("comparison")["meaning"]
    assert meaning["printed"].startswith("unbounded")
    assert meaning["this run"] == "an estimate by the first source is to be multiplied by this"
    printed = table[(table["comparison"] == "printed") & (table["measure"] == "information")]
    assert printed["p_value"].item() > 0.3
    assert set(table["bodies"]) == {110, 100}
    assert register_errors(None, STUDY)["comparison"].eq("printed").all()


def test_what_has_no_base_is_missing():
    table = register_errors(linked(a_no_b_yes=3, a_no_b_no=4), STUDY)
    run = table[table["comparison"] == "this run"].set_index("measure")
    assert run.loc["sensitivity", "value"] == 0
    assert run["value"].isna().sum() == 4
    assert run.loc["multiplier", "meaning"] == "the answers of one source are all alike"
