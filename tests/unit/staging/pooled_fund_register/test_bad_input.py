"""The bad input that the records of arrangements must name: each alone, and all in one message."""

import pytest

from tests.unit.staging.pooled_fund_register.test_read import told

# What is wrong, in which table of the example, and what the message says of it.
FAULTS = {
    "contributions that do not reconcile": (
        "contributions",
        {"S002,survey,5Z1,Northmoor PCT,2007/08,3100000": (
            "S002,survey,5Z1,Northmoor PCT,2007/08,2100000")},
        "funds.csv: column fund_gbp, first at line 4: the contributions of contributions.csv do "
        "not add up to the fund",
    ),
    "shares that do not add to 100": (
        "contributions",
        {"2006/07,270000,50,270000,,": "2006/07,270000,40,270000,,"},
        "contributions.csv: column share_percent, first at line 2: every partner's share is given, "
        "and they do not add up to 100 per cent",
    ),
    "an overspend without a rule": (
        "funds",
        {"S001,survey,2007/08,564000,564000,capped": "S001,survey,2007/08,564000,570000,"},
        "funds.csv: column overspend_rule, first at line 3: an overspend without a rule, where "
        "other funds of the file have one: write who has it",
    ),
    "a partner that did not exist that day": (
        "partners",
        {"S002,survey,5Z1,Northmoor PCT,pct": (
            "S002,survey,5Z1,Northmoor PCT,clinical_commissioning_group")},
        "partners.csv: column partner_kind, first at line 4: no clinical_commissioning_group "
        "existed before 2013-04-01",
    ),
    "a power that was not in force that day": (
        "arrangements",
        {",s31,2004-04-01": ",s75,2004-04-01"},
        "arrangements.csv: column legal_powers, first at line 2: s75 was not in force before "
        "2007-03-01; an arrangement of that day began under s31",
    ),
    "a quarter twice": (
        "quarters",
        {"S001,survey,2007/08 Q2,Users who": "S001,survey,2007/08 Q1,Users who"},
        "quarters.csv: column evidence_source and scheme_id and quarter and indicator, first at "
        "line 3: given more than once",
    ),
    "a target without direction": (
        "scorecard",
        {",days,lower,": ",days,,"},
        "scorecard.csv: column direction, first at line 4: a target without direction: write which "
        "is better, higher or lower",
    ),
    "weights above their sum": (
        "scorecard",
        {",higher,30,80,": ",higher,45,80,"},
        "scorecard.csv: column weight_percent, first at line 2: the weights of the scorecard add "
        "up to 115 per cent, and not to 100",
    ),
    "an unknown domain": (
        "scorecard",
        {",resources,": ",money,"},
        "scorecard.csv: column domain, first at line 5: not one of service_users_and_carers, "
        "process, resources, learning_and_growth",
    ),
}  # fmt: skip
OF_SCORECARDS = {
    "a value of an indicator that the scorecard has not": (
        "quarters",
        {"2007/08 Q1,Staff trained": "2007/08 Q1,Staff lost"},
        "quarters.csv: column indicator, first at line 8: no such indicator of this partnership "
        "and year in scorecard.csv",
    ),
    "no quarter": (
        "quarters",
        {"2007/08 Q1,Staff": "2007/08 Q5,Staff"},
        "quarters.csv: column quarter, first at line 8: not a quarter such as 2007/08 Q1",
    ),
    "a word in place of a value": (
        "quarters",
        {"assessors,13,": "assessors,many,"},
        "quarters.csv: column value, first at line 8: not a number",
    ),
    "no target": (
        "scorecard",
        {",days,lower,20,6,": ",days,lower,20,,"},
        "scorecard.csv: column target, first at line 4: no figure given",
    ),
    "an indicator twice": (
        "scorecard",
        {"Staff trained as trusted assessors": "Spent from the pool"},
        "scorecard.csv: column evidence_source and scheme_id and financial_year and indicator, "
        "first at line 6: given more than once",
    ),
    "a measure that the study has not": (
        "scorecard",
        {"equipment_on_time": "equipment_in_time"},
        "scorecard.csv: column measure, first at line 2: not one of delayed_rate, "
        "equipment_on_time, spent_of_fund",
    ),
    "a direction that the measure has not": (
        "scorecard",
        {"equipment_on_time,,higher": "equipment_on_time,,lower"},
        "scorecard.csv: column direction, first at line 2: the other way in "
        "codelists/scorecard_measures.csv",
    ),
    "a partnership that is not in the register": (
        "scorecard",
        {"S001,survey,2007/08,process": "S009,survey,2007/08,process"},
        "scorecard.csv: column scheme_id, first at line 4: no such arrangement of this evidence "
        "source in arrangements.csv",
    ),
    "quarters of what the study measures itself": (
        "scorecard",
        {"useful,,per cent,higher": "useful,equipment_on_time,,higher"},
        "quarters.csv: column indicator, first at line 2: the study measures this indicator "
        "itself: leave out its quarters, or its measure in scorecard.csv",
    ),
}


@pytest.mark.parametrize("name", [*FAULTS, *OF_SCORECARDS])
def test_each_fault_is_named_with_its_place_and_what_to_do(tmp_path, name):
    table, change, fault = (FAULTS | OF_SCORECARDS)[name]
    faults = told(tmp_path, {table: change})
    assert any(one.startswith(fault) for one in faults), faults


def test_all_faults_of_arrangements_come_in_one_message(tmp_path):
    changes: dict[str, dict[str, str]] = {}
    for table, change, _ in FAULTS.values():
        changes[table] = changes.get(table, {}) | change
    faults = told(tmp_path, changes)
    for name, (_, _, fault) in FAULTS.items():
        assert any(one.startswith(fault) for one in faults), (name, faults)
