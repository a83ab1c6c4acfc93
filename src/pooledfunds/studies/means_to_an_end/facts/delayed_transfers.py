"""Facts on delayed transfers of care, under each reading of what the report counts."""

from __future__ import annotations

from functools import partial

from pooledfunds.claims.fact import Fact, slug
from pooledfunds.studies.means_to_an_end.facts import delays
from pooledfunds.studies.means_to_an_end.facts.delays import CENSUSES_A_YEAR, DAYS_A_YEAR

YEAR = "2007/08"
YEARS = ("2005/06", "2006/07", "2007/08")
SITREP = ("delayed_transfers", "council_population")
D41 = ("paf_d41",)
HOSPITAL = ("delayed_transfers", "hes_apc", "national_totals")


def rates() -> list[Fact]:
    """Return England's rates by year, source and age."""
    kinds = (
        ("sitrep_weekly/65_plus", SITREP, "week", "65_plus", "weekly situation reports"),
        ("sitrep_quarterly/65_plus", SITREP, "quarter", "65_plus", "quarterly situation reports"),
        ("sitrep_quarterly/18_plus", SITREP, "quarter", "18_plus", "quarterly situation reports"),
        ("d41", D41, "D41", "65_plus", "PAF D41"),
    )
    return [
        Fact(
            f"delayed/rate/{name}/{slug(year)}",
            "per 100,000",
            year,
            sources,
            f"Mean patients delayed at a census over persons, both {delays.AGES[age]}, England, "
            f"{year}: {words}",
            partial(delays.rate, year=year, source=source, age=age),
        )
        for year in YEARS[1:]
        for name, sources, source, age, words in kinds
    ]


def falls() -> list[Fact]:
    """Return the greatest change of the rate from year to year, 2005/06 to 2007/08."""
    return [
        Fact(
            f"delayed/greatest_yearly_change/{name}",
            "per 100,000",
            "2005/06-2007/08",
            sources,
            f"The greater of the two yearly changes of England's rate, 65 and over, {words}: below "
            "nought when it fell each year; jackknife over councils",
            partial(delays.greatest_change, years=YEARS, source=source),
        )
        for name, sources, source, words in (
            ("sitrep", SITREP, "week", "weekly situation reports"),
            ("d41", D41, "D41", "PAF D41"),
        )
    ]


def equipment_shares() -> list[Fact]:
    """Return the share of the delayed who wait for equipment, from each source."""
    return [
        Fact(
            f"delayed/share_for_equipment/{name}",
            "%",
            YEAR,
            sources,
            f"Patients 65 and over who wait for equipment or adaptations (reason F), of all "
            f"delayed, {YEAR}: {words}",
            partial(delays.share_for_equipment, year=YEAR, source=source),
        )
        for name, sources, source, words in (
            ("d41", D41, "D41", "PAF D41, means of weekly counts"),
            ("sitrep", ("delayed_transfers",), "quarter", "situation reports that part reasons"),
        )
    ]


def snapshot_shares() -> list[Fact]:
    """Return what one per cent may be a share of: people, admissions or discharges."""
    facts = []
    counted = {
        "snapshot": (1, "mean snapshot"),
        "weekly_snapshots_added": (CENSUSES_A_YEAR, "52 weekly snapshots added"),
    }
    for name, (times, words) in counted.items():
        facts += [
            Fact(
                f"delayed/share/{name}/of_people",
                "%",
                YEAR,
                SITREP,
                f"Delayed patients 65 and over, {words}, over persons of that age, {YEAR}",
                partial(delays.snapshot_share, year=YEAR, snapshots=times),
            ),
            Fact(
                f"report/delayed/{name}/of_published_admissions",
                "%",
                YEAR,
                ("published_report", "council_population", "national_totals"),
                f"C115 as printed times persons 65 and over, {words}, over the emergency "
                f"admissions of that age that a parliamentary answer gives, {YEAR}",
                partial(delays.printed_share_of_admissions, year=YEAR, snapshots=times),
            ),
        ]
        facts += [
            Fact(
                f"delayed/share/{name}/of_{measure}",
                "%",
                YEAR,
                HOSPITAL,
                f"Delayed patients 65 and over, {words}, over emergency {of}, raised to "
                f"the published admissions, {YEAR}",
                partial(delays.share_of_activity, year=YEAR, measure=measure, snapshots=times),
            )
            for measure, of in (("admissions", "admissions"), ("stays", "discharges"))
        ]
    return facts


def other_facts() -> list[Fact]:
    """Return the correlation of delays with spending, and their share of bed days."""
    return [
        Fact(
            "delayed/rank_correlation/spend_per_head_older_people",
            "correlation",
            YEAR,
            (*SITREP, "council_list", "pssex1"),
            "Rank correlation, over councils, of the rate of delay with spending on older people "
            f"per person 65 and over, {YEAR}; limits by Fisher's z",
            partial(delays.correlation_with_spending, year=YEAR),
        ),
        Fact(
            "delayed/share/of_bed_days",
            "%",
            YEAR,
            HOSPITAL,
            f"Delayed days of those 65 and over (mean snapshot, 365 times) over emergency bed "
            f"days, raised to the published admissions, {YEAR}",
            partial(delays.share_of_activity, year=YEAR, measure="bed_days", snapshots=DAYS_A_YEAR),
        ),
    ]


FACTS = [*rates(), *falls(), *equipment_shares(), *snapshot_shares(), *other_facts()]
