"""Facts from the pools of the survey and from the notification register: counts and money."""

from __future__ import annotations

from functools import partial

from pooledfunds.claims.fact import Fact
from pooledfunds.studies.means_to_an_end.facts import notifications, pools

SURVEY = ("pooled_fund_register",)
LISTED = ("pooled_fund_register", "pct_list")
SERVICES = {
    "learning_disability": "learning disability",
    "mental_health": "mental health",
    "community_equipment": "community equipment",
    "intermediate_care": "intermediate care",
    "continuing_care": "continuing care",
}
SPENT = "expenditure in 2007/08 (else fund, else contributions), survey and fieldwork"
SCALES = {
    "respondents": ("as reported", SURVEY),
    "all_pcts": ("times all PCTs over PCTs covered", LISTED),
}


def spending() -> list[Fact]:
    """Return the money of pools: totals as reported, and extrapolated to all PCTs."""
    facts = []
    for base, (words, sources) in SCALES.items():
        facts += [
            Fact(
                f"pools/spending/{service}/{base}",
                "GBP bn",
                "2007/08",
                sources,
                f"Pools for {SERVICES[service]}: {SPENT}, {words}",
                partial(pools.spending, service=service, base=base),
            )
            for service in ("learning_disability", "mental_health")
        ]
        facts += [
            Fact(
                f"pools/section_75_spending/{base}/{name}",
                "GBP bn",
                "2007/08",
                sources,
                f"Pools under section 75, {power}: {SPENT}, {words}",
                partial(pools.section_75_spending, base=base, unknown_power=unknown),
            )
            for name, power, unknown in (
                ("stated", "where the survey says so", False),
                ("stated_or_unknown", "pools of unknown power among them", True),
            )
        ]
    return facts


def single_funds() -> list[Fact]:
    """Return the money of the least and greatest pools, and of those of named places."""
    facts = []
    for service in ("learning_disability", "mental_health", "community_equipment"):
        for name, word, value in (
            ("smallest", "Least", pools.smallest_pool),
            ("largest", "Greatest", pools.largest_pool),
        ):
            how = f"{word} of the pools for {SERVICES[service]}: {SPENT}"
            name = f"pools/{name}/{service}"
            facts.append(
                Fact(name, "GBP m", "2007/08", SURVEY, how, partial(value, service=service))
            )
    places = (
        ("oxfordshire_and_buckinghamshire", "mental_health", "2006/07",
         ("Oxfordshire", "Buckinghamshire")),
        ("herefordshire", "community_equipment", "2007/08", ("Herefordshire",)),
    )  # fmt: skip
    return facts + [
        Fact(
            f"pools/fund/{place}/{service}",
            "GBP m",
            year,
            (*SURVEY, "council_list"),
            f"Pools for {SERVICES[service]} of {' and '.join(councils)}: expenditure in {year}",
            partial(pools.fund_of, councils=councils, service=service, year=year),
        )
        for place, service, year, councils in places
    ]


def counts() -> list[Fact]:
    """Return how many pools there are, and who hosts them."""
    hosts = (
        ("learning_disability", "councils", ("council",)),
        ("mental_health", "nhs", pools.NHS_HOSTS),
    )
    return [
        *[
            Fact(
                f"pools/number/{service}",
                "count",
                "2008",
                SURVEY,
                f"Pools for {SERVICES[service]} in survey and fieldwork, each counted once",
                partial(pools.number_of_pools, service=service),
            )
            for service in ("intermediate_care", "continuing_care")
        ],
        *[
            Fact(
                f"pools/hosted_by_{name}/{service}",
                "%",
                "2008",
                SURVEY,
                f"Share of pools for {SERVICES[service]} whose host is a {' or '.join(kinds)}, "
                "of those with a known host".replace("_", " "),
                partial(pools.hosted_by, service=service, kinds=kinds),
            )
            for service, name, kinds in hosts
        ],
    ]


def leads() -> list[Fact]:
    """Return by how much three services lead the others, and who else is a partner."""
    named = ("learning_disability", "mental_health", "community_equipment")
    words = {"pools": "number of pools", "gbp": SPENT}
    return [
        *[
            Fact(
                f"pools/three_services_lead/{measure}",
                {"pools": "count", "gbp": "GBP m"}[measure],
                "2008",
                SURVEY,
                "The least of learning disability, mental health and community equipment less "
                f"the largest other service: {words[measure]}",
                partial(pools.lead, named=named, measure=measure),
            )
            for measure in words
        ],
        Fact(
            "pools/mental_health_trusts",
            "count",
            "2008",
            SURVEY,
            "Mental health trusts that are partners in a pool of survey or fieldwork",
            pools.mental_health_trusts,
        ),
    ]


def agreements() -> list[Fact]:
    """Return how many bodies have a pool without a signed agreement, as the register has it."""
    return [
        Fact(
            f"pools/without_signed_agreement/{area_type}",
            "%",
            "2008",
            SURVEY,
            f"Share of the {words} covered by survey and fieldwork that are partner in a pool "
            "without a signed agreement",
            partial(pools.without_signed_agreement, area_type=area_type),
        )
        for area_type, words in (("pct", "PCTs"), ("council", "councils"))
    ]


def notified() -> list[Fact]:
    """Return what the notification register is worth by day, and how fast that grew."""
    register = ("notification_register",)
    kinds = {
        "all": ("arrangements", False),
        "pools": ("pooled funds", True),
    }
    with_spending = (*register, "dh_departmental_report", "pssex1")
    return [
        *[
            Fact(
                f"notified/{name}/{kind}",
                "GBP bn",
                day,
                register,
                f"{words.capitalize()} notified by {day} and not ended, at the last money stated "
                "by then",
                partial(notifications.notified, day=day, pools_only=pools_only),
            )
            for name, day in notifications.DAYS.items()
            for kind, (words, pools_only) in kinds.items()
        ],
        Fact(
            "notified/growth",
            "%",
            "2004-2009",
            register,
            "Notified arrangements in March 2009 over those at the end of 2004, less 1",
            notifications.growth,
        ),
        Fact(
            "notified/lead_in_growth",
            "percentage points",
            "2003/04-2007/08",
            with_spending,
            "Growth of notified arrangements from 2004 to July 2008 less the faster of NHS net "
            "outturn and adults' net current expenditure from 2003/04 to 2007/08",
            notifications.lead_in_growth,
        ),
        Fact(
            "notified/lead_in_yearly_growth",
            "percentage points",
            "2004-2009",
            with_spending,
            "Yearly growth of notified arrangements, end of 2004 to March 2009, less the faster "
            "of NHS net outturn, 2004/05 to 2008/09, and adults' net current expenditure, 2003/04 "
            "to 2007/08",
            notifications.lead_in_yearly_growth,
        ),
    ]


FACTS = [*spending(), *single_funds(), *counts(), *agreements(), *leads(), *notified()]
