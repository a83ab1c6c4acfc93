import pandas as pd

from pooledfunds.exhibits.figures import evidence_agreement

ANSWERS = ("yes", "no", "unknown")


def numbers():
    counts = {f"a_{a}_b_{b}": 1 for a in ANSWERS for b in ANSWERS}
    counts |= {"a_yes_b_yes": 6, "a_no_b_no": 2}
    rows = [
        {"area_type": kind, "service_area": service, "source_a": "wcc", "year_a": "2006/07",
         "source_b": "survey", "year_b": "2007/08", **counts, "known_to_both": known,
         "agreement": 0.8, "kappa": 0.4}
        for kind, service, known in [
            ("pct", "mental_health", 10),
            ("pct", "children", 10),
            ("council", "mental_health", 0),
        ]
    ]  # fmt: skip
    return evidence_agreement.table({"evidence_agreement": pd.DataFrame(rows)}, {})


def test_only_the_main_services_and_bodies_known_to_both_are_compared():
    (row,) = numbers().to_dict("records")
    assert row["pair"] == "World Class Commissioning 2006/07 and survey 2007/08"
    assert (row["both_yes"], row["first_only"], row["second_only"], row["both_no"]) == (6, 1, 1, 2)
    assert row["not_known"] == 5


def test_the_words_give_kappa():
    assert "PCTs: kappa 0.40" in evidence_agreement.describe(numbers())


def test_nothing_is_clipped(drawing):
    assert drawing(evidence_agreement, numbers()).illegible() == []
