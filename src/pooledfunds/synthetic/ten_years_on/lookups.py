"""Councils, districts, small areas, persons and deprivation, in the layouts of their publishers."""

from pathlib import Path

import pandas as pd

from pooledfunds.synthetic.tables import write_table
from pooledfunds.synthetic.ten_years_on.places import AGES, YEARS
from pooledfunds.synthetic.ten_years_on.world import World
from pooledfunds.synthetic.workbooks import NOTICE, new_workbook, write_rows

INVENTED = " (invented)"
HEADINGS = [
    "Upper Tier Local Authority District code (2013)",
    "Upper Tier Local Authority District name (2013)",
    "IMD - Average score",
]


def write_councils(path: Path, world: World) -> None:
    """Write the councils with the area of the study that each lies in."""
    table = world.places.councils.assign(key=lambda t: t["council"].str.lower(), valid_from="")
    columns = ["cssr_code", "council", "key", "ons_old", "gss", "study_area", "study_area_name",
               "region_code", "region", "valid_from", "valid_to"]  # fmt: skip
    write_table(path, table.assign(valid_to="")[columns])


def write_district_lookup(path: Path, world: World) -> None:
    """Write which council each district lies in."""
    districts = world.places.districts
    names = world.places.councils.set_index("gss")["council"] + INVENTED
    columns = {
        "FID": range(1, len(districts) + 1),
        "LTLA19CD": districts["district_code"],
        "LTLA19NM": districts["district"] + INVENTED,
        "UTLA19CD": districts["council_code"],
        "UTLA19NM": districts["council_code"].map(names),
    }
    write_table(path, pd.DataFrame(columns))


def write_small_area_lookup(path: Path, world: World) -> None:
    """Write the CCG and the district of each small area."""
    table = world.places.small_areas
    names = world.places.districts.set_index("district_code")["district"] + INVENTED
    district = table["district_code"].map(names)
    place = table.groupby("district_code").cumcount() + 1
    columns = {
        "LSOA11CD": table["lsoa_code"],
        "LSOA11NM": district + " " + place.astype(str).str.zfill(3) + "A",
        "CCG16CD": table["ccg_id"],
        "CCG16CDH": table["ccg_code"],
        "CCG16NM": table["ccg"],
        "LAD16CD": table["district_code"],
        "LAD16NM": district,
        "FID": range(1, len(table) + 1),
    }
    write_table(path, pd.DataFrame(columns))


def write_population(path: Path, world: World) -> None:
    """Write persons by district, mid-year and single year of age."""
    ages = [f"Age {age}" for age in AGES[:-1]] + ["Aged 90+"]
    districts = world.places.districts
    parts = []
    for place, year in enumerate(YEARS):
        table = pd.DataFrame(world.places.persons[:, place], columns=ages)
        table.insert(0, "name", districts["district"] + INVENTED)
        table.insert(1, "code", districts["district_code"])
        table.insert(2, "year", year)
        parts.append(table)
    table = pd.concat(parts).sort_values(["code", "year"])
    write_table(path, table)


def write_deprivation(path: Path, world: World) -> None:
    """Write the mean IMD score of each council."""
    councils = world.places.councils
    scores = (22 + 7 * councils["need"]).clip(4, 60).round(3)
    rows = zip(councils["gss"], councils["council"] + INVENTED, scores.tolist(), strict=True)
    with new_workbook(path) as book:
        write_rows(book.add_worksheet("Notes"), [[NOTICE]])
        write_rows(book.add_worksheet("IMD"), [HEADINGS, *map(list, rows)])
