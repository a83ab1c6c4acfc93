"""The two truths: what pools and shared boundaries do in the invented England."""

from dataclasses import dataclass

import numpy as np

from pooledfunds.artificial.services import POOLED_SECTIONS
from pooledfunds.artificial.spending import Effects

# Outcomes of the returns that pools might change, with the service whose pool it is.
STAYS = {
    "lower_respiratory": "intermediate_care",
    "fractured_neck_of_femur": "intermediate_care",
    "stroke": "intermediate_care",
    "mental_health": "mental_health",
}
BUDGETS = {"5": "mental_health", "6": "learning_disability"}


@dataclass(frozen=True)
class Truth:
    """Every planted effect of pools and of co-terminosity.

    Parameters
    ----------
    spending
        Log effects on councils' spending per head.
    stays
        Log effect of the pool on mean length of stay, by condition of ``STAYS``.
    budgets
        Log effect of the pool on PCT spending per head, by programme of ``BUDGETS``.
    equipment_pool, equipment_coterminous
        Effects on the log odds that an item is delivered on time.
    delays_pool
        Log effect of an intermediate-care pool on delayed patients aged 65 and over.
    """

    spending: Effects
    stays: dict[str, float]
    budgets: dict[str, float]
    equipment_pool: float
    equipment_coterminous: float
    delays_pool: float


TRUTHS = {
    "report": Truth(
        spending=Effects(
            joint=dict.fromkeys(POOLED_SECTIONS.values(), 0.0),
            coterminous=0.0,
            interaction=dict.fromkeys(POOLED_SECTIONS.values(), 0.0),
        ),
        stays=dict.fromkeys(STAYS, 0.0),
        budgets=dict.fromkeys(BUDGETS, 0.0),
        equipment_pool=0.0,
        equipment_coterminous=0.0,
        delays_pool=0.0,
    ),
    "effect": Truth(
        spending=Effects(
            joint={"older people": -0.06, "learning disability": -0.08, "mental health": -0.10},
            coterminous=-0.04,
            interaction=dict.fromkeys(POOLED_SECTIONS.values(), 0.0),
        ),
        stays=dict.fromkeys(STAYS, float(np.log(0.9))),
        budgets={"5": -0.05, "6": -0.06},
        equipment_pool=0.30,
        equipment_coterminous=0.40,
        delays_pool=-0.10,
    ),
}
