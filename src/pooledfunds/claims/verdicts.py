"""When a claim holds: the rules that set a computed value against what the report says.

Each rule is declared before any value is computed (decisions 50 and 57).
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

import pandas as pd

from pooledfunds.claims.readings import Reading, parse_comparison

REPRODUCED, LAST_DIGIT, CONTRADICTED = "reproduced", "last digit differs", "contradicted"
INCONCLUSIVE, NOT_COMPUTABLE, CITATION = "inconclusive", "not computable", "citation"
CONSISTENT = "internally consistent"
VERDICTS = (
    REPRODUCED, CONSISTENT, LAST_DIGIT, CONTRADICTED, INCONCLUSIVE, NOT_COMPUTABLE, CITATION,
)  # fmt: skip
# An invented world can agree with a report; it cannot reproduce it.
ARTIFICIAL = {REPRODUCED: "agrees", CONTRADICTED: "disagrees"}
# The first words of an estimate's conclusion that decide a claim of no difference. A difference
# shown inside the margin is "little or no impact", and an effect that is described or could not
# be tested decides nothing.
OF_CONCLUSION = {
    "different": CONTRADICTED,
    "different, within the margin": REPRODUCED,
    "equivalent": REPRODUCED,
}


def in_words_of(basis: str, verdict: str, borne_out: str = REPRODUCED) -> str:
    """Return a verdict in the words of the basis of evidence.

    Parameters
    ----------
    basis
        Kind of evidence, ``artificial`` or ``official``.
    verdict
        One of ``VERDICTS``.
    borne_out
        What the study says of a claim that official returns bear out: a report's figure is
        reproduced, a hypothesis supported.
    """
    words = ARTIFICIAL if basis == "artificial" else {REPRODUCED: borne_out}
    return words.get(verdict, verdict)


def round_as_printed(value: float, unit: Decimal) -> Decimal:
    """Return a value rounded to a unit, half away from zero, as a printed report does.

    Twelve significant figures are taken first, so that 2.675 is not 2.67499999.

    Parameters
    ----------
    value
        As computed.
    unit
        One of the last digit printed.
    """
    return Decimal(f"{value:.12g}").quantize(unit, ROUND_HALF_UP)


def last_digit_of(published: str) -> Decimal:
    """Return one unit of the last digit that is printed."""
    exponent = Decimal(published).as_tuple().exponent
    if not isinstance(exponent, int):
        raise ValueError(f"'{published}' is not a printed number")
    return Decimal(1).scaleb(exponent)


def numeric_verdict(published: str, computed: float) -> str:
    """Return the verdict on a printed number, at the precision that the report printed.

    Parameters
    ----------
    published
        The number as printed.
    computed
        The value.
    """
    unit = last_digit_of(published)
    difference = abs(round_as_printed(computed, unit) - Decimal(published))
    if difference == 0:
        return REPRODUCED
    return LAST_DIGIT if difference == unit else CONTRADICTED


def satisfies(sign: str, bound: float, value: float) -> bool:
    """Return whether a value stands to a bound as the sign says.

    Parameters
    ----------
    sign
        ``>``, ``>=``, ``<``, ``<=`` or ``=``.
    bound
        Right of the sign.
    value
        Left of the sign.
    """
    return {
        ">": value > bound,
        ">=": value >= bound,
        "<": value < bound,
        "<=": value <= bound,
        "=": value == bound,
    }[sign]


def shown_verdict(comparison: str, found: Mapping) -> str:
    """Return reproduced when the whole confidence interval lies where the comparison says.

    Contradicted when none of it does, else, or without an interval, inconclusive. An estimate is
    held to its conclusion too, which allows for the other tests of its family: what that does not
    call different is not shown to differ from zero.

    Parameters
    ----------
    comparison
        As a reading writes it: ``shown > 0`` or ``shown 80 to 100``.
    found
        A value with its interval, as ``Computed.found`` gives it.
    """
    wanted = parse_comparison(comparison)
    limits = [found["conf_low"], found["conf_high"]]
    if any(pd.isna(limits)):
        return INCONCLUSIVE
    conclusion = found.get("conclusion", "")
    if conclusion and not conclusion.startswith("different"):
        return INCONCLUSIVE
    if wanted.sign:
        met = [satisfies(wanted.sign, wanted.bound, limit) for limit in limits]
        inside, apart = all(met), not any(met)
    else:
        inside = wanted.low <= limits[0] and limits[1] <= wanted.high
        apart = limits[0] > wanted.high or limits[1] < wanted.low
    return REPRODUCED if inside else CONTRADICTED if apart else INCONCLUSIVE


def no_lower(found: Mapping, margin: float) -> str:
    """Return the verdict on "no lower": a fall of ``margin`` or more must be excluded.

    Non-inferiority by the two-sided 95 per cent interval (Piaggio and others 2012, CONSORT), or
    equivalence where that is concluded. A rise bears the claim out; a fall that is shown and may
    reach the margin contradicts it. That a fall is not significant is no evidence by itself.

    Parameters
    ----------
    found
        A value with its interval, as ``Computed.found`` gives it.
    margin
        The largest fall that would not matter, on the value's scale.
    """
    conclusion = found.get("conclusion", "")
    low, high = found["conf_low"], found["conf_high"]
    if conclusion.startswith("descriptive") or pd.isna([low, high, margin]).any():
        return INCONCLUSIVE
    if low > -margin or OF_CONCLUSION.get(conclusion) == REPRODUCED:
        return REPRODUCED
    fallen = high < 0 and (not conclusion or conclusion.startswith("different"))
    return CONTRADICTED if fallen else INCONCLUSIVE


def reversed_sign(found: Mapping) -> dict:
    """Return a value with its interval seen from the other side."""
    turned = {"conf_low": -found["conf_high"], "conf_high": -found["conf_low"]}
    return dict(found) | turned | {"computed": -found["computed"]}


def margin_of(reading: Reading, found: Mapping) -> float:
    """Return the largest difference that would not matter: the reading's own or the estimate's.

    Parameters
    ----------
    reading
        A reading of a claim.
    found
        A value with its interval, as ``Computed.found`` gives it.
    """
    return float(reading.margin or found.get("equivalence_margin", float("nan")))


def reading_verdict(reading: Reading, found: Mapping) -> str:
    """Return the verdict under one reading whose value could be had.

    Parameters
    ----------
    reading
        A reading of a claim.
    found
        ``computed``, ``conf_low``, ``conf_high``; of an estimate also ``conclusion``,
        ``equivalence_margin`` and ``better`` (``lower`` or ``higher``, of its outcome).
    """
    wanted, value = parse_comparison(reading.comparison), found["computed"]
    match wanted.sort:
        case "printed":
            return numeric_verdict(reading.published, value)
        case "exact":
            same = numeric_verdict(reading.published, value) == REPRODUCED
            return REPRODUCED if same else CONTRADICTED
        case "interval":
            inside = wanted.low <= value <= wanted.high
            return REPRODUCED if inside else CONTRADICTED
        case "sign":
            met = satisfies(wanted.sign, wanted.bound, value)
            return REPRODUCED if met else CONTRADICTED
        case "shown":
            return shown_verdict(reading.comparison, found)
        case "no difference":
            return OF_CONCLUSION.get(found["conclusion"], INCONCLUSIVE)
        case "no lower":
            return no_lower(found, margin_of(reading, found))
        case "no better":
            worse_is_higher = {"lower": True, "higher": False}[found["better"]]
            seen = found if worse_is_higher else reversed_sign(found)
            return no_lower(seen, margin_of(reading, found))
        case _:
            raise ValueError(f"{reading.claim_id}: '{reading.comparison}' says nothing to compare")


def grade_by_evidence(verdict: str, evidence: str) -> str:
    """Return a verdict as its evidence allows: the report's own figures reproduce nothing.

    Parameters
    ----------
    verdict
        One of ``VERDICTS``.
    evidence
        What it rests on: ``returns``, ``report_arithmetic`` or ``mixed``.
    """
    own_figures = evidence in ("report_arithmetic", "mixed")
    return CONSISTENT if verdict == REPRODUCED and own_figures else verdict


def conjunction(verdicts: Sequence[str]) -> str:
    """Return the verdict on a claim of several components, all of which must hold.

    Contradicted when one is; not computable when none can be had; borne out, as weakly as the
    weakest, when each is; else inconclusive.
    """
    if CONTRADICTED in verdicts:
        return CONTRADICTED
    if len(set(verdicts)) == 1:
        return verdicts[0]
    borne_out = (LAST_DIGIT, CONSISTENT, REPRODUCED)
    if set(verdicts) <= set(borne_out):
        return next(word for word in borne_out if word in verdicts)
    return INCONCLUSIVE


def deciding_component(verdicts: Sequence[str]) -> int:
    """Return which component decides: the first of those that hold least."""
    order = (CONTRADICTED, NOT_COMPUTABLE, INCONCLUSIVE, LAST_DIGIT, CONSISTENT, REPRODUCED)
    return min(range(len(verdicts)), key=lambda n: order.index(verdicts[n]))
