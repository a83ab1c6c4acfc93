"""What a fact on the NHS's contributions to councils is, from PSSEX1."""

from __future__ import annotations

from pooledfunds.claims.fact import DataUnavailableError, FactTables
from pooledfunds.studies.means_to_an_end.facts.pssex1 import LINES, PER_UNIT, over_services

INCOMES = {
    "joint_arrangements": ("Income from joint arrangements (section 75)", ("joint_arrangements",)),
    "nhs_income": ("Income from the NHS (section 256)", ("nhs_income",)),
    "joint_and_nhs": (
        "Income from joint arrangements (section 75) and from the NHS (section 256)",
        ("joint_arrangements", "nhs_income"),
    ),
}
BEFORE_SPLIT = "2005/06"  # section 256 income was part of other income until then


def collected(income: str, year: str) -> str:
    """Return the kind of income that a year's return collects in the place of the one asked.

    In 2005/06 only joint arrangements were collected apart, and they are taken for the sum, as
    in the report.

    Parameters
    ----------
    income
        A name of ``INCOMES``.
    year
        Financial year.
    """
    before = income == "joint_and_nhs" and year == BEFORE_SPLIT
    return "joint_arrangements" if before else income


def measures_of(income: str, year: str) -> tuple[str, ...]:
    """Return the columns that make up a kind of income in a year's return.

    Parameters
    ----------
    income
        A name of ``INCOMES``.
    year
        Financial year.
    """
    return INCOMES[collected(income, year)][1]


def nhs_contributions(
    evidence: FactTables, income: str, services: str, line: str, year: str
) -> float:
    """Return the NHS's contributions to councils in GBP thousand.

    Parameters
    ----------
    evidence
        The tables of the run.
    income
        A name of ``INCOMES``.
    services
        ``adult_client_groups``, ``all_but_children`` or ``all_services``.
    line
        A name of ``LINES``.
    year
        Financial year.
    """
    return sum(
        over_services(evidence, measure, services, line, year)
        for measure in measures_of(income, year)
    )


def contributions_growth(evidence: FactTables, services: str, line: str, end: str) -> float:
    """Return the growth of the NHS's contributions since 2005/06, in per cent.

    Parameters
    ----------
    evidence
        The tables of the run.
    services
        ``adult_client_groups``, ``all_but_children`` or ``all_services``.
    line
        A name of ``LINES``.
    end
        Last year.
    """
    then, now = (
        nhs_contributions(evidence, "joint_and_nhs", services, line, year)
        for year in (BEFORE_SPLIT, end)
    )
    return 100 * (now / then - 1)


def share_of_cost(evidence: FactTables, income: str, services: str, line: str, year: str) -> float:
    """Return the NHS's contributions as a share of gross total cost, in per cent.

    Parameters
    ----------
    evidence
        The tables of the run.
    income
        A name of ``INCOMES``.
    services
        ``adult_client_groups``, ``all_but_children`` or ``all_services``.
    line
        A name of ``LINES``.
    year
        Financial year.
    """
    cost = over_services(evidence, "total_cost", services, line, year)
    return 100 * nhs_contributions(evidence, income, services, line, year) / cost


def lead_of_groups(
    evidence: FactTables, named: tuple[str, ...], income: str, line: str, year: str
) -> float:
    """Return by how much the least of the named groups exceeds the largest other, in GBP m.

    Parameters
    ----------
    evidence
        The tables of the run.
    named
        The client groups that lead.
    income
        A name of ``INCOMES``.
    line
        A name of ``LINES``.
    year
        Financial year.
    """
    amounts = {
        group: sum(
            evidence.amount(measure, group, LINES[line][0], year)
            for measure in measures_of(income, year)
        )
        for group in evidence.adult_groups
    }
    others = [amount for group, amount in amounts.items() if group not in named]
    return (min(amounts[group] for group in named) - max(others)) / PER_UNIT["GBP m"]


def first_year_with_nhs_income(evidence: FactTables) -> float:
    """Return the calendar year in which the first return with section 256 income begins.

    Raises
    ------
    DataUnavailableError
        When no available return lacks the column, or none has it: the break is then not seen.
    """
    england = evidence.england.loc["detailed"]
    given = england["nhs_income"].notna().groupby("financial_year").any()
    if given.all() or not given.any():
        raise DataUnavailableError("the available returns lie on one side of the break")
    return float(given[given].index.min()[:4])
