"""What a specification curve is about, in words."""

import re
from collections.abc import Iterable, Mapping

# Names of settings are in small letters; these words are not.
CAPITALS = {"nhs": "NHS", "pct": "PCT", "pcts": "PCTs", "ccg": "CCG", "poisson": "Poisson"}


def choice_words(name: str) -> str:
    """Return the name of an axis or an option as a reader would write it: ``without 2016/17``."""
    words = (CAPITALS.get(word, word) for word in name.split("_"))
    return re.sub(r"\b((?:19|20)\d\d) (\d\d)\b", r"\1/\2", " ".join(words))


def curve_label(curve: str, outcomes: Iterable[str], settings: Mapping) -> str:
    """Return a curve's question in words: its own label, or that of its only outcome.

    Parameters
    ----------
    curve
        Its name in the settings.
    outcomes
        Of its specifications.
    settings
        ``outcomes`` and ``curves`` of the study.
    """
    own = settings.get("curves", {}).get(curve, {}).get("label")
    if own:
        return own
    different = list(dict.fromkeys(map(str, outcomes)))
    if len(different) > 1:
        words = curve.replace("_", " ")
        return f"{words[:1].upper()}{words[1:]}"
    return settings["outcomes"].get(different[0], {}).get("label", different[0])
