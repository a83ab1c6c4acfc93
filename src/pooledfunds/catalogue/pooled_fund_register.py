"""Contracts of the pooled-fund register, of the exposures from it, and of agreement on them."""

import pandera.pandas as pa

from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import category, count, flag, number, table, text

YES_NO_UNKNOWN = ("yes", "no", "unknown")
MATCHES = ("listed", "dissolved", "later", "outside", "unmatched")


def day(description: str) -> pa.Column:
    """Return a column of dates that may be missing."""
    return pa.Column("datetime64[ns]", nullable=True, description=description)


SCHEME = {
    "evidence_source": category("Who says so"),
    "scheme_id": text("Arrangement, within its evidence source"),
}

REGISTER_ARRANGEMENTS = table(
    "register_arrangements",
    "Arrangements between health and social care, as each evidence source states them",
    {
        **SCHEME,
        "service_areas": text("Service areas, separated by '; '"),
        "arrangement_types": text("What it is called, separated by '; '"),
        "legal_powers": text("Legal powers as at its start, separated by '; '"),
        "legal_powers_at_end": text("What these had become by its end, or to this day: s31, s75"),
        "start": day("First day, if known"),
        "end": day("Last day, if it has ended or will"),
        "notified_on": day("Day of notification"),
        "stated_as_of": day("Day that the statement describes"),
        "signed_agreement": category("Whether there is a signed agreement", *YES_NO_UNKNOWN),
        "confirmed_on_review": category("What a review of the accounts found it to be"),
    },
    unique=["evidence_source", "scheme_id"],
)

REGISTER_PARTNERS = table(
    "register_partners",
    "Partners of each arrangement, with the listed body that each stands for",
    {
        **SCHEME,
        "area_type": category(
            "Kind of listed body, or outside the lists", "pct", "council", "outside"
        ),
        "area_code": text("Listed body; else the code or name as written"),
        "as_written": text("Code and name as the source has them"),
        "partner_kind": category("Kind of partner, as stated"),
        "side": text("Side of its kind: nhs, council, public, private; blank: left open"),
        "host": category("Whether it hosts the fund", *YES_NO_UNKNOWN),
        "matched": category("How the listed body was found", *MATCHES),
    },
    unique=["evidence_source", "scheme_id", "area_type", "area_code", "as_written"],
)

REGISTER_CONTRIBUTIONS = table(
    "register_contributions",
    "What each partner puts into the fund in a year",
    {
        **SCHEME,
        "area_type": category(
            "Kind of listed body, or outside the lists", "pct", "council", "outside"
        ),
        "area_code": text("Listed body; else the code or name as written"),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "gbp": number("Contribution in pounds", low=0, nullable=True),
        "share_percent": number("Share of the fund, per cent, as stated", low=0, nullable=True),
        "planned_gbp": number("Contribution as planned, pounds", low=0, nullable=True),
        "staff_gbp": number("Staff beside the money, pounds", low=0, nullable=True),
        "infrastructure_gbp": number("Premises and systems, pounds", low=0, nullable=True),
        "in_kind_gbp": number("Other goods and services, pounds", low=0, nullable=True),
        "inflation_percent": number("Uplift on last year: inflation, per cent", nullable=True),
        "real_change_percent": number("Uplift on last year: real, per cent", nullable=True),
        "growth_gbp": number("Uplift on last year: growth, pounds", nullable=True),
    },
    unique=["evidence_source", "scheme_id", "area_type", "area_code", "financial_year"],
)

REGISTER_FUNDS = table(
    "register_funds",
    "The whole fund and what was spent from it in a year",
    {
        **SCHEME,
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "fund_gbp": number("Fund in pounds", low=0, nullable=True),
        "expenditure_gbp": number("Expenditure in pounds", low=0, nullable=True),
        "overspend_rule": category("Who bears an overspend; blank if not stated"),
        "underspend_rule": category("Who has an underspend; blank if not stated"),
        "cap_percent": number(
            "Most that others than the host bear, per cent of contribution", low=0, nullable=True
        ),
        "reserve_gbp": number("Risk reserve at the start, pounds", low=0, nullable=True),
        "other_assets_gbp": number("Assets but cash at the end, pounds", low=0, nullable=True),
        "liabilities_gbp": number("Liabilities at the end, pounds", low=0, nullable=True),
    },
    unique=["evidence_source", "scheme_id", "financial_year"],
)

REGISTER_RESPONSES = table(
    "register_responses",
    "The response frame: who was asked, who answered, who was visited",
    {
        "area_type": category("Kind of body", "pct", "council"),
        "area_code": text("PCT code or CSSR code"),
        "asked": flag("Whether the survey asked about the body"),
        "answered": flag("Whether an answer came"),
        "visited": flag("Whether fieldwork visited it"),
    },
    unique=["area_type", "area_code"],
)

REGISTER_UNMATCHED = table(
    "register_unmatched",
    "Partners that no listed body, successor or predecessor fits",
    {
        **SCHEME,
        "as_written": text("Code and name as the source has them"),
        "partner_kind": category("Kind of partner, as stated"),
    },
    unique=["evidence_source", "scheme_id", "as_written"],
)

REGISTER_AGREEMENTS = table(
    "register_agreements",
    "Every element of each agreement that has a record, as each evidence source states it",
    {
        **SCHEME,
        "element": text("Element of an agreement"),
        "label": text("The element in words"),
        "in_table_1": flag("Whether Table 1 of the report lists it"),
        "in_checklist": flag("Whether the checklist of the guide of 2007 lists it"),
        "state": category("Whether it is there", "present", "partly", "absent", "not_known"),
        "reference": text("Where in the agreement"),
    },
    unique=["evidence_source", "scheme_id", "element"],
)

REGISTER_DISAGREEMENTS = table(
    "register_disagreements",
    "Where sources describe one arrangement differently; all are kept",
    {
        "scheme_id": text("Arrangement that several evidence sources describe"),
        "field": text("What they differ on"),
        "evidence_source": category("Who says so"),
        "value": text("What it says"),
    },
    unique=["scheme_id", "field", "evidence_source"],
)

POOL_LIST = table(
    "pool_list",
    "Each pool by service and by year for which money is stated",
    {
        **SCHEME,
        "service_area": category("Service area"),
        "services": count("Services that the pool covers"),
        "financial_year": text("Financial year; blank where no money is stated"),
        "legal_powers": text("Legal powers by its end, separated by '; '"),
        "first_year": text("Financial year of its start; blank if not known"),
        "host_kind": text("Kind of partner that hosts it; blank if not known"),
        "partner_kinds": text("Kinds of its partners, separated by '; '"),
        "signed_agreement": category("Whether there is a signed agreement", *YES_NO_UNKNOWN),
        "gbp": number("Money of the whole pool in the year, pounds", low=0, nullable=True),
    },
    unique=["evidence_source", "scheme_id", "service_area", "financial_year"],
)

POOL_STATEMENTS = table(
    "pool_statements",
    "What each evidence source says of each body, service and year",
    {
        "evidence_source": category("Who says so"),
        "area_type": category("Kind of body", "pct", "council"),
        "area_code": text("PCT code or CSSR code"),
        "service_area": category("Service area"),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "pooled": category("Whether there is a pool", *YES_NO_UNKNOWN),
    },
    unique=["evidence_source", "area_type", "area_code", "service_area", "financial_year"],
)

POOL_EXPOSURE = table(
    "pool_exposure",
    "Whether a body pools a service in a year, under each rule of evidence",
    {
        "rule": category("Rule of evidence"),
        "area_type": category("Kind of body", "pct", "council"),
        "area_code": text("PCT code or CSSR code"),
        "service_area": category("Service area"),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "pooled": category("Whether there is a pool", *YES_NO_UNKNOWN),
        "years_since_start": number(
            "Years since the year of the first start, if pooled and known", low=0, nullable=True
        ),
        "pooled_gbp": number("The body's own contribution, if known", low=0, nullable=True),
        "pooled_share": number("Contribution over spending, if both known", low=0, nullable=True),
    },
    unique=["rule", "area_type", "area_code", "service_area", "financial_year"],
)

EVIDENCE_AGREEMENT = table(
    "evidence_agreement",
    "How far two evidence sources agree, body by body",
    {
        "area_type": category("Kind of body", "pct", "council"),
        "service_area": category("Service area"),
        "source_a": text("First source"),
        "year_a": text("Its year", FINANCIAL_YEAR),
        "source_b": text("Second source"),
        "year_b": text("Its year", FINANCIAL_YEAR),
        **{
            f"a_{a}_b_{b}": count(f"Bodies of which the first says {a} and the second {b}")
            for a in YES_NO_UNKNOWN
            for b in YES_NO_UNKNOWN
        },
        "known_to_both": count("Bodies of which both say yes or no"),
        "agreement": number("Share of these on which they agree", low=0, nullable=True),
        "kappa": number("Cohen's kappa", low=None, nullable=True),
    },
    unique=["area_type", "service_area", "source_a", "year_a", "source_b", "year_b"],
)

POOL_CONTRACTS = {
    "pool_list": POOL_LIST,
    "pool_statements": POOL_STATEMENTS,
    "pool_exposure": POOL_EXPOSURE,
    "evidence_agreement": EVIDENCE_AGREEMENT,
}
