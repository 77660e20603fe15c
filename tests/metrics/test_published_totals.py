"""The publisher's total beside ours, and what explains a difference."""

import math

import pytest

from metrics.published_totals import published_totals
from tests.metrics.conftest import BERGEN, OSLO


def load(desk, *, total, area=OSLO, **sectors):
    """A total that is listed, and sectors that are counted; a pair (t, False) is listed only."""
    rows = [{"year": 2022, "emissions_tco2e": total, "is_counted": False}]
    for sector, amount in sectors.items():
        tonnes, is_counted = amount if isinstance(amount, tuple) else (amount, True)
        missing = "not_estimated" if tonnes is None else None
        about = {"year": 2022, "sector": sector, "is_counted": is_counted, "missing_reason": missing}
        rows.append(about | {"emissions_tco2e": tonnes})
    desk.emissions(area, rows)


def only(store, area=OSLO):
    [row] = published_totals(store, area).to_dict("records")
    return row


def test_a_total_that_agrees_needs_no_explanation(store, desk):
    # 60 + 40 = 100; half a tonne for each of three rows is rounding
    load(desk, total=101.0, transport=60.0, waste=40.0)
    row = only(store)
    assert (row["year"], row["counted_tco2e"], row["published_tco2e"]) == (2022, 100.0, 101.0)
    assert row["explanation"] is None


def test_land_use_in_the_publishers_total_is_found(store, desk):
    # 100 - 30 = 70
    load(desk, total=70.0, transport=60.0, waste=40.0, lulucf=(-30.0, False))
    row = only(store)
    assert row["difference_tco2e"] == 30.0
    assert str(row["explanation"]) == "The publisher's total includes Land use and forests."


def test_international_transport_that_only_we_count_is_found(store, desk):
    load(desk, total=60.0, transport=60.0, international_transport=25.0)
    assert "leaves out International" in str(only(store)["explanation"])


def test_two_parts_together_may_explain_it(store, desk):
    # 60 - 60 + 30 - ... : 60 counted; 60 - 30 + 8 = 38 published
    load(desk, total=38.0, transport=60.0, lulucf=(-30.0, False), credits=(8.0, False))
    assert str(only(store)["explanation"]).startswith("The two differ by ")


def test_a_difference_that_nothing_explains_is_said_so(store, desk):
    load(desk, total=150.0, transport=60.0, waste=40.0)
    assert str(only(store)["explanation"]).startswith("Not explained")


def test_a_missing_sector_makes_no_comparison(store, desk):
    load(desk, total=100.0, transport=60.0, waste=None)
    row = only(store)
    assert math.isnan(row["counted_tco2e"])
    assert "nothing can be compared" in str(row["explanation"])


def test_totals_by_gas_are_added_where_there_is_none_over_all_gases(store, desk):
    totals = [
        {"year": 2022, "gas": gas, "emissions_tco2e": tonnes, "is_counted": False}
        for gas, tonnes in (("CO2", 90.0), ("CH4", 10.0))
    ]
    desk.emissions(OSLO, [*totals, {"year": 2022, "sector": "transport", "emissions_tco2e": 100.0}])
    assert only(store)["published_tco2e"] == pytest.approx(100.0)


def test_sectors_without_a_total_have_nothing_to_be_compared_with(store, desk):
    desk.emissions(BERGEN, [{"year": 2022, "sector": "transport", "emissions_tco2e": 1.0}])
    assert published_totals(store, BERGEN).empty


def test_a_counted_total_is_ours(store, desk):
    desk.emissions(
        OSLO,
        [
            {"year": 2022, "emissions_tco2e": 100.0},
            {"year": 2022, "sector": "transport", "emissions_tco2e": 60.0, "is_counted": False},
        ],
    )
    row = only(store)
    assert (row["counted_tco2e"], row["published_tco2e"], row["difference_tco2e"]) == (100.0, 100.0, 0.0)
