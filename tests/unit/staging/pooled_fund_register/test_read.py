import shutil
from pathlib import Path

import pandas as pd
import pytest

from pooledfunds.catalogue.pooled_fund_register import POOL_STATEMENTS
from pooledfunds.catalogue.readers import REGISTER
from pooledfunds.core.errors import IssueList
from pooledfunds.core.schema import enforce
from pooledfunds.staging.pooled_fund_register.powers import power_in_force
from pooledfunds.staging.pooled_fund_register.statements import read_statements
from pooledfunds.staging.reading import ReadingContext
from pooledfunds.staging.stage import read_all, written_by
from tests.unit.staging.returns import CODELISTS, CONFIG, call, damaged, fates, written

TEMPLATES = CONFIG.parent / "data/raw/templates"
BODIES = pd.DataFrame(
    [
        ("pct", "5Z1", "Northmoor PCT"),
        ("pct", "5Z2", "Southvale PCT"),
        ("pct", "5Z3", "Eastmere PCT"),
        ("council", "991", "Northmoor"),
        ("council", "992", "Southvale"),
        ("council", "993", "Isles of Eastmere"),
    ],
    columns=["area_type", "area_code", "name"],
)
SETTINGS = {
    "register": {
        "reconcile_gbp": 1000,
        "reconcile_share": 0.01,
        "smallest_fund_gbp": 10_000,
        "largest_fund_gbp": 500_000_000,
        "largest_ratio_of_partners": 500,
    }
}


def files(name: str) -> list[Path]:
    return sorted((TEMPLATES / name).glob("*.csv"))


def stage(survey, notified=(), tables=CODELISTS):
    faults = IssueList()
    paths = {"pooled_fund_register": list(survey), "notification_register": list(notified)}
    context = ReadingContext(tables, SETTINGS, faults, {"bodies": BODIES})
    accounts = read_all(REGISTER, paths, context)
    staged = {n: t for n, t in context.tables.items() if n in written_by(REGISTER)}
    account = pd.concat(accounts, ignore_index=True) if accounts else None
    return staged, account, [str(fault) for fault in faults]


def told(folder: Path, changes: dict[str, dict[str, str]]) -> list[str]:
    """Return the faults of the example with changes made to its tables, by table."""
    copies = []
    for path in files("register_example"):
        copy = Path(shutil.copy(path, folder))
        text = copy.read_text(encoding="utf-8")
        written(folder, copy.name, damaged(text, changes.get(copy.stem, {})))
        copies.append(copy)
    return stage(copies)[2]


@pytest.fixture(scope="module")
def example():
    staged, account, faults = stage(files("register_example"), files("notification_example"))
    assert not faults
    schemas = written_by(REGISTER)
    staged = {name: enforce(table, schemas[name].schema) for name, table in staged.items()}
    return staged | {"row_accounts": account}


def test_the_workbook_form_reads_like_the_delimited_one(example):
    books = [TEMPLATES / "register_example.xlsx"], [TEMPLATES / "notification_example.xlsx"]
    staged, _, faults = stage(*books)
    assert not faults
    for name, table in staged.items():
        pd.testing.assert_frame_equal(table, example[name])


def test_the_empty_template_has_the_tables_and_lacks_only_rows():
    _, _, of_text = stage(files("register_template"))
    _, _, of_book = stage([TEMPLATES / "register_template.xlsx"])
    assert of_text == [
        "arrangements.csv: there are headings and no rows",
        "partners.csv: there are headings and no rows",
    ]
    assert [fault.partition("sheet ")[2] for fault in of_book] == [
        "arrangements: there are headings and no rows",
        "partners: there are headings and no rows",
    ]


def test_a_partner_is_found_by_its_name_and_a_trust_stands_outside(example):
    partners = example["register_partners"]
    by_name = partners[partners["as_written"] == "Southvale PCT"]
    assert by_name["area_code"].tolist() == ["5Z2"]
    trust = partners[partners["partner_kind"] == "mental_health_trust"]
    assert trust["matched"].tolist() == ["outside"]


def test_a_dissolved_body_without_successor_is_listed_and_not_lost(example):
    unmatched = example["register_unmatched"]
    assert unmatched["as_written"].tolist() == ["Northmoor Health Authority"]
    kept = example["register_partners"]
    assert "Northmoor Health Authority" in set(kept["as_written"])


def test_a_dissolved_body_goes_to_its_successors_with_its_money(tmp_path):
    moved = {"5Z1,Northmoor PCT": "5Y1,Low Northmoor PCT"}
    copies = [Path(shutil.copy(path, tmp_path)) for path in files("register_example")]
    for copy in copies:
        if copy.stem in ("partners", "contributions"):
            written(tmp_path, copy.name, damaged(copy.read_text(encoding="utf-8"), moved))
    heirs = pd.DataFrame(
        [("pct", "5Y1", "Low Northmoor PCT", code, "2006-10-01", "") for code in ("5Z1", "5Z3")],
        columns=["area_type", "code", "name", "successor_code", "from", "source"],
    )
    staged, _, faults = stage(copies, tables=CODELISTS | {"successors": heirs})
    assert not faults
    partners = staged["register_partners"]
    store = partners[(partners["scheme_id"] == "S001") & (partners["area_type"] == "pct")]
    assert store["area_code"].tolist() == ["5Z1", "5Z3"]
    assert set(store["matched"]) == {"dissolved"}
    money = staged["register_contributions"]
    shared = money[(money["scheme_id"] == "S001") & (money["area_type"] == "pct")]
    assert shared.groupby("financial_year")["gbp"].sum().to_dict() == {
        "2006/07": 270_000,
        "2007/08": 282_000,
    }
    assert len(shared) == 4


def test_sources_that_disagree_are_both_kept(example):
    stores = example["register_arrangements"].query("scheme_id == 'S001'")
    assert stores["evidence_source"].tolist() == ["notification", "survey"]
    table = example["register_disagreements"]
    starts = table[table["field"] == "start"].set_index("evidence_source")["value"]
    assert starts.to_dict() == {"notification": "2001-10-01", "survey": "2004-04-01"}
    assert "service_areas" not in set(table["field"])  # on these they agree


def test_every_row_is_accounted_for(example):
    account = example["row_accounts"]
    partners = account[account["stage"].str.endswith("(partners)")]
    assert partners.groupby("fate")["rows"].sum().to_dict() == {"submitted": 11, "kept": 11}


@pytest.mark.parametrize(
    ("day", "power"), [("2007-02-28", "s31"), ("2007-03-01", "s75"), ("2009-01-01", "s75")]
)
def test_an_arrangement_under_section_31_runs_on_under_section_75(day, power):
    assert power_in_force("s31", day, CODELISTS["legal_powers"]) == power


@pytest.mark.parametrize(
    ("table", "change", "fault"),
    [
        (
            "arrangements",
            {"pooled_fund;lead_commissioning,s31,2004": "pooled_fund;lead_commissioning,s75,2004"},
            "arrangements.csv: column legal_powers, first at line 2: s75 was not in force before "
            "2007-03-01; an arrangement of that day began under s31",
        ),
        (
            "arrangements",
            {"s31,2004-04-01": "s31,2007-04-01"},
            "arrangements.csv: column legal_powers, first at line 2: s31 was not in force after "
            "2007-02-28; it became s75",
        ),
        (
            "arrangements",
            {",s75,2007-04-01": ",s256,2007-04-01"},
            "arrangements.csv: column legal_powers, first at line 3: called a pooled fund, under "
            "no power that allows one",
        ),
        (
            "arrangements",
            {"2010-03-31": "2006-03-31"},
            "arrangements.csv: column end, first at line 3: ends before it starts",
        ),
        (
            "arrangements",
            {"2010-03-31": "31 March"},
            "arrangements.csv: column end, first at line 3: not a date such as 2007-03-31",
        ),
        (
            "arrangements",
            {"S002,": "S001,"},
            "arrangements.csv: column evidence_source and scheme_id, first at line 3: given more "
            "than once",
        ),
        (
            "arrangements",
            {",mental_health,": ",mental_helth,"},
            "arrangements.csv: column service_areas, first at line 3: not one or several (with ;) "
            "of learning_disability, mental_health",
        ),
        (
            "arrangements",
            {"S003,survey": "S003,rumour"},
            "arrangements.csv: column evidence_source, first at line 4: not one of survey, "
            "fieldwork",
        ),
        (
            "arrangements",
            {"service_areas": "services"},
            "arrangements.csv: line 1: no column service_areas (edition arrangements)",
        ),
        (
            "partners",
            {"S001,survey,5Z1,Northmoor PCT,pct,no,\n": ""},
            "arrangements.csv: column scheme_id, first at line 2: a pooled fund has fewer than "
            "two partners",
        ),
        (
            "partners",
            {"S001,survey,991,Northmoor,council,yes": "S001,survey,991,Northmoor,council,no"},
            "arrangements.csv: column scheme_id, first at line 2: a pooled fund has no host among "
            "its partners",
        ),
        (
            "partners",
            {"S001,survey,5Z1,Northmoor PCT,pct,no": "S001,survey,5Z1,Northmoor PCT,pct,yes"},
            "arrangements.csv: column scheme_id, first at line 2: a pooled fund has several hosts",
        ),
        (
            "partners",
            {"S001,survey,991,Northmoor,council": "S001,survey,999,Nowhere,council"},
            "partners.csv: column body_code, first at line 3: no such council",
        ),
        (
            "partners",
            {"S001,survey,991,Northmoor": "S001,survey,991,Southvale"},
            "partners.csv: column body_code, first at line 3: the code and the name stand for "
            "different bodies",
        ),
        (
            "partners",
            {"S001,survey,991,Northmoor,council,yes": "S001,survey,5Z1,Northmoor PCT,pct,yes"},
            "partners.csv: column body_code, first at line 3: given more than once",
        ),
        (
            "partners",
            {"S001,survey,991,Northmoor,council": "S001,survey,991,Northmoor,borough"},
            "partners.csv: column partner_kind, first at line 3: not one of pct, care_trust",
        ),
        (
            "partners",
            {"S004,fieldwork,5Z2": "S009,fieldwork,5Z2"},
            "partners.csv: column scheme_id, first at line 9: no such arrangement of this "
            "evidence source",
        ),
        (
            "contributions",
            {"2007/08,1400000": "2007/08,1500000"},
            "funds.csv: column fund_gbp, first at line 4: the contributions of contributions.csv "
            "do not add up to the fund",
        ),
        (
            "contributions",
            {"2007/08,1400000": "2007/08,1400"},
            "contributions.csv: column gbp, first at line 7: another partner's is over 500 times "
            "it: pounds mixed with £000",
        ),
        (
            "contributions",
            {"2007/08,282000,50": "2007/08,282,50"},
            "funds.csv: column fund_gbp, first at line 3: a thousand times, or a thousandth of, "
            "other money of the fund: pounds mixed with £000",
        ),
        (
            "contributions",
            {"2006/07,270000,50": "2006/07,270000,150"},
            "contributions.csv: column share_percent, first at line 2: a percentage above 100 "
            "(2 times)",
        ),
        (
            "contributions",
            {"Northmoor,2006/07,270000,50": "Northmoor,2006/07,270000,60"},
            "contributions.csv: column share_percent, first at line 2: the partners' shares exceed "
            "100 per cent",
        ),
        (
            "contributions",
            {"992,Southvale,2007/08": "993,Isles of Eastmere,2007/08"},
            "contributions.csv: column body_code, first at line 9: the contributor is no partner "
            "of this arrangement in partners.csv, as written there",
        ),
        (
            "contributions",
            {"991,Northmoor,2006/07": "991,Northmoor,1996/97"},
            "contributions.csv: column financial_year, first at line 3: outside the years 1999/00 "
            "to 2012/13",
        ),
        (
            "contributions",
            {"S002,survey,991,Northmoor,2007/08": "S002,survey,991,Northmoor,2005/06"},
            "contributions.csv: column financial_year, first at line 7: a year before the "
            "arrangement starts or after it ends",
        ),
        (
            "funds",
            {"5000000,4950000": "5000000,4950"},
            "funds.csv: column expenditure_gbp, first at line 4: a pooled fund below £10,000: £000 "
            "in place of pounds",
        ),
        (
            "funds",
            {"20500000": "20500000000"},
            "funds.csv: column fund_gbp, first at line 5: a pooled fund above £500,000,000",
        ),
        (
            "contributions",
            {"991,Northmoor,2006/07,270000,50": "991,Northmoor,2006/07,270000,40"},
            "contributions.csv: column share_percent, first at line 2: every partner's share is "
            "given, and they do not add up to 100 per cent",
        ),
        (
            "funds",
            {"2006/07,540000,531000,capped": "2006/07,540000,541000,"},
            "funds.csv: column overspend_rule, first at line 2: an overspend without a rule, where "
            "other funds of the file have one",
        ),
        (
            "funds",
            {"capped,carry_forward,5,,4200": "capped,carry_forward,,,4200"},
            "funds.csv: column overspend_rule, first at line 2: capped needs cap_percent, which is "
            "blank",
        ),
        (
            "funds",
            {"risk_reserve,risk_reserve": "risk_reserve,capped"},
            "funds.csv: column underspend_rule, first at line 4: not one of host_bears, "
            "in_proportion, risk_reserve, carry_forward",
        ),
        (
            "agreements",
            {"aims_outcomes,present,clause 2": "aims,present,clause 2"},
            "agreements.csv: column element, first at line 2: not one of aims_outcomes",
        ),
        (
            "agreements",
            {"aims_outcomes,present,clause 2": "aims_outcomes,there,clause 2"},
            "agreements.csv: column state, first at line 2: not one of present, partly, absent",
        ),
        (
            "agreements",
            {"aims_outcomes,present,clause 2": "aims_outcomes,present,"},
            "agreements.csv: column reference, first at line 2: present or partly, without a "
            "reference: write the clause, or not_known",
        ),
        (
            "agreements",
            {"survey,functions": "survey,aims_outcomes"},
            "agreements.csv: column evidence_source and scheme_id and element, first at line 3: "
            "given more than once",
        ),
        (
            "agreements",
            {"S002,survey,signature,absent,": "S002,survey,signature,present,page 9"},
            "agreements.csv: column state, first at line 13: the signature is otherwise in "
            "signed_agreement of arrangements.csv",
        ),
        (
            "agreements",
            {"S002,survey,aims_outcomes": "S009,survey,aims_outcomes"},
            "agreements.csv: column scheme_id, first at line 11: no such arrangement of this "
            "evidence source",
        ),
        (
            "partners",
            {
                "Moors Mental Health NHS Trust,mental_health_trust": "Moors,"
                "clinical_commissioning_group"
            },
            "partners.csv: column partner_kind, first at line 6: no clinical_commissioning_group "
            "existed before 2013-04-01, and it ended, or is described, earlier",
        ),
        (
            "partners",
            {"5Z1,Northmoor PCT,pct,no": "5Z1,Northmoor PCT,health_authority,no"},
            "partners.csv: column partner_kind, first at line 2: no health_authority existed after "
            "2002-09-30, and it begins later",
        ),
        (
            "partners",
            {"Moors Mental Health NHS Trust,mental_health_trust": "Moors Constabulary,police"},
            "partners.csv: column partner_kind, first at line 6: s75 let no police be a partner at "
            "that time: see config/codelists/partners_by_power.csv",
        ),
        (
            "partners",
            {"5Z1,Northmoor PCT,pct,no": "5Z1,Northmoor PCT,district_council,no"},
            "arrangements.csv: column scheme_id, first at line 2: a pooled fund under s31 or s75 "
            "without an NHS body among its partners in partners.csv",
        ),
        (
            "responses",
            {"5Z3,": "5ZZ,"},
            "responses.csv: column body_code, first at line 4: no such body",
        ),
        (
            "responses",
            {"5Z3,": "5Z2,"},
            "responses.csv: column body_code, first at line 4: given more than once",
        ),
        (
            "responses",
            {"yes,yes,no": "no,yes,no"},
            "responses.csv: column answered, first at line 2: answered without having been asked",
        ),
        (
            "responses",
            {"5Z3,Eastmere PCT,yes,no": "5Z3,Eastmere PCT,yes,perhaps"},
            "responses.csv: column answered, first at line 4: not one of yes, no",
        ),
    ],
)
def test_each_damage_is_told_with_file_place_and_rule(tmp_path, table, change, fault):
    faults = told(tmp_path, {table: change})
    assert any(found.startswith(fault) for found in faults), faults


def test_all_faults_of_all_tables_come_at_once(tmp_path):
    faults = told(
        tmp_path,
        {
            "arrangements": {",no,aligned_budgets": ",maybe,aligned_budgets"},
            "partners": {
                "S001,survey,991,Northmoor,council,yes": "S001,survey,991,Northmoor,council,no"
            },
            "responses": {"5Z3,": "5ZZ,"},
        },
    )
    assert {fault.partition(":")[0] for fault in faults} == {"arrangements.csv", "responses.csv"}
    assert len(faults) >= 3


def test_without_its_partners_a_register_is_refused_at_once():
    survey = [path for path in files("register_example") if path.stem != "partners"]
    assert stage(survey)[2] == [
        "agreements.csv, arrangements.csv, contributions.csv, funds.csv, quarters.csv, "
        "responses.csv, scorecard.csv: no table partners"
    ]


def test_a_survey_without_its_response_frame_is_refused():
    survey = [path for path in files("register_example") if path.stem != "responses"]
    assert stage(survey)[2] == [
        "arrangements.csv: no table of responses: without it no body is known to have answered"
    ]


def test_a_file_that_is_none_of_the_tables_is_told(tmp_path):
    stray = written(tmp_path, "pools.csv", "a,b\n1,2\n")
    assert (
        "pools.csv: the name opens with none of arrangements, partners, contributions, funds, "
        "responses, agreements, scorecard, quarters"
    ) in stage([*files("register_example"), stray])[2]


STATEMENTS = """\
body_code,body_name,service_area,financial_year,pooled
5Z1,Northmoor PCT,mental_health,2006/07,yes
5Z2,Southvale PCT,mental_health,2006/07,no
"""


def read_wcc(path):
    faults = IssueList()
    table, account = call(read_statements, [path], faults, source="wcc", bodies=BODIES)
    return table, account, [str(fault) for fault in faults]


def test_outright_statements(tmp_path):
    table, account, faults = read_wcc(written(tmp_path, "wcc.csv", STATEMENTS))
    assert not faults
    enforce(table, POOL_STATEMENTS)
    assert table["pooled"].tolist() == ["yes", "no"]
    assert fates(account) == {"submitted": 2, "kept": 2}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"5Z2,": "5ZZ,"}, "column body_code, first at line 3: no such body"),
        (
            {"2006/07,yes": "2006/07,maybe"},
            "column pooled, first at line 2: not one of yes, no, unknown",
        ),
        (
            {"2006/07,yes": "1996/97,yes"},
            "column financial_year, first at line 2: outside the years 2006/07 to 2009/10",
        ),
        ({"pooled": "pool"}, "line 1: no column pooled (edition plain)"),
    ],
)
def test_each_damage_to_statements_is_told(tmp_path, change, fault):
    assert (
        f"wcc.csv: {fault}"
        in read_wcc(written(tmp_path, "wcc.csv", damaged(STATEMENTS, change)))[2]
    )
