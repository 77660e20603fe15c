"""All indicators of all chosen municipalities in one table: figures of the command line, and grounds only for like."""

import io
import re

import pandas as pd
import pytest

from charts import palette
from data.datasets import Dataset
from data.store import Store
from metrics.comparison import comparable_groups, position
from metrics.progress import progress
from metrics.values import indicator_values
from tests.pages.conftest import commit, commit_series, words

PAGE = "pages/compare.py"
FOUR = "NO-D01,NO-D02,NO-D03,NO-D04"


def markup(app):
    return next(element.proto.body for element in app.get("html") if 'class="vk-cross"' in element.proto.body)


def row(app, title):
    """The cells of an indicator's row, by municipality: ground and words."""
    found = next(part for part in markup(app).split("<tr>") if f'<th scope="row">{title} ' in part)
    cells = re.findall(r'<td[^>]*data-head="([^"]*)"(?: style="background:(#\w+)")?>(.*?)</td>', found)
    return {name: (ground, " ".join(re.sub("<[^>]+>", " ", text).split())) for name, ground, text in cells}


@pytest.fixture
def store(demo_path):
    opened_store = Store.open(f"duckdb:{demo_path}", read_only=True)
    yield opened_store
    opened_store.close()


def table_of(downloads):
    content = downloads["compare-all-csv"][1]
    return pd.read_csv(io.BytesIO(content() if callable(content) else content))


def test_every_value_is_the_newest_of_the_command_line(opened, demo_path, store, downloads):
    opened(PAGE, demo=demo_path, areas=FOUR, view="all")
    values = indicator_values(store, municipality_ids=FOUR.split(",")).dropna(subset=["value"])
    newest = values.drop_duplicates(["municipality_id", "indicator"], keep="last")
    shown = table_of(downloads).dropna(subset=["Value"])
    assert sorted(shown["Value"].round(6)) == sorted(newest["value"].round(6))


def test_every_verdict_is_that_of_the_command_line(opened, demo_path, store, downloads):
    opened(PAGE, demo=demo_path, areas=FOUR, view="all")
    judged = progress(store, municipality_ids=FOUR.split(","), methods=["linear_path"])
    reached = judged[
        judged["status"].isin(["too_slow", "on_track", "off_track", "wrong_way", "target_achieved"])
    ]
    shown = table_of(downloads)
    words_of = ["Too slow", "On track", "Off track", "Wrong way", "Target achieved"]
    assert shown["Verdict"].isin(words_of).sum() == len(reached) > 0


def test_every_rank_is_that_of_the_command_line(opened, demo_path, store, downloads):
    opened(PAGE, demo=demo_path, areas=FOUR, view="all")
    grouped = comparable_groups(indicator_values(store), store.datasets())
    per_head = table_of(downloads).query(
        "Indicator.str.contains('per inhabitant') and Unit == 't CO2e/inhabitant'"
    )
    expected = [position(grouped, area_id, "ghg_per_capita").rank for area_id in FOUR.split(",")]
    assert per_head["Rank"].tolist() == expected == [2, 1, 3, 4]


def test_the_ground_is_the_quarter_and_the_quarter_stands_in_words(opened, demo_path):
    cells = row(opened(PAGE, demo=demo_path, areas=FOUR, view="all"), "Emissions per inhabitant")
    assert cells["Elvesund"] == (
        palette.QUARTILE_TINTS[0],
        "3.04 t CO2e/inhabitant ◌ No target Best quarter, 1 of 4",
    )
    assert cells["Jernvåg"][0] == palette.QUARTILE_TINTS[3]


def test_fewer_than_four_to_rank_get_no_ground(opened, demo_path):
    cells = row(opened(PAGE, demo=demo_path, areas=FOUR, view="all"), "Recycling rate")
    assert {ground for ground, _words in cells.values()} == {""}
    assert cells["Fjordvik"][1] == "45.9 % ◐ Too slow 2 of 2"


def test_another_dataset_gets_no_ground_beside_those_that_count_alike(opened, demo_path):
    cells = row(
        opened(PAGE, demo=demo_path, areas="NO-D01,NO-D02,SE-D01,DK-D01", view="all"),
        "Emissions per inhabitant",
    )
    assert [bool(cells[name][0]) for name in ("Fjordvik", "Elvesund", "Norrlunda", "Vindø")] == [
        True, True, False, False,
    ]  # fmt: skip


def test_one_of_a_group_alone_in_the_row_gets_no_ground(opened, demo_path):
    cells = row(opened(PAGE, demo=demo_path, areas="NO-D01,SE-D01", view="all"), "Emissions per inhabitant")
    assert cells["Fjordvik"] == ("", "3.90 t CO2e/inhabitant ◌ No target Second quarter, 2 of 4")


def test_waste_of_two_countries_in_one_dataset_is_not_coloured_together(opened, own_url):
    ids = ("SE-1880", "SE-1480", "SE-0180", "SE-1280", "NO-0301")
    rows = [
        {
            "area_id": area_id,
            "dataset": "waste",
            "year": 2022,
            "figure": "waste_kg_per_capita",
            "value": 400.0 + at,
        }
        for at, area_id in enumerate(ids)
    ]
    commit(own_url, "figures", rows, Dataset("waste", "Waste figures", "Test agency"), file_name="waste.xlsx")
    cells = row(opened(PAGE, areas=",".join(ids), view="all"), "Municipal waste")
    assert [bool(ground) for ground, _words in cells.values()] == [True, True, True, True, False]


def test_a_value_of_another_year_says_so(opened, demo_path):
    cells = row(opened(PAGE, demo=demo_path, areas="NO-D01,DK-D01", view="all"), "Total emissions")
    assert "2024" not in cells["Fjordvik"][1] and "2023" in cells["Vindø"][1]


def test_what_is_missing_is_no_zero(opened, demo_path, downloads):
    cells = row(opened(PAGE, demo=demo_path, areas=FOUR, view="all"), "Recycling rate")
    assert cells["Grønnlia"][1] == "No data"
    shown = table_of(downloads)
    assert shown.query("Municipality == 'Grønnlia' and Indicator.str.contains('ecycl')")["Value"].isna().all()


def test_greenhouse_gases_and_fossil_co2_stand_in_one_row_with_their_units(opened, demo_path):
    cells = row(opened(PAGE, demo=demo_path, areas="NO-D01,SE-D01", view="all"), "Total emissions")
    assert "kt CO2e" in cells["Fjordvik"][1]
    assert "169 kt CO2 " in cells["Norrlunda"][1]


def test_the_answer_counts_what_can_be_compared(opened, demo_path):
    # compared are emissions per inhabitant: amounts that depend on size are not, and others have fewer than four to rank
    text = words(opened(PAGE, demo=demo_path, areas=FOUR, view="all"))
    assert "25 indicators side by side; in 1 of them figures can be compared with each other." in text
    assert "Fjordvik stands in the best quarter in none of 1 that can be ranked." in text


def test_indicators_stand_under_their_sdg_targets(opened, demo_path):
    heads = re.findall(
        r'scope="rowgroup"[^>]*>([\d.]+\w?) ', markup(opened(PAGE, demo=demo_path, areas=FOUR, view="all"))
    )
    assert heads == ["12.2", "12.3", "12.4", "12.5", "12.7", "13.1", "13.2"]


def test_a_store_of_emissions_only_has_their_rows(opened, own_url):
    commit_series(own_url, {2022: 100.0})
    commit_series(own_url, {2022: 200.0}, area_id="SE-1480")
    assert row(opened(PAGE, view="all"), "Transport")["Örebro"][1].startswith("100 t CO2")


def test_an_amount_that_depends_on_size_gets_no_ground_and_no_rank(opened, demo_path):
    cells = row(opened(PAGE, demo=demo_path, areas=FOUR, view="all"), "Total emissions")
    assert cells["Grønnlia"] == ("", "50.1 kt CO2e ◔ Off track")
