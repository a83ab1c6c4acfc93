"""Episode records of the invented stays, and the mess of a delivered extract at known rates."""

import numpy as np

from pooledfunds.synthetic.hes.kinds import AGE_ENDS, AGE_STARTS, KINDS
from pooledfunds.synthetic.hes.stays import Stays, year_start

Records = dict[str, np.ndarray]

# Shares of records, of the order that published data-quality notes of the era report.
MESS = {
    "duplicate": 0.008,  # sent again under a new key
    "repeated_epikey": 0.001,  # the same record twice
    "missing_admidate": 0.004,
    "missing_patient": 0.001,
    "missing_provider": 0.0003,
    "missing_epistart": 0.0002,
    "missing_epiend": 0.0002,
    "ends_before_it_starts": 0.0002,
    "ends_after_data_year": 0.0001,
    "unknown_body": 0.005,
    "unknown_method": 0.002,
    "unknown_diagnosis": 0.01,
    "odd_diagnosis_form": 0.1,
    "free_quote": 0.0005,
    "short_line": 0.0001,
}
NO_DATE = -(10**6)
DIAGNOSES = [code for kind in KINDS for code in kind.diagnoses]
METHODS = ["11", "12", "13", "21", "22", "23", "24", "28", "81", "99"]
SPECIALTIES = sorted({code for kind in KINDS for code in kind.specialties})


def episodes_of(stays: Stays, rng: np.random.Generator) -> Records:
    """Return one entry per consultant episode of each stay, in their order.

    Parameters
    ----------
    stays
        Provider spells.
    rng
        Of the block of stays.
    """
    several = np.ones(len(stays), dtype=np.int64)
    for index, kind in enumerate(KINDS):
        chosen = np.flatnonzero((stays.kind == index) & (stays.nights > 0) & ~stays.moved_in)
        shares = np.cumsum(kind.episodes)
        several[chosen] += np.searchsorted(shares[:-1], rng.random(len(chosen)), side="right")
    stay = np.repeat(np.arange(len(stays)), several)
    order = np.arange(len(stay)) - np.repeat(np.cumsum(several) - several, several) + 1
    cuts = (rng.random((len(stays), 2)) * (stays.nights + 1)[:, None]).astype(np.int64)
    cuts[several == 3] = np.sort(cuts[several == 3], axis=1)
    starts = np.column_stack([np.zeros(len(stays), dtype=np.int64), cuts])
    last = order == several[stay]
    ends = np.where(last, stays.nights[stay], starts[stay, np.minimum(order, 2)])
    admitted = stays.admitted[stay]
    return {
        "stay": stay,
        "epiorder": order,
        "last": last,
        "epistart": admitted + starts[stay, order - 1],
        "epiend": admitted + ends,
    }


def records_of(stays: Stays, data_years: list[int], rng: np.random.Generator) -> Records:
    """Return one entry per delivered record: finished episodes, and unfinished ones again.

    An episode open on 31 March stands unfinished in that year's file, and finished in the
    file of the year in which it ends.

    Parameters
    ----------
    stays
        Provider spells, those before the first year among them.
    data_years
        First calendar year of each financial year that is delivered.
    rng
        Of the block of stays.
    """
    episodes = episodes_of(stays, rng)
    details = describe(stays, episodes, rng)
    parts = []
    for number, year in enumerate(data_years):
        first, after = year_start(year), year_start(year + 1)
        started = episodes["epistart"] < after
        for finished in (True, False):
            ends = episodes["epiend"]
            chosen = (ends >= first) & (ends < after) if finished else started & (ends >= after)
            part = {name: values[chosen] for name, values in (episodes | details).items()}
            until = np.minimum(part["epiend"], after)
            part["bedyear"] = until - np.maximum(part["epistart"], first)
            part["file"] = np.full(chosen.sum(), number)
            part["finished"] = np.full(chosen.sum(), finished)
            parts.append(part)
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def recorded_conditions(stays: Stays, records: Records) -> np.ndarray:
    """Return the kind of each stay, as far as the delivered records can tell it.

    The admitting episode of a stay may have ended before the first data year. Then nobody
    who holds the extract can know its diagnosis, and that of the first episode delivered
    stands for it.

    Parameters
    ----------
    stays
        Provider spells.
    records
        From ``records_of``: ``stay`` is the place of a record's spell.
    """
    by_diagnosis = np.array([kind.known_by == "diagnosis" for kind in KINDS])
    in_order = np.lexsort((records["epiorder"], records["stay"]))
    stay, first = np.unique(records["stay"][in_order], return_index=True)
    told = stays.kind.copy()
    told[stay] = records["coded"][in_order[first]]
    return np.where(by_diagnosis[stays.kind], told, stays.kind)


def describe(stays: Stays, episodes: Records, rng: np.random.Generator) -> Records:
    """Return what each episode record says of its stay, as positions in code lists.

    Parameters
    ----------
    stays
        Provider spells.
    episodes
        From ``episodes_of``.
    rng
        Of the block of stays.
    """
    stay = episodes["stay"]
    kind = stays.kind[stay]
    sizes = np.array([len(what.diagnoses) for what in KINDS])
    offsets = np.cumsum(sizes) - sizes
    other = next(i for i, what in enumerate(KINDS) if what.name == "other_emergency")
    changed = (episodes["epiorder"] > 1) & (rng.random(len(stay)) < 0.3)
    coded = np.where(changed, other, kind)
    method = np.empty(len(stays), dtype=np.int64)
    specialty = np.empty(len(stays), dtype=np.int64)
    for index, what in enumerate(KINDS):
        chosen = np.flatnonzero(stays.kind == index)
        codes = np.array([METHODS.index(code) for code in what.methods])
        method[chosen] = rng.choice(codes, len(chosen), p=what.method_shares)
        codes = np.array([SPECIALTIES.index(code) for code in what.specialties])
        specialty[chosen] = codes[(rng.random(len(chosen)) * len(codes)).astype(np.int64)]
    method[stays.moved_in] = METHODS.index("81")
    died = rng.random(len(stays)) < 0.04
    return {
        "coded": coded,
        "diagnosis": offsets[coded] + (rng.random(len(stay)) * sizes[coded]).astype(np.int64),
        "method": method[stay],
        "specialty": specialty[stay],
        "ward": np.array([what.ward for what in KINDS])[kind],
        "cell": stays.cell[stay],
        "person": stays.person[stay],
        "admidate": stays.admitted[stay],
        "home": stays.home[stay],
        "moves_on": stays.moves_on[stay],
        "moved_in": stays.moved_in[stay],
        "died": (died & ~stays.moves_on)[stay],
        "spell_start": stays.admitted[stay],
        "spell_end": (stays.admitted + stays.nights)[stay],
    }


def ages(band: np.ndarray, person: np.ndarray) -> np.ndarray:
    """Return an age in whole years inside each band; ages of the invented people stand still.

    Parameters
    ----------
    band
        Place of the age band in ``AGE_BANDS`` (records,).
    person
        Number of the person (records,), whose age it settles.
    """
    low, high = np.array(AGE_STARTS)[band], np.array(AGE_ENDS)[band]
    return low + (person * 7919) % (high - low)


def inject_defects(
    records: Records, rates: dict[str, float], rng: np.random.Generator
) -> tuple[Records, list[tuple[int, str, int]]]:
    """Return the records with mess, and ``(file, what, records)`` for each thing planted.

    Only one mishap befalls a record, so that the counts can be looked for one by one.

    Parameters
    ----------
    records
        From ``records_of``.
    rates
        Share of records that each mishap befalls, by a name of ``MESS``.
    rng
        Of the block of stays.
    """
    size = len(records["stay"])
    unknown = set(rates) - set(MESS)
    if unknown:
        raise ValueError(f"no such mess: {sorted(unknown)}")
    names = list(MESS)
    limits = np.cumsum([rates.get(name, 0.0) for name in names])
    if limits[-1] > 1:
        raise ValueError("the rates of mess sum to more than one")
    lot = np.searchsorted(limits, rng.random(size), side="right")
    lot[~records["finished"] & np.isin(lot, [names.index(n) for n in FINISHED_ONLY])] = len(names)
    no_nights = records["epiend"] == records["epistart"]
    lot[(lot == names.index("ends_before_it_starts")) & no_nights] = len(names)
    records = records | {"mess": lot, "again": np.zeros(size, dtype=bool)}
    planted = [
        (file, name, int(((lot == index) & (records["file"] == file)).sum()))
        for file in np.unique(records["file"]).tolist()
        for index, name in enumerate(names)
    ]
    twice = np.flatnonzero(
        (lot == names.index("duplicate")) | (lot == names.index("repeated_epikey"))
    )
    copies = {name: values[twice] for name, values in records.items()}
    copies["again"] = np.ones(len(twice), dtype=bool)
    return {n: np.concatenate([records[n], copies[n]]) for n in records}, planted


FINISHED_ONLY = ("missing_epiend", "ends_before_it_starts", "ends_after_data_year")


def has_defect(records: Records, name: str) -> np.ndarray:
    """Tell which records a kind of mess befell.

    Parameters
    ----------
    records
        With mess (``inject_defects``).
    name
        Of ``MESS``.
    """
    return records["mess"] == list(MESS).index(name)
