from pooledfunds import contracts
from pooledfunds.report.dictionary import data_dictionary, dictionary_view


def test_every_column_of_a_contract_is_there_with_its_meaning():
    rows = data_dictionary()
    estimates = rows[rows["table"] == "estimates"]
    assert list(estimates["column"]) == list(contracts.ESTIMATES.columns)
    assert set(estimates["published_in"]) == {"estimates.csv"}
    assert not rows.duplicated(["table", "column"]).any()


def test_kinds_are_words_a_reader_knows():
    assert not data_dictionary()["kind"].str.contains("float|int|str|datetime").any()


def test_published_tables_come_first():
    published = [bool(table["published"]) for table in dictionary_view()]
    assert published == sorted(published, reverse=True)
    assert any(published)
