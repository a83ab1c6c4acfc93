"""Continuous inpatient spells: provider spells joined where a transfer links them."""

import ibis
from ibis import Table, _

from pooledfunds.episodes.spells import FROM_FIRST

ORDER = ["admitted", "ended", "procode"]


def continuous_spells(spells: Table, days: int, years: list[int]) -> Table:
    """Return one row per continuous inpatient spell, in the shape of provider spells.

    The next spell of a patient goes on when it begins at most ``days`` days after the one
    before ended, and a transfer is recorded on either side: York joins at two days, the
    Health Foundation at three [sources.md, section 1]. Patients without any recorded
    transfer have nothing to join, so only the others are sorted.
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
    running = ibis.window(group_by="patient", order_by=ORDER, following=0)
    moving = moving.mutate(run=(~moving.joins).cast("int64").sum().over(running))
    joined = _join_runs(moving, years)
    return still.union(joined.select(*still.columns))


def _join_runs(moving: Table, years: list[int]) -> Table:
    m = moving
    length = m.ended.delta(m.admitted, unit="day")
    first = ["admitted", *FROM_FIRST, "diagnosis", "moved_in"]
    last = ["ended", "discharged", "moved_out"]
    # argmin and argmax skip nulls, so a stay that is open at its end is told apart by its place
    open_at = m.place.max(where=m.discharged.isnull())
    runs = m.group_by(["patient", "run"]).aggregate(
        **{name: m[name].argmin(m.place) for name in first},
        **{name: m[name].argmax(m.place) for name in last},
        last_place=m.place.max(),
        open_place=open_at,
        diagnosis_longest=m.diagnosis_longest.argmax(length * 1_000 - m.place),
        diagnoses_next=m.diagnosis.collect(where=m.joins),
        diagnoses_inside=m.diagnoses_later.collect(where=m.diagnoses_later.notnull()),
        episodes=m.episodes.sum(),
        **{f"days_{year}": m[f"days_{year}"].sum().cast("int64") for year in years},
    )
    ends_open = (runs.open_place == runs.last_place).fill_null(False)
    nothing = ibis.literal([], "array<uint32>")
    later = ibis.coalesce(runs.diagnoses_next, nothing).concat(
        ibis.coalesce(runs.diagnoses_inside.flatten(), nothing)
    )
    return runs.mutate(
        discharged=ibis.ifelse(ends_open, ibis.null("date"), runs.discharged),
        diagnoses_later=ibis.ifelse(later.length() > 0, later, ibis.null("array<uint32>")),
    )
