"""Published figures that can be computed again: the file read directly on one side, the metrics of a loaded store on the
other. Run by make test-samples SAMPLES=DIR; an absent file is a failure.

No loader, no register and no metric stands on the side of the file: openpyxl and csv, and the codes that SCB prints."""

import csv
import io
import os
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.store import Store
from loaders.loading import commit, prepare
from metrics.progress import progress
from metrics.registry import CORE
from metrics.values import emissions_by, indicator_values

pytestmark = pytest.mark.samples

OSLO = "miljodirektoratet_oslo_2009-2024.xlsx"
SMHI = "smhi_lansrapport_CO2_2024-04-18_alla_kommuner.xlsx"
SCB = "scb_be0101_tabhel2024.xlsx"
PLASTIC = "norskeutslipp_avfall_Plast.xlsx"
SSB = "ssb_08940_excerpt_VT0.csv"
AREAS = "dst_are207.csv"
DECIMALS = 1e-6  # of a tonne: the files print at most that exactly, their sums are made in another order


# The side of the file ------------------------------------------------------------------------------------------


@cache
def _content(name: str) -> bytes:
    folder = os.environ.get("VEIKART_SAMPLES")
    assert folder, "VEIKART_SAMPLES is not set. Expected the folder of the published files."
    path = Path(folder) / name
    assert path.is_file(), f"VEIKART_SAMPLES: expected the file {name}, found none."
    return path.read_bytes()


@cache
def sheet(name: str, title: str, *, first_row: int) -> list[tuple]:
    book = openpyxl.load_workbook(io.BytesIO(_content(name)), read_only=True)
    return list(book[title].iter_rows(min_row=first_row, values_only=True))


def lines(name: str, encoding: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(_content(name).decode(encoding)), delimiter=";"))


@cache
def oslo_sources() -> list[tuple]:
    """Year, sector, source, gas, tonnes."""
    return sheet(OSLO, "Oversikt - detaljert", first_row=2)


def oslo_sum(year: int, **wanted: str) -> float:
    """Tonnes of a year, of the sector, source or gas that is named."""
    places = {"sector": 1, "source": 2, "gas": 3}
    return sum(
        row[4]
        for row in oslo_sources()
        if row[0] == year and all(row[places[name]].strip() == word for name, word in wanted.items())
    )


@cache
def swedish_codes() -> dict[str, str]:
    """Area id of each Swedish municipality by its name, as SCB prints both. The county of a name has two digits."""
    rows = sheet(SCB, "Totalt", first_row=10)
    return {row[1].strip(): f"SE-{row[0]}" for row in rows if len(str(row[0] or "")) == 4}


@cache
def smhi_tonnes(sector: str) -> dict[tuple[str, int], float]:
    """The sector's own row of each municipality by area id and year; "Alla" is the total row."""
    years = [int(year) for year in sheet(SMHI, "Koldioxid (CO2)", first_row=5)[0][4:]]
    return {
        (swedish_codes()[municipality], year): tonnes
        for main, sub, _county, municipality, *values in sheet(SMHI, "Koldioxid (CO2)", first_row=7)
        if (main, sub) == (sector, "Alla") and municipality != "Alla"
        for year, tonnes in zip(years, values, strict=True)
    }


def smhi_sum(*sectors: str) -> dict[tuple[str, int], float]:
    return {key: sum(smhi_tonnes(sector)[key] for sector in sectors) for key in smhi_tonnes("Alla")}


# The side of the store -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def published() -> Iterator[Store]:
    """A store with the files of Norway, Sweden and Denmark, each loaded as people load it."""
    opened = Store.open("duckdb::memory:")
    for name in (OSLO, SMHI, SCB, PLASTIC, SSB, AREAS):
        commit(opened, prepare(opened, _content(name), name), actor="tester")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def values(published: Store) -> pd.DataFrame:
    """Every indicator of every municipality, county and nation."""
    return indicator_values(published, area_kinds=("municipality", "county", "nation"))


def by_year(values: pd.DataFrame, area: str, indicator: str) -> dict[int, float]:
    rows = values[(values["municipality_id"] == area) & (values["indicator"] == indicator)]
    return dict(zip(rows["year"].tolist(), rows["value"].tolist(), strict=True))


def of_municipalities(values: pd.DataFrame, indicator: str) -> dict[tuple[str, int], float]:
    is_swedish = values["municipality_id"].str.fullmatch(r"SE-\d{4}")
    rows = values[is_swedish & (values["indicator"] == indicator)]
    return rows.set_index(["municipality_id", "year"])["value"].to_dict()


# Oslo ----------------------------------------------------------------------------------------------------------


def test_oslos_total_of_all_13_years_is_the_sum_of_the_publishers_overview(values):
    overview: dict[int, float] = defaultdict(float)
    for year, _sector, tonnes in sheet(OSLO, "Oversikt", first_row=2):
        overview[year] += tonnes
    found = by_year(values, "NO-0301", "ghg_total")
    assert len(overview) == 13
    assert found == pytest.approx(overview, abs=DECIMALS)


def test_oslos_comparable_total_is_the_sum_of_all_sources_but_flights_abroad(values):
    found = by_year(values, "NO-0301", "ghg_comparable_total")
    expected = {
        year: oslo_sum(year) - oslo_sum(year, sector="Luftfart", source="Utenriks luftfart") for year in found
    }
    assert len(found) == 13
    assert found == pytest.approx(expected, abs=DECIMALS)


@pytest.mark.parametrize(
    ("indicator", "parts"),
    [
        (
            "ghg_transport",
            [
                {"sector": "Veitrafikk"},
                {"sector": "Sjøfart"},
                {"sector": "Luftfart", "source": "Innenriks luftfart"},
            ],
        ),
        ("ghg_off_road", [{"sector": "Annen mobil forbrenning"}]),
        ("ghg_heat_power", [{"sector": "Oppvarming"}, {"sector": "Energiforsyning"}]),
    ],
)
def test_oslos_sector_indicators_are_the_sums_of_the_publishers_sources(values, indicator, parts):
    found = by_year(values, "NO-0301", indicator)
    expected = {year: sum(oslo_sum(year, **part) for part in parts) for year in found}
    assert len(found) == 13
    assert found == pytest.approx(expected, abs=DECIMALS)


def test_oslos_ten_sectors_are_common_sectors_that_add_up_to_the_total(published, values):
    parts = emissions_by(published, "NO-0301", dimension="sector")
    # road, sea and domestic flights are one; flights abroad are one of their own
    assert parts["sector"].nunique() == 10 - 2 + 1
    added = parts.groupby("year")["emissions_tco2e"].sum().to_dict()
    assert added == pytest.approx(by_year(values, "NO-0301", "ghg_total"), abs=DECIMALS)


@pytest.mark.parametrize(
    ("gas", "label"), [("CO2", "CO2"), ("CH4", "CH4"), ("N2O", "N2O"), ("HFC", "HFK"), ("SF6", "SF6")]
)
def test_oslos_gases_are_the_sums_of_the_publishers_sources(published, gas, label):
    parts = emissions_by(published, "NO-0301", dimension="gas")
    found = parts[parts["gas"] == gas].set_index("year")["emissions_tco2e"].to_dict()
    expected = {year: oslo_sum(year, gas=label) for year in found}
    assert len(found) == 13
    assert found == pytest.approx(expected, abs=DECIMALS)


def test_oslos_cut_from_2009_to_2024_is_that_of_the_publishers_totals(published, values):
    # 944,853.2 / 1,388,245.6 = 0.680609, a cut of 31.94 %; no target is set, so nothing is judged
    total = by_year(values, "NO-0301", "ghg_total")
    assert 1 - total[2024] / total[2009] == pytest.approx(0.319390, abs=5e-7)
    (row,) = progress(
        published, municipality_ids=["NO-0301"], indicators=["ghg_total"], methods=["linear_path"]
    ).to_dict("records")
    assert (row["latest_year"], row["latest_value"], row["status"]) == (2024, 944853.2, "no_target")


# Sweden --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("indicator", "sectors"),
    [
        ("co2_total", ["Alla"]),
        ("co2_transport", ["Transporter"]),
        ("co2_off_road", ["Arbetsmaskiner"]),
        ("co2_heat_power", ["El och fjärrvärme", "Egen uppärmning av bostäder och lokaler"]),
    ],
)
def test_every_swedish_figure_is_the_publishers_row_of_that_municipality(values, indicator, sectors):
    found = of_municipalities(values, indicator)
    assert len(found) == 290 * 12
    assert found == pytest.approx(smhi_sum(*sectors), abs=DECIMALS)


def test_the_swedish_comparable_total_is_the_total_without_international_transport(values):
    total, abroad = smhi_tonnes("Alla"), smhi_tonnes("Utrikes transporter")
    expected = {key: total[key] - abroad[key] for key in total}
    assert of_municipalities(values, "co2_comparable_total") == pytest.approx(expected, abs=DECIMALS)


def test_the_nation_is_more_than_its_municipalities_by_what_smhi_does_not_allocate(values):
    # nation 36,028,462.987 − 290 municipalities 35,775,178.365 = 253,284.622 t in 2022, and likewise before
    added: dict[int, float] = defaultdict(float)
    for (_area, year), tonnes in of_municipalities(values, "co2_total").items():
        added[year] += tonnes
    nation = by_year(values, "SE", "co2_total")
    assert {year: round(nation[year] - added[year], 3) for year in nation} == {
        1990: 256095.194, 2000: 267797.663, 2005: 324462.205, 2010: 255624.730, 2015: 251143.086, 2016: 254544.257,
        2017: 244723.543, 2018: 324432.954, 2019: 292368.137, 2020: 220330.384, 2021: 237884.904, 2022: 253284.622,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("indicator", "not_allocated"),
    # 2022, from the rows of the nation and of its municipalities; heat and power 0.618 + 36.917
    [("co2_transport", 174604.351), ("co2_off_road", 18282.046), ("co2_heat_power", 37.535)],
)
def test_what_is_not_allocated_lies_in_transport_and_machinery_and_not_in_heating(
    values, indicator, not_allocated
):
    of_2022 = [
        tonnes for (_area, year), tonnes in of_municipalities(values, indicator).items() if year == 2022
    ]
    assert by_year(values, "SE", indicator)[2022] - sum(of_2022) == pytest.approx(not_allocated, abs=5e-4)


def test_a_countys_own_row_differs_from_its_municipalities_by_less_than_two_tonnes(values):
    added: dict[tuple[str, int], float] = defaultdict(float)
    for (area, year), tonnes in of_municipalities(values, "co2_total").items():
        added[area[:5], year] += tonnes
    counties = {area for area, _year in added}
    apart = {
        (area, year): own - added[area, year]
        for area in counties
        for year, own in by_year(values, area, "co2_total").items()
    }
    assert len(apart) == 21 * 12
    # The largest: Västra Götaland in 2000; Gotland is county and municipality in one
    place, tonnes = max(apart.items(), key=lambda each: abs(each[1]))
    assert (place, round(tonnes, 3)) == (("SE-14", 2000), -1.452)
    assert {apart["SE-09", year] for year in by_year(values, "SE-09", "co2_total")} == {0.0}


def test_the_population_of_2024_makes_no_figure_per_head_of_2022(values):
    # SMHI ends in 2022 and SCB's file holds 2024: another year's inhabitants are no stand-in
    rows = values[(values["indicator"] == "co2_per_capita") & values["municipality_id"].str.startswith("SE-")]
    assert len(rows) == (290 + 21) * 12
    assert rows["value"].isna().all()
    assert set(rows["missing_reason"]) == {"no_population"}


def test_scbs_inhabitants_are_its_men_and_women_and_its_counties_its_municipalities(published):
    both = {
        str(men[0]).zfill(4): men[2] + women[2]
        for men, women in zip(
            sheet(SCB, "Män", first_row=11), sheet(SCB, "Kvinnor", first_row=11), strict=True
        )
        if men[0] is not None and str(men[0]).isdigit() and len(str(men[0])) > 2
    }
    rows = published.query("select area_id, inhabitants from live_population order by area_id")
    people = dict(zip(rows["area_id"], rows["inhabitants"], strict=True))
    municipalities = {area[3:]: count for area, count in people.items() if len(area) == len("SE-1880")}
    assert municipalities == both
    counties = sum(count for area, count in people.items() if len(area) == len("SE-18"))
    assert sum(municipalities.values()) == counties == people["SE"] == 10_587_710


# Waste of Norway's industry ------------------------------------------------------------------------------------


def test_plastic_waste_of_every_year_in_trondheim_is_the_sum_of_its_facilities(published):
    expected: dict[int, float] = defaultdict(float)
    for row in sheet(PLASTIC, "Avfall", first_row=4):
        if row[2] == "Trondheim" and isinstance(row[10], int | float):
            expected[row[4]] += row[10]
    found = published.query(
        "select year, sum(amount_tonnes) as tonnes from live_materials where area_id = 'NO-5001' and stage = 'generated' "
        "group by year order by year"
    )
    assert round(expected[2022], 3) == 22920.985
    assert dict(zip(found["year"], found["tonnes"], strict=True)) == pytest.approx(expected, abs=DECIMALS)


def test_industrial_plastic_enters_no_indicator_of_municipal_waste(values):
    assert len(by_year(values, "NO-5001", "msw_per_capita")) == 0
    assert set(values["dataset"]) == {"miljodirektoratet-ghg", "smhi-co2", "ssb-08940"}


# Denmark and the Norwegian nation ------------------------------------------------------------------------------


def test_danish_municipalities_add_up_to_the_country_but_for_what_the_publisher_rounds(published):
    # 2013 stands out in the file itself: 42,915.7 km² for the country and 42,912.1 for its parts
    rows = published.query(
        "select area_id, year, value from live_figures where figure = 'area_km2' order by area_id, year"
    )
    whole = rows[rows["area_id"] == "DK"].set_index("year")["value"]
    parts = rows[rows["area_id"] != "DK"].groupby("year")["value"].sum()
    apart = (whole - parts).round(2)
    assert (apart[2007], apart[2013], apart[2026]) == (0.0, 3.6, 0.0)
    assert apart.drop(2013).abs().max() == 0.6  # 2011


def test_every_danish_area_is_the_publishers(published):
    ours = published.query(
        "select source_name, year, value from live_figures where figure = 'area_km2' order by source_name, year"
    )
    printed = {
        (line["OMRÅDE"], int(line["TID"])): float(line["INDHOLD"].replace(",", "."))
        for line in lines(AREAS, "utf-8-sig")
        if line["INDHOLD"] != ".." and not line["OMRÅDE"].startswith("Region ")
    }
    known = ours.dropna(subset=["value"])
    assert known.set_index(["source_name", "year"])["value"].to_dict() == printed


def test_norways_total_of_32_years_is_the_publishers_row_of_all_sources_and_gases(values):
    amount = next(name for name in lines(SSB, "cp1252")[0] if name.startswith("08940"))
    printed = {
        int(line["år"]): 1000 * float(line[amount])
        for line in lines(SSB, "cp1252")
        if (line["kilde (aktivitet)"], line["komponent"]) == ("0 Alle kilder", "A10 Klimagasser i alt")
    }
    assert len(printed) == 32
    assert by_year(values, "NO", "ghg_total") == printed


def test_norways_six_gases_add_up_to_its_total_within_their_rounding(published, values):
    # each of six gases and the total is printed in whole kilotonnes: at most 7 × 500 t apart
    gases = emissions_by(published, "NO", dimension="gas")
    apart = gases.groupby("year")["emissions_tco2e"].sum() - pd.Series(by_year(values, "NO", "ghg_total"))
    assert len(apart) == 32
    assert apart.abs().max() <= 7 * 500


def test_no_place_is_judged_by_published_files_alone(published):
    # no target is in any of them: nothing may be on or off track
    table = progress(published, indicators=CORE)
    assert set(table["status"]) <= {"no_target", "no_data", "not_applicable", "not_assessable"}
