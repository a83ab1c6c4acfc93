"""What was planted, and the counts that it led to: the content of TRUTH.json."""

from dataclasses import asdict

from pooledfunds.synthetic import area_effects, predecessors
from pooledfunds.synthetic import delayed_transfers as delays
from pooledfunds.synthetic import equipment_delivery as equipment
from pooledfunds.synthetic import programme_budgets as budgets
from pooledfunds.synthetic.bodies import CLASSES
from pooledfunds.synthetic.checks.differences import planted_differences
from pooledfunds.synthetic.hes import admissions as hospital
from pooledfunds.synthetic.hes.kinds import AGE_BANDS
from pooledfunds.synthetic.planted_effects import BUDGETS, STAYS
from pooledfunds.synthetic.pooled_fund_register import notifications
from pooledfunds.synthetic.pooled_fund_register import write as register
from pooledfunds.synthetic.pooled_fund_register.arrangements import (
    NAMED_BY_PARTNER,
    PSSEX1_ON_POOLING,
    SERVICES,
)
from pooledfunds.synthetic.pooled_fund_register.frame import NEED_ON_ANSWERING
from pooledfunds.synthetic.pooled_fund_register.money import EXPENDITURE
from pooledfunds.synthetic.pooled_fund_register.pools import (
    COTERMINOUS_ON_POOLING,
    NEED_ON_POOLING,
    SUBSTANTIVE,
)
from pooledfunds.synthetic.pssex1.services import FINANCIAL_YEARS, LINES, POOLED_SECTIONS, SECTIONS
from pooledfunds.synthetic.world import World

NEED_OF_COUNCILS = "mean IMD 2007 score of the council's LSOAs, standardised over councils"
NEED_OF_PCTS = "mean IMD 2007 score of the PCT's LSOAs, standardised over PCTs"


def truth(world: World) -> dict:
    """Return every planted parameter and the counts it led to, ready for TRUTH.json."""
    return {
        "note": "INVENTED DATA: the answers that were planted; for tests and benchmarks only",
        "settings": world.settings,
        "differences": [asdict(one) for one in planted_differences(world.truth)],
        "spending_per_head": _spending(world),
        "pooling": _pooling(world),
        "register": _register(world),
        "evidence": _evidence(world),
        "length_of_stay": {
            "scale": "log of the mean length of stay, by condition",
            "pool": world.truth.stays,
            "pool_of": STAYS,
            "coterminous": world.truth.stays_coterminous,
            "need": hospital.NEED_ON_STAY,
            "need_is": NEED_OF_PCTS,
            "spread": area_effects.SPREAD,
            "correlation_of_years": area_effects.YEAR_CORRELATION,
            "correlation_of_conditions": area_effects.SHARED,
            "correlation_with_admission_rate": area_effects.RATE_WITH_STAY,
            "trend": hospital.TREND_OF_STAY,
            "area_type": hospital.LEVEL_OF_STAY,
        },
        "admission_rate": {
            "scale": "log of admissions a head, by condition",
            "pool": 0.0,
            "coterminous": 0.0,
            "need": hospital.NEED_ON_RATE,
            "need_is": NEED_OF_PCTS,
            "spread": area_effects.SPREAD,
            "correlation_of_years": area_effects.YEAR_CORRELATION,
            "correlation_of_conditions": area_effects.SHARED,
            "trend": hospital.TREND_OF_RATE,
            "area_type": hospital.LEVEL_OF_RATE,
            "stays_per_national_stay": {
                kind: dict(zip(AGE_BANDS, shares, strict=True))
                for kind, shares in hospital.DELIVERED.items()
            },
        },
        "equipment_on_time": {
            "scale": "log odds that an item is delivered within seven working days",
            "pool": world.truth.equipment_pool,
            "pool_of": "community_equipment",
            "coterminous": world.truth.equipment_coterminous,
            "need": equipment.NEED,
            "need_is": NEED_OF_COUNCILS,
            "spread": equipment.SPREAD,
            "england": equipment.ON_TIME,
        },
        "delayed_transfers": {
            "scale": "log of delayed patients aged 65 and over by person of that age",
            "pool": world.truth.delays_pool,
            "pool_of": "intermediate_care",
            "coterminous": 0.0,
            "need": delays.NEED,
            "log_social_care_spending_less_joint_money_per_head_65_plus": delays.SUPPLY,
            "need_is": NEED_OF_COUNCILS,
            "spread": delays.SPREAD,
            "per_100000": delays.RATES,
        },
        "programme_budgets": {
            "scale": "log of spending per head of all ages, by programme",
            "pool": world.truth.budgets,
            "pool_of": BUDGETS,
            "coterminous": 0.0,
            "need": budgets.NEED,
            "need_is": NEED_OF_PCTS,
            "spread": budgets.SPREAD,
            "england_gbp_million_2007_08": budgets.ENGLAND,
            "not_like_for_like_before": budgets.PARTS_FROM,
        },
        "counts": _counts(world),
        "england_total_cost_thousands": {
            year: {
                section.client_group: float(_total_cost(world, year, section.code))
                for section in SECTIONS
                if section.code in POOLED_SECTIONS
            }
            for year in FINANCIAL_YEARS
        },
    }


def _spending(world: World) -> dict:
    """Return what is planted in councils' spending."""
    sections = [section for section in SECTIONS if section.code in POOLED_SECTIONS]
    effects = world.truth.spending
    return {
        "scale": "log of total cost (own provision, provision by others, grants) less joint money "
        "per head",
        "joint_arrangements": effects.joint,
        "coterminous": effects.coterminous,
        "joint_arrangements_and_coterminous": effects.interaction,
        "need": {section.client_group: section.need for section in sections},
        "need_is": NEED_OF_COUNCILS,
        "per_head_of": {section.client_group: section.people for section in sections},
    }


def _pooling(world: World) -> dict:
    """Return who is likelier to pool, and how many councils show it in PSS EX1."""
    pools = world.pools[world.pools["section"].isin(list(POOLED_SECTIONS))]
    counts = pools.groupby("section")["pooled"].sum().rename(POOLED_SECTIONS)
    return {
        "exposed_when": f"joint arrangements of at least £{SUBSTANTIVE},000 in the year",
        "log_odds_by_need": NEED_ON_POOLING,
        "log_odds_by_coterminous": COTERMINOUS_ON_POOLING,
        "log_odds_by_joint_arrangements_in_pssex1": PSSEX1_ON_POOLING,
        "councils_2007_08": counts.astype(int).to_dict(),
        "log_odds_that_joint_arrangements_begin_in_2007_08": asdict(world.truth.starts),
    }


def _register(world: World) -> dict:
    """Return the pools that there are, PCT by PCT, and how the survey errs about them."""
    pools = world.pools_by_pct
    covered = world.frame.loc[world.frame["covered"], "body_code"]
    areas = [service.area for service in SERVICES]
    margins = pools[~pools["found_wrong"] & pools["pct_code"].isin(covered)]
    return {
        "pools": {
            area: {
                code: int(since)
                for code, since in pools.loc[
                    pools["service_area"].eq(area) & pools["true"], ["pct_code", "since"]
                ].itertuples(index=False)
            }
            for area in areas
        },
        "called_a_pool_and_none": {
            area: pools.loc[
                pools["service_area"].eq(area) & ~pools["true"] & ~pools["found_wrong"], "pct_code"
            ].tolist()
            for area in areas
        },
        "found_on_review_to_be_none": {
            area: pools.loc[
                pools["service_area"].eq(area) & pools["found_wrong"], "pct_code"
            ].tolist()
            for area in areas
        },
        "named_by_partner": list(NAMED_BY_PARTNER),
        "log_odds_of_answering_by_need": NEED_ON_ANSWERING,
        "not_covered": {
            kind: table.loc[table["asked"] & ~table["covered"], "body_code"].tolist()
            for kind, table in world.frame.groupby("area_type")
        },
        "covered_pcts_with_a_pool_2007_08": {
            area: int(margins.loc[margins["service_area"].eq(area), "pct_code"].nunique())
            for area in areas
        },
        "expenditure_gbp_million_2007_08": {
            area: {"total": total, "smallest": low, "largest": high}
            for area, (total, low, high) in EXPENDITURE.items()
        },
        "mental_health_trusts_in_pools": register.TRUSTS_IN_POOLS,
        "bodies_without_signed_agreement": dict(
            zip(("pcts", "councils"), register.WITHOUT_AGREEMENT, strict=True)
        ),
    }


def _evidence(world: World) -> dict:
    """Return how the Department of Health's data disagree with the survey."""
    return {
        "wcc_mental_health_pools": world.wcc,
        "survey_says_yes": notifications.CONSISTENT,
        "survey_says_no": notifications.INCONSISTENT,
        "no_survey_answer": notifications.NO_ANSWER,
        "notified": [
            {"until": last, "schemes": number, "gbp_million": value}
            for number, value, _, last in notifications.NOTIFIED
        ],
    }


def _counts(world: World) -> dict:
    """Return how many bodies there are of each kind."""
    covered = world.frame[world.frame["covered"]]["area_type"].value_counts()
    return {
        "councils": len(world.councils),
        "pcts": len(world.bodies.pcts),
        "strategic_health_authorities": len(world.bodies.strategic_authorities),
        "coterminous_pcts": int(world.councils["coterminous"].sum()),
        "covered": covered.sort_index().to_dict(),
        "pcts_before_october_2006": predecessors.BEFORE,
        "care_trusts": world.bodies.care_trusts["kind"].value_counts().sort_index().to_dict(),
        "by_class": {name: int(world.councils["council_class"].eq(name).sum()) for name in CLASSES},
    }


def _total_cost(world: World, year: str, section: str) -> float:
    """Return England's cost of one section, without Supporting People."""
    lines = [place for place, code in enumerate(LINES) if _section_of(code) == section]
    return sum(world.spending[year][part][:, lines].sum() for part in ("own", "others", "grants"))


def _section_of(line: str) -> str:
    """Return the section to which a line belongs."""
    return next(
        section.code
        for section in SECTIONS
        if line in {service.code for service in section.services}
    )


def hospital_answers(extract: hospital.Extract) -> dict:
    """Return what the written extract of hospital episodes hides: by year and condition."""
    keys = ["financial_year", "condition"]
    sums = extract.truth.groupby(keys)[["admissions", "bed_days", "stays", "stay_days"]].sum()
    mess = extract.mess.pivot(index="financial_year", columns="mess", values="records")
    return {
        "share_of_the_stays_delivered": extract.sampling_fraction,
        "stays": {
            f"{year} {condition}": {name: int(value) for name, value in row.items()}
            for (year, condition), row in zip(sums.index, sums.to_dict("records"), strict=True)
        },
        "mishaps": {
            year: {name: int(value) for name, value in row.dropna().items()}
            for year, row in mess.iterrows()
        },
    }
