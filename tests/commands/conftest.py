"""What tests of the command line share: a store, small workbooks, a command run in this process.

Figures belong to the fictional municipalities Fjordvik (NO-D01) and Norrlunda (SE-D01)."""

import csv
import io
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pandas as pd
import pytest
import typer.testing
from openpyxl import Workbook
from typer.testing import CliRunner

import cli
from data.demo import demo_areas, demo_changes
from data.store import Store

ROOT = Path(__file__).parents[2]
HEADINGS = ("Municipality", "Year", "Sector", "Emissions (t CO2e)")
FJORDVIK = (
    ("NO-D01", 2009, "Transport", 60000),
    ("NO-D01", 2009, "Waste and wastewater", 40000),
    ("NO-D01", 2024, "Transport", 33000),
    ("NO-D01", 2024, "Waste and wastewater", 22000.5),
)


@pytest.fixture(scope="session", autouse=True)
def _commands_declared_once() -> Iterator[None]:
    """The tree of commands is built once and not before each call; it holds no state."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.testing, "_get_command", cache(typer.testing._get_command))
        yield


@contextmanager
def working_in(path: Path, like: Path) -> Iterator[None]:
    """The working directory of a test, with a copy of all that stands in another."""
    shutil.copytree(like, path, dirs_exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(path)
        patch.setenv("VEIKART_STORE", "duckdb:store.duckdb")
        patch.delenv("VEIKART_DEBUG", raising=False)
        yield


@pytest.fixture(scope="session")
def made_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that knows the fictional municipalities and holds no data, made once."""
    path = tmp_path_factory.mktemp("made")
    store = Store.open(f"duckdb:{path / 'store.duckdb'}")
    store.add_areas(pd.DataFrame(demo_areas()), pd.DataFrame(demo_changes()))
    store.close()
    return path


@pytest.fixture(scope="session")
def loaded_folder(made_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with Fjordvik's emissions as upload 1, release 2025, loaded once."""
    path = tmp_path_factory.mktemp("loaded")
    with working_in(path, made_folder):
        emissions_workbook(path / "fjordvik.xlsx")
        assert run("load", "fjordvik.xlsx", "--release", "2025").exit_code == 0
    return path


@pytest.fixture
def folder(made_folder: Path, tmp_path: Path) -> Iterator[Path]:
    """A working directory with a store that knows the fictional municipalities and holds no data."""
    with working_in(tmp_path, made_folder):
        yield tmp_path


@pytest.fixture
def loaded(loaded_folder: Path, tmp_path: Path) -> Iterator[Path]:
    """The same with Fjordvik's emissions as upload 1, release 2025."""
    with working_in(tmp_path, loaded_folder):
        yield tmp_path


def emissions_workbook(
    path: Path,
    rows: Sequence[Sequence[object]] = FJORDVIK,
    headings: Sequence[str] = HEADINGS,
    sheet: str = "Emissions",
) -> Path:
    book = Workbook()
    book.active.title = sheet
    for row in (headings, *rows):
        book.active.append(list(row))
    book.save(path)
    return path


def population_workbook(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    return emissions_workbook(
        path, rows, ("Municipality", "Year", "Inhabitants (persons)"), sheet="Population"
    )


def run(*arguments: object):
    return CliRunner().invoke(cli.app, [str(argument) for argument in arguments])


def rows_of(result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


def table(*arguments: object) -> list[dict[str, str]]:
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    return rows_of(result)


def value(indicator: str, year: int, municipality: str = "NO-D01") -> str:
    rows = table("indicators", "--municipality", municipality, "--indicator", indicator)
    return next(row["value"] for row in rows if row["year"] == str(year))


@contextmanager
def another_program_holding(url: str, *, read_only: bool) -> Iterator[None]:
    opening = f"from data.store import Store; store = Store.open({url!r}, read_only={read_only})"
    code = f"{opening}; print('holding', flush=True); input()"
    holder = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "holding\n"
        yield
    finally:
        holder.communicate("\n", timeout=30)


TARGET = ("target", "set", "--municipality", "Fjordvik", "--indicator", "ghg_total")
