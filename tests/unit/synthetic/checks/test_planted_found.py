"""What is planted is held against what is told of it."""

import numpy as np
import pandas as pd

from pooledfunds.synthetic.checks.planted_found import found, section

INFERENCE = {"conf_level": 0.95}


def concluded() -> pd.DataFrame:
    columns = ["outcome", "term", "conf_low", "conf_high", "p_value", "p_adjusted", "conclusion"]
    rows = [
        ("bed_days_stroke", "coterminous", -0.2, -0.01, 0.03, 0.04, "different"),
        ("bed_days_stroke", "pool_intermediate_care", -0.1, 0.2, 0.5, 1.0, "inconclusive"),
        ("bed_days_lower_respiratory", "coterminous", -0.3, 0.0, 0.04, 0.08, "inconclusive"),
        ("bed_days_lower_respiratory", "pool_intermediate_care", -0.3, 0.0, 0.05, np.nan, ""),
        ("bed_days_stroke", "deprivation", 0.1, 0.3, 0.001, 0.001, "different"),
    ]
    return pd.DataFrame(rows, columns=columns).assign(
        multiplicity_family="stays", minimum_detectable_effect=np.log(1.12)
    )


def test_effects_of_a_planted_size_and_no_others():
    table = found(concluded(), "effect", INFERENCE)
    assert table[["term", "told", "plain", "covered"]].values.tolist() == [
        ["coterminous", True, True, True],
        ["pool_intermediate_care", False, False, False],  # planted: -0.105, outside
        ["coterminous", False, True, True],
    ]
    assert found(concluded(), "report", INFERENCE).empty


def test_the_section_counts_by_family_and_exposure():
    once = found(concluded(), "effect", INFERENCE)
    text = section(pd.concat([once.assign(seed=1), once.assign(seed=2)]), "effect")
    assert "| stays | coterminous | 2 | 50 | 100 | 100.0 | 12 per cent |" in text
    assert "| stays | pool_intermediate_care | 1 | 0 | 0 | 0.0 | 12 per cent |" in text
    assert "Covered over all: 66.7 ± 0.0 per cent" in text
