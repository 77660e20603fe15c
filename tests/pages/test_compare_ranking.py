"""Ranks on the compare page: those of the command line, among all that count alike, and why somebody has none."""

import pytest

from data.store import Store
from metrics.comparison import comparable_groups, position
from metrics.values import indicator_values
from tests.pages.conftest import charts, commit_figures, commit_series, words

PAGE = "pages/compare.py"
NORWEGIAN = ("NO-D01", "NO-D02", "NO-D03", "NO-D04")


@pytest.fixture
def ranks(demo_path):
    """What the command line says of the four Norwegian ones, by id."""
    store = Store.open(f"duckdb:{demo_path}", read_only=True)
    grouped = comparable_groups(indicator_values(store, indicators=["ghg_per_capita"]), store.datasets())
    found = {area_id: position(grouped, area_id, "ghg_per_capita") for area_id in NORWEGIAN}
    store.close()
    return found


def test_rank_and_quarter_are_those_of_the_command_line(opened, demo_path, ranks):
    text = words(opened(PAGE, demo=demo_path, areas=",".join(NORWEGIAN), what="per_capita"))
    assert [(place.rank, place.of) for place in ranks.values()] == [(2, 4), (1, 4), (3, 4), (4, 4)]
    assert "Fjordvik 2 of 4 Second quarter 2024 3.90 t CO2e/inhabitant" in text
    assert "Elvesund 1 of 4 Best quarter 2024 3.04 t CO2e/inhabitant" in text


def test_the_distance_to_the_best_quarter_is_that_of_the_command_line(opened, demo_path, ranks):
    # 3.899 less the edge of the best quarter, 3.684: a quarter of the way from 3.040 on to 3.899
    assert ranks["NO-D01"].distance_to_best_quartile == pytest.approx(0.215, abs=0.001)
    text = words(opened(PAGE, demo=demo_path, areas=",".join(NORWEGIAN), what="per_capita"))
    assert "2024 3.90 t CO2e/inhabitant 0.215 t" in text


def test_all_of_the_dataset_are_ranked_also_when_two_are_chosen(opened, demo_path):
    app = opened(PAGE, demo=demo_path, areas="NO-D01,NO-D04", what="per_capita")
    assert "Fjordvik stands best of those chosen: 2 of 4 in 2024." in words(app)
    assert "quarters of all 4 that are ranked" in charts(app)[1].alt


def test_each_is_ranked_in_its_own_group_and_the_picture_shows_one(opened, demo_path):
    app = opened(PAGE, demo=demo_path, areas="NO-D01,NO-D02,DK-D01", what="per_capita")
    options = list(app.selectbox(key="choice-ranked").options)
    assert options == [
        "Greenhouse gases by source and gas (Norwegian demonstration)",
        "Energy and CO2 accounts by sector (Danish demonstration)",
    ]
    text = words(app)
    assert "Vindø 1 of 2" in text
    assert "Ranked within Energy and CO2 accounts by sector (Danish demonstration) only." in text


def test_a_group_is_chosen_by_the_address(opened, demo_path):
    app = opened(
        PAGE,
        demo=demo_path,
        areas="NO-D01,NO-D02,DK-D01",
        what="per_capita",
        ranked="ghg_per_capita||demo-dk-ghg|",
    )
    assert "Vindø is 1 of 2 in 2023." in words(app)


def test_who_has_no_value_in_the_year_is_left_out_by_name_and_reason(opened, own_url):
    for area_id, years in (("SE-1880", (2021, 2022)), ("SE-1480", (2021, 2022)), ("SE-0180", (2021,))):
        commit_series(own_url, dict.fromkeys(years, 100.0), area_id=area_id)
    text = words(opened(PAGE, areas="SE-1880,SE-1480"))
    assert "Left out: Stockholm. It has no value for 2022." in text


def test_own_accounts_are_not_ranked_and_say_why(opened, own_url):
    for area_id in ("SE-1880", "SE-1480"):
        commit_series(
            own_url, {2015: 100.0, 2022: 80.0}, area_id=area_id, dataset="own-accounts", kind="own_accounts"
        )
    app = opened(PAGE)
    assert "Own accounts: every municipality keeps its own method, so they are not ranked." in words(app)
    assert len(charts(app)) == 1


def test_the_only_one_of_a_dataset_has_nobody_to_be_ranked_with(opened, own_url):
    commit_series(own_url, {2015: 100.0, 2022: 80.0})
    commit_series(
        own_url, {2015: 200.0, 2022: 100.0}, area_id="NO-0301", gas_coverage="ghg", dataset="other-series"
    )
    assert "It is the only one with a value in its dataset" in words(opened(PAGE))


def test_where_no_direction_is_better_nobody_is_ranked(opened, own_url):
    for area_id in ("SE-1880", "SE-1480"):
        commit_figures(own_url, {"hazardous_waste_kg_per_capita": {2015: 20.0, 2022: 25.0}}, area_id=area_id)
    app = opened(PAGE, areas="SE-1880,SE-1480", what="hazardous_collected")
    assert "Neither more nor less of it is better, so nobody is ranked." in words(app)
    assert len(charts(app)) == 1


def test_an_amount_is_said_to_follow_the_size(opened, demo_path):
    assert "An amount is smaller where fewer people live" in words(
        opened(PAGE, demo=demo_path, areas="NO-D01,NO-D02", what="total")
    )


def test_an_amount_per_inhabitant_is_not(opened, demo_path):
    assert "An amount is smaller" not in words(
        opened(PAGE, demo=demo_path, areas="NO-D01,NO-D02", what="per_capita")
    )


def test_a_shared_value_shares_the_rank(opened, own_url):
    for area_id, value in (("SE-1880", 5.0), ("SE-1480", 5.0), ("SE-0180", 7.0)):
        commit_series(own_url, {2022: value}, area_id=area_id)
    text = words(opened(PAGE, areas="SE-1880,SE-1480,SE-0180"))
    assert "Örebro 1 of 3" in text and "Göteborg 1 of 3" in text and "Stockholm 3 of 3" in text
