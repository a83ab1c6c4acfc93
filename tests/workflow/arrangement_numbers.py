"""The numbers on the page of arrangements, each with whether it leads to where it comes from."""

import re
from html.parser import HTMLParser

# Digits that are no number of the study: years and days, parts of acts, names of tables.
NO_NUMBER = re.compile(
    r"\b\d{1,2} (?=[A-Z][a-z]+ \d{4})|\b(1[89]|20)\d\d(/\d\d)?( Q\d)?\b|section \d+"
    r"|subsection \d+|Table \d+|decision \d+"
)
# What has no numbers but codes and names: heads of rows and columns, terms, names of bodies.
NAMES = {"th", "dt", "bdi", "title", "style", "script", "code", "nav", "header", "footer"}
VOID = {"meta", "link", "img", "source", "br", "hr", "input"}
LINK = "details.html#"


class Numbers(HTMLParser):
    """Reads a page; ``untraced`` are the numbers that lead nowhere, ``anchors`` where others lead.

    A number leads to its origin when it stands in a link there, or in an element whose
    ``data-origin`` names one to which a link within that element leads.
    """

    def __init__(self, page: str):
        super().__init__()
        self.open: list[tuple[str, dict]] = []
        self.untraced: list[str] = []
        self.anchors: set[str] = set()
        self.traced = 0
        self.linked: list[set[str]] = []
        self.waiting: list[tuple[str, int, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in VOID:
            return
        self.open.append((tag, dict(attrs)))
        self.linked.append(set())
        anchor = self.leads(dict(attrs))
        if tag == "a" and anchor:
            for some in self.linked:
                some.add(anchor)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        depth = len(self.open)
        if self.open[-1][0] != tag:
            raise AssertionError(f"<{self.open[-1][0]}> is ended by </{tag}>")
        here = [one for one in self.waiting if one[1] == depth]
        self.waiting = [one for one in self.waiting if one[1] != depth]
        for text, _, origin in here:
            self.note(text, origin if origin in self.linked[-1] else "")
        self.open.pop()
        self.linked.pop()

    def handle_data(self, data: str) -> None:
        text = NO_NUMBER.sub("", data).strip()
        tags = {tag for tag, _ in self.open}
        named = tags & NAMES and ("td", {"class": "number"}) not in self.open
        if not re.search(r"\d", text) or "main" not in tags or named:
            return
        for depth in range(len(self.open), 0, -1):
            tag, attributes = self.open[depth - 1]
            if tag == "a" and self.leads(attributes):
                return self.note(text, self.leads(attributes))
            if "data-origin" in attributes:
                return self.waiting.append((text, depth, attributes["data-origin"]))
        self.note(text, "")

    def note(self, text: str, anchor: str) -> None:
        """Note a number with where it leads."""
        if anchor:
            self.anchors.add(anchor)
            self.traced += 1
        else:
            self.untraced.append(text)

    @staticmethod
    def leads(attributes: dict) -> str:
        """Return where a link leads on the page of details, if it does."""
        target = attributes.get("href") or ""
        return target.removeprefix(LINK) if target.startswith(LINK) else ""
