"""Blocks of delivered lines to typed columns, on several threads, in the order of the file."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from pooledfunds.sources.hes_apc_fields import KINDS
from pooledfunds.sources.hes_apc_values import KEYS, read_values


@dataclass(frozen=True)
class BlockResult:
    """The values of one block, sorted by partition."""

    lines: int
    ragged: np.ndarray
    blank: int
    columns: dict[str, np.ndarray]
    bounds: np.ndarray  # of each partition among the rows
    missing: dict[str, int]
    unreadable: dict[str, int]
    values: dict[str, np.ndarray]


@dataclass(frozen=True)
class BlockReader:
    """Reads the fields of one file's blocks; safe on several threads."""

    file: int
    places: dict[str, int]
    kinds: dict[str, str]
    partitions: int
    year: int  # where the name tells it, else nought

    def read(self, cut) -> BlockResult:
        """Return the values of a block that is still to be cut."""
        block = cut()
        size = len(block.number)
        kinds = {name: kind for name, kind in self.kinds.items() if name in self.places}
        nones = [KINDS[kind].none for kind in kinds.values()]
        cells = block.cells([self.places[name] for name in kinds])
        values = read_values([*kinds.values()], nones, cells)
        missing = dict(zip(kinds, values.missing.tolist(), strict=True))
        unreadable = dict(zip(kinds, values.unreadable.tolist(), strict=True))
        keys = [name for name, kind in kinds.items() if kind in KEYS]
        others = [name for name, kind in kinds.items() if kind not in KEYS]
        patient = values.keys[keys.index("patient")]
        part = (patient % np.uint64(self.partitions)).astype(np.uint16)
        order = np.argsort(part, kind="stable")
        columns = dict(zip(keys, values.keys.take(order, axis=1), strict=True))
        columns |= zip(others, values.others.take(order, axis=1), strict=True)
        for name, kind in self.kinds.items():
            if name in kinds:
                continue
            what = KINDS[kind]
            is_year = name == "fyear"
            none = self.year if is_year else what.none
            columns[name] = np.full(size, none, dtype=what.type.to_pandas_dtype())
            if not is_year:
                missing[name] = unreadable[name] = 0
        tallied = {
            name: np.bincount(columns[name], minlength=KINDS[kind].tally)
            for name, kind in self.kinds.items()
            if KINDS[kind].tally
        }
        columns["file"] = np.full(size, self.file, dtype=np.uint32)
        columns["line"] = block.number[order].astype(np.uint32)
        bounds = np.searchsorted(part[order], np.arange(self.partitions + 1, dtype=np.uint16))
        ragged, blank = block.ragged, len(block.blank)
        return BlockResult(
            block.lines, ragged, blank, columns, bounds, missing, unreadable, tallied
        )


def in_order(work, items: Iterable, threads: int) -> Iterator:
    """Yield ``work(item)`` for every item in order, with a few under way at a time.

    Enough are under way that no thread is idle while the caller is busy with one.
    """
    with ThreadPoolExecutor(threads) as pool:
        waiting = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > 4 * threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
