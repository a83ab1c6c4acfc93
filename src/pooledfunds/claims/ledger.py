"""The ledger: every published claim, its verdict by its primary reading, and all its readings."""

from collections.abc import Iterable, Mapping, Sequence, Set

import numpy as np
import pandas as pd
from pandera.pandas import DataFrameSchema

from pooledfunds.catalogue.claims import LEDGER, READINGS
from pooledfunds.claims.chance import chance_of_agreement, is_weak
from pooledfunds.claims.computed import MIXED, NUMBERS, Computed
from pooledfunds.claims.fact import Fact
from pooledfunds.claims.readings import (
    ARITHMETIC,
    PART,
    PRIMARY,
    REPORT,
    SENSITIVITY,
    Reading,
    comparison_sort,
    components_of,
    readings_by_claim,
)
from pooledfunds.claims.verdicts import (
    CITATION,
    CONTRADICTED,
    LAST_DIGIT,
    NOT_COMPUTABLE,
    REPRODUCED,
    conjunction,
    deciding_component,
    in_words_of,
)
from pooledfunds.core.cells import split_list
from pooledfunds.core.schema import enforce
from pooledfunds.core.tables import records_of


def check_claims(
    declared: Mapping[str, pd.DataFrame],
    facts: pd.DataFrame,
    estimates: pd.DataFrame,
    available: Set[str],
    run: Mapping,
    registry: Mapping[str, Fact],
) -> dict[str, pd.DataFrame]:
    """Return the ledger and the readings that it sums up, in the order of the claims.

    Parameters
    ----------
    declared
        ``claims``, ``readings`` and ``families`` of the study, every cell as text.
    facts
        ``catalogue.claims.FACT_TABLE``.
    estimates
        ``catalogue.estimation.ESTIMATES``.
    available
        Ids of the available sources; the report's own printed figures always are.
    run
        ``basis`` (``artificial`` or ``official``) and ``study``, its settings: ``verdicts``,
        ``outcomes`` and ``inference``.
    registry
        Every fact that there could be, with the sources that it needs.

    Returns
    -------
    dict of DataFrame
        ``claims`` (``catalogue.claims.LEDGER``) and ``readings`` (``catalogue.claims.READINGS``).
        Every claim is there, whatever is missing.
    """
    claims = records_of(declared["claims"])
    by_claim = readings_by_claim(claims, records_of(declared["readings"]))
    computed = Computed(
        {"facts": facts, "estimates": estimates, "families": declared["families"]},
        available | {REPORT},
        registry,
        run["study"],
    )
    ledger, rows = [], []
    for claim in claims:
        readings = by_claim[claim["claim_id"]]
        pairs = [(reading, computed.outcome(claim, reading)) for reading in readings]
        ledger.append(claim | claim_row(claim, pairs, run))
        rows += [claim | reading_row(reading, outcome) for reading, outcome in pairs]
    return {
        name: enforce(in_words(rows_found, contract, run), contract)
        for name, rows_found, contract in (("claims", ledger, LEDGER), ("readings", rows, READINGS))
    }


def in_words(rows: Sequence[Mapping], contract: DataFrameSchema, run: Mapping) -> pd.DataFrame:
    """Return rows as a table of a contract, verdicts in the words of the basis.

    Parameters
    ----------
    rows
        One for each claim or reading.
    contract
        Of the table.
    run
        ``basis`` and ``study``, whose ``verdicts`` may say how a claim that is borne out is called.
    """
    basis, declared = run["basis"], run["study"].get("verdicts", {})
    table = pd.DataFrame(rows, columns=None if rows else list(contract.columns)).assign(basis=basis)
    table["verdict"] = [
        in_words_of(basis, word, declared.get("borne_out", REPRODUCED)) for word in table["verdict"]
    ]
    return table[list(contract.columns)].astype(dict.fromkeys(NUMBERS, float))


def reading_row(reading: Reading, outcome: Mapping) -> dict:
    """Return what the published readings say of one, with its claim.

    Parameters
    ----------
    reading
        A reading of a claim.
    outcome
        From ``Computed.outcome``.
    """
    reported = {name: getattr(reading, name) for name in ("component", "role", "reason", "target")}
    reported |= {name: getattr(reading, name) for name in ("published", "comparison", "term")}
    return {**reported, "reading": reading.label, "target_kind": reading.kind, **outcome}


def claim_row(claim: Mapping, pairs: Sequence[tuple[Reading, Mapping]], run: Mapping) -> dict:
    """Return a claim's verdict, which is that of its primary readings, with what goes with it.

    Parameters
    ----------
    claim
        Its row of the claims.
    pairs
        The claim's readings, each with its outcome.
    run
        ``basis`` and ``study``, its settings.
    """
    chosen = chosen_readings(pairs)
    verdicts = [outcome["verdict"] for _, outcome in chosen]
    verdict = conjunction(verdicts)
    reading, outcome = chosen[deciding_component(verdicts) if verdict != CITATION else 0]
    counted = [o for r, o in pairs if r.role in (PRIMARY, SENSITIVITY) and r.label]
    chances = chances_of(pairs, chosen, run["study"])
    part = any(r.role == PART and not np.isnan(o["computed"]) for r, o in pairs)
    parted = "part" if verdict == NOT_COMPUTABLE and part else ""
    grades = {o["evidence"] for _, o in chosen if o["evidence"]}
    return {
        **outcome,
        **chances,
        "reading": reading.title,
        "comparison": reading.comparison,
        "reason": reading.reason,
        "verdict": verdict,
        "evidence": parted or (grades.pop() if len(grades) == 1 else MIXED if grades else ""),
        "n_components": len(chosen),
        "n_readings": len(counted),
        "n_computed": sum(not np.isnan(o["computed"]) for o in counted),
        "n_agree": sum(o["verdict"] == REPRODUCED for o in counted),
        "sources": join_names(o["sources"] for _, o in chosen),
        "missing_sources": join_names(o["missing_sources"] for _, o in chosen),
        "explanation": claim["explanation"] if verdict in (CONTRADICTED, LAST_DIGIT) else "",
    }


def chosen_readings(
    pairs: Sequence[tuple[Reading, Mapping]],
) -> list[tuple[Reading, Mapping]]:
    """Return the reading that decides each component of a claim, with its outcome."""
    components = components_of([reading for reading, _ in pairs])
    return [primary_of(pairs, component) for component in components]


def primary_of(pairs: Iterable[tuple[Reading, Mapping]], component: str) -> tuple[Reading, Mapping]:
    """Return a component's primary reading, or its arithmetic where that has no value.

    Parameters
    ----------
    pairs
        The claim's readings, each with its outcome.
    component
        Which part of the claim.
    """
    own = {r.role: (r, o) for r, o in pairs if r.component == component if r.role != SENSITIVITY}
    reading, outcome = own[PRIMARY]
    if outcome["verdict"] != NOT_COMPUTABLE or ARITHMETIC not in own:
        return reading, outcome
    return own[ARITHMETIC]


def chances_of(
    pairs: Sequence[tuple[Reading, Mapping]],
    chosen: Sequence[tuple[Reading, Mapping]],
    study: Mapping,
) -> dict:
    """Return the chances that the primary reading, and that any, is borne out by accident.

    Parameters
    ----------
    pairs
        The claim's readings, each with its outcome.
    chosen
        Those that decide its components.
    study
        ``verdicts`` and ``inference``.
    """
    if not chosen[0][0].comparison:
        return {"chance_of_agreement": np.nan, "chance_of_any_reading": np.nan, "weak": False}
    settings, alpha = study["verdicts"], 1 - study["inference"]["conf_level"]
    factor = settings["plausible_factor"]
    primary = [[(reading, outcome["computed"])] for reading, outcome in chosen]
    whole = [
        [
            (r, o["computed"])
            for r, o in pairs
            if r.component == reading.component and r.role in (reading.role, SENSITIVITY)
        ]
        for reading, _ in chosen
    ]
    numeric = all(
        comparison_sort(r.comparison) in ("printed", "exact", "interval", "sign") for r, _ in chosen
    )
    chance = chance_of_agreement(primary, factor, alpha)
    return {
        "chance_of_agreement": chance,
        "chance_of_any_reading": chance_of_agreement(whole, factor, alpha) if numeric else np.nan,
        "weak": is_weak(chance, settings),
    }


def join_names(cells: Iterable[str]) -> str:
    """Return the names that several cells list, each once."""
    return "; ".join(dict.fromkeys(name for cell in cells for name in split_list(cell)))
