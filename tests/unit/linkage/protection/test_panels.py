"""England's total must leave each area's count the room that its own rounding gives."""

import pandas as pd

from pooledfunds.core.disclosure import DisclosureRules
from pooledfunds.linkage.protection.panels import without_room

RULES = DisclosureRules()


def tight(counts, total):
    """Return whether England's total narrows the counts of a year's areas."""
    index = pd.MultiIndex.from_product(
        [[f"5A{n}" for n in range(len(counts))], ["2007/08"]], names=["area_code", "financial_year"]
    )
    table = pd.DataFrame({"admissions_stroke": counts}, index=index, dtype=float)
    england = pd.DataFrame({"admissions_stroke": [total]}, index=["2007/08"], dtype=float)
    return bool(without_room(table, england, 1, RULES).to_numpy().all())


def test_a_total_in_the_middle_of_many_areas_tells_of_none():
    assert not tight([100.0] * 10, 1000)


def test_a_total_at_the_end_of_what_they_may_be_tells_of_each():
    assert tight([100.0] * 10, 1035)
    assert tight([100.0] * 10, 965)


def test_a_withheld_count_among_areas_known_well_needs_room():
    assert not tight([100.0] * 10 + [None], 1007)
    assert tight([100.0] * 5 + [None], 530)


def test_few_areas_have_no_room():
    assert tight([100.0] * 4, 400)
