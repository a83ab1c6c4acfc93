"""Lighthouse on both pages, where it is installed (`make lighthouse` does so, through npm)."""

import functools
import json
import os
import shutil
import subprocess
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.browser.conftest import CHROMIUM
from tests.conftest import ROOT

KEPT = ROOT / ".lighthouse/node_modules/.bin/lighthouse"
LIGHTHOUSE = shutil.which("lighthouse") or (KEPT.as_posix() if KEPT.exists() else None)
CATEGORIES = ("accessibility", "best-practices")
LEAST = 95

pytestmark = pytest.mark.skipif(
    LIGHTHOUSE is None, reason="no Lighthouse is installed; `make lighthouse` does so where npm is"
)


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder without a word."""

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def address(report):
    """Where the report's folder is served: Lighthouse reads no file from a disk."""
    handler = functools.partial(Quiet, directory=report.as_posix())
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("file", ["index.html", "details.html"])
def test_accessibility_and_best_practices(address, file):
    run = subprocess.run(
        [LIGHTHOUSE, f"{address}/{file}", f"--only-categories={','.join(CATEGORIES)}",
         "--output=json", "--output-path=stdout", "--quiet",
         "--chrome-flags=--headless=new --no-sandbox"],
        env={**os.environ, "CHROME_PATH": CHROMIUM},
        capture_output=True, text=True, timeout=600, check=True,
    )  # fmt: skip
    found = json.loads(run.stdout)
    scores = {name: round(100 * found["categories"][name]["score"]) for name in CATEGORIES}
    print(file, scores)
    lost = {
        audit["id"]: audit["title"]
        for name in CATEGORIES
        for reference in found["categories"][name]["auditRefs"]
        for audit in [found["audits"][reference["id"]]]
        if reference["weight"] and audit["score"] is not None and audit["score"] < 1
    }
    assert min(scores.values()) >= LEAST, lost
