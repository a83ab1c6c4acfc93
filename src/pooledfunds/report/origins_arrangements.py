"""What each number on the page of arrangements is made from."""

from collections.abc import Collection, Iterator

from pooledfunds.catalogue.origins import Origin

KIND = "arrangement"
DESCRIBED = ("register_arrangements", "register_partners")
ACCOUNTS = ("memorandum_accounts", "partner_shares")
# By the name of what is shown: how it is made, the code that makes it, and the tables it reads.
DECLARED = {
    "pools": (
        "Pooled funds as each source describes them: how many, partners, kind, power and time",
        "report.views.partnerships.partnerships",
        DESCRIBED,
    ),
    "england": (
        "How many arrangements each source names, by service, power, host and kind; how many of "
        "the survey's are signed; what its pools spent in the last year of their accounts, "
        "£ million",
        "report.views.arrangements.england_view",
        (*DESCRIBED, "memorandum_accounts"),
    ),
    "elements": (
        "In how many agreements each element is present, partly present, absent or not known; "
        "present as a share of those of which it is known",
        "linkage.pooling.agreements.by_element",
        ("agreement_elements",),
    ),
    "agreement": (
        "How many elements an agreement has, has in part, or has not",
        "report.views.partnerships.record_of",
        ("register_agreements",),
    ),
    "account": (
        "A pool's memorandum account: contributions less expenditure is the balance; each "
        "partner's share by the rule that the agreement states; the shares sum to the account",
        "linkage.pooling.account_tables.account_tables",
        ACCOUNTS,
    ),
    "scorecard": (
        "An indicator's forecast for the year-end against its target gives its rating; a score "
        "is the points of the ratings, by the weights of the indicators whose rating is known",
        "linkage.pooling.scorecards.scorecard_domains",
        ("scorecards", "scorecard_domains"),
    ),
    "money": (
        "Contributions to pools that the register states beside the joint income that the council "
        "returned, last year",
        "linkage.pooling.reconciliation.income_reconciliation",
        ("income_reconciliation",),
    ),
    "checklist": (
        "An outcome of the area in its last year, against its first and the median of areas",
        "linkage.pooling.outcome_checklist.outcome_checklist",
        ("outcome_checklist",),
    ),
}


def arrangement_origins(available: Collection[str]) -> Iterator[Origin]:
    """Yield the origin of each kind of number on the page of arrangements, odds apart.

    The odds are estimates, whose origins a study's specifications declare.

    Parameters
    ----------
    available
        Names of the tables at hand: what needs another is not shown.
    """
    for name, (formula, code, tables) in DECLARED.items():
        if all(table in available for table in tables):
            yield Origin(KIND, name, formula, f"pooledfunds.{code}", tables=tables)
