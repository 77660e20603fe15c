"""The sources within sectors, where the publisher names them and they add up."""

import math

from metrics.sources import sources_of
from tests.metrics.conftest import OSLO


def row(sector, tonnes, *, year=2022, source=None, is_counted=True, **fields):
    return {
        "year": year,
        "sector": sector,
        "subsector": source,
        "emissions_tco2e": tonnes,
        "is_counted": is_counted,
        **fields,
    }


def found(store):
    table = sources_of(store, OSLO)
    keys = zip(table["year"], table["sector"], table["source"], strict=True)
    return dict(zip(keys, table["emissions_tco2e"], strict=True))


def test_sources_listed_beside_a_counted_sector_divide_it_where_they_add_up(store, desk):
    beside = [
        row("transport", 80.0, source="Cars", is_counted=False),
        row("transport", 20.0, source="Buses", is_counted=False),
    ]
    desk.emissions(OSLO, [row("transport", 100.0), *beside])
    assert found(store) == {(2022, "transport", "Cars"): 80.0, (2022, "transport", "Buses"): 20.0}


def test_counted_sources_are_added_over_their_gases(store, desk):
    rows = [
        row("waste", 5.0, source="Landfill", gas="CH4"),
        row("waste", 1.0, source="Landfill", gas="N2O"),
        row("waste", 2.0, source="Sewage", gas="N2O"),
    ]
    desk.emissions(OSLO, rows)
    assert found(store) == {(2022, "waste", "Landfill"): 6.0, (2022, "waste", "Sewage"): 2.0}


def test_a_sector_whose_sources_do_not_add_up_stays_whole(store, desk):
    # 80 of 100 is more than half a percent away
    desk.emissions(
        OSLO,
        [
            row("transport", 100.0),
            row("transport", 70.0, source="Cars", is_counted=False),
            row("transport", 10.0, source="Buses", is_counted=False),
        ],
    )
    assert found(store) == {(2022, "transport", ""): 100.0}


def test_a_sector_that_lacks_its_sources_in_one_year_stays_whole_in_all(store, desk):
    desk.emissions(
        OSLO,
        [
            row("transport", 100.0, year=2021),
            row("transport", 60.0, source="Cars"),
            row("transport", 30.0, source="Buses"),
        ],
    )
    assert found(store) == {(2021, "transport", ""): 100.0, (2022, "transport", ""): 90.0}


def test_a_sector_without_a_figure_is_missing_and_not_zero(store, desk):
    desk.emissions(OSLO, [row("waste", None, missing_reason="not_estimated")])
    assert math.isnan(found(store)[2022, "waste", ""])
