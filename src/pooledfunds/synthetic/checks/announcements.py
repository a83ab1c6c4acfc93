"""How often a difference is announced where nothing is planted, and found where it is.

Over many invented Englands.

Run by ``make validate``, in jobs that make a share of the worlds each, and a last one that writes
the page. The effects of each seed are kept, so that an interrupted run goes on; where a module was
edited since, the first are made again and must come out the same (``--hold``, before all shares).
"""

import argparse
import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

import pandas as pd
from scipy import stats

from pooledfunds.core.shares import share_of
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
AGAIN = 3  # worlds of each truth that are made again where a module was edited
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


def settings_digest(config: Mapping) -> str:
    """Return the name of the folder in which effects under these settings are kept."""
    return hashlib.sha256(repr(sorted(config.items())).encode()).hexdigest()[:24]


def modules_digest() -> str:
    """Return a digest of the modules that effects are made by."""
    digest = hashlib.sha256()
    for module in sorted(Path(__file__).parents[2].glob("**/*.py")):
        if module != Path(__file__):
            digest.update(module.read_bytes())
    return digest.hexdigest()[:24]


def folder_kept(config: Mapping, kept: Path = KEPT) -> Path:
    """Return the folder of the effects that were kept and still hold; made anew where they do not.

    Where a module was edited since, the first worlds of each truth are made again: all that was
    kept is taken only where each of these comes out the same.

    Parameters
    ----------
    config
        Settings of the study.
    kept
        Folder of all settings.
    """
    folder = kept / settings_digest(config)
    modules = folder / "modules.txt"
    if modules.exists() and modules.read_text(encoding="utf-8") != modules_digest():
        for truth in (TRUTH, PLANTED):
            for file in sorted(folder.glob(f"{truth}-*.parquet"))[:AGAIN]:
                seed = int(file.stem.removeprefix(f"{truth}-"))
                if not same_effects(effects_of_seed(seed, truth, config), pd.read_parquet(file)):
                    shutil.rmtree(folder)
                    return folder_kept(config, kept)
    folder.mkdir(parents=True, exist_ok=True)
    modules.write_text(modules_digest(), encoding="utf-8")
    return folder


def same_effects(one: pd.DataFrame, other: pd.DataFrame) -> bool:
    """Return whether two tables of effects are the same, to a billionth."""
    try:
        pd.testing.assert_frame_equal(one, other, check_dtype=False, rtol=1e-9)
    except AssertionError:
        return False
    return True


def effects_kept(seed: int, truth: str, config: Mapping, folder: Path) -> pd.DataFrame:
    """Return ``effects_of_seed``, as it was kept in a folder where it was.

    Parameters
    ----------
    seed, truth, config
        See ``effects_of_seed``.
    folder
        From ``folder_kept``: a file a world.
    """
    file = folder / f"{truth}-{seed}.parquet"
    if not file.exists():
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


def over_worlds(
    seen: Callable[[pd.DataFrame], pd.DataFrame],
    seeds: Iterable[int],
    truth: str,
    config: Mapping,
    folder: Path,
) -> pd.DataFrame:
    """Return what is seen in the conclusions of every seed's world, one under another.

    Parameters
    ----------
    seen
        Given what ``conclusions.conclude`` returns of a world.
    seeds
        Of the worlds.
    truth, config, folder
        See ``effects_kept``.
    """
    tables = []
    for seed in seeds:
        effects = effects_kept(seed, truth, config, folder)
        tables.append(seen(conclude(effects, config["inference"])).assign(seed=seed))
        print(f"truth {truth}, seed {seed}: done", flush=True)
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


def made(worlds: Iterable[tuple[str, int]], config: Mapping, folder: Path) -> Iterator[str]:
    """Yield the name of each world, once its effects are kept.

    Parameters
    ----------
    worlds
        Truth and seed of each.
    config, folder
        See ``effects_kept``.
    """
    for truth, seed in worlds:
        effects_kept(seed, truth, config, folder)
        yield f"{truth}-{seed}"


def whole_page(wrong: Iterable[int], planted: Iterable[int], config: Mapping) -> str:
    """Return the page over all worlds, each of which is made where it is not kept.

    Parameters
    ----------
    wrong, planted
        Seeds of the worlds without and with planted effects.
    config
        Settings of the study.
    """
    folder = folder_kept(config)
    announcing = partial(announced, truth=TRUTH)
    finding = partial(found, truth=PLANTED, inference=config["inference"])
    without = over_worlds(announcing, wrong, TRUTH, config, folder)
    with_effects = over_worlds(finding, planted, PLANTED, config, folder)
    return page(without) + "\n" + section(with_effects, PLANTED)


def main() -> None:
    """Write the page to a file; or the names of a share's worlds once made, or of those held."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("page", type=Path)
    parser.add_argument("--seeds", default="1-200", help="the first and the last, as in 1-200")
    parser.add_argument("--planted", default="1-40", help="those of the truth with effects")
    parser.add_argument("--hold", action="store_true", help="let go of worlds that do not hold")
    parser.add_argument("--share", default="", help="make these alone, as in 2-of-8; no page")
    asked, config = parser.parse_args(), read_config()
    seeds = {TRUTH: seeds_of(asked.seeds), PLANTED: seeds_of(asked.planted)}
    if asked.hold:
        names: Iterable[str] = sorted(file.stem for file in folder_kept(config).glob("*.parquet"))
    elif asked.share:
        chosen = share_of(((truth, seed) for truth in seeds for seed in seeds[truth]), asked.share)
        names = made(chosen, config, KEPT / settings_digest(config))
    else:
        asked.page.write_text(whole_page(seeds[TRUTH], seeds[PLANTED], config), encoding="utf-8")
        return
    asked.page.write_text("".join(f"{name}\n" for name in names), encoding="utf-8")


def seeds_of(words: str) -> range:
    """Return the seeds that words such as ``1-200`` name."""
    first, last = map(int, words.split("-"))
    return range(first, last + 1)


if __name__ == "__main__":
    main()
