"""CDP's city-wide emissions of 2021 as published, by what must come out. Run by make test-samples SAMPLES=DIR; an absent
file is a failure."""

import os
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from data.store import Store
from loaders import formats
from loaders.reading import ReadingContext
from loaders.sheets.workbook import open_workbook

pytestmark = pytest.mark.samples

CDP = "cdp_citywide_emissions_2021.csv"


@cache
def reading():
    folder = os.environ.get("VEIKART_SAMPLES")
    assert folder, "VEIKART_SAMPLES is not set. Expected the folder of the published files."
    path = Path(folder) / CDP
    assert path.is_file(), f"VEIKART_SAMPLES: expected the file {CDP}, found none."
    workbook = open_workbook(path.read_bytes())
    layout = formats.recognise(workbook)
    assert layout is not None, f"{CDP} was not recognised"
    store = Store.open("duckdb::memory:")
    try:
        return layout.read(workbook, ReadingContext(store.register(), received_on=date(2026, 4, 1)))
    finally:
        store.close()


def city(area_id):
    rows = reading().tables["emissions"].to_pandas()
    return rows[rows["area_id"] == area_id]


def counted(area_id):
    rows = city(area_id)
    return rows[rows["is_counted"]]["emissions_tco2e"].sum()


def warnings():
    return {problem.code: problem for problem in reading().problems if problem.level == "warning"}


def test_it_is_recognised_and_read_without_any_error():
    assert (reading().format_key, reading().is_proven) == ("cdp-citywide", True)
    assert [problem for problem in reading().problems if problem.level == "error"] == []


def test_41_municipalities_of_the_register_are_read_and_941_cities_elsewhere_left_out():
    # 989 rows: 941 outside the Nordic countries, 48 within, 7 of these without any figure
    assert len(set(reading().tables["emissions"]["area_id"].to_pylist())) == 41
    notices = [problem.count for problem in reading().problems if problem.level == "notice"]
    assert notices == [941, 7]


@pytest.mark.parametrize(
    ("area_id", "tonnes"),
    [
        ("NO-0301", 978407 + 428721),  # scope 1 without the 295,720 t of generation, and scope 2
        ("DK-101", 497706 + 512473),  # City of Copenhagen
        ("DK-169", 170031 + 96334),  # Hoeje-Taastrup Kommune
        ("DK-217", 108067 + 61879),  # Helsingør Kommune / Elsinore Municipality
        ("SE-1480", 2284804 + 1601678),  # Göteborgs Stad
        ("IS-0000", 491281 + 25058),  # City of Reykjavík
        ("FI-638", 157400 + 41400),  # totals by scope only
        ("NO-4601", 855307),  # scope 1 alone
    ],
)
def test_the_counted_level_of_a_city_is_the_published_figure(area_id, tonnes):
    assert counted(area_id) == pytest.approx(tonnes)


def test_generation_is_kept_beside_the_counted_scopes():
    rows = city("NO-0301")
    assert rows[rows["sector"] == "energy_generation"]["emissions_tco2e"].tolist() == [295720.0]


def test_a_period_that_ends_on_new_years_day_is_the_year_before():
    # Järfälla: 2017-01-01 - 2018-01-01
    assert set(city("SE-0123")["year"]) == {2017}


def test_the_one_report_that_is_too_large_for_its_inhabitants_is_kept_and_warned_about():
    # Botkyrka: 194,628,536 t for 94,847 inhabitants
    assert warnings()["per_head_unusual"].cells == ("P166",)
    assert counted("SE-0127") == 194628536.0


def test_reports_of_one_scope_other_boundaries_and_carbon_dioxide_alone_are_warned_about():
    assert {code: problem.count for code, problem in warnings().items()} == {
        "per_head_unusual": 1, "part_of_total": 11, "other_boundary": 3, "co2_only": 2,
    }  # fmt: skip
