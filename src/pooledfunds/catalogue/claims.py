"""Data contracts of the ledger: the claims with their verdicts, and their readings."""

from pooledfunds.core.schema import count, flag, nullable_number, table, text

AS_UNIT = "as the column unit says"
CLAIM_KINDS = (
    "numeric",
    "directional",
    "descriptive",
    "statistical-direction",
    "statistical-null",
    "external-citation",
)

CLAIM = {
    "claim_id": text("Claim", r"^[A-Z]+\d+$"),
    "locator": text("Where it is made: paragraph, figure, footnote"),
    "statement": text("What is claimed, or the hypothesis, in the study's words"),
    "kind": text("Kind of claim", "|".join(CLAIM_KINDS)),
    "published": text("Value as printed"),
    "unit": text("Unit of the computed value"),
    "year": text("Year or years, as far as the report states them"),
}
QUOTED = {
    "quotation": text("The report's own words; blank where there is no report to quote"),
    "quoted_from": text("Where they stand in the report"),
}
VALUE = {
    "computed": nullable_number("Value that this run computes", None, AS_UNIT),
    "conf_low": nullable_number("Lower limit of its confidence interval", None, AS_UNIT),
    "conf_high": nullable_number("Upper limit of its confidence interval", None, AS_UNIT),
}
ORIGIN = {
    "basis": text("Evidence that the run is made of", "artificial|official"),
    "sources": text("Ids of the sources that are needed"),
    "missing_sources": text("Those that are not available"),
    "exhibit": text("Exhibit that shows it"),
    "how": text("Formula, or why there is no value"),
    "reason": text("Why this is the reading, from the report's own sentence"),
}
EVIDENCE = (
    "What the value rests on: returns, the report's own figures (report_arithmetic), both "
    "(mixed), or part of the claim only; blank where there is no value"
)
EVIDENCE_GRADES = "returns|report_arithmetic|mixed|part|"

LEDGER = table(
    "claims",
    "Every claim with its verdict, which is that of its primary reading",
    CLAIM
    | QUOTED
    | {
        "reading": text("Primary reading; of several components the one that decides"),
        "comparison": text("When the computed value bears the claim out"),
    }
    | VALUE
    | {
        "verdict": text("Verdict on the claim"),
        "evidence": text(EVIDENCE, EVIDENCE_GRADES),
        "n_components": count("Components of the claim, all of which must hold", "components"),
        "n_readings": count("Readings, primary and sensitivity", "readings"),
        "n_computed": count("Those of them that have a value", "readings"),
        "n_agree": count("Those of them that bear out what they are about", "readings"),
        "chance_of_agreement": nullable_number(
            "Chance that the primary reading agrees by accident", unit="probability"
        ),
        "chance_of_any_reading": nullable_number(
            "Chance that any reading would; of numbers only", unit="probability"
        ),
        "weak": flag("Whether the chance of agreement is above what the study allows"),
    }
    | ORIGIN
    | {"explanation": text("Declared explanation, where the claim is not borne out")},
    unique=["claim_id"],
)

READINGS = table(
    "readings",
    "Every claim under each of its readings, with what was computed",
    CLAIM
    | {
        "component": text("Component of the claim that the reading is about; blank if one only"),
        "reading": text("How the claim is read; blank where nothing computes it"),
        "role": text("Say in the verdict", "primary|arithmetic|sensitivity|part"),
        "comparison": text("When the computed value bears the claim out"),
    }
    | VALUE
    | {
        "verdict": text("Verdict under this reading"),
        "evidence": text(EVIDENCE, EVIDENCE_GRADES),
        "target_kind": text("What is looked up", "fact|estimate|family|"),
        "target": text("Its name: fact, specification or family of effects"),
        "term": text("Term of an estimate"),
    }
    | ORIGIN,
    unique=["claim_id", "component", "reading"],
)


FACT_TABLE = table(
    "facts",
    "Every fact whose sources are available: sums, shares, counts and rankings that claims ask for",
    {
        "fact": text("Id, as the readings of claims.csv name it"),
        "value": nullable_number(
            "Value in its unit; missing where it cannot be had, and how says why", None, AS_UNIT
        ),
        "conf_low": nullable_number(
            "Lower limit of the confidence interval, where there is one", None, AS_UNIT
        ),
        "conf_high": nullable_number(
            "Upper limit of the confidence interval, where there is one", None, AS_UNIT
        ),
        "unit": text("Unit"),
        "year": text("Year or years"),
        "sources": text("Ids of the sources, separated by semicolons"),
        "how": text("Formula in words, or why the fact cannot be had"),
        "code": text("Function that computes it"),
    },
    unique=["fact"],
)
