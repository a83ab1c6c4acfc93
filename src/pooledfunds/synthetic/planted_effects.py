"""The two truths: what pools and shared boundaries do in the invented England."""

from dataclasses import dataclass

import numpy as np

from pooledfunds.synthetic.pooled_fund_register.starts import StartEffects
from pooledfunds.synthetic.pssex1.services import POOLED_SECTIONS
from pooledfunds.synthetic.pssex1.spending import Effects

# Outcomes of the returns that pools might change, with the service whose pool it is.
STAYS = {
    "lower_respiratory": "intermediate_care",
    "fractured_neck_of_femur": "intermediate_care",
    "stroke": "intermediate_care",
    "mental_health": "mental_health",
}
BUDGETS = {"5": "mental_health", "6": "learning_disability"}
TENTH_LESS = float(np.log(0.9))


@dataclass(frozen=True)
class Truth:
    """Every planted effect of pools and of co-terminosity.

    Parameters
    ----------
    spending
        Log effects on councils' spending per head.
    stays
        Log effect of the pool on mean length of stay, by condition of ``STAYS``.
    stays_coterminous
        Log effect of co-terminosity on the same.
    budgets
        Log effect of the pool on PCT spending per head, by programme of ``BUDGETS``.
    equipment_pool, equipment_coterminous
        Effects on the log odds that an item is delivered on time.
    delays_pool
        Log effect of an intermediate-care pool on delayed patients aged 65 and over.
    starts
        Log odds that a council's joint arrangements begin.
    """

    spending: Effects
    stays: dict[str, float]
    stays_coterminous: float
    budgets: dict[str, float]
    equipment_pool: float
    equipment_coterminous: float
    delays_pool: float
    starts: StartEffects


TRUTHS = {
    "report": Truth(
        spending=Effects(
            joint=dict.fromkeys(POOLED_SECTIONS.values(), 0.0),
            coterminous=0.0,
            interaction=dict.fromkeys(POOLED_SECTIONS.values(), 0.0),
        ),
        stays=dict.fromkeys(STAYS, 0.0),
        stays_coterminous=0.0,
        budgets=dict.fromkeys(BUDGETS, 0.0),
        equipment_pool=0.0,
        equipment_coterminous=0.0,
        delays_pool=0.0,
        starts=StartEffects(),
    ),
    "effect": Truth(
        spending=Effects(
            joint=dict.fromkeys(POOLED_SECTIONS.values(), TENTH_LESS),
            coterminous=TENTH_LESS,
            interaction=dict.fromkeys(POOLED_SECTIONS.values(), 0.0),
        ),
        stays=dict.fromkeys(STAYS, TENTH_LESS),
        stays_coterminous=TENTH_LESS,
        budgets=dict.fromkeys(BUDGETS, TENTH_LESS),
        equipment_pool=0.30,
        equipment_coterminous=0.40,
        delays_pool=TENTH_LESS,
        starts=StartEffects(
            need=0.8,
            coterminous=0.6,
            joint_elsewhere=0.9,
            stable_boundaries=0.8,
            twice_the_population=0.4,
        ),
    ),
}
