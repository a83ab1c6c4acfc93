import pytest

from pooledfunds.catalogue.accounts import ROW_ACCOUNTS
from pooledfunds.core.row_accounts import RowAccountError, row_account
from pooledfunds.core.schema import enforce


def test_fates_add_up():
    account = enforce(row_account("hes", "apc.txt", 10, 7, {"duplicate": 3}), ROW_ACCOUNTS)
    assert dict(zip(account["fate"], account["rows"], strict=True)) == {
        "submitted": 10,
        "duplicate": 3,
        "kept": 7,
    }


def test_a_row_lost_without_a_reason_is_an_error():
    with pytest.raises(RowAccountError, match=r"hes, apc.txt: 10 submitted, but 7 kept and 2 set"):
        row_account("hes", "apc.txt", 10, 7, {"duplicate": 2})
