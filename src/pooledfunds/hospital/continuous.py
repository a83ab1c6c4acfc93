"""Continuous inpatient spells: provider spells joined where a transfer links them."""

import ibis
from ibis import Table, _

from pooledfunds.hospital.spells import FROM_FIRST

ORDER = ["admitted", "ended", "procode"]


def continuous_spells(spells: Table, days: int, years: list[int]) -> Table:
    """Return one row per continuous inpatient spell, in the shape of provider spells.

    The next spell of a patient goes on when it begins at most ``days`` days after the one
    before ended, and a transfer is recorded on either side: York joins at two days, the
    Health Foundation at three [sources.md, section 1]. Patients without any recorded
    transfer have nothing to join, so only the others are sorted.

    Parameters
    ----------
    spells
        From ``provider_spells``.
    days
        Greatest number of days between the end of one and the start of the next.
    years
        First calendar year of each data year.
    """
    movers = spells.filter(_.moved_in | _.moved_out).select("patient").distinct()
    still = spells.anti_join(movers, "patient").drop("procode")
    window = ibis.window(group_by="patient", order_by=ORDER)
    moving = spells.semi_join(movers, "patient")
    moving = moving.mutate(
        place=ibis.row_number().over(window),
        joins=(
            (moving.admitted <= moving.ended.lag().over(window) + ibis.interval(days=days))
            & (moving.moved_in | moving.moved_out.lag().over(window))
        ).fill_null(False),
    )
    moving = moving.mutate(run=(~moving.joins).cast("int32").cumsum().over(window))
    run = ibis.window(group_by=["patient", "run"])
    moving = moving.mutate(last_place=moving.place.max().over(run))
    joined = _join_runs(moving, years)
    return still.union(joined.select(*still.columns))


def _join_runs(m: Table, years: list[int]) -> Table:
    length = m.ended.delta(m.admitted, unit="day")
    last = m.place == m.last_place
    runs = m.group_by(["patient", "run"]).aggregate(
        **{
            name: m[name].max(where=~m.joins)
            for name in ["admitted", *FROM_FIRST, "diagnosis", "moved_in"]
        },
        ended=m.ended.max(),
        discharged=m.discharged.max(where=last),
        moved_out=m.moved_out.max(where=last),
        diagnosis_longest=m.diagnosis_longest.argmax(length * 2**32 - m.place),
        diagnoses_next=m.diagnosis.collect(where=m.joins),
        diagnoses_inside=m.diagnoses_later.collect(where=m.diagnoses_later.notnull()),
        episodes=m.episodes.sum().cast("int32"),
        **{f"days_{year}": m[f"days_{year}"].sum().cast("int32") for year in years},
    )
    several = m.diagnoses_later.type()
    nothing = ibis.literal([], several)
    later = ibis.coalesce(runs.diagnoses_next, nothing).concat(
        ibis.coalesce(runs.diagnoses_inside.flatten(), nothing)
    )
    return runs.mutate(diagnoses_later=ibis.ifelse(later.length() > 0, later, ibis.null(several)))
