"""The real tables of SSB and Statistics Denmark, by the figures that must come out. Run by make test-samples
SAMPLES=DIR; an absent file is a failure."""

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

EMISSIONS, AREAS = "ssb_08940_excerpt_VT0.csv", "dst_are207.csv"


@cache
def _register():
    store = Store.open("duckdb::memory:")
    try:
        return store.register()
    finally:
        store.close()


@cache
def reading(name):
    folder = os.environ.get("VEIKART_SAMPLES")
    assert folder, "VEIKART_SAMPLES is not set. Expected the folder of the published files."
    path = Path(folder) / name
    assert path.is_file(), f"VEIKART_SAMPLES: expected the file {name}, found none."
    workbook = open_workbook(path.read_bytes())
    layout = formats.recognise(workbook)
    assert layout is not None, f"{name} was not recognised"
    return layout.read(workbook, ReadingContext(_register(), received_on=date(2026, 4, 1)))


def emissions():
    return reading(EMISSIONS).tables["emissions"].to_pandas()


def areas():
    return reading(AREAS).tables["figures"].to_pandas()


def test_the_national_emissions_open_with_their_letters_and_nothing_to_remark():
    result = reading(EMISSIONS)
    assert (result.format_key, result.is_proven, result.problems) == ("pxweb-csv", True, [])
    assert "Luftfart, sjøfart, fiske, motorredskaper m.m." in set(emissions()["source_label"])


def test_all_2016_figures_are_of_the_nation_and_the_counted_ones_are_the_publishers_total():
    rows = emissions()
    assert (len(rows), set(rows["area_id"])) == (2016, {"NO"})
    counted = rows[rows["is_counted"]].set_index("year")["emissions_tco2e"]
    assert (len(counted), counted[1990], counted[2020]) == (32, 51_342_000.0, 49_261_000.0)


def test_a_source_of_one_year_and_gas_is_as_published():
    rows = emissions()
    road = rows[(rows["sector"] == "transport") & (rows["year"] == 1990) & (rows["gas"] == "CH4")]
    assert road["emissions_tco2e"].tolist() == [77_000.0]


def test_points_are_missing_and_dashes_are_zero():
    rows = emissions()
    assert (rows["missing_reason"] == "not_applicable").sum() == 638
    assert rows.loc[rows["missing_reason"] == "not_occurring", "emissions_tco2e"].tolist() == [0.0] * 12


def test_the_area_of_denmark_and_of_every_municipality_is_read_without_being_asked():
    result, rows = reading(AREAS), areas()
    assert (result.format_key, result.is_proven) == ("statbank-csv", True)
    assert {problem.code for problem in result.problems} == {"area_left_out"}
    assert (len(rows), rows["area_id"].nunique()) == (2000, 100)  # 98 municipalities, Christiansø, the nation
    nation = rows[(rows["area_id"] == "DK") & (rows["year"] == 2007)]
    assert nation["value"].tolist() == [43098.31]


def test_the_four_missing_areas_are_those_of_christianso_and_not_zero():
    missing = areas()[lambda rows: rows["value"].isna()]
    assert missing[["area_id", "year"]].values.tolist() == [["DK-411", year] for year in range(2011, 2015)]
