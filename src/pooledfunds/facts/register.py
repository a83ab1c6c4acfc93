"""Facts from the pooled-fund survey, the notification register and the data drawn from it."""

from __future__ import annotations

from functools import partial

from pooledfunds.facts import notifications, pools, respondents
from pooledfunds.facts.evidence import Fact

SURVEY = ("pooled_fund_register",)
LISTED = ("pooled_fund_register", "pct_list")
BOUNDARIES = ("pooled_fund_register", "pct_council_pairs", "pct_list")
SERVICES = {
    "learning_disability": "learning disability",
    "mental_health": "mental health",
    "community_equipment": "community equipment",
    "intermediate_care": "intermediate care",
    "continuing_care": "continuing care",
}
BASES = {
    "respondents": ("of the PCTs that the survey and the fieldwork cover", SURVEY),
    "all_pcts": ("of all PCTs, those not covered as without", LISTED),
}
SPENT = "expenditure in 2007/08 (else fund, else contributions), survey and fieldwork"
SCALES = {
    "respondents": ("as reported", SURVEY),
    "all_pcts": ("times all PCTs over PCTs covered", LISTED),
}
KINDS = {"pct": "PCTs", "council": "councils"}


def funds() -> list[Fact]:
    """Return the money of pools: totals, least and greatest, and of named places."""
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
    """Return how many pools there are, who hosts them, and for which services they are."""
    named = ("learning_disability", "mental_health", "community_equipment")
    hosts = (
        ("learning_disability", "councils", ("council",)),
        ("mental_health", "nhs", pools.NHS_HOSTS),
    )
    words = {"pools": "number of pools", "gbp": SPENT}
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


def shares() -> list[Fact]:
    """Return the shares of PCTs with pools or other joint financing, by service and base."""
    pooled = (
        ("community_equipment", "respondents"),
        ("intermediate_care", "respondents"),
        ("mental_health", "respondents"),
        ("learning_disability", "respondents"),
        ("learning_disability", "all_pcts"),
    )
    service = "learning_disability"
    return [
        Fact(
            f"pcts_with_pool/{service}/{base}",
            "%",
            "2007/08",
            BASES[base][1],
            f"PCTs with a pool for {SERVICES[service]}, as a share {BASES[base][0]}",
            partial(respondents.share_with_pool, service=service, base=base),
        )
        for service, base in pooled
    ] + [
        Fact(
            f"pcts_with_joint_financing/{service}/{base}",
            "%",
            "2007/08",
            LISTED,
            "PCTs with a pool, lead commissioning, integrated provision or grant for "
            f"{SERVICES[service]}, as a share {words}",
            partial(respondents.share_with_joint_financing, service=service, base=base),
        )
        for base, (words, _) in BASES.items()
    ]


def boundaries() -> list[Fact]:
    """Return the shares of co-terminous and other PCTs that pool, and their difference."""
    both = ("learning_disability", "mental_health")
    sides = {True: "coterminous", False: "not_coterminous"}
    facts = [
        Fact(
            f"pcts_with_pool/{service}/{base}/{side}",
            "%",
            "2007/08",
            BOUNDARIES,
            f"{side.replace('_', ' ').capitalize()} PCTs (one PCT, one council) with a pool for "
            f"{SERVICES[service]}, as a share {BASES[base][0]}",
            partial(respondents.share_by_boundary, service=service, base=base, shared=shared),
        )
        for service in both
        for base in BASES
        for shared, side in sides.items()
    ]
    named = [(service, (service,), SERVICES[service]) for service in both]
    named.append(("both", both, "learning disability and mental health, the lesser difference"))
    return facts + [
        Fact(
            f"pcts_with_pool/difference/{name}/{base}",
            "percentage points",
            "2007/08",
            BOUNDARIES,
            f"Share with a pool of PCTs that are not co-terminous less that of those that are, "
            f"{BASES[base][0]}: {words}; Newcombe's limits",
            partial(respondents.boundary_difference, services=services, base=base),
        )
        for name, services, words in named
        for base in BASES
    ]


def coverage() -> list[Fact]:
    """Return whom survey and fieldwork cover, and who of these is in no pool."""
    facts = []
    for kind, words in KINDS.items():
        facts += [
            Fact(
                f"covered/{kind}/number",
                "count",
                "2008-09",
                SURVEY,
                f"Number of {words} that answered the survey or were visited",
                partial(respondents.number_covered, body_type=kind),
            ),
            Fact(
                f"in_no_pool/{kind}",
                "count",
                "2008-09",
                SURVEY,
                f"Number of covered {words} that are in no pool for any service in 2007/08",
                partial(respondents.number_in_no_pool, body_type=kind),
            ),
        ]
    bases = (
        ("pct", "listed", LISTED),
        ("council", "asked", SURVEY),
        ("council", "listed", (*SURVEY, "council_list")),
    )
    facts += [
        Fact(
            f"covered/{kind}/share_of_{base}",
            "%",
            "2008-09",
            sources,
            f"Share of the {base} {KINDS[kind]} that answered the survey or were visited",
            partial(respondents.share_covered, body_type=kind, base=base),
        )
        for kind, base, sources in bases
    ]
    facts += [
        Fact(
            f"response_rate/{name}",
            "%",
            "2008",
            SURVEY,
            f"Share of the PCTs and councils asked that {words}",
            partial(respondents.response_rate, visited=visited),
        )
        for name, words, visited in (
            ("survey", "answered the survey", False),
            ("survey_and_fieldwork", "answered the survey or were visited", True),
        )
    ]
    return [
        *facts,
        Fact(
            "in_no_pool/coterminous",
            "count",
            "2008-09",
            (*BOUNDARIES, "council_list"),
            "Of the covered PCTs and councils in no pool, those that are co-terminous: one PCT and "
            "one council cover the same area",
            respondents.coterminous_in_no_pool,
        ),
    ]


def world_class_commissioning() -> list[Fact]:
    """Return how the World Class Commissioning data and the survey agree on mental health."""
    kinds = {
        "consistent": (("yes",), "one in the survey too"),
        "inconsistent": (("no",), "none in the survey"),
        "no_answer": (("unknown",), "no answer to the survey"),
    }
    return [
        Fact(
            f"wcc/{name}",
            "count",
            "2006/07; 2008",
            ("wcc", *SURVEY),
            "PCTs with a mental health pool in the World Class Commissioning data of 2006/07 and "
            + words,
            partial(respondents.agreement, survey_says=says),
        )
        for name, (says, words) in kinds.items()
    ] + [
        Fact(
            "wcc/share_of_pcts",
            "%",
            "2006/07",
            ("wcc", "pct_list"),
            "PCTs with a mental health pool in the World Class Commissioning data, of all PCTs",
            respondents.share_in_wcc,
        )
    ]


def notified() -> list[Fact]:
    """Return what the notification register is worth by day, and how fast that grew."""
    register = ("notification_register",)
    kinds = {
        "all": ("arrangements", False),
        "pools": ("pooled funds", True),
    }
    spending = (*register, "dh_departmental_report", "pssex1")
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
            spending,
            "Growth of notified arrangements from 2004 to July 2008 less the faster of NHS net "
            "outturn and adults' net current expenditure from 2003/04 to 2007/08",
            notifications.lead_in_growth,
        ),
        Fact(
            "notified/lead_in_yearly_growth",
            "percentage points",
            "2004-2009",
            spending,
            "Yearly growth of notified arrangements, end of 2004 to March 2009, less the faster "
            "of NHS net outturn, 2004/05 to 2008/09, and adults' net current expenditure, 2003/04 "
            "to 2007/08",
            notifications.lead_in_yearly_growth,
        ),
    ]


FACTS = [
    *funds(),
    *counts(),
    *shares(),
    *boundaries(),
    *coverage(),
    *world_class_commissioning(),
    *notified(),
]
