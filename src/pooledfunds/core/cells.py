"""Cells of tables that hold several entries."""


def split_list(text: str) -> tuple[str, ...]:
    """Return the entries of a list that is written with semicolons."""
    return tuple(part.strip() for part in text.split(";") if part.strip())
