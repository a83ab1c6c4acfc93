"""Blocks of delivered lines to typed columns, on several threads, in the order of the file."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from pooledfunds.sources.hes_apc_fields import KINDS
from pooledfunds.sources.hes_apc_values import read_values


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
        delivered = [name for name in self.kinds if name in self.places]
        kinds = [self.kinds[name] for name in delivered]
        places = [self.places[name] for name in delivered]
        nones = [KINDS[kind].none for kind in kinds]
        values = read_values(kinds, nones, block.cells(places))
        held = dict(zip(delivered, values.held, strict=True))
        missing = dict(zip(delivered, values.missing.tolist(), strict=True))
        unreadable = dict(zip(delivered, values.unreadable.tolist(), strict=True))
        columns, tallied = {}, {}
        for name, kind in self.kinds.items():
            what = KINDS[kind]
            if name not in held:
                is_year = name == "fyear"
                held[name] = np.full(size, self.year if is_year else what.none)
                if not is_year:
                    missing[name] = unreadable[name] = 0
            if what.tally:
                tallied[name] = np.bincount(held[name], minlength=what.tally)
            columns[name] = held[name].astype(what.type.to_pandas_dtype())
        columns["file"] = np.full(size, self.file, dtype=np.uint16)
        columns["line"] = block.number.astype(np.uint32)
        part = (columns["patient"] % np.uint64(self.partitions)).astype(np.uint16)
        if self.partitions > 1:
            order = np.argsort(part, kind="stable")
            columns = {name: value[order] for name, value in columns.items()}
        bounds = np.concatenate([[0], np.cumsum(np.bincount(part, minlength=self.partitions))])
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
