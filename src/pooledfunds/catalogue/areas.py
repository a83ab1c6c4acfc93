"""Schemas of the lists of areas, who shares boundaries, population and deprivation."""

import pandera.pandas as pa

from pooledfunds.catalogue.area_types import AREA_TYPES
from pooledfunds.core.financial_year import FINANCIAL_YEAR
from pooledfunds.core.schema import category, count, flag, number, table, text

CSSR_CODE = r"^\d{3}$"
PCT_CODE = r"^[5T][0-9A-Z]{2}$"
AREA_CODE = r"^[0-9A-Z]{3}$"  # of any type
AREA_CLASSES = (
    "Inner London",
    "Outer London",
    "Metropolitan Districts",
    "Shire Counties",
    "Unitary Authorities",
)
COTERMINOUS = ("one_to_one", "whole_councils", "small_area_share")

COUNCILS = table(
    "councils",
    "Councils with adult social services responsibilities, as listed",
    {
        "cssr_code": text("Council", CSSR_CODE),
        "council": text("Name as listed"),
        "key": text("Name by which other lists know it"),
        "ons_old": text("Area code before the reorganisation of local government"),
        "gss": text("Area code of the Office for National Statistics"),
        "area_class": text("Class in which returns total the council", "|".join(AREA_CLASSES)),
        "area_code": text("Area of the study that it lies in, by a council's code", CSSR_CODE),
        "area_name": text("Name of that area"),
        "region_code": text("Region, where the list has it"),
        "region": text("Name of the region, where the list has it"),
        "valid_from": pa.Column("datetime64[ns]", nullable=True, description="First day, if known"),
        "valid_to": pa.Column("datetime64[ns]", nullable=True, description="Last day, if it ended"),
    },
    unique=["cssr_code"],
)

COUNCIL_AREAS = table(
    "council_areas",
    "Which area of the study each council lies in; what members return is summed",
    {
        "cssr_code": text("Council", CSSR_CODE),
        "area_code": text("Area of the study, by a council's code", CSSR_CODE),
    },
    unique=["cssr_code"],
)

PCTS = table(
    "pcts",
    "Primary care trusts, as listed",
    {
        "pct_code": text("PCT", PCT_CODE),
        "pct_name": text("Name as listed"),
        "sha_code": text("Strategic health authority's code"),
        "sha_name": text("Strategic health authority"),
        "ons_code_2012": text("Area code of the Office for National Statistics"),
    },
    unique=["pct_code"],
)

SUCCESSIONS = table(
    "successions",
    "Which body followed which, as returned",
    {
        "area_type": text("Kind of body", "|".join(AREA_TYPES)),
        "code": text("Body that ended"),
        "name": text("Its name"),
        "successor_code": text("Body that followed it"),
        "from": text("First day of the successor, year first"),
    },
    unique=["area_type", "code", "successor_code"],
)

BODIES = table(
    "bodies",
    "Every body of the study with its type, class, region and dates",
    {
        "area_code": text("Code of the area, a council's by its CSSR code", AREA_CODE),
        "area_type": category("Kind of body", *AREA_TYPES),
        "name": text("Name as it reads in a sentence"),
        "area_class": category(
            "Class in which returns total the body",
            *AREA_CLASSES,
            "Primary care trust",
            "Care trust",
            "Clinical commissioning group",
        ),
        "region_code": text("Region (here a strategic health authority); blank if not known"),
        "region": text("Name of the region"),
        "ons_code": text("Area code of the Office for National Statistics"),
        "old_code": text("A council's area code before 2009, as hospital records have it"),
        "valid_from": pa.Column("datetime64[ns]", nullable=True, description="First day, if known"),
        "valid_to": pa.Column("datetime64[ns]", nullable=True, description="Last day, if it ended"),
    },
    unique=["area_type", "area_code"],
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
        "area_type": category("Kind of body", *AREA_TYPES),
        "area_code": text("PCT code or CSSR code"),
        "definition": category("Definition of co-terminosity", *COTERMINOUS),
        "coterminous": flag("Whether the definition holds"),
    },
    unique=["area_type", "area_code", "definition"],
)

COUNCIL_POPULATION = table(
    "council_population",
    "Mid-year population by council and age band",
    {
        "area_type": category("A council of 2008, or a body of a later reorganisation"),
        "area": text("CSSR code, or the area code of a later body"),
        "financial_year": text("Financial year that the mid-year lies in", FINANCIAL_YEAR),
        "age_band": category("Age band in years"),
        "persons": number("Persons", low=0),
    },
    unique=["area", "financial_year", "age_band"],
)

DISTRICT_POPULATION = table(
    "district_population",
    "Mid-year population by district, or council without districts, and age band",
    {
        "district_code": text("Area code of the Office for National Statistics"),
        "area_code": text("Area of the study that the district lies in", CSSR_CODE),
        "financial_year": text("Financial year that the mid-year lies in", FINANCIAL_YEAR),
        "age_band": category("Age band in years"),
        "persons": number("Persons", low=0),
    },
    unique=["district_code", "financial_year", "age_band"],
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

DISTRICTS = table(
    "districts",
    "Districts by name, with the area of the study that each lies in",
    {
        "district_code": text("District or council without districts, as the lookup has it"),
        "district_name": text("Its name there"),
        "area_code": text("Area of the study, by a council's code", CSSR_CODE),
    },
    unique=["district_code"],
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
