import pytest

from pooledfunds.report.views.reasons import in_plain_words, labels_of

LABELS = labels_of(
    {
        "outcomes": {
            "bed_days_stroke": {"label": "Stroke, emergency bed days"},
            "stay_stroke": {"label": "Stroke, days a stay", "column": "bed_days_stroke"},
        },
        "exposures": {"balance": {"label": "Nearer to equal", "column": "balance_before"}},
    }
)


@pytest.mark.parametrize(
    ("conclusion", "words"),
    [
        ("inconclusive", "inconclusive"),
        ("not testable: only 6 areas change", "not testable: only 6 areas change"),
        (
            "not testable: no balance_before available",
            "not testable: the available returns do not give: Nearer to equal",
        ),
        (
            "not testable: no bed_days_stroke available",
            "not testable: the available returns do not give: Stroke, emergency bed days",
        ),
        (
            "not testable: no cost_of_it available",
            "not testable: the available returns do not give: cost of it",
        ),
        ("not testable: no row available", "not testable: no row available"),
    ],
)
def test_a_reason_names_figures_by_their_labels(conclusion, words):
    assert in_plain_words(conclusion, LABELS) == words
