"""Pages as a reader meets them, without a browser: the app run by Streamlit's AppTest over a store of the
test's own."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pandas as pd
import pytest
import streamlit as st
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import AppTest, app_test, local_script_runner

from data.datasets import Dataset, Release
from data.staging import staged
from data.store import NewUpload, Store

ROOT = Path(__file__).parents[2]
_demonstration: dict[str, Store] = {}
Opened = Callable[..., AppTest]


@pytest.fixture(scope="session")
def demo_path(demo_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration in a file of the pages' own: the app opens it for writing, and others read the first one."""
    folder = tmp_path_factory.mktemp("demo-of-pages")
    shutil.copytree(demo_path.parent, folder, dirs_exist_ok=True)
    return folder / demo_path.name


@pytest.fixture(autouse=True)
def _stores_of_one_test(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The stores that the app opens for a test go with it; the demonstration, which no page changes, stays with all that
    was read from it."""
    shared = dict(_demonstration)
    monkeypatch.setattr("data.store._shared", shared)
    yield
    _demonstration.update({url: store for url, store in shared.items() if "/demo-of-pages" in url})


@pytest.fixture(scope="session", autouse=True)
def _scripts_compiled_once() -> Iterator[None]:
    """A page's script stays compiled from one run and one test to the next, as in a running server."""
    compiled = ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        for module in (app_test, local_script_runner):
            patch.setattr(module, "ScriptCache", lambda: compiled)
        yield


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store without data, made once."""
    path = tmp_path_factory.mktemp("empty") / "own.duckdb"
    Store.open(f"duckdb:{path}").close()
    return path


@pytest.fixture
def own_url(empty_store: Path, tmp_path: Path) -> str:
    """The address of the municipality's own store, empty so far."""
    return f"duckdb:{shutil.copy(empty_store, tmp_path)}"


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, own_url: str, tmp_path: Path) -> Opened:
    """opened(page, demo=path, **address) runs the app on a page with what stands in the address."""

    def run(page: str = "pages/overview.py", *, demo: Path | None = None, **address: str) -> AppTest:
        monkeypatch.setenv("VEIKART_STORE", own_url)
        monkeypatch.setenv("VEIKART_DEMO", f"duckdb:{demo or tmp_path / 'no-demo.duckdb'}")
        app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
        for name, value in address.items():
            app.query_params[name] = value
        app.run()
        return app if page == "pages/overview.py" else app.switch_page(page).run()

    return run


def commit_series(
    url: str,
    series: dict[int, float | None],
    *,
    area_id: str = "SE-1880",
    gas_coverage: str = "co2",
    sector: str = "transport",
    dataset: str = "test-series",
    kind: str = "national_inventory",
    basis: str = "territorial",
) -> None:
    """Put one sector's yearly emissions (t, None = missing) into a store, as a published file would."""
    rows = [
        {
            "area_id": area_id, "dataset": dataset, "year": year, "basis": basis, "sector": sector,
            "emissions_tco2e": value, "is_counted": True, "value_status": "reported",
            "missing_reason": None if value is not None else "not_estimated",
            "source_sheet": "Tabell", "source_row": index, "source_column": "E",
        }
        for index, (year, value) in enumerate(series.items(), start=7)
    ]  # fmt: skip
    about = Dataset(dataset, "Test series", "Test agency", gas_coverage=gas_coverage, basis=basis, kind=kind)  # type: ignore[arg-type]
    commit(url, "emissions", rows, about, file_name=f"{area_id}-{dataset}.xlsx")


def commit_population(url: str, people: dict[int, int], *, area_id: str = "SE-1880") -> None:
    """Put yearly inhabitants into a store."""
    rows = [
        {"area_id": area_id, "dataset": "people", "year": year, "inhabitants": count}
        for year, count in people.items()
    ]
    commit(
        url,
        "population",
        rows,
        Dataset("people", "People", "Test agency", kind="register", revision="accumulating"),
        file_name="people.xlsx",
    )


def commit_figures(
    url: str,
    figures: dict[str, dict[int, float]],
    *,
    area_id: str = "SE-1880",
    dataset: str = "test-figures",
    kind: str = "national_inventory",
) -> None:
    """Put yearly figures (in their units) into a store."""
    rows = [
        {
            "area_id": area_id, "dataset": dataset, "year": year, "figure": figure, "value": value,
        }
        for figure, values in figures.items()
        for year, value in values.items()
    ]  # fmt: skip
    about = Dataset(dataset, f"Title of {dataset}", "Test agency", kind=kind)  # type: ignore[arg-type]
    commit(url, "figures", rows, about, file_name=f"{area_id}-{dataset}.xlsx")


def commit(url: str, table: str, rows: list[dict], about: Dataset, *, file_name: str) -> None:
    """One upload of one table, through the store's own door."""
    store = Store.open(url)
    sha256 = store.keep_original(file_name.encode(), file_name=file_name)
    release = {about.key: Release("2024", date(2024, 1, 1), "file")}
    store.commit(
        NewUpload(
            sha256, file_name, "test", "tester", {table: staged(table, pd.DataFrame(rows))}, (about,), release
        )
    )
    store.close()


def unfolded(app: AppTest, key: str) -> AppTest:
    """The page with one of its folded parts (a popover or expander) opened, as a click would."""
    app.session_state[key] = True
    return app.run()


def words(app: AppTest) -> str:
    """All text of a page as a reader sees it: markup removed, spaces of any width plain."""
    assert not app.exception, app.exception
    pieces = [element.proto.body for element in app.get("html")] + [
        element.value for element in (*app.markdown, *app.caption)
    ]
    pieces += [element.value for element in (*app.info, *app.warning, *app.error, *app.success)]
    text = unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", " ".join(pieces), flags=re.DOTALL))
    return re.sub(r"\s+", " ", text.replace("**", ""))


def confirmed(app: AppTest) -> list[str]:
    """What the page confirms to have done, spaces of any width plain."""
    return [re.sub(r"\s+", " ", element.value) for element in app.success]


def links(app: AppTest, label: str) -> list:
    """The links to other pages whose words begin so."""
    return [link for link in app.get("page_link") if link.proto.label.startswith(label)]


def charts(app: AppTest) -> list:
    """The protobufs of the page's charts."""
    return [chart.proto for chart in app.get("plotly_chart")]


@pytest.fixture
def downloads(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[str, bytes | Callable[[], bytes]]]:
    """What the download buttons of the page give, by their keys: file name, and content or what makes it."""
    offered: dict[str, tuple[str, bytes | Callable[[], bytes]]] = {}
    drawn = st.download_button

    def noted(label: str, data: bytes | Callable[[], bytes], **options):
        offered[options["key"]] = (options["file_name"], data)
        return drawn(label, data, **options)

    monkeypatch.setattr(st, "download_button", noted)
    return offered
