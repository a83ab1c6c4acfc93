"""Short alphanumeric codes as whole numbers, so that the engine compares and sorts integers."""

import numpy as np

BASE = 37  # zero for no character, then the ten digits and the 26 letters
_CHARACTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"

# Worth of every byte; what is neither digit nor letter is worth zero.
WORTH = np.zeros(256, dtype=np.uint32)
for _index, _character in enumerate(_CHARACTERS, start=1):
    WORTH[ord(_character)] = WORTH[ord(_character.lower())] = _index


def encode(code: str, width: int) -> int:
    """Return a code as a whole number: base 37, filled up with nothing to ``width`` characters.

    Numbers of one width sort as their codes do, and every code that begins with a prefix
    lies between ``encode(prefix, width)`` and ``last_of(prefix, width)``.

    Parameters
    ----------
    code
        Letters and digits, in either case.
    width
        Number of characters, filled up with nothing.

    Raises
    ------
    ValueError
        When the code is longer or holds anything else.
    """
    if len(code) > width or not all(c.upper() in _CHARACTERS for c in code):
        raise ValueError(f"not a code of at most {width} letters and digits")
    number = 0
    for character in code.upper().ljust(width):
        number = number * BASE + int(WORTH[ord(character)])
    return number


def last_of(prefix: str, width: int) -> int:
    """Return the greatest number of the codes that begin with ``prefix``.

    Parameters
    ----------
    prefix
        Letters and digits.
    width
        Number of characters of the codes.
    """
    return encode(prefix, width) + BASE ** (width - len(prefix)) - 1


def decode(number: int, width: int) -> str:
    """Return the code that a number stands for; zero stands for no code, an empty text.

    Parameters
    ----------
    number
        From ``encode``, of one code.
    width
        With which it was encoded.
    """
    characters = []
    for _ in range(width):
        number, worth = divmod(int(number), BASE)
        characters.append(_CHARACTERS[worth - 1] if worth else "")
    return "".join(reversed(characters))


def encode_area(code: str) -> int:
    """Return the number of an LSOA code: its digits plus the letter's place times 2**27."""
    return int(code[1:]) + ((encode(code[0], 1) - 10) << 27)
