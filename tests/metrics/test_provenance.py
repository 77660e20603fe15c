"""A figure can be walked back to file, sheet and cell."""

import pandas as pd
import pytest

from metrics.provenance import facts_behind
from metrics.values import indicator_values
from tests.metrics.conftest import OSLO, OWN

ROWS = [
    {
        "year": 2020,
        "sector": "transport",
        "emissions_tco2e": 60.0,
        "source_label": "Veitrafikk",
        "source_row": 14,
    },
    {"year": 2020, "sector": "waste", "emissions_tco2e": 40.0, "source_label": "Avfall", "source_row": 15},
    {"year": 2020, "sector": "lulucf", "emissions_tco2e": -20.0, "source_row": 16},
    {
        "year": 2020,
        "sector": "waste",
        "gas": "CH4",
        "emissions_tco2e": 30.0,
        "is_counted": False,
        "source_row": 17,
    },
    {"year": 2021, "sector": "transport", "emissions_tco2e": 50.0, "source_row": 14, "source_column": "F"},
]


def test_the_facts_behind_a_total_are_its_counted_rows_with_file_and_cell(store, desk):
    upload_id = desk.emissions(OSLO, ROWS)
    facts = facts_behind(store, OSLO, "ghg_total", 2020)
    assert facts["cell"].tolist() == ["E14", "E15"]
    assert facts["source_label"].tolist() == ["Veitrafikk", "Avfall"]
    assert set(facts["upload_id"]) == {upload_id}
    assert set(facts["file_name"]) == {"book.xlsx"} and set(facts["sheet"]) == {"Data"}
    assert store.original(facts["sha256"].iloc[0])


@pytest.mark.parametrize("indicator", ["ghg_total", "ghg_comparable_total", "ghg_transport"])
def test_the_facts_add_up_to_the_figure(store, desk, indicator):
    desk.emissions(OSLO, ROWS)
    values = indicator_values(store, indicators=[indicator])
    value = values[values["year"] == 2020]["value"].iloc[0]
    assert facts_behind(store, OSLO, indicator, 2020)["emissions_tco2e"].sum() == pytest.approx(value)


def test_a_per_head_figure_ends_with_its_population_row(store, desk):
    desk.emissions(OSLO, ROWS)
    desk.population(OSLO, {2020: 20}, source_sheet="Folk", source_row=3, source_column="B")
    last = facts_behind(store, OSLO, "ghg_per_capita", 2020).iloc[-1]
    assert (last["inhabitants"], last["cell"], last["sheet"]) == (20, "B3", "Folk")
    assert pd.isna(last["emissions_tco2e"])


def test_an_indicator_of_other_gases_has_no_facts(store, desk):
    desk.emissions(OSLO, ROWS)
    assert facts_behind(store, OSLO, "co2_total", 2020).empty


def test_another_dataset_has_facts_of_its_own(store, desk):
    desk.emissions(OSLO, ROWS)
    desk.series(OSLO, {2020: 7.0}, dataset=OWN)
    assert facts_behind(store, OSLO, "ghg_total", 2020, OWN)["emissions_tco2e"].tolist() == [7.0]


def test_the_facts_behind_a_rate_are_its_materials_in_the_order_of_the_formula(store, desk):
    rows = [
        {"stage": "generated", "amount_tonnes": 9.0},
        {"stage": "recycling", "amount_tonnes": 3.0},
        {"stage": "energy_recovery", "amount_tonnes": 6.0},
    ]
    desk.materials(OSLO, rows)
    facts = facts_behind(store, OSLO, "recycling_rate", 2020)
    assert facts["role"].tolist() == ["recycled", "generated"]
    assert facts["cell"].tolist() == ["F3", "F2"]
    assert facts["amount"].tolist() == [3.0, 9.0]
    assert set(facts["unit"]) == {"t"}


def test_the_facts_behind_net_emissions_come_from_both_tables(store, desk):
    desk.emissions(OSLO, ROWS)
    desk.figures(OSLO, {"compensation_tco2e": {2020: 5.0}})
    facts = facts_behind(store, OSLO, "net_balance", 2020)
    assert list(zip(facts["role"], facts["amount"], strict=True)) == [
        ("gross", 60.0),
        ("gross", 40.0),
        ("lulucf", -20.0),
        ("compensation", 5.0),
    ]


def test_the_units_of_the_facts_are_those_of_their_rows(store, desk):
    desk.population(OSLO, {2020: 20})
    desk.figures(OSLO, {"solar_wind_power_kw": {2020: 5.0}})
    facts = facts_behind(store, OSLO, "renewable_power", 2020)
    assert facts["unit"].tolist() == ["kW", "persons"]
