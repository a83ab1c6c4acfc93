"""The ledger: every published claim beside what this run computes, under each of its readings."""

from collections.abc import Mapping, Sequence, Set
from decimal import ROUND_HALF_UP, Decimal
from fnmatch import fnmatchcase

import pandas as pd

from pooledfunds.cells import listed
from pooledfunds.contracts import LEDGER, enforce
from pooledfunds.facts import FACTS, Fact
from pooledfunds.readings import (
    COMPARISON,
    Reading,
    comparison_sort,
    parse_readings,
    sources_of,
)

REPRODUCED, LAST_DIGIT, CONTRADICTED = "reproduced", "last digit differs", "contradicted"
INCONCLUSIVE, NOT_COMPUTABLE, CITATION = "inconclusive", "not computable", "citation"
VERDICTS = (REPRODUCED, LAST_DIGIT, CONTRADICTED, INCONCLUSIVE, NOT_COMPUTABLE, CITATION)
UNDER = (" under one reading", " under some readings")
CLAIM_VERDICTS = (
    *VERDICTS,
    *(word + under for word in (REPRODUCED, LAST_DIGIT, CONTRADICTED) for under in UNDER),
)
# An invented world can agree with a report; it cannot reproduce it.
ARTIFICIAL = {REPRODUCED: "agrees", CONTRADICTED: "disagrees"}
OF_CONCLUSION = {"different": CONTRADICTED, "equivalent": REPRODUCED}
CONCLUSIONS = ("different", "equivalent", "inconclusive", "not testable")
SIGNIFICANT = 0.05


def in_words_of(basis: str, verdict: str) -> str:
    """Return a verdict in the words of the basis of evidence."""
    if basis == "artificial":
        for word, instead in ARTIFICIAL.items():
            verdict = verdict.replace(word, instead)
    return verdict


def round_as_printed(value: float, unit: Decimal) -> Decimal:
    """Return a value rounded to a unit, half away from nought, as a printed report does.

    Twelve significant figures are taken first, so that 2.675 is not 2.67499999.
    """
    return Decimal(f"{value:.12g}").quantize(unit, ROUND_HALF_UP)


def numeric_verdict(published: str, computed: float) -> str:
    """Return the verdict on a printed number, at the precision that the report printed."""
    printed = Decimal(published)
    last_digit = Decimal(1).scaleb(printed.as_tuple().exponent)
    difference = abs(round_as_printed(computed, last_digit) - printed)
    if difference == 0:
        return REPRODUCED
    return LAST_DIGIT if difference == last_digit else CONTRADICTED


def holds(sign: str, bound: float, value: float) -> bool:
    """Return whether a value stands to a bound as the sign says."""
    return {
        ">": value > bound,
        ">=": value >= bound,
        "<": value < bound,
        "<=": value <= bound,
        "=": value == bound,
    }[sign]


def shown(comparison: str, found: Mapping) -> str:
    """Return reproduced when the whole confidence interval stands to the bound as the sign says.

    Contradicted when none of it does, else, or without an interval, inconclusive.
    """
    match = COMPARISON.fullmatch(comparison)
    limits = [found["conf_low"], found["conf_high"]]
    if any(pd.isna(limits)):
        return INCONCLUSIVE
    met = [holds(match["sign"], float(match["bound"]), limit) for limit in limits]
    if all(met):
        return REPRODUCED
    return INCONCLUSIVE if any(met) else CONTRADICTED


def not_shown(comparison: str, found: Mapping) -> str:
    """Return the verdict on a claim that something is not shown, such as no clear decline."""
    if pd.isna(found["conf_low"]) or pd.isna(found["conf_high"]):
        return INCONCLUSIVE
    return CONTRADICTED if shown(comparison, found) == REPRODUCED else REPRODUCED


def verdict(claim: Mapping, reading: Reading, found: Mapping) -> str:
    """Return the verdict on a claim under one reading whose value could be had."""
    if reading.part:
        return INCONCLUSIVE
    comparison = reading.comparison or claim["comparison"]
    published = reading.published or claim["published"]
    match comparison_sort(comparison):
        case "printed":
            return numeric_verdict(published, found["computed"])
        case "exact":
            same = numeric_verdict(published, found["computed"]) == REPRODUCED
            return REPRODUCED if same else CONTRADICTED
        case "interval":
            limits = COMPARISON.fullmatch(comparison)
            inside = float(limits["low"]) <= found["computed"] <= float(limits["high"])
            return REPRODUCED if inside else CONTRADICTED
        case "no difference":
            return OF_CONCLUSION.get(found["conclusion"], INCONCLUSIVE)
        case "not shown":
            return not_shown(comparison, found)
        case "sign" if claim["kind"] == "statistical-direction":
            return shown(comparison, found)
        case "sign":
            match = COMPARISON.fullmatch(comparison)
            met = holds(match["sign"], float(match["bound"]), found["computed"])
            return REPRODUCED if met else CONTRADICTED
        case _:
            raise ValueError(f"{claim['claim_id']}: '{comparison}' says nothing to compare")


def sum_up(verdicts: list[str]) -> str:
    """Return the verdict on a claim over its readings, one of ``CLAIM_VERDICTS``.

    The best verdict that a reading earns counts, and says how many readings earn it. Readings
    that cannot be computed count among the readings: what is not at hand settles nothing.
    """
    for word in (REPRODUCED, LAST_DIGIT, CONTRADICTED):
        times = verdicts.count(word)
        if times == len(verdicts):
            return word
        if times:
            return word + UNDER[times > 1]
    for word in (INCONCLUSIVE, NOT_COMPUTABLE):
        if word in verdicts:
            return word
    return CITATION


def sum_up_readings(readings: Sequence[Reading], verdicts: list[str]) -> str:
    """Return the verdict on a claim from its whole readings.

    A reading of a part decides nothing, but a claim of which only a part can be had is
    inconclusive rather than not computable.
    """
    pairs = list(zip(readings, verdicts, strict=True))
    whole = sum_up([verdict for reading, verdict in pairs if not reading.part] or verdicts)
    return sum_up(verdicts) if whole == NOT_COMPUTABLE else whole


def check_claims(
    claims: pd.DataFrame,
    facts: pd.DataFrame,
    estimates: pd.DataFrame,
    at_hand: Set[str],
    basis: str,
    registry: Mapping[str, Fact] = FACTS,
) -> pd.DataFrame:
    """Return the ledger: one row per claim and reading, in the order of the claims.

    Parameters
    ----------
    claims
        ``config/claims.csv``, every cell as text.
    facts
        ``contracts.FACTS``.
    estimates
        ``contracts.ESTIMATES``.
    at_hand
        Ids of the sources at hand; the report's own printed figures always are.
    basis
        ``artificial`` or ``official``.
    registry
        Every fact that there could be, with the sources that it needs.

    Returns
    -------
    DataFrame
        ``contracts.LEDGER``. Every claim is there, whatever is missing.
    """
    computed = Computed(facts, estimates, at_hand | {"published_report"}, registry)
    rows = []
    for claim in claims.to_dict("records"):
        readings = parse_readings(claim["readings"])
        outcomes = [computed.outcome(claim, reading) for reading in readings]
        summary = sum_up_readings(readings, [outcome["verdict"] for outcome in outcomes])
        for reading, outcome in zip(readings, outcomes, strict=True):
            rows.append(
                claim
                | outcome
                | {
                    "published": reading.published or claim["published"],
                    "unit": computed.unit(claim, reading),
                    "reading": reading.title,
                    "verdict": in_words_of(basis, outcome["verdict"]),
                    "claim_verdict": in_words_of(basis, summary),
                    "basis": basis,
                }
            )
    numbers = dict.fromkeys(("computed", "conf_low", "conf_high"), float)
    ledger = pd.DataFrame(rows, columns=list(LEDGER.columns)).astype(numbers)
    return enforce(ledger, LEDGER)


# In words, what an estimate is told in on its scale
SCALES = {"log": "logarithm of a ratio", "identity": "difference of shares"}


class Computed:
    """What the run computed, looked up by the targets of readings."""

    def __init__(
        self,
        facts: pd.DataFrame,
        estimates: pd.DataFrame,
        at_hand: Set[str],
        registry: Mapping[str, Fact],
    ):
        self.facts = {row["fact"]: row for row in facts.to_dict("records")}
        self.estimates = {
            (row["specification"], row["term"]): row for row in estimates.to_dict("records")
        }
        self.at_hand = at_hand
        self.registry = registry

    def outcome(self, claim: Mapping, reading: Reading) -> dict:
        """Return the value, verdict, sources and explanation of a claim under one reading."""
        fact = self.registry.get(reading.target)
        sources = sources_of(claim, reading, self.registry)
        missing = [source for source in sources if source not in self.at_hand]
        blank = dict.fromkeys(("computed", "conf_low", "conf_high"), float("nan"))
        outcome = blank | {"sources": "; ".join(sources), "missing_sources": "; ".join(missing)}
        if claim["kind"] == "external-citation":
            return outcome | {"verdict": CITATION, "how": "Quoted from another work by the report."}
        if missing:
            how = (fact.how if fact else claim["definition"]) or claim["statement"]
            awaits = f"Awaits {', '.join(missing)}: {how}"
            return outcome | {"verdict": NOT_COMPUTABLE, "how": awaits}
        found = self.found(claim, reading)
        if pd.isna(found["computed"]):
            return outcome | {"verdict": NOT_COMPUTABLE, "how": found["how"]}
        values = {name: found[name] for name in (*blank, "how")}
        return outcome | values | {"verdict": verdict(claim, reading, found)}

    def unit(self, claim: Mapping, reading: Reading) -> str:
        """Return what a reading's value is in: the claim's unit, or where it has its own, that."""
        if reading.kind == "family":
            return "p-value"
        if reading.kind == "estimate":
            estimate = self.estimates.get((reading.target, reading.term))
            return SCALES.get(estimate["scale"], claim["unit"]) if estimate else claim["unit"]
        fact = self.registry.get(reading.target)
        return fact.unit if fact and len(listed(claim["unit"])) > 1 else claim["unit"]

    def found(self, claim: Mapping, reading: Reading) -> dict:
        """Return what the run computed for a reading; without a value, ``how`` says why."""
        if not reading.kind:
            how = f"The sources are at hand; nothing computes this reading. {claim['note']}"
            return {"computed": None, "how": how.strip()}
        if reading.kind == "family":
            return self.family(reading)
        if reading.kind == "fact":
            fact = self.facts.get(reading.target)
            if fact is None:
                return {"computed": None, "how": "The fact was not computed in this run."}
            return fact | {"computed": fact["value"], "conclusion": ""}
        estimate = self.estimates.get((reading.target, reading.term))
        if estimate is None:
            return {"computed": None, "how": self.untold(reading)}
        return estimate | {"computed": estimate["estimate"], "how": how_estimated(estimate)}

    def untold(self, reading: Reading) -> str:
        """Return why there is no estimate of a reading's term: what its specification says."""
        reasons = [
            effect["conclusion"]
            for (name, _), effect in self.estimates.items()
            if name == reading.target and effect["conclusion"].startswith("not testable")
        ]
        if not reasons:
            return "The estimate was not made in this run."
        return f"{reading.target}, {reading.term}: {reasons[0]}"

    def family(self, reading: Reading) -> dict:
        """Return the effects of a family told together (decision 59).

        Equivalent when each is; different when one is after Holm's adjustment over all of them.
        ``computed`` is the smallest p-value so adjusted.
        """
        effects = [
            effect
            for pattern, term in reading.patterns
            for (name, of), effect in self.estimates.items()
            if of == term and fnmatchcase(name, pattern)
        ]
        words = [effect["conclusion"].split(":")[0] for effect in effects]
        tested = [effect["p_value"] for effect in effects if not pd.isna(effect["p_value"])]
        counted = ", ".join(f"{words.count(word)} {word}" for word in CONCLUSIONS)
        how = f"{len(effects)} effects told together: {counted}"
        if not tested:
            return {"computed": None, "how": how}
        smallest = min(1.0, len(tested) * min(tested))
        conclusion = "equivalent" if set(words) == {"equivalent"} else "inconclusive"
        return {
            "computed": smallest,
            "conf_low": float("nan"),
            "conf_high": float("nan"),
            "conclusion": "different" if smallest < SIGNIFICANT else conclusion,
            "how": f"{how}; smallest p-value after Holm's adjustment over all",
        }


def how_estimated(estimate: Mapping) -> str:
    """Return in words what an estimate shows, and what effect it could have found."""
    conclusion = estimate["conclusion"]
    told = f"{estimate['specification']}, {estimate['term']}: {conclusion}"
    if pd.isna(estimate["estimate"]):
        return told
    return (
        f"{told}; {estimate['scale']} scale, minimum detectable effect "
        f"{estimate['minimum_detectable_effect']:.3f}, equivalence margin "
        f"{estimate['equivalence_margin']:.3f}, {estimate['nobs']} observations, "
        f"{estimate['n_exposed']} exposed"
    )
