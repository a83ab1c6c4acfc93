"""Whether every seed makes a world that is written, read and linked without a fault.

Run by ``make validate``, in jobs that try a share of the seeds each.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd

from pooledfunds.core.codelists import read_tables
from pooledfunds.core.settings import read_basis, read_study, word_list_files
from pooledfunds.core.shares import ALL, share_of
from pooledfunds.hospital.measure import council_places, measure_stays
from pooledfunds.linkage.build import link
from pooledfunds.run.hes import stage_extract
from pooledfunds.run.returns import returns_folder
from pooledfunds.staging.stage import stage_returns
from pooledfunds.synthetic.checks.study import STUDY
from pooledfunds.synthetic.england import generate_synthetic_england
from pooledfunds.synthetic.planted_effects import TRUTHS

SMALL_VOLUME = 0.002  # some five thousand hospital records: enough to meet every kind of them


def read_config() -> dict:
    """Return the settings of the study whose returns the invented England has."""
    return read_study(STUDY)


def linked_of_seed(
    seed: int, truth: str, folder: Path, config: dict, volume: float = SMALL_VOLUME
) -> dict[str, pd.DataFrame]:
    """Write the world of a seed below a folder, read it, and return its linked tables.

    Parameters
    ----------
    seed
        Of the world.
    truth
        Name of what is planted in it (``planted_effects.TRUTHS``).
    folder
        Scratch folder: raw files go below ``raw``, staged records below ``hes``.
    config
        Settings of the study.
    volume
        Share of the stays of a national extract.

    Raises
    ------
    StudyError, BadInput
        For whatever the readers refuse.
    """
    settings = {"seed": seed, "truth": truth, "hes_volume": volume}
    generate_synthetic_england(folder / "raw", settings, processes=1)
    basis = read_basis(STUDY, "artificial", str(folder / "raw"))
    sources = returns_folder(basis).sources
    lists = read_tables(word_list_files(STUDY, basis))
    staged = stage_returns(
        sources, lists, {"pssex1": config["pssex1"], "register": config["register"]}
    )
    hes, home = config["hes"], config["hes"]["attribution"]["council"]
    places = council_places(staged[{"district": "bodies", "lsoa": "small_areas"}[home]], home)
    staged |= stage_extract(sources["hes_apc"], folder / "hes", hes, lists)
    staged |= measure_stays(folder / "hes", hes, lists["hes_diagnosis_sets"], places)
    return link(staged, config)


def faults_of_seeds(seeds: Iterable[int], config: dict) -> Iterator[tuple[int, str]]:
    """Yield each seed with the fault that its world leads to, or an empty text.

    The truths take turns, so that both are tried over the seeds.

    Parameters
    ----------
    seeds
        Of the worlds.
    config
        Settings of the study.
    """
    truths = sorted(TRUTHS)
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            try:
                linked_of_seed(seed, truths[seed % len(truths)], Path(folder), config)
            except Exception as error:  # whatever it is, the next seed is tried
                yield seed, f"{type(error).__name__}: {error}"
            else:
                yield seed, ""


def main() -> int:
    """Tell of every seed, and how many led to no fault; return 1 if any did."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--seeds", default="1-200", help="the first and the last, as in 1-200")
    parser.add_argument("--share", default=ALL, help="try these alone, as in 2-of-8")
    asked = parser.parse_args()
    first, last = map(int, asked.seeds.split("-"))
    seeds = share_of(range(first, last + 1), asked.share)
    good = 0
    for seed, fault in faults_of_seeds(seeds, read_config()):
        good += not fault
        print(f"seed {seed}: {fault or 'no fault'}", flush=True)
    print(f"{good} of {len(seeds)} worlds written, read and linked without a fault")
    return int(good < len(seeds))


if __name__ == "__main__":
    sys.exit(main())
