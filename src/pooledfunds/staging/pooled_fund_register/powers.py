"""Legal powers: in force on the day, open to a pool, and what they became."""

import pandas as pd

from pooledfunds.core.cells import split_list
from pooledfunds.core.errors import IssueList
from pooledfunds.core.tables import rows_of
from pooledfunds.staging.layouts.checks import report_violations
from pooledfunds.staging.pooled_fund_register.words import sorted_unique_list


def note_powers(faults: IssueList, table: pd.DataFrame, powers: pd.DataFrame) -> None:
    """Note powers that were not in force on the start date, and pools under a power for none.

    Parameters
    ----------
    faults
        Gets what is wrong, each with its place and what to do.
    table
        Records as text or typed, with ``file`` and ``line``.
    powers
        The code list ``legal_powers``.
    """
    for power in rows_of(powers):
        held = table["legal_powers"].map(lambda text, p=power.legal_power: p in split_list(text))
        early = held & (table["start"] < pd.Timestamp(power.in_force_from))
        rule = f"{power.legal_power} was not in force before {power.in_force_from}"
        before = powers.loc[powers["became"] == power.legal_power, "legal_power"].tolist()
        rule += f"; an arrangement of that day began under {' or '.join(before)}" if before else ""
        report_violations(faults, table, "legal_powers", rule, early)
        if power.in_force_to:
            rule = f"{power.legal_power} was not in force after {power.in_force_to}"
            rule += f"; it became {power.became}" if power.became else ""
            late = held & (table["start"] > pd.Timestamp(power.in_force_to))
            report_violations(faults, table, "legal_powers", rule, late)
    allows = set(powers.loc[powers["allows_pool"] == "yes", "legal_power"])
    pool = table["arrangement_types"].map(lambda text: "pooled_fund" in split_list(text))
    none = pool & ~table["legal_powers"].map(lambda text: bool(set(split_list(text)) & allows))
    rule = "called a pooled fund, under no power that allows one"
    report_violations(faults, table, "legal_powers", rule, none)


def powers_at_end(table: pd.DataFrame, powers: pd.DataFrame) -> list[str]:
    """Return what the powers of each arrangement had become by its last day, or to this day.

    Parameters
    ----------
    table
        Records as text or typed, with ``file`` and ``line``.
    powers
        The code list ``legal_powers``.
    """
    known = set(powers["legal_power"])
    days = table["end"].fillna(pd.Timestamp.max).to_list()
    meant = {
        (text, day): sorted_unique_list(
            "; ".join(power_in_force(p, day, powers) for p in split_list(text) if p in known)
        )
        for text, day in set(zip(table["legal_powers"], days, strict=True))
    }
    return [meant[key] for key in zip(table["legal_powers"], days, strict=True)]


def power_in_force(power: str, day: str | pd.Timestamp, powers: pd.DataFrame) -> str:
    """Return the power under which an arrangement runs on a day: s31 runs on as s75.

    Parameters
    ----------
    power
        Power under which it began.
    day
        Date on which it runs.
    powers
        ``legal_power, in_force_to, became``: the code list ``legal_powers``.
    """
    row = powers[powers["legal_power"] == power].iloc[0]
    ended = row["in_force_to"] and pd.Timestamp(day) > pd.Timestamp(row["in_force_to"])
    return power_in_force(row["became"], day, powers) if ended and row["became"] else power
