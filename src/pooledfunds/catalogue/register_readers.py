"""Readers of the pooled-fund register, and what is made from its tables once they are read."""

from pooledfunds.catalogue import pooled_fund_register, scorecards
from pooledfunds.catalogue.declarations import BUILD_PAGE, Reader, Table
from pooledfunds.core.vocabulary import NOTIFICATION, SURVEY

STAGING = "pooledfunds.staging"
BODIES = ("bodies",)

# Two sources state arrangements in one form. Facts of the survey need its response frame too.
REGISTER_SOURCES = ("pooled_fund_register", "notification_register")
REGISTER_TABLES = (
    Table(
        pooled_fund_register.REGISTER_ARRANGEMENTS,
        source_column="evidence_source",
        source_words={
            "pooled_fund_register": SURVEY,
            "notification_register": NOTIFICATION,
        },
        needed_by=(BUILD_PAGE,),
    ),
    Table(pooled_fund_register.REGISTER_PARTNERS, needed_by=(BUILD_PAGE,)),
    Table(pooled_fund_register.REGISTER_CONTRIBUTIONS),
    Table(pooled_fund_register.REGISTER_FUNDS),
    Table(pooled_fund_register.REGISTER_RESPONSES, holds=("pooled_fund_register",)),
    Table(pooled_fund_register.REGISTER_UNMATCHED, holds=()),
    Table(pooled_fund_register.REGISTER_AGREEMENTS, holds=(), needed_by=(BUILD_PAGE,)),
    Table(scorecards.REGISTER_SCORECARD, holds=()),
    Table(scorecards.REGISTER_QUARTERS, holds=()),
)
REGISTER = (
    *(
        Reader(
            source,
            f"{STAGING}.pooled_fund_register.stage:read_register",
            REGISTER_TABLES,
            needs=BODIES,
            settings=("register",),
        )
        for source in REGISTER_SOURCES
    ),
    Reader(
        "",
        f"{STAGING}.pooled_fund_register.stage:list_disagreements",
        (Table(pooled_fund_register.REGISTER_DISAGREEMENTS, sources=REGISTER_SOURCES, holds=()),),
        needs=("register_arrangements", "register_partners"),
    ),
    Reader(
        "",
        f"{STAGING}.pooled_fund_register.stage:list_outcome_items",
        (Table(scorecards.OUTCOME_ITEMS, sources=REGISTER_SOURCES, holds=()),),
        needs=("register_arrangements",),
    ),
)
