"""Which listed body a code or name stands for, when bodies end and others follow them.

The lists of bodies hold the PCTs of October 2006 and the councils of 2008. A register may name a
body dissolved before, such as one of the 303 PCTs or a health authority, or a council that came
later, in April 2009. The table of successions leads both to the listed bodies, by date.
"""

from dataclasses import dataclass

import pandas as pd

from pooledfunds.areas.names import plain_name

LISTED, DISSOLVED, LATER, UNMATCHED = "listed", "dissolved", "later", "unmatched"


@dataclass(frozen=True)
class Match:
    """The listed bodies that an entry stands for, and how they were found."""

    codes: tuple[str, ...]
    how: str


class BodyFinder:
    """Looks up bodies by code, else by name, and follows successions to listed ones."""

    def __init__(self, bodies: pd.DataFrame, successions: pd.DataFrame):
        """Take the lists of bodies and the successions.

        Parameters
        ----------
        bodies
            ``area_type, area_code, name``.
        successions
            ``area_type, code, name, successor_code, from``: a body that ended and the one that
            followed on that day. A body with several successors has a row for each.
        """
        self.listed = {
            kind: set(rows["area_code"])
            for kind, rows in bodies.groupby("area_type", observed=True)
        }
        names = pd.concat(
            [
                bodies[["area_type", "area_code", "name"]].astype(str),
                successions.rename(columns={"code": "area_code"})[
                    ["area_type", "area_code", "name"]
                ],
            ]
        )
        self.by_name: dict[tuple[str, str], str] = {
            (row["area_type"], plain_name(row["name"])): row["area_code"]
            for row in names[::-1].to_dict("records")
        }
        self.followed = successions

    def find(self, area_type: str, code: str, name: str = "") -> Match:
        """Return the listed bodies of an entry: itself, its successors or its predecessors.

        Parameters
        ----------
        area_type
            Kind of body, as the lists have it.
        code
            As written; blank to go by the name.
        name
            As written.
        """
        code = code or self.by_name.get((area_type, plain_name(name)), "")
        listed = self.listed.get(area_type, set())
        if code in listed:
            return Match((code,), LISTED)
        for how, here, there in (
            (DISSOLVED, "code", "successor_code"),
            (LATER, "successor_code", "code"),
        ):
            reached = self.reached(area_type, code, here, there) & listed
            if reached:
                return Match(tuple(sorted(reached)), how)
        return Match((), UNMATCHED)

    def reached(self, area_type: str, code: str, here: str, there: str) -> set[str]:
        """Return every body that successions lead to from a code, in one direction of time.

        Parameters
        ----------
        area_type
            Kind of body.
        code
            Where to start.
        here
            Column of the successions to look the code up in.
        there
            Column of those that it leads to.
        """
        own = self.followed[self.followed["area_type"] == area_type]
        found: set[str] = set()
        waiting = {code}
        while waiting:
            nexts = set(own.loc[own[here].isin(waiting), there])
            waiting = nexts - found
            found |= nexts
        return found

    def disagree(self, area_type: str, code: str, name: str) -> bool:
        """Return whether a code and a name, both known, stand for different bodies.

        Parameters
        ----------
        area_type
            Kind of body.
        code, name
            As written.
        """
        named = self.by_name.get((area_type, plain_name(name)))
        if not (code and named):
            return False
        return not set(self.find(area_type, code).codes) & set(self.find(area_type, named).codes)
