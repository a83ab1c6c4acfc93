"""Cells of the register that hold several words."""

from pooledfunds.core.cells import split_list


def sorted_unique_list(text: str) -> str:
    """Return the words of a cell once each, in order of the alphabet."""
    return "; ".join(sorted(set(split_list(text))))
