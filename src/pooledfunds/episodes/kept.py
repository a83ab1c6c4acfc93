"""Plans kept from run to run, as Numba keeps what it compiles."""

import json
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from pathlib import Path

import duckdb
import ibis
import sqlglot

from pooledfunds.episodes.engine import Plan

FOLDER = Path(__file__).parent / "__pycache__"


def kept_plan(make: Callable[..., Plan], *facts: object) -> Plan:
    """Return the plan that a function makes of some facts, from disk where it was made before.

    To build and compile its expressions takes Ibis half a second, which is most of the time
    that a small extract needs. A plan stands beside the source under a digest of the facts, of
    all sources of this package that are loaded and of the versions of what compiles, so that
    no change of a definition can meet an old one.

    Parameters
    ----------
    make
        A function of the facts alone.
    facts
        Settings, word lists, years and expressions: values whose ``repr`` tells all of them.
    """
    digest = sha256(repr((make.__module__, make.__qualname__, facts)).encode()).hexdigest()
    file = FOLDER / f"plan-{_code()}-{digest[:32]}.json"
    with suppress(OSError, ValueError):
        return Plan(**json.loads(file.read_text(encoding="utf-8")))
    plan = make(*facts)
    with suppress(OSError):  # an installation that may not be written to
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.write_text(json.dumps(asdict(plan)), encoding="utf-8")
        unfinished.replace(file)
        for old in set(FOLDER.glob("plan-*")) - set(FOLDER.glob(f"plan-{_code()}-*")):
            old.unlink(missing_ok=True)
    return plan


@cache
def _code() -> str:
    """Return a digest of the code that plans follow from."""
    digest = sha256(repr([one.__version__ for one in (duckdb, ibis, sqlglot)]).encode())
    loaded = [one for name, one in sys.modules.items() if name.split(".")[0] == "pooledfunds"]
    for file in sorted(one.__file__ for one in loaded if one.__file__):
        digest.update(Path(file).read_bytes())
    return digest.hexdigest()[:32]
