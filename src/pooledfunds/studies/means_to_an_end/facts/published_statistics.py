"""Facts that surveys and accounts print as single figures, and shares made from them."""

from __future__ import annotations

from functools import partial

from pooledfunds.claims.fact import DataUnavailableError, Fact, FactTables
from pooledfunds.studies.means_to_an_end.facts import notifications, pools, pssex1

SECTORS = ("council_contributions", "nhs_contributions")
# Fact, unit, source, measure, where, period, what it is.
PRINTED = (
    ("nhs_net_outturn", "GBP bn", "dh_departmental_report", "nhs_net_outturn", "England",
     "2007/08", "NHS net outturn"),
    ("dass/joint_financing", "GBP bn", "dass_survey", "joint_financing", "England", "2008/09",
     "Joint financing, all services"),
    ("dass/joint_financing/learning_disability", "GBP bn", "dass_survey",
     "joint_financing_learning_disability", "England", "2008/09",
     "Joint financing, learning disability"),
    ("dass/joint_financing/mental_health", "GBP bn", "dass_survey",
     "joint_financing_mental_health", "England", "2008/09", "Joint financing, mental health"),
    ("dass/council_contributions", "GBP m", "dass_survey", "council_contributions", "England",
     "2008/09", "Councils' contributions, extrapolated"),
    ("dass/nhs_contributions", "GBP m", "dass_survey", "nhs_contributions", "England", "2008/09",
     "The NHS's contributions, extrapolated"),
    ("dass/response_rate", "%", "dass_survey", "response_rate", "England", "2008/09",
     "Share of directors that answered"),
    ("dass/commissioning_transfer", "GBP m", "dass_survey",
     "learning_disability_commissioning_transfer", "England", "2009/10",
     "Commissioning of learning disability services that passes to councils"),
    ("auditors/pcts_without_agreement", "%", "auditor_returns",
     "pcts_without_signed_agreement_share", "England", "2007/08",
     "Share of PCTs without a signed agreement"),
    ("auditors/councils_without_agreement", "%", "auditor_returns",
     "councils_without_signed_agreement_share", "England", "2007/08",
     "Share of councils without a signed agreement"),
    ("torbay/equipment_on_time", "%", "local_returns", "equipment_within_7_days", "Torbay",
     "2008", "Share of equipment delivered within seven days"),
    ("torbay/care_packages_on_time", "%", "local_returns", "care_packages_within_28_days",
     "Torbay", "2008", "Share of care packages in place within 28 days"),
    ("torbay/urgent_intermediate_care", "%", "local_returns", "urgent_intermediate_care_share",
     "Torbay", "2008", "Share of intermediate care cases that are urgent"),
)  # fmt: skip
TORBAY = {
    "equipment": ("equipment_within_7_days", "equipment delivered within seven days"),
    "care_packages": ("care_packages_within_28_days", "care packages in place within 28 days"),
}


def rise_of(before: float, after: float, kind: str) -> float:
    """Return a rise of a percentage: in percentage points, or relative to it in per cent.

    Parameters
    ----------
    before, after
        Per cent.
    kind
        A name of ``RISES``.
    """
    return after - before if kind == "points" else 100 * (after / before - 1)


RISES = {"points": ("percentage points", "less"), "relative": ("%", "relative to")}


def torbay_rise(evidence: FactTables, measure: str, kind: str) -> float:
    """Return by how much a share of Torbay's rose from 2006 to 2008.

    Parameters
    ----------
    evidence
        The tables of the run.
    measure
        A measure of ``TORBAY``.
    kind
        A name of ``RISES``.
    """
    before, after = (
        evidence.figure("local_returns", measure, year, "%", "Torbay") for year in ("2006", "2008")
    )
    return rise_of(before, after, kind)


def survey_total(evidence: FactTables) -> float:
    """Return the contributions of councils and the NHS together, in billion pounds."""
    return sum(evidence.figure("dass_survey", sector, "2008/09", "GBP bn") for sector in SECTORS)


def learning_disability_lead(evidence: FactTables) -> float:
    """Return the lesser of both sectors' leads of learning disability, in million pounds.

    A lead is what a sector gives for learning disability less its largest other contribution.

    Raises
    ------
    DataUnavailableError
        When the survey does not part a sector's contributions by service.
    """
    figures = evidence.tables["national_figures"]
    measures = figures.loc[figures["source_id"] == "dass_survey", "measure"].unique()
    leads = []
    for sector in SECTORS:
        first = f"{sector}_learning_disability"
        given = {
            measure: evidence.figure("dass_survey", measure, "2008/09", "GBP m")
            for measure in measures
            if measure.startswith(f"{sector}_")
        }
        if first not in given or len(given) == 1:
            raise DataUnavailableError(
                f"the survey does not part {sector} by service".replace("_", " ")
            )
        leads.append(given.pop(first) - max(given.values()))
    return min(leads)


def joint_money(evidence: FactTables) -> float:
    """Return the mean of register and survey in billion pounds, as note ii to figure 1 has it."""
    register = notifications.notified(evidence, notifications.DAYS["jul_2008"], pools_only=False)
    survey = pools.section_75_spending(evidence, "respondents", unknown_power=False)
    return (register + survey) / 2


def joint_share(evidence: FactTables) -> float:
    """Return joint money as a share of NHS outturn and adults' net spending, in per cent."""
    spending = notifications.outturn(evidence, "2007/08")
    spending += pssex1.adult_net_current_expenditure(evidence, "2007/08")
    return 100 * joint_money(evidence) / spending


JOINT = ("notification_register", "pooled_fund_register")
FACTS = [
    *[
        Fact(
            name,
            unit,
            period,
            (source,),
            f"{words}, {where}, {period}, as the source prints it",
            partial(
                FactTables.figure,
                source=source,
                measure=measure,
                period=period,
                unit=unit,
                geography=where,
            ),
        )
        for name, unit, source, measure, where, period, words in PRINTED
    ],
    *[
        Fact(
            f"torbay/rise/{name}/{kind}",
            unit,
            "2006-2008",
            ("local_returns",),
            f"Torbay's share of {words} in 2008 {word} that in 2006",
            partial(torbay_rise, measure=measure, kind=kind),
        )
        for name, (measure, words) in TORBAY.items()
        for kind, (unit, word) in RISES.items()
    ],
    Fact(
        "dass/contributions_of_both",
        "GBP bn",
        "2008/09",
        ("dass_survey",),
        "Contributions of councils and of the NHS, added",
        survey_total,
    ),
    Fact(
        "dass/learning_disability_lead",
        "GBP m",
        "2008/09",
        ("dass_survey",),
        "Contributions to learning disability less the largest other: the lesser of both sectors'",
        learning_disability_lead,
    ),
    Fact(
        "joint_money",
        "GBP bn",
        "2007/08",
        JOINT,
        "Mean of arrangements notified by July 2008 and the survey's pools under section 75",
        joint_money,
    ),
    Fact(
        "joint_share",
        "%",
        "2007/08",
        (*JOINT, "dh_departmental_report", "pssex1"),
        "Mean of register and survey over NHS net outturn and adults' net current expenditure",
        joint_share,
    ),
]
