"""How easily a text reads, and which private words it holds: what tests ask of the page."""

import re

# Words of a private dialect, for which the field has its own (docs/glossary.md).
PRIVATE = (
    "nought",
    "at hand",
    "beforehand",
    "like for like",
    "speak against",
    "speaks against",
    "as it is",
    "told of",
    "turned labels",
    "left as they may be",
    "on its ground",
    "tells of",
    "holds zero",
)
VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """Return about how many syllables an English word has: groups of vowels, less a silent e."""
    groups = len(VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def grade(sentences: list[str]) -> float:
    """Return the Flesch-Kincaid grade of sentences: years at school that they ask for.

    Kincaid, Fishburne, Rogers and Chissom (1975). Numbers count as words of one syllable.
    """
    words = [
        word for sentence in sentences for word in re.findall(r"[a-z0-9.%]+", sentence.lower())
    ]
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59


def private_words(text: str) -> list[str]:
    """Return the private words that a text holds."""
    lower = text.lower()
    return [words for words in PRIVATE if re.search(rf"\b{re.escape(words)}\b", lower)]


def numbers_without_unit(sentence: str) -> list[str]:
    """Return the decimal numbers of a finding that no unit follows: %, points, or a noun."""
    found = re.finditer(r"(?<![\w/.-])(?:p = )?\d[\d,]*\.\d+(?![\d/])", sentence)
    rest = [(one[0], sentence[one.end() :]) for one in found if not one[0].startswith("p =")]
    return [number for number, after in rest if not re.match(r"%| (?!to\b)[A-Za-z]", after)]
