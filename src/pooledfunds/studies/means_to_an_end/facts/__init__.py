"""Every fact of the study; the order is that of the published table."""

from pooledfunds.studies.means_to_an_end.facts import (
    budgets,
    delayed_transfers,
    equipment,
    hospital_care,
    money,
    places,
    printed,
    register,
    survey,
    variation,
)
from pooledfunds.studies.means_to_an_end.facts import published_statistics as figures

TOPICS = (
    money,
    places,
    printed,
    register,
    survey,
    figures,
    budgets,
    equipment,
    delayed_transfers,
    hospital_care,
    variation,
)

FACTS = [fact for topic in TOPICS for fact in topic.FACTS]
