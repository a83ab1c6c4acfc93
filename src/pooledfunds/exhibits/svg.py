"""SVG as Matplotlib writes it, made small without a visible difference."""

import re

DRAWN = re.compile(r'\b(d|points|x|y|x1|x2|y1|y2|width|height)="([^"]*)"')
MOVED = re.compile(r"translate\(([^)]*)\)")
LETTER = re.compile(r"(?<![A-Za-z0-9_-])(DejaVuSans(?:-(?:Bold|Oblique))*)-([0-9a-f]+)\b")
GLYPH = re.compile(r'(<use xlink:href="#[^"]+") transform="translate\(([-\d.]+)(?:[ ,]0)?\)"/>')
PLACED = re.compile(r'(<use href="#D[^"]+" x=")([-\d.]+)"')
COMMAND = re.compile(r" ?([A-Za-z]) ?")
FRACTION = re.compile(r"-?\d+\.\d+")


def squeezed(svg: str) -> str:
    """Return an SVG with short names for letters, two decimals and no idle blanks.

    Two decimals of a point are a hundredth of the thinnest line. Scales keep all theirs, since
    every letter is drawn through one.
    """
    svg = re.sub(r">\s+<", "><", svg)
    svg = re.sub(r"\s*\n\s*", " ", svg)
    svg = LETTER.sub(lambda found: f"{found[1].replace('DejaVuSans', 'D')}{found[2]}", svg)
    svg = GLYPH.sub(lambda found: f'{found[1]} x="{rounded(found[2])}"/>', svg)
    svg = MOVED.sub(lambda found: f"translate({rounded(found[1])})", svg)
    return DRAWN.sub(lambda found: f'{found[1]}="{tight(found[1], found[2])}"', svg)


def for_page(svg: str) -> str:
    """Return a squeezed SVG for an image whose words stand beside it.

    Names are the shorter ones that every browser knows, places have one decimal of a point and
    letters a hundredth of their size: neither can be seen.
    """
    svg = re.sub(r"<(metadata|desc)\b.*?</\1>", "", svg, flags=re.DOTALL)
    svg = svg.replace("xlink:href=", "href=")
    svg = PLACED.sub(lambda found: f'{found[1]}{float(found[2]):.0f}"', svg)
    svg = MOVED.sub(lambda found: f"translate({rounded(found[1], 1)})", svg)
    return DRAWN.sub(lambda found: f'{found[1]}="{rounded(found[2], 1)}"', svg)


def rounded(numbers: str, decimals: int = 2) -> str:
    """Return a text with its fractions rounded."""
    return FRACTION.sub(
        lambda found: f"{float(found[0]):.{decimals}f}".rstrip("0").rstrip("."), numbers
    )


def tight(name: str, value: str) -> str:
    """Return an attribute's numbers rounded, and a path without blanks about its commands."""
    value = rounded(value.strip())
    return COMMAND.sub(r"\1", value).strip() if name == "d" else value
