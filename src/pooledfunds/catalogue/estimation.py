"""Data contracts of the estimation stage, beside ``catalogue.estimation.ESTIMATES``."""

from pooledfunds.catalogue.area_types import AREA_TYPES
from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import count, flag, nullable_number, table, text

ESTIMATES = table(
    "estimates",
    "One row per specification and term",
    {
        "specification": text("Specification, outcome's client group and period"),
        "outcome": text("Column of the panel"),
        "exposure": text("Column of the panel"),
        "area_type": text("Type of area of the panel", "|".join(AREA_TYPES)),
        "period": text("Financial years"),
        "term": text("Exposure, moderator, their product, or a covariate"),
        "estimate": nullable_number("Coefficient", None),
        "scale": text("Scale of the outcome", "log|identity"),
        "std_error": nullable_number("Standard error"),
        "conf_low": nullable_number("Lower limit of the confidence interval", None),
        "conf_high": nullable_number("Upper limit of the confidence interval", None),
        "p_value": nullable_number("Two-sided p-value of no effect"),
        "p_randomisation": nullable_number("p-value by permutation of the exposure"),
        "p_adjusted": nullable_number("p-value adjusted over the family of tests (Holm); decides"),
        "nobs": count("Rows fitted"),
        "n_areas": count("Areas fitted"),
        "n_exposed": count("Rows with the exposure"),
        "n_exposed_areas": count("Areas with the exposure in any year"),
        "n_identifying_areas": nullable_number(
            "Areas that identify the term: those that change, or the smaller side; blank for "
            "covariates"
        ),
        "n_unknown": count("Rows left out because the exposure is unknown"),
        "cov_type": text(
            "Covariance estimator, or the method of the interval",
            "HC1|HC2|HC3|CR2|nonrobust|influence|Newcombe",
        ),
        "df": nullable_number(
            "Degrees of freedom of t; blank where the interval is not from t", None
        ),
        "minimum_detectable_effect": nullable_number("Effect found with the declared power"),
        "equivalence_margin": nullable_number("Largest effect that would not matter"),
        "equivalence_p": nullable_number("p-value of two one-sided tests within the margin"),
        "equivalence_p_adjusted": nullable_number(
            "The same adjusted over the family (Holm); decides"
        ),
        "std_error_region": nullable_number(
            "Standard error clustered by region (CR2); one year only"
        ),
        "conf_low_region": nullable_number("Lower limit of its confidence interval", None),
        "conf_high_region": nullable_number("Upper limit of its confidence interval", None),
        "p_value_region": nullable_number("Its two-sided p-value of no effect"),
        "df_region": nullable_number("Its degrees of freedom of t"),
        "conclusion": text(
            "different; different, within the margin; equivalent; inconclusive; or descriptive or "
            "not testable with the reason; blank for covariates",
            r"(different(, within the margin)?|equivalent|inconclusive"
            r"|(descriptive|not testable): .+)?",
        ),
        "conclusion_basis": text("Test that the conclusion rests on, or blank"),
    },
    unique=["specification", "term"],
)


TESTS = table(
    "tests",
    "Every p-value of every effect of interest",
    {
        "specification": text("Specification"),
        "term": text("Exposure, moderator or their product"),
        "multiplicity_family": text("Family of tests, as declared"),
        "estimate": nullable_number("Coefficient", None),
        "p_value": nullable_number(
            "By the test that decides, as conclusion_basis of the estimates has it"
        ),
        "p_t": nullable_number("By the t distribution, with the fit's own errors"),
        "p_randomisation": nullable_number("By permutation of the exposure within strata"),
        "statistic": text(
            "Refitted at each permutation; or the score statistic, one Newton step from the model "
            "without the exposure; blank without a permutation test",
            "(refit|score)?",
        ),
        "draws": count("Permutations of the exposure worked out"),
        "exact": flag("Whether these are all the assignments there are"),
        "p_fisher": nullable_number("Fisher's exact test; blank but in a table of two by two"),
        "holm": nullable_number("p_value adjusted over the family by Holm"),
        "benjamini_hochberg": nullable_number(
            "p_value adjusted over the family by Benjamini and Hochberg"
        ),
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
        "own_effect_only": count("Left out: nothing beside the body's own effect, which is fitted"),
        "fitted": count("Rows fitted"),
        "reason": text("Why the specification is not testable, or blank"),
    },
    unique=["specification"],
)

APPORTIONMENT = table(
    "apportionment",
    "What drawing anew how figures were apportioned adds to the error of an estimate",
    {
        "specification": text("Specification"),
        "term": text("Exposure, moderator or their product"),
        "estimate": nullable_number("Coefficient", None),
        "std_error": nullable_number("Standard error with the figures as apportioned by persons"),
        "between": nullable_number("Standard deviation of the coefficient over the draws"),
        "total_std_error": nullable_number(
            "Both together, by Rubin's rules: the error of the estimates"
        ),
        "df": nullable_number("Degrees of freedom of t, by Satterthwaite"),
        "draws": count("Draws of the split"),
    },
    unique=["specification", "term"],
)

CURVE = table(
    "specification_curve",
    "One question under every combination of declared choices",
    {
        "curve": text("Name of the curve"),
        "choices": text("Choice on each axis"),
        "rank": count("Place of the estimate among the curve's, from the lowest; nought if none"),
        "in_joint_test": flag("Whether the joint tests hold it: fitted, and no choice set apart"),
        "outcome": text("Outcome"),
        "exposure": text("Column of the panel"),
        "area_type": text("Type of area of the panel", "|".join(AREA_TYPES)),
        "period": text("Financial years"),
        "estimate": nullable_number("Coefficient of the exposure", None),
        "scale": text("Scale of the coefficient", "log|identity"),
        "std_error": nullable_number("Standard error"),
        "conf_low": nullable_number("Lower limit of the confidence interval", None),
        "conf_high": nullable_number("Upper limit of the confidence interval", None),
        "p_value": nullable_number("Two-sided p-value of no effect"),
        "nobs": count("Rows fitted"),
        "n_exposed": count("Rows with the exposure"),
        "n_unknown": count("Rows left out because the exposure is unknown"),
        "cov_type": text("Covariance estimator"),
        "reason": text("Why the combination is not testable, or blank"),
    },
    unique=["curve", "choices"],
)

CURVE_TESTS = table(
    "curve_tests",
    "Joint tests of a curve, and how much of it each axis explains",
    {
        "curve": text("Name of the curve"),
        "statistic": text("Median effect, share significant, mean t, or share explained"),
        "value": nullable_number("As observed", None),
        "p_value": nullable_number(
            "By one permutation of the exposure for all specifications and levels"
        ),
        "specifications": count("Specifications in the joint tests"),
        "areas": count("PCTs and councils that take another's exposure in some draw"),
        "draws": count("Permutations of the exposure"),
    },
    unique=["curve", "statistic"],
)

REGISTER_NOISE = table(
    "register_noise",
    "What errors in the register of pools leave of an estimate",
    {
        "specification": text("Specification"),
        "method": text("Question asked", "rates|fragility|bias analysis|non-response"),
        "setting": text("Prior, or what was found in words"),
        "sensitivity": nullable_number("Share of the exposed whom the register names"),
        "specificity": nullable_number("Share of the others whom it does not name"),
        "labels": count("Labels turned over, or bodies that did not answer"),
        "estimate": nullable_number("Coefficient of the exposure", None),
        "conf_low": nullable_number("Lower limit of the confidence or simulation interval", None),
        "conf_high": nullable_number("Upper limit of the confidence or simulation interval", None),
        "conclusion": text("different, equivalent, inconclusive or blank"),
    },
    unique=[],
)

REGISTER_ERRORS = table(
    "register_errors",
    "What one source of evidence knows of another, the second taken as the truth",
    {
        "comparison": text("Where the report prints it, or this run"),
        "area_type": text("Kind of body", "|".join(AREA_TYPES)),
        "service_area": text("Service area"),
        "source_a": text("First source"),
        "year_a": text("Its year", FINANCIAL_YEAR),
        "source_b": text("Second source"),
        "year_b": text("Its year", FINANCIAL_YEAR),
        "both": count("Bodies of which both say yes"),
        "first_only": count("Bodies of which only the first says yes"),
        "second_only": count("Bodies of which only the second says yes"),
        "neither": count("Bodies of which neither says yes"),
        "bodies": count("Bodies of which both know"),
        "measure": text(
            "Share, sensitivity + specificity - 1 (information), Cohen's kappa, the factor by "
            "which the first source's errors shrink an effect, or what undoes it (multiplier)",
            "positive_predictive_value|sensitivity|specificity|information|kappa|attenuation"
            "|multiplier",
        ),
        "value": nullable_number("Value; blank where there is none", None),
        "conf_low": nullable_number("Lower limit of the confidence interval", None),
        "conf_high": nullable_number("Upper limit of the confidence interval", None),
        "p_value": nullable_number("Fisher's exact test of no information"),
        "meaning": text("What the multiplier allows to be said of an estimate, or blank"),
    },
    unique=[
        "comparison",
        "area_type",
        "service_area",
        "source_a",
        "year_a",
        "source_b",
        "year_b",
        "measure",
    ],
)

SPATIAL = table(
    "spatial",
    "Whether what each one-year model leaves over is alike among neighbours, or within regions",
    {
        "specification": text("Specification"),
        "neighbours": text("Who are neighbours"),
        "morans_i": nullable_number(
            "Moran's I of Pearson's residuals; blank without neighbours", None
        ),
        "by_chance": nullable_number("Its mean by chance", None),
        "p_value": nullable_number("By permutation, of residuals alike among neighbours"),
        "intraclass_correlation": nullable_number(
            "Correlation of residuals within regions; blank where the model has their effects", None
        ),
        "p_region": nullable_number("By analysis of variance, of residuals alike within regions"),
        "nobs": count("Areas"),
        "n_neighbours": count("Areas that have a neighbour"),
        "errors_by_region": flag("Whether the errors by region are told in place of the fit's own"),
    },
    unique=["specification"],
)
