"""Facts from PSSEX1: what councils spent, what clients paid, what the NHS put in.

The report does not say which columns, lines and years it used, so each candidate is a fact of its
own: with or without Supporting People, gross or net, adult client groups or all services.
"""

from __future__ import annotations

from functools import partial

from pooledfunds.claims.fact import Fact, slug
from pooledfunds.studies.means_to_an_end.facts.nhs_contributions import (
    BEFORE_SPLIT,
    INCOMES,
    collected,
    contributions_growth,
    first_year_with_nhs_income,
    lead_of_groups,
    share_of_cost,
)
from pooledfunds.studies.means_to_an_end.facts.pssex1 import (
    FIRST,
    LAST,
    LINES,
    growth,
    lead_in_growth,
    lead_in_pounds,
    total,
)

MEASURES = {
    "net_current_expenditure": "Net current expenditure",
    "gross_current_expenditure": (
        "Gross current expenditure (net of joint, NHS and other income, without capital charges)"
    ),
    "gross_total_expenditure": (
        "Gross total expenditure (net of joint, NHS and other income, with capital charges)"
    ),
    "total_cost": "Gross total cost (joint arrangements included, without capital charges)",
    "client_contributions": "Client contributions (sales, fees and charges)",
}
SPENT = ("gross_current_expenditure", "gross_total_expenditure", "total_cost")
# Measure, client group and unit of every total that a claim prints for 2007/08.
TOTALS = [
    ("net_current_expenditure", "total_adults", "GBP bn"),
    *[
        (measure, group, "GBP bn")
        for group in ("learning_disability", "mental_health", "older_people")
        for measure in SPENT
    ],
    ("client_contributions", "older_people", "GBP bn"),
    ("client_contributions", "learning_disability", "GBP m"),
]
GROUPS = {
    "total_adults": "all adult services",
    "older_people": "older people",
    "learning_disability": "learning disability (under 65)",
    "mental_health": "mental health (under 65)",
}
SERVICES = {
    "adult_client_groups": "the five adult client groups",
    "all_but_children": "all services but children and families",
    "all_services": "all services, children's among them",
}


def totals() -> list[Fact]:
    """Return the England totals of 2007/08 that claims print."""
    return [
        Fact(
            f"{measure}/{group}/{line}/{slug(LAST)}",
            unit,
            LAST,
            ("pssex1",),
            f"{MEASURES[measure]}, {GROUPS[group]}, England, {words}",
            partial(total, measure=measure, group=group, line=line, year=LAST, unit=unit),
        )
        for measure, group, unit in TOTALS
        for line, (_, words) in LINES.items()
    ]


def growths() -> list[Fact]:
    """Return older people's growth since 2003/04 and its lead over the other adult groups."""
    span = f"{slug(FIRST)}-{slug(LAST)}"
    years = f"{FIRST}-{LAST}"
    facts = []
    for line, (_, words) in LINES.items():
        facts += [
            Fact(
                f"gross_current_expenditure_growth/older_people/{line}/{span}",
                "%",
                years,
                ("pssex1",),
                f"Gross current expenditure, older people, {LAST} over {FIRST}, less 1; England "
                f"series, {words}, nominal",
                partial(growth, group="older_people", line=line, base=FIRST, end=LAST),
            ),
            Fact(
                f"older_people_lead_in_growth/{line}/{span}",
                "percentage points",
                years,
                ("pssex1",),
                "Growth of gross current expenditure, older people, less that of the fastest "
                f"growing other adult client group; England series, {words}, nominal",
                partial(lead_in_growth, line=line),
            ),
            Fact(
                f"older_people_lead_in_pounds/{line}/{span}",
                "GBP m",
                years,
                ("pssex1",),
                "Rise of gross current expenditure, older people, less the largest rise of "
                f"another adult client group; England series, {words}, nominal",
                partial(lead_in_pounds, line=line),
            ),
        ]
    return facts


def contributions() -> list[Fact]:
    """Return the growth of NHS contributions, and their share of gross cost."""
    facts = [
        Fact(
            f"nhs_contributions_growth/{services}/{line}/{slug(BEFORE_SPLIT)}-{slug(end)}",
            "%",
            f"{BEFORE_SPLIT}-{end}",
            ("pssex1",),
            f"(Joint arrangements + income from the NHS, {end}) / joint arrangements, "
            f"{BEFORE_SPLIT}, less 1; {SERVICES[services]}, England, {words}",
            partial(contributions_growth, services=services, line=line, end=end),
        )
        for end in ("2006/07", "2007/08")
        for services in SERVICES
        for line, (_, words) in LINES.items()
    ]
    bases = (
        ("nhs_income", "adult_client_groups"),
        ("joint_and_nhs", "adult_client_groups"),
        ("joint_and_nhs", "all_services"),
    )
    return facts + [
        Fact(
            f"share_of_gross_cost/{income}/{services}/{line}/{slug(year)}",
            "%",
            year,
            ("pssex1",),
            f"{INCOMES[income][0]} as a share of gross total cost, {SERVICES[services]}, "
            f"England, {words}",
            partial(share_of_cost, income=income, services=services, line=line, year=year),
        )
        for year in ("2006/07", "2007/08")
        for income, services in bases
        for line, (_, words) in LINES.items()
    ]


def rankings() -> list[Fact]:
    """Return by how much the client groups that the report names lead the others."""
    kinds = [
        ("joint_and_nhs", "2005/06"),
        *[(income, year) for year in ("2006/07", "2007/08") for income in INCOMES],
    ]
    facts = [
        Fact(
            f"learning_disability_and_older_people_lead/{income}/{line}/{slug(year)}",
            "GBP m",
            year,
            ("pssex1",),
            f"The lesser of learning disability and older people less the largest other adult "
            f"client group; {INCOMES[collected(income, year)][0]}, England, {words}",
            partial(
                lead_of_groups,
                named=("learning_disability", "older_people"),
                income=income,
                line=line,
                year=year,
            ),
        )
        for income, year in kinds
        for line, (_, words) in LINES.items()
    ]
    how = (
        "Learning disability less the largest other adult client group; "
        f"{INCOMES['joint_and_nhs'][0]}, England, including Supporting People"
    )
    first = partial(
        lead_of_groups,
        named=("learning_disability",),
        income="joint_and_nhs",
        line="including_sp",
        year=LAST,
    )
    name = f"learning_disability_lead/joint_and_nhs/including_sp/{slug(LAST)}"
    return [*facts, Fact(name, "GBP m", LAST, ("pssex1",), how, first)]


FACTS = [
    *totals(),
    *growths(),
    *contributions(),
    *rankings(),
    Fact(
        "first_year_with_nhs_income",
        "financial year",
        "2006/07",
        ("pssex1",),
        "First financial year whose return has a column for income from the NHS, where an "
        "earlier return lacks it; the year in which it begins",
        first_year_with_nhs_income,
    ),
]
