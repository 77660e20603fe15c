"""The calendar year of an accounting period."""

import pytest

from loaders.published_tables.accounting_period import year_of_period


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("2015-01-01 - 2015-12-31", 2015),
        ("2017-04-01 - 2018-03-31", 2017),  # 275 days of 2017, 90 of 2018
        ("2018-07-01 - 2019-06-30", 2018),  # 184 days of 2018, 181 of 2019
        ("2017-10-01 - 2018-09-30", 2018),  # 92 days of 2017, 273 of 2018
        ("2017-01-01 - 2018-01-01", 2017),
        ("2017-01-01 - 2018-12-31", 2017),  # 365 days of each: the earlier
        ("2016-01-01 -", 2016),
        ("2016-09-01 -", 2017),  # twelve months: 122 days of 2016, 243 of 2017
        ("- 2016-12-31", 2016),
        ("12/31/2014 12:00:00 AM", 2014),
        ("2014-12-31 00:00:00", 2014),
        ("2014", 2014),
    ],
)
def test_the_year_is_the_calendar_year_that_holds_most_of_the_period(text, year):
    assert year_of_period(text) == year


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "-",
        "0",
        "Not Applicable",
        "2015-13-01 - 2015-12-31",
        "2016-12-31 - 2016-01-01",
        "13/45/2014",
        "- 0001-01-01",
    ],
)
def test_what_is_no_period_has_no_year(text):
    assert year_of_period(text) is None
