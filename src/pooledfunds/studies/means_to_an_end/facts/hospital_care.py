"""Facts from hospital episodes: bed days of the three conditions, and how they change."""

from __future__ import annotations

from functools import partial

from pooledfunds.claims.fact import Fact, slug
from pooledfunds.studies.means_to_an_end.facts import hospital
from pooledfunds.studies.means_to_an_end.facts.hospital import EMERGENCY, OLDER, Rate

YEARS = ("2005/06", "2006/07", "2007/08")
SOURCE = ("hes_apc",)
RATED = ("hes_apc", "pct_list", "pct_population")
WORDS = {
    "lower_respiratory": "lower respiratory disease",
    "stroke": "stroke",
    "fractured_neck_of_femur": "fractured neck of femur",
    EMERGENCY: "all emergency stays",
    "all_fractures": "all fractures",
}
HIP = "fractured_neck_of_femur"
AGES = {"65_plus": (OLDER, "65 and over"), "75-84": (("75-84",), "75 to 84"),
        "85_plus": (("85+",), "85 and over")}  # fmt: skip
LIMITS = "jackknife over PCTs"


def shares() -> list[Fact]:
    """Return what the conditions, and the ages, are of all bed days, for each year."""
    wholes = {EMERGENCY: "emergency", "all": "all"}
    facts = [
        Fact(
            f"bed_days/share_of_three_conditions/of_{name}/{slug(year)}",
            "%",
            year,
            SOURCE,
            "Emergency bed days of lower respiratory disease, fractured neck of femur and stroke, "
            f"over {word} bed days, 65 and over, {year}",
            partial(hospital.share_of_bed_days, year=year, whole=name),
        )
        for name, word in wholes.items()
        for year in (YEARS if name == EMERGENCY else YEARS[-1:])
    ]
    facts += [
        Fact(
            f"bed_days/{condition}/{slug(year)}{name}",
            "million bed days",
            year,
            (*SOURCE, *totals),
            f"Emergency bed days of {WORDS[condition]}, 65 and over, England, {year}{words}",
            partial(hospital.million_bed_days, condition=condition, year=year, raised=bool(totals)),
        )
        for condition, years in ((HIP, YEARS), ("all_fractures", YEARS[-1:]))
        for year in years
        for name, totals, words in (
            ("", (), ""),
            ("/raised", ("national_totals",), ", raised to the published emergency admissions"),
        )
        if condition == HIP or not name
    ]
    return facts + [
        Fact(
            f"bed_days/{HIP}/share_of_{name}/{slug(year)}",
            "%",
            year,
            SOURCE,
            f"Share of those aged {AGES[name][1]} in the emergency bed days of {WORDS[HIP]}, 65 "
            f"and over, {year}",
            partial(hospital.share_of_age, condition=HIP, age_band=AGES[name][0][0], year=year),
        )
        for name in ("75-84", "85_plus")
        for year in YEARS
    ]


def bed_day_changes() -> list[Fact]:
    """Return changes of bed days, as numbers and as rates, with their limits."""
    first, last = YEARS[0], YEARS[-1]
    spans = [
        ("lower_respiratory", first, last),
        ("stroke", first, last),
        ("lower_respiratory", last, "2008/09"),
        (HIP, first, last),
        (EMERGENCY, first, last),
    ]
    facts = []
    for condition, base, end in spans:
        name, years = f"{slug(base)}-{slug(end)}", f"{base}-{end}"
        of_number = partial(
            hospital.change_in_number, condition=condition, measure="bed_days", base=base, end=end
        )
        of_rate = partial(
            hospital.change_in_rate,
            condition=condition,
            measure="bed_days",
            years=(base, end),
            ages=OLDER,
            rate=Rate(per=1e3),
        )
        facts += [
            Fact(
                f"bed_days_change/number/{condition}/{name}",
                "bed days",
                years,
                ("hes_apc", "pct_list"),
                f"Emergency bed days of {WORDS[condition]}, 65 and over: {end} less {base}; limits "
                "from how PCTs' changes differ",
                of_number,
            ),
            Fact(
                f"bed_days_change/rate/{condition}/{name}",
                "bed days per 1,000",
                years,
                RATED,
                f"Emergency bed days of {WORDS[condition]} per 1,000 persons 65 and over: {end} "
                f"less {base}; {LIMITS}",
                of_rate,
            ),
        ]
    return facts


def other_changes() -> list[Fact]:
    """Return changes of admissions by age, and of the length of mental health stays."""
    first, last = YEARS[0], YEARS[-1]
    facts = [
        Fact(
            f"admissions_change/percent/{HIP}/{name}/{slug(first)}-{slug(last)}",
            "%",
            f"{first}-{last}",
            RATED,
            f"Emergency admissions of {WORDS[HIP]} per person aged {words}: {last} over {first}, "
            f"less 1; {LIMITS}",
            partial(
                hospital.change_in_rate,
                condition=HIP,
                measure="admissions",
                years=(first, last),
                ages=ages,
                rate=Rate(per=100, relative=True),
            ),
        )
        for name, (ages, words) in AGES.items()
    ]
    return [
        *facts,
        Fact(
            f"mental_health_length_of_stay_change/{slug(first)}-{slug(last)}",
            "days",
            f"{first}-{last}",
            SOURCE,
            f"Mean nights of mental health stays that ended in {last} less those of {first}, "
            f"England; {LIMITS}",
            partial(hospital.change_in_length_of_stay, base=first, end=last),
        ),
    ]


FACTS = [*shares(), *bed_day_changes(), *other_changes()]
