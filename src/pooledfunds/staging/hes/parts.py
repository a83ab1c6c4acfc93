"""Staged records to Arrow files, one per partition of the patients.

A step that follows maps them into memory as they are: Parquet would be written and read at the
price of two more copies (decision 31).
"""

from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa

from pooledfunds.core.parallel import in_order
from pooledfunds.staging.hes.fields import staged_column, staged_field
from pooledfunds.staging.hes.tally import BlockResult

ROWS_HELD = 1_500_000  # rows of all partitions waiting to be written
BATCH = 125_000


class PartWriter:
    """Writes rows to one file per partition, a batch whenever enough wait.

    Batches are written behind the caller's back, by one thread, so that those of a file
    follow each other.
    """

    def __init__(self, files: Sequence[Path], kinds: dict[str, str], threads: int):
        partitions = len(files)
        self.kinds, self.threads = kinds, threads
        self.schema = pa.schema(
            [
                *(staged_field(name, kind) for name, kind in kinds.items()),
                *(pa.field(name, pa.uint32(), nullable=False) for name in ("file", "line")),
            ]
        )
        self.batch = min(BATCH, max(8_192, ROWS_HELD // partitions))
        # Partitions fill up alike: written one after the other they keep no thread waiting
        self.enough = [self.batch * (part + 1) // partitions for part in range(partitions)]
        self.waiting: list[list[dict[str, np.ndarray]]] = [[] for _ in range(partitions)]
        self.rows = [0] * partitions
        self.behind = ThreadPoolExecutor(1)
        self.under_way: deque[Future] = deque()
        self.writers = [pa.ipc.new_file(str(file), self.schema) for file in files]

    def __enter__(self) -> "PartWriter":
        """Return the writer."""
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        """Write what waits, unless something failed, and close the files."""
        self.behind.shutdown(cancel_futures=bool(failed))
        if not failed:
            for written in self.under_way:
                written.result()
            for _done in in_order(self.flush, range(len(self.writers)), self.threads):
                pass
        for writer in self.writers:
            writer.close()

    def add_block(self, result: BlockResult) -> None:
        """Take in the rows of a block."""
        for part in range(len(self.writers)):
            first, end = result.bounds[part], result.bounds[part + 1]
            if first == end:
                continue
            rows = {name: value[first:end] for name, value in result.columns.items()}
            self.waiting[part].append(rows)
            self.rows[part] += end - first
            if self.rows[part] >= self.enough[part]:
                self.under_way.append(self.behind.submit(self.write, part, self.pop_rows(part)))
                self.enough[part] = self.batch
        while len(self.under_way) > self.threads:
            self.under_way.popleft().result()

    def flush(self, part: int) -> None:
        """Write the rows of a partition that wait."""
        if self.rows[part]:
            self.write(part, self.pop_rows(part))

    def pop_rows(self, part: int) -> list[dict[str, np.ndarray]]:
        """Return the rows of a partition that wait; they no longer do."""
        rows, self.waiting[part] = self.waiting[part], []
        self.rows[part] = 0
        return rows

    def write(self, part: int, blocks: list[dict[str, np.ndarray]]) -> None:
        """Write rows as one batch.

        Parameters
        ----------
        part
            Number of the partition.
        blocks
            Columns by field, of the same rows in each block.
        """
        held = {name: np.concatenate([rows[name] for rows in blocks]) for name in self.schema.names}
        columns = [
            staged_column(self.kinds[name], held[name])
            if name in self.kinds
            else pa.array(held[name])
            for name in self.schema.names
        ]
        self.writers[part].write_table(pa.table(columns, schema=self.schema))
