"""The demonstration, made by the command."""

from pathlib import Path

import pandas as pd
import pytest

import data.demo
from data.demo import demo_targets, demo_workbooks
from data.staging import staged
from data.store import NewUpload, Store
from loaders import demonstration
from tests.commands.conftest import run, table

DEMO_FILES = ["demo.duckdb", "demo.journal", "demo.originals"]


@pytest.fixture(scope="module")
def demo_url(tmp_path_factory) -> str:
    """A demonstration store as make run gets it; never changed by a test."""
    url = f"duckdb:{tmp_path_factory.mktemp('demo') / 'var' / 'demo.duckdb'}"
    result = run("demo", "--store", url)
    assert (result.exit_code, result.stdout) == (0, ""), result.stderr
    assert result.stderr == f"{url.removeprefix('duckdb:')}: made from the demonstration data.\n"
    return url


def test_the_demonstration_is_made_once_and_left_alone_while_it_is_up_to_date(demo_url):
    path = Path(demo_url.removeprefix("duckdb:"))
    before = (path.stat().st_mtime_ns, path.stat().st_ino)
    result = run("demo", "--store", demo_url)
    assert (result.exit_code, result.stderr) == (0, f"{path}: the demonstration data are up to date.\n")
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == before
    assert sorted(file.name for file in path.parent.iterdir()) == DEMO_FILES


def test_the_demonstration_is_loaded_from_workbooks_like_any_file(demo_url):
    files = {row["file_name"]: row for row in table("uploads", "--store", demo_url)}
    assert {f"{workbook.name}.xlsx" for workbook in demo_workbooks()} <= set(files)
    assert {row["actor"] for row in files.values()} == {"demonstration"}
    cell = table(
        "facts",
        "--municipality",
        "DK-D01",
        "--indicator",
        "ghg_transport",
        "--year",
        2023,
        "--store",
        demo_url,
    )[0]
    assert (cell["file"], cell["sheet"]) == ("demo-dk-ghg-2025.xlsx", "Emissions")


def test_the_demonstration_gives_back_the_figures_of_the_generator_to_the_tonne(demo_url):
    newest = pd.concat([w.tables["emissions"] for w in demo_workbooks() if w.name in NEWEST])
    expected = newest[newest["is_counted"]].groupby(["area_id", "year"])["emissions_tco2e"].sum(skipna=False)
    found = {
        (row["municipality_id"], int(row["year"])): float(row["value"] or "nan")
        for key in ("ghg_total", "co2_total")
        for row in table("indicators", "--indicator", key, "--store", demo_url)
    }
    assert found == pytest.approx(expected.to_dict(), nan_ok=True)


NEWEST = ("demo-no-ghg-2025", "demo-se-co2-2025", "demo-dk-ghg-2025", "demo-fi-ghg-2025", "demo-is-ghg-2024")


def test_the_demonstration_has_its_targets_and_every_status_of_a_verdict(demo_url):
    places = {(row["municipality_id"], row["indicator"], row["target_year"]) for row in demo_targets()}
    assert len(table("target", "list", "--store", demo_url)) == len(places)
    statuses = {row["status"] for row in table("progress", "--method", "linear_path", "--store", demo_url)}
    assert statuses == {
        "target_achieved", "on_track", "too_slow", "off_track", "wrong_way",
        "no_data", "no_target", "not_applicable", "not_assessable",
    }  # fmt: skip


def test_another_version_of_the_demonstration_is_made_anew(folder, monkeypatch):
    monkeypatch.setattr(demonstration, "fill", one_demo_target)
    monkeypatch.setattr(data.demo, "DEMO_VERSION", 1)
    run("demo", "--store", "duckdb:demo.duckdb")
    run("undo", 1, "--store", "duckdb:demo.duckdb")
    assert run("demo", "--store", "duckdb:demo.duckdb").stderr.endswith("up to date.\n")
    assert table("target", "list", "--store", "duckdb:demo.duckdb") == []
    monkeypatch.setattr(data.demo, "DEMO_VERSION", 2)
    assert run("demo", "--store", "duckdb:demo.duckdb").stderr.endswith("made from the demonstration data.\n")
    assert len(table("target", "list", "--store", "duckdb:demo.duckdb")) == 1


def test_a_demonstration_that_fails_half_way_leaves_the_old_one_and_nothing_else(folder, monkeypatch):
    monkeypatch.setattr(demonstration, "fill", one_demo_target)
    run("demo", "--store", "duckdb:demo/demo.duckdb")

    def broken(store: Store, note: str) -> None:
        one_demo_target(store, note)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(demonstration, "fill", broken)
    monkeypatch.setattr(data.demo, "DEMO_VERSION", 99)
    result = run("demo", "--store", "duckdb:demo/demo.duckdb")
    assert (result.exit_code, result.stderr) == (2, "demo: No space left on device.\n")
    assert sorted(file.name for file in (folder / "demo").iterdir()) == DEMO_FILES
    assert len(table("target", "list", "--store", "duckdb:demo/demo.duckdb")) == 1


def one_demo_target(store: Store, note: str) -> None:
    """A demonstration of one target, for tests of how it is put in place."""
    content = b"a demonstration"
    row = {
        "area_id": "NO-0301",
        "record_id": "r",
        "indicator": "ghg_total",
        "unit": "t CO2e",
        "target_year": 2030,
    }
    rows = staged("targets", pd.DataFrame([{**row, "target_value": 0.0}]))
    sha256 = store.keep_original(content, file_name="demo")
    store.commit(
        NewUpload(sha256, "demo", "form-target", "demonstration", {"targets": rows}, acknowledgement=note)
    )


def test_a_store_with_other_data_is_never_replaced_by_the_demonstration(loaded):
    before = (loaded / "store.duckdb").read_bytes()
    result = run("demo", "--store", "duckdb:store.duckdb")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "store.duckdb holds other data than the demonstration;" in result.stderr
    assert (loaded / "store.duckdb").read_bytes() == before


def test_the_demonstration_goes_into_a_file(folder):
    result = run("demo", "--store", "duckdb::memory:")
    assert (result.exit_code, result.stdout) == (2, "")
    assert list(folder.glob(":memory:*")) == []


def test_the_demonstration_has_something_for_every_command_of_plans_and_projects(demo_url):
    fjordvik = ("--municipality", "NO-D01", "--store", demo_url)
    budget = {(row["year"], row["sector"]): row for row in table("climate-budget", *fjordvik)}
    assert (
        float(budget["2030", ""]["gap_after_adopted_tco2e"])
        > float(budget["2030", ""]["gap_after_proposed_tco2e"])
        > 0
    )
    assert float(budget["2030", "stationary_energy"]["overlap_tco2e"]) > 0
    costs = table("abatement", *fjordvik)
    assert sum(bool(row["reason"]) for row in costs) == 3
    assert float(costs[0]["net_saving"]) > 0
    late = table("innovation", *fjordvik, "--by", "follow-up", "--on", "2026-06-01")
    assert {row["project_id"] for row in late} == {"P-03"}
    behind = table(
        "innovation",
        "--municipality",
        "NO-D02",
        "--by",
        "follow-up",
        "--on",
        "2024-06-01",
        "--store",
        demo_url,
    )
    assert [row["is_behind"] for row in behind] == ["true"]
    assert any(row["coverage_percent"] for row in table("portfolio", *fjordvik))
    decided = {
        row["municipality_id"]: row
        for row in table("carbon-budget", "--share", "decided", "--store", demo_url)
    }
    assert float(decided["NO-D02"]["remaining_tonnes"]) > 0
    assert decided["NO-D01"]["budget_tonnes"] == ""
    pairs = table("tender-matches", "--store", demo_url)
    assert {row["closeness"] for row in pairs} == {"class", "division"}
    assert {row["kind"] for row in pairs} == {"tender", "need"}
    assert len(table("tender-matches", "--groups", "--store", demo_url)) == 2
    assert len(table("exchange-matches", "--store", demo_url)) == 3
    assert table("exchange-matches", "--candidates", "--store", demo_url)
    assert {
        row["municipality_id"] for row in table("principles", "--by", "comparison", "--store", demo_url)
    } == {"NO-D01", "NO-D02"}
    assert table("principles", "--by", "change", *fjordvik)


def test_the_demonstration_has_a_frozen_report_that_differs_from_today(demo_url):
    fjordvik = ("--municipality", "NO-D01", "--store", demo_url)
    [kept] = table("frozen", *fjordvik)
    assert (kept["label"], kept["taken_on"]) == ("2026-T1", "2026-05-20")
    changed = {
        row["measure_id"]: row
        for row in table("frozen", *fjordvik, "--compare", "2026-T1", "now", "--measures-of", 2030)
    }
    assert (changed["M-04"]["first_decision"], changed["M-04"]["second_decision"]) == ("proposed", "adopted")
    # buses: 500 + 4 × 300 = 1 700 t then, 600 + 4 × 350 = 2 000 t now
    assert changed["M-02"]["change_tco2e"] == "300.0"
    assert changed["M-01"]["first_comment"].startswith("The cable is ordered")
    # what is missing in 2030 is nothing that rounding has moved: no change of the reference
    figures = table("frozen", *fjordvik, "--compare", "2026-T1", "now")
    assert "reference_tco2e" not in {row["figure"] for row in figures}
