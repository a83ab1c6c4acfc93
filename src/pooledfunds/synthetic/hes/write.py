"""A national extract of hospital episodes for the invented England, in the era's delivered form."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pooledfunds.synthetic.hes.kinds import AGE_BANDS, KINDS
from pooledfunds.synthetic.hes.lines import CodeLists, lines_of
from pooledfunds.synthetic.hes.records import MESS, inject_defects, recorded_conditions, records_of
from pooledfunds.synthetic.hes.stays import (
    CELL,
    Stays,
    draw_stays,
    financial_year,
    planted_rates,
    year_start,
)

Result = TypeVar("Result")

STAYS_PER_BLOCK = 150_000
RECORDS_PER_STAY = 1.14  # episodes, unfinished repeats and duplicates, as measured


@dataclass(frozen=True)
class Extract:
    """What was written and what is true of it.

    Parameters
    ----------
    files
        The delivered files, one per financial year.
    truth
        ``pct, district, age_band, sex, financial_year, condition, population``,
        ``expected_admissions`` and ``mean_stay`` as planted, and as drawn: ``admissions``
        in the year, ``bed_days`` (nights that began in the year), ``stays`` and
        ``stay_days`` (stays that ended in the year, and their nights). A transfer's second
        stay counts in none of them. A stay whose admitting episode ended before the first
        year has the condition of the first one delivered. ``expected_admissions`` are those
        of the extract.
    mess
        ``financial_year, mess, records``: what was planted where.
    sampling_fraction
        Expected admissions of the extract for each admission that the rates imply.
    """

    files: list[Path]
    truth: pd.DataFrame
    mess: pd.DataFrame
    sampling_fraction: float


@dataclass(frozen=True)
class Order:
    """What extract is asked for.

    Parameters
    ----------
    years
        First calendar year of each financial year.
    seed
        Of every draw.
    records
        Number of records to aim at, all years together; the number written is random and
        within a few per cent of it.
    volume
        Where no number is given: the share of the stays to write, after `weights`.
    weights
        How often each kind of stay occurs for each national one, everywhere or by age band
        (``AGE_BANDS``), so that a small extract can hold enough of the conditions under study.
    mess
        Share of records that each mishap befalls; the default is ``MESS``, and ``{}`` none.
    lsoas
        ``district, lsoa``; without it every LSOA is unknown.
    threads
        That write at a time.
    """

    years: list[int]
    seed: int
    records: int | None = None
    volume: float = 1.0
    weights: Mapping[str, float | Sequence[float]] = field(default_factory=dict)
    mess: dict[str, float] | None = None
    lsoas: pd.DataFrame | None = None
    threads: int = 2


def write_extracts(
    population: pd.DataFrame, multipliers: pd.DataFrame, folder: str | Path, order: Order
) -> Extract:
    """Write one delivered file per financial year and return the truth that they hide.

    The same arguments give the same bytes, whatever the number of threads.

    Parameters
    ----------
    population
        ``pct, district, age_band, sex, population``, one row per cell; ``age_band`` is one
        of ``AGE_BANDS`` and ``sex`` 1 or 2.
    multipliers
        See ``planted_rates``; an empty table with the columns ``condition, rate,
        length_of_stay`` plants the national figures everywhere.
    folder
        Where ``APC_0506.txt`` and so on are written.
    order
        Years, size and mess of the extract.
    """
    years, volume = order.years, order.volume
    population = population.reset_index(drop=True)
    rates = planted_rates(population, multipliers, years)
    rates["admissions"] *= weights_of(rates, order.weights)
    if order.records is not None:
        volume = order.records / (rates["admissions"].sum() * RECORDS_PER_STAY)
    rates["admissions"] *= volume
    blocks = blocks_of(rates)
    codes = CodeLists.of(population, order.lsoas)
    counts = np.zeros((4, len(rates)))
    planted: list[tuple[int, str, int]] = []
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"APC_{year % 100:02d}{(year + 1) % 100:02d}.txt" for year in years]

    def write_block(block: int) -> tuple[str, list[bytes], np.ndarray, list]:
        stays, draw = stays_of_block(rates, len(population), order.seed, block)
        delivered = records_of(stays, years, draw)
        told = replace(stays, kind=recorded_conditions(stays, delivered))
        delivered["number"] = np.arange(len(delivered["stay"]))
        delivered, has_defect = inject_defects(
            delivered, MESS if order.mess is None else order.mess, draw
        )
        header, lines, file = lines_of(delivered, codes, block, years, draw)
        texts = [text_of(lines.filter(pa.array(file == number))) for number in range(len(years))]
        return "|".join(header), texts, count_stays(told, years, len(population)), has_defect

    with ExitStack() as stack:
        files = [stack.enter_context((folder / name).open("wb")) for name in names]
        for number, (header, texts, counted, has_defect) in enumerate(
            in_turn(write_block, blocks, order.threads)
        ):
            for file, text in zip(files, texts, strict=True):
                if number == 0:
                    file.write(f"{header}\n".encode())
                file.write(text)
            counts += counted
            planted.extend(has_defect)
    messes = pd.DataFrame(planted, columns=["year", "mess", "records"])
    messes["financial_year"] = [financial_year(years[i]) for i in messes["year"]]
    return Extract(
        files=[folder / name for name in names],
        truth=truth_of(rates, counts),
        mess=messes.groupby(["financial_year", "mess"])["records"].sum().reset_index(),
        sampling_fraction=volume,
    )


def truth_of(rates: pd.DataFrame, counts: np.ndarray) -> pd.DataFrame:
    """Return what was planted and what was drawn of it (see ``Extract.truth``).

    Parameters
    ----------
    rates
        See ``planted_rates``, with the admissions of the extract.
    counts
        From ``count_stays``: admissions, bed days, stays and their days by row of the rates.
    """
    columns = ["admissions", "bed_days", "stays", "stay_days"]
    truth = rates.rename(columns={"admissions": "expected_admissions"}).assign(
        **{name: counts[i].astype(np.int64) for i, name in enumerate(columns)}
    )
    planted = ["population", "expected_admissions", "mean_stay"]
    return truth[[*CELL, "financial_year", "condition", *planted, *columns]]


def blocks_of(rates: pd.DataFrame) -> int:
    """Return how many blocks the expected stays are drawn in."""
    return max(1, round(rates["admissions"].sum() * RECORDS_PER_STAY / STAYS_PER_BLOCK))


def stays_of_block(
    rates: pd.DataFrame, cells: int, seed: int, block: int
) -> tuple[Stays, np.random.Generator]:
    """Return the stays of one block, and its generator for what follows from them.

    Stays of the year before the first one are among them, for those that reach into it.

    Parameters
    ----------
    rates
        From ``planted_rates``, with the admissions of all blocks together.
    cells
        How many cells of population there are.
    seed
        Of the extract.
    block
        Number of the block, whose draws no other block moves.
    """
    first = rates["year"] == rates["year"].min()
    drawn = pd.concat([rates[first].assign(year=rates["year"].min() - 1), rates], ignore_index=True)
    drawn["admissions"] /= blocks_of(rates)
    draw = np.random.default_rng([seed, block])
    return draw_stays(drawn, cells, draw), draw


def weights_of(rates: pd.DataFrame, weights: Mapping[str, float | Sequence[float]]) -> np.ndarray:
    """Return the weight of each row of rates, by its kind of stay and its age band.

    Parameters
    ----------
    rates
        ``age_band, condition``, a row a cell (rows,).
    weights
        By condition one number, or one for each of ``AGE_BANDS``.
    """
    bands = rates["age_band"].map(AGE_BANDS.index).to_numpy()
    found = np.ones(len(rates))
    for condition, weight in weights.items():
        chosen = (rates["condition"] == condition).to_numpy()
        found[chosen] = np.broadcast_to(weight, len(AGE_BANDS))[bands[chosen]]
    return found


def in_turn(work: Callable[[int], Result], count: int, threads: int) -> Iterator[Result]:
    """Yield the results of ``work(0)``, ``work(1)`` and so on in order, a few at a time.

    Parameters
    ----------
    work
        Called with a number.
    count
        How many numbers, from nought.
    threads
        How many are worked on at a time.
    """
    with ThreadPoolExecutor(threads) as pool:
        for first in range(0, count, threads):
            yield from pool.map(work, range(first, min(first + threads, count)))


def text_of(lines: pa.Array) -> bytes:
    """Return the lines, each with its newline, as bytes."""
    ended = pc.binary_join_element_wise(lines, "", "\n")
    return b"" if not len(ended) else b"".join(pa.concat_arrays([ended]).buffers()[2:3])


def count_stays(stays: Stays, years: list[int], cells: int) -> np.ndarray:
    """Return admissions, bed days, stays and their days by year, kind and cell.

    A transfer's second stay is left out: its first one stands for the admission.

    Parameters
    ----------
    stays
        Provider spells.
    years
        First calendar year of each financial year.
    cells
        How many cells of population there are.
    """
    stays = stays.where(~stays.moved_in)
    size = len(KINDS) * cells
    place = stays.kind * cells + stays.cell
    ended = stays.admitted + stays.nights
    rows = []
    for year in years:
        first, after = year_start(year), year_start(year + 1)
        nights = np.clip(np.minimum(ended, after) - np.maximum(stays.admitted, first), 0, None)
        begins = (stays.admitted >= first) & (stays.admitted < after)
        ends = (ended >= first) & (ended < after)
        rows.append(
            [
                np.bincount(place, weights, minlength=size)
                for weights in (begins, nights, ends, ends * stays.nights)
            ]
        )
    return np.concatenate(np.array(rows), axis=1)
