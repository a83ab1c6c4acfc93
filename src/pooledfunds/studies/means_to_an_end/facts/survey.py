"""Facts from the survey: shares of PCTs with pools, coverage, and the word of other data."""

from __future__ import annotations

from functools import partial

from pooledfunds.claims.fact import Fact
from pooledfunds.studies.means_to_an_end.facts import respondents
from pooledfunds.studies.means_to_an_end.facts import world_class_commissioning as wcc
from pooledfunds.studies.means_to_an_end.facts.register import LISTED, SERVICES, SURVEY

BOUNDARIES = ("pooled_fund_register", "pct_council_pairs", "pct_list")
BASES = {
    "respondents": ("of the PCTs that the survey and the fieldwork cover", SURVEY),
    "all_pcts": ("of all PCTs, those not covered as without", LISTED),
}
KINDS = {"pct": "PCTs", "council": "councils"}


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
    return facts + [
        Fact(
            f"pcts_with_pool/difference/{service}/{base}",
            "percentage points",
            "2007/08",
            BOUNDARIES,
            f"Share with a pool of PCTs that are not co-terminous less that of those that are, "
            f"{BASES[base][0]}: {SERVICES[service]}; Newcombe's limits",
            partial(respondents.boundary_difference, service=service, base=base),
        )
        for service in both
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
                partial(respondents.number_covered, area_type=kind),
            ),
            Fact(
                f"in_no_pool/{kind}",
                "count",
                "2008-09",
                SURVEY,
                f"Number of covered {words} that are in no pool for any service in 2007/08",
                partial(respondents.number_in_no_pool, area_type=kind),
            ),
        ]
    return facts


def response() -> list[Fact]:
    """Return which share of bodies survey and fieldwork cover, and how many answered."""
    bases = (
        ("pct", "listed", LISTED),
        ("council", "asked", SURVEY),
        ("council", "listed", (*SURVEY, "council_list")),
    )
    facts = [
        Fact(
            f"covered/{kind}/share_of_{base}",
            "%",
            "2008-09",
            sources,
            f"Share of the {base} {KINDS[kind]} that answered the survey or were visited",
            partial(respondents.share_covered, area_type=kind, base=base),
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
            partial(wcc.agreement, survey_says=says),
        )
        for name, (says, words) in kinds.items()
    ] + [
        Fact(
            "wcc/share_of_pcts",
            "%",
            "2006/07",
            ("wcc", "pct_list"),
            "PCTs with a mental health pool in the World Class Commissioning data, of all PCTs",
            wcc.share_in_wcc,
        )
    ]


FACTS = [*shares(), *boundaries(), *coverage(), *response(), *world_class_commissioning()]
