"""Other defensible definitions of hospital activity, counted beside the declared one."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, product
from pathlib import Path

import pandas as pd

from pooledfunds.catalogue.hes import HES_VARIANTS
from pooledfunds.core.ownership import owner_only
from pooledfunds.core.schema import enforce
from pooledfunds.core.shares import ALL as WHOLE
from pooledfunds.core.shares import in_order_of, share_of
from pooledfunds.core.vocabulary import combination_name
from pooledfunds.hospital.activity import ALL, councils_by_home, count_activity
from pooledfunds.hospital.build import build_stays
from pooledfunds.hospital.engine import connect, in_run, on_spark, scanned
from pooledfunds.hospital.measure import data_years, diagnosis_sets, duplicate_rules

# Settings that are applied to stays already built; every other one builds them anew.
COUNTED = ("emergency_methods", "diagnosis_sets", "diagnosis_episode")
OLDER = 65  # the first year of age that the panels' counts are of


def variants(settings: Mapping) -> Iterator[tuple[str, dict]]:
    """Yield each combination of choices but the declared one: its name and its settings.

    Parameters
    ----------
    settings
        The section ``hes`` of the study's settings. ``variants.axes`` holds, by axis and choice,
        the settings that the choice replaces; within a section, it replaces what it names.
        ``variants.enabled`` says whether any is counted.
    """
    declared = settings["variants"]["axes"] if settings["variants"]["enabled"] else {}
    for names in product(*([None, *choices] for choices in declared.values())):
        chosen = {axis: name for axis, name in zip(declared, names, strict=True) if name}
        if chosen:
            yield combination_name(chosen), overridden(settings, chosen)


def overridden(settings: Mapping, chosen: Mapping[str, str]) -> dict:
    """Return the settings with what the choices replace.

    Parameters
    ----------
    settings
        The section ``hes`` of the study's settings.
    chosen
        The name of a choice, by its axis.
    """
    merged = dict(settings)
    for axis, choice in chosen.items():
        for key, value in settings["variants"]["axes"][axis][choice].items():
            merged[key] = {**merged[key], **value} if isinstance(value, Mapping) else value
    return merged


def built_from(settings: Mapping) -> dict:
    """Return the settings on which the stays themselves depend."""
    held = {key: value for key, value in settings.items() if key not in COUNTED}
    return held | {"bed_days": settings["bed_days"]["source"]}


def sets_of_stays(settings: Mapping) -> list[list[tuple[str, dict]]]:
    """Return the variants, those together that are counted from the same stays.

    Parameters
    ----------
    settings
        The section ``hes`` of the study's settings, as the rule that counts them has it.
    """
    work = sorted(variants(settings), key=lambda one: repr(built_from(one[1])))
    return [list(alike) for _, alike in groupby(work, key=lambda one: repr(built_from(one[1])))]


def measure_variants(
    folder: str | Path,
    settings: Mapping,
    word_lists: Mapping[str, pd.DataFrame],
    places: pd.DataFrame,
    share: str = WHOLE,
) -> pd.DataFrame:
    """Return admissions and bed days of those 65 and over under every variant.

    The text is not read again: other stays are built from the staged records, one set at a time,
    counted and thrown away.

    Parameters
    ----------
    folder
        The folder that ``stage_extract`` wrote.
    settings
        The section ``hes`` of the study's settings.
    word_lists
        ``hes_diagnosis_sets`` and ``hes_duplicate_rules``.
    places
        ``code, council`` (see ``councils_by_home``).
    share
        Which of the sets of stays (``core.shares.share_of``); others are another job's.

    Returns
    -------
    DataFrame
        ``catalogue.hes.HES_VARIANTS``; empty where none is to be counted.
    """
    folder = Path(folder)
    with owner_only(folder):
        # What is built spills to one folder, and so shares one DuckDB (see connect)
        asked = in_run(settings, folder)
        if share != WHOLE:  # a job on another node has its own
            own = Path(asked["engine"]["spill"], share)
            own.parent.mkdir(parents=True, exist_ok=True)
            asked["engine"]["spill"] = str(own)
        sets = share_of(sets_of_stays(asked), share)
        counted = [counted_set(folder, asked, one, word_lists, places) for one in sets]
        return together(counted)


def counted_set(
    folder: Path,
    settings: Mapping,
    named: Sequence[tuple[str, dict]],
    word_lists: Mapping[str, pd.DataFrame],
    places: pd.DataFrame,
) -> pd.DataFrame:
    """Return the counts of variants that one set of stays gives.

    Parameters
    ----------
    folder, word_lists, places
        See ``measure_variants``.
    settings
        The section ``hes``, as in a run.
    named
        The variants: their names and settings.
    """
    with tempfile.TemporaryDirectory(prefix="variant-", dir=folder) as spare:
        stays = Path(spare) / "stays"
        if built_from(named[0][1]) == built_from(settings):
            stays = folder / "stays"
        else:
            build_again(folder, stays, named[0][1], word_lists["hes_duplicate_rules"])
        tables = [
            count_older(stays, asked, word_lists["hes_diagnosis_sets"], places).assign(variant=name)
            for name, asked in named
        ]
        return pd.concat(tables, ignore_index=True)


def together(tables: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return counts below each other as ``catalogue.hes.HES_VARIANTS``."""
    columns = list(HES_VARIANTS.columns)
    table = pd.concat([pd.DataFrame(columns=columns), *tables], ignore_index=True)[columns]
    kinds = dict.fromkeys(columns, "category") | {"admissions": "int64", "bed_days": "int64"}
    return enforce(table.astype(kinds), HES_VARIANTS)


def gather_variants(shares: Sequence[pd.DataFrame], settings: Mapping) -> pd.DataFrame:
    """Return the counts of all variants from those of the shares, in the order of one job's.

    Parameters
    ----------
    shares
        ``measure_variants`` of each.
    settings
        The section ``hes`` of the study's settings, as the rule that counts them has it.
    """
    names = [name for alike in sets_of_stays(settings) for name, _ in alike]
    return in_order_of(together(shares), "variant", names)


def build_again(folder: Path, stays: Path, settings: Mapping, rules: pd.DataFrame) -> None:
    """Write the stays of staged records under other settings.

    Parameters
    ----------
    folder
        The folder that ``stage_extract`` wrote.
    stays
        The folder of the stays to be written.
    settings
        The section ``hes``, with what a variant replaces.
    rules
        The word list ``hes_duplicate_rules``.
    """
    kept = "part=records" if on_spark(settings) else "part-*.arrow"
    parts = sorted((folder / "records").glob(kept))
    with connect(settings["engine"], folder) as con:
        years = data_years(scanned(con, "built", folder / "stays" / "stays-*.parquet").columns)
    build_stays(parts, stays, settings, duplicate_rules(rules), years)


def count_older(
    stays: Path, settings: Mapping, sets: pd.DataFrame, places: pd.DataFrame
) -> pd.DataFrame:
    """Return the activity of those 65 and over in the declared conditions, from stays.

    Parameters
    ----------
    stays
        The folder of stays.
    settings
        The section ``hes``, with what a variant replaces.
    sets
        ``condition, variant, prefix``.
    places
        ``code, council`` (see ``councils_by_home``).
    """
    with connect(settings["engine"], stays.parent) as con:
        table = scanned(con, "stays", stays / "stays-*.parquet")
        activity = count_activity(
            con,
            table.filter(table.age >= OLDER),
            diagnosis_sets(sets, settings["diagnosis_sets"]),
            settings,
            data_years(table.columns),
            councils_by_home(places, settings["attribution"]["council"]),
        )
    return activity[activity["condition"] != ALL]
