"""The real published files, by the figures that must come out. Run by make test-samples SAMPLES=DIR; absent
files are a failure."""

import os
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from data.store import Store
from loaders import formats
from loaders.checks import no_facts, plausibility
from loaders.reading import ReadingContext
from loaders.sheets.workbook import open_workbook

pytestmark = pytest.mark.samples

OSLO = "miljodirektoratet_oslo_2009-2024.xlsx"
SMHI = "smhi_lansrapport_CO2_2024-04-18_alla_kommuner.xlsx"
SCB = "scb_be0101_tabhel2024.xlsx"


@cache
def _content(name):
    folder = os.environ.get("VEIKART_SAMPLES")
    assert folder, "VEIKART_SAMPLES is not set. Expected the folder of the published files."
    path = Path(folder) / name
    assert path.is_file(), f"VEIKART_SAMPLES: expected the file {name}, found none."
    return path.read_bytes()


@cache
def _register():
    store = Store.open("duckdb::memory:")
    try:
        return store.register()
    finally:
        store.close()


@cache
def reading(name):
    workbook = open_workbook(_content(name))
    layout = formats.recognise(workbook)
    assert layout is not None, f"{name} was not recognised"
    return layout.read(workbook, ReadingContext(_register(), received_on=date(2026, 4, 1)))


@cache
def frame(name, table):
    return reading(name).tables[table].to_pandas()


def counted(name):
    rows = frame(name, "emissions")
    return rows[rows["is_counted"]]


@cache
def warnings(name):
    return plausibility(reading(name), no_facts(), _register())


@pytest.mark.parametrize(
    ("name", "key"), [(OSLO, "miljodirektoratet-area"), (SMHI, "smhi-report"), (SCB, "scb-population")]
)
def test_each_file_is_recognised_and_read_without_any_error(name, key):
    assert reading(name).format_key == key
    assert reading(name).problems == []


# Oslo -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "tonnes"), [(2009, 1388245.6), (2015, 1246976.5), (2020, 1099914.2), (2024, 944853.2)]
)
def test_oslos_total_is_the_publishers(year, tonnes):
    rows = counted(OSLO)
    assert rows.loc[rows["year"] == year, "emissions_tco2e"].sum() == pytest.approx(tonnes, abs=1e-6)


def test_oslo_is_the_municipality_and_has_13_years():
    rows = frame(OSLO, "emissions")
    assert (set(rows["area_id"]), rows["year"].nunique()) == ({"NO-0301"}, 13)


@pytest.mark.parametrize(("label", "tonnes"), [("Veitrafikk", 361224.8), ("Energiforsyning", 267343.0)])
def test_oslos_sectors_of_2024_are_the_publishers(label, tonnes):
    rows = counted(OSLO)
    chosen = rows[(rows["year"] == 2024) & (rows["source_label"] == label)]
    assert chosen["emissions_tco2e"].sum() == pytest.approx(tonnes, abs=1e-6)


def test_oslos_carbon_dioxide_of_2024_is_the_publishers():
    rows = counted(OSLO)
    chosen = rows[(rows["year"] == 2024) & (rows["gas"] == "CO2")]
    assert chosen["emissions_tco2e"].sum() == pytest.approx(796204.8, abs=1e-6)


def test_oslo_gives_no_warning():
    assert warnings(OSLO) == []


# SMHI -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area_id", "tonnes"), [("SE-1480", 2164365.203), ("SE-1880", 261897.121), ("SE", 36028462.987)]
)
def test_smhis_figures_of_2022_are_the_publishers(area_id, tonnes):
    rows = counted(SMHI)
    chosen = rows[(rows["year"] == 2022) & (rows["area_id"] == area_id)]
    assert chosen["emissions_tco2e"].sum() == pytest.approx(tonnes, abs=5e-4)


def test_290_municipalities_add_up_and_every_row_together_would_not():
    rows = counted(SMHI)
    kinds = {area_id: _register().resolve_id(area_id).kind for area_id in rows["area_id"].unique()}
    of_2022 = rows[(rows["year"] == 2022) & (rows["area_id"].map(kinds) == "municipality")]
    assert of_2022["area_id"].nunique() == 290
    assert of_2022["emissions_tco2e"].sum() == pytest.approx(35775178.365, abs=5e-4)
    whole = frame(SMHI, "emissions")
    assert whole.loc[whole["year"] == 2022, "emissions_tco2e"].sum() == pytest.approx(266461168.7, abs=0.05)


def test_smhis_counted_sectors_are_its_stated_totals():
    rows = frame(SMHI, "emissions")
    stated = rows[rows["sector"].isna()].set_index(["area_id", "year"])["emissions_tco2e"].sort_index()
    added = counted(SMHI).groupby(["area_id", "year"])["emissions_tco2e"].sum().sort_index()
    assert (stated - added).abs().max() < 1e-6


def test_smhis_file_is_fossil_co2_of_its_release():
    (dataset,) = reading(SMHI).datasets
    release = reading(SMHI).releases["smhi-co2"]
    assert (dataset.key, dataset.gas_coverage) == ("smhi-co2", "co2")
    assert (release.label, release.released_on) == ("Länsrapport, 2024-04-18", date(2024, 4, 18))


def test_smhis_warnings_are_few_and_name_kumla():
    problems = warnings(SMHI)
    assert [problem.code for problem in problems] == ["subsectors_differ_known", "subsectors_differ", "jump"]
    assert all(problem.level == "warning" for problem in problems)
    known = str(problems[0].sentence)
    assert "Kumla 2021, Avfall (inkl.avlopp)" in known
    assert "Kumla's waste subsectors far exceed its waste sector" in known


# SCB --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("area_id", "inhabitants"), [("SE-1480", 608993), ("SE-1880", 160140), ("SE-18", 308375)]
)
def test_scbs_inhabitants_of_2024_are_the_publishers(area_id, inhabitants):
    rows = frame(SCB, "population").set_index("area_id")
    assert (rows.loc[area_id, "year"], rows.loc[area_id, "inhabitants"]) == (2024, inhabitants)


def test_scb_has_290_municipalities_and_gives_no_warning():
    ids = frame(SCB, "population")["area_id"]
    assert sum(_register().resolve_id(area_id).kind == "municipality" for area_id in ids) == 290
    assert warnings(SCB) == []
