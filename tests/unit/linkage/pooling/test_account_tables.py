"""The linked tables of what pools are, from the example register."""

import pytest

from pooledfunds.core.settings import read_study
from pooledfunds.linkage.pooling.account_tables import CONTRACTS, account_tables
from pooledfunds.linkage.pooling.tables import pool_tables
from tests.unit.staging.pooled_fund_register import test_read as register

STUDY = read_study("means_to_an_end")


@pytest.fixture(scope="module")
def linked():
    tables, _, faults = register.stage(
        register.files("register_example"), register.files("notification_example")
    )
    assert not faults
    staged = tables | {"bodies": register.BODIES}
    return account_tables(staged | pool_tables(staged, STUDY), STUDY)


def test_every_table_of_the_arrangements_is_there(linked):
    assert set(linked) == set(CONTRACTS)


def test_partners_shares_sum_to_the_pool(linked):
    key = ["evidence_source", "scheme_id", "financial_year"]
    shares = linked["partner_shares"].astype({"evidence_source": str}).groupby(key)
    accounts = linked["memorandum_accounts"].astype({"evidence_source": str}).set_index(key)
    summed = shares["contribution_gbp"].sum(min_count=1).reindex(accounts.index)
    assert len(accounts)
    assert summed.dropna().to_dict() == accounts["contributions_gbp"].dropna().to_dict()


def test_an_agreement_counts_its_elements(linked):
    table = linked["agreement_completeness"]
    assert len(table)
    assert table["evidence_source"].notna().all()
