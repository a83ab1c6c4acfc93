"""Arithmetic on the report's own printed figures: does it agree with itself?

A formula is written with claims (``C004``, or ``C128_2`` for the second figure that a claim
prints) and with the counts of ``TERMS``. The figures come from ``claims.csv``.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from functools import partial

from pooledfunds.claims.fact import Fact, FactTables
from pooledfunds.studies.means_to_an_end.facts import places, pssex1

CLAIM = re.compile(r"(C\d{3})(?:_(\d))?")
# Counts and sums that a formula may name: what they need, what they are, how they are had.
TERMS: dict[str, tuple[tuple[str, ...], str, Callable[[FactTables], float]]] = {
    "pcts": (("pct_list",), "PCTs in their list", places.pcts),
    "councils": (("council_list",), "councils in their list", places.councils),
    "councils_in_frame": (
        ("council_list", "council_population"),
        "councils without the two smallest, the City of London and the Isles of Scilly",
        places.councils_in_frame,
    ),
    "adult_social_care": (
        ("pssex1",),
        "adults' net current expenditure with Supporting People, 2007/08, PSSEX1, GBP bn",
        partial(pssex1.adult_net_current_expenditure, year="2007/08"),
    ),
    "adult_social_care_2003_04": (
        ("pssex1",),
        "the same in 2003/04, England series",
        partial(pssex1.adult_net_current_expenditure, year="2003/04", family="series"),
    ),
}
OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
# Fact, unit, year, formula.
FORMULAS = (
    ("report/joint_share", "%", "2007/08", "100 * C004 / (C002 + C003)"),
    ("report/joint_share/joint_on_top", "%", "2007/08", "100 * C004 / (C002 + C003 + C004)"),
    ("report/joint_share/pssex1", "%", "2007/08", "100 * C004 / (C002 + adult_social_care)"),
    ("report/joint_mean", "GBP bn", "2007/08", "(C005 + C006) / 2"),
    ("report/register_growth", "%", "2004-2009", "100 * (C008 / C007 - 1)"),
    (
        "report/register_growth_less_adult_social_care_growth",
        "percentage points",
        "2003/04-2007/08",
        "100 * (C005 / C007 - adult_social_care / adult_social_care_2003_04)",
    ),
    ("report/contributions_of_both", "GBP bn", "2008/09", "(C013 + C014) / 1000"),
    (
        "report/pools_of_respondents/first_pair",
        "%",
        "2008",
        "(C052 * C057 + C053 * (pcts - C057)) / C121",
    ),
    (
        "report/pools_of_respondents/second_pair",
        "%",
        "2008",
        "(C054 * C057 + C055 * (pcts - C057)) / C121",
    ),
    ("report/mental_health_share/of_pcts", "%", "2007/08", "100 * C038 / C036"),
    ("report/mental_health_share/of_both", "%", "2007/08", "100 * C038 / (C036 + C037)"),
    ("report/wcc_consistent", "count", "2008", "C067 / 100 * pcts - C065 - C066"),
    ("report/wcc_share", "%", "2006/07", "100 * (C064 + C065 + C066) / pcts"),
    ("report/delayed/snapshot", "%", "2007/08", "100 * C115 / 100000"),
    ("report/delayed/weekly_snapshots_added", "%", "2007/08", "100 * 52 * C115 / 100000"),
    ("report/delayed/change", "per 100,000", "2006/07-2007/08", "C115 - C114"),
    ("report/covered/pcts", "%", "2008-09", "100 * C121 / pcts"),
    ("report/covered/councils_in_frame", "%", "2008-09", "100 * C123 / councils_in_frame"),
    ("report/covered/councils", "%", "2008-09", "100 * C123 / councils"),
    (
        "report/covered/organisations",
        "%",
        "2008-09",
        "100 * (C121 + C123) / (pcts + councils_in_frame)",
    ),
    ("report/care_trusts/by_kind", "count", "2009", "C129_2 + C129_3"),
    (
        "report/care_trusts/by_year",
        "count",
        "2009",
        "C129_4 + C129_5 + C129_6 + C129_7 + C129_8",
    ),
)
# Kinds of body that Appendix 2 lists by name.
FIELDWORK = {
    "pcts": "PCTs",
    "councils": "councils",
    "mental_health_trusts": "mental health trusts",
    "care_trusts": "care trusts",
}


def names_in(formula: str) -> list[str]:
    """Return the claims and terms that a formula names, in their order."""
    nodes = ast.walk(ast.parse(formula, mode="eval"))
    return list(dict.fromkeys(node.id for node in nodes if isinstance(node, ast.Name)))


def arithmetic(evidence: FactTables, formula: str) -> float:
    """Return the value of a formula."""
    return _value(ast.parse(formula, mode="eval").body, evidence)


def _value(node: ast.expr, evidence: FactTables) -> float:
    """Return the value of one part of a formula."""
    match node:
        case ast.BinOp():
            left, right = (_value(side, evidence) for side in (node.left, node.right))
            return OPERATORS[type(node.op)](left, right)
        case ast.Name() if node.id in TERMS:
            return TERMS[node.id][2](evidence)
        case ast.Name():
            claim, figure = CLAIM.fullmatch(node.id).groups()
            return evidence.printed(claim, int(figure or 1))
        case ast.Constant():
            return float(node.value)
        case _:
            raise ValueError(f"a formula holds only figures, names and + - * /: {ast.dump(node)}")


def formula_fact(name: str, unit: str, year: str, formula: str) -> Fact:
    """Return the fact that a formula defines, with the sources that its names need."""
    terms = [term for term in names_in(formula) if term in TERMS]
    sources = ["published_report", *(source for term in terms for source in TERMS[term][0])]
    meanings = "; ".join(f"{term}: {TERMS[term][1]}" for term in terms)
    how = f"{formula}, claims as printed" + (f"; {meanings}" if meanings else "")
    value = partial(arithmetic, formula=formula)
    return Fact(name, unit, year, tuple(dict.fromkeys(sources)), how, value)


def named_in_appendix(evidence: FactTables, kind: str) -> float:
    """Return the number of bodies of a kind that Appendix 2 names."""
    return float((evidence.tables["fieldwork_bodies"]["kind"] == kind).sum())


FACTS = [
    *(formula_fact(*formula) for formula in FORMULAS),
    *(
        Fact(
            f"report/fieldwork/{kind}",
            "count",
            "2009",
            ("published_report",),
            f"Number of {words} that Appendix 2 names",
            partial(named_in_appendix, kind=kind),
        )
        for kind, words in FIELDWORK.items()
    ),
]
