import subprocess
import sys
from types import SimpleNamespace

import pandas as pd
import pytest

from pooledfunds.catalogue.sources import REPORT, tables_holding
from pooledfunds.claims.compute import compute_facts
from pooledfunds.claims.registry import by_id, facts_of
from pooledfunds.core.codelists import read_table
from pooledfunds.core.settings import read_rows
from pooledfunds.studies.means_to_an_end.facts.places import care_trusts
from pooledfunds.studies.means_to_an_end.facts.printed import FORMULAS, arithmetic, names_in

FACTS = facts_of("means_to_an_end")
FOLDER = "config/studies/means_to_an_end"

YEARS = ("2005/06", "2006/07", "2007/08")
GROUPS = (
    "older_people",
    "physical_disability",
    "learning_disability",
    "mental_health",
    "other_adults",
)


def england(*rows):
    """Printed totals for England: family, year, group, line, then measures in GBP thousand."""
    long = [
        {
            "family": family,
            "financial_year": year,
            "area_type": "england",
            "area": "England",
            "client_group": group,
            "service_line": line,
            "line": "",
            "measure": measure,
            "gbp_thousand": float(amount),
        }
        for family, year, group, line, measures in rows
        for measure, amount in measures.items()
    ]
    return pd.DataFrame(long)


def charges(cost):
    """The columns of 2007/08 that gross total cost is derived from; a tenth is capital."""
    return {
        "total_cost_including_capital": cost * 1.1,
        "own_provision_capital_charges": cost * 0.06,
        "provision_by_others_capital_charges": cost * 0.04,
    }


def values(**tables):
    tables = {"claims": read_table(f"{FOLDER}/claims.csv"), **tables}
    tables["fieldwork_bodies"] = read_table(f"{FOLDER}/codelists/fieldwork_bodies.csv")
    return compute_facts(tables, FACTS).set_index("fact")["value"]


def contributions(joint, nhs):
    """One return a year: each adult group the same, children's services as much again."""
    rows = []
    for year in YEARS:
        given = {"joint_arrangements": joint[year], "total_cost": 1000}
        if year == "2007/08":
            given = {"joint_arrangements": joint[year], **charges(1000)}
        if year in nhs:
            given["nhs_income"] = nhs[year]
        for line in ("total", "total_excluding_supporting_people"):
            rows += [("detailed", year, group, line, given) for group in GROUPS]
            both = ("total_adults", "total_children") if year == "2007/08" else ("total_pss",)
            times = 5 if year == "2007/08" else 10
            whole = {measure: times * amount for measure, amount in given.items()}
            rows += [("detailed", year, group, line, whole) for group in both]
            if year != "2007/08":
                children = {measure: 5 * amount for measure, amount in given.items()}
                rows.append(("detailed", year, "children", line, children))
    nothing = dict.fromkeys(("joint_arrangements", "nhs_income"), 0) | charges(0)
    for group in ("service_strategy_children", "asylum_seekers_children"):
        rows.append(("detailed", "2007/08", group, "total", nothing))
    return england(*rows)


def test_growth_of_contributions_counts_both_incomes_against_joint_arrangements_alone():
    joint = {"2005/06": 100, "2006/07": 60, "2007/08": 70}
    got = values(pssex1=contributions(joint, {"2006/07": 90, "2007/08": 140}))
    for services in ("adult_client_groups", "all_but_children", "all_services"):
        rise = f"nhs_contributions_growth/{services}/including_sp/2005_06-"
        assert got[rise + "2006_07"] == pytest.approx(50)
        assert got[rise + "2007_08"] == pytest.approx(110)


def test_share_of_cost_is_of_gross_total_cost_without_capital_charges():
    joint = {"2005/06": 100, "2006/07": 60, "2007/08": 70}
    got = values(pssex1=contributions(joint, {"2006/07": 90, "2007/08": 140}))
    share = "share_of_gross_cost/{}/adult_client_groups/excluding_sp/{}".format
    assert got[share("nhs_income", "2006_07")] == pytest.approx(9)
    assert got[share("joint_and_nhs", "2006_07")] == pytest.approx(15)
    assert got[share("joint_and_nhs", "2007_08")] == pytest.approx(21)


def test_the_first_year_with_nhs_income_is_seen_only_where_a_return_lacks_it():
    joint = dict.fromkeys(YEARS, 100)
    name = "first_year_with_nhs_income"
    assert values(pssex1=contributions(joint, {"2006/07": 90, "2007/08": 140}))[name] == 2006
    assert values(pssex1=contributions(joint, {"2007/08": 140}))[name] == 2007
    assert pd.isna(values(pssex1=contributions(joint, dict.fromkeys(YEARS, 1)))[name])


def growth(older, learning, other=1.0):
    """The series: older people from 1,000 and learning disability from 100, GBP million."""
    first = dict.fromkeys(GROUPS, 10.0) | {"older_people": 1000.0, "learning_disability": 100.0}
    rate = dict.fromkeys(GROUPS, other) | {"older_people": older, "learning_disability": learning}
    return england(
        *[
            ("series", year, group, line, {"gross_current_expenditure": 1000 * amount})
            for line in ("total", "total_excluding_supporting_people")
            for group in GROUPS
            for year, amount in (("2003/04", first[group]), ("2007/08", first[group] * rate[group]))
        ]
    ).pipe(lambda table: pd.concat([table, contributions(dict.fromkeys(YEARS, 1), {"2007/08": 1})]))


def test_the_largest_rise_need_not_be_the_fastest():
    got = values(pssex1=growth(older=1.2, learning=1.5))
    span = "including_sp/2003_04-2007_08"
    assert got[f"gross_current_expenditure_growth/older_people/{span}"] == pytest.approx(20)
    assert got[f"older_people_lead_in_growth/{span}"] == pytest.approx(-30)
    assert got[f"older_people_lead_in_pounds/{span}"] == pytest.approx(200 - 50)


def test_a_year_that_was_not_returned_leaves_a_reason_and_no_value():
    pssex1 = contributions(dict.fromkeys(YEARS, 100), {"2006/07": 90, "2007/08": 140})
    facts = compute_facts(
        {
            "pssex1": pssex1[pssex1["financial_year"] != "2005/06"],
            "claims": read_table(f"{FOLDER}/claims.csv"),
            "fieldwork_bodies": read_table(f"{FOLDER}/codelists/fieldwork_bodies.csv"),
        },
        FACTS,
    ).set_index("fact")
    row = facts.loc["nhs_contributions_growth/all_services/including_sp/2005_06-2006_07"]
    assert pd.isna(row["value"])
    assert row["how"] == (
        "Cannot be had: the detailed returns available give no joint arrangements of total pss "
        "for 2005/06."
    )


def test_without_its_source_a_fact_has_no_row():
    got = values()
    assert "report/joint_mean" in got
    assert not [name for name, fact in FACTS.items() if "pssex1" in fact.sources and name in got]


def test_named_councils_are_not_looked_for_under_another_name():
    bodies = pd.DataFrame(
        {
            "area_type": ["council", "council", "pct"],
            "area_code": ["415", "713", "5CN"],
            "name": ["Herefordshire", "Eastminster", "Westminster"],
            "area_class": ["Unitary Authorities", "Inner London", "Primary care trust"],
        }
    )
    people = pd.DataFrame(
        [("415", "2006/07", "all ages", 178_103.0), ("415", "2006/07", "65 and over", 35_681.0)],
        columns=["area", "financial_year", "age_band", "persons"],
    )
    panel = pd.DataFrame({"area_code": ["415", "713"], "in_frame": [True, False]})
    got = values(bodies=bodies, council_population=people, panel_council=panel)
    assert got["population/herefordshire/2006_07"] == 178_103
    assert got["share_65_plus/herefordshire/2006_07"] == pytest.approx(20.03, abs=0.01)
    assert pd.isna(got["population/herefordshire/2007_08"])
    assert pd.isna(got["population/westminster/2006_07"])
    assert got["report/covered/councils"] == pytest.approx(100 * 99 / 2)
    assert got["report/covered/councils_in_frame"] == pytest.approx(100 * 99 / 1)


def test_the_reports_own_arithmetic():
    got = values()
    assert got["report/joint_share"] == pytest.approx(100 * 3.4 / 99.5)
    assert got["report/register_growth"] == pytest.approx(95)
    assert got["report/contributions_of_both"] == pytest.approx(4.443)
    assert got["report/mental_health_share/of_both"] == pytest.approx(100 * 1.4 / 10.3)
    assert got["report/care_trusts/by_year"] == 10
    assert got["report/fieldwork/pcts"] == 13


def test_every_name_in_a_formula_stands_for_something():
    claims = set(read_table(f"{FOLDER}/claims.csv")["claim_id"])
    for *_, formula in FORMULAS:
        for name in names_in(formula):
            assert name in claims or name.split("_")[0] in claims or name.islower()


def test_a_formula_holds_only_arithmetic():
    with pytest.raises(ValueError, match="only figures, names"):
        arithmetic(None, "print('x')")


def test_two_facts_cannot_bear_one_id():
    fact = next(iter(FACTS.values()))
    with pytest.raises(ValueError, match="two facts bear one id"):
        by_id([fact, fact])


def test_each_fact_names_the_function_that_computes_it():
    assert (
        FACTS["coterminous_pcts/one_to_one"].code
        == "pooledfunds.studies.means_to_an_end.facts.places.coterminous_pcts"
    )


def test_the_registry_can_be_read_without_pandas():
    modules = "sys, pooledfunds.studies.means_to_an_end.facts, pooledfunds.claims.readings"
    code = f"import {modules}; print('pandas' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_every_source_that_a_fact_needs_has_its_tables():
    needed = {source for fact in FACTS.values() for source in fact.sources}
    assert [source for source in needed - {REPORT} if not tables_holding(source)] == []
    assert needed <= {row["source"] for row in read_rows("config/sources.csv")}


@pytest.mark.parametrize(
    ("asked", "number"), [({}, 3), ({"kind": "pct"}, 2), ({"kind": "pct", "year": 2002}, 1)]
)
def test_care_trusts_of_a_kind_and_of_a_year(asked, number):
    trusts = pd.DataFrame(
        {"kind": ["pct", "pct", "mental_health_trust"], "established": [2002, 2003, 2002]}
    )
    assert care_trusts(SimpleNamespace(tables={"care_trusts": trusts}), **asked) == number
