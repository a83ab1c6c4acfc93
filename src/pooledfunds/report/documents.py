"""The project's own words for the page: limits and decisions, from Markdown to HTML."""

import re
from collections.abc import Iterable
from html import escape
from itertools import count
from pathlib import Path

from markdown_it import MarkdownIt
from markupsafe import Markup

TITLE = re.compile(r"^# (?:(\d+)\. )?(.*)\n")
DECISION = re.compile(r'href="(?:\.\./)?(?:docs/)?(?:decisions/)?0*(\d+)-[^"]*\.md"')
ELSEWHERE = re.compile(r'<a href="(?!#|https?:)[^"]*">(.*?)</a>')


def documents(files: Iterable[str | Path]) -> list[dict]:
    """Return each document's name, number, title and body as HTML, in the order of their names.

    Markup inside a document is shown as text. A link to a decision leads to its place on the
    page; a link to another file of the project keeps its words only.
    """
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    found = []
    for path in sorted(map(Path, files)):
        text = path.read_text(encoding="utf-8")
        heading = TITLE.match(text)
        number, title = heading.groups() if heading else (None, path.stem)
        body = reader.render(text[heading.end() :] if heading else text)
        body = ELSEWHERE.sub(r"\1", DECISION.sub(r'href="#decision-\1"', body))
        body = re.sub(r"<(/?)h[1-6]>", r"<\1h4>", body)
        found.append(
            {"name": path.stem, "number": number, "title": title, "body": Markup(wide(body, title))}
        )
    return found


def wide(body: str, title: str) -> str:
    """Return HTML in which each table scrolls by itself where the window is narrow.

    Parameters
    ----------
    body
        HTML.
    title
        Of the document: names its tables.
    """
    numbers = count(1)

    def opening(_: re.Match) -> str:
        name = escape(f"Table {next(numbers)} of: {title}")
        return f'<div class="scroll" tabindex="0" role="region" aria-label="{name}"><table>'

    return re.sub("<table>", opening, body).replace("</table>", "</table></div>")
