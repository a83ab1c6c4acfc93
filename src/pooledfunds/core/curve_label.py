"""What a specification curve is about, in words."""

from collections.abc import Iterable, Mapping


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
