"""Place names that sound English and belong nowhere."""

import numpy as np

ONSETS = ("Br", "Cr", "Dr", "Gl", "Gr", "Pr", "Qu", "Sk", "Sn", "Str", "Thr", "Tw", "V", "Wr", "Y")
MIDDLES = ("ae", "e", "ea", "i", "o", "oa", "u")
CODAS = ("bb", "cks", "dd", "ffn", "gg", "ldr", "lv", "mbl", "nnel", "ppin", "rrow", "ske", "vel")
ENDINGS = ("combe", "den", "fold", "garth", "hithe", "holt", "ley", "mere", "stow", "thwaite",
           "wick", "worth")  # fmt: skip
COUNTY_ENDING = "shire"


def coin_names(rng: np.random.Generator, number: int) -> list[str]:
    """Return `number` different invented place names.

    A world coins all its names in one call: two calls may coin the same name, and then a body
    that ended would bear the name of another that stands.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    number
        How many.
    """
    names: dict[str, None] = {}
    while len(names) < number:
        onset, middle, coda, ending = (
            parts[rng.integers(len(parts))] for parts in (ONSETS, MIDDLES, CODAS, ENDINGS)
        )
        names[onset + middle + coda + ending] = None
    return list(names)


def coin_stems(rng: np.random.Generator, number: int) -> list[str]:
    """Return `number` different invented stems, to which a county's ending is put.

    Parameters
    ----------
    rng
        Generator of this theme alone, drawn from in a fixed order.
    number
        How many.
    """
    stems: dict[str, None] = {}
    while len(stems) < number:
        onset, middle, coda = (
            parts[rng.integers(len(parts))] for parts in (ONSETS, MIDDLES, CODAS)
        )
        stems[onset + middle + coda] = None
    return list(stems)
