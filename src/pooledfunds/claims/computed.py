"""What the run computed for the claims, looked up by the targets of their readings."""

from collections.abc import Iterable, Mapping, Sequence, Set
from fnmatch import fnmatchcase

import pandas as pd

from pooledfunds.claims.fact import Fact
from pooledfunds.claims.readings import PART, REPORT, Reading, sources_of
from pooledfunds.claims.verdicts import (
    CITATION,
    INCONCLUSIVE,
    NOT_COMPUTABLE,
    OF_CONCLUSION,
    REPRODUCED,
    grade_by_evidence,
    reading_verdict,
)
from pooledfunds.core.cells import split_list
from pooledfunds.core.tables import records_of

RETURNS, OWN_FIGURES, MIXED = "returns", "report_arithmetic", "mixed"
CONCLUSIONS = (
    "different",
    "different, within the margin",
    "equivalent",
    "inconclusive",
    "descriptive",
    "not testable",
)
# In words, what an estimate is reported in on its scale
SCALES = {"log": "logarithm of a ratio", "identity": "difference of shares"}
NUMBERS = ("computed", "conf_low", "conf_high")
BLANK = dict.fromkeys(NUMBERS, float("nan"))


def families_of(table: pd.DataFrame) -> dict[str, list[tuple[str, str]]]:
    """Return the members of each family: a pattern of specifications, and the term."""
    rows = zip(table["family"], table["specifications"], table["term"], strict=True)
    found: dict[str, list[tuple[str, str]]] = {}
    for family, pattern, term in rows:
        found.setdefault(family, []).append((pattern, term))
    return found


def evidence_of(sources: Sequence[str]) -> str:
    """Return what a value rests on: returns, the report's own figures, or both."""
    if REPORT not in sources:
        return RETURNS
    return OWN_FIGURES if set(sources) == {REPORT} else MIXED


class Computed:
    """What the run computed, looked up by the targets of readings."""

    def __init__(
        self,
        tables: Mapping[str, pd.DataFrame],
        available: Set[str],
        registry: Mapping[str, Fact],
        study: Mapping,
    ):
        self.facts = {row["fact"]: row for row in records_of(tables["facts"])}
        self.estimates = {
            (row["specification"], row["term"]): row for row in records_of(tables["estimates"])
        }
        self.families = families_of(tables["families"])
        self.available = available
        self.registry = registry
        self.alpha = 1 - study["inference"]["conf_level"]
        self.better = {
            name: outcome.get("better", "") for name, outcome in study["outcomes"].items()
        }

    def outcome(self, claim: Mapping, reading: Reading) -> dict:
        """Return the value, verdict, evidence, sources and explanation under one reading.

        Parameters
        ----------
        claim
            Its row of the claims.
        reading
            A reading of a claim.
        """
        fact = self.registry.get(reading.target)
        sources = sources_of(claim, reading, self.registry)
        missing = [source for source in sources if source not in self.available]
        outcome = BLANK | {"sources": "; ".join(sources), "missing_sources": "; ".join(missing)}
        outcome |= {"unit": self.unit(claim, reading), "evidence": ""}
        if claim["kind"] == "external-citation":
            how = "Quoted from another work by the report."
            return outcome | {"verdict": CITATION, "how": how}
        if missing:
            how = (fact.how if fact else claim["definition"]) or claim["statement"]
            awaits = f"Awaits {', '.join(missing)}: {how}"
            return outcome | {"verdict": NOT_COMPUTABLE, "how": awaits}
        found = self.found(claim, reading)
        if pd.isna(found["computed"]) or found["conclusion"].startswith("not testable"):
            return outcome | {"verdict": NOT_COMPUTABLE, "how": found["how"]}
        evidence = evidence_of(sources)
        word = grade_by_evidence(reading_verdict(reading, found), evidence)
        if reading.role == PART:
            word, evidence = INCONCLUSIVE, "part"
        values = {name: found[name] for name in (*NUMBERS, "how")}
        return outcome | values | {"verdict": word, "evidence": evidence}

    def unit(self, claim: Mapping, reading: Reading) -> str:
        """Return what a reading's value is in: the claim's unit, or where it has its own, that.

        Parameters
        ----------
        claim
            Its row of the claims.
        reading
            A reading of a claim.
        """
        if reading.kind == "family":
            return "p-value"
        if reading.kind == "estimate":
            estimate = self.estimates.get((reading.target, reading.term))
            return SCALES.get(estimate["scale"], claim["unit"]) if estimate else claim["unit"]
        fact = self.registry.get(reading.target)
        return fact.unit if fact and len(split_list(claim["unit"])) > 1 else claim["unit"]

    def found(self, claim: Mapping, reading: Reading) -> dict:
        """Return what a reading's target gives: ``computed`` with its interval, and ``how``.

        Parameters
        ----------
        claim
            Its row of the claims.
        reading
            A reading of a claim.
        """
        if not reading.kind:
            note = f" {claim['note']}" if claim["note"] else ""
            how = f"The sources are available; nothing computes this reading.{note}"
            return {"computed": None, "conclusion": "", "how": how}
        if reading.kind == "family":
            return self.family(self.families[reading.target])
        if reading.kind == "fact":
            fact = self.facts.get(reading.target)
            if fact is None:
                how = "The fact was not computed in this run."
                return {"computed": None, "conclusion": "", "how": how}
            return fact | {"computed": fact["value"], "conclusion": ""}
        estimate = self.estimates.get((reading.target, reading.term))
        if estimate is None:
            how = self.missing_estimate_reason(reading)
            return {"computed": None, "conclusion": "", "how": how}
        better = self.better.get(estimate["outcome"], "")
        reported = {"computed": estimate["estimate"], "how": how_estimated(estimate)}
        return estimate | reported | {"better": better}

    def missing_estimate_reason(self, reading: Reading) -> str:
        """Return why there is no estimate of a reading's term: what its specification says."""
        reasons = [
            effect["conclusion"]
            for (name, _), effect in self.estimates.items()
            if name == reading.target and effect["conclusion"].startswith("not testable")
        ]
        if not reasons:
            return "The estimate was not made in this run."
        return f"{reading.target}, {reading.term}: {reasons[0]}"

    def family(self, members: Iterable[tuple[str, str]]) -> dict:
        """Return the effects of a family taken together (decision 59).

        Of no difference when each is; different when one that is concluded to be is so after
        Holm's adjustment over all of them. ``computed`` is the smallest p-value so adjusted.
        """
        effects = [
            effect
            for pattern, term in members
            for (name, of), effect in self.estimates.items()
            if of == term and fnmatchcase(name, pattern)
        ]
        words = [effect["conclusion"] for effect in effects]
        first = [word.split(":")[0] for word in words]
        tested = [effect["p_value"] for effect in effects if not pd.isna(effect["p_value"])]
        counted = "; ".join(f"{first.count(word)} {word}" for word in CONCLUSIONS if word in first)
        how = f"{len(effects)} effects taken together: {counted}"
        if not tested:
            return {"computed": None, "conclusion": "", "how": how}
        smallest = min(1.0, len(tested) * min(tested))
        nothing = {OF_CONCLUSION.get(word) for word in words} == {REPRODUCED}
        conclusion = "equivalent" if nothing else "inconclusive"
        if "different" in words and smallest < self.alpha:
            conclusion = "different"
        return BLANK | {
            "computed": smallest,
            "conclusion": conclusion,
            "how": f"{how}; smallest p-value after Holm's adjustment over all",
        }


def how_estimated(estimate: Mapping) -> str:
    """Return in words what an estimate shows, and what effect it could have found."""
    conclusion = estimate["conclusion"]
    reported = f"{estimate['specification']}, {estimate['term']}: {conclusion}"
    if pd.isna(estimate["estimate"]):
        return reported
    exposed = next(estimate[name] for name in ("n_exposed_areas", "n_exposed") if name in estimate)
    return (
        f"{reported}; {estimate['scale']} scale, minimum detectable effect "
        f"{estimate['minimum_detectable_effect']:.3f}, equivalence margin "
        f"{estimate['equivalence_margin']:.3f}, {estimate['nobs']} observations, "
        f"{exposed} exposed"
    )
