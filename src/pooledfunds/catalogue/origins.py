"""What a number is made from: as a study declares it, and as linking the returns went."""

from dataclasses import dataclass

from pooledfunds.core.schema import table, text

TABLE_ORIGINS = table(
    "table_origins",
    "Which tables were read as each linked table, and each return's columns of a panel, were made",
    {
        "made": text("Linked table"),
        "part": text("What of a panel, by the name of its columns in the catalogue; else blank"),
        "made_from": text("Staged or linked table that was read"),
    },
    unique=["made", "part", "made_from"],
)


@dataclass(frozen=True)
class Origin:
    """How a number that is shown is made, as it is declared.

    Attributes
    ----------
    kind
        ``fact``, ``estimate``, ``chart``, ``indicator`` or ``arrangement``.
    name
        Its id among those of its kind.
    formula
        In words.
    code
        The function or module that computes it, by its dotted name.
    sources
        The sources that it is declared to need.
    columns
        The columns of panels that it is computed from, each with its panel: what they were made
        from gives further sources.
    tables
        The tables, staged or linked, that it is computed from: likewise.
    """

    kind: str
    name: str
    formula: str
    code: str
    sources: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    tables: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """The place on the page of details that tells of it."""
        return f"{self.kind}-{self.name}"
