"""What a fact from the World Class Commissioning data is: PCTs with a mental health pool."""

from __future__ import annotations

from pooledfunds.claims.fact import FactTables
from pooledfunds.studies.means_to_an_end.facts.respondents import answers


def agreement(evidence: FactTables, survey_says: tuple[str, ...]) -> float:
    """Return how many PCTs have a mental health pool in the WCC data and what the survey says.

    Parameters
    ----------
    evidence
        The tables of the run.
    survey_says
        Answers of the survey.
    """
    table = evidence.tables["pool_statements"]
    wcc = table["evidence_source"].eq("wcc") & table["service_area"].eq("mental_health")
    wcc &= table["area_type"].eq("pct") & table["financial_year"].eq("2006/07")
    pooled = table.loc[wcc & table["pooled"].eq("yes"), "area_code"]
    survey = answers(evidence, "pct", "mental_health").reindex(pooled, fill_value="unknown")
    return float(survey.isin(survey_says).sum())


def share_in_wcc(evidence: FactTables) -> float:
    """Return the share of PCTs with a mental health pool in the WCC data, in per cent."""
    table = evidence.tables["wcc_statements"]
    chosen = table["area_type"].eq("pct") & table["service_area"].eq("mental_health")
    yes = chosen & table["pooled"].eq("yes") & table["financial_year"].eq("2006/07")
    pcts = evidence.tables["bodies"]["area_type"].eq("pct").sum()
    return 100 * int(yes.sum()) / int(pcts)
