"""The study's facts are those that its readings ask for: none is missing, none is idle."""

from pooledfunds.core.codelists import read_tables
from pooledfunds.core.settings import study_tables
from pooledfunds.studies.means_to_an_end.facts import FACTS


def test_every_fact_is_read_and_every_reading_of_a_fact_has_one():
    readings = read_tables(study_tables("means_to_an_end"))["readings"]
    asked = readings.loc[readings["kind"] == "fact", "target"]
    assert sorted(fact.id for fact in FACTS) == sorted(set(asked))
