"""Why it rose: what each part contributed from one data year to the next, with and without some of them."""

import math

import pandas as pd
import pytest

from metrics.year_changes import CONTRIBUTION, year_change, years_with_change

NAN = float("nan")


def series(**parts):
    rows = [(year, part, value) for part, values in parts.items() for year, value in values.items()]
    return pd.DataFrame(rows, columns=["year", "part", "value"])


PLANT = series(industry={2021: 50.0, 2022: 80.0}, transport={2021: 40.0, 2022: 30.0})


def test_the_change_is_the_sum_of_what_the_parts_contribute():
    # +30 - 10 = +20
    found = year_change(PLANT, 2022)
    assert (found.base_year, found.before, found.after, found.change) == (2021, 90.0, 110.0, 20.0)
    assert found.parts["part"].tolist() == ["industry", "transport"]
    assert found.parts["change_tco2e"].tolist() == [30.0, -10.0]
    assert tuple(found.parts.columns) == CONTRIBUTION


def test_without_the_plant_it_fell():
    assert year_change(PLANT, 2022, without=["industry"]).change == -10.0


def test_the_year_before_is_the_nearest_data_year():
    found = year_change(series(waste={2009: 9.0, 2013: 4.0}), 2013)
    assert (found.base_year, found.change) == (2009, -5.0)


def test_a_part_that_is_missing_in_one_year_makes_the_change_unknown_and_is_no_fall_to_zero():
    found = year_change(series(waste={2021: 9.0, 2022: NAN}, transport={2021: 4.0, 2022: 5.0}), 2022)
    assert found.change is None
    assert found.parts["part"].tolist() == ["transport", "waste"]
    assert math.isnan(found.parts["change_tco2e"].iloc[1])


def test_a_part_that_has_no_row_in_one_year_has_no_change():
    found = year_change(series(waste={2021: 9.0}, transport={2021: 4.0, 2022: 5.0}), 2022)
    assert math.isnan(found.parts.set_index("part").loc["waste", "change_tco2e"])


def test_nothing_left_is_not_zero():
    assert year_change(PLANT, 2022, without=["industry", "transport"]).change is None


def test_years_that_have_an_earlier_one_are_offered_newest_first():
    assert years_with_change(series(waste={2009: 1.0, 2013: 1.0, 2015: NAN, 2016: 2.0})) == [2016, 2013]
    assert years_with_change(series(waste={2009: 1.0})) == []


def test_a_year_without_an_earlier_one_is_refused():
    with pytest.raises(ValueError, match="before 2021"):
        year_change(PLANT, 2021)
