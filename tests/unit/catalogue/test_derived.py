import pandas as pd

from pooledfunds.catalogue.derived import total_cost

CHARGED = {
    "total_cost_including_capital": [110.0, 220.0],
    "own_provision_capital_charges": [8.0, 20.0],
    "provision_by_others_capital_charges": [2.0, 0.0],
}


def test_capital_charges_are_taken_off_where_no_cost_without_them_is_printed():
    assert total_cost(pd.DataFrame(CHARGED)).tolist() == [100.0, 200.0]


def test_a_printed_cost_goes_before_one_worked_out():
    amounts = pd.DataFrame(CHARGED).assign(total_cost=[99.0, None])
    assert total_cost(amounts).tolist() == [99.0, 200.0]


def test_a_form_without_charges_has_what_it_prints_and_nothing_else():
    older = pd.DataFrame(
        {"total_cost": [99.0, None], "total_cost_including_capital": [110.0, 220.0]}
    )
    assert total_cost(older)[0] == 99.0
    assert total_cost(older).isna()[1]
