"""Claims by kind of verdict: what each kind is called, and how many claims it has."""

from collections.abc import Mapping, Sequence

from pooledfunds.report.formats import joined, text_of

# Kinds of verdict, from the most decided: what each is called, and the verdicts that it holds.
GROUPS = {
    "returns": ("holds against returns", ("reproduced", "supported", "agrees")),
    "last-digit": ("last digit differs", ("last digit differs",)),
    "arithmetic": ("arithmetic only", ("internally consistent",)),
    "inconclusive": ("not clear", ("inconclusive",)),
    "contradicted": ("contradicted", ("contradicted", "disagrees")),
    "not-testable": ("cannot be computed", ("not computable",)),
    "citation": ("citation", ("citation",)),
}


def group_of(claim: Mapping) -> str:
    """Return the kind of a claim's verdict."""
    verdict = text_of(claim["verdict"])
    found = (name for name, (_, verdicts) in GROUPS.items() if verdict.startswith(verdicts))
    return next(found, "not-testable")


def counts_by_kind(kinds: Sequence[str]) -> list[dict]:
    """Return each kind of verdict that occurs, its words, number of claims and share, per cent."""
    return [
        {
            "group": name,
            "label": words,
            "claims": kinds.count(name),
            "share": round(100 * kinds.count(name) / len(kinds), 1),
        }
        for name, (words, _) in GROUPS.items()
        if name in kinds
    ]


def verdict_bar(claims: Mapping[str, Mapping]) -> list[dict]:
    """Return all claims by kind of verdict."""
    return counts_by_kind([group_of(claim) for claim in claims.values()])


def claim_counts(claims: Mapping[str, Mapping]) -> str:
    """Return how many claims hold on returns, are contradicted, and cannot be computed."""
    if not claims:
        return ""
    groups = [group_of(claim) for claim in claims.values()]
    parts = [
        f"{groups.count(name)} {words}"
        for name, words in (
            ("returns", "hold against returns"),
            ("contradicted", "do not"),
            ("not-testable", "cannot be computed"),
        )
        if name in groups
    ]
    return f"Of {len(groups)} claims, {joined(parts)}."
