"""The register has the survey's published margins, keeps its rules, and errs as declared."""

import pandas as pd
import pytest

from pooledfunds.synthetic.pooled_fund_register.money import EXPENDITURE, OVERSPENT, UNSPENT
from pooledfunds.synthetic.pooled_fund_register.notifications import (
    CONSISTENT,
    INCONSISTENT,
    NO_ANSWER,
    NOTIFIED,
)

SCHEME = ["evidence_source", "scheme_id"]
LAST = "2007/08"


@pytest.fixture(scope="module")
def register(root):
    return {
        path.stem: pd.read_csv(path, dtype=str, keep_default_na=False)
        for path in (root / "register/survey").glob("*.csv")
    }


@pytest.fixture(scope="module")
def notified(root):
    return {
        path.stem: pd.read_csv(path, dtype=str, keep_default_na=False)
        for path in (root / "register/notification").glob("*.csv")
    }


@pytest.fixture(scope="module")
def covered(register):
    """Bodies that answered or were visited."""
    table = register["responses"]
    heard = table["answered"].eq("yes") | table["visited"].eq("yes")
    return set(table.loc[heard, "body_code"])


@pytest.fixture(scope="module")
def pools(register):
    """Pooled funds as reviewed, one row for each scheme and partner."""
    table = register["arrangements"]
    called = table["arrangement_types"].str.contains("pooled_fund")
    sound = table["confirmed_on_review"].isin(["pooled_fund", "not_reviewed"])
    return (
        table[called & sound]
        .drop_duplicates("scheme_id")
        .merge(register["partners"], on=SCHEME, validate="one_to_many")
    )


@pytest.fixture(scope="module")
def of_pcts(pools, covered, world):
    """Covered PCTs by service area that they pool, with their boundaries."""
    table = pools[pools["body_code"].isin(covered)].merge(
        world.pcts[["pct_code", "coterminous"]], left_on="body_code", right_on="pct_code"
    )
    return table.drop_duplicates(["body_code", "service_areas"])


def test_110_pcts_and_99_councils_are_covered_by_69_per_cent_of_answers(register, world):
    table = register["responses"]
    pct = table["body_code"].isin(world.pcts["pct_code"])
    heard = table["answered"].eq("yes") | table["visited"].eq("yes")
    assert (heard & pct).sum() == 110
    assert (heard & ~pct).sum() == 99
    assert table["asked"].eq("yes").sum() == 300
    assert round(100 * table["answered"].eq("yes").sum() / 300) == 69
    assert not (table["asked"].eq("no") & heard).any()


def test_covered_pcts_pool_as_often_as_the_report_says(of_pcts):
    counts = of_pcts.groupby("service_areas")["body_code"].nunique()
    assert counts["community_equipment"] == 76
    assert counts["intermediate_care"] == 12
    assert counts["learning_disability"] == 69
    assert counts["mental_health"] == 31
    assert counts["continuing_care"] == 5


def test_pools_by_boundaries_are_those_of_the_footnote_with_its_labels_swapped(of_pcts):
    counts = of_pcts.groupby(["service_areas", "coterminous"]).size()
    shares = {
        (area, whole): round(100 * counts[area, whole] / (107 if whole else 45))
        for area in ("learning_disability", "mental_health")
        for whole in (True, False)
    }
    assert shares == {
        ("learning_disability", True): 43,
        ("learning_disability", False): 51,
        ("mental_health", True): 19,
        ("mental_health", False): 24,
    }


def test_six_pcts_and_four_councils_pool_nothing_and_nine_share_boundaries(pools, covered, world):
    none = covered - set(pools["body_code"])
    pcts = world.pcts[world.pcts["pct_code"].isin(none)]
    councils = world.councils[world.councils["cssr_code"].isin(none)]
    assert (len(pcts), len(councils)) == (6, 4)
    assert pcts["coterminous"].sum() + councils["coterminous"].sum() == 9


def test_there_are_thirteen_intermediate_care_pools_and_eight_mental_health_trusts(pools):
    schemes = pools.groupby("service_areas")["scheme_id"].nunique()
    assert schemes["intermediate_care"] == 13
    trusts = pools.loc[pools["partner_kind"].eq("mental_health_trust"), "body_code"]
    assert trusts.nunique() == 8


def test_councils_host_learning_disability_and_others_mental_health(pools):
    hosts = pools[pools["host"].eq("yes")]
    kinds = hosts.groupby("service_areas")["partner_kind"].value_counts(normalize=True)
    assert kinds["learning_disability", "council"] >= 0.9
    assert kinds["mental_health"].drop("council").sum() > 0.5


def test_every_scheme_has_two_partners_and_a_pool_has_one_host(register):
    table = register["partners"]
    partners = table["host"].eq("yes").groupby([table[name] for name in SCHEME])
    partners = partners.agg(["size", "sum"])
    assert partners["size"].ge(2).all()
    table = register["arrangements"].set_index(SCHEME)
    called = table.index[table["arrangement_types"].str.contains("pooled_fund")]
    assert partners["sum"].loc[called].eq(1).all()
    assert set(register["partners"].set_index(SCHEME).index) == set(table.index)


def test_no_power_is_older_or_younger_than_its_act(register, notified):
    table = pd.concat([register["arrangements"], notified["arrangements"]])
    table = table[table["start"].ne("")]
    old, new = table["legal_powers"].eq("s31"), table["legal_powers"].eq("s75")
    assert table.loc[old, "start"].between("2000-04-01", "2007-02-28").all()
    assert table.loc[new, "start"].ge("2007-03-01").all()
    assert (old.sum(), new.sum()) > (0, 0)


def test_starts_are_staggered_over_seven_years(pools):
    schemes = pools.drop_duplicates("scheme_id")
    known = schemes.loc[schemes["start"].ne(""), "start"].str[:4]
    assert sorted(known.unique()) == [str(year) for year in range(2001, 2008)]
    assert known.value_counts().min() > 15
    assert schemes["start"].eq("").sum() == 5


def test_contributions_add_up_to_their_fund_to_the_pound(register):
    keys = [*SCHEME, "financial_year"]
    funds = register["funds"].astype({"fund_gbp": int, "expenditure_gbp": int}).set_index(keys)
    given = register["contributions"].astype({"gbp": int}).groupby(keys)["gbp"].agg(["sum", "min"])
    assert funds["fund_gbp"].equals(given["sum"].reindex(funds.index).rename("fund_gbp"))
    assert given["min"].gt(0).all()
    left = 1 - funds["expenditure_gbp"] / funds["fund_gbp"]
    assert left.between(-0.02, 0.03).all()
    assert left.lt(0).mean() == pytest.approx(OVERSPENT / (OVERSPENT + UNSPENT), abs=0.07)


def test_expenditure_has_the_published_ranges_and_sums(register, pools):
    spent = register["funds"][register["funds"]["financial_year"].eq(LAST)]
    spent = spent.merge(pools.drop_duplicates("scheme_id"), on=SCHEME, validate="one_to_one")
    amounts = spent.astype({"expenditure_gbp": int}).groupby("service_areas")["expenditure_gbp"]
    for area, (total, low, high) in EXPENDITURE.items():
        assert (amounts.min()[area], amounts.max()[area]) == (1e6 * low, 1e6 * high)
        assert amounts.sum()[area] == pytest.approx(1e6 * total, rel=1e-6)
    assert round(amounts.sum()["learning_disability"] * 152 / 110 / 1e9, 1) == 2.2
    assert round(amounts.sum()["mental_health"] * 152 / 110 / 1e9, 1) == 1.4
    assert round(amounts.sum().sum() / 1e9, 1) == 3.3


def test_nine_per_cent_have_a_pool_without_a_signed_agreement(register, covered, world, root):
    unsigned = register["arrangements"].loc[
        register["arrangements"]["signed_agreement"].eq("no"), "scheme_id"
    ]
    partners = register["partners"]
    bodies = set(partners.loc[partners["scheme_id"].isin(unsigned), "body_code"]) & covered
    pcts = bodies & set(world.pcts["pct_code"])
    assert (len(pcts), len(bodies - pcts)) == (10, 9)
    figures = pd.read_csv(root / "national/auditor_returns_2007-08.csv").set_index("measure")
    assert figures.loc["pcts_without_signed_agreement_share", "value"] == 9.1
    assert figures.loc["councils_without_signed_agreement_share", "value"] == 9.1


def test_the_notification_register_grows_as_printed_and_lists_dissolved_bodies(notified, world):
    table = notified["arrangements"].merge(notified["funds"], on=SCHEME, validate="one_to_one")
    value = table["fund_gbp"].astype(float)
    reached = 0.0
    for _, millions, _, last in NOTIFIED:
        reached += millions
        assert value[table["notified_on"].le(last)].sum() == pytest.approx(1e6 * reached, rel=1e-6)
    old = notified["partners"]["partner_kind"].isin(["health_authority", "primary_care_group"])
    assert old.sum() == 24
    former = set(notified["partners"].loc[old, "scheme_id"])
    started = table.loc[table["scheme_id"].isin(former), "start"]
    assert started.lt("2002-10-01").all()
    assert table["start"].le(table["notified_on"]).all()


def test_the_survey_and_the_department_agree_on_two_of_twenty_pcts(root, of_pcts, covered):
    said = pd.read_csv(root / "register/wcc_mental_health_pools_2006-07.csv", dtype=str)
    yes = said.loc[said["pooled"].eq("yes"), "body_code"]
    survey = set(of_pcts.loc[of_pcts["service_areas"].eq("mental_health"), "body_code"])
    heard = yes.isin(covered)
    assert yes.isin(survey).sum() == CONSISTENT == 2
    assert (heard & ~yes.isin(survey)).sum() == INCONSISTENT == 11
    assert (~heard).sum() == NO_ANSWER == 7
    assert len(said) == 152


def test_fieldwork_and_survey_are_both_kept_where_they_differ(register):
    table = register["arrangements"]
    both = table[table.duplicated("scheme_id", keep=False)]
    assert set(both["evidence_source"]) == {"survey", "fieldwork"}
    assert both.groupby("scheme_id")["start"].nunique().gt(1).any()
    only = table[~table["scheme_id"].isin(both["scheme_id"])]["evidence_source"]
    assert only.eq("fieldwork").any()  # of the two bodies that were visited and did not answer


def test_303_pcts_became_152_and_older_notifications_name_those_that_ended(root, notified, world):
    ended = pd.read_csv(root / "places/body_successors_2006.csv", dtype=str)
    codes = set(ended["code"])
    merged = set(ended["successor_code"])
    assert len(codes) == len(ended)
    assert len(codes) + 152 - len(merged) == 303
    assert merged <= set(world.pcts["pct_code"])
    named = notified["partners"][notified["partners"]["body_code"].isin(codes)]
    start = notified["arrangements"].set_index("scheme_id").loc[named["scheme_id"], "start"]
    assert len(named) > 20
    assert start.lt("2006-10-01").all()
