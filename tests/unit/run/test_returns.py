from pooledfunds.core import settings
from pooledfunds.run.returns import lists_of_study


def test_a_study_may_keep_its_list_of_councils_itself(tmp_path, monkeypatch):
    folder = tmp_path / "later" / "codelists"
    folder.mkdir(parents=True)
    for name in ("council_list", "delay_reasons"):
        (folder / f"{name}.csv").write_text("code\n")
    monkeypatch.setattr(settings, "study_folder", lambda study: tmp_path / study)
    assert lists_of_study("later") == {"council_list": [(folder / "council_list.csv").as_posix()]}
    assert lists_of_study("another") == {}
