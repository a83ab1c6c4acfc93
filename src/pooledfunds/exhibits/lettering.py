"""The width of text in the style's type, and lines broken to fit."""

from functools import cache

from matplotlib.font_manager import FontProperties, fontManager, get_font
from matplotlib.ft2font import FT2Font, LoadFlags


@cache
def _font(weight: str) -> FT2Font:
    return get_font(fontManager.findfont(FontProperties(family="DejaVu Sans", weight=weight)))


@cache
def text_width(text: str, size: float, weight: str = "normal") -> float:
    """Return the width of a line of text in inches.

    Parameters
    ----------
    text, size, weight
        See :func:`wrapped`.
    """
    font = _font(weight)
    font.set_size(size, 72)
    font.set_text(text, flags=LoadFlags.NO_HINTING)  # hinted, each letter is rounded to a pixel
    return font.get_width_height()[0] / 64 / 72


def wrapped(text: str, size: float, width: float, weight: str = "normal") -> list[str]:
    """Return the lines of a text broken to fit a width, by measure and not by count.

    Parameters
    ----------
    text
        Words parted by blanks.
    size
        Size of the type in points.
    width
        Room in inches.
    weight
        ``normal`` or ``bold``.
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
