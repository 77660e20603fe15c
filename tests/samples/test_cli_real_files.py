"""The published files through the command line: loaded without being told what they are, with exact figures.

The figures are those of the README beside the files; VEIKART_SAMPLES names the directory."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner

import cli
from data.store import Store
from metrics.population import inhabitants_of

pytestmark = pytest.mark.samples

ROOT = Path(__file__).parents[2]
OSLO = "miljodirektoratet_oslo_2009-2024.xlsx"
SMHI = "smhi_lansrapport_CO2_2024-04-18_alla_kommuner.xlsx"
SCB = "scb_be0101_tabhel2024.xlsx"


def sample(name: str) -> Path:
    folder = os.environ.get("VEIKART_SAMPLES")
    assert folder, "VEIKART_SAMPLES names no directory: run make test-samples SAMPLES=DIR"
    path = Path(folder).resolve() / name
    assert path.is_file(), f"{path} is missing"
    return path


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> str:
    """A store with the three files, loaded by three calls from elsewhere by the Python outside .venv."""
    folder = tmp_path_factory.mktemp("real")
    url = f"duckdb:{folder / 'store.duckdb'}"
    python = Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"
    for name in (OSLO, SMHI, SCB):
        command = [str(python), str(ROOT / "cli.py"), "load", str(sample(name)), "--store", url]
        result = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)
        assert result.returncode == 0, result.stderr
        assert "Traceback" not in result.stderr
    return url


def rows(store: str, *arguments: str) -> list[dict[str, str]]:
    result = CliRunner().invoke(cli.app, [*arguments, "--store", store])
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout)))


def values(store: str, municipality: str, indicator: str) -> Mapping[int, float]:
    listed = rows(store, "indicators", "--municipality", municipality, "--indicator", indicator)
    return {int(row["year"]): float(row["value"]) for row in listed if row["value"]}


def test_each_file_is_recognised_and_loaded_as_an_upload_of_its_own(store):
    listed = rows(store, "uploads")
    assert [(row["upload_id"], row["file_name"], row["datasets"]) for row in listed] == [
        ("3", SCB, "scb-population"),
        ("2", SMHI, "smhi-co2"),
        ("1", OSLO, "miljodirektoratet-ghg"),
    ]


def test_oslo_comes_out_as_published(store):
    oslo = values(store, "Oslo", "ghg_total")
    assert len(oslo) == 13
    assert {year: round(oslo[year], 6) for year in (2009, 2015, 2020, 2024)} == {
        2009: 1388245.6,
        2015: 1246976.5,
        2020: 1099914.2,
        2024: 944853.2,
    }


def test_oslos_sectors_and_gases_come_out_as_published(store):
    facts = rows(store, "facts", "--municipality", "NO-0301", "--indicator", "ghg_total", "--year", "2024")

    def total(column: str, text: str) -> float:
        return round(sum(float(row["value"]) for row in facts if row[column].startswith(text)), 6)

    assert total("label", "Veitrafikk") == 361224.8
    assert total("sector", "energy_generation") == 267343.0
    assert total("gas", "CO2") == 796204.8


def test_every_figure_of_oslo_leads_back_to_a_cell_of_the_file(store):
    facts = rows(store, "facts", "--municipality", "Oslo", "--indicator", "ghg_transport", "--year", "2024")
    assert {row["file"] for row in facts} == {OSLO}
    assert all(row["sheet"] and row["cell"] for row in facts)


def test_swedish_municipalities_come_out_as_fossil_co2_and_never_as_greenhouse_gases(store):
    assert round(values(store, "Göteborg", "co2_total")[2022], 3) == 2164365.203
    assert round(values(store, "Örebro", "co2_total")[2022], 3) == 261897.121
    assert values(store, "Göteborg", "ghg_total") == {}
    listed = rows(store, "indicators", "--municipality", "Göteborg")
    assert {row["gas_coverage"] for row in listed} == {"co2"}


def test_the_290_municipalities_of_2022_add_up_and_the_nation_stands_beside_them(store):
    # every row of the file added up would give 266,461,168.7
    listed = [row for row in rows(store, "indicators", "--indicator", "co2_total") if row["year"] == "2022"]
    assert len(listed) == 290
    assert round(sum(float(row["value"]) for row in listed), 3) == 35775178.365
    assert round(values(store, "SE", "co2_total")[2022], 3) == 36028462.987


def test_population_is_that_of_the_municipality_and_not_of_the_county_of_the_same_name(store):
    with closing(Store.open(store, read_only=True)) as opened:
        found = {area: inhabitants_of(opened, area) for area in ("SE-1480", "SE-1880")}
    assert {area: dict(people.itertuples(index=False)) for area, people in found.items()} == {
        "SE-1480": {2024: 608993},
        "SE-1880": {2024: 160140},
    }
    listed = rows(store, "dataset", "list")
    municipalities = [
        row
        for row in listed
        if row["table"] == "population" and len(row["municipality_id"]) == len("SE-1880")
    ]
    assert len(municipalities) == 290


def test_smhis_known_contradiction_is_a_warning_and_does_not_fail_the_check(store):
    result = CliRunner().invoke(cli.app, ["check", str(sample(SMHI)), "--store", store, "--format", "json"])
    assert result.exit_code == 0
    problems = json.loads(result.stdout)
    assert {problem["level"] for problem in problems} <= {"warning", "notice"}
    assert any("Kumla" in problem["found"] for problem in problems)


def test_progress_of_all_290_has_a_row_for_every_indicator_and_method(store):
    # 290 Swedish municipalities and Oslo × 43 indicators × 3 methods
    assert len(rows(store, "progress")) == 291 * 43 * 3


@pytest.mark.parametrize(
    ("name", "table", "rows_of_file"),
    [
        ("dst_are207.csv", "figures", 2000),  # 100 areas × 20 years; the five regions are left out
        ("cdp_citywide_emissions_2021.csv", "emissions", None),
        ("norskeutslipp_avfall_Plast.xlsx", "materials", None),
        ("ssb_08940_excerpt_VT0.csv", "emissions", 2016),
    ],
)
def test_every_other_published_file_loads_as_it_came(tmp_path, name, table, rows_of_file):
    url = f"duckdb:{tmp_path / 'store.duckdb'}"
    result = CliRunner().invoke(cli.app, ["load", str(sample(name)), "--store", url, "--format", "json"])
    assert result.exit_code == 0, result.stderr
    [loaded] = json.loads(result.stdout)
    assert loaded["table"] == table
    assert loaded["new"] == (rows_of_file or loaded["new"]) > 0
    assert "Traceback" not in result.stderr
