"""What else invented places arrange: personal budgets, packages of care, grants, third partners.

A theme of its own beside the survey's pools: nothing that was there moves but the money that a
third partner of a children's pool puts in for its council.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from pooledfunds.synthetic.pooled_fund_register.form import NOTE, SURVEY_DAY

SCHEME = ["scheme_id", "evidence_source"]
# Kind, services of pools whose partners have such an arrangement too, and how many.
BESIDE_POOLS = (
    ("personal_budgets;aligned_budgets", ("learning_disability", "physical_disability"), 6),
    ("continuing_care", ("older_people",), 4),
)
START = "2007-04-01"
GRANT, SPREAD = 350_000, 0.8  # median, and standard deviation of its logarithm
YEARS = ("2006/07", "2007/08")
# Partners under the Children Act that have no body in the study's lists.
OF_CHILDREN = (
    ("youth_offending_team", "Youth Offending Team"),
    ("police", "Police Authority"),
    ("learning_skills_council", "Learning and Skills Council"),
)
SHARE_OF_THIRD = (0.03, 0.08)  # of what the council put in


def with_further_kinds(
    rng: np.random.Generator, register: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """Return the register with the arrangements that are no pool, their money, and third partners.

    Parameters
    ----------
    rng
        Of this theme's own.
    register
        The tables from ``write.declare_register``.
    """
    tables = dict(register)
    more, bodies = beside_pools(rng, tables)
    tables["arrangements"] = pd.concat([tables["arrangements"], more], ignore_index=True)
    partners, given = third_partners(rng, tables)
    tables["partners"] = pd.concat([partners, bodies], ignore_index=True)
    tables["contributions"] = pd.concat([given, grants(rng, tables)], ignore_index=True)
    return tables


def beside_pools(
    rng: np.random.Generator, register: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return arrangements without a fund between the partners of some pools, and those partners.

    Parameters
    ----------
    rng
        Of this theme's own.
    register
        See :func:`with_further_kinds`.
    """
    table = register["arrangements"]
    pools = table[table["arrangement_types"].str.startswith("pooled_fund")]
    pools = pools[pools["evidence_source"] == "survey"]
    rows: list[dict[str, str]] = []
    bodies = []
    for kind, services, number in BESIDE_POOLS:
        able = pools.loc[pools["service_areas"].isin(services)]
        chosen = able.sort_values("scheme_id").iloc[
            np.sort(rng.choice(len(able), number, replace=False))
        ]
        for pool, service in zip(chosen["scheme_id"], chosen["service_areas"], strict=True):
            scheme = f"P{len(rows) + 1:04d}"
            name, _, _ = kind.partition(";")
            rows.append(
                {
                    "scheme_id": scheme,
                    "evidence_source": "survey",
                    "name": name.replace("_", " ").capitalize(),
                    "service_areas": "continuing_care" if kind == "continuing_care" else service,
                    "arrangement_types": kind,
                    "legal_powers": "none",
                    "start": START,
                    "stated_as_of": SURVEY_DAY,
                    "signed_agreement": "unknown",
                    "confirmed_on_review": "not_reviewed",
                    "note": NOTE,
                }
            )
            own = register["partners"][register["partners"]["scheme_id"] == pool]
            own = own.drop_duplicates("body_code")
            bodies.append(own.assign(scheme_id=scheme, evidence_source="survey", host="unknown"))
    columns = list(table.columns)
    return pd.DataFrame(rows).reindex(columns=columns, fill_value=""), pd.concat(bodies)


def grants(rng: np.random.Generator, register: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return what the NHS partner of each grant pays in each year in which it runs.

    Parameters
    ----------
    rng
        Of this theme's own.
    register
        See :func:`with_further_kinds`.
    """
    table = register["arrangements"]
    paid = table[table["arrangement_types"] == "grant"].sort_values("scheme_id")
    payers = register["partners"][register["partners"]["partner_kind"].isin(["pct", "care_trust"])]
    rows = paid[[*SCHEME, "start"]].merge(payers.drop(columns="note"), on=SCHEME)
    first = np.rint(GRANT * np.exp(rng.normal(0, SPREAD, len(rows))))
    parts = [
        rows.assign(financial_year=year, gbp=np.rint(first * 1.03**number).astype(int))
        for number, year in enumerate(YEARS)
    ]
    every = pd.concat(parts, ignore_index=True)
    every = every[every["start"].str[:4] <= every["financial_year"].str[:4]].assign(note=NOTE)
    return every.reindex(columns=register["contributions"].columns, fill_value="")


def third_partners(
    rng: np.random.Generator, register: Mapping[str, pd.DataFrame]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return partners and contributions with a third partner in each pool under the Children Act.

    It puts in what the council puts in less, so that the fund is as it was.

    Parameters
    ----------
    rng
        Of this theme's own.
    register
        See :func:`with_further_kinds`.
    """
    table, partners = register["arrangements"], register["partners"]
    given = register["contributions"].copy()
    pools = table[(table["legal_powers"] == "s10") & (table["evidence_source"] == "survey")]
    joined = []
    for place, scheme in enumerate(sorted(pools["scheme_id"])):
        kind, title = OF_CHILDREN[place % len(OF_CHILDREN)]
        own = partners[(partners["scheme_id"] == scheme) & (partners["partner_kind"] == "council")]
        council = own.iloc[0]
        name = f"{council['body_name'].removesuffix(' (invented)')} {title} (invented)"
        body = {"body_code": "", "body_name": name}
        told = partners.loc[partners["scheme_id"] == scheme, "evidence_source"].unique()
        joined += [
            council.to_dict() | body | {"partner_kind": kind, "host": "no", "evidence_source": who}
            for who in told
        ]
        share = rng.uniform(*SHARE_OF_THIRD)
        paid = (given["scheme_id"] == scheme) & (given["body_code"] == council["body_code"])
        moved = np.maximum(np.rint(share * given.loc[paid, "gbp"]).astype(int), 1)
        thirds = given[paid].assign(**body, gbp=moved)
        given.loc[paid, "gbp"] -= moved
        given = pd.concat([given, thirds], ignore_index=True)
    return pd.concat([partners, pd.DataFrame(joined)], ignore_index=True), given
