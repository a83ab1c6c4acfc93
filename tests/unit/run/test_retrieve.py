"""Returns downloaded from a server on this machine, which can be made to fail in every way."""

import hashlib
import os
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from pooledfunds.core.errors import StudyError
from pooledfunds.core.ownership import MARKER, ownership_faults
from pooledfunds.core.settings import Basis
from pooledfunds.run import retrieve
from pooledfunds.run.downloads import Download
from pooledfunds.run.retrieve import BLOCK, retrieve_returns

RETURN = bytes(range(256)) * 1000
SIZE = len(RETURN)
# As `git hash-object` gives it.
RETURN_IN_GIT = "git-blob:" + hashlib.sha1(b"blob 256000\0" + RETURN).hexdigest()
SHA256 = "sha256:" + hashlib.sha256(RETURN).hexdigest()


class Publisher(BaseHTTPRequestHandler):
    """Serves what ``server.files`` holds; what it is asked for is noted in ``server.asked``."""

    protocol_version = "HTTP/1.1"

    def do_GET(self):
        begin = self.headers["Range"]
        self.server.asked.append((self.path, begin))
        content, kind = self.server.files.get(self.path, (b"", "missing"))
        start = int(begin.removeprefix("bytes=").rstrip("-")) if begin else 0
        if kind == "without ranges":
            start = 0
        if kind == "missing":
            self.send_error(404)
            return
        if kind == "busy at first" and len(self.server.asked) == 1:
            self.send_response(503)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        if start >= len(content):
            self.send_response(416)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = content[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if kind == "breaks off" and len(self.server.asked) <= self.server.breaks:
            self.wfile.write(body[:BLOCK])
            self.close_connection = True
            return
        self.wfile.write(body)

    def log_message(self, *arguments):
        """Say nothing: a test reads what a run prints."""


@pytest.fixture
def publisher():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    server.files, server.asked, server.breaks = {}, [], 0
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def published(publisher):
    """Publish a file in a certain way, and return how it can be downloaded."""

    def publish(target, content=RETURN, kind="", checksum=SHA256, size=SIZE):
        publisher.files[f"/{target}"] = (content, kind)
        address = f"http://127.0.0.1:{publisher.server_port}/{target}"
        return Download("pssex1", target, address, checksum, size)

    return publish


@pytest.fixture
def retrieved(tmp_path):
    def retrieved(*downloads):
        return retrieve_returns("a_study", downloads, basis(tmp_path / "returns"))

    return retrieved


def basis(root):
    return Basis("official", root.as_posix(), {"pssex1": ["pssex1/*.xls"]})


def files(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*.*")}


@pytest.mark.parametrize(
    ("checksum", "size"), [(SHA256, SIZE), (RETURN_IN_GIT, SIZE), (SHA256, None)]
)
def test_a_file_is_put_in_its_place_once_and_kept(
    published, retrieved, publisher, tmp_path, checksum, size
):
    download = published("pssex1/spend.xls", checksum=checksum, size=size)
    assert "1 files of a_study are under" in retrieved(download)
    assert files(tmp_path / "returns") == {"pssex1/spend.xls": RETURN}
    assert "0 retrieved, 1 there before" in retrieved(download)
    assert len(publisher.asked) == 1


def test_a_source_without_a_download_is_named(published, tmp_path):
    sources = {"pssex1": ["pssex1/*"], "council_list": ["places/*"]}
    official = Basis("official", tmp_path.as_posix(), sources)
    told = retrieve_returns("a_study", [published("pssex1/spend.xls")], official)
    assert told.endswith("what each holds: council_list")


def test_what_has_come_so_far_is_continued(published, retrieved, publisher, tmp_path):
    part = tmp_path / "returns/spend.xls.part"
    part.parent.mkdir()
    part.write_bytes(RETURN[:150_000])
    retrieved(published("spend.xls"))
    assert publisher.asked == [("/spend.xls", "bytes=150000-")]
    assert files(tmp_path / "returns") == {"spend.xls": RETURN}


@pytest.mark.parametrize("size", [SIZE, None])
def test_a_part_that_is_whole_is_put_in_its_place(published, retrieved, tmp_path, size):
    part = tmp_path / "returns/spend.xls.part"
    part.parent.mkdir()
    part.write_bytes(RETURN)
    retrieved(published("spend.xls", size=size))
    assert files(tmp_path / "returns") == {"spend.xls": RETURN}


@pytest.mark.parametrize("left", [b"of another file", b"x" * SIZE, b"x" * 300_000])
@pytest.mark.parametrize("kind", ["", "without ranges"])
def test_a_part_of_another_file_is_fetched_anew(published, retrieved, tmp_path, left, kind):
    part = tmp_path / "returns/spend.xls.part"
    part.parent.mkdir()
    part.write_bytes(left)
    retrieved(published("spend.xls", kind=kind))
    assert files(tmp_path / "returns") == {"spend.xls": RETURN}


def test_a_transfer_that_breaks_off_goes_on_where_it_ended(
    published, retrieved, publisher, tmp_path
):
    publisher.breaks = 2
    retrieved(published("spend.xls", kind="breaks off"))
    assert [begin for _, begin in publisher.asked] == [None, "bytes=65536-", "bytes=131072-"]
    assert files(tmp_path / "returns") == {"spend.xls": RETURN}


def test_one_that_never_ends_leaves_a_part_for_the_next_run(
    published, retrieved, publisher, tmp_path, monkeypatch
):
    publisher.breaks = 9
    monkeypatch.setattr(retrieve, "TRIES", 1)
    download = published("spend.xls", kind="breaks off")
    with pytest.raises(StudyError, match="broke off after 65,536 of 256,000 bytes"):
        retrieved(download)
    assert files(tmp_path / "returns") == {"spend.xls.part": RETURN[:BLOCK]}
    publisher.breaks = 0
    assert "1 retrieved" in retrieved(download)


def test_one_that_is_interrupted_or_falls_silent_goes_on_in_the_next_run(
    published, retrieved, publisher, tmp_path, monkeypatch
):
    def interrupted(response, size):
        yield response.raw.read(size)
        raise KeyboardInterrupt

    def silent(response, size):
        yield response.raw.read(size)
        raise requests.exceptions.ConnectionError("read timed out")

    download = published("spend.xls")
    for way, told in ((interrupted, KeyboardInterrupt), (silent, StudyError)):
        with monkeypatch.context() as patched:
            patched.setattr(requests.Response, "iter_content", way)
            patched.setattr(retrieve, "TRIES", 1)
            with pytest.raises(told):
                retrieved(download)
    assert files(tmp_path / "returns") == {"spend.xls.part": RETURN[: 2 * BLOCK]}
    assert "1 retrieved" in retrieved(download)
    assert [begin for _, begin in publisher.asked] == [None, "bytes=65536-", "bytes=131072-"]


def test_a_server_that_ends_too_early_is_told_so(published, retrieved, tmp_path):
    with pytest.raises(StudyError, match="broke off after 1,000 of 256,000 bytes"):
        retrieved(published("spend.xls", content=RETURN[:1000]))
    assert "spend.xls" not in files(tmp_path / "returns")


@pytest.mark.parametrize("size", [SIZE, None])
@pytest.mark.parametrize("content", [b"y" * SIZE, b"y" * 10 * SIZE])
def test_wrong_contents_are_removed_and_named_and_the_rest_is_there(
    published, retrieved, tmp_path, content, size
):
    wrong = published("pssex1/wrong.xls", content=content, size=size)
    with pytest.raises(StudyError) as told:
        retrieved(published("a.xls"), wrong, published("z.xls"))
    assert str(told.value).startswith("1 of 3 files of a_study are missing, 2 are under ")
    assert "pssex1/wrong.xls: http://127.0.0.1" in str(told.value)
    assert "other contents than were published" in str(told.value)
    assert str(told.value).endswith("The same command goes on from here.")
    assert set(files(tmp_path / "returns")) == {"a.xls", "z.xls"}


def test_a_file_that_is_not_there_any_more(published, retrieved, tmp_path):
    with pytest.raises(StudyError, match=r"gone.xls answers 404 Not Found"):
        retrieved(published("gone.xls", kind="missing"), published("a.xls"))
    assert set(files(tmp_path / "returns")) == {"a.xls"}


def test_a_busy_server_is_asked_again(published, retrieved, publisher):
    assert "1 retrieved" in retrieved(published("a.xls", kind="busy at first"))
    assert len(publisher.asked) == 2


def test_a_server_that_is_away_is_asked_for_one_file_only(published, retrieved, monkeypatch):
    asked, request_rest = [], retrieve.request_rest

    def count(*arguments):
        asked.append(arguments)
        return request_rest(*arguments)

    monkeypatch.setattr(retrieve, "request_rest", count)
    address = "http://127.0.0.1:9"  # the port at which nothing listens (RFC 863)
    away = [Download("pssex1", f"{n}.xls", f"{address}/{n}.xls", SHA256) for n in range(30)]
    with pytest.raises(StudyError) as told:
        retrieved(*away, published("a.xls"))
    assert "30 of 31 files of a_study are missing, 1 are under" in str(told.value)
    assert "0.xls: 127.0.0.1:9 does not answer" in str(told.value)
    assert "and 10 more" in str(told.value)
    assert len(asked) == 2


def test_what_lies_in_the_place_of_a_file_is_never_written_over(published, retrieved, tmp_path):
    own = tmp_path / "returns/spend.xls"
    own.parent.mkdir()
    own.write_bytes(b"put right by hand")
    with pytest.raises(StudyError, match=r"spend.xls: the file there has other contents"):
        retrieved(published("spend.xls"))
    assert files(tmp_path / "returns") == {"spend.xls": b"put right by hand"}


def test_a_link_that_leads_out_is_not_followed(published, retrieved, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns/pssex1").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(StudyError, match="a link leads out of"):
        retrieved(published("pssex1/spend.xls"))
    assert not list((tmp_path / "elsewhere").iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_only_be_read(published, retrieved, tmp_path):
    (tmp_path / "returns").mkdir(mode=0o555)
    with pytest.raises(StudyError, match=r"spend.xls: .*/spend.xls.part: Permission denied"):
        retrieved(published("spend.xls"))


def test_a_file_where_a_folder_belongs(published, retrieved, tmp_path):
    (tmp_path / "returns").mkdir()
    (tmp_path / "returns/pssex1").touch()
    with pytest.raises(
        StudyError, match=r"1 of 2 files (.|\n)*spend.xls: .*/returns/pssex1: File exists"
    ):
        retrieved(published("pssex1/spend.xls"), published("b.xls"))
    assert (tmp_path / "returns/b.xls").exists()


def test_an_invented_england_and_official_returns_keep_out_of_each_others_folder(
    published, retrieved, tmp_path
):
    retrieved(published("spend.xls"))
    assert "an invented England would overwrite them" in ownership_faults(tmp_path / "returns")[0]
    (tmp_path / "returns" / MARKER).touch()
    with pytest.raises(StudyError, match="belongs to an invented England"):
        retrieved(published("spend.xls"))


def test_progress_is_shown_on_a_terminal_alone(published, retrieved, capsys, monkeypatch):
    retrieved(published("a.xls"))
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    retrieved(published("b.xls"))
    assert "1 of 1: b.xls" in capsys.readouterr().err
