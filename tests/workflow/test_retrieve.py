"""`snakemake retrieve`, from a server on this machine into a folder that is empty at first."""

import csv
import functools
import hashlib
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytestmark = pytest.mark.workflow
FOLDER = "data/raw/official/means_to_an_end"


@pytest.fixture
def published(workspace, tmp_path_factory):
    """Let the project's list name one file of a server on this machine; return the file."""
    site = tmp_path_factory.mktemp("site")
    file = site / "spend 2004.xls"
    file.write_bytes(b"a return")
    handler = functools.partial(SimpleHTTPRequestHandler, directory=site)
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    row = {
        "study": "means_to_an_end",
        "source": "pssex1",
        "target": "pssex1/spend_2003-04.xls",
        "address": f"http://127.0.0.1:{server.server_port}/spend%202004.xls",
        "checksum": f"sha256:{hashlib.sha256(b'a return').hexdigest()}",
        "bytes": "8",
        "licence": "Open Government Licence v3.0",
        "publisher": "a publisher",
    }
    with (workspace.folder / "config/downloads.csv").open("w", newline="") as text:
        writer = csv.DictWriter(text, row, lineterminator="\n")
        writer.writeheader()
        writer.writerow(row)
    yield file
    server.shutdown()
    thread.join()
    server.server_close()


def test_returns_are_retrieved_before_a_run_can_be_planned(workspace, published):
    official = ("retrieve", "--config", "basis=official")
    assert "1 files of means_to_an_end" in workspace.run(*official)
    assert workspace.files(FOLDER) == {"pssex1/spend_2003-04.xls"}
    assert "0 retrieved, 1 there before" in workspace.run(*official)
    assert (workspace.folder / "logs/retrieve.log").read_text().startswith("done")


def test_wrong_contents_are_one_message_and_a_failed_command(workspace, published):
    published.write_bytes(b"a fraud!")
    run = workspace.snakemake("retrieve", "--config", "study=means_to_an_end")
    assert run.returncode == 1
    assert f"1 of 1 files of means_to_an_end are missing, 0 are under {FOLDER}" in run.stdout
    assert run.stdout.rstrip().endswith("The same command goes on from here.")
    assert workspace.files(FOLDER) == set()


def test_a_study_that_is_not_known(workspace):
    run = workspace.snakemake("retrieve", "--config", "study=ten_yeers")
    assert run.returncode == 1
    assert "no study 'ten_yeers': config/studies has no such folder" in run.stdout
    assert "Traceback" not in run.stdout
