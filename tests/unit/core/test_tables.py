import pandas as pd
import pytest

from pooledfunds.core.errors import StudyError
from pooledfunds.core.tables import load_tables, save_tables


def test_types_survive_the_hand_over(tmp_path):
    table = pd.DataFrame({"code": ["001"], "kind": pd.Categorical(["a"]), "n": [1.5]})
    save_tables({"areas": table}, [tmp_path / "areas.parquet"])
    back = load_tables([tmp_path / "areas.parquet"])["areas"]
    assert back["code"].tolist() == ["001"]
    assert isinstance(back["kind"].dtype, pd.CategoricalDtype)


def test_the_same_table_gives_the_same_bytes(tmp_path):
    table = pd.DataFrame({"code": ["001"] * 1000, "n": range(1000)})
    files = [tmp_path / folder / "areas.parquet" for folder in ("one", "two")]
    for file in files:
        file.parent.mkdir()
        save_tables({"areas": table}, [file])
    assert files[0].read_bytes() == files[1].read_bytes()


def test_tables_must_be_those_that_were_asked_for(tmp_path):
    with pytest.raises(StudyError, match="do not fit"):
        save_tables({"areas": pd.DataFrame()}, [tmp_path / "bodies.parquet"])
