"""Data contracts of the estimation stage, beside ``catalogue.estimation.ESTIMATES``."""

from pooledfunds.catalogue.area_types import AREA_TYPES
from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import count, flag, nullable_number, table, text

SPECIFICATION = "Specification, outcome's client group and period"
COVARIANCES = "HC1|HC2|HC3|CR2|nonrobust|influence|Newcombe"
AS_SCALED = "log: logarithm of a ratio; identity: unit of the outcome"
AS_MEASURED = "share, index or factor, as measure says"
AS_IN_ESTIMATES = "as the specification's scale in estimates.csv"
P_VALUE, ROWS, AREAS = "probability", "rows of the panel", "areas"
CONCLUSION = (
    r"different(, within the margin)?|equivalent|inconclusive|(descriptive|not testable): .+"
)

ESTIMATES = table(
    "estimates",
    "Every effect of interest: exposure, moderator or their product, by specification",
    {
        "specification": text(SPECIFICATION),
        "outcome": text("Column of the panel"),
        "exposure": text("Column of the panel"),
        "area_type": text("Type of area of the panel", "|".join(AREA_TYPES)),
        "period": text("Financial years"),
        "term": text("Exposure, moderator or their product"),
        "estimate": nullable_number("Coefficient", None, AS_SCALED),
        "scale": text("Scale of the outcome", "log|identity"),
        "std_error": nullable_number("Standard error", unit=AS_SCALED),
        "conf_low": nullable_number("Lower limit of the confidence interval", None, AS_SCALED),
        "conf_high": nullable_number("Upper limit of the confidence interval", None, AS_SCALED),
        "p_value": nullable_number("Two-sided p-value of no effect", unit=P_VALUE),
        "p_randomisation": nullable_number("p-value by permutation of the exposure", unit=P_VALUE),
        "p_adjusted": nullable_number(
            "p-value adjusted over the family of tests (Holm); decides", unit=P_VALUE
        ),
        "nobs": count("Rows fitted", ROWS),
        "n_areas": count("Areas fitted", AREAS),
        "n_exposed_areas": count("Areas with the exposure in any year", AREAS),
        "n_identifying_areas": nullable_number(
            "Areas that identify the term: those that change, or the smaller side", unit=AREAS
        ),
        "cov_type": text("Covariance estimator, or the method of the interval", COVARIANCES),
        "df": nullable_number(
            "Degrees of freedom of t; blank where the interval is not from t",
            None,
            "degrees of freedom",
        ),
        "minimum_detectable_effect": nullable_number(
            "Effect found with the declared power", unit=AS_SCALED
        ),
        "equivalence_margin": nullable_number(
            "Largest effect that would not matter", unit=AS_SCALED
        ),
        "equivalence_p": nullable_number(
            "p-value of two one-sided tests within the margin", unit=P_VALUE
        ),
        "conclusion": text(
            "different; different, within the margin; equivalent; inconclusive; or descriptive or "
            "not testable with the reason",
            CONCLUSION,
        ),
        "conclusion_basis": text("Test that the conclusion rests on, or blank"),
        # The conclusion of no difference rests on it.
        "equivalence_p_adjusted": nullable_number(
            "equivalence_p adjusted over the family (Holm); decides", unit=P_VALUE
        ),
        # Who is in the comparison, and who is not because nothing is known (rule 6 of the house).
        "n_exposed": count("Rows with the exposure", ROWS),
        "n_unknown": count("Rows left out because the exposure is unknown", ROWS),
        # The other error of fits of one year, shown wherever it was not chosen (decision 71).
        "std_error_region": nullable_number(
            "Standard error clustered by region (CR2); one year only", unit=AS_SCALED
        ),
        "conf_low_region": nullable_number(
            "Lower limit of its confidence interval", None, AS_SCALED
        ),
        "conf_high_region": nullable_number(
            "Upper limit of its confidence interval", None, AS_SCALED
        ),
        "p_value_region": nullable_number("Its two-sided p-value of no effect", unit=P_VALUE),
        "df_region": nullable_number("Its degrees of freedom of t", unit="degrees of freedom"),
    },
    unique=["specification", "term"],
)

COEFFICIENTS = table(
    "coefficients",
    "Every other coefficient: covariates, constants and fixed effects, of which nothing is asked",
    {
        "specification": text(SPECIFICATION),
        "term": text("Covariate, constant, or fixed effect of an area or a year"),
        "estimate": nullable_number("Coefficient", None, AS_SCALED),
        "scale": text("Scale of the outcome", "log|identity"),
        "std_error": nullable_number(
            "Standard error; blank for fixed effects, as is what follows", unit=AS_SCALED
        ),
        "conf_low": nullable_number("Lower limit of the confidence interval", None, AS_SCALED),
        "conf_high": nullable_number("Upper limit of the confidence interval", None, AS_SCALED),
        "p_value": nullable_number("Two-sided p-value of no effect", unit=P_VALUE),
        "df": nullable_number("Degrees of freedom of t", None, "degrees of freedom"),
        "cov_type": text("Covariance estimator", COVARIANCES),
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

JOINT_TESTS = table(
    "joint_tests",
    "Whether the effects of a dose are all zero in the years before its base, and after",
    {
        "specification": text("Specification"),
        "outcome": text("Outcome"),
        "exposure": text("Column of the panel"),
        "hypothesis": text("Which years", "before|after"),
        "terms": text("Terms that are zero by the hypothesis"),
        "statistic": nullable_number("F of the approximate Hotelling T-squared test", None),
        "df_numerator": count("Terms tested"),
        "df_denominator": nullable_number("Its other degrees of freedom", None),
        "p_value": nullable_number("Its p-value"),
        "p_randomisation": nullable_number(
            "p-value of the years before by permutation of doses within strata; decides whether "
            "what requires the test only describes"
        ),
    },
    unique=["specification", "hypothesis"],
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
        "exposure_unit": nullable_number(
            "What one unit of the exposure's coefficient is, in those of its column"
        ),
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
        "rank": count("Place of the estimate among the curve's, from the lowest; zero if none"),
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
        "sensitivity": nullable_number(
            "Share of the exposed whom the register names", unit="share, 0 to 1"
        ),
        "specificity": nullable_number(
            "Share of the others whom it does not name", unit="share, 0 to 1"
        ),
        "labels": count("Labels turned over, or bodies that did not answer", "bodies"),
        "estimate": nullable_number("Coefficient of the exposure", None, AS_IN_ESTIMATES),
        "conf_low": nullable_number(
            "Lower limit of the confidence or simulation interval", None, AS_IN_ESTIMATES
        ),
        "conf_high": nullable_number(
            "Upper limit of the confidence or simulation interval", None, AS_IN_ESTIMATES
        ),
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
        "both": count("Bodies of which both say yes", "bodies"),
        "first_only": count("Bodies of which only the first says yes", "bodies"),
        "second_only": count("Bodies of which only the second says yes", "bodies"),
        "neither": count("Bodies of which neither says yes", "bodies"),
        "bodies": count("Bodies of which both know", "bodies"),
        "measure": text(
            "Share, sensitivity + specificity - 1 (information), Cohen's kappa, the factor by "
            "which the first source's errors shrink an effect, or what undoes it (multiplier)",
            "positive_predictive_value|sensitivity|specificity|information|kappa|attenuation"
            "|multiplier",
        ),
        "value": nullable_number("Value; blank where there is none", None, AS_MEASURED),
        "conf_low": nullable_number("Lower limit of the confidence interval", None, AS_MEASURED),
        "conf_high": nullable_number("Upper limit of the confidence interval", None, AS_MEASURED),
        "p_value": nullable_number("Fisher's exact test of no information", unit=P_VALUE),
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
