"""Settings that nothing answers: columns that the study names and no panel of it has.

A panel's contract holds the column of every return, at hand or not. So a column that it lacks is
not one that awaits its source: it will never come, and is a fault before any job.
"""

from collections.abc import Iterable, Iterator, Mapping

from pooledfunds.core.settings import nearest
from pooledfunds.estimation.specifications import panel_name


def unanswered(study: Mapping, columns: Mapping[str, set[str]]) -> list[str]:
    """Return a sentence for each name in the settings that nothing in the study produces.

    Parameters
    ----------
    study
        The settings of the study, whose outcomes and exposures are all declared.
    columns
        The columns of each panel, by its name.
    """
    either = set().union(*columns.values())
    named = [
        (f"outcome {name}", column)
        for name, outcome in study["outcomes"].items()
        for column in columns_of_outcome(name, outcome)
    ]
    named += [
        (f"exposure {name}", exposure.get("column", name))
        for name, exposure in study["exposures"].items()
        if "{client_group}" not in exposure.get("column", "")
    ]
    faults = [
        f"{place}: no panel has '{column}'{nearest(column, either)}"
        for place, column in named
        if column not in either
    ]
    faults += [
        f"register_noise: no exposure '{name}' is declared{nearest(name, study['exposures'])}"
        for name in study["register_noise"]["exposures"]
        if name not in study["exposures"]
    ]
    told = {column for _, column in named} - either
    for place, panel, outcomes, exposures in comparisons(study):
        known = columns.get(panel, set())
        wanted = (column for name in outcomes for column in wanted_of(name, exposures, study))
        faults += [
            f"{place}: the {panel} panel has no '{column}'{nearest(column, known)}"
            for column in dict.fromkeys(wanted)
            if column not in known and column not in told
        ]
    return list(dict.fromkeys(faults)) + year_faults(study)


def unanswered_indicators(
    report: Mapping, conditions: Iterable[str], columns: Mapping[str, set[str]]
) -> list[str]:
    """Return a sentence for each column that ``report.yaml`` compares areas by and no panel has.

    Parameters
    ----------
    report
        What the file declares.
    conditions
        Those that the study counts, each of which ``{condition}`` stands for.
    columns
        The columns of the panel of each type of area.
    """
    either, conditions = set().union(*columns.values()), list(conditions)
    faults = [
        f"report.yaml, {indicator['label']}: no panel has '{column}'{nearest(column, either)}"
        for indicator in report.get("indicators", ())
        for written in (indicator.get(key, "") for key in ("column", "base", "apportioned"))
        for column in (
            [written.replace("{condition}", one) for one in conditions]
            if "{condition}" in written
            else filter(None, [written])
        )
        if column not in either
    ]
    return list(dict.fromkeys(faults))


def columns_of_outcome(name: str, outcome: Mapping) -> list[str]:
    """Return the panel's columns that an outcome is made of.

    Parameters
    ----------
    name
        Of the outcome.
    outcome
        Its entry in ``outcomes.yaml``.
    """
    own = name if "measure" in outcome else outcome.get("column", name)
    several = [own, outcome.get("denominator"), outcome.get("weights")]
    return [*filter(None, several), *outcome.get("other_denominators", {}).values()]


def wanted_of(name: str, exposures: Iterable[str], study: Mapping) -> Iterator[str]:
    """Yield the columns of an outcome and of the exposures that it is compared by.

    Parameters
    ----------
    name
        Of the outcome.
    exposures
        Names of exposures.
    study
        The settings of the study.
    """
    outcome = study["outcomes"][name]
    yield from columns_of_outcome(name, outcome)
    for exposure in exposures:
        column = study["exposures"][exposure].get("column", exposure)
        yield column.format(client_group=outcome.get("client_group", name))


def comparisons(study: Mapping) -> Iterator[tuple[str, str, list[str], list[str]]]:
    """Yield place, panel, outcomes and exposures of each specification and each curve."""
    for name, entry in study["specifications"].items():
        panel = panel_name(entry["area_type"], entry.get("design", ""))
        yield f"specification {name}", panel, entry["outcomes"], [entry["exposure"]]
    for name, curve in study["curves"].items():
        choices = choices_of(curve)
        named = {
            key: list(dict.fromkeys(choice[key] for choice in choices if key in choice))
            for key in ("area_type", "outcome", "exposure")
        }
        for area_type in named["area_type"]:
            yield f"curve {name}", area_type, named["outcome"], named["exposure"]


def choices_of(curve: Mapping) -> list[Mapping]:
    """Return a curve's base and every choice on its axes."""
    return [curve["base"], *(choice for axis in curve["axes"].values() for choice in axis.values())]


def year_faults(study: Mapping) -> list[str]:
    """Return a sentence for each year of a curve that is not one of the study's."""
    years = set(study["financial_years"])
    return [
        f"curve {name}: {year} is not a year of the study"
        for name, curve in study["curves"].items()
        for year in sorted({y for c in choices_of(curve) for y in c.get("periods", ())} - years)
    ]
