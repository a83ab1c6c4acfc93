"""The page's scripts: two libraries as their makers built them, and the page's own."""

import re
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from markupsafe import Markup

HERE = Path(__file__).parent
CHARTS = ("d3.min.js", "plot.min.js")
OWN = {
    "index": ("marks.js", "places.js", "ledger.js", "areas.js"),
    "details": ("marks.js", "places.js", "tables.js", "effects.js", "explorer.js"),
    "arrangements": ("marks.js", "places.js"),
}
EXPORT = re.compile(r"\bexport ?\{([^}]*)\};?")


@dataclass(frozen=True)
class Script:
    """A script of the page, and the digest by which the page's policy lets it run."""

    text: Markup
    digest: str


def scripts(page: str = "index") -> list[Script]:
    """Return the scripts of a page, in the order in which they must run."""
    drawn = CHARTS if page != "arrangements" else ()
    charts = [(HERE / "vendor" / name).read_text(encoding="utf-8") for name in drawn]
    own = [(HERE / "templates" / name).read_text(encoding="utf-8") for name in OWN[page]]
    libraries = [*([tables()] if "tables.js" in OWN[page] else []), *charts]
    return [script(text) for text in (*libraries, "\n".join(own))]


def tables() -> str:
    """Return DataTables, as the package itables carries it, under its own name.

    The file is a module that exports the library; within a page nothing can import it, so the
    export becomes a global name.

    Raises
    ------
    ValueError
        The file exports nothing by default, or in another form: itables has changed.
    """
    text = files("itables").joinpath("html/dt_bundle.js").read_text(encoding="utf-8")
    exports = EXPORT.findall(text)
    if len(exports) != 1:
        raise ValueError(f"itables' bundle has {len(exports)} lists of exports and not one")
    named = dict(re.findall(r"([\w$]+) as ([\w$]+)", exports[0]))
    local = next((name for name, outside in named.items() if outside == "default"), None)
    if local is None:
        raise ValueError("itables' bundle exports nothing by default")
    return EXPORT.sub(lambda _: f"globalThis.DataTable={local};", text)


def script(text: str) -> Script:
    """Return a script safe within HTML, whose parser looks for tags inside it too."""
    safe = re.sub(r"<(?=!--|/?script)", r"\\x3c", text, flags=re.IGNORECASE)
    safe = f"\n{safe.strip()}\n"
    digest = b64encode(sha256(safe.encode("utf-8")).digest()).decode("ascii")
    return Script(Markup(safe), f"sha256-{digest}")  # the libraries' words and ours, no run's


def policy(found: Iterable[Script]) -> str:
    """Return the page's content security policy: these scripts run, and nothing is asked for.

    Styles may be set on elements, since charts are styled as they are drawn.
    """
    digests = " ".join(f"'{one.digest}'" for one in found)
    return f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src {digests}"
