"""Single printed figures of the invented England: surveys, accounts, national totals."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from pooledfunds.synthetic.hes.admissions import YEARS, hospital_population
from pooledfunds.synthetic.hes.stays import planted_rates
from pooledfunds.synthetic.pssex1.detailed import amounts_of, columns_of
from pooledfunds.synthetic.pssex1.services import FINANCIAL_YEARS, LINES
from pooledfunds.synthetic.tables import write_table

if TYPE_CHECKING:  # the world declares with what stands here
    from pooledfunds.synthetic.world import World

# Measure, period, value and unit.
Figure = tuple[str, str, float, str]
COLUMNS = ["measure", "geography", "period", "value", "unit", "source", "note"]
NOTE = "invented"
ADULT_SECTIONS = "ABCDEFG"
EMERGENCIES = ("lower_respiratory", "fractured_neck_of_femur", "stroke", "other_emergency")
# The survey of directors of adult social services, 2008/09, £ million by service: councils' and
# the NHS's contributions, which make 2,074 and 2,369, together 4.4 billion.
CONTRIBUTIONS = {
    "learning_disability": (1290, 1110),
    "mental_health": (330, 770),
    "older_people": (290, 270),
    "community_equipment": (70, 85),
    "physical_disability": (60, 60),
    "other": (34, 74),
}
DIRECTORS = (111, 148)  # answered, asked: 75 per cent
COMMISSIONING_TRANSFER = 894
# NHS net outturn, £ billion: 86.4 in 2007/08.
OUTTURN = {"2003/04": 64.2, "2004/05": 69.1, "2005/06": 75.8, "2006/07": 78.5, "2007/08": 86.4,
           "2008/09": 92.5}  # fmt: skip


def write_dass_survey(path: Path, world: World) -> None:
    """Write the directors' survey: contributions by sector and service, extrapolated.

    Parameters
    ----------
    path
        ``.csv`` of single figures.
    world
        Not looked at: the survey's figures are declared.
    """
    year = "2008/09"
    rows: list[Figure] = []
    sectors = ("council_contributions", "nhs_contributions")
    for place, sector in enumerate(sectors):
        for service, values in CONTRIBUTIONS.items():
            rows.append((f"{sector}_{service}", year, values[place], "GBP million"))
        total = sum(values[place] for values in CONTRIBUTIONS.values())
        rows.append((sector, year, total, "GBP million"))
    for service, values in CONTRIBUTIONS.items():
        rows.append((f"joint_financing_{service}", year, sum(values), "GBP million"))
    everything = sum(map(sum, CONTRIBUTIONS.values()))
    rows.append(("joint_financing", year, everything, "GBP million"))
    rows.append(("response_rate", year, round(100 * DIRECTORS[0] / DIRECTORS[1], 1), "%"))
    transfer = "learning_disability_commissioning_transfer"
    rows.append((transfer, "2009/10", COMMISSIONING_TRANSFER, "GBP million"))
    _write(path, rows, "Survey of directors of adult social services")


def write_auditor_returns(path: Path, world: World) -> None:
    """Write the share of bodies that have a pool without a signed agreement, from the register.

    Parameters
    ----------
    path
        ``.csv`` of single figures.
    world
        Whose ``register`` says which bodies lack a signed agreement.
    """
    register = world.register
    unsigned = register["arrangements"].loc[
        register["arrangements"]["signed_agreement"].eq("no"), "scheme_id"
    ]
    bodies = register["partners"].loc[register["partners"]["scheme_id"].isin(unsigned), "body_code"]
    covered = world.frame[world.frame["covered"]]
    rows: list[Figure] = []
    for kind in ("pct", "council"):
        codes = covered.loc[covered["area_type"].eq(kind), "body_code"]
        number = codes.isin(bodies).sum()
        rows.append((f"{kind}s_without_signed_agreement", "2007/08", int(number), "count"))
        share = round(100 * number / len(codes), 1)
        rows.append((f"{kind}s_without_signed_agreement_share", "2007/08", share, "%"))
    _write(path, rows, "Auditors' returns on partnership agreements")


def write_departmental_report(path: Path, world: World) -> None:
    """Write the NHS's net outturn by year.

    Parameters
    ----------
    path
        ``.csv`` of single figures.
    world
        Not looked at: the outturn is declared.
    """
    rows: list[Figure] = [
        ("nhs_net_outturn", year, value, "GBP billion") for year, value in OUTTURN.items()
    ]
    _write(path, rows, "Departmental Report 2009")


def write_national_totals(path: Path, world: World) -> None:
    """Write national totals that are the sums of what the world's other returns hold.

    Parameters
    ----------
    path
        ``.csv`` of single figures.
    world
        Whose spending, budgets, delays, people and hospital rates are summed.
    """
    adult = [place for place, code in enumerate(LINES) if code[0] in ADULT_SECTIONS]
    rows: list[Figure] = []
    for year in FINANCIAL_YEARS:
        gross = amounts_of(columns_of(year, world.spending[year]), -1)[:, adult].sum()
        rows.append(("gross_current_adult_social_care", year, round(gross / 1000), "GBP million"))
    sums = world.budgets.groupby(["programme", "financial_year"])["gbp_thousand"].sum()
    for programme, measure in (("5", "pct_mh_programme_budget"), ("6", "pct_ld_programme_budget")):
        for of_year, value in sums[programme].items():
            rows.append((measure, str(of_year), round(value / 1e6, 2), "GBP billion"))
    for year in ("2005/06", "2006/07", "2007/08", "2008/09"):
        weeks = [place for place, (_, of) in enumerate(world.delays.weeks) if of == year]
        mean = world.delays.counts[weeks].sum(axis=(1, 2, 3)).mean()
        rows.append(("delayed_weekly_65_plus", year, round(mean), "patients per week"))
    for year in ("2005/06", "2006/07", "2007/08", "2008/09"):
        people = world.residents.by_pct(int(year[:4]), 65).sum()
        rows.append(("population_65_plus", year, int(people), "persons"))
    for of_year, value in emergency_admissions(world).items():
        rows.append(("emergency_FAE_65plus", str(of_year), round(value), "episodes"))
    _write(path, rows, "National totals of the invented England")


def emergency_admissions(world: World) -> pd.Series:
    """Return expected emergency admissions of those aged 65 and over in England, by year."""
    rates = planted_rates(hospital_population(world.residents), world.hospital, list(YEARS))
    older = rates["age_band"].isin(["65-74", "75-84", "85+"])
    rates = rates[older & rates["condition"].isin(EMERGENCIES)]
    return rates.groupby("financial_year")["admissions"].sum()


def _write(path: Path, rows: list[Figure], source: str) -> None:
    """Write rows of measure, period, value and unit in the plain form, for England."""
    table = pd.DataFrame(rows, columns=["measure", "period", "value", "unit"])
    table = table.assign(geography="England", source=f"{source} ({NOTE})", note=NOTE)
    table["value"] = table["value"].map("{:.10g}".format, na_action=None)
    write_table(path, table[COLUMNS])
