"""Partners of the register matched to listed bodies; what fits none is listed, not lost."""

import pandas as pd

from pooledfunds.areas.successors import BodyFinder, Match
from pooledfunds.core.errors import IssueList
from pooledfunds.staging.layouts.checks import note_repeated, note_unknown_words, report_violations

SCHEME = ["evidence_source", "scheme_id"]
WRITTEN = [*SCHEME, "area_code", "area_name"]
ANSWERS = ["yes", "no", "unknown"]
# What a dissolved partner's successors share, and what holds for each of them.
SUMS = ["gbp", "share_percent", "planned_gbp", "staff_gbp", "infrastructure_gbp", "in_kind_gbp",
        "growth_gbp"]  # fmt: skip
RATES = ["inflation_percent", "real_change_percent"]
OUTSIDE = "outside"  # of the study's lists of bodies


def match_partners(
    table: pd.DataFrame, finder: BodyFinder, kinds: pd.DataFrame, faults: IssueList
) -> pd.DataFrame:
    """Return each partner with the listed bodies that it stands for.

    Parameters
    ----------
    table
        The table ``partners`` as text.
    finder
        Finds the listed bodies of a name or code.
    kinds
        ``partner_kind, listed_as, side``: in which list a kind of partner is looked up; a kind
        without one, such as a mental health trust, is outside the lists.
    faults
        Gets what is wrong, each with its place and what to do.

    Returns
    -------
    DataFrame
        The rows of `table` with ``area_type``, ``side``, ``as_written``, ``matched`` and the list
        ``listed_code``: a partner with several successors has all of them, one that fits no
        listed body has itself as written.
    """
    table = table.assign(host=table["host"].mask(table["host"] == "", "unknown"))
    note_unknown_words(faults, table, "host", ANSWERS)
    note_unknown_words(faults, table, "partner_kind", kinds["partner_kind"].tolist())
    note_repeated(faults, table, WRITTEN, "area_code")
    blank = (table["area_code"] == "") & (table["area_name"] == "")
    report_violations(faults, table, "area_code", "neither code nor name given", blank)
    listed_as = dict(zip(kinds["partner_kind"], kinds["listed_as"], strict=True))
    lists = table["partner_kind"].map(listed_as).fillna("")
    entries = list(zip(lists, table["area_code"], table["area_name"], strict=True))
    matches = [finder.find(*entry) if entry[0] else Match((), OUTSIDE) for entry in entries]
    clash = [bool(entry[0]) and finder.disagree(*entry) for entry in entries]
    rule = "the code and the name stand for different bodies"
    report_violations(
        faults, table, "area_code", rule, pd.Series(clash, index=table.index, dtype=bool)
    )
    found = pd.Series([bool(match.codes) for match in matches], index=table.index, dtype=bool)
    # The list of councils and its successions are whole; that of dissolved PCTs need not be.
    none = (table["partner_kind"] == "council") & ~found & ~blank
    report_violations(faults, table, "area_code", "no such council", none)
    # A care trust based on mental health is no PCT, so it is in neither list.
    matched = pd.Series([match.how for match in matches], index=table.index, dtype=object)
    matched = matched.mask((table["partner_kind"] == "care_trust") & ~found, OUTSIDE)
    written = (table["area_code"] + " " + table["area_name"]).str.strip()
    codes = [list(m.codes) or [text] for m, text in zip(matches, written, strict=True)]
    return table.assign(
        as_written=written,
        area_type=lists.where(found, "outside"),
        side=table["partner_kind"].map(kinds.set_index("partner_kind")["side"]).fillna(""),
        listed_code=pd.Series(codes, index=table.index, dtype=object),
        matched=matched,
    )


def with_bodies(contributions: pd.DataFrame, partners: pd.DataFrame) -> pd.DataFrame:
    """Return contributions by listed body: one to several successors is shared equally.

    Contributions of several predecessors of one body are added up.

    Parameters
    ----------
    contributions
        Staged contributions, GBP.
    partners
        Staged partners of arrangements.
    """
    found = partners[[*WRITTEN, "area_type", "listed_code"]]
    joined = contributions.merge(found, on=WRITTEN, how="left")
    heirs = joined.groupby([*WRITTEN, "financial_year"])["listed_code"].transform("size")
    joined[SUMS] = joined[SUMS].div(heirs, axis=0)
    key = [*SCHEME, "area_type", "listed_code", "financial_year"]
    bodies = joined.groupby(key)
    totals = bodies[SUMS].sum(min_count=1).join(bodies[RATES].mean()).reset_index()
    return totals.rename(columns={"listed_code": "area_code"})


def unmatched(partners: pd.DataFrame) -> pd.DataFrame:
    """Return the partners that fit no listed body, as written."""
    rows = partners.loc[partners["matched"] == "unmatched", [*SCHEME, "as_written", "partner_kind"]]
    return rows.drop_duplicates().sort_values([*SCHEME, "as_written"], ignore_index=True)


def disagreements(arrangements: pd.DataFrame, partners: pd.DataFrame) -> pd.DataFrame:
    """Return where the sources that describe one arrangement differ; none is preferred.

    Parameters
    ----------
    arrangements, partners
        ``catalogue.pooled_fund_register.REGISTER_ARRANGEMENTS`` and ``REGISTER_PARTNERS``.

    Returns
    -------
    DataFrame
        ``scheme_id, field, evidence_source, value``: what each source says of each field on
        which they differ.
    """
    partners = partners.astype({"evidence_source": str}).sort_values("area_code")
    hosts = partners[partners["host"] == "yes"].groupby(SCHEME)["area_code"].agg("; ".join)
    names = partners.groupby(SCHEME)["area_code"].agg("; ".join)
    fields = ["service_areas", "arrangement_types", "legal_powers", "start", "end"]
    table = arrangements[[*SCHEME, *fields]].astype(str)
    table = table.join(hosts.rename("host"), on=SCHEME).join(names.rename("partners"), on=SCHEME)
    table = table.fillna("").replace("NaT", "")
    long = table.melt(SCHEME, var_name="field")
    said = long.groupby(["scheme_id", "field"])["value"].transform("nunique")
    long = long[said > 1][["scheme_id", "field", "evidence_source", "value"]]
    return long.sort_values(["scheme_id", "field", "evidence_source"], ignore_index=True)
