"""The hospital settings, held against the diagnosis sets and the years of the study."""

from collections.abc import Mapping

from pooledfunds.core.settings import DIAGNOSIS_SETS, nearest, read_rows
from pooledfunds.core.spark_session import spark_faults


def engine_faults(study: Mapping, tables: list[str]) -> list[str]:
    """Return a sentence for each thing that the engine of hospital records lacks.

    Parameters
    ----------
    study
        The study's settings.
    tables
        Tables of Spark's that the basis names.
    """
    if study["hes"]["engine"]["name"] == "spark":
        return spark_faults()
    return [f"sources.hes_apc: {name} needs hes.engine.name: spark" for name in tables]


def hospital_faults(study: Mapping) -> list[str]:
    """Return a sentence for each diagnosis set or year of the hospital settings that is unknown."""
    hes = study["hes"]
    if not hes["diagnosis_sets"]:
        return []  # a study without hospital records
    listed = {(row["condition"], row["variant"]) for row in read_rows(DIAGNOSIS_SETS)}
    chosen = {"hes.diagnosis_sets": hes["diagnosis_sets"]}
    for axis, choices in hes["variants"]["axes"].items():
        for choice, replaced in choices.items():
            chosen[f"hes.variants.axes.{axis}.{choice}"] = replaced.get("diagnosis_sets", {})
    faults = [
        f"{place}: {DIAGNOSIS_SETS.as_posix()} lists no variant '{variant}' of {condition}"
        for place, sets in chosen.items()
        for condition, variant in sets.items()
        if (condition, variant) not in listed
    ]
    faults += [
        f"{place}: hes.diagnosis_sets has no condition '{condition}'"
        + nearest(condition, hes["diagnosis_sets"])
        for place, sets in chosen.items()
        for condition in sets
        if condition not in hes["diagnosis_sets"]
    ]
    year = study["trends"]["reference_year"]
    if year not in study["financial_years"]:
        faults.append(f"trends.reference_year: {year} is not a year of the study")
    return faults
