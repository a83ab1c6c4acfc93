"""SVG as Matplotlib writes it, made small without a visible difference."""

import re
from collections import Counter
from itertools import groupby
from xml.etree import ElementTree

DRAWN = re.compile(r'\b(d|points|x|y|x1|x2|y1|y2|width|height)="([^"]*)"')
PLACE = r"\((?P<{}>[-\d.]+)[ ,](?P<{}>[-\d.]+)\)"
SHIFT_AND_SCALE = re.compile(
    f"translate{PLACE.format('x', 'y')} scale{PLACE.format('across', 'down')}"
)
POINT = re.compile(r"(M[-\d.]+,[-\d.]+)?")
MOVED = re.compile(r"translate\(([^)]*)\)")
LETTER = re.compile(r"(?<![A-Za-z0-9_-])(DejaVuSans(?:-(?:Bold|Oblique))*)-([0-9a-f]+)\b")
GLYPH = re.compile(r'(<use xlink:href="#[^"]+") transform="translate\(([-\d.]+)(?:[ ,]0)?\)"/>')
COMMAND = re.compile(r" ?([A-Za-z]) ?")
FRACTION = re.compile(r"-?\d+\.\d+")
USED = re.compile(r"""(href="|url\()#([\w.-]+)""")
STEP = re.compile(r"([A-Za-z])([^A-Za-z]*)")
LINK = "{http://www.w3.org/1999/xlink}href"
SVG = "http://www.w3.org/2000/svg"
WORDS = ("metadata", "title", "desc")  # the page has them next to the image
LETTER_SCALE = "scale(0.015625)"  # a letter is 4,700 units high, drawn through this
LETTER_GRID = 32  # units: less than a hundredth of a letter's height


def squeezed(svg: str) -> str:
    """Return an SVG with short names for letters, two decimals and no idle blanks.

    Two decimals of a point are a hundredth of the thinnest line. Scales keep all theirs, since
    every letter is drawn through one.
    """
    svg = re.sub(r">\s+<", "><", svg)
    svg = re.sub(r"\s*\n\s*", " ", svg)
    svg = LETTER.sub(lambda found: f"{found[1].replace('DejaVuSans', 'D')}{found[2]}", svg)
    svg = GLYPH.sub(lambda found: f'{found[1]} x="{round_numbers(found[2])}"/>', svg)
    svg = MOVED.sub(lambda found: f"translate({round_numbers(found[1])})", svg)
    return DRAWN.sub(lambda found: f'{found[1]}="{shorten_value(found[1], found[2])}"', svg)


def for_page(svg: str) -> str:
    """Return a squeezed SVG for an image whose words the page has next to it, at half its bytes.

    What says nothing to the eye is left out, each style is said once, names are short and paths
    go from point to point. Places have one decimal of a point, and a letter three hundred steps
    to its height: neither can be seen.
    """
    root = ElementTree.fromstring(svg)
    blanks = {f"#{path.get('id')}" for path in root.iter(f"{{{SVG}}}path") if not path.get("d")}
    for parent in list(root.iter()):
        for child in [child for child in parent if child.tag.rpartition("}")[2] in WORDS]:
            parent.remove(child)
    styles: dict[str, str] = {}
    for element in root.iter():
        if LINK in element.attrib:
            element.set("href", element.attrib.pop(LINK))
        replace_style(element, styles)
        for side in ("x", "y"):
            if side in element.attrib:
                place = float(element.attrib[side])
                letter = element.tag.endswith("use") and "y" not in element.attrib
                element.set(side, f"{place:.0f}" if letter else in_tenths(10 * place))
        if element.get("transform") == LETTER_SCALE:
            element.set("transform", f"scale({LETTER_GRID / 64:g})")
            element.set("d", relative_path(element.get("d", ""), LETTER_GRID))
        elif "d" in element.attrib:
            element.set("d", relative_path(element.attrib["d"], 0.1))
        elif "transform" in element.attrib:
            element.set("transform", short_transform(element.attrib["transform"]))
    rules = root.find(f".//{{{SVG}}}style")
    if rules is not None:
        rules.text = (rules.text or "") + "".join(f".{c}{{{s}}}" for s, c in styles.items())
    words_once(root, blanks)
    without_idle_parts(root)
    ElementTree.register_namespace("", SVG)
    return shorten_names(ElementTree.tostring(root, encoding="unicode").replace(" />", "/>"))


def replace_style(element: ElementTree.Element, styles: dict[str, str]) -> None:
    """Put an element's style and clip into a class, one for each combination.

    Parameters
    ----------
    element
        Its style is taken from it, and a class put in its place.
    styles
        Classes by style, added to.
    """
    style = element.attrib.pop("style", "").replace(": ", ":").replace("; ", ";")
    clip = element.attrib.pop("clip-path", "")
    both = ";".join(filter(None, (style, f"clip-path:{clip}" if clip else "")))
    if both:
        element.set("class", styles.setdefault(both, in_letters(len(styles))))


def short_transform(transform: str) -> str:
    """Return a transform with one decimal of places; a shift and a scale as one matrix.

    Parameters
    ----------
    transform
        As the picture writes it.
    """
    both = SHIFT_AND_SCALE.fullmatch(transform)
    if both:
        x, y = (in_tenths(10 * float(both[name])) for name in ("x", "y"))
        across, down = (re.sub(r"\b0\.", ".", both[name]) for name in ("across", "down"))
        return f"matrix({across},0,0,{down},{x},{y})"
    return MOVED.sub(lambda found: f"translate({round_numbers(found[1], 1)})", transform)


def without_idle_parts(root: ElementTree.Element) -> None:
    """Take out names that nothing refers to, groups that then say nothing, and paths of a point."""
    text = ElementTree.tostring(root, encoding="unicode")
    used = {name for _, name in USED.findall(text)}
    for element in root.iter():
        if element.get("id") not in used:
            element.attrib.pop("id", None)

    def kept(element: ElementTree.Element) -> list[ElementTree.Element]:
        pointless = element.tag == f"{{{SVG}}}path" and POINT.fullmatch(element.get("d", ""))
        if pointless and "id" not in element.attrib:
            return []  # a marker that stands there is drawn apart
        children = [one for child in element for one in kept(child)]
        if element.tag == f"{{{SVG}}}g" and not element.attrib:
            return children
        element[:] = children
        return [element]

    kept(root)


def words_once(root: ElementTree.Element, blanks: set[str]) -> None:
    """Set each word that comes again by pointing at where it came first; drop the blanks.

    A word of one font always has its letters at the same distances, so its letters name it.

    Parameters
    ----------
    root
        The picture, which is changed.
    blanks
        References to glyphs without a line, which are left out.
    """
    first: dict[tuple, tuple[ElementTree.Element, float]] = {}
    use = f"{{{SVG}}}use"
    for group in list(root.iter(f"{{{SVG}}}g")):
        letters = [child for child in group if child.tag == use and "y" not in child.attrib]
        for blank, some in groupby(letters, key=lambda letter: letter.get("href") in blanks):
            word = list(some)
            for letter in word:
                group.remove(letter)
            if blank:
                continue
            names = tuple(letter.get("href") for letter in word)
            x = float(word[0].get("x", 0))
            if len(word) == 1:
                group.append(word[0])
            elif names in first:
                made, at = first[names]
                ElementTree.SubElement(group, use, x=f"{x - at:.0f}", href=f"#{made.get('id')}")
            else:
                made = ElementTree.SubElement(group, f"{{{SVG}}}g", id=f"word-{len(first)}")
                made.extend(word)
                first[names] = made, x


def shorten_names(svg: str) -> str:
    """Return an SVG whose names are as short as can be, the commonest first."""
    used = Counter(name for _, name in USED.findall(svg))
    ranked = sorted(used, key=lambda name: (-used[name], name))
    short = {name: in_letters(place) for place, name in enumerate(ranked)}
    svg = USED.sub(lambda found: f"{found[1]}#{short[found[2]]}", svg)
    return re.sub(r' id="([^"]+)"', lambda found: f' id="{short.get(found[1], found[1])}"', svg)


def in_letters(number: int) -> str:
    """Return a number as letters: a to z, then aa."""
    more, last = divmod(number, 26)
    return (in_letters(more - 1) if more else "") + chr(97 + last)


def in_tenths(number: float) -> str:
    """Return a number of tenths as a decimal, without an idle zero."""
    whole = round(number)
    sign, (units, tenths) = "-" if whole < 0 else "", divmod(abs(whole), 10)
    return f"{sign}{units or ''}.{tenths}" if tenths else f"{sign}{units}"


def relative_path(path: str, grid: float) -> str:
    """Return a path whose points lie on a grid and are given from the point before.

    Parameters
    ----------
    path
        Commands M, L, Q, C and z with absolute points.
    grid
        Distance between grid points: a tenth, which is written as one, or some units, which are
        then counted in steps of the grid.
    """
    tenths = grid < 1
    parts, x, y, start, last = [], 0, 0, (0, 0), ""
    for command, numbers in STEP.findall(path):
        if command in "zZ":
            (x, y), last = start, "z"
            parts.append("z")
            continue
        places = [round(float(number) / grid) for number in numbers.replace(",", " ").split()]
        points = list(zip(places[::2], places[1::2], strict=True))
        steps = [side for px, py in points for side in (px - x, py - y)]
        x, y = points[-1]
        if command == "M":
            name, steps, start = "M", [x, y], (x, y)
        elif command == "L" and not steps[1]:
            name, steps = "h", steps[:1]
        elif command == "L" and not steps[0]:
            name, steps = "v", steps[1:]
        else:
            name = command.lower()
        words = [in_tenths(step) if tenths else str(step) for step in steps]
        # A comma, since a blank takes three letters in an address (``srcset``).
        text = words[0] + "".join(w if w[0] == "-" else f",{w}" for w in words[1:])
        if name != last or name == "M":
            parts.append(name)
        elif text[0] != "-":
            parts.append(",")
        parts.append(text)
        last = name
    return "".join(parts)


def round_numbers(numbers: str, decimals: int = 2) -> str:
    """Return a text with its fractions rounded.

    Parameters
    ----------
    numbers
        As the picture writes them.
    decimals
        How many are kept.
    """
    return FRACTION.sub(
        lambda found: f"{float(found[0]):.{decimals}f}".rstrip("0").rstrip("."), numbers
    )


def shorten_value(name: str, value: str) -> str:
    """Return an attribute's numbers rounded, and a path without blanks about its commands.

    Parameters
    ----------
    name
        Of the attribute.
    value
        As the picture writes it.
    """
    value = round_numbers(value.strip())
    return COMMAND.sub(r"\1", value).strip() if name == "d" else value
