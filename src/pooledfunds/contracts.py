"""Data contracts: what each table must look like when a stage hands it on."""

from collections.abc import Sequence

import pandas as pd
import pandera.pandas as pa
from pandera.engines.pandas_engine import STRING

from pooledfunds.faults import StudyError

FINANCIAL_YEAR = r"^(19|20)\d{2}/\d{2}$"
CSSR_CODE = r"^\d{3}$"
PCT_CODE = r"^[5T][0-9A-Z]{2}$"
AREA_CLASSES = (
    "Inner London",
    "Outer London",
    "Metropolitan Districts",
    "Shire Counties",
    "Unitary Authorities",
)
COTERMINOUS = ("one_to_one", "whole_councils")


class ContractError(StudyError):
    """A table broke its contract; the message lists every breach by column."""


def enforce(table: pd.DataFrame, contract: pa.DataFrameSchema) -> pd.DataFrame:
    """Return the table when it meets the contract, else raise every breach at once.

    The message gives columns, checks, counts and the first row's number, never a value.
    """
    if table.empty:  # columns without a value have no type of their own
        known = {name: str(column.dtype) for name, column in contract.columns.items()}
        table = table.astype({name: known[name] for name in table if name in known})
    try:
        return contract.validate(table, lazy=True)
    except pa.errors.SchemaErrors as error:
        cases = error.failure_cases
        whole_row = cases["schema_context"] == "DataFrameSchema"
        breaches = (
            cases.assign(column=cases["column"].mask(whole_row, "(row)"))
            .drop_duplicates(["column", "check", "index"])
            .groupby(["column", "check"], dropna=False)
            .agg(rows=("index", "size"), first_row=("index", "first"))
            .reset_index()
        )
        raise ContractError(
            f"{contract.name}: {len(breaches)} breach(es) of its contract\n"
            f"{breaches.to_string(index=False)}"
        ) from None  # the chained error would print record-level values


def stacked(tables: Sequence[pd.DataFrame], contract: pa.DataFrameSchema) -> pd.DataFrame:
    """Return tables below each other as one that meets the contract; of none, one without a row."""
    whole = (
        pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=contract.columns)
    )
    return enforce(whole, contract)


class Text(STRING):
    """Text, which pandas vouches for by the type of a column.

    Pandera goes through the values all the same: most of the time that a small table takes.
    """

    def check(self, pandera_dtype, data_container=None):
        """Tell whether a column is of this type, or else which of its values are."""
        known = getattr(pandera_dtype, "type", None) == self.type
        return known or super().check(pandera_dtype, data_container)


def text(description: str, pattern: str | None = None, **keywords) -> pa.Column:
    """Return a column of text, matched whole against a pattern where one is given."""
    checks = pa.Check.str_matches(pattern) if pattern else None
    return pa.Column(Text(), checks, description=description, **keywords)


def words(description: str, *allowed: str, like: str | None = None, **keywords) -> pa.Column:
    """Return a column of categories: only the allowed words, or words like a pattern."""
    checks = pa.Check.isin(allowed) if allowed else pa.Check.str_matches(like) if like else None
    return pa.Column("category", checks, description=description, **keywords)


def number(description: str, low: float | None = None, **keywords) -> pa.Column:
    """Return a column of floating-point numbers, not below ``low`` where it is given."""
    checks = pa.Check.ge(low) if low is not None else None
    return pa.Column(float, checks, description=description, **keywords)


def count(description: str, **keywords) -> pa.Column:
    """Return a column of whole numbers that are not negative."""
    return pa.Column(int, pa.Check.ge(0), description=description, **keywords)


def flag(description: str, **keywords) -> pa.Column:
    """Return a column that is true or false."""
    return pa.Column(bool, description=description, **keywords)


def table(name: str, description: str, columns: dict, unique: list[str], **keywords):
    """Return a closed contract: these columns, in this order, one row per key."""
    return pa.DataFrameSchema(
        columns,
        name=name,
        description=description,
        unique=unique or None,
        strict=True,
        ordered=True,
        coerce=False,
        **keywords,
    )


ROW_ACCOUNTS = table(
    "row_accounts",
    "Fate of every submitted record, by file",
    {
        "stage": text("Source or step"),
        "file": text("File or table"),
        "fate": text("Submitted, kept, or the reason for setting aside"),
        "rows": count("Number of records"),
    },
    unique=["stage", "file", "fate"],
)


def known(description: str, low: float | None = 0) -> pa.Column:
    """Return a column of numbers that is blank where the number is not known."""
    return number(description, low, nullable=True)


BODIES = table(
    "bodies",
    "Every body of the study with its type, class, region and dates",
    {
        "body_code": text("PCT code or council's CSSR code", rf"{PCT_CODE}|{CSSR_CODE}"),
        "body_type": words("Kind of body", "pct", "council"),
        "name": text("Name as it reads in a sentence"),
        "area_class": words(
            "Class in which returns total the body",
            *AREA_CLASSES,
            "Primary care trust",
            "Care trust",
        ),
        "region_code": text("Strategic health authority's code", r"^Q\d\d$"),
        "region": text("Strategic health authority"),
        "ons_code": text("Area code of the Office for National Statistics"),
        "old_code": text("A council's area code before 2009, as hospital records have it"),
        "valid_from": pa.Column("datetime64[ns]", nullable=True, description="First day, if known"),
        "valid_to": pa.Column("datetime64[ns]", nullable=True, description="Last day, if it ended"),
    },
    unique=["body_type", "body_code"],
)

PCT_COUNCIL_PAIRS = table(
    "pct_council_pairs",
    "Which PCT covers all or part of which council",
    {
        "pct_code": text("PCT", PCT_CODE),
        "cssr_code": text("Council", CSSR_CODE),
    },
    unique=["pct_code", "cssr_code"],
)

COTERMINOSITY = table(
    "coterminosity",
    "Whether a body shares its boundaries, under each named definition",
    {
        "body_type": words("Kind of body", "pct", "council"),
        "body_code": text("PCT code or CSSR code"),
        "definition": words("Definition of co-terminosity", *COTERMINOUS),
        "coterminous": flag("Whether the definition holds"),
    },
    unique=["body_type", "body_code", "definition"],
)

COUNCIL_POPULATION = table(
    "council_population",
    "Mid-year population by council and age band",
    {
        "area_type": words("A council of 2008, or a body of a later reorganisation"),
        "area": text("CSSR code, or the area code of a later body"),
        "financial_year": text("Financial year that the mid-year lies in", FINANCIAL_YEAR),
        "age_band": words("Age band in years"),
        "persons": number("Persons", low=0),
    },
    unique=["area", "financial_year", "age_band"],
)

COUNCIL_DEPRIVATION = table(
    "council_deprivation",
    "Index of Multiple Deprivation 2007 by council",
    {
        "cssr_code": text("Council", CSSR_CODE),
        "imd_score": pa.Column(float, pa.Check.in_range(0, 100), description="Average score"),
        "small_areas": count("Lower-layer super output areas averaged"),
    },
    unique=["cssr_code"],
)

SMALL_AREAS = table(
    "small_areas",
    "Lower-layer super output areas of 2001 and the council that each lies in",
    {
        "lsoa01_code": text("Small area"),
        "cssr_code": text("Council", CSSR_CODE),
    },
    unique=["lsoa01_code"],
)

PSSEX1 = table(
    "pssex1",
    "Social care expenditure and income, as returned and as published",
    {
        "family": words("Published family", "detailed", "across", "series"),
        "financial_year": words("Financial year"),
        "area_type": words("Council, class of councils, or England", "council", "class", "england"),
        "area": words("CSSR code, name of the class, or England"),
        "client_group": words("Client group, by the headings above the line"),
        "service_line": words("Service line"),
        "line": words("Line code as printed; it names another line in another year"),
        "measure": words("Measure, by the heading of the column"),
        "gbp_thousand": number("Amount in thousand pounds, nominal"),
    },
    unique=[],
)

PSSEX1_AUDIT = table(
    "pssex1_audit",
    "Printed totals that differ from the sum of their parts, or name a sum that cannot be checked",
    {
        "check": text("What was compared"),
        "file": text("Workbook"),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "area": text("Area"),
        "line": text("Line code as printed"),
        "client_group": text("Client group"),
        "service_line": text("Service line"),
        "measure": text("Measure"),
        "published_gbp_thousand": known("As printed; blank where not checked", low=None),
        "summed_gbp_thousand": known("As summed; blank where not checked", low=None),
        "difference": known("Printed less summed, thousand pounds", low=None),
        "status": text("What the comparison gave", "differs|not checked"),
        "known": text("Why, as declared, or what the sum names that the return does not hold"),
    },
    unique=[],
)

PSSEX1_COMPARED = table(
    "pssex1_compared",
    "How many printed totals were compared with the sum of their parts",
    {
        "check": text("What was compared"),
        "file": text("Workbook"),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "compared": count("Totals compared"),
        "differing": count("Totals that differ beyond rounding, each with a declared reason"),
        "not_checked": count("Printed sums that name what the return does not hold"),
    },
    unique=["check", "file", "financial_year"],
)

JOINT_FINANCING = table(
    "joint_financing",
    "Joint financing of each council as PSSEX1 shows it",
    {
        "cssr_code": text("Council", CSSR_CODE),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "client_group": words("Client group"),
        "income": words("Kind of income", "joint_arrangements", "nhs_income", "joint_and_nhs"),
        "gbp_thousand": known("Income in thousand pounds", low=None),
        "share_of_cost": known("Share of gross total cost", low=None),
        "present": words("Present under the declared threshold", "yes", "no", "unknown"),
    },
    unique=["cssr_code", "financial_year", "client_group", "income"],
)

JOINT_FINANCING_BY_THRESHOLD = table(
    "joint_financing_by_threshold",
    "How many councils each threshold of presence would count",
    {
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "client_group": words("Client group"),
        "income": words("Kind of income"),
        "from_gbp_thousand": number("Threshold in thousand pounds; nought: any amount", low=0),
        "councils": count("Councils at or above it"),
    },
    unique=["financial_year", "client_group", "income", "from_gbp_thousand"],
)

ESTIMATES = table(
    "estimates",
    "One row per specification and term",
    {
        "specification": text("Specification, outcome's client group and period"),
        "outcome": text("Column of the panel"),
        "exposure": text("Column of the panel"),
        "level": text("Level of the panel", "council|pct"),
        "period": text("Financial years"),
        "term": text("Exposure, moderator, their product, or a covariate"),
        "estimate": known("Coefficient", None),
        "scale": text("Scale of the outcome", "log|identity"),
        "std_error": known("Standard error"),
        "conf_low": known("Lower limit of the confidence interval", None),
        "conf_high": known("Upper limit of the confidence interval", None),
        "p_value": known("Two-sided p-value of no effect"),
        "p_randomisation": known("p-value by permutation of the exposure"),
        "p_adjusted": known("p-value adjusted over the family of tests (Holm); decides"),
        "nobs": count("Rows fitted"),
        "n_areas": count("Areas fitted"),
        "n_exposed": count("Rows with the exposure"),
        "n_exposed_areas": count("Areas with the exposure in any year"),
        "n_identifying_areas": known(
            "Areas that identify the term: those that change, or the smaller side; blank for "
            "covariates"
        ),
        "n_unknown": count("Rows left out because the exposure is unknown"),
        "cov_type": text(
            "Covariance estimator, or the method of the interval",
            "HC1|HC2|HC3|CR2|nonrobust|influence|Newcombe",
        ),
        "df": known("Degrees of freedom of t; blank where the interval is not from t", None),
        "minimum_detectable_effect": known("Effect found with the declared power"),
        "equivalence_margin": known("Largest effect that would not matter"),
        "equivalence_p": known("p-value of two one-sided tests within the margin"),
        "equivalence_p_adjusted": known("The same adjusted over the family (Holm); decides"),
        "std_error_region": known("Standard error clustered by region (CR2); one year only"),
        "conf_low_region": known("Lower limit of its confidence interval", None),
        "conf_high_region": known("Upper limit of its confidence interval", None),
        "p_value_region": known("Its two-sided p-value of no effect"),
        "df_region": known("Its degrees of freedom of t"),
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

FACT_TABLE = table(
    "facts",
    "Every fact whose sources are at hand: sums, shares, counts and rankings that claims ask for",
    {
        "fact": text("Id, as the readings of config/claims.csv name it"),
        "value": known("Value in its unit; missing where it cannot be had, and how says why", None),
        "conf_low": known("Lower limit of the confidence interval, where there is one", None),
        "conf_high": known("Upper limit of the confidence interval, where there is one", None),
        "unit": text("Unit"),
        "year": text("Year or years"),
        "sources": text("Ids of the sources, separated by semicolons"),
        "how": text("Formula in words, or why the fact cannot be had"),
        "code": text("Function that computes it"),
    },
    unique=["fact"],
)
