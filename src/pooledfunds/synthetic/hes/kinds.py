"""Kinds of hospital stay in the invented England: how often, how long, how coded."""

from dataclasses import dataclass, field

import numpy as np

AGE_STARTS = (0, 18, 65, 75, 85)
AGE_ENDS = (18, 65, 75, 85, 100)
AGE_BANDS = ("0-17", "18-64", "65-74", "75-84", "85+")


@dataclass(frozen=True)
class Kind:
    """One kind of stay.

    Parameters
    ----------
    admissions
        Admissions a year per 1,000 people, one number per age band of ``AGE_BANDS``.
    mean_stay, shape
        Length of stay in nights is negative binomial with this mean and shape; a mean of
        nought makes every stay a day case.
    long_share
        Share of stays drawn evenly from 365 to 1,500 nights instead.
    episodes
        Probabilities of one, two and three consultant episodes, for stays of a night or more.
    transfers
        Share of stays that go on in another provider.
    known_by
        The field of a record by which these stays are told from others: a later episode
        may have another diagnosis, never another specialty or admission method.
    """

    name: str
    admissions: tuple[float, ...]
    mean_stay: float
    shape: float
    diagnoses: tuple[str, ...]
    methods: tuple[str, ...] = ("21", "22", "23", "24", "28")
    method_shares: tuple[float, ...] = (0.7, 0.15, 0.04, 0.05, 0.06)
    specialties: tuple[str, ...] = ("300", "430")
    long_share: float = 0.0
    episodes: tuple[float, ...] = (0.8, 0.15, 0.05)
    transfers: float = 0.0
    known_by: str = "diagnosis"
    ward: bool = field(default=True, metadata={"help": "an ordinary admission, not a day case"})

    @property
    def emergency(self) -> bool:
        """Tell whether these stays begin as emergencies."""
        return self.methods[0] == "21"

    def planted_mean_stay(self) -> float:
        """Return the mean length of stay in nights, long stays included."""
        return (1 - self.long_share) * self.mean_stay + self.long_share * (365 + 1500) / 2


# Orders of magnitude of national activity in the late 2000s, rounded; nothing is fitted.
KINDS = (
    Kind(
        "lower_respiratory",
        (6, 2, 16, 34, 62),
        9,
        1.2,
        ("J180", "J189", "J22", "J440", "J441", "J449", "J151", "J209"),
        transfers=0.01,
    ),
    Kind(
        "fractured_neck_of_femur",
        (0.02, 0.05, 1.3, 6.9, 21),
        20,
        2.0,
        ("S720", "S721", "S722"),
        specialties=("110",),
        episodes=(0.6, 0.3, 0.1),
        transfers=0.08,
    ),
    Kind(
        "stroke",
        (0.01, 0.4, 4.5, 10.5, 17),
        22,
        1.0,
        ("I610", "I619", "I633", "I639", "I64"),
        episodes=(0.6, 0.3, 0.1),
        transfers=0.08,
    ),
    Kind(
        "mental_health",
        (0.2, 3.2, 2.6, 3.4, 3.6),
        38,
        0.8,
        ("F200", "F209", "F316", "F322", "F329", "F03", "F603"),
        methods=("21", "22", "24", "28", "11", "12"),
        method_shares=(0.2, 0.15, 0.2, 0.25, 0.1, 0.1),
        specialties=("710", "710", "710", "715"),
        known_by="specialty",
        long_share=0.01,
        episodes=(0.85, 0.12, 0.03),
    ),
    Kind(
        "other_emergency",
        (60, 55, 110, 190, 290),
        5,
        0.8,
        ("R074", "R103", "N390", "K590", "I500", "A090", "S060", "R55", "T509"),
        transfers=0.01,
    ),
    Kind(
        "elective",
        (15, 30, 75, 70, 40),
        3.5,
        1.0,
        ("M169", "M171", "C509", "K409", "N40", "I251", "K802"),
        methods=("11", "12", "13"),
        method_shares=(0.5, 0.3, 0.2),
        specialties=("100", "101", "110"),
        known_by="method",
    ),
    Kind(
        "day_case",
        (20, 90, 210, 190, 110),
        0,
        1.0,
        ("H269", "C189", "K922", "D126", "Z491", "N189"),
        methods=("11", "12", "13"),
        method_shares=(0.4, 0.3, 0.3),
        specialties=("100", "130", "301", "361"),
        known_by="method",
        episodes=(1.0,),
        ward=False,
    ),
)


def draw_nights(kind: Kind, longer: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Return one length of stay in nights per entry of ``longer``, the multiplier of its mean.

    Parameters
    ----------
    kind
        Of stay: its mean, the shape of its gamma, and its share of very long stays.
    longer
        Multiplier of the mean of each stay (stays,).
    rng
        Of the block of stays.
    """
    size = len(longer)
    if kind.mean_stay == 0:
        return np.zeros(size, dtype=np.int64)
    nights = rng.poisson(rng.gamma(kind.shape, kind.mean_stay / kind.shape * longer))
    if kind.long_share:
        is_long = rng.random(size) < kind.long_share
        nights[is_long] = rng.integers(365, 1501, is_long.sum())
    return nights
