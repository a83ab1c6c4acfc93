"""Which ways through the code of the readers an input takes, as pairs of lines."""

import sys
import threading
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType

import pooledfunds

PACKAGE = Path(pooledfunds.__file__).parent
# Code that reads; what is compiled (staging.hes._fast) shows its callers' lines only.
READING = tuple(f"{PACKAGE / part}/" for part in ("core", "areas", "staging", "hospital", "run"))

Arc = tuple[str, int, int]  # file, line before, line; line before of the first one is 0


class Arcs:
    """Notes the arcs that Python takes through files of some folders.

    An arc is a line and the one that ran before it in the same call: so coverage.py and fuzzers
    tell branches apart. Python's own tracing (``sys.settrace``) is enough here, for almost all
    time of a reader is spent in libraries, which are not traced.

    Parameters
    ----------
    folders
        Beginnings of the paths of code.
    """

    def __init__(self, folders: tuple[str, ...] = READING):
        self.folders = folders
        self.found: set[Arc] = set()
        self.ours: dict[CodeType, bool] = {}

    @contextmanager
    def noted(self):
        """Note the arcs of the block, and of the threads that it starts; yields their set."""
        self.found = set()
        before = sys.gettrace()
        threading.settrace(self._call)
        sys.settrace(self._call)
        try:
            yield self.found
        finally:
            sys.settrace(before)
            threading.settrace(before)

    def _call(self, frame: FrameType, event: str, arg: object) -> Callable | None:
        """Say how the lines of a call are noted; not at all where the code is another's."""
        code = frame.f_code
        ours = self.ours.get(code)
        if ours is None:
            ours = self.ours[code] = code.co_filename.startswith(self.folders)
        if not ours:
            return None
        file, found, last = code.co_filename, self.found, 0

        def line(frame: FrameType, event: str, arg: object) -> Callable:
            nonlocal last
            if event == "line":
                found.add((file, last, frame.f_lineno))
                last = frame.f_lineno
            return line

        return line
