"""The pooled-fund register of the invented England: the survey of auditors, and fieldwork."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pooledfunds.core.tables import rows_of
from pooledfunds.synthetic.pooled_fund_register.arrangements import (
    NAMED_BY_PARTNER,
    SERVICES,
    TWICE,
)
from pooledfunds.synthetic.pooled_fund_register.form import (
    COLUMNS,
    FIELDWORK_DAY,
    NEW_POWER_FROM,
    NOTE,
    SURVEY_DAY,
    TABLES,
)
from pooledfunds.synthetic.pooled_fund_register.money import expenditures, money_by_year
from pooledfunds.synthetic.tables import write_table

if TYPE_CHECKING:  # the world is declared with what stands here
    from pooledfunds.synthetic.world import World

START_DAYS = ("-04-01", "-04-01", "-04-01", "-07-01", "-10-01")
TRUSTS = tuple(f"RO{mark}" for mark in "1234567890ABCDEFGHJK")  # mental health trusts
TRUSTS_IN_POOLS = 8
TRUSTS_AS_PARTNERS = 12  # mental health pools with a trust among the partners
WITHOUT_AGREEMENT = (10, 9)  # covered PCTs and councils: nine per cent of each
START_UNKNOWN, SMALL = 5, 5e6  # pools without a known start, none of them large
OTHER_ARRANGEMENTS = (  # what else the places named: no pool, and no fund
    ("learning_disability", "grant", ("s28A", "s256"), 5),
    ("mental_health", "integrated_provision", ("s31", "s75"), 24),
    ("older_people", "lead_commissioning", ("s31", "s75"), 11),
    ("mental_health", "aligned_budgets", ("none", "none"), 8),
    ("older_people", "joint_post", ("none", "none"), 6),
)


def declare_register(
    rng: np.random.Generator, pools: pd.DataFrame, frame: pd.DataFrame, councils_in: pd.Series,
    people: pd.Series, trust_names: list[str],
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """Return the register's five tables as they are written.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    pools
        From ``arrangements.declare_pools_by_pct``.
    frame
        From ``frame.declare_frame``.
    councils_in
        By PCT, the codes of the councils that its pools have as partners.
    people
        Population by code of PCTs and councils.
    trust_names
        Names of the mental health trusts, in the order of ``TRUSTS``.
    """
    by_code = frame.set_index("body_code")
    covered = set(frame.loc[frame["covered"], "body_code"])
    schemes = reported(pools, councils_in, covered)
    funded = ~schemes["found_wrong"]  # what a review found to be no pool had no fund
    size = schemes["pct_code"].map(people)
    spent, fund = expenditures(
        rng, schemes.loc[funded, "service_area"].reset_index(drop=True), size[funded]
    )
    schemes.loc[funded, "spent"], schemes.loc[funded, "fund"] = spent, fund
    partners = _partners(rng, schemes, councils_in, by_code["body_name"], trust_names)
    answered = set(frame.loc[frame["answered"], "body_code"])
    bodies = partners.groupby("scheme_id")["body_code"].agg(set)
    schemes["evidence_source"] = [
        "survey" if bodies[scheme] & answered else "fieldwork" for scheme in schemes["scheme_id"]
    ]
    visited = set(frame.loc[frame["visited"], "body_code"])
    schemes["visited"] = schemes["pct_code"].isin(visited)
    arrangements = _arrangements(rng, schemes, covered, councils_in)
    money = money_by_year(rng, schemes[funded].reset_index(drop=True), partners, people)
    others, other_partners = _other_arrangements(rng, schemes, by_code, covered, councils_in)
    again, partners_again = _fieldwork(rng, schemes, arrangements, partners)
    source = schemes.set_index("scheme_id")["evidence_source"]
    partners["evidence_source"] = partners["scheme_id"].map(source)
    tables = {
        "arrangements": pd.concat([arrangements, others, again]),
        "partners": pd.concat([partners, other_partners, partners_again]),
        **money,
        "responses": frame.assign(
            **{
                name: np.where(frame[name], "yes", "no")
                for name in ("asked", "answered", "visited")
            }
        ),
    }
    return {name: tables[name].assign(note=NOTE).reindex(columns=COLUMNS[name]) for name in TABLES}


def reported(pools: pd.DataFrame, councils_in: pd.Series, covered: set[str]) -> pd.DataFrame:
    """Return the pools that the survey or fieldwork heard of, with a scheme number.

    A PCT that is not covered appears where its council named it, in some services.

    Parameters
    ----------
    pools
        ``pct_code, service_area``, a row a pool.
    councils_in
        By PCT, the codes of the councils that its pools have as partners.
    covered
        Codes of the bodies that answered or were visited.
    """
    own = pools["pct_code"].isin(covered)
    named = pools["service_area"].isin(NAMED_BY_PARTNER) & pools["pct_code"].map(
        lambda code: bool(covered & set(councils_in[code]))
    )
    schemes = pools[own | named]
    first = schemes[schemes["service_area"].eq(TWICE)].head(1)
    schemes = pd.concat([schemes, first]).sort_values(["service_area", "pct_code"])
    numbers = [f"S{number:04d}" for number in range(1, len(schemes) + 1)]
    return schemes.assign(scheme_id=numbers).reset_index(drop=True)


def _partners(
    rng: np.random.Generator,
    schemes: pd.DataFrame,
    councils_in: pd.Series,
    names: pd.Series,
    trust_names: list[str],
) -> pd.DataFrame:
    """Return the partners of each scheme: the PCT, its councils, sometimes a trust; one is host."""
    name_of = names.to_dict()
    hosts = {service.area: service.hosts for service in SERVICES}
    mental = schemes.index[schemes["service_area"].eq("mental_health") & ~schemes["found_wrong"]]
    with_trust = list(rng.choice(mental, TRUSTS_AS_PARTNERS, replace=False))
    trust_of = {place: number % TRUSTS_IN_POOLS for number, place in enumerate(with_trust)}
    rows = []
    for scheme in rows_of(schemes):
        councils = councils_in[scheme.pct_code]
        kind = "care_trust" if scheme.pct_code.startswith("T") else "pct"
        listed = [(scheme.pct_code, name_of[scheme.pct_code], kind)]
        listed += [(code, name_of[code], "council") for code in councils]
        place = trust_of.get(scheme.Index)
        if place is not None:
            listed.append((TRUSTS[place], trust_names[place], "mental_health_trust"))
        shares = np.array(hosts[scheme.service_area])
        luck = rng.random()
        council_hosts = luck < shares[0]
        trust_hosts = place is not None and luck > 0.4
        host = len(listed) - 1 if trust_hosts else int(council_hosts)
        rows += [
            (scheme.scheme_id, *body, "yes" if number == host else "no")
            for number, body in enumerate(listed)
        ]
    columns = ["scheme_id", "body_code", "body_name", "partner_kind", "host"]
    return pd.DataFrame(rows, columns=columns)


def _arrangements(
    rng: np.random.Generator, schemes: pd.DataFrame, covered: set[str], councils_in: pd.Series
) -> pd.DataFrame:
    """Return the schemes as the survey states them."""
    days = np.array(START_DAYS)[rng.integers(0, len(START_DAYS), len(schemes))]
    start = schemes["since"].astype(str) + days
    young = schemes["service_area"].eq("children") & schemes["since"].ge(2005)
    of_children = young & (rng.random(len(schemes)) < 0.4)
    power = np.where(of_children, "s10", np.where(start < NEW_POWER_FROM, "s31", "s75"))
    more = rng.random(len(schemes)) < 0.25
    types = np.where(more, "pooled_fund;lead_commissioning", "pooled_fund")
    known = np.ones(len(schemes), bool)
    small = schemes["spent"].lt(SMALL) & schemes["since"].lt(2006)
    early = schemes.index[small & schemes["service_area"].ne(TWICE)]
    known[rng.choice(early, START_UNKNOWN, replace=False)] = False
    end = np.where(rng.random(len(schemes)) < 0.2, "2010-03-31", "")
    reviewed = schemes["true"] & (rng.random(len(schemes)) < 0.08) | schemes["visited"]
    wrong = rng.choice(["aligned_budgets", "lead_commissioning", "integrated_provision"],
                        len(schemes))  # fmt: skip
    found = np.where(
        schemes["found_wrong"], wrong, np.where(reviewed, "pooled_fund", "not_reviewed")
    )
    name = schemes["service_area"].str.replace("_", " ").str.capitalize()
    return pd.DataFrame(
        {
            "scheme_id": schemes["scheme_id"],
            "evidence_source": schemes["evidence_source"],
            "name": name,
            "service_areas": schemes["service_area"],
            "arrangement_types": types,
            "legal_powers": np.where(known, power, "unknown"),
            "start": start.where(known, ""),
            "end": end,
            "notified_on": "",
            "stated_as_of": np.where(schemes["evidence_source"].eq("survey"), SURVEY_DAY,
                                     FIELDWORK_DAY),
            "signed_agreement": _agreements(rng, schemes, covered, councils_in),
            "confirmed_on_review": found,
        }
    )  # fmt: skip


def _agreements(
    rng: np.random.Generator, schemes: pd.DataFrame, covered: set[str], councils_in: pd.Series
) -> np.ndarray:
    """Return yes, no or unknown by scheme: the declared number of bodies has one without any."""
    pcts, councils = WITHOUT_AGREEMENT
    said = np.where(rng.random(len(schemes)) < 0.05, "unknown", "yes").astype(object)
    own = schemes["pct_code"].isin(covered)
    alone = schemes["pct_code"].map(lambda code: len(councils_in[code]) == 1)
    heard = schemes["pct_code"].map(lambda code: councils_in[code][0] in covered)
    firsts = ~schemes["pct_code"].map(lambda code: councils_in[code][0]).duplicated()
    firsts &= ~schemes["pct_code"].duplicated() & own & alone & ~schemes["found_wrong"]
    both = rng.choice(np.flatnonzero(firsts & heard), councils, replace=False)
    one = rng.choice(np.flatnonzero(firsts & ~heard), pcts - councils, replace=False)
    said[[*both, *one]] = "no"
    return said


def _other_arrangements(
    rng: np.random.Generator,
    schemes: pd.DataFrame,
    by_code: pd.DataFrame,
    covered: set[str],
    councils_in: pd.Series,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return joint arrangements that are no pools, with their partners."""
    rows: list[tuple[str, ...]] = []
    bodies: list[tuple[str, ...]] = []
    names, poolless = by_code["body_name"].to_dict(), by_code["poolless"].to_dict()
    pcts = np.array(sorted(code for code in councils_in.index if code in covered))
    for area, kind, (old, new), number in OTHER_ARRANGEMENTS:
        having = set(schemes.loc[schemes["service_area"].eq(area), "pct_code"])
        free = [code for code in pcts if code not in having and not poolless[code]]
        for code in rng.choice(free, number, replace=False):
            scheme = f"J{len(rows) + 1:04d}"
            start = f"{rng.integers(2002, 2008)}-04-01"
            power = old if start < NEW_POWER_FROM else new
            rows.append((scheme, "survey", kind.replace("_", " ").capitalize(), area, kind, power,
                         start, "", "", SURVEY_DAY, "unknown", "not_reviewed"))  # fmt: skip
            listed = [code, *councils_in[code]]
            bodies += [
                (scheme, "survey", body, names[body],
                 "council" if place else ("care_trust" if code.startswith("T") else "pct"),
                 "unknown")
                for place, body in enumerate(listed)
            ]  # fmt: skip
    return (
        pd.DataFrame(rows, columns=COLUMNS["arrangements"][:-1]),
        pd.DataFrame(bodies, columns=COLUMNS["partners"][:-1]),
    )


def _fieldwork(
    rng: np.random.Generator,
    schemes: pd.DataFrame,
    arrangements: pd.DataFrame,
    partners: pd.DataFrame,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what the visited places said of schemes that the survey has too: kept beside it."""
    seen = schemes["visited"] & schemes["evidence_source"].eq("survey")
    again = arrangements[seen.to_numpy()].assign(
        evidence_source="fieldwork", stated_as_of=FIELDWORK_DAY, end=""
    )
    again["arrangement_types"] = again["confirmed_on_review"]
    again["legal_powers"] = again["legal_powers"].mask(
        again["confirmed_on_review"].eq("aligned_budgets"), "none"
    )  # aligned budgets need no power
    late = rng.random(len(again)) < 0.15  # a start a year later: the two statements differ
    later = again["start"].str[:4].replace("", "0").astype(int).add(1).astype(str)
    moved = late & again["start"].lt("2006").to_numpy() & again["start"].ne("").to_numpy()
    again["start"] = (later + again["start"].str[4:]).where(moved, again["start"])
    bodies = partners[partners["scheme_id"].isin(again["scheme_id"])]
    return again, bodies.assign(evidence_source="fieldwork")


def write_register(path: Path, world: World, table: str) -> None:
    """Write one of the register's tables.

    Parameters
    ----------
    path
        ``.csv`` of the table.
    world
        Whose ``register`` is written.
    table
        One of ``TABLES``, or ``agreements``, ``scorecard``, ``quarters``.
    """
    write_table(path, world.register[table])
