"""What is unusual in the series that speak: levels, jumps, gaps and slips of the unit. Figures are invented."""

import pytest
from hypothesis import given as property_given
from hypothesis import settings
from hypothesis import strategies as st

from data.store import Store
from metrics.errors import MetricError
from metrics.plausibility import plausibility
from tests.metrics.conftest import BERGEN, NORWEGIAN, OREBRO, OSLO, OWN, SWEDISH, Desk

OTHERS = ["NO-1103", "NO-5001", "NO-4204", "NO-3301", "NO-3107"]


def cases(store: Store, *checks: str) -> list[tuple]:
    found = plausibility(store, checks=checks or None)
    return list(zip(found["check"], found["subject"], found["year"], strict=True))


def sectors(year: int, **amounts: float | None) -> list[dict]:
    return [{"year": year, "sector": name, "emissions_tco2e": amount} for name, amount in amounts.items()]


def only(store: Store, *checks: str) -> dict:
    (row,) = plausibility(store, checks=checks or None).to_dict("records")
    return row


# --- nothing


def test_an_empty_store_has_nothing_unusual_and_all_columns(store: Store):
    found = plausibility(store)
    assert found.empty
    assert list(found.columns) == [
        "municipality_id", "check", "subject", "year", "value", "other", "unit", "text", "upload_id", "sheet", "cell",
        "acknowledged_by_note", "warning",
    ]  # fmt: skip


def test_one_year_alone_is_never_unusual(store: Store, desk: Desk):
    desk.series(OSLO, {2020: 1000.0})
    assert cases(store) == []


def test_an_unknown_check_is_refused_with_those_there_are(store: Store):
    with pytest.raises(MetricError, match=r'expected one of unit_slip, stated_total, .*found "leap"'):
        plausibility(store, checks=["leap"])


# --- sectors against the stated total


def with_total(stated: float | None, *parts: float | None) -> list[dict]:
    names = ("transport", "waste", "industry")
    rows = sectors(2020, **dict(zip(names, parts, strict=False)))
    return [{"year": 2020, "emissions_tco2e": stated, "is_counted": False}, *rows]


def test_sectors_that_miss_the_stated_total_by_more_than_half_a_percent_are_told(store: Store, desk: Desk):
    upload_id = desk.emissions(OSLO, with_total(1000.0, 600.0, 394.9))
    row = only(store, "stated_total")
    # 600 + 394.9 = 994.9, which is 5.1 t or 0.51 % short of 1000
    assert (row["subject"], row["year"], row["value"], row["other"], row["unit"]) == (
        "total", 2020, 994.9, 1000.0, "t CO2e",
    )  # fmt: skip
    assert (row["upload_id"], row["sheet"], row["cell"]) == (upload_id, "Data", "E2")
    assert str(row["text"]) == (
        "2020: the sectors add up to 995 t CO2e, the stated total is 1 000 t CO2e. Unusual, check."
    ).replace("1 000", "1\N{NARROW NO-BREAK SPACE}000")


def test_sectors_within_half_a_percent_of_the_stated_total_are_as_usual(store: Store, desk: Desk):
    desk.emissions(OSLO, with_total(1000.0, 600.0, 395.0))  # exactly 0.5 % short
    assert cases(store, "stated_total") == []


def test_a_missing_sector_leaves_the_stated_total_uncompared(store: Store, desk: Desk):
    desk.emissions(OSLO, with_total(1000.0, 600.0, None))
    assert cases(store, "stated_total") == []


def test_a_sector_that_does_not_occur_counts_as_zero_beside_the_stated_total(store: Store, desk: Desk):
    rows = with_total(1000.0, 600.0)
    nothing = {"year": 2020, "sector": "waste", "emissions_tco2e": None, "missing_reason": "not_occurring"}
    desk.emissions(OSLO, [*rows, nothing])
    assert cases(store, "stated_total") == [("stated_total", "total", 2020)]  # 600 against 1000


def test_land_use_stays_out_of_the_comparison_with_the_stated_total(store: Store, desk: Desk):
    desk.emissions(OSLO, [*with_total(1000.0, 600.0, 400.0), *sectors(2020, lulucf=-300.0)])
    assert cases(store, "stated_total") == []


def test_sectors_beside_a_stated_total_of_zero_are_told(store: Store, desk: Desk):
    desk.emissions(OSLO, with_total(0.0, 600.0))
    assert cases(store, "stated_total") == [("stated_total", "total", 2020)]


# --- subsectors against their sector


def with_subsectors(sector: float | None, *parts: float | None, transport: float = 900.0) -> list[dict]:
    details = [
        {
            "year": 2020, "sector": "waste", "subsector": f"Plant {number}", "emissions_tco2e": part, "is_counted": False,
            "source_label": "Waste",
        }
        for number, part in enumerate(parts)
    ]  # fmt: skip
    whole = {"year": 2020, "sector": "waste", "emissions_tco2e": sector, "source_label": "Waste"}
    return [*sectors(2020, transport=transport), whole, *details]


def test_subsectors_that_exceed_their_sector_by_more_than_a_percent_of_the_total_are_told(
    store: Store, desk: Desk
):
    desk.emissions(OSLO, with_subsectors(100.0, 60.0, 51.0))
    row = only(store, "subsectors")
    # 60 + 51 = 111 against 100: 11 t of a total of 900 + 100 = 1000 t is 1.1 %
    assert (row["subject"], row["value"], row["other"], row["cell"]) == ("waste", 111.0, 100.0, "E3")
    assert "subsectors exceed the sector, 111 t CO2e against 100 t CO2e" in str(row["text"])


def test_subsectors_that_fall_short_of_their_sector_are_told_so(store: Store, desk: Desk):
    desk.emissions(OSLO, with_subsectors(100.0, 30.0, 20.0))
    assert "subsectors fall short of the sector, 50 t CO2e against 100 t CO2e" in str(
        only(store, "subsectors")["text"]
    )


def test_subsectors_off_by_less_than_a_percent_of_the_total_are_as_usual(store: Store, desk: Desk):
    desk.emissions(OSLO, with_subsectors(100.0, 110.0))  # 10 t of 1000 t is exactly 1 %
    assert cases(store, "subsectors") == []


def test_a_missing_subsector_leaves_the_sector_uncompared(store: Store, desk: Desk):
    desk.emissions(OSLO, with_subsectors(100.0, 500.0, None))
    assert cases(store, "subsectors") == []


# --- jumps


def test_a_total_that_rises_by_more_than_half_is_told_with_the_year_before(store: Store, desk: Desk):
    upload_id = desk.series(OSLO, {2019: 1000.0, 2020: 1501.0})
    row = only(store, "jump")
    assert (row["subject"], row["year"], row["value"], row["other"]) == ("total", 2020, 1501.0, 1000.0)
    assert (row["upload_id"], row["sheet"], row["cell"]) == (upload_id, "Data", "E3")
    assert row["warning"] == "unusual: jump total 2020"


def test_a_total_that_changes_by_exactly_half_is_as_usual(store: Store, desk: Desk):
    desk.series(OSLO, {2019: 1000.0, 2020: 1500.0, 2021: 750.0})
    assert cases(store, "jump") == []


def test_a_total_that_falls_by_more_than_half_is_told(store: Store, desk: Desk):
    desk.series(OSLO, {2019: 1000.0, 2020: 499.0})
    assert cases(store, "jump") == [("jump", "total", 2020)]


def test_a_jump_is_counted_from_the_last_year_that_has_a_figure(store: Store, desk: Desk):
    desk.series(OSLO, {2009: 1000.0, 2011: None, 2013: 1600.0})
    assert "1 000 t CO2e in 2009".replace(" 000", "\N{NARROW NO-BREAK SPACE}000") in str(
        only(store, "jump")["text"]
    )


def test_a_sector_jumps_only_where_the_change_passes_a_percent_of_the_total(store: Store, desk: Desk):
    # waste 8 -> 18 is 10 t of 1018 t (0.98 %); industry 2 -> 13 is 11 t of 1031 t (1.07 %)
    desk.emissions(OSLO, [*sectors(2019, transport=990, waste=8), *sectors(2020, transport=1000, waste=18)])
    desk.emissions(
        BERGEN, [*sectors(2019, transport=1018, industry=2), *sectors(2020, transport=1018, industry=13)]
    )
    assert cases(store, "jump") == [("jump", "industry", 2020)]


def test_land_use_and_credits_never_jump(store: Store, desk: Desk):
    desk.emissions(
        OSLO,
        [
            *sectors(2019, transport=1000, lulucf=-5000, credits=-10),
            *sectors(2020, transport=1000, lulucf=8000, credits=-900),
        ],
    )
    assert cases(store) == []


def test_a_sector_that_begins_or_ends_at_zero_jumps(store: Store, desk: Desk):
    rows = [
        sectors(year, transport=1000, waste=waste)
        for year, waste in ((2019, 0), (2020, 0), (2021, 300), (2022, 0))
    ]
    desk.emissions(OSLO, [row for of_year in rows for row in of_year])
    assert cases(store, "jump") == [("jump", "waste", 2021), ("jump", "waste", 2022)]


def test_where_only_a_total_is_counted_the_sector_rows_beside_it_are_looked_at(store: Store, desk: Desk):
    totals = [{"year": year, "emissions_tco2e": 1000.0} for year in (2019, 2020)]
    beside = [
        {"year": year, "sector": "waste", "emissions_tco2e": amount, "is_counted": False}
        for year, amount in ((2019, 100.0), (2020, 300.0))
    ]
    desk.emissions(OSLO, [*totals, *beside])
    assert cases(store, "jump") == [("jump", "waste", 2020)]


def test_the_largest_change_comes_first_within_a_municipality(store: Store, desk: Desk):
    desk.emissions(
        OSLO,
        [
            *sectors(2019, transport=1000, waste=100, industry=100),
            *sectors(2020, transport=1000, waste=200, industry=400),
        ],
    )
    assert cases(store, "jump") == [("jump", "industry", 2020), ("jump", "waste", 2020)]


def test_waste_per_inhabitant_that_jumps_is_told_with_its_cell(store: Store, desk: Desk):
    upload_id = desk.figures(OSLO, {"waste_kg_per_capita": {2019: 400.0, 2020: 700.0}})
    row = only(store, "jump")
    assert (row["subject"], row["value"], row["unit"], row["upload_id"], row["sheet"], row["cell"]) == (
        "msw_per_capita", 700.0, "kg/inhabitant", upload_id, "Figures", "D2",
    )  # fmt: skip


def test_only_the_headline_dataset_is_looked_at(store: Store, desk: Desk):
    desk.series(OSLO, {2019: 1000.0, 2020: 1000.0})
    desk.series(OSLO, {2019: 1000.0, 2020: 9000.0}, dataset=OWN)
    assert cases(store, "jump") == []


def test_only_the_named_municipalities_are_looked_at(store: Store, desk: Desk):
    desk.series(OSLO, {2019: 1000.0, 2020: 2000.0})
    desk.series(BERGEN, {2019: 1000.0, 2020: 2000.0})
    assert plausibility(store, municipality_ids=[BERGEN])["municipality_id"].tolist() == [BERGEN]


def test_a_total_of_fossil_co2_is_told_in_its_own_unit(store: Store, desk: Desk):
    desk.series(OREBRO, {2019: 1000.0, 2020: 2000.0}, dataset=SWEDISH, gas="CO2")
    assert only(store, "jump")["unit"] == "t CO2"


# --- gaps


def test_a_year_that_the_other_municipalities_of_the_dataset_have_is_a_gap(store: Store, desk: Desk):
    desk.series(OSLO, {2019: 1000.0, 2021: 1000.0})
    for area in (BERGEN, *OTHERS):
        desk.series(area, {2019: 1000.0, 2020: 1000.0, 2021: 1000.0})
    row = only(store, "gap")
    assert (row["municipality_id"], row["subject"], row["year"], row["other"]) == (
        OSLO,
        "total",
        2020,
        1000.0,
    )
    assert row["cell"] is None


def test_years_that_nobody_has_are_no_gaps(store: Store, desk: Desk):
    for area in (OSLO, BERGEN):
        desk.series(area, {2009: 1000.0, 2011: 1000.0, 2013: 1000.0})
    assert cases(store, "gap") == []


def test_own_accounts_have_the_years_they_have(store: Store, desk: Desk):
    desk.series(OSLO, {2009: 1000.0, 2015: 1000.0}, dataset=OWN)
    desk.series(BERGEN, {2009: 1000.0, 2012: 1000.0, 2015: 1000.0}, dataset=OWN)
    assert cases(store, "gap") == []


def test_a_total_whose_last_year_lacks_a_part_has_a_gap_at_that_cell(store: Store, desk: Desk):
    desk.emissions(
        OSLO, [*sectors(2019, transport=600, waste=400), *sectors(2020, transport=600, waste=None)]
    )
    found = plausibility(store, checks=["gap"])
    # total and waste of 2020: rows 2 and 3 are 2019, row 4 transport, row 5 the waste that is missing
    assert list(zip(found["subject"], found["year"], found["cell"], strict=True)) == [
        ("total", 2020, "E5"),
        ("waste", 2020, "E5"),
    ]


def test_a_series_that_has_not_begun_has_no_gap(store: Store, desk: Desk):
    desk.series(OSLO, {2018: None, 2019: 1000.0, 2020: 1000.0})
    assert cases(store, "gap") == []


def test_a_sector_whose_figure_stands_elsewhere_has_no_gap(store: Store, desk: Desk):
    waste = {"year": 2020, "sector": "waste", "emissions_tco2e": None, "missing_reason": "included_elsewhere"}
    desk.emissions(
        OSLO,
        [
            *sectors(2019, transport=600, waste=400),
            *sectors(2020, transport=1000),
            waste,
            *sectors(2021, transport=600, waste=400),
        ],
    )
    assert cases(store, "gap") == []


def test_a_small_sector_may_be_missing(store: Store, desk: Desk):
    rows = [
        *sectors(2019, transport=1000, waste=9),
        *sectors(2020, transport=1000),
        *sectors(2021, transport=1000, waste=9),
    ]
    desk.emissions(OSLO, rows)
    assert cases(store, "gap") == []


# --- slips of the unit


def test_a_year_in_kilotonnes_is_one_slip_and_no_jump(store: Store, desk: Desk):
    desk.series(OSLO, {2018: 90_000.0, 2019: 91_000.0, 2020: 92.0, 2021: 90_000.0})
    row = only(store)
    # the median of 92, 90 000, 90 000 and 91 000 is 90 000
    assert (row["check"], row["year"], row["value"], row["other"]) == ("unit_slip", 2020, 92.0, 90_000.0)


def test_a_year_in_kilograms_is_a_slip(store: Store, desk: Desk):
    desk.series(OSLO, {2018: 90_000.0, 2019: 91_000.0, 2020: 92_000_000.0, 2021: 90_000.0})
    assert cases(store) == [("unit_slip", "total", 2020)]


def test_a_whole_year_in_kilotonnes_is_told_once_and_not_by_sector(store: Store, desk: Desk):
    rows = [*sectors(2018, transport=60_000, waste=30_000), *sectors(2019, transport=60_000, waste=30_000)]
    desk.emissions(OSLO, [*rows, *sectors(2020, transport=60, waste=30)], dataset=OWN)
    assert cases(store) == [("unit_slip", "total", 2020)]


def test_a_sector_of_own_accounts_that_is_a_thousand_times_off_is_a_slip(store: Store, desk: Desk):
    years = (
        sectors(year, transport=60_000, waste=waste) for year, waste in ((2018, 3e4), (2019, 3e4), (2020, 30))
    )
    desk.emissions(OSLO, [row for of_year in years for row in of_year], dataset=OWN)
    assert cases(store) == [("unit_slip", "waste", 2020)]


def test_a_publishers_sector_that_shrinks_to_nothing_is_a_jump_and_no_slip(store: Store, desk: Desk):
    years = (
        sectors(year, transport=60_000, waste=waste) for year, waste in ((2018, 3e4), (2019, 3e4), (2020, 30))
    )
    desk.emissions(OSLO, [row for of_year in years for row in of_year])
    assert cases(store) == [("jump", "waste", 2020)]


def peers(desk: Desk, *, count: int = 5) -> None:
    for area in OTHERS[:count]:
        desk.series(area, {2020: 50_000.0})
        desk.population(area, {2020: 10_000})


def test_a_series_that_is_small_in_every_year_is_seen_beside_its_peers(store: Store, desk: Desk):
    peers(desk)
    desk.series(OSLO, {2020: 200.0})
    desk.population(OSLO, {2020: 40_000})
    row = only(store, "unit_slip")
    # the six have 5 t an inhabitant in the median, 40 000 inhabitants then 200 000 t: 1 000 times the 200 t
    assert (row["municipality_id"], row["value"], row["other"]) == (OSLO, 200.0, 200_000.0)
    assert "as many inhabitants elsewhere have about 200" in str(row["text"])


def test_peers_count_whoever_is_asked_about(store: Store, desk: Desk):
    peers(desk)
    desk.series(OSLO, {2020: 200.0})
    desk.population(OSLO, {2020: 40_000})
    assert plausibility(store, municipality_ids=[OSLO]).equals(plausibility(store))


def test_fewer_than_five_municipalities_are_no_peers(store: Store, desk: Desk):
    peers(desk, count=3)
    desk.series(OSLO, {2020: 200.0})
    desk.population(OSLO, {2020: 40_000})
    assert cases(store, "unit_slip") == []


def test_emissions_that_are_high_per_inhabitant_and_not_a_thousand_times_are_as_usual(
    store: Store, desk: Desk
):
    peers(desk)
    desk.series(OSLO, {2020: 7_000_000.0})  # 700 t an inhabitant, as beside a refinery: 140 times the peers
    desk.population(OSLO, {2020: 10_000})
    assert cases(store, "unit_slip") == []


def test_inhabitants_that_are_missing_leave_the_peers_unasked(store: Store, desk: Desk):
    peers(desk)
    desk.series(OSLO, {2020: 200.0})
    desk.population(OSLO, {2020: None})
    assert cases(store, "unit_slip") == []


# --- what must hold of any figures

YEARS = st.dictionaries(
    st.integers(2000, 2020),
    st.tuples(st.one_of(st.none(), st.integers(0, 10_000)), st.one_of(st.none(), st.integers(0, 10_000))),
    min_size=1,
    max_size=6,
)


def filled(years: dict, *, factor: int = 1, is_reversed: bool = False) -> Store:
    opened = Store.open("duckdb::memory:")
    rows = [
        {"year": year, "sector": name, "emissions_tco2e": None if amount is None else float(amount * factor)}
        for year, amounts in years.items()
        for name, amount in zip(("transport", "waste"), amounts, strict=True)
    ]
    Desk(opened).emissions(OSLO, rows[::-1] if is_reversed else rows, dataset=NORWEGIAN)
    return opened


@property_given(YEARS)
@settings(max_examples=8, deadline=None, derandomize=True)
def test_another_unit_and_another_order_of_rows_find_the_same(years: dict):
    stores = [filled(years), filled(years, factor=1000), filled(years, is_reversed=True)]
    found = [cases(each) for each in stores]
    for each in stores:
        each.close()
    assert found[0] == found[1]
    assert found[0] == found[2]
