"""What a fact from the Department of Health's notification register is: its value on a day."""

from __future__ import annotations

from pooledfunds.claims.fact import DataUnavailableError, FactTables
from pooledfunds.core.vocabulary import NOTIFICATION
from pooledfunds.studies.means_to_an_end.facts import pssex1

# The end of 2004, July 2008 and March 2009: the days at which the report gives the register.
DAYS = {"2004": "2004-12-31", "jul_2008": "2008-07-31", "mar_2009": "2009-03-31"}
GBP_BN = 1e9


def notified(evidence: FactTables, day: str, pools_only: bool) -> float:
    """Return the value of the arrangements notified by a day and not ended, in billion pounds.

    An arrangement counts with the last money that the register states for a year begun by then.
    One without a day of notification counts from its start.

    Raises
    ------
    DataUnavailableError
        When no arrangement was notified by then.
    """
    import pandas as pd

    from pooledfunds.linkage.pooling.schemes import money_by_year

    table = evidence.tables["register_arrangements"].astype({"evidence_source": str})
    table = table[table["evidence_source"].isin(NOTIFICATION)]
    if pools_only:
        table = table[table["arrangement_types"].str.contains(r"\bpooled_fund\b")]
    until = pd.Timestamp(day)
    known = table["notified_on"].fillna(table["start"]) <= until
    table = table[known & ~(table["end"] < until)]
    if table.empty:
        raise DataUnavailableError(f"the register has nothing notified by {day}")
    money = money_by_year(evidence.tables)
    money = money[money["evidence_source"].isin(NOTIFICATION)].dropna(subset="gbp")
    begun = pd.to_datetime(money["financial_year"].str[:4] + "-04-01") <= until
    last = money[begun].sort_values("financial_year").groupby("scheme_id")["gbp"].last()
    return float(last.reindex(table["scheme_id"]).sum()) / GBP_BN


def growth(evidence: FactTables) -> float:
    """Return the growth of all notified arrangements from 2004 to March 2009, in per cent."""
    then, now = (notified(evidence, DAYS[name], pools_only=False) for name in ("2004", "mar_2009"))
    return 100 * (now / then - 1)


def outturn(evidence: FactTables, year: str) -> float:
    """Return the NHS's net outturn in billion pounds."""
    return evidence.figure("dh_departmental_report", "nhs_net_outturn", year, "GBP bn")


def care(evidence: FactTables, year: str) -> float:
    """Return adults' net current expenditure in billion pounds: the England series."""
    return pssex1.adult_net_current_expenditure(evidence, year, family="series")


def lead_in_growth(evidence: FactTables) -> float:
    """Return the growth of notified arrangements less the faster of the NHS's and councils'.

    In percentage points: arrangements from 2004 to July 2008, spending from 2003/04 to 2007/08.
    """
    then, now = (notified(evidence, DAYS[name], pools_only=False) for name in ("2004", "jul_2008"))
    others = (spend(evidence, "2007/08") / spend(evidence, "2003/04") for spend in (outturn, care))
    return 100 * (now / then - max(others))


def lead_in_yearly_growth(evidence: FactTables) -> float:
    """Return the yearly growth of notified arrangements less the faster of the two others'.

    In percentage points a year: arrangements over the 4.25 years from the end of 2004 to March
    2009, the NHS over the four to 2008/09, councils over the four to 2007/08, the last returned.
    """
    then, now = (notified(evidence, DAYS[name], pools_only=False) for name in ("2004", "mar_2009"))
    nhs = outturn(evidence, "2008/09") / outturn(evidence, "2004/05")
    councils = care(evidence, "2007/08") / care(evidence, "2003/04")
    return 100 * ((now / then) ** (1 / 4.25) - max(nhs, councils) ** (1 / 4))
