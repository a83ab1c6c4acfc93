"""Schema of the panel of councils, client groups and years in which an arrangement may begin."""

from pooledfunds.catalogue.areas import CSSR_CODE
from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import category, flag, nullable_number, table, text

PANEL_COUNCIL_STARTS = table(
    "panel_council_starts",
    "Councils by client group and year: whether joint arrangements begin, and what stood before",
    {
        "area_code": text("Council", CSSR_CODE),
        "client_group": category("Client group"),
        "financial_year": text("Financial year", FINANCIAL_YEAR),
        "region_code": text("Region's code"),
        "in_frame": flag("Whether the council is of the size that the study is about"),
        "start": nullable_number(
            "1 if joint arrangements begin in the year, 0 if there are still none; blank once they "
            "have begun, and where either year is not known"
        ),
        "joint_elsewhere_before": nullable_number(
            "1 if the council had joint arrangements for another client group the year before, "
            "0 if none"
        ),
        "spending_balance_before": nullable_number(
            "The smaller over the larger of NHS and council spending on the client group, the year "
            "before"
        ),
        "coterminous": nullable_number("1 if co-terminous under the declared definition, else 0"),
        "stable_boundaries": nullable_number(
            "1 if no NHS body of its ground followed one that ended, else 0"
        ),
        "population": nullable_number("Persons, mid-year"),
        "log2_population": nullable_number("Logarithm of population to base two", None),
        "imd_score": nullable_number("Index of Multiple Deprivation, average score"),
    },
    unique=["area_code", "client_group", "financial_year"],
)
