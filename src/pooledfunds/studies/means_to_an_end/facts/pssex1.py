"""What a fact from PSSEX1 is: totals, growth, shares and rankings for England."""

from __future__ import annotations

from collections.abc import Callable

from pooledfunds.claims.fact import DataUnavailableError, FactTables

LINES = {
    "including_sp": ("total", "including Supporting People"),
    "excluding_sp": ("total_excluding_supporting_people", "excluding Supporting People"),
}
INCOMES = {
    "joint_arrangements": ("Income from joint arrangements (section 75)", ("joint_arrangements",)),
    "nhs_income": ("Income from the NHS (section 256)", ("nhs_income",)),
    "joint_and_nhs": (
        "Income from joint arrangements (section 75) and from the NHS (section 256)",
        ("joint_arrangements", "nhs_income"),
    ),
}
PER_UNIT = {"GBP bn": 1e6, "GBP m": 1e3}  # GBP thousand
FIRST, LAST = "2003/04", "2007/08"  # the growth that the report gives for older people
BEFORE_SPLIT = "2005/06"  # section 256 income was part of other income until then


def total(evidence: FactTables, measure: str, group: str, line: str, year: str, unit: str) -> float:
    """Return an England total in the unit of its claim.

    Parameters
    ----------
    evidence
        The tables of the run.
    measure, group, year
        As PSSEX1 has them.
    line
        A name of ``LINES``.
    unit
        A name of ``PER_UNIT``.
    """
    return evidence.amount(measure, group, LINES[line][0], year) / PER_UNIT[unit]


def in_the_series(evidence: FactTables, group: str, line: str, year: str) -> float:
    """Return gross current expenditure from the return's own series, in million pounds.

    Parameters
    ----------
    evidence, group, line, year
        See :func:`total`.
    """
    measure = "gross_current_expenditure"
    thousand = evidence.amount(measure, group, LINES[line][0], year, "series")
    return thousand / PER_UNIT["GBP m"]


def growth(evidence: FactTables, group: str, line: str, base: str, end: str) -> float:
    """Return the growth of gross current expenditure in per cent, nominal.

    Parameters
    ----------
    evidence, group, line
        See :func:`total`.
    base, end
        First and last year.
    """
    then, now = (in_the_series(evidence, group, line, year) for year in (base, end))
    return 100 * (now / then - 1)


def rise(evidence: FactTables, group: str, line: str, base: str, end: str) -> float:
    """Return the rise of gross current expenditure in million pounds, nominal.

    Parameters
    ----------
    evidence, group, line, base, end
        See :func:`growth`.
    """
    then, now = (in_the_series(evidence, group, line, year) for year in (base, end))
    return now - then


def lead_in(change: Callable[..., float], evidence: FactTables, line: str) -> float:
    """Return by how much older people's change exceeds the next largest of an adult group."""
    changes = {group: change(evidence, group, line, FIRST, LAST) for group in evidence.adult_groups}
    return changes.pop("older_people") - max(changes.values())


def lead_in_growth(evidence: FactTables, line: str) -> float:
    """Return older people's lead over the fastest other adult group, in percentage points."""
    return lead_in(growth, evidence, line)


def lead_in_pounds(evidence: FactTables, line: str) -> float:
    """Return older people's lead over the largest other rise, in million pounds."""
    return lead_in(rise, evidence, line)


def parts_of(services: str, year: str, adult_groups: tuple[str, ...]) -> dict[str, int]:
    """Return the client groups that add up to a range of services, children's taken off as -1.

    From 2007/08 the return splits service strategy and asylum seekers between adults' and
    children's services; only their sum can be compared with the years before.
    """
    if services == "adult_client_groups":
        return dict.fromkeys(adult_groups, 1)
    if year < "2007/08":
        return {"total_pss": 1} | ({"children": -1} if services == "all_but_children" else {})
    if services == "all_services":
        return {"total_adults": 1, "total_children": 1}
    return {"total_adults": 1, "service_strategy_children": 1, "asylum_seekers_children": 1}


def over_services(evidence: FactTables, measure: str, services: str, line: str, year: str) -> float:
    """Return an England total over a range of services, in GBP thousand."""
    parts = parts_of(services, year, evidence.adult_groups)
    service_line = LINES[line][0]
    return sum(
        sign * evidence.amount(measure, group, service_line, year) for group, sign in parts.items()
    )


def collected(income: str, year: str) -> str:
    """Return the kind of income that a year's return collects in the place of the one asked.

    In 2005/06 only joint arrangements were collected apart, and they are taken for the sum, as
    in the report.
    """
    before = income == "joint_and_nhs" and year == BEFORE_SPLIT
    return "joint_arrangements" if before else income


def measures_of(income: str, year: str) -> tuple[str, ...]:
    """Return the columns that make up a kind of income in a year's return."""
    return INCOMES[collected(income, year)][1]


def nhs_contributions(
    evidence: FactTables, income: str, services: str, line: str, year: str
) -> float:
    """Return the NHS's contributions to councils in GBP thousand."""
    return sum(
        over_services(evidence, measure, services, line, year)
        for measure in measures_of(income, year)
    )


def contributions_growth(evidence: FactTables, services: str, line: str, end: str) -> float:
    """Return the growth of the NHS's contributions since 2005/06, in per cent."""
    then, now = (
        nhs_contributions(evidence, "joint_and_nhs", services, line, year)
        for year in (BEFORE_SPLIT, end)
    )
    return 100 * (now / then - 1)


def share_of_cost(evidence: FactTables, income: str, services: str, line: str, year: str) -> float:
    """Return the NHS's contributions as a share of gross total cost, in per cent."""
    cost = over_services(evidence, "total_cost", services, line, year)
    return 100 * nhs_contributions(evidence, income, services, line, year) / cost


def lead_of_groups(
    evidence: FactTables, named: tuple[str, ...], income: str, line: str, year: str
) -> float:
    """Return by how much the least of the named groups exceeds the largest other, in GBP m."""
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
        When no return at hand lacks the column, or none has it: the break is then not seen.
    """
    england = evidence.england.loc["detailed"]
    given = england["nhs_income"].notna().groupby("financial_year").any()
    if given.all() or not given.any():
        raise DataUnavailableError("the returns at hand lie on one side of the break")
    return float(given[given].index.min()[:4])


def adult_net_current_expenditure(
    evidence: FactTables, year: str, family: str = "detailed"
) -> float:
    """Return adults' net current expenditure, Supporting People included, in billion pounds."""
    group, measure, line = "total_adults", "net_current_expenditure", LINES["including_sp"][0]
    return evidence.amount(measure, group, line, year, family) / PER_UNIT["GBP bn"]
