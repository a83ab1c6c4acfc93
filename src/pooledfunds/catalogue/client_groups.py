"""The client groups of adult social care that PSSEX1 defines, and the services that are pooled."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ClientGroup:
    """A client group of PSSEX1.

    Parameters
    ----------
    label
        As it reads in a sentence.
    persons
        Whom its spending is for: the panels' column of persons that it is counted per.
    programme
        The programme of NHS budgets for the same people; blank where there is none.
    """

    label: str
    persons: str
    programme: str = ""


CLIENT_GROUPS = {
    "older_people": ClientGroup("older people", "population_65_plus"),
    "physical_disability": ClientGroup("physical disability", "population_18_64"),
    "learning_disability": ClientGroup("learning disability", "population_18_64", "6"),
    "mental_health": ClientGroup("mental health", "population_18_64", "5"),
    "other_adults": ClientGroup("other adult services", "population_18_plus"),
}
PERSONS = {name: group.persons for name, group in CLIENT_GROUPS.items()}
# In the order of the panels' columns.
PROGRAMMES = {
    name: CLIENT_GROUPS[name].programme for name in ("mental_health", "learning_disability")
}
# Services for which the register knows pools, in the order of the panels' columns.
SERVICES = {
    "learning_disability": "learning disability",
    "mental_health": "mental health",
    "community_equipment": "community equipment",
    "intermediate_care": "intermediate care",
    "older_people": "older people",
}
# Of which PSSEX1's client groups speak: the two lists name these alike.
SERVICES_OF_PSSEX1 = (
    "learning_disability",
    "mental_health",
    "older_people",
    "physical_disability",
)
# Of the register's services, those that no adult client group has.
SERVICES_OF_CHILDREN = ("children",)
