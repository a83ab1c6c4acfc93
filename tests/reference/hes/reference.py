"""The episode rules again, slow and obvious: one record at a time, no shared code.

Records are dictionaries with plain values: dates are ``date`` or None, codes are text.
"""

from collections import Counter
from datetime import date, timedelta
from itertools import groupby


def fate_of(r: dict, settings: dict) -> str:
    finished = r["epistat"] == 3
    end_of_year = date(r["fyear"] + 1, 3, 31)
    if not r["patient"]:
        return "no patient key"
    if not r["epikey"]:
        return "no record key"
    if r["procode"] in ("", "899"):
        return "no provider"
    if r["epistat"] not in (1, 3, 9):
        return "neither finished nor unfinished"
    if r["epitype"] not in (0, *settings["episode_types"]):
        return "another episode type"
    if r["classpat"] not in settings["patient_classes"]:
        return "another patient class"
    if r["epistart"] is None:
        return "no start date"
    if finished and r["epiend"] is None:
        return "no end date"
    if r["epistart"] > end_of_year:
        return "starts after its data year"
    if finished and r["epiend"] < r["epistart"]:
        return "ends before it starts"
    if finished and r["epiend"] > end_of_year:
        return "ends after its data year"
    if finished and r["epiend"] < date(r["fyear"], 4, 1):
        return "ends before its data year"
    if r["admidate"] and r["epistart"] < r["admidate"]:
        return "starts before its admission"
    if r["disdate"] and r["admidate"] and r["disdate"] < r["admidate"]:
        return "discharged before admission"
    if r["disdate"] and r["disdate"] < r["epistart"]:
        return "discharged before it starts"
    if r["disdate"] and r["disdate"] > end_of_year:
        return "discharged after its data year"
    before_birth = r["admidate"] and r["age"] is not None and 366 * (r["age"] + 1)
    if before_birth and (r["epistart"] - r["admidate"]).days > before_birth:
        return "admitted before birth"
    return "kept"


def transit_of(r: dict) -> int:
    moved_in = r["admisorc"] in ("51", "52", "53") or r["admimeth"] in ("81", "2B")
    moved_out = r["disdest"] in ("51", "52", "53")
    if moved_in and moved_out:
        return 2
    if moved_in:
        return 3
    return 1 if moved_out else 0


DUPLICATE_KEYS = {
    "health_foundation": (
        "patient epistart epiend epiorder procode transfer_status admidate disdate"
    ),
    "york": "patient epistart epiorder epiend transfer_status",
}


def split_duplicates(records: list[dict], key: list[str], order) -> tuple[list, list]:
    best, rest = [], []
    groups = {}
    for r in records:
        open_in = 0 if r["epistat"] == 3 else r["fyear"]
        groups.setdefault((open_in, *(r[name] for name in key)), []).append(r)
    for same in groups.values():
        same = sorted(same, key=order)
        best.append(same[0])
        rest.extend(same[1:])
    return best, rest


def completeness(r: dict) -> int:
    return sum(bool(r[name]) for name in ("diagnosis", "mainspef", "epiorder"))


def last_first(day):
    """A sort key that puts a missing date after every other one."""
    return (day is None, day or date.min)


def first_null(day):
    return (day is not None, day or date.min)


def same_spell(first: dict, second: dict, rule: str) -> bool:
    goes_on = first["dismeth"] > 5 if rule == "york" else first["dismeth"] in (8, 9)
    return bool(
        (first["admidate_filled"] and first["admidate_filled"] == second["admidate_filled"])
        or first["epistart"] == second["epistart"]
        or (goes_on and first["epiend"] == second["epistart"])
    )


def nights_in_year(start: date, end: date, year: int) -> int:
    nights, day = 0, start
    while day < end:
        nights += date(year, 4, 1) <= day <= date(year + 1, 3, 31)
        day += timedelta(days=1)
    return nights


def discharge_of(episode: dict, disdate):
    if disdate:
        return disdate
    left = episode["epistat"] == 3 and 1 <= episode["dismeth"] <= 5
    return episode["epiend"] if left else None


def build(records: list[dict], settings: dict, years: list[int]) -> tuple[Counter, list[dict]]:
    """Return the fates by file, and the provider spells."""
    fates = Counter()
    kept = []
    for r in records:
        fate = fate_of(r, settings)
        fates[r["file"], fate] += 1
        if fate == "kept":
            kept.append(dict(r, transfer_status=transit_of(r)))

    def set_aside(some: list[dict], reason: str) -> None:
        for r in some:
            fates[r["file"], "kept"] -= 1
            fates[r["file"], reason] += 1

    kept, repeats = split_duplicates(
        kept, ["patient", "epistart", "epikey"], lambda r: (r["file"], r["line"])
    )
    set_aside(repeats, "repeated record")
    rule = settings["duplicates"]

    def preference(r: dict):
        tie = (r["epikey"], r["file"], r["line"])
        if rule == "york":
            return (-completeness(r), last_first(r["admidate"]), last_first(r["disdate"]), tie)
        return (-completeness(r), tie)

    kept, duplicates = split_duplicates(kept, DUPLICATE_KEYS[rule].split(), preference)
    set_aside(duplicates, f"duplicate ({rule})")

    def told_again(r: dict) -> bool:
        return r["epistat"] != 3 and any(
            all(r[n] == o[n] for n in ("patient", "procode", "epistart", "epiorder"))
            and (o["epistat"] == 3 or o["fyear"] > r["fyear"])
            for o in kept
        )

    superseded = [r for r in kept if told_again(r)]
    set_aside(superseded, "unfinished, told of again later")
    episodes = [r for r in kept if not told_again(r)]
    if settings["open_episodes"] == "drop":
        set_aside([r for r in episodes if r["epistat"] != 3], "unfinished to the end")
        episodes = [r for r in episodes if r["epistat"] == 3]
    for r in episodes:
        first = r["epiorder"] == 1 and r["transfer_status"] in (0, 1)
        fill = r["admidate"] is None and first and settings["admission_date"] == "from_start"
        r["admidate_filled"] = r["epistart"] if fill else r["admidate"]
        r["is_open"] = r["epistat"] != 3
        if r["is_open"]:
            r["epiend"] = date(r["fyear"] + 1, 4, 1)
        r["days"] = {y: days_of(r, superseded, y, settings["bed_days"]["source"]) for y in years}
    spells = []
    order = (
        (lambda r: (r["epistart"], r["epiorder"], r["epiend"], r["transfer_status"], r["epikey"]))
        if settings["spells"] == "york"
        else (
            lambda r: (r["epistart"], r["epiend"], r["epiorder"], r["transfer_status"], r["epikey"])
        )
    )
    who = lambda r: (r["patient"], r["procode"])  # noqa: E731
    for _, mine in groupby(sorted(episodes, key=who), key=who):
        spell = []
        for episode in sorted(mine, key=order):
            if spell and not same_spell(spell[-1], episode, settings["spells"]):
                spells.append(spell)
                spell = []
            spell.append(episode)
        spells.append(spell)
    return fates, [spell_of(spell, years) for spell in spells]


def days_of(episode: dict, superseded: list[dict], year: int, source: str) -> int:
    by_dates = nights_in_year(episode["epistart"], episode["epiend"], year)
    if source == "dates":
        return by_dates
    days = recorded_or(by_dates, episode["bedyear"]) if episode["fyear"] == year else 0
    for r in superseded:
        same = all(r[n] == episode[n] for n in ("patient", "procode", "epistart", "epiorder"))
        if same and r["fyear"] == year:
            to_end = nights_in_year(r["epistart"], date(year + 1, 4, 1), year)
            days += recorded_or(to_end, r["bedyear"])
    return days


def recorded_or(by_dates: int, bedyear: int | None) -> int:
    """Return BEDYEAR where the dates allow it."""
    return by_dates if bedyear is None or abs(bedyear - by_dates) > 1 else bedyear


def spell_of(episodes: list[dict], years: list[int]) -> dict:
    first, last = episodes[0], episodes[-1]
    dates = [e["disdate"] for e in episodes if e["disdate"]]
    longest = max(e["epiend"] - e["epistart"] for e in episodes)
    dominant = next(e for e in episodes if e["epiend"] - e["epistart"] == longest)
    return {
        "patient": first["patient"],
        "procode": first["procode"],
        "admitted": first["admidate_filled"] or first["epistart"],
        "ended": max(e["epiend"] for e in episodes),
        "discharged": discharge_of(last, max(dates) if dates else None),
        "diagnosis": first["diagnosis"],
        "diagnosis_longest": dominant["diagnosis"],
        "diagnoses_later": tuple(sorted(e["diagnosis"] for e in episodes[1:])),
        "admimeth": first["admimeth"],
        "moved_in": first["transfer_status"] in (2, 3),
        "moved_out": last["transfer_status"] in (1, 2),
        "episodes": len(episodes),
        **{f"days_{y}": sum(e["days"][y] for e in episodes) for y in years},
    }


def join_stays(spells: list[dict], days: int) -> list[tuple]:
    """Return admission, end and episodes of each continuous inpatient spell."""
    joined = []
    for _, mine in groupby(sorted(spells, key=lambda s: s["patient"]), lambda s: s["patient"]):
        run = []
        for spell in sorted(mine, key=lambda s: (s["admitted"], s["ended"], s["procode"])):
            before = run[-1] if run else None
            near = before and spell["admitted"] <= before["ended"] + timedelta(days=days)
            if not (near and (spell["moved_in"] or before["moved_out"])):
                if run:
                    joined.append(run)
                run = []
            run.append(spell)
        joined.append(run)
    return [
        (
            run[0]["patient"],
            run[0]["admitted"],
            max(s["ended"] for s in run),
            run[-1]["discharged"],
            sum(s["episodes"] for s in run),
            run[0]["diagnosis"],
        )
        for run in joined
    ]
