"""The Department of Health's register of notifications, and the data drawn from it: both err."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from pooledfunds.synthetic.pooled_fund_register.form import COLUMNS, NEW_POWER_FROM, NOTE
from pooledfunds.synthetic.predecessors import ENDED
from pooledfunds.synthetic.tables import write_table

if TYPE_CHECKING:  # the world is declared with what stands here
    from pooledfunds.synthetic.world import World

# Schemes notified by the end of 2004, by July 2008 and by March 2009, and their value, £ million:
# £2.0, £3.5 and £3.9 billion as the report prints them; some 130 schemes by 2004.
NOTIFIED = ((130, 2000.0, "2000-06-01", "2004-12-31"), (105, 1500.0, "2005-01-01", "2008-06-30"),
            (25, 400.0, "2008-08-01", "2009-03-20"))  # fmt: skip
# The comparison of the note to paragraph 45: PCTs that the World Class Commissioning data give a
# mental health pool, of which the survey says yes, says no, and has no answer.
CONSISTENT, INCONSISTENT, NO_ANSWER = 2, 11, 7
DISSOLVED = 24  # schemes with a partner that was dissolved in October 2002
STILL_PREDECESSOR = 0.5  # share of older schemes whose partner is a PCT that ended in 2006
TRULY_NOTIFIED = 0.45  # share of the survey's other schemes that were notified
STATED_AS_OF = "2009-03-31"
SERVICES = ("learning_disability", "community_equipment", "older_people", "intermediate_care",
            "children", "substance_misuse")  # fmt: skip
SPREAD = 1.1


class Former(NamedTuple):
    """Bodies that were a partner and are none today.

    Parameters
    ----------
    dissolved
        Names of health authorities and primary care groups that ended in October 2002.
    predecessors
        The PCTs that ended in October 2006.
    """

    dissolved: list[str]
    predecessors: pd.DataFrame


def declare_wcc(rng: np.random.Generator, pools: pd.DataFrame, frame: pd.DataFrame) -> list[str]:
    """Return the PCTs that the World Class Commissioning data give a mental health pool.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    pools
        ``pct_code, service_area, since, found_wrong``, a row a pool.
    frame
        ``area_type, body_code, covered``: who was asked, and whom the survey covers.
    """
    bodies = frame[frame["area_type"].eq("pct")].sort_values("body_code")
    mental = pools[pools["service_area"].eq("mental_health")]
    old = set(mental.loc[mental["since"].le(2006) & ~mental["found_wrong"], "pct_code"])
    covered = set(bodies.loc[bodies["covered"], "body_code"])
    yes = sorted(covered & old)
    no = sorted(covered - set(mental["pct_code"]))
    silent = sorted(set(bodies["body_code"]) - covered)
    picked = [
        rng.choice(codes, number, replace=False)
        for codes, number in ((yes, CONSISTENT), (no, INCONSISTENT), (silent, NO_ANSWER))
    ]
    return sorted(np.concatenate(picked).tolist())


def declare_notifications(
    rng: np.random.Generator, register: dict[str, pd.DataFrame], wcc: list[str],
    frame: pd.DataFrame, councils_in: pd.Series, former: Former,
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """Return the notification register's arrangements, partners and funds as they are written.

    Mental health pools are those of the World Class Commissioning data; of the survey's other
    pools some were notified, and other entries stand for nothing that the survey knows.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    register
        The survey's tables, by name.
    wcc
        PCTs that the World Class Commissioning data give a mental health pool.
    frame
        ``body_code, body_name``.
    councils_in
        By PCT, the codes of the councils that its pools have as partners.
    former
        Bodies that ended.
    """
    names = frame.set_index("body_code")["body_name"].to_dict()
    entries = _entries(rng, register, wcc, councils_in)
    entries = entries.sample(frac=1, random_state=rng).reset_index(drop=True)
    periods = np.repeat(range(len(NOTIFIED)), [period[0] for period in NOTIFIED])
    entries = entries.assign(period=periods)
    start, notified = _days(rng, entries)
    old = np.flatnonzero(start < "2002-10-01")
    with_former = rng.choice(old, min(DISSOLVED, len(old)), replace=False).tolist()
    value = np.exp(rng.normal(0, SPREAD, len(entries)))
    target = np.array([1e6 * period[1] for period in NOTIFIED])[periods]
    value = np.rint(value / np.bincount(periods, value)[periods] * target)
    former_pcts = {
        successor: (code, name)
        for successor, code, name in former.predecessors[
            ["successor_code", "code", "name"]
        ].itertuples(index=False)
    }
    still = rng.random(len(entries)) < STILL_PREDECESSOR
    partners = []
    pairs = zip(entries["scheme_id"], entries["pct_code"], strict=True)
    for place, (scheme_id, pct_code) in enumerate(pairs):
        councils = councils_in[pct_code]
        ended = with_former.index(place) if place in with_former else None
        nhs = (pct_code, names[pct_code], "care_trust" if pct_code.startswith("T") else "pct")
        if ended is not None:
            name = former.dissolved[ended]
            kind = "health_authority" if name.endswith("Health Authority") else "primary_care_group"
            nhs = ("", name, kind)
        elif pct_code in former_pcts and start[place] < ENDED and still[place]:
            nhs = (*former_pcts[pct_code], "pct")
        host = int(rng.random() < 0.6)
        for number, body in enumerate([nhs, (councils[0], names[councils[0]], "council")]):
            partners.append((scheme_id, "notification", *body,
                             "yes" if number == host else "no", NOTE))  # fmt: skip
    year = pd.to_datetime(notified)
    opening = year.year - (year.month < 4)
    arrangements = pd.DataFrame(
        {
            "scheme_id": entries["scheme_id"],
            "evidence_source": "notification",
            "name": entries["service_area"].str.replace("_", " ").str.capitalize(),
            "service_areas": entries["service_area"],
            "arrangement_types": "pooled_fund",
            "legal_powers": np.where(start < NEW_POWER_FROM, "s31", "s75"),
            "start": start,
            "end": "",
            "notified_on": notified,
            "stated_as_of": STATED_AS_OF,
            "signed_agreement": "unknown",
            "confirmed_on_review": "not_reviewed",
            "note": NOTE,
        }
    )
    funds = pd.DataFrame(
        {
            "scheme_id": entries["scheme_id"],
            "evidence_source": "notification",
            "financial_year": [f"{y}/{(y + 1) % 100:02d}" for y in opening],
            "fund_gbp": value.astype(int),
            "expenditure_gbp": "",
            "note": NOTE,
        }
    )
    order = "scheme_id"
    return {
        "arrangements": arrangements.sort_values(order),
        "partners": pd.DataFrame(partners, columns=COLUMNS["partners"]).sort_values(
            order, kind="stable"
        ),
        "funds": funds.sort_values(order),
    }


def _entries(
    rng: np.random.Generator,
    register: dict[str, pd.DataFrame],
    wcc: list[str],
    councils_in: pd.Series,
) -> pd.DataFrame:
    """Return scheme_id, pct_code and service_area of what was notified."""
    partners = register["partners"]
    firsts = partners[partners["partner_kind"].isin(["pct", "care_trust"])]
    pct = firsts.drop_duplicates("scheme_id").set_index("scheme_id")["body_code"]
    known = register["arrangements"].drop_duplicates("scheme_id")
    known = known[known["arrangement_types"].str.startswith("pooled_fund")]
    known = known.assign(pct_code=known["scheme_id"].map(pct))
    known = known.rename(columns={"service_areas": "service_area"})
    mental = known["service_area"].eq("mental_health")
    same = known[mental & known["pct_code"].isin(wcc)]
    true = known[~mental & (rng.random(len(known)) < TRULY_NOTIFIED)]
    columns = ["scheme_id", "pct_code", "service_area"]
    others = [code for code in wcc if code not in set(same["pct_code"])]
    wanted = sum(period[0] for period in NOTIFIED) - len(same) - len(true) - len(others)
    every = np.sort(councils_in.index.to_numpy())
    strangers = list(zip(rng.choice(every, wanted), rng.choice(SERVICES, wanted), strict=True))
    more = [(code, "mental_health") for code in others] + strangers
    rows = [(f"N{number:04d}", *entry) for number, entry in enumerate(more, start=1)]
    return pd.concat([same[columns], true[columns], pd.DataFrame(rows, columns=columns)])


def _days(rng: np.random.Generator, entries: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return each entry's stated start and the later day of its notification."""
    bounds = np.array([[np.datetime64(day) for day in period[2:]] for period in NOTIFIED])
    first, last = bounds[entries["period"].to_numpy()].T
    days = (last - first).astype("timedelta64[D]").astype(int)
    notified = first + rng.integers(0, days + 1).astype("timedelta64[D]")
    start = notified - rng.integers(20, 400, len(entries)).astype("timedelta64[D]")
    start = np.maximum(start, np.datetime64("2000-04-01"))
    mental = entries["service_area"].eq("mental_health").to_numpy()  # the data are of 2006/07
    start = np.where(mental, np.minimum(start, np.datetime64("2006-03-01")), start)
    return start.astype("datetime64[D]").astype(str), notified.astype("datetime64[D]").astype(str)


def write_notifications(path: Path, world: World, table: str) -> None:
    """Write one of the notification register's tables.

    Parameters
    ----------
    path
        ``.csv`` of the table.
    world
        Whose ``notifications`` are written.
    table
        ``arrangements``, ``partners`` or ``funds``.
    """
    write_table(path, world.notifications[table])


def write_wcc(path: Path, world: World) -> None:
    """Write which PCTs the World Class Commissioning data give a mental health pool.

    Parameters
    ----------
    path
        ``.csv``, a row a PCT.
    world
        Whose ``wcc`` says yes; every other PCT says no.
    """
    pcts = world.pcts[["pct_code", "pct_name"]]
    table = pcts.rename(columns={"pct_code": "body_code", "pct_name": "body_name"})
    table = table.assign(
        service_area="mental_health",
        financial_year="2006/07",
        pooled=np.where(table["body_code"].isin(world.wcc), "yes", "no"),
        note=NOTE,
    )
    order = ["body_code", "service_area", "financial_year", "pooled", "body_name", "note"]
    write_table(path, table[order])
