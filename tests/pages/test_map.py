"""Where do municipalities stand? Verdicts and values on tiles, borders where they are loaded, and a way without a map."""

import json

import pandas as pd
import pytest

from data.areas import REFERENCE
from data.datasets import Dataset
from data.store import Store
from loaders.borders.boundaries import keep_boundaries, read_boundaries
from loaders.forms import TargetEntry, set_target
from metrics.progress import progress
from metrics.registry import STATUSES
from tests.pages.conftest import charts, commit, commit_series, unfolded, words

PAGE = "pages/map.py"
LIST = 'class="vk-table"'


def figure(app):
    return json.loads(charts(app)[0].spec)


def customdata(app):
    return [point[0] for trace in figure(app)["data"] for point in trace.get("customdata", ())]


def table_html(app):
    return next(each.proto.body for each in app.get("html") if LIST in each.proto.body)


def test_an_empty_store_says_what_to_do(opened):
    app = opened(PAGE)
    assert "There is nothing to show on a map yet." in words(app)
    assert charts(app) == []


def test_the_answer_counts_the_verdicts_of_the_command_line(opened, demo_path):
    store = Store.open(f"duckdb:{demo_path}", read_only=True)
    rows = progress(store, indicators=["ghg_total", "co2_total"], methods=["linear_path"])
    store.close()
    judged = rows[rows["status"].map(lambda key: STATUSES[key].is_verdict)]
    good = judged["status"].isin(["target_achieved", "on_track"]).sum()
    assert (good, len(judged)) == (4, 10)
    assert "4 of 10 municipalities with a verdict are on track or have reached their target." in words(
        opened(PAGE, demo=demo_path)
    )


def test_every_municipality_of_the_store_has_its_tile(opened, demo_path):
    assert len(set(customdata(opened(PAGE, demo=demo_path)))) == 12


def test_one_municipality_without_a_target_is_shown_and_not_judged(opened, own_url):
    commit_series(own_url, {2022: 79_000.0})
    app = opened(PAGE)
    assert "The only municipality cannot be judged yet" in words(app)
    assert customdata(app) == ["SE-1880"]


def test_values_of_different_datasets_are_not_coloured_on_one_scale(opened, own_url):
    commit_series(own_url, {2022: 100.0})
    commit_series(own_url, {2022: 300.0}, area_id="SE-1480")
    commit_series(own_url, {2022: 900.0}, area_id="NO-0301", gas_coverage="ghg", dataset="other-series")
    text = words(opened(PAGE, colour="value"))
    assert "2 municipalities are counted alike: from 100 t CO2 in Örebro to 300 t CO2 in Göteborg" in text
    assert "the median is 200 t CO2" in text
    assert "Counted otherwise than the others, so not coloured by value: Oslo." in text


def test_a_missing_value_is_named_and_is_not_zero(opened, own_url):
    commit_series(own_url, {2022: 100.0})
    commit_series(own_url, {2022: None}, area_id="SE-1480")
    assert "No figure: Göteborg." in words(opened(PAGE, colour="value"))


def test_the_list_leads_to_each_overview_without_a_pointer(opened, demo_path):
    html = table_html(opened(PAGE, demo=demo_path))
    assert html.count("<a href=") == 12
    assert '<a href="./?area=NO-D01" target="_self">Fjordvik</a>' in html


def test_the_list_begins_with_the_worst_verdict(opened, demo_path):
    first = table_html(opened(PAGE, demo=demo_path)).split("<tbody>")[1].split("</tr>")[0]
    assert "Wrong way" in first


def test_the_language_that_was_chosen_goes_along_to_the_overview(opened, demo_path):
    assert 'href="./?area=NO-D01&amp;lang=en"' in table_html(opened(PAGE, demo=demo_path, lang="en"))


def test_a_municipality_in_the_address_is_shown_with_its_figure_and_link(opened, demo_path):
    app = opened(PAGE, demo=demo_path, place="NO-D01")
    assert "Fjordvik 94.5 kt CO2e ◐ Too slow Havland · 2024" in words(app)
    labels = [link.proto.label for link in app.get("page_link")]
    assert "See Fjordvik on the Overview page" in labels


def test_choosing_in_the_list_box_moves_the_frame_on_the_map(opened, demo_path):
    app = opened(PAGE, demo=demo_path)
    app.selectbox(key="choice-place").set_value("SE-D01").run()
    framed = [trace for trace in figure(app)["data"] if trace["marker"].get("symbol") == "square-open"]
    tile = next(
        (trace["x"][number], trace["y"][number])
        for trace in figure(app)["data"]
        for number, point in enumerate(trace.get("customdata", ()))
        if point[0] == "SE-D01"
    )
    assert [(trace["x"][0], trace["y"][0]) for trace in framed] == [tile]
    assert app.query_params["place"] == "SE-D01"


def test_a_target_reached_is_counted(opened, own_url):
    commit_series(own_url, {2009: 100.0, 2022: 40.0})
    store = Store.open(own_url)
    entry = TargetEntry("SE-1880", "co2_total", "t CO2", 2009, 2030, reduction_percent=55.0)
    set_target(store, entry, actor="Kari")
    store.close()
    assert "The only municipality with a verdict is on track or has reached its target." in words(
        opened(PAGE)
    )


@pytest.fixture
def with_borders(own_url):
    commit_series(own_url, {2022: 100.0})
    store = Store.open(own_url)
    ring = [[15, 59], [15.5, 59], [15.5, 59.5], [15, 59.5], [15, 59]]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    content = {
        "type": "FeatureCollection",
        "features": [{"type": "Feature", "properties": {"nr": "1880"}, "geometry": geometry}],
    }
    found = read_boundaries(
        json.dumps(content).encode(),
        store.register(),
        file_name="b.geojson",
        code_property="nr",
        country="SE",
    )
    keep_boundaries(store, found, actor="Kari", credit=" Mapping agency, CC BY 4.0 ")
    store.close()


def test_borders_take_the_place_of_tiles_once_they_are_loaded(opened, with_borders):
    app = opened(PAGE)
    assert "A map of one municipality within its borders." in charts(app)[0].alt
    assert "Borders: Mapping agency, CC BY 4.0." in words(app)


def test_borders_of_fewer_than_half_leave_the_tiles(opened, own_url, with_borders):
    for area_id in ("SE-1480", "SE-0180"):
        commit_series(own_url, {2022: 100.0}, area_id=area_id)
    assert "3 squares" in charts(opened(PAGE))[0].alt


def test_of_many_municipalities_the_list_comes_when_it_is_opened(opened, own_url):
    rows = [
        {
            "area_id": f"SE-{code}", "dataset": "people", "year": 2022, "inhabitants": 1000,
        }
        for code in many_swedish_codes()
    ]  # fmt: skip
    about = Dataset("people", "People", "Test agency", kind="register", revision="accumulating")
    commit(own_url, "population", rows, about, file_name="people.xlsx")
    commit_series(own_url, {2022: 100.0})
    app = opened(PAGE)
    assert not any(LIST in each.proto.body for each in app.get("html"))
    assert table_html(unfolded(app, "map-list")).count("<a href=") == 61


def many_swedish_codes():
    codes = pd.read_csv(REFERENCE / "municipalities.csv", dtype=str)
    swedish = codes["municipality_code"][codes["country_code"] == "SE"]
    return [code for code in swedish if code != "1880"][:60]
