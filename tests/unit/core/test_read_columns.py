"""Which columns were read of a table."""

import pandas as pd
import pytest

from pooledfunds.core.read_columns import ReadColumns

TABLE = pd.DataFrame({"a": [1, 2], "b": [3, 4], "c": [5, 6]})


@pytest.mark.parametrize(
    ("function", "read"),
    [
        (lambda table: table["a"] + table["b"], {"a", "b"}),
        (lambda table: table[["a", "c"]].sum(axis=1), {"a", "c"}),
        (lambda table: table.b, {"b"}),
        (lambda table: table[table["c"] > 5].index, {"c"}),
        (len, set()),
    ],
)
def test_what_was_read_is_remembered_and_the_result_is_a_plain_one(function, read):
    noting = ReadColumns.of(TABLE)
    found = function(noting)
    assert noting.read == read
    assert not isinstance(found, ReadColumns)


def test_another_look_begins_with_nothing_read():
    first = ReadColumns.of(TABLE)
    assert first["a"].tolist() == [1, 2]
    assert ReadColumns.of(TABLE).read == set()
