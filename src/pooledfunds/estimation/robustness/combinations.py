"""The combinations of a specification curve's axes, and the specification of each."""

from collections.abc import Iterator, Mapping
from itertools import product

from pooledfunds.estimation.specifications import Specification, specification


def combinations_of(declared: Mapping) -> Iterator[dict[str, str]]:
    """Yield each combination of a curve's axes: the choice's name by axis."""
    names = [list(choices) for choices in declared["axes"].values()]
    for chosen in product(*names):
        yield dict(zip(declared["axes"], chosen, strict=True))


def combination_specification(
    name: str, declared: Mapping, chosen: Mapping, study: Mapping
) -> Specification:
    """Return the specification of one combination: the curve's base with its choices.

    Parameters
    ----------
    name
        Of the curve.
    declared
        The curve as the study declares it.
    chosen
        The choice's name by axis.
    study
        Its settings.
    """
    entry = dict(declared["base"])
    for axis, choice in chosen.items():
        replaced = declared["axes"][axis][choice]
        definition = {**entry.get("definition", {}), **replaced.get("definition", {})}
        entry |= {**replaced, "definition": definition}
    return specification(
        name, entry | {"margin": declared["margin"], "multiplicity_family": name}, study
    )


def one_choice_at_a_time(declared: Mapping) -> Iterator[dict[str, str]]:
    """Yield combinations that hold every choice of every axis, beside the others' first choices."""
    first = {axis: next(iter(choices)) for axis, choices in declared["axes"].items()}
    for axis, choices in declared["axes"].items():
        for choice in choices:
            yield first | {axis: choice}
