"""The site as ``make docs`` builds it: every link resolves, every docstring can be read."""

import os
import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The built site; a link to nothing or a docstring out of form is an error."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "mkdocs", "--quiet", "build", "--strict", "-d", str(folder)]
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    run = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return folder


def test_functions_are_listed_by_package_with_what_their_docstrings_say(site):
    text = (site / "reference/core.html").read_text(encoding="utf-8")
    assert "pooledfunds.core.funnel" in text
    assert "widened for over-dispersion" in text


def test_formulas_are_drawn(site):
    text = (site / "methods.html").read_text(encoding="utf-8")
    assert text.count("<math") > 40
    assert "\\frac" not in text
    assert "$" not in re.sub(r"<script.*?</script>", "", text, flags=re.DOTALL)


def test_nothing_is_fetched_from_elsewhere_when_a_page_is_read(site):
    fetched = re.compile(r'<(?:script|img|iframe)[^>]+src="?https?:|<link[^>]+href="?https?:')
    assert not [p.name for p in site.rglob("*.html") if fetched.search(p.read_text("utf-8"))]
