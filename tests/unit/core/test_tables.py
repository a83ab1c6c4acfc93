import pandas as pd
import pytest

from pooledfunds.core.errors import StudyError
from pooledfunds.core.tables import load_table, load_tables, save_tables


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


@pytest.mark.parametrize("kept", [0, 10, 900])
def test_a_table_that_was_cut_off_is_told_and_removed_so_that_it_is_made_again(tmp_path, kept):
    file = tmp_path / "areas.parquet"
    save_tables({"areas": pd.DataFrame({"n": range(1000)})}, [file])
    file.write_bytes(file.read_bytes()[:kept])
    with pytest.raises(StudyError, match=r"areas.parquet: damaged since it was written"):
        load_table(file)
    assert not file.exists()


def test_a_table_that_is_gone_is_told_as_what_the_study_makes_itself(tmp_path):
    with pytest.raises(StudyError, match=r"areas.parquet: removed since .* makes it again"):
        load_table(tmp_path / "areas.parquet")


def test_a_table_that_cannot_be_written_leaves_nothing(tmp_path):
    with pytest.raises(NotImplementedError, match="complex"):
        save_tables({"areas": pd.DataFrame({"n": [1j]})}, [tmp_path / "areas.parquet"])
    assert not list(tmp_path.iterdir())
