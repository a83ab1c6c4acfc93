"""Can the ledger say no? Falsifies what each verdict rests on, and counts the verdicts that change.

Every claim that a run bears out is held against falsified values of the facts and estimates that
decide it, one at a time: the sign turned, the scale ten times too large or too small, the same
quantity of another year, the quantity next to it, and one printed unit past what is accepted. A
verdict that stays although its statement is false of the new value is a survivor.

Some falsified values leave a statement true by what it says: a fall is a fall on any scale, no
difference has no sign, and another year may round to the same printed number. Such mutants are
set apart (``TRUE_STILL``), each by a test of the statement and the value alone, never by the
ledger's verdict.

    python -m pooledfunds.claims.mutation data/processed/STUDY/artificial
"""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pandas as pd

from pooledfunds.claims.computed import Computed
from pooledfunds.claims.equivalent_mutants import TRUE_STILL, true_still
from pooledfunds.claims.ledger import chosen_readings, claim_row
from pooledfunds.claims.mutants import falsify, mutants_of
from pooledfunds.claims.readings import REPORT, Reading, readings_by_claim
from pooledfunds.claims.registry import facts_of
from pooledfunds.claims.verdicts import CONSISTENT, LAST_DIGIT, REPRODUCED
from pooledfunds.core.tables import records_of

BORNE_OUT = (REPRODUCED, CONSISTENT, LAST_DIGIT)
COLUMNS = ["claim_id", "reading", "target", "operator", "before", "after", "outcome", "why"]


def mutate_ledger(
    declared: Mapping[str, pd.DataFrame], computed: Computed, run: Mapping
) -> pd.DataFrame:
    """Return every mutant with its outcome: ``killed``, ``survived`` or ``equivalent``.

    Parameters
    ----------
    declared, run
        As for ``claims.ledger.check_claims``.
    computed
        What the run computed.

    Returns
    -------
    DataFrame
        ``claim_id, reading, target, operator, before, after, outcome, why``.
    """
    claims = records_of(declared["claims"])
    by_claim = readings_by_claim(claims, records_of(declared["readings"]))
    rows = [
        row
        for claim in claims
        for row in mutate_claim(claim, by_claim[claim["claim_id"]], computed, run)
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def mutate_claim(
    claim: Mapping, readings: Sequence[Reading], computed: Computed, run: Mapping
) -> Iterator[dict[str, str]]:
    """Yield the mutants of one claim with their outcome; none where it is not borne out.

    Parameters
    ----------
    claim, readings
        Its row of ``config/claims.csv``, and all its readings.
    computed
        What the run computed; as it was when a mutant has been judged.
    run
        As for ``claims.ledger.check_claims``.
    """

    def judge() -> list[tuple[Reading, dict]]:
        return [(reading, computed.outcome(claim, reading)) for reading in readings]

    pairs = judge()
    before = claim_row(claim, pairs, run)["verdict"]
    if before not in BORNE_OUT:
        return
    for reading, _ in chosen_readings(pairs):
        if reading.kind not in ("fact", "estimate"):
            continue
        better = computed.found(claim, reading).get("better", "")
        for mutant in mutants_of(claim["claim_id"], reading, computed):
            with falsify(computed, mutant):
                after = claim_row(claim, judge(), run)["verdict"]
            why = true_still(mutant, better)
            outcome = "killed" if after != before else "equivalent" if why else "survived"
            yield {
                "claim_id": mutant.claim_id,
                "reading": reading.title,
                "target": reading.target,
                "operator": mutant.operator,
                "before": before,
                "after": after,
                "outcome": outcome,
                "why": why if outcome == "equivalent" else "",
            }


def mutation_score(mutants: pd.DataFrame) -> float:
    """Return the share of mutants that are not equivalent whose verdict changed."""
    killed, survived = (int((mutants["outcome"] == word).sum()) for word in ("killed", "survived"))
    return killed / (killed + survived) if killed + survived else float("nan")


def summarise_mutants(mutants: pd.DataFrame) -> str:
    """Return the mutants counted by operator, those that survived, and the score, as text."""
    outcomes = ["killed", "survived", "equivalent"]
    table = pd.crosstab(mutants["operator"], mutants["outcome"]).reindex(
        columns=outcomes, fill_value=0
    )
    table.loc["all"] = table.sum()
    survivors = mutants[mutants["outcome"] == "survived"]
    parts = [
        f"{mutants['claim_id'].nunique()} claims are borne out by facts and estimates, and have "
        f"something to falsify; {len(mutants)} falsified values",
        table.to_string(),
        "Equivalent, because the statement is true of the falsified value:",
        *[
            f"  {times:4} {TRUE_STILL[str(why)]}"
            for why, times in mutants.loc[mutants["why"] != "", "why"].value_counts().items()
        ],
    ]
    if len(survivors):
        parts.append(survivors.drop(columns=["outcome", "why"]).to_string(index=False))
    parts.append(f"Score: {mutation_score(mutants):.1%} of the mutants that are not equivalent")
    return "\n".join(parts)


def main(processed: Path) -> int:
    """Print the mutation of a run's ledger; one where the score is below what is asked."""
    from pooledfunds.core.codelists import declared_table
    from pooledfunds.core.settings import read_study, study_tables

    name = processed.parent.name  # data/processed/<study>/<basis>
    study, files = read_study(name), study_tables(name)
    declared = {
        table: declared_table(table, files.get(table))
        for table in ("claims", "readings", "families")
    }
    readings = pd.read_parquet(processed / "readings.parquet")
    missing, needed = (
        {name for cell in readings[column] for name in cell.split("; ")}
        for column in ("missing_sources", "sources")
    )
    tables = {
        "facts": pd.read_parquet(processed / "facts.parquet"),
        "estimates": pd.read_parquet(processed / "estimates/estimates.parquet"),
        "families": declared["families"],
    }
    computed = Computed(tables, (needed - missing) | {REPORT}, facts_of(name), study)
    mutants = mutate_ledger(declared, computed, {"basis": "official", "study": study})
    print(summarise_mutants(mutants))
    return int(mutation_score(mutants) < study["verdicts"]["mutation_score"])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
