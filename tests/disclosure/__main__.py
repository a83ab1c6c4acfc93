"""The attack at length: on a run's report, and on many small worlds.

``python -m tests.disclosure REPORT [PROCESSED]``: the second, the folder of the run's tables, has
the exact counts that the attack is scored against; without it only the bounds are counted.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from pooledfunds.core.disclosure import rules_of
from pooledfunds.linkage.protection.build import protect
from pooledfunds.report.release_check import read_view
from tests.disclosure import attack, world

WORLDS = [(seed, mean) for seed in range(5) for mean in (1, 3, 12, 40, 300)]


def pairs_of(folder: Path) -> pd.DataFrame:
    """Return who shares ground with whom, as the page of a report says."""
    view = read_view(folder)
    councils = view["council"]["bodies"]
    rows = [(pct, body["code"]) for body in councils for pct in body["partners"]]
    return pd.DataFrame(rows, columns=["pct_code", "cssr_code"], dtype=str)


def on_report(report: Path, processed: Path | None) -> str:
    """Return what the attack makes of a run's report, in words."""
    if processed is None:
        found = attack.attack(report, pairs_of(report))
        left = found.bounds["high"] - found.bounds["low"] + 1
        return f"{len(left)} counts, narrowed below {found.rules.base}: {(left < 5).sum()}"
    # The page leaves out areas that are too small to be studied; who shares ground is public.
    found = attack.attack(report, pd.read_parquet(processed / "staged/pct_council_pairs.parquet"))
    panels = {
        f"panel_{one}": pd.read_parquet(processed / f"linked/panel_{one}.parquet")
        for one in ("council", "pct")
    }
    return str(attack.score(found, world.truth(panels)))


def on_worlds() -> Iterator[str]:
    """Yield what the attack makes of small worlds with the rules on."""
    settings = world.study(apply=True)
    for seed, mean in WORLDS:
        tables = world.linked(world.records(seed, mean), settings)
        with tempfile.TemporaryDirectory() as folder:
            made = tables | protect(tables, settings)
            release = attack.write_release(made, settings, Path(folder) / "release")
            found = attack.attack(release, tables["pct_council_pairs"])
        yield f"seed {seed}, {mean} stays a cell: {attack.score(found, world.truth(tables))}"
        # Few areas leave the scale open; whoever had found it would know this much.
        cells = world.truth(made).rename(columns={"area_code": "code"})
        found = attack.worked_back(cells, rules_of(settings), tables["pct_council_pairs"])
        yield f"    its cells exactly: {attack.score(found, world.truth(tables))}"


if __name__ == "__main__":
    given = [Path(one) for one in sys.argv[1:3]]
    if given:
        print(on_report(given[0], given[1] if len(given) > 1 else None))
    for line in on_worlds():
        print(line, flush=True)
