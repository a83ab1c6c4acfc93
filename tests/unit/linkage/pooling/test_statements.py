import pandas as pd
import pytest

from pooledfunds.catalogue.pooled_fund_register import POOL_EXPOSURE, POOL_STATEMENTS
from pooledfunds.core import schema as contracts
from pooledfunds.linkage.pooling.exposure import combine, pool_exposure, side_by_side
from pooledfunds.linkage.pooling.statements import (
    is_pool,
    listed_once,
    pssex1_statements,
    register_statements,
)

YEARS = ["2005/06", "2006/07", "2007/08"]
SETTINGS = {
    "label": "as_reviewed",
    "survey_years": ["2006/07", "2007/08"],
    "non_respondent_named_by_partner": "unknown",
    "notification_register_absence_means": "no",
    "rules": {
        "survey": {"sources": ["survey"], "how": "union"},
        "notification_register": {"sources": ["notification"], "how": "union"},
        "union": {"sources": ["survey", "notification"], "how": "union"},
        "intersection": {"sources": ["survey", "notification"], "how": "intersection"},
    },
}
BODIES = pd.DataFrame(
    [("pct", "5A1"), ("pct", "5A2"), ("council", "101")], columns=["area_type", "area_code"]
)
MH, CE = "mental_health", "community_equipment"


def arrangement(scheme, services=MH, start="2004-04-01", **other) -> dict:
    return {
        "evidence_source": "survey",
        "scheme_id": scheme,
        "service_areas": services,
        "arrangement_types": "pooled_fund",
        "start": start,
        "end": None,
        "confirmed_on_review": "not_reviewed",
    } | other


def register(arrangements, partners, contributions=(), heard=("5A1", "101")) -> dict:
    schemes = pd.DataFrame(arrangements)
    for column in ("start", "end"):
        schemes[column] = pd.to_datetime(schemes[column]).astype("datetime64[ns]")
    scheme = ["evidence_source", "scheme_id"]
    body = ["area_type", "area_code"]
    money = [*scheme, *body, "financial_year", "gbp"]
    return {
        "register_arrangements": schemes,
        "register_partners": pd.DataFrame(partners, columns=[*scheme, *body]),
        "register_contributions": pd.DataFrame(list(contributions), columns=money),
        "register_funds": pd.DataFrame(columns=[*scheme, "financial_year"], dtype=str),
        "register_responses": BODIES.assign(
            asked=True, answered=BODIES["area_code"].isin(heard), visited=False
        ),
    }


def partners_of(scheme, *bodies, source="survey") -> list[tuple]:
    kind = dict(zip(BODIES["area_code"], BODIES["area_type"], strict=True))
    return [(source, scheme, kind[body], body) for body in bodies]


def said(book, source="survey", services=(MH,), **changed) -> dict:
    table = register_statements(book, BODIES, list(services), YEARS, SETTINGS | changed)
    contracts.enforce(table, POOL_STATEMENTS)
    own = table[table["evidence_source"] == source]
    keys = own[["area_code", "service_area", "financial_year"]].itertuples(index=False, name=None)
    return dict(zip(keys, own["pooled"], strict=True))


def test_an_answer_without_a_pool_is_no_only_of_the_years_asked_about():
    found = said(register([arrangement("S1")], partners_of("S1", "5A1", "101")), services=(MH, CE))
    assert found["101", CE, "2007/08"] == "no"
    assert found["101", CE, "2005/06"] == "unknown"
    assert found["101", MH, "2005/06"] == "yes"  # its start says so


def test_a_body_that_did_not_answer_is_unknown_not_no():
    book = register([arrangement("S1")], partners_of("S1", "5A1", "101"))
    assert said(book)["5A2", MH, "2007/08"] == "unknown"


@pytest.mark.parametrize("word", ["unknown", "yes"])
def test_a_body_that_did_not_answer_but_is_named_by_its_partner(word):
    book = register([arrangement("S1")], partners_of("S1", "5A2", "101"))
    found = said(book, non_respondent_named_by_partner=word)
    assert found["5A2", MH, "2007/08"] == word


def test_a_fieldwork_visit_counts_as_an_answer():
    book = register([arrangement("S1")], partners_of("S1", "5A1", "101"))
    responses = book["register_responses"]
    responses["visited"] = responses["area_code"] == "5A2"
    assert said(book)["5A2", MH, "2007/08"] == "no"


def test_start_and_end_bound_a_pool():
    scheme = arrangement("S1", start="2006-10-01", end="2007-03-31")
    found = said(register([scheme], partners_of("S1", "5A1", "101")))
    assert [found["5A1", MH, year] for year in YEARS] == ["unknown", "yes", "no"]


def test_a_pool_without_a_start_runs_in_the_years_that_have_money():
    book = register(
        [arrangement("S1", start=None)],
        partners_of("S1", "5A1", "101"),
        [("survey", "S1", "pct", "5A1", "2007/08", 5e5)],
    )
    found = said(book)
    assert [found["5A1", MH, year] for year in YEARS] == ["unknown", "unknown", "yes"]


def test_a_review_that_found_aligned_budgets_unmakes_the_pool():
    reviewed = arrangement("S1", confirmed_on_review="aligned_budgets")
    mislabelled = arrangement(
        "S2", arrangement_types="lead_commissioning", confirmed_on_review="pooled_fund"
    )
    table = pd.DataFrame([reviewed, mislabelled, arrangement("S3")])
    assert is_pool(table, "as_reviewed").tolist() == [False, True, True]
    assert is_pool(table, "as_reported").tolist() == [True, False, True]


def test_the_notification_registers_silence_is_a_setting():
    notified = arrangement("N1", evidence_source="notification")
    book = register([notified], partners_of("N1", "5A1", source="notification"))
    assert said(book, "notification")["101", MH, "2007/08"] == "no"
    found = said(book, "notification", notification_register_absence_means="unknown")
    assert found["101", MH, "2007/08"] == "unknown"
    assert found["5A1", MH, "2007/08"] == "yes"


def statements(**answers) -> pd.DataFrame:
    """One PCT for each letter: y, n or u for yes, no, unknown; a dot for no row."""
    words = {"y": "yes", "n": "no", "u": "unknown"}
    rows = [
        (source, "pct", f"5A{place}", MH, "2007/08", words[letter])
        for source, letters in answers.items()
        for place, letter in enumerate(letters)
        if letter != "."
    ]
    columns = [
        "evidence_source", "area_type", "area_code", "service_area", "financial_year", "pooled",
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ("union", ["yes", "yes", "no", "yes", "unknown", "unknown", "unknown"]),
        ("intersection", ["yes", "no", "no", "unknown", "unknown", "unknown", "unknown"]),
    ],
)
def test_sources_together(how, expected):
    table = statements(survey="yynyuun", notification="ynnunu.")
    assert combine(side_by_side(table), ["survey", "notification"], how).tolist() == expected


def test_a_source_that_says_nothing_of_a_kind_of_body_does_not_count_for_it():
    pssex1 = statements(pssex1="y").assign(area_type="council", area_code="101")
    table = pd.concat(
        [
            statements(survey="n"),
            pssex1,
            statements(survey="u").assign(area_type="council", area_code="101"),
        ]
    )
    found = combine(side_by_side(table), ["survey", "pssex1"], "union")
    assert found.droplevel([0, 2, 3]).to_dict() == {"5A0": "no", "101": "yes"}


def test_a_rule_leaves_out_what_none_of_its_sources_speaks_of():
    table = pd.concat([statements(survey="y"), statements(wcc="y").assign(service_area=CE)])
    assert combine(side_by_side(table), ["survey"], "union").to_dict() == {
        ("pct", "5A0", MH, "2007/08"): "yes"
    }


def test_exposure_has_years_since_start_and_share_of_spending():
    book = register(
        [arrangement("S1", services=f"{CE}; {MH}", start="2005-05-01")],
        partners_of("S1", "5A1", "101"),
        [("survey", "S1", "pct", "5A1", "2007/08", 4e5)],
    )
    spoken = register_statements(book, BODIES, [MH, CE], YEARS, SETTINGS)
    spent = pd.DataFrame(
        [("pct", "5A1", MH, "2007/08", 4e6)],
        columns=["area_type", "area_code", "service_area", "financial_year", "gbp"],
    )
    rules = {"survey": SETTINGS["rules"]["survey"]}
    table = pool_exposure(spoken, book, spent, SETTINGS | {"rules": rules})
    contracts.enforce(table, POOL_EXPOSURE)
    own = table[(table["area_code"] == "5A1") & (table["service_area"] == MH)]
    own = own.set_index("financial_year")
    assert own["years_since_start"].tolist() == [0, 1, 2]
    assert own.loc["2007/08", "pooled_gbp"] == 2e5  # half of what two services share
    assert own.loc["2007/08", "pooled_share"] == pytest.approx(0.05)
    assert pd.isna(own.loc["2006/07", "pooled_gbp"])
    unknown = table[table["area_code"] == "5A2"]
    assert set(unknown["pooled"]) == {"unknown"}
    assert unknown["years_since_start"].isna().all()


def test_a_pool_whose_start_is_not_known_has_no_years_since_it():
    money = [("survey", "S1", "pct", "5A1", "2007/08", 4e5)]
    book = register([arrangement("S1", start=None)], partners_of("S1", "5A1"), money)
    spoken = register_statements(book, BODIES, [MH], YEARS, SETTINGS)
    rules = {"survey": SETTINGS["rules"]["survey"]}
    table = pool_exposure(spoken, book, None, SETTINGS | {"rules": rules})
    row = table[(table["area_code"] == "5A1") & (table["financial_year"] == "2007/08")].iloc[0]
    assert row["pooled"] == "yes"
    assert row["pooled_gbp"] == 4e5
    assert pd.isna(row["years_since_start"])


def test_every_rule_gives_every_body():
    notified = arrangement("N1", evidence_source="notification")
    book = register(
        [arrangement("S1"), notified],
        [*partners_of("S1", "5A1", "101"), *partners_of("N1", "5A1", source="notification")],
    )
    spoken = register_statements(book, BODIES, [MH], YEARS, SETTINGS)
    table = pool_exposure(spoken, book, None, SETTINGS)
    assert table.groupby("rule", observed=True).size().unique().tolist() == [
        len(BODIES) * len(YEARS)
    ]
    wide = table[table["financial_year"] == "2007/08"].set_index(["rule", "area_code"])["pooled"]
    assert wide["survey", "101"] == "yes"
    assert wide["intersection", "101"] == "no"  # the register does not list it
    assert wide["union", "5A2"] == "unknown"
    assert wide["intersection", "5A2"] == "unknown"


def test_pssex1_speaks_of_councils_by_its_threshold():
    joint = pd.DataFrame(
        {
            "cssr_code": ["101", "102", "102", "101"],
            "financial_year": "2007/08",
            "client_group": [MH, MH, MH, "total_adults"],
            "income": [
                "joint_arrangements",
                "joint_arrangements",
                "nhs_income",
                "joint_arrangements",
            ],
            "present": ["yes", "no", "yes", "yes"],
        }
    )
    table = contracts.enforce(pssex1_statements(joint, "joint_arrangements"), POOL_STATEMENTS)
    assert table["area_code"].tolist() == ["101", "102"]
    assert table["pooled"].tolist() == ["yes", "no"]


@pytest.mark.parametrize("step", [1, -1])
def test_of_several_predecessors_one_stands_for_the_body_whatever_their_order(step):
    rows = [
        ("5A1", "North PCT", "yes", "nhs"),
        ("5A1", "South PCT", "no", ""),
        ("5A2", "East PCT", "no", "nhs"),
        ("5A2", "West PCT", "no", ""),
        ("101", "A council", "no", "council"),
    ]
    partners = pd.DataFrame(rows[::step], columns=["area_code", "as_written", "host", "side"])
    partners = partners.assign(area_type="pct", evidence_source="survey", scheme_id="1")
    kept = listed_once(partners).set_index("area_code")["as_written"].to_dict()
    assert kept == {"5A1": "North PCT", "5A2": "West PCT", "101": "A council"}
