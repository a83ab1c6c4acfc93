"""Data contracts of the estimation stage, beside ``contracts.ESTIMATES``."""

from pooledfunds.contracts import count, flag, known, table, text

TESTS = table(
    "tests",
    "Every p-value of every effect of interest",
    {
        "specification": text("Specification"),
        "term": text("Exposure, moderator or their product"),
        "tests": text("Family of tests, as declared"),
        "estimate": known("Coefficient", None),
        "p_value": known("By the t distribution"),
        "p_randomisation": known("By exchange of the exposure within strata"),
        "draws": count("Assignments of the exposure worked out"),
        "exact": flag("Whether these are all the assignments there are"),
        "p_bootstrap": known("By wild cluster or score bootstrap; blank without clusters"),
        "holm": known("p_value adjusted over the family by Holm"),
        "benjamini_hochberg": known("p_value adjusted over the family by Benjamini and Hochberg"),
        "westfall_young": known("p_randomisation adjusted over the family by step-down max-T"),
    },
    unique=["specification", "term"],
)

SAMPLES = table(
    "samples",
    "What became of the rows of each specification's frame, years and condition",
    {
        "specification": text("Specification"),
        "in_frame": count("Rows"),
        "unknown_exposure": count("Left out: the exposure is not known"),
        "missing_outcome": count("Left out: the outcome or its denominator is missing"),
        "missing_covariate": count("Left out: another term is missing"),
        "fitted": count("Rows fitted"),
        "reason": text("Why the specification is not testable, or blank"),
    },
    unique=["specification"],
)
