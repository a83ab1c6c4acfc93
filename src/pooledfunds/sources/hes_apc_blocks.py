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
        columns, missing, unreadable, tallied = {}, {}, {}, {}
        for name, kind in self.kinds.items():
            what = KINDS[kind]
            if name in self.places:
                values = read_values(kind, block.cells(self.places[name]), what.none)
                value = values.held
                missing[name], unreadable[name] = values.missing, values.unreadable
            elif name == "fyear":
                value = np.full(size, self.year)
            else:
                value = np.full(size, what.none)
                missing[name] = unreadable[name] = 0
            if what.tally:
                tallied[name] = np.bincount(value, minlength=what.tally)
            columns[name] = value.astype(what.type.to_pandas_dtype())
        columns["file"] = np.full(size, self.file, dtype=np.uint16)
        columns["line"] = block.number.astype(np.uint32)
        part = (columns["patient"] % np.uint64(self.partitions)).astype(np.uint16)
        if self.partitions > 1:
            order = np.argsort(part, kind="stable")
            columns = {name: value[order] for name, value in columns.items()}
        bounds = np.concatenate([[0], np.cumsum(np.bincount(part, minlength=self.partitions))])
        return BlockResult(
            block.lines,
            block.ragged,
            len(block.blank),
            columns,
            bounds,
            missing,
            unreadable,
            tallied,
        )


def in_order(work, items: Iterable, threads: int) -> Iterator:
    """Yield ``work(item)`` for every item in order, with a few under way at a time."""
    with ThreadPoolExecutor(threads) as pool:
        waiting = deque()
        for item in items:
            waiting.append(pool.submit(work, item))
            if len(waiting) > threads:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
