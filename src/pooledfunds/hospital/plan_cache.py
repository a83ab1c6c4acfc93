"""Plans kept from run to run, as Numba keeps what it compiles."""

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from pooledfunds.hospital.engine import Plan

FOLDER = Path(__file__).parent / "__pycache__"
PACKAGE = Path(__file__).parents[1]
COMPILERS = ("duckdb", "ibis-framework", "sqlglot")
HOW = ("reading", "engine")


def definitions(settings: Mapping) -> dict:
    """Return the settings that tell what is counted: no plan depends on how the work is done."""
    return {name: value for name, value in settings.items() if name not in HOW}


def cached_plan(make: Callable[..., Plan], *facts: object) -> Plan:
    """Return the plan that a function makes of some facts, from disk where it was made before.

    To build and compile its expressions takes Ibis half a second, which is most of the time
    that a small extract needs. A plan stands beside the source under a digest of the facts, of
    all sources of this package and of the versions of what compiles, so that no change of a
    definition can meet an old one.

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
    digest = sha256(repr([version(name) for name in COMPILERS]).encode())
    # All of them, loaded or not: jobs load different ones and would clear each other's plans
    for file in sorted(PACKAGE.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:32]
