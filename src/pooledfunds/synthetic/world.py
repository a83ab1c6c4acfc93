"""The invented England, declared in one place: bodies, people, need, pools, spending, truth."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

import numpy as np
import pandas as pd

from pooledfunds.synthetic.bodies import Bodies, declare_bodies
from pooledfunds.synthetic.delayed_transfers import RATES, Delays, declare_delays
from pooledfunds.synthetic.equipment_delivery import ON_TIME, declare_equipment
from pooledfunds.synthetic.hes.admissions import declare_hospital
from pooledfunds.synthetic.names import coin_names
from pooledfunds.synthetic.people import People, declare_people
from pooledfunds.synthetic.planted_effects import TRUTHS, Truth
from pooledfunds.synthetic.pooled_fund_register.agreements import declare_agreements
from pooledfunds.synthetic.pooled_fund_register.arrangements import (
    councils_exposed,
    declare_pools_by_pct,
    exposed,
)
from pooledfunds.synthetic.pooled_fund_register.frame import declare_frame
from pooledfunds.synthetic.pooled_fund_register.notifications import (
    Former,
    declare_notifications,
    declare_wcc,
)
from pooledfunds.synthetic.pooled_fund_register.pools import declare_pools
from pooledfunds.synthetic.pooled_fund_register.scorecards import declare_scorecards
from pooledfunds.synthetic.pooled_fund_register.starts import with_planted_starts
from pooledfunds.synthetic.pooled_fund_register.terms import with_terms
from pooledfunds.synthetic.pooled_fund_register.write import TRUSTS, declare_register
from pooledfunds.synthetic.predecessors import BEFORE, declare_predecessors, merged_places
from pooledfunds.synthetic.programme_budgets import YEARS as BUDGET_YEARS
from pooledfunds.synthetic.programme_budgets import declare_budgets
from pooledfunds.synthetic.pssex1.spending import declare_spending, log_cost_per_head
from pooledfunds.synthetic.residents import Residents, declare_residents

DISSOLVED_BODIES = 24
NAMES = 1200  # more than all the bodies that stand, and those that ended, can need


@dataclass(frozen=True)
class World:
    """Everything that the writers write, and nothing that they invent themselves.

    Councils are everywhere in the order of their list, and so are PCTs.
    """

    settings: dict
    truth: Truth
    bodies: Bodies
    people: People
    residents: Residents
    councils: pd.DataFrame  # cssr_code, name, class, need, coterminous, tiny
    pcts: pd.DataFrame  # pct_code, pct_name, sha_code, need, coterminous
    councils_in: pd.Series  # by PCT, the councils that its pools have as partners
    pools: pd.DataFrame  # of the councils, as PSS EX1 shows them
    pools_by_pct: pd.DataFrame  # as they are
    frame: pd.DataFrame
    register: dict[str, pd.DataFrame]
    wcc: list[str]
    predecessors: pd.DataFrame  # code, name, successor_code
    notifications: dict[str, pd.DataFrame]
    spending: dict[str, dict[str, np.ndarray]]  # by year and measure: councils by lines
    budgets: pd.DataFrame
    equipment: pd.DataFrame
    delays: Delays
    hospital: pd.DataFrame
    older_people: dict[str, np.ndarray]  # aged 65 and over by financial year
    adults: dict[str, np.ndarray]  # aged 18 and over by financial year

    def draw(self, theme: str) -> np.random.Generator:
        """Return a generator of the theme's own, so that a new theme moves no other."""
        return draw_for(self.settings["seed"], theme)


def draw_for(seed: int, theme: str) -> np.random.Generator:
    """Return the random generator that belongs to a seed and a theme.

    Parameters
    ----------
    seed
        Of the world.
    theme
        Name of what is drawn.
    """
    return np.random.default_rng([seed, *theme.encode()])


def declare_world(settings: dict) -> World:
    """Return the world of a seed and a truth: settings {"seed": int, "truth": name}.

    Raises
    ------
    ValueError
        If a setting is unknown or missing, or the truth has no such name.
    """
    if set(settings) != {"seed", "truth"}:
        raise ValueError(f"the invented England takes seed and truth, not {sorted(settings)}")
    if settings["truth"] not in TRUTHS:
        raise ValueError(f"truth must be one of {sorted(TRUTHS)}")
    planted = TRUTHS[settings["truth"]]

    def draw(theme: str) -> np.random.Generator:
        return draw_for(settings["seed"], theme)

    coined = iter(coin_names(draw("names"), NAMES))
    bodies = declare_bodies(draw("bodies"), coined)
    people = declare_people(draw("people"), bodies)
    residents = declare_residents(bodies, people)
    councils = bodies.councils.merge(people.need, on="cssr_code", validate="one_to_one")
    councils["coterminous"] = councils["cssr_code"].isin(coterminous_councils(bodies.pairs))
    pcts = bodies.pcts.merge(residents.need, on="pct_code", validate="one_to_one")
    whole = bodies.pairs["cssr_code"].isin(councils.loc[councils["coterminous"], "cssr_code"])
    pcts["coterminous"] = pcts["pct_code"].isin(bodies.pairs.loc[whole, "pct_code"])
    councils_in = _partners_of(bodies.pairs, councils)
    merged = pcts["pct_code"].iloc[merged_places(draw("predecessors"), pcts)]
    changed = bodies.pairs.loc[bodies.pairs["pct_code"].isin(merged), "cssr_code"]
    at_risk = councils.assign(
        stable=~councils["cssr_code"].isin(changed),
        persons=_persons(people.population, councils, "all")["2007/08"],
    )
    pools = with_planted_starts(
        draw("starts"), declare_pools(draw("pools"), councils), at_risk, planted.starts
    )
    frame = declare_frame(draw("frame"), bodies, pcts, councils)
    by_pct = declare_pools_by_pct(draw("pools by PCT"), pcts, councils_in, frame, pools)
    names = [f"{name} Mental Health NHS Trust" for name in islice(coined, len(TRUSTS))]
    register = declare_register(
        draw("register"), by_pct, frame, councils_in, _sizes(residents, people), names
    )
    register = with_terms(draw("terms of pools"), register)
    register["agreements"] = declare_agreements(draw("agreements"), register["arrangements"])
    register |= declare_scorecards(draw("scorecards"), register["arrangements"])
    wcc = declare_wcc(draw("wcc"), by_pct, frame)
    dissolved = [
        f"{name} {kind}"
        for name, kind in zip(
            islice(coined, DISSOLVED_BODIES),
            ("Health Authority", "Primary Care Group") * (DISSOLVED_BODIES // 2),
            strict=True,
        )
    ]
    predecessors = declare_predecessors(draw("predecessors"), pcts, list(islice(coined, BEFORE)))
    older = _persons(people.population, councils, "p65")

    def of_pcts(area: str, year: str) -> np.ndarray:
        return exposed(by_pct, pcts["pct_code"], area, int(year[:4]))

    def of_councils(area: str, years: Iterable[str]) -> dict[str, np.ndarray]:
        codes = councils["cssr_code"]
        return {
            year: councils_exposed(by_pct, councils_in, codes, area, int(year[:4]))
            for year in years
        }

    exposures = {
        (area, year): of_pcts(area, year)
        for area in ("mental_health", "learning_disability", "intermediate_care")
        for year in BUDGET_YEARS
    }
    everyone = {year: residents.by_pct(int(year[:4])) for year in BUDGET_YEARS}
    over_65 = pd.Series(older["2007/08"], index=councils["cssr_code"])
    spending = declare_spending(
        draw("spending"), councils, people.population, pools, planted.spending
    )
    # Joint money is in the cost of those who pool: with it, pools would shorten delays.
    supply = log_cost_per_head(spending["2007/08"], "B", older["2007/08"], less_joint=True)
    return World(
        settings=dict(settings),
        truth=planted,
        bodies=bodies,
        people=people,
        residents=residents,
        councils=councils,
        pcts=pcts,
        councils_in=councils_in,
        pools=pools,
        pools_by_pct=by_pct,
        frame=frame,
        register=register,
        wcc=wcc,
        predecessors=predecessors,
        notifications=declare_notifications(
            draw("notifications"),
            register,
            wcc,
            frame,
            councils_in,
            Former(dissolved, predecessors),
        ),
        spending=spending,
        budgets=declare_budgets(draw("budgets"), pcts, everyone, exposures, planted),
        equipment=declare_equipment(
            draw("equipment"),
            councils,
            over_65,
            of_councils("community_equipment", ON_TIME),
            planted,
        ),
        delays=declare_delays(
            draw("delays"),
            councils,
            older,
            supply,
            of_councils("intermediate_care", RATES),
            planted,
        ),
        hospital=declare_hospital(draw("hospital"), pcts, exposures, planted),
        older_people=older,
        adults=_persons(people.population, councils, "p18"),
    )


def _partners_of(pairs: pd.DataFrame, councils: pd.DataFrame) -> pd.Series:
    """Return by PCT the councils that pool with it: all that it covers but the tiny ones."""
    tiny = councils.loc[councils["tiny"], "cssr_code"]
    return pairs[~pairs["cssr_code"].isin(tiny)].groupby("pct_code")["cssr_code"].agg(tuple)


def _sizes(residents: Residents, people: People) -> pd.Series:
    """Return the population of PCTs and councils in 2007."""
    population = people.population[people.population["year"].eq(2007)]
    return pd.concat([residents.by_pct(2007), population.set_index("cssr_code")["all"]])


def _persons(population: pd.DataFrame, councils: pd.DataFrame, band: str) -> dict[str, np.ndarray]:
    """Return persons of an age band by financial year, in the councils' order."""
    wide = population.pivot(index="cssr_code", columns="year", values=band)
    wide = wide.loc[councils["cssr_code"]]
    years = (int(str(year)) for year in wide)
    return {f"{year}/{(year + 1) % 100:02d}": wide[year].to_numpy() for year in years}


def coterminous_councils(pairs: pd.DataFrame) -> pd.Series:
    """Return the codes of councils whose one PCT covers them and nothing else."""
    councils = pairs.groupby("pct_code")["cssr_code"].transform("size")
    pcts = pairs.groupby("cssr_code")["pct_code"].transform("size")
    return pairs.loc[councils.eq(1) & pcts.eq(1), "cssr_code"]
