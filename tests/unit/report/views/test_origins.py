"""Boxes of what has the same code and returns, on the page of details."""

from pooledfunds.catalogue.origins import Origin
from pooledfunds.report.structure import Indicator, StudyReport
from pooledfunds.report.views.origins import (
    TOGETHER,
    indicator_origins,
    origins_view,
    shown_origins,
)
from tests.unit.report.test_origins import STUDY, lineage

CODE = "pooledfunds.claims.fact.figure"
INPUTS = [
    {"source": "pssex1", "title": "Spending"},
    {"source": "council_list", "title": "Councils"},
]
TITLES = {"wcc": "World Class Commissioning"}


def fact(name, *sources, code=CODE):
    return Origin("fact", name, f"How {name} is made", code, sources)


def view(*origins):
    return origins_view(origins, lineage(), INPUTS, TITLES)


def test_what_has_the_same_code_and_returns_stands_in_one_box():
    [kind] = view(fact("a", "pssex1"), fact("b", "council_list"), fact("c", "pssex1"))
    told = [
        ([one["source"] for one in box["inputs"]], [one.name for one in box["formulas"]])
        for box in kind["boxes"]
    ]
    assert told == [(["pssex1"], ["a", "c"]), (["council_list"], ["b"])]
    assert kind["boxes"][0]["file"] == "src/pooledfunds/claims/fact.py"


def test_a_long_box_is_parted_so_that_its_returns_stay_in_sight():
    [kind] = view(*(fact(str(number), "pssex1") for number in range(TOGETHER + 1)))
    assert [len(box["formulas"]) for box in kind["boxes"]] == [TOGETHER, 1]
    assert all(box["inputs"] for box in kind["boxes"])


def test_a_number_that_awaits_a_return_says_which():
    [kind] = view(fact("a", "pssex1", "wcc"))
    [box] = kind["boxes"]
    assert box["missing"] == ["World Class Commissioning"]


def test_kinds_stand_in_their_order():
    chart = Origin("chart", "figure_1", "Drawn", CODE, ("pssex1",))
    assert [kind["kind"] for kind in view(chart, fact("a", "pssex1"))] == ["fact", "chart"]


def test_only_what_the_report_shows_has_a_box():
    origins = [
        fact("asked"),
        fact("never asked"),
        Origin("estimate", "fitted", "", CODE),
        Origin("estimate", "not fitted", "", CODE),
        Origin("chart", "drawn", "", CODE),
        Origin("arrangement", "account", "", CODE),
    ]
    found = shown_origins(origins, ["asked"], ["fitted"])
    assert [one.name for one in found] == ["asked", "fitted", "drawn", "account"]


def test_an_indicator_of_areas_is_a_column_over_another_in_the_catalogue_s_words():
    rate = Indicator("Delays", "per 100,000", "delayed_patients", "population_65_plus", 1e5)
    report = StudyReport(indicators=(rate, Indicator("Nothing", "", "no_such_column")))
    council, _ = indicator_origins(["council", "pct"], report, STUDY)
    assert council.anchor == "indicator-council/delayed_patients"
    assert council.formula == (
        "Delayed patients aged 65 and over, summed over the censuses (delayed_patients), "
        "over Persons aged 65 and over (population_65_plus), times 100,000"
    )
    assert lineage().sources_of(council) == ["council_population", "delayed_transfers"]
