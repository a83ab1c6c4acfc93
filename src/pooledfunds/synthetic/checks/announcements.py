"""How often a difference is announced where nothing is planted, and found where it is.

Over many invented Englands.

Run as ``python -m pooledfunds.synthetic.checks.announcements docs/announcements.md --seeds 1-200``,
from the project's folder. The effects of each seed are kept, so that an interrupted run goes on as
long as settings and modules are the same.
"""

import argparse
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pandas as pd
from scipy import stats

from pooledfunds.estimation.conclusions import conclude
from pooledfunds.estimation.estimate import effects_table, fitted_tables
from pooledfunds.synthetic.checks.differences import is_planted
from pooledfunds.synthetic.checks.panels import panel_of_world
from pooledfunds.synthetic.checks.planted_found import found, section
from pooledfunds.synthetic.checks.seeds import read_config
from pooledfunds.synthetic.planted_effects import TRUTHS

KEPT = Path("data/processed/announcements")
TRUTH, PLANTED = "report", "effect"
TARGET = 0.05
REFIT_DRAWS = 199  # fewer than the study's: their error averages out over the worlds


def effects_of_seed(seed: int, truth: str, config: Mapping) -> pd.DataFrame:
    """Return every effect of interest in the world of a seed, before it is concluded from.

    Parameters
    ----------
    seed
        Of the world.
    truth
        Name of what is planted in it (``planted_effects.TRUTHS``).
    config
        Settings of the study.
    """
    config = {**config, "inference": config["inference"] | {"refit_draws": REFIT_DRAWS}}
    tables = panel_of_world(seed, truth, config)
    panels, regressions, _ = fitted_tables(tables, config)
    table, _ = effects_table(tables, panels, regressions, config)
    return table[table["equivalence_margin"].notna()].reset_index(drop=True)


def state(config: Mapping) -> str:
    """Return a digest of the settings and of the modules that effects are made by."""
    digest = hashlib.sha256(repr(sorted(config.items())).encode())
    package = Path(__file__).parents[2]
    for module in sorted(package.glob("**/*.py")):
        if module != Path(__file__):
            digest.update(module.read_bytes())
    return digest.hexdigest()[:24]


def effects_kept(seed: int, truth: str, config: Mapping, kept: Path) -> pd.DataFrame:
    """Return ``effects_of_seed``, as it was kept in a folder where it was.

    Parameters
    ----------
    seed, truth, config
        See ``effects_of_seed``.
    kept
        Folder of one state of settings and code (``state``), a file a world.
    """
    file = kept / f"{truth}-{seed}.parquet"
    if not file.exists():
        kept.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".part")
        effects_of_seed(seed, truth, config).to_parquet(unfinished)
        unfinished.rename(file)
    return pd.read_parquet(file)


def announced(concluded: pd.DataFrame, truth: str) -> pd.DataFrame:
    """Return by family whether a difference was announced where nothing is planted.

    Parameters
    ----------
    concluded
        From ``conclusions.conclude``.
    truth
        Name of what is planted in the world.

    Returns
    -------
    DataFrame
        ``tests`` (the family), ``effects`` (tested, nothing planted), ``different`` (told as such).
        Families without such an effect are left out.
    """
    tested = concluded["p_adjusted"].notna() & ~is_planted(concluded, TRUTHS[truth])
    rows = concluded[tested].assign(
        different=lambda table: table["conclusion"].str.startswith("different")
    )
    by = rows.groupby("multiplicity_family", sort=True)["different"]
    return by.agg(effects="size", different="sum").reset_index()


def announcements(seeds: Iterable[int], config: Mapping, kept: Path) -> pd.DataFrame:
    """Return ``announced`` of every seed, one under another, telling of each.

    Parameters
    ----------
    seeds
        Of the worlds.
    config
        Settings of the study.
    kept
        See ``effects_kept``.
    """
    tables = []
    for seed in seeds:
        effects = effects_kept(seed, TRUTH, config, kept)
        table = announced(conclude(effects, config["inference"]), TRUTH)
        false = table.loc[table["different"] > 0, "multiplicity_family"]
        print(f"seed {seed}: {', '.join(false) or 'no false difference'}", flush=True)
        tables.append(table.assign(seed=seed))
    return pd.concat(tables, ignore_index=True)


def planted_found(seeds: Iterable[int], config: Mapping, kept: Path) -> pd.DataFrame:
    """Return ``planted_found.found`` of every seed, one under another.

    Parameters
    ----------
    seeds, config, kept
        See ``announcements``.
    """
    tables = []
    for seed in seeds:
        effects = effects_kept(seed, PLANTED, config, kept)
        table = found(conclude(effects, config["inference"]), PLANTED, config["inference"])
        print(f"seed {seed}: {table['told'].sum()} of {len(table)} told", flush=True)
        tables.append(table.assign(seed=seed))
    return pd.concat(tables, ignore_index=True)


def interval(yes: float, of: int) -> str:
    """Return a share in per cent with its 95 per cent interval (Clopper and Pearson 1934).

    Parameters
    ----------
    yes
        How many of them.
    of
        How many in all.
    """
    found = stats.binomtest(int(yes), int(of))
    limits = found.proportion_ci(0.95, "exact")
    return f"{100 * yes / of:.1f} ({100 * limits.low:.1f} to {100 * limits.high:.1f})"


def page(table: pd.DataFrame) -> str:
    """Return the page: false announcements by family and over all."""
    seeds = table["seed"].nunique()
    wrong = table.assign(wrong=table["different"] > 0)
    worlds = wrong.groupby("seed")["wrong"]
    share = interval(wrong["wrong"].sum(), len(wrong))
    clean = interval((~worlds.any()).sum(), seeds)
    alarms, effects = wrong["different"].sum() / seeds, wrong["effects"].sum() / seeds
    lines = [
        "# Differences announced where nothing is planted",
        "",
        f"Written by `make validate` from {seeds} invented Englands of national size under the "
        f"truth `{TRUTH}`, seeds {table['seed'].min()} to {table['seed'].max()}: every declared "
        "specification is fitted and concluded as in a run. An effect counts where nothing is "
        "planted (`differences` of TRUTH.json). A family is wrong in a world when any of its "
        "effects is told as different. Worlds are independent; families of one world are not, so "
        "that the interval over all families is too narrow.",
        "",
        f"- Families wrong, of all in all worlds: {share} per cent; target at most "
        f"{100 * TARGET:.0f}.",
        f"- Worlds without any false announcement: {clean} per cent.",
        f"- False announcements a world: {alarms:.2f}, of {effects:.0f} effects tested in "
        f"{len(wrong) / seeds:.0f} families.",
        "",
        "| family | effects | worlds | wrong | per cent (95 per cent interval) |",
        "|---|---|---|---|---|",
    ]
    for family, rows in wrong.groupby("multiplicity_family"):
        bad, of = rows["wrong"].sum(), len(rows)
        lines.append(f"| {family} | {rows['effects'].max()} | {of} | {bad} | {interval(bad, of)} |")
    return "\n".join([*lines, ""])


def main() -> None:
    """Write the page."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("page", type=Path)
    parser.add_argument("--seeds", default="1-200", help="the first and the last, as in 1-200")
    parser.add_argument("--planted", default="1-40", help="those of the truth with effects")
    asked = parser.parse_args()
    config = read_config()
    kept = KEPT / state(config)
    table = announcements(seeds_of(asked.seeds), config, kept)
    planted = planted_found(seeds_of(asked.planted), config, kept)
    asked.page.write_text(page(table) + "\n" + section(planted, PLANTED), encoding="utf-8")


def seeds_of(words: str) -> range:
    """Return the seeds that words such as ``1-200`` name."""
    first, last = map(int, words.split("-"))
    return range(first, last + 1)


if __name__ == "__main__":
    main()
