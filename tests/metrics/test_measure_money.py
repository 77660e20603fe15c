"""The money of measures by sector and currency."""

import math

import pandas as pd

from metrics.measure_money import MONEY, measure_money

NOTHING = dict.fromkeys(MONEY, math.nan)


def measures(*rows: dict) -> pd.DataFrame:
    return pd.DataFrame([{"sector": "transport", "currency": "NOK", **NOTHING, **row} for row in rows])


def test_amounts_are_added_by_sector_and_currency():
    found = measure_money(
        measures({"investment": 10.0}, {"investment": 2.5, "yearly_cost": 1.0}, {"investment": 7.0, "currency": "EUR"})
    )  # fmt: skip
    # 10 + 2.5 = 12.5 NOK; 7 EUR beside it
    assert found[["currency", "investment", "measures"]].to_numpy().tolist() == [
        ["EUR", 7.0, 1],
        ["NOK", 12.5, 2],
    ]


def test_an_amount_that_no_measure_states_is_missing_and_those_without_money_are_counted():
    [row] = measure_money(measures({}, {"yearly_saving": 3.0})).to_dict("records")
    assert math.isnan(row["investment"])
    assert (row["yearly_saving"], row["without_money"]) == (3.0, 1)


def test_a_currency_that_is_not_stated_is_a_group_of_its_own():
    found = measure_money(measures({"investment": 1.0, "currency": None}))
    assert found["currency"].tolist() == [""]


def test_no_measures_give_no_rows():
    assert len(measure_money(measures({}).iloc[:0])) == 0


def test_the_measures_stay_as_they_were():
    given = measures({"investment": 1.0, "currency": None})
    before = given.copy()
    measure_money(given)
    pd.testing.assert_frame_equal(given, before)
