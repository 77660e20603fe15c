"""Climate budgets: ceilings, the reference, what measures take away, and what is still missing."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.store import Store
from metrics.climate_budget import COLUMNS, climate_budget, listed_measures, measure_effects
from tests.metrics.conftest import BERGEN, NORWEGIAN, OSLO, Desk


def measure(desk, measure_id, decision, mid, *, area=OSLO, year=2027, sector="transport", **effect):
    fields = {
        "record_id": measure_id,
        "title": measure_id,
        "decision": decision,
        "sector": sector,
        "currency": "NOK",
    }
    desk.records("measures", area, fields | {"responsible_unit": "City environment"})
    desk.records(
        "measure_effects", area, {"record_id": measure_id, "year": year, "effect_mid_tco2e": mid, **effect}
    )


def ceiling(desk, tonnes, *, sector=None, year=2027):
    desk.records(
        "budget_ceilings",
        OSLO,
        {"record_id": f"{year}/{sector}", "year": year, "sector": sector, "ceiling_tco2e": tonnes},
    )


def reference(desk, tonnes, *, sector=None, year=2027):
    fields = {"record_id": f"{year}/{sector}", "year": year, "sector": sector, "reference_tco2e": tonnes}
    desk.records("reference_paths", OSLO, fields)


def row(store, sector="", year=2027):
    return climate_budget(store, OSLO, year=year).set_index("sector").loc[sector]


def test_the_gap_is_reference_less_adopted_less_ceiling(store, desk):
    # 1 000 - 200 - 600 = 200 after the adopted one; less the proposed 150 = 50
    reference(desk, 1000.0)
    ceiling(desk, 600.0)
    measure(desk, "M-1", "adopted", 200.0, effect_low_tco2e=150.0, effect_high_tco2e=260.0)
    measure(desk, "M-2", "proposed", 150.0)
    found = row(store)
    assert (found["gap_after_adopted_tco2e"], found["gap_after_proposed_tco2e"]) == (200.0, 50.0)
    assert [found[f"adopted_{end}_tco2e"] for end in ("low", "mid", "high")] == [150.0, 200.0, 260.0]
    assert [found[f"proposed_{end}_tco2e"] for end in ("low", "mid", "high")] == [150.0, 150.0, 150.0]
    assert (found["reference_kind"], found["overlap_tco2e"]) == ("uploaded", 0.0)
    assert (found["after_adopted_tco2e"], found["after_proposed_tco2e"]) == (800.0, 650.0)


def test_without_an_uploaded_path_the_reference_is_the_trend_and_says_so(store, desk):
    # 100 - 2 a year from 2015: 82 in 2024, and on the line 76 in 2027
    rows = [
        {"year": 2015 + step, "sector": "transport", "emissions_tco2e": 100.0 - 2 * step}
        for step in range(10)
    ]
    desk.emissions(OSLO, rows, dataset=NORWEGIAN)
    ceiling(desk, 60.0, sector="transport")
    found = row(store, "transport")
    assert (found["reference_tco2e"], found["reference_kind"]) == (pytest.approx(76.0), "trend")
    assert found["gap_after_adopted_tco2e"] == pytest.approx(16.0)


def test_a_trend_below_zero_is_zero_but_for_land_use(store, desk):
    rows = [
        {"year": 2015 + step, "sector": sector, "emissions_tco2e": 10.0 - 2 * step}
        for step in range(6)
        for sector in ("transport", "lulucf")
    ]
    desk.emissions(OSLO, rows, dataset=NORWEGIAN)
    for sector in ("transport", "lulucf"):
        ceiling(desk, 0.0, sector=sector)
    assert row(store, "transport")["reference_tco2e"] == 0.0
    assert row(store, "lulucf")["reference_tco2e"] == pytest.approx(-14.0)


def test_a_year_with_data_is_its_own_reference_and_a_gap_in_the_data_has_none(store, desk):
    rows = [
        {"year": year, "sector": "transport", "emissions_tco2e": 50.0} for year in (2019, 2020, 2021, 2024)
    ]
    desk.emissions(OSLO, rows, dataset=NORWEGIAN)
    for year in (2022, 2024):
        ceiling(desk, 40.0, sector="transport", year=year)
    assert (
        row(store, "transport", 2024)["reference_kind"],
        row(store, "transport", 2024)["reference_tco2e"],
    ) == ("reported", 50.0)
    assert math.isnan(row(store, "transport", 2022)["reference_tco2e"])


def test_measures_never_cut_more_than_their_sector_emits_and_the_overlap_is_told(store, desk):
    # transport 100: adopted 80 counted, of the proposed 50 only 20 are left; 30 go beyond. All: 500 - 80 - 20 - 300
    reference(desk, 500.0)
    reference(desk, 100.0, sector="transport")
    ceiling(desk, 300.0)
    ceiling(desk, 0.0, sector="transport")
    measure(desk, "M-1", "adopted", 80.0)
    measure(desk, "M-2", "proposed", 50.0)
    transport, whole = row(store, "transport"), row(store)
    assert (transport["gap_after_adopted_tco2e"], transport["gap_after_proposed_tco2e"]) == (20.0, 0.0)
    assert (transport["proposed_mid_tco2e"], transport["overlap_tco2e"]) == (50.0, 30.0)
    assert (whole["gap_after_adopted_tco2e"], whole["gap_after_proposed_tco2e"]) == (120.0, 100.0)
    assert whole["overlap_tco2e"] == 30.0


def test_measures_without_a_sector_count_in_the_whole_only(store, desk):
    reference(desk, 500.0)
    ceiling(desk, 300.0)
    measure(desk, "M-1", "adopted", 80.0, sector=None)
    table = climate_budget(store, OSLO)
    assert table["sector"].tolist() == [""]
    assert table["gap_after_adopted_tco2e"].tolist() == [120.0]


def test_what_all_measures_cut_is_held_by_the_whole_reference(store, desk):
    reference(desk, 100.0)
    ceiling(desk, 0.0)
    measure(desk, "M-1", "adopted", 80.0)
    measure(desk, "M-2", "adopted", 70.0, sector="waste")
    assert (row(store)["gap_after_adopted_tco2e"], row(store)["overlap_tco2e"]) == (0.0, 50.0)


def test_a_measure_that_raises_emissions_widens_the_gap(store, desk):
    reference(desk, 100.0)
    ceiling(desk, 60.0)
    measure(desk, "M-1", "adopted", -10.0)
    assert row(store)["gap_after_adopted_tco2e"] == 50.0


def test_a_measure_without_a_figure_is_counted_and_is_not_zero(store, desk):
    reference(desk, 100.0)
    ceiling(desk, 60.0)
    measure(desk, "M-1", "adopted", None)
    found = row(store)
    assert math.isnan(found["adopted_mid_tco2e"])
    assert (found["without_figure"], found["proposed_mid_tco2e"]) == (1, 0.0)


def test_a_rejected_measure_and_another_municipality_do_not_count(store, desk):
    reference(desk, 100.0)
    measure(desk, "M-1", "rejected", 50.0)
    measure(desk, "M-2", "adopted", 50.0, area=BERGEN)
    assert row(store)["adopted_mid_tco2e"] == 0.0


def test_without_a_ceiling_there_is_no_gap(store, desk):
    reference(desk, 100.0)
    measure(desk, "M-1", "adopted", 50.0)
    assert math.isnan(row(store)["gap_after_adopted_tco2e"])


def test_years_stand_in_order_and_one_can_be_chosen(store, desk):
    for year in (2028, 2027):
        ceiling(desk, 10.0, year=year)
    assert climate_budget(store, OSLO)["year"].tolist() == [2027, 2028]
    assert climate_budget(store, OSLO, year=2028)["year"].tolist() == [2028]


def test_money_and_the_unit_that_answers_stand_beside_each_measure(store, desk):
    measure(desk, "M-1", "adopted", 50.0, budget_amount=2_000_000.0)
    [found] = measure_effects(store, OSLO).to_dict("records")
    assert (found["budget_amount"], found["currency"], found["responsible_unit"]) == (
        2e6,
        "NOK",
        "City environment",
    )


def test_a_municipality_without_a_climate_budget_has_no_rows(store):
    table = climate_budget(store, OSLO)
    assert list(table.columns) == list(COLUMNS)
    assert table.empty


AMOUNTS = st.lists(st.tuples(st.sampled_from(["adopted", "proposed"]), st.floats(0, 100)), max_size=4)


@settings(max_examples=8, derandomize=True, deadline=None)
@given(AMOUNTS, st.sampled_from([1.0, 1000.0]))
def test_order_and_unit_change_nothing_and_no_gap_falls_below_the_ceiling(amounts, factor):
    found = []
    for listed, scale in ((amounts, 1.0), (amounts[::-1], factor)):
        opened = Store.open("duckdb::memory:")
        desk = Desk(opened)
        reference(desk, 150.0 * scale, sector="transport")
        ceiling(desk, 50.0 * scale, sector="transport")
        for number, (decision, mid) in enumerate(listed):
            measure(desk, f"M-{number}", decision, mid * scale)
        found.append(row(opened, "transport"))
        opened.close()
    gaps = ["gap_after_adopted_tco2e", "gap_after_proposed_tco2e", "overlap_tco2e"]
    assert found[1][gaps].tolist() == pytest.approx([each * factor for each in found[0][gaps]])
    assert found[0]["gap_after_proposed_tco2e"] >= -50.0 - 1e-9


def test_every_measure_is_listed_with_its_money_and_its_project_also_without_an_effect(store, desk):
    measure(desk, "M-1", "adopted", 200.0, budget_amount=5_000.0, effect_low_tco2e=150.0)
    measure(desk, "M-3", "rejected", 900.0)
    about = {"title": "Bicycles", "innovation_stage": "pilot", "status": "ongoing"}
    desk.records("projects", OSLO, {"record_id": "P-1", **about})
    fields = {"title": "Paths", "decision": "proposed", "sector": None, "project_id": "P-1"}
    desk.records("measures", OSLO, {"record_id": "M-2", **fields})
    first, second = listed_measures(store, OSLO, 2027).to_dict("records")
    assert (first["measure_id"], first["effect_low_tco2e"], first["budget_amount"]) == ("M-1", 150.0, 5_000.0)
    assert (second["measure_id"], second["project_title"], second["status"]) == ("M-2", "Bicycles", "ongoing")
    assert math.isnan(second["effect_mid_tco2e"])
    assert math.isnan(listed_measures(store, OSLO, 2028)["effect_mid_tco2e"].iloc[0])
