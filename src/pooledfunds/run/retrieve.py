"""Download the returns that are public; the only part of the project that uses the network.

A file is put in its place when its contents are those that were published, and not before. What
has come of it so far lies beside it under a name that ends in ``.part``, and the next try goes on
from there.
"""

import sys
from collections.abc import Sequence
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import Retry

from pooledfunds.core.errors import StudyError
from pooledfunds.core.ownership import MARKER
from pooledfunds.core.settings import Basis
from pooledfunds.run.downloads import Download
from pooledfunds.run.returns_folder import PARTIAL

TRIES = 3  # of a transfer that breaks off; each goes on where the last one ended
TIMEOUT = (10, 60)  # seconds: to connect, and between two blocks
BLOCK = 1 << 16
NAMED = 20  # missing files named at most
LARGEST = 1 << 30  # of a file whose size is not known
# Of a server that is busy, asked again after a wait that doubles, or that it names itself.
BUSY = Retry(
    total=3, connect=1, backoff_factor=0.5, status_forcelist=[429, 500, 502, 503, 504],
    raise_on_status=False,
)  # fmt: skip


class RetrievalError(StudyError):
    """A file cannot be retrieved."""


class ServerAwayError(RetrievalError):
    """A server does not answer."""


def retrieve_returns(study: str, downloads: Sequence[Download], basis: Basis) -> str:
    """Download what is missing of a study's returns, and say what is there.

    Parameters
    ----------
    study
        Its name.
    downloads
        The files that can be downloaded.
    basis
        The official basis of the study, whose ``root`` gets them.

    Returns
    -------
    str
        How many files were kept and retrieved, and which sources have none.

    Raises
    ------
    StudyError
        Listing each file that is missing, with the reason; the others are there.
    """
    root = Path(basis.root)
    if (root / MARKER).exists():
        raise StudyError(
            f"{root} belongs to an invented England, which writes over what lies there: name "
            "another folder with --config official_root=PATH"
        )
    new, faults = retrieve_files(downloads, root)
    there = len(downloads) - len(faults)
    if faults:
        more = [f"and {len(faults) - NAMED:,} more"] if len(faults) > NAMED else []
        raise StudyError(
            f"{len(faults):,} of {len(downloads):,} files of {study} are missing, {there:,} are "
            f"under {root}\n  "
            + "\n  ".join([*faults[:NAMED], *more])
            + "\nThe same command goes on from here."
        )
    return (
        f"{there:,} files of {study} are under {root}: {new:,} retrieved, {there - new:,} there "
        f"before\n{unavailable_sources(downloads, basis)}"
    )


def retrieve_files(downloads: Sequence[Download], root: Path) -> tuple[int, list[str]]:
    """Return how many files had to be downloaded, and a sentence for each that is missing.

    A server that does not answer is asked for no other file.

    Parameters
    ----------
    downloads
        The files.
    root
        The folder of the returns.
    """
    new, faults, away = 0, [], set()
    with open_session() as session:
        for number, download in enumerate(downloads, 1):
            show_progress(f"{number:,} of {len(downloads):,}: {download.target}")
            host = urlsplit(download.address).netloc
            try:
                if host in away:
                    raise ServerAwayError(f"{host} does not answer")
                new += retrieve_file(session, download, root)
            except ServerAwayError as error:
                away.add(host)
                faults.append(f"{download.target}: {error}")
            except RetrievalError as error:
                faults.append(f"{download.target}: {error}")
            except OSError as error:  # of the disk, or of a transfer in a way not foreseen
                place = f"{error.filename}: " if error.filename else ""
                faults.append(f"{download.target}: {place}{error.strerror or error}")
    show_progress("")
    return new, faults


def unavailable_sources(downloads: Sequence[Download], basis: Basis) -> str:
    """Return in words which sources of a basis have no file to download."""
    absent = sorted(set(basis.sources) - {download.source for download in downloads})
    if not absent:
        return "Every source of the study is among them."
    return f"Not to be downloaded, see data/raw/README.md for what each holds: {', '.join(absent)}"


def open_session() -> requests.Session:
    """Return a connection that asks a busy server again, and for files as they are stored."""
    session = requests.Session()
    session.headers["Accept-Encoding"] = "identity"  # bytes are counted, and continued
    for scheme in ("https://", "http://"):
        session.mount(scheme, HTTPAdapter(max_retries=BUSY))
    return session


def retrieve_file(session: requests.Session, download: Download, root: Path) -> bool:
    """Put one file into its place unless it is there, and return whether it had to be downloaded.

    Parameters
    ----------
    session
        An open connection.
    download
        The file.
    root
        The folder of the returns.

    Raises
    ------
    RetrievalError
        When another file is in its place, or no right one was to be had.
    """
    target = root / download.target
    if not target.resolve().is_relative_to(root.resolve()):
        raise RetrievalError(f"a link leads out of {root}: take it away")
    if target.exists():
        if download.matches(target):
            return False
        raise RetrievalError(
            "the file there has other contents than were published: move it away, and start again"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + PARTIAL)
    for resumed in (part.exists(), False):
        complete_part(session, download, part)
        if download.matches(part):
            part.replace(target)
            return True
        part.unlink()
        if not resumed:  # else what an earlier try had left may be to blame
            break
    raise RetrievalError(
        f"{download.address} has other contents than were published (not {download.checksum}): "
        "removed; if the publisher has revised the file, enter it in config/downloads.csv anew"
    )


def complete_part(session: requests.Session, download: Download, part: Path) -> None:
    """Download what a partial file lacks, with a few tries where the transfer breaks off.

    Parameters
    ----------
    session
        An open connection.
    download
        The file.
    part
        The partial file, which may be absent.

    Raises
    ------
    RetrievalError
        When it is still not complete; what has come so far stays.
    """
    for _ in range(TRIES):
        try:
            request_rest(session, download, part)
        except (requests.exceptions.ChunkedEncodingError, requests.exceptions.ConnectionError):
            continue
        if download.size is None or part.stat().st_size >= download.size:
            return
    size = "" if download.size is None else f" of {download.size:,}"
    have = part.stat().st_size if part.exists() else 0
    raise RetrievalError(f"{download.address} broke off after {have:,}{size} bytes")


def request_rest(session: requests.Session, download: Download, part: Path) -> None:
    """Ask once for what a partial file lacks; a server that knows no ranges sends it all anew.

    Parameters
    ----------
    session
        An open connection.
    download
        The file.
    part
        The partial file, which may be absent.

    Raises
    ------
    RetrievalError
        When the server does not answer, or has no such file.
    ChunkedEncodingError, ConnectionError
        When the transfer breaks off.
    """
    have = part.stat().st_size if part.exists() else 0
    if have and have == download.size:
        return
    headers = {"Range": f"bytes={have}-"} if have else {}
    try:
        answer = session.get(download.address, headers=headers, stream=True, timeout=TIMEOUT)
    except (requests.exceptions.ConnectionError, requests.exceptions.Timeout):
        raise ServerAwayError(f"{urlsplit(download.address).netloc} does not answer") from None
    with answer:
        if answer.status_code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            return  # nothing is left to send
        if not answer.ok:
            status = f"{answer.status_code} {answer.reason}"
            raise RetrievalError(f"{download.address} answers {status}")
        continued = answer.status_code == HTTPStatus.PARTIAL_CONTENT
        with part.open("ab" if continued else "wb") as file:
            for block in answer.iter_content(BLOCK):
                file.write(block)
                if file.tell() > (download.size or LARGEST):
                    return  # not the file that was published


def show_progress(what: str) -> None:
    """Show on a terminal how far retrieval has come; stay quiet in a log."""
    if sys.stderr.isatty():
        print(f"\r{what[:78]:<78}\r", end="", file=sys.stderr, flush=True)
