"""What a fact from PSSEX1 is: totals, growth, shares and rankings for England."""

from __future__ import annotations

from collections.abc import Callable

from pooledfunds.claims.fact import FactTables

LINES = {
    "including_sp": ("total", "including Supporting People"),
    "excluding_sp": ("total_excluding_supporting_people", "excluding Supporting People"),
}
PER_UNIT = {"GBP bn": 1e6, "GBP m": 1e3}  # GBP thousand
FIRST, LAST = "2003/04", "2007/08"  # the growth that the report gives for older people


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
    """Return by how much older people's change exceeds the next largest of an adult group.

    Parameters
    ----------
    change
        ``growth`` or ``rise``.
    evidence
        The tables of the run.
    line
        A name of ``LINES``.
    """
    changes = {group: change(evidence, group, line, FIRST, LAST) for group in evidence.adult_groups}
    return changes.pop("older_people") - max(changes.values())


def lead_in_growth(evidence: FactTables, line: str) -> float:
    """Return older people's lead over the fastest other adult group, in percentage points.

    Parameters
    ----------
    evidence
        The tables of the run.
    line
        A name of ``LINES``.
    """
    return lead_in(growth, evidence, line)


def lead_in_pounds(evidence: FactTables, line: str) -> float:
    """Return older people's lead over the largest other rise, in million pounds.

    Parameters
    ----------
    evidence
        The tables of the run.
    line
        A name of ``LINES``.
    """
    return lead_in(rise, evidence, line)


def parts_of(services: str, year: str, adult_groups: tuple[str, ...]) -> dict[str, int]:
    """Return the client groups that add up to a range of services, children's taken off as -1.

    From 2007/08 the return splits service strategy and asylum seekers between adults' and
    children's services; only their sum can be compared with the years before.

    Parameters
    ----------
    services
        ``adult_client_groups``, ``all_but_children`` or ``all_services``.
    year
        Financial year.
    adult_groups
        PSSEX1's adult client groups.
    """
    if services == "adult_client_groups":
        return dict.fromkeys(adult_groups, 1)
    if year < "2007/08":
        return {"total_pss": 1} | ({"children": -1} if services == "all_but_children" else {})
    if services == "all_services":
        return {"total_adults": 1, "total_children": 1}
    return {"total_adults": 1, "service_strategy_children": 1, "asylum_seekers_children": 1}


def over_services(evidence: FactTables, measure: str, services: str, line: str, year: str) -> float:
    """Return an England total over a range of services, in GBP thousand.

    Parameters
    ----------
    evidence
        The tables of the run.
    measure
        As PSSEX1 has it.
    services
        ``adult_client_groups``, ``all_but_children`` or ``all_services``.
    line
        A name of ``LINES``.
    year
        Financial year.
    """
    parts = parts_of(services, year, evidence.adult_groups)
    service_line = LINES[line][0]
    return sum(
        sign * evidence.amount(measure, group, service_line, year) for group, sign in parts.items()
    )


def adult_net_current_expenditure(
    evidence: FactTables, year: str, family: str = "detailed"
) -> float:
    """Return adults' net current expenditure, Supporting People included, in billion pounds.

    Parameters
    ----------
    evidence
        The tables of the run.
    year
        Financial year.
    family
        ``detailed``, or ``series`` for the return's own series.
    """
    group, measure, line = "total_adults", "net_current_expenditure", LINES["including_sp"][0]
    return evidence.amount(measure, group, line, year, family) / PER_UNIT["GBP bn"]
