"""What is wrong in the specifications and curves that a study declares, before any is fitted."""

from collections.abc import Iterator, Mapping

from pooledfunds.core.settings import nearest
from pooledfunds.estimation.design_checks import design_faults, years_of_fit
from pooledfunds.estimation.specifications import (
    LOG_RATE_BEFORE,
    SCALES,
    column_of,
    panel_name,
    specifications,
)

CLUSTERED = ("CR2",)


def evidence_for(column: str, study: Mapping) -> set[str]:
    """Return the names of the evidence that is available for an exposure's column.

    Parameters
    ----------
    column
        Of a panel.
    study
        Its settings.
    """
    from pooledfunds.catalogue.areas import COTERMINOUS

    if column.startswith("pool_"):
        return set(study["pools"]["rules"])
    return set(COTERMINOUS) if column == "coterminous" else set()


def unknown_names(study: Mapping, columns: Mapping[str, set[str]]) -> list[str]:
    """Return a sentence for each name in the specifications that stands for nothing.

    The columns of the outcomes and exposures themselves are asked for by ``unanswered``.

    Parameters
    ----------
    study
        The settings of the study.
    columns
        The columns of each panel, by its name (``specifications.panel_name``).
    """
    entries = {f"specification {name}": entry for name, entry in study["specifications"].items()}
    faults = [
        fault for place, entry in entries.items() for fault in entry_faults(place, entry, study)
    ]
    for place, declared in entries.items():
        panel = panel_name(declared["area_type"], declared.get("design", ""))
        known = columns.get(panel, set())
        single = [declared.get("moderator"), declared.get("cluster")]
        several = [*map(column_of, declared.get("covariates", [])), *declared.get("where", {})]
        several += [c for one in declared.get("fixed_effects", []) for c in one.split(":")]
        several += declared.get("strata", [])
        faults += [
            f"{place}: the {panel} panel has no '{column}'{nearest(column, known)}"
            for column in filter(None, [*single, *several])
            if column not in (*known, declared.get("by"), LOG_RATE_BEFORE)
        ]
    if not faults:
        names = [one.name for one in specifications(study)]
        faults = [
            f"specification {name}: declared twice; outcomes of one client group need entries of "
            "their own"
            for name in sorted({name for name in names if names.count(name) > 1})
        ]
    return faults + curve_faults(study) + curve_column_faults(study, columns)


def entry_faults(place: str, declared: Mapping, study: Mapping) -> Iterator[str]:
    """Yield a sentence for each name of one entry that is not declared in the study.

    Parameters
    ----------
    place
        Where the entry stands, as a sentence begins.
    declared
        The entry as the study declares it.
    study
        Its settings.
    """
    for outcome in declared["outcomes"]:
        if outcome not in study["outcomes"]:
            there = nearest(outcome, study["outcomes"])
            yield f"{place}: no outcome '{outcome}' is declared{there}"
    for name, kind in (("exposure", "exposures"), ("margin", "margins")):
        if declared[name] not in study[kind]:
            there = nearest(declared[name], study[kind])
            yield f"{place}: no {name} '{declared[name]}' is declared{there}"
    for period in declared["periods"]:
        for year in sorted(set(period) - years_of_fit(declared, study)):
            yield f"{place}: {year} is not a year of the study"
    yield from design_faults(place, declared, study)
    yield from sensitivity_faults(place, declared, study)
    yield from alternative_faults(place, [declared], study)
    if (declared["covariance"] in CLUSTERED) != bool(declared.get("cluster")):
        yield f"{place}: 'cluster' goes with covariance: CR2, and only with it"
    if (declared["covariance"] == "Newcombe") != (declared.get("design") == "two_by_two"):
        yield f"{place}: 'design: two_by_two' goes with covariance: Newcombe, and only with it"
    if declared.get("design") == "two_by_two":
        for key in ("moderator", "covariates", "fixed_effects"):
            if declared.get(key):
                yield f"{place}: a table of two by two has no {key}"


def sensitivity_faults(place: str, declared: Mapping, study: Mapping) -> Iterator[str]:
    """Yield a sentence where the primary of a sensitivity analysis does not ask its question.

    Parameters
    ----------
    place
        Where the entry stands, as a sentence begins.
    declared
        The entry as the study declares it.
    study
        Its settings.
    """
    name = declared.get("sensitivity_of")
    if not name:
        return
    if name not in study["specifications"]:
        there = nearest(name, study["specifications"])
        yield f"{place}: no specification '{name}' is declared, whose sensitivity it is{there}"
        return
    primary = study["specifications"][name]
    if primary.get("sensitivity_of"):
        yield f"{place}: its primary {name} is itself a sensitivity analysis"
    if primary["exposure"] != declared["exposure"]:
        yield f"{place}: its primary {name} is about another exposure, {primary['exposure']}"
    for outcome in sorted(set(declared["outcomes"]) - set(primary["outcomes"])):
        yield f"{place}: its primary {name} has no outcome {outcome}"


def curve_faults(study: Mapping) -> list[str]:
    """Return a sentence for each curve whose choices cannot stand on one scale or are unknown."""
    faults = []
    for name, declared in study.get("curves", {}).items():
        place = f"curve {name}"
        overrides = [c for axis in declared["axes"].values() for c in axis.values()]
        named = [declared["base"], *overrides]
        families = {entry["family"] for entry in named if "family" in entry}
        if len({SCALES[family] for family in families}) > 1:
            faults.append(f"{place}: its families are not reported on one scale")
        for kind, key in (("outcomes", "outcome"), ("exposures", "exposure")):
            unknown = {entry[key] for entry in named if key in entry} - set(study[kind])
            faults += [
                f"{place}: no {key} '{which}' is declared{nearest(which, study[kind])}"
                for which in sorted(unknown)
            ]
        if declared["margin"] not in study["margins"]:
            there = nearest(declared["margin"], study["margins"])
            faults.append(f"{place}: no margin '{declared['margin']}' is declared{there}")
        faults += apart_faults(place, declared)
        faults += alternative_faults(place, named, study)
    return faults


def apart_faults(place: str, declared: Mapping) -> Iterator[str]:
    """Yield a sentence for each choice set apart that is not there, and for an axis left bare.

    Parameters
    ----------
    place
        Where the entry stands, as a sentence begins.
    declared
        The curve as the study declares it.
    """
    for axis, choices in declared.get("apart", {}).items():
        at_hand = declared["axes"].get(axis, {})
        for choice in choices:
            if choice not in at_hand:
                yield f"{place}: sets apart {axis} '{choice}', which it does not have"
        if at_hand and not set(at_hand) - set(choices):
            yield f"{place}: sets apart every choice of {axis}; leave one for the joint tests"


def alternative_faults(place: str, entries: list[Mapping], study: Mapping) -> Iterator[str]:
    """Yield a sentence for each definition, denominator or evidence that is not declared.

    Parameters
    ----------
    place
        Where the entry stands, as a sentence begins.
    entries
        Those of one specification or curve: what one of them names must be there for the outcomes
        and exposures of all.
    study
        Its settings.
    """
    outcomes = {o for e in entries for o in (*e.get("outcomes", ()), e.get("outcome")) if o}
    exposures = {e["exposure"] for e in entries if "exposure" in e}
    for entry in entries:
        for axis, choice in entry.get("definition", {}).items():
            if choice not in study["hes"]["variants"]["axes"].get(axis, {}):
                there = nearest(choice, study["hes"]["variants"]["axes"].get(axis, {}))
                yield f"{place}: hes.variants.axes has no {axis} '{choice}'{there}"
        for outcome in sorted(outcomes & set(study["outcomes"])):
            name, declared = entry.get("denominator", ""), study["outcomes"][outcome]
            if name and name not in declared.get("other_denominators", {}):
                yield f"{place}: outcome {outcome} has no denominator '{name}'"
        for exposure in sorted(exposures & set(study["exposures"])):
            name = entry.get("evidence", "")
            column = study["exposures"][exposure].get("column", exposure)
            if name and name not in evidence_for(column, study):
                yield f"{place}: there is no evidence '{name}' of {exposure}"


def curve_column_faults(study: Mapping, columns: Mapping[str, set[str]]) -> list[str]:
    """Return a sentence for each column that a curve's choices name and its panels lack.

    Parameters
    ----------
    study
        Its settings.
    columns
        The columns of the panel of each type of area.
    """
    faults = []
    for name, declared in study.get("curves", {}).items():
        entries = [declared["base"], *(c for a in declared["axes"].values() for c in a.values())]
        area_types = sorted({entry["area_type"] for entry in entries if "area_type" in entry})
        wanted = {
            column
            for entry in entries
            for column in (
                *map(column_of, entry.get("covariates", ())),
                *entry.get("where", ()),
                *entry.get("fixed_effects", ()),
                *entry.get("strata", ()),
                *filter(None, (entry.get("moderator"), entry.get("cluster"))),
            )
        }
        faults += [
            f"curve {name}: the {area_type} panel has no '{column}'"
            f"{nearest(column, columns[area_type])}"
            for area_type in area_types
            for column in sorted(wanted - columns[area_type] - {LOG_RATE_BEFORE})
        ]
    return faults
