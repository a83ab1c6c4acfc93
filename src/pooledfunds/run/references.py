"""What a study's settings, claims, exhibits and page refer to and is not there."""

from collections.abc import Mapping, Set

from pooledfunds.catalogue.area_types import area_types
from pooledfunds.catalogue.panel import columns_of_panels
from pooledfunds.catalogue.panel_columns import conditions_of
from pooledfunds.claims.reference_checks import Names, check_references
from pooledfunds.claims.registry import facts_of
from pooledfunds.core.settings import SOURCES, nearest, read_rows, study_parts, study_rows
from pooledfunds.estimation.specification_checks import unknown_names
from pooledfunds.estimation.specifications import specifications
from pooledfunds.exhibits.register import register_faults
from pooledfunds.run.hospital import hospital_faults
from pooledfunds.run.report_references import ReportNames, report_faults
from pooledfunds.run.unanswered import unanswered, unanswered_indicators


def reference_faults(name: str, study: Mapping) -> list[str]:
    """Return a sentence for each claim, exhibit or specification that refers to nothing.

    Parameters
    ----------
    name
        Of the study.
    study
        Its settings.
    """
    from pooledfunds.linkage.outcomes import measures

    faults = [
        f"outcome {one}: linkage/outcomes/measures.py has no function '{outcome['measure']}'"
        for one, outcome in study["outcomes"].items()
        if "measure" in outcome and not hasattr(measures, outcome["measure"])
    ]
    faults += hospital_faults(study)
    declared = {
        f"specification {one}": entry["area_type"] for one, entry in study["specifications"].items()
    }
    known = area_types(study)
    faults += [
        f"{place}: there is no panel of area type '{area_type}'{nearest(area_type, known)}"
        for place, area_type in declared.items()
        if area_type not in known
    ]
    if "rule" in study["pools"] and study["pools"]["rule"] not in study["pools"]["rules"]:
        faults.append(f"pools.rule: no rule '{study['pools']['rule']}' is declared")
    if faults:
        return faults
    columns = columns_of_panels(study)
    # Columns are asked for once the names that lead to them are known to be declared.
    faults = unknown_names(study, columns) or unanswered(study, columns)
    faults += unanswered_indicators(study_parts(name)["report"], conditions_of(study), columns)
    return faults or row_faults(name, study, set().union(*columns.values()))


def row_faults(name: str, study: Mapping, columns: Set[str]) -> list[str]:
    """Return a sentence for each claim, reading, family, exhibit or question of the page.

    Each refers to something that is not there.

    Parameters
    ----------
    name
        Of the study.
    study
        Its settings.
    columns
        Those of its panels.
    """
    claims, readings, families, exhibits = (
        study_rows(name, table) for table in ("claims", "readings", "families", "exhibits")
    )
    sources = {row["source"] for row in read_rows(SOURCES)}
    claim_ids = {row["claim_id"] for row in claims}
    declared = list(specifications(study))
    effects = {one.name: one.effects for one in declared}
    report = ReportNames(
        effects,
        tested={one.name for one in declared if one.by and not one.descriptive},
        claims=claim_ids,
        exhibits={row["exhibit"] for row in exhibits},
        columns=columns,
    )
    names = Names(
        facts=facts_of(name),
        specifications=effects,
        sources=sources,
        exhibits={row["exhibit"] for row in exhibits},
    )
    faults = check_references(claims, readings, families, names)
    faults += report_faults(study_parts(name)["report"], report)
    return faults + register_faults(exhibits, sources, claim_ids, name)
