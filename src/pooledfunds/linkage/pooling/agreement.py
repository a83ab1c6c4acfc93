"""How far evidence sources agree on who has a pooled fund: counts and Cohen's kappa."""

from collections.abc import Iterable

import pandas as pd

from pooledfunds.catalogue.pooled_fund_register import YES_NO_UNKNOWN

SIDE = ["area_type", "area_code", "service_area"]


def agreement(statements: pd.DataFrame, pairs: Iterable[tuple[str, str, str, str]]) -> pd.DataFrame:
    """Return how pairs of evidence sources agree, by kind of body and service.

    Parameters
    ----------
    statements
        ``catalogue.pooled_fund_register.POOL_STATEMENTS``.
    pairs
        Source and year, against source and year: two sources may be of different years, as where
        a report compares a survey with data collected before it.

    Returns
    -------
    DataFrame
        ``catalogue.pooled_fund_register.EVIDENCE_AGREEMENT``: nine counts of bodies, from the
        first source's
        yes, no or unknown and the second's. A body of which one source has no row is unknown to
        it. Agreement and kappa are over the bodies of which both know.
    """
    rows = []
    for source_a, year_a, source_b, year_b in pairs:
        first = statements_of(statements, source_a, year_a)
        second = statements_of(statements, source_b, year_b)
        both = pd.concat({"a": first, "b": second}, axis=1)
        field = both.index.to_frame(index=False)[["area_type", "service_area"]]
        spoken = [set(zip(*(s.index.get_level_values(str(n)) for n in field), strict=True))
                  for s in (first, second)]  # fmt: skip
        for (area_type, service), bodies in both.fillna("unknown").groupby(
            ["area_type", "service_area"]
        ):
            if (area_type, service) in spoken[0] & spoken[1]:
                key = dict(
                    zip(KEY, (area_type, service, source_a, year_a, source_b, year_b), strict=True)
                )
                rows.append(key | counts_of(bodies))
    columns = [*KEY, *COUNTS, "known_to_both", "agreement", "kappa"]
    table = pd.DataFrame(rows, columns=columns).sort_values(KEY, ignore_index=True)
    whole = dict.fromkeys([*COUNTS, "known_to_both"], int)
    return table.astype({**whole, "agreement": float, "kappa": float, "area_type": "category",
                         "service_area": "category"})  # fmt: skip


KEY = ["area_type", "service_area", "source_a", "year_a", "source_b", "year_b"]
COUNTS = [f"a_{a}_b_{b}" for a in YES_NO_UNKNOWN for b in YES_NO_UNKNOWN]


def statements_of(statements: pd.DataFrame, source: str, year: str) -> pd.Series:
    """Return a source's yes, no or unknown of a year, by body and service.

    Parameters
    ----------
    statements
        ``catalogue.pooled_fund_register.POOL_STATEMENTS``.
    source
        An evidence source.
    year
        Financial year.
    """
    own = (statements["evidence_source"] == source) & (statements["financial_year"] == year)
    return statements[own].astype(str).set_index(SIDE)["pooled"]


def counts_of(bodies: pd.DataFrame) -> dict:
    """Return the nine counts, the share of agreement and kappa of two columns of answers."""
    pairs = bodies.value_counts(["a", "b"])
    counts = {
        f"a_{a}_b_{b}": int(pairs.get((a, b), 0)) for a in YES_NO_UNKNOWN for b in YES_NO_UNKNOWN
    }
    square = [[counts[f"a_{a}_b_{b}"] for b in ("yes", "no")] for a in ("yes", "no")]
    known = sum(map(sum, square))
    same = (square[0][0] + square[1][1]) / known if known else float("nan")
    return counts | {"known_to_both": known, "agreement": same, "kappa": kappa(square)}


def kappa(square: list[list[int]]) -> float:
    """Return Cohen's kappa of a two-by-two table of counts; missing where chance is certain."""
    total = sum(map(sum, square))
    if not total:
        return float("nan")
    seen = (square[0][0] + square[1][1]) / total
    rows = [sum(row) / total for row in square]
    columns = [sum(column) / total for column in zip(*square, strict=True)]
    chance = sum(row * column for row, column in zip(rows, columns, strict=True))
    return (seen - chance) / (1 - chance) if chance < 1 else float("nan")
