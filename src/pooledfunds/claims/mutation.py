"""Can the ledger say no? Falsifies what each verdict rests on, and counts the verdicts that change.

Every claim that a run bears out is held against falsified values of the facts and estimates that
decide it, one at a time: the sign turned, the scale ten times too large or too small, the same
quantity of another year, the quantity next to it, and one printed unit past what is accepted. A
verdict that stays although its statement is false of the new value is a survivor.

Some falsified values leave a statement true by what it says: a fall is a fall on any scale, no
difference has no sign, and another year may round to the same printed number. Such mutants are
told apart (``TRUE_STILL``), each by a test of the statement and the value alone, never by the
ledger's verdict.

    python -m pooledfunds.claims.mutation data/processed/artificial means_to_an_end
"""

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from math import isfinite
from pathlib import Path
from typing import Any

import pandas as pd

from pooledfunds.claims.chance import accepted_values
from pooledfunds.claims.computed import Computed
from pooledfunds.claims.equivalent_mutants import LIMITS, TRUE_STILL, Mutant, true_still, value_name
from pooledfunds.claims.ledger import chosen_readings, claim_row
from pooledfunds.claims.readings import REPORT, Reading, comparison_sort, readings_by_claim
from pooledfunds.claims.registry import facts_of
from pooledfunds.claims.verdicts import CONSISTENT, LAST_DIGIT, REPRODUCED, last_digit_of
from pooledfunds.core.tables import records_of

BORNE_OUT = (REPRODUCED, CONSISTENT, LAST_DIGIT)
COLUMNS = ["claim_id", "reading", "target", "operator", "before", "after", "outcome", "why"]
YEAR = re.compile(r"\d{4}_\d{2}")
NINETY = 1.645 / 1.960  # of a 95 per cent interval: the one that two one-sided tests use


def key_of(reading: Reading) -> str | tuple[str, str]:
    """Return the key under which a reading's value is looked up."""
    return reading.target if reading.kind == "fact" else (reading.target, reading.term)


def table_of(computed: Computed, reading: Reading) -> dict:
    """Return the look-up that holds a reading's value.

    Parameters
    ----------
    computed
        What the run computed.
    reading
        A reading of a claim.
    """
    return computed.facts if reading.kind == "fact" else computed.estimates


def scaled(row: Mapping, reading: Reading, factor: float) -> dict:
    """Return a row with its value and interval times a factor, and concluded anew.

    Parameters
    ----------
    row
        The fact or estimate.
    reading
        A reading of a claim.
    factor
        Of value and interval.
    """
    name = value_name(reading)
    ends = sorted(factor * row[limit] for limit in LIMITS)
    return concluded(dict(row) | {name: factor * row[name], **dict(zip(LIMITS, ends, strict=True))})


def concluded(row: dict) -> dict:
    """Return an estimate with the conclusion that its own interval and margin give; facts as is."""
    if "conclusion" not in row:
        return row
    estimate, margin = row["estimate"], row["equivalence_margin"]
    if row["conf_low"] > 0 or row["conf_high"] < 0:
        return row | {"conclusion": "different"}
    ends = [estimate + NINETY * (row[limit] - estimate) for limit in LIMITS]
    within = -margin < ends[0] and ends[1] < margin
    return row | {"conclusion": "equivalent" if within else "inconclusive"}


def stepped(row: Mapping, reading: Reading) -> list[dict]:
    """Return a number one printed unit past each end of what is accepted, and no further.

    Parameters
    ----------
    row
        The fact or estimate.
    reading
        A reading of a claim.
    """
    window = accepted_values(reading)
    if window is None:
        return []
    sort = comparison_sort(reading.comparison)
    unit = float(last_digit_of(reading.published)) if sort in ("printed", "exact") else 0
    past = 2 * unit or 0.01 * min(abs(end) for end in window if isfinite(end))
    ends = zip(window, (-past, past), strict=True)
    return [dict(row) | {value_name(reading): end + by} for end, by in ends if isfinite(end)]


def nearest(names: Sequence[str], own: str, parted: Callable[[str], Any]) -> list[str]:
    """Return the first other name that is the same but for what ``parted`` takes away.

    Parameters
    ----------
    names
        Where to look.
    own
        The name that is not meant.
    parted
        Returns a name without what may differ.
    """
    alike = sorted(name for name in names if name != own and parted(name) == parted(own))
    return alike[:1]


def without_years(name: str) -> str:
    """Return a name with every financial year blanked."""
    return YEAR.sub("*", name)


def without_part(name: str, place: int) -> list[str]:
    """Return the parts of a name, between strokes, but for the one at a place.

    Parameters
    ----------
    name
        As in ``trend/older_people/2007_08``.
    place
        Of the part.
    """
    parts = name.split("/")
    return [*parts[:place], *parts[place + 1 :]]


def neighbours(name: str, names: Sequence[str]) -> list[str]:
    """Return the first name that differs from another in just one part that is no year.

    Parameters
    ----------
    name
        Of a fact or specification.
    names
        Where to look.
    """
    parts = name.split("/")
    for place in reversed(range(1, len(parts))):
        if YEAR.search(parts[place]):
            continue
        found = nearest(names, name, partial(without_part, place=place))
        found = [one for one in found if without_years(one) != without_years(name)]
        if found:
            return found
    return []


def others(computed: Computed, reading: Reading) -> Iterator[tuple[str, dict]]:
    """Yield the rows of another year and of the next quantity, where there are such.

    Parameters
    ----------
    computed
        What the run computed.
    reading
        A reading of a claim.
    """
    table, name = table_of(computed, reading), reading.target
    fact = reading.kind == "fact"
    alike = {(k if fact else k[0]): k for k in table if fact or k[1] == reading.term}
    held = [n for n, k in alike.items() if isfinite(table[k][value_name(reading)])]
    for operator, found in (
        ("year", nearest(held, name, without_years) if YEAR.search(name) else []),
        ("neighbour", neighbours(name, held)),
    ):
        for other in found:
            yield operator, table[alike[other]]


def mutants_of(claim_id: str, reading: Reading, computed: Computed) -> list[Mutant]:
    """Return the falsified values of one deciding reading of a claim.

    Parameters
    ----------
    claim_id
        Of the claim.
    reading
        A reading of a claim.
    computed
        What the run computed.
    """
    row = table_of(computed, reading)[key_of(reading)]
    name = value_name(reading)
    made = [("sign", scaled(row, reading, -1))] if row[name] else []
    made += [("scale", scaled(row, reading, factor)) for factor in (10, 0.1)] if row[name] else []
    made += [("step", one) for one in stepped(row, reading)]
    made += others(computed, reading)
    return [Mutant(claim_id, reading, operator, found) for operator, found in made]


@contextmanager
def falsified(computed: Computed, mutant: Mutant) -> Iterator[None]:
    """Put a falsified value in the place of the computed one for a while.

    Parameters
    ----------
    computed
        Changed for the while.
    mutant
        The falsified value.
    """
    table, key = table_of(computed, mutant.reading), key_of(mutant.reading)
    own = table[key]
    name = value_name(mutant.reading)
    cells = (name, *LIMITS, "conclusion", "equivalence_margin")
    table[key] = own | {cell: mutant.row[cell] for cell in cells if cell in mutant.row}
    try:
        yield
    finally:
        table[key] = own


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
            with falsified(computed, mutant):
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


def score(mutants: pd.DataFrame) -> float:
    """Return the share of mutants that are not equivalent whose verdict changed."""
    killed, survived = (int((mutants["outcome"] == word).sum()) for word in ("killed", "survived"))
    return killed / (killed + survived) if killed + survived else float("nan")


def summary(mutants: pd.DataFrame) -> str:
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
    parts.append(f"Score: {score(mutants):.1%} of the mutants that are not equivalent")
    return "\n".join(parts)


def main(processed: Path, study_name: str) -> int:
    """Print the mutation of a run's ledger, and return how the process ends.

    Parameters
    ----------
    processed
        Folder of the run's working files.
    study_name
        Whose facts the claims rest on.

    Returns
    -------
    int
        One where the score is below ``verdicts.mutation_score`` of the study, else zero.
    """
    import yaml

    from pooledfunds.core.codelists import read_tables

    study = yaml.safe_load(Path("config/study.yaml").read_text(encoding="utf-8"))
    lists = {name: f"config/{name}.csv" for name in ("claims", "readings", "families")}
    declared = read_tables(lists)
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
    computed = Computed(tables, (needed - missing) | {REPORT}, facts_of(study_name), study)
    mutants = mutate_ledger(declared, computed, {"basis": "official", "study": study})
    print(summary(mutants))
    return int(score(mutants) < study["verdicts"]["mutation_score"])


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2]))
