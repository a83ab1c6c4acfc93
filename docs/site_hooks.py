"""What the site has beside its pages: functions by package, drawn formulas, CONTRIBUTING.md."""

import re
from html import unescape
from pathlib import Path

from latex2mathml.converter import convert
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src/pooledfunds"
FORMULA = re.compile(r'<(span|div) class="arithmatex">\s*\\([(\[])(.*?)\\[)\]]\s*</\1>', re.DOTALL)
# A link to a file that is no page of the site keeps its words only.
OUTSIDE = re.compile(r"\[([^\]]+)\]\((?!docs/|#)[^)]*\)")


def package_page(package: Path) -> str:
    """Return the page of a package: each of its modules by its docstrings."""
    modules = [file for file in sorted(package.rglob("*.py")) if file.name != "__init__.py"]
    names = [file.relative_to(ROOT / "src").with_suffix("").as_posix() for file in modules]
    blocks = [f"## `{name.replace('/', '.')}`\n\n::: {name.replace('/', '.')}" for name in names]
    hidden = "    options:\n      show_root_heading: false"
    return "\n\n".join([f"# {package.name}", *(f"{block}\n{hidden}" for block in blocks)]) + "\n"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Return the settings with a page of functions for each package in the navigation."""
    packages = sorted(file.parent.name for file in SOURCE.glob("*/__init__.py"))
    (reference,) = (part["Reference"] for part in config.nav if "Reference" in part)
    reference[-1] = {"Functions": [{name: f"reference/{name}.md"} for name in packages]}
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Return the pages with those that have no file of their own under ``docs``."""
    for init in sorted(SOURCE.glob("*/__init__.py")):
        page = f"reference/{init.parent.name}.md"
        files.append(File.generated(config, page, content=package_page(init.parent)))
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    guide = OUTSIDE.sub(r"\1", guide).replace("](docs/", "](")
    files.append(File.generated(config, "contributing.md", content=guide))
    return files


def on_page_markdown(markdown: str, **_) -> str:
    """Return a page whose links to the guide lead to its page of the site."""
    return re.sub(r"\]\((?:\.\./)+CONTRIBUTING\.md", "](contributing.md", markdown)


def on_page_content(html: str, **_) -> str:
    """Return a page whose formulas are MathML, which browsers draw by themselves."""

    def drawn(found: re.Match) -> str:
        display = "block" if found[2] == "[" else "inline"
        return convert(unescape(found[3]), display=display)

    return FORMULA.sub(drawn, html)
