"""The page that tells what was given to each reader, and what that reached."""

from collections.abc import Iterable

from tests.fuzz.target import Target


def page(targets: list[Target], seconds: float, processor: float) -> str:
    """Return the page: inputs to each source, how they ended, and what they reached."""
    sources = dict.fromkeys((one.readers.study, one.source) for one in targets)
    rows = "\n".join(
        row(", ".join(key), [one for one in targets if (one.readers.study, one.source) == key])
        for key in sources
    )
    tried, failed = sum(t.tried for t in targets), sum(len(t.failures) for t in targets)
    return f"""# Fuzzing

`make fuzz` writes this page: every reader of returns of both studies is given damaged forms of an
invented return for a declared time. Each must be read, or refused with a fault that names the file,
without a traceback and, of hospital records, without a value of a record. The inputs are guided by
coverage: one that takes a way through the readers' code (a pair of lines, one after the other) that
none took before for its file is kept and damaged further. What is compiled is not seen from inside.

**{tried:,} inputs in {seconds:,.0f} seconds ({processor:,.0f} of processor); {failed} ended
otherwise.** Those that earlier runs kept were given first and are counted.

| study, source | files | inputs | refused | ways of sound files | further | kept | failed |
|---|---|---|---|---|---|---|---|
{rows}
{row("**all**", targets)}
"""


def row(name: str, targets: list[Target]) -> str:
    """Return the row of some targets; ways that several take count once."""
    seen = ways(one.seen for one in targets)
    sound = ways(one.reached_by_sound for one in targets)
    cells = (
        len(targets),
        sum(one.tried for one in targets),
        sum(one.faults for one in targets),
        len(sound),
        len(seen - sound),
        sum(len(one.kept) - 1 for one in targets),
        sum(len(one.failures) for one in targets),
    )
    return f"| {name} | {' | '.join(f'{cell:,}' for cell in cells)} |"


def ways(some: Iterable[set]) -> set:
    """Return the union of some sets."""
    return set().union(*some)
