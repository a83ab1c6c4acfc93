"""A table that remembers which of its columns were read."""

from typing import Any, ClassVar

import pandas as pd


class ReadColumns(pd.DataFrame):
    """A copy of a table; ``read`` has the names of the columns that were read of it."""

    _metadata: ClassVar[list[str]] = ["read"]
    read: set[str]

    @classmethod
    def of(cls, table: pd.DataFrame) -> "ReadColumns":
        """Return a table that remembers, none of whose columns has been read.

        Parameters
        ----------
        table
            With columns that have names.
        """
        noting = cls(table)
        noting.read = set()
        return noting

    @property
    def _constructor(self) -> type[pd.DataFrame]:
        return pd.DataFrame  # what is made from it is a plain table

    def __getitem__(self, key: Any) -> Any:
        """Return a column or several, and remember them."""
        self.read.update(name for name in ([key] if isinstance(key, str) else key) if name in self)
        return super().__getitem__(key)
