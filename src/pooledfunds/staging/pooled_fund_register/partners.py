"""Who may be a partner: of a kind that existed, under a power that lets it, with the other side."""

from collections.abc import Mapping

import pandas as pd

from pooledfunds.core.cells import split_list
from pooledfunds.core.errors import IssueList
from pooledfunds.core.tables import rows_of
from pooledfunds.staging.layouts.checks import files_of, report_violations

SCHEME = ["evidence_source", "scheme_id"]
ANY_KIND = "other"  # a kind that the source leaves open
BOTH_SIDES = {"s31", "s75"}  # between NHS bodies and councils alone (guidance of 2010, box 3)
EARLIEST, LATEST = pd.Timestamp("1900-01-01"), pd.Timestamp("2200-01-01")


def note_partners_of_an_era(
    faults: IssueList,
    partners: pd.DataFrame,
    arrangements: pd.DataFrame,
    words: Mapping[str, pd.DataFrame],
) -> None:
    """Note partners that did not exist, or that no power of the arrangement lets be one.

    A partner is held against the time of which the source speaks: from the first day to the last,
    or to the day that it describes. A source may name a body by what it has become since.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    partners, arrangements
        Staged tables; amounts in GBP.
    words
        ``partner_kinds`` and ``partners_by_power`` by name.
    """
    dated = partners.join(times(arrangements), on=SCHEME)
    for kind in rows_of(words["partner_kinds"]):
        own = dated["partner_kind"] == kind.partner_kind
        first, last = day(kind.valid_from, EARLIEST), day(kind.valid_to, LATEST)
        if kind.valid_to:
            rule = f"no {kind.partner_kind} existed after {kind.valid_to}, and it begins later: "
            rule += f"name the successor, or see the start in {files_of(arrangements)}"
            report_violations(faults, dated, "partner_kind", rule, own & (dated["begins"] > last))
        if kind.valid_from:
            rule = f"no {kind.partner_kind} existed before {kind.valid_from}, and it ended, or is "
            rule += f"described, earlier: see {files_of(arrangements)}"
            report_violations(faults, dated, "partner_kind", rule, own & (dated["ends"] < first))
    note_powers_of_partners(faults, dated, words["partners_by_power"])


def times(arrangements: pd.DataFrame) -> pd.DataFrame:
    """Return by arrangement the time of which its source speaks, and its powers then."""
    table = arrangements.drop_duplicates(SCHEME).set_index(SCHEME)
    ends = table[["end", "stated_as_of"]].min(axis=1).fillna(LATEST)
    powers = table["legal_powers"] + "; " + table["legal_powers_at_end"]
    begins = table["start"].fillna(EARLIEST)
    return pd.DataFrame({"begins": begins, "ends": ends, "powers": powers})


def day(text: str, otherwise: pd.Timestamp) -> pd.Timestamp:
    """Return a day of a word list, or another where it has none."""
    return pd.Timestamp(text) if text else otherwise


def note_powers_of_partners(faults: IssueList, dated: pd.DataFrame, allowed: pd.DataFrame) -> None:
    """Note partners of a kind that none of the arrangement's powers knew at the time.

    A power of which the table has no row is open to all, as is an arrangement under no known power.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    dated
        Partners with ``begins, ends, powers``.
    allowed
        The code list ``partners_by_power``.
    """
    restricted = set(allowed["legal_power"])
    for (powers, kind), rows in dated.groupby(["powers", "partner_kind"], sort=False):
        held = set(split_list(str(powers)))
        if kind == ANY_KIND or not held or not held <= restricted:
            continue
        mine = allowed[allowed["legal_power"].isin(held) & (allowed["partner_kind"] == kind)]
        open_to = pd.Series(False, index=rows.index)
        for one in rows_of(mine):
            first, last = day(one.valid_from, EARLIEST), day(one.valid_to, LATEST)
            open_to |= (rows["begins"] <= last) & (rows["ends"] >= first)
        rule = f"{' and '.join(sorted(held))} let no {kind} be a partner at that time: see "
        rule += "config/codelists/partners_by_power.csv"
        report_violations(faults, rows, "partner_kind", rule, ~open_to)


def note_sides(
    faults: IssueList, arrangements: pd.DataFrame, partners: pd.DataFrame, kinds: pd.DataFrame
) -> None:
    """Note pooled funds between NHS bodies and councils that lack one of the two.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    arrangements, partners
        Staged tables.
    kinds
        The code list ``partner_kinds``.
    """
    side = partners["partner_kind"].map(
        dict(zip(kinds["partner_kind"], kinds["side"], strict=True))
    )
    sides = side.groupby([partners[name] for name in SCHEME]).agg(set).rename("sides")
    pools = arrangements.join(sides, on=SCHEME)
    pooled = pools["arrangement_types"].str.contains(r"\bpooled_fund\b")
    under = pools["legal_powers"].map(
        lambda text: bool(text) and set(split_list(text)) <= BOTH_SIDES
    )
    for wanted, words in (("nhs", "NHS body"), ("council", "council")):
        # A partner whose kind is left open may be either.
        lacks = [isinstance(s, set) and not s & {wanted, ""} for s in pools["sides"]]
        rule = f"a pooled fund under {' or '.join(sorted(BOTH_SIDES))} without a {words} among its "
        rule += f"partners in {files_of(partners)}"
        rule = rule.replace("a NHS", "an NHS")
        breaks = pooled & under & pd.Series(lacks, index=pools.index)
        report_violations(faults, pools, "scheme_id", rule, breaks)
