"""What makes a whole delivered file unfit, told with what to try; never a record's
value."""

from collections.abc import Mapping
from pathlib import Path

from pooledfunds.core.errors import IssueList
from pooledfunds.staging.hes.causes import FORMS, likely_cause
from pooledfunds.staging.hes.delivery import QUOTING, Layout, open_text
from pooledfunds.staging.hes.tally import FileReadSummary

MEND = "Mend the file, or raise the share where the loss is known and accepted"


def check_tally(
    tally: FileReadSummary, layout: Layout, settings: Mapping, kinds: Mapping, faults: IssueList
) -> None:
    """Note what makes a whole file unfit.

    Parameters
    ----------
    tally
        What was read of the file.
    layout
        How the file is written, ``quoted`` as it was read.
    settings
        ``ragged_share`` and ``unreadable_share`` (see ``stage_hes_apc``).
    kinds
        Of the fields that are read.
    faults
        Gets what is wrong, each with its place and what to do.
    """
    path = tally.path
    if tally.lines == tally.blank:
        faults.add(path, "", "no records after the header")
        return
    if tally.ragged > settings["ragged_share"] * tally.lines:
        lines = ", ".join(f"{line:,}" for line in tally.first_ragged)
        rule = f"not as many fields as the header, which has {len(layout.fields)}; where marks "
        rule += "enclose values that hold the delimiter, set hes.reading.quoted to true"
        if layout.quoted:
            rule = f"not as many fields as the header, which has {len(layout.fields)}; {QUOTING}"
        faults.add(path, f"lines {lines}", rule, tally.ragged)
    if tally.ragged and last_line_is_cut(path):
        faults.add(path, f"line {tally.lines + 1:,}", "the file ends within a record: cut short")
    for line in tally.first_reordered:
        rule = "names the fields again in another order: files put together; deliver them apart"
        faults.add(path, f"line {line:,}", rule)
    check_shares(tally, layout, settings["unreadable_share"], kinds, faults)
    if tally.kept and not any(tally.years()):
        rule = f"no record tells its data year; it is read as {FORMS['year']}; {QUOTING}"
        faults.add(path, "", rule, tally.kept)


def check_shares(
    tally: FileReadSummary, layout: Layout, limits: Mapping, kinds: Mapping, faults: IssueList
) -> None:
    """Note every field too many of whose values cannot be read.

    Parameters
    ----------
    tally
        What was read of the file.
    layout
        How the file is written.
    limits
        Greatest share by field; ``any_field`` for those that it does not name.
    kinds
        Kind of value by field (``fields.KINDS``).
    faults
        Gets what is wrong, each with its place and what to do.
    """
    for name, count in tally.total().unreadable.items():
        limit = limits.get(name, limits["any_field"])
        share = count / tally.kept if tally.kept else 0
        if share > limit:
            place = layout.fields.index(tally.names[name])
            cause = likely_cause(tally.path, layout, place, kinds[name])
            faults.add(
                tally.path,
                f"field {tally.names[name].upper()}",
                f"{share:.1%} of the values cannot be read ({count:,} of {tally.kept:,}; at most "
                f"{limit:.1%}: hes.reading.unreadable_share). Read are {FORMS[kinds[name]]}. "
                f"{cause}{MEND}",
            )


def last_line_is_cut(path: Path) -> bool:
    """Return whether a plain file ends without a line end; zipped text tells of cuts itself."""
    with path.open("rb") as file:
        if file.read(2) == b"\x1f\x8b":
            with open_text(path) as text:
                last = b""
                while some := text.read(1 << 20):
                    last = some[-1:]
            return last != b"\n"
        file.seek(-1, 2)
        return file.read(1) != b"\n"


def check_years(tallies: list[FileReadSummary], faults: IssueList) -> None:
    """Note every data year that more than one file holds records of.

    Parameters
    ----------
    tallies
        What was seen of each file.
    faults
        Gets one fault for each further file of a year.
    """
    holders: dict[int, list[FileReadSummary]] = {}
    for tally in tallies:
        for year in tally.years():
            if year:
                holders.setdefault(year, []).append(tally)
    for year, several in sorted(holders.items()):
        for tally in several[1:]:
            faults.add(
                tally.path,
                "",
                f"records of data year {year}/{(year + 1) % 100:02d}, which "
                f"{several[0].path.name} holds too",
                tally.years()[year],
            )
