"""Plans kept from run to run, in the folder of the run (decision 46)."""

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

PACKAGE = Path(__file__).parents[1]
COMPILERS = ("duckdb", "ibis-framework", "sqlglot")
HOW = ("reading", "engine")
OTHERS_WRITE = 0o022  # permission of the group or of all


def definitions(settings: Mapping) -> dict:
    """Return the settings that decide what is counted: no plan depends on how the work is done."""
    return {name: value for name, value in settings.items() if name not in HOW}


def cached_plan(
    make: Callable[..., None],
    *facts: object,
    folder: str | Path | None,
    kind: type[Plan] = Plan,
) -> Plan:
    """Return the plan that a function makes of some facts, from disk where it was made before.

    To build and compile its expressions takes Ibis half a second, which is most of the time
    that a small extract needs. A plan is found by a digest of the facts, of all sources of this
    package and of the versions of what compiles, so that no change of a definition can meet an
    old one; those that such a change has made useless are removed.

    Parameters
    ----------
    make
        A function of an empty plan, which it fills, and of the facts alone.
    *facts
        Settings, word lists, years and expressions: values whose ``repr`` tells all of them.
    folder
        Where plans are kept: ``plans`` of ``engine.in_run``. None keeps none.
    kind
        Of plan (see ``engine.plan_kind``).
    """
    plan = kind()
    if folder is None:
        make(plan, *facts)
        return plan
    folder = Path(folder)
    told = make.__module__, make.__qualname__, kind.__name__, facts
    digest = sha256(repr(told).encode()).hexdigest()
    file = folder / f"plan-{_code()}-{digest[:32]}.json"
    kept = _kept_plan(file, kind)
    if kept is not None:
        return kept
    make(plan, *facts)
    with suppress(OSError):  # a plan that cannot be kept is made again
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = file.with_suffix(f".{os.getpid()}")
        unfinished.touch(mode=0o600)
        unfinished.write_text(_sealed(plan), encoding="utf-8")
        unfinished.replace(file)
        for old in set(folder.glob("plan-*")) - set(folder.glob(f"plan-{_code()}-*")):
            old.unlink(missing_ok=True)
    return plan


def _kept_plan(file: Path, kind: type[Plan]) -> Plan | None:
    """Return the plan of a file, or nothing where there is none that this user alone has written.

    A plan is SQL that will be run: one that others may write, or whose text is not that of its
    seal, is made anew.
    """
    with suppress(OSError, ValueError, TypeError, KeyError):
        about = file.stat()
        if about.st_uid != os.getuid() or about.st_mode & OTHERS_WRITE:
            return None
        text = file.read_text(encoding="utf-8")
        parts = json.loads(text)["plan"]
        plan = kind([[str(part) for part in step] for step in parts["steps"]], dict(parts["asked"]))
        if all(len(step) == 3 for step in plan.steps) and _sealed(plan) == text:
            return plan
    return None


def _sealed(plan: Plan) -> str:
    """Return a plan as its file holds it, with a digest of its statements."""
    text = json.dumps(asdict(plan))
    return json.dumps({"plan": asdict(plan), "sha256": sha256(text.encode()).hexdigest()})


def kept_in(settings: Mapping) -> str | None:
    """Return the folder of plans that the section ``hes`` of the settings names, if any."""
    return settings.get("engine", {}).get("plans")


@cache
def _code() -> str:
    """Return a digest of the code that plans follow from."""
    digest = sha256(repr([version(name) for name in COMPILERS]).encode())
    # All of them, loaded or not: jobs load different ones and would clear each other's plans
    for file in sorted(PACKAGE.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:32]
