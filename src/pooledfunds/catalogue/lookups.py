"""Schemas of the geography of an era: which area each district and small area lies in."""

from pooledfunds.catalogue.areas import CSSR_CODE
from pooledfunds.core.schema import count, number, table, text

CCG_CODE = r"^[0-9]{2}[A-Z]$"
ENGLISH_CODE = r"^E[0-9]{8}$"

LOCAL_AUTHORITY_AREAS = table(
    "local_authority_areas",
    "Area of the study of each district or council, under the codes of every year",
    {
        "ons_code": text("Area code of the Office for National Statistics", ENGLISH_CODE),
        "area_code": text("Area of the study, by a council's code", CSSR_CODE),
    },
    unique=["ons_code"],
)

SMALL_AREA_LOOKUP = table(
    "small_area_lookup",
    "Lower-layer super output areas, with the CCG, the district and the area that each lies in",
    {
        "lsoa_code": text("Small area", ENGLISH_CODE),
        "ccg_code": text("CCG, as the lookup has it", CCG_CODE),
        "district_code": text("District or council without districts", ENGLISH_CODE),
        "area_code": text("Area of the study, by a council's code", CSSR_CODE),
    },
    unique=["lsoa_code"],
)

DISTRICT_SMALL_AREAS = table(
    "district_small_areas",
    "Council of the study that each district of a later year lies in, by small areas",
    {
        "district_code": text("District or council without districts", ENGLISH_CODE),
        "area_code": text("Area of the study, by a council's code", CSSR_CODE),
        "small_areas": count("Small areas of the district"),
    },
    unique=["district_code"],
)

CCG_COUNCIL_PAIRS = table(
    "ccg_council_pairs",
    "Which CCG has small areas in common with which area of the study",
    {
        "ccg_code": text("CCG, by the code of the one that followed it last", CCG_CODE),
        "cssr_code": text("Area of the study, by a council's code", CSSR_CODE),
        "small_areas": count("Small areas in common"),
    },
    unique=["ccg_code", "cssr_code"],
)

CCG_SUCCESSORS = table(
    "ccg_successors",
    "Which CCG each has become, where one followed it",
    {
        "code": text("CCG that ended", CCG_CODE),
        "successor_code": text("CCG that followed it last", CCG_CODE),
    },
    unique=["code"],
)

COTERMINOUS_SHARES = table(
    "coterminous_shares",
    "How far areas share their boundaries with CCGs, by small areas in common",
    {
        "area_code": text("Area of the study, by a council's code", CSSR_CODE),
        "small_areas": count("Small areas of the area"),
        "ccgs": count("CCGs that have a small area of it"),
        "coterminous_share": number("Share of them in CCGs that are the area's own", low=0),
    },
    unique=["area_code"],
)
