"""The four views of the compare page in every state of the store; only the chosen one is drawn."""

import pytest

from tests.pages.conftest import charts, commit_series, words

PAGE = "pages/compare.py"
VIEWS = ("one", "all", "sectors", "peers")
TWELVE = "NO-D01,NO-D02,NO-D03,NO-D04,SE-D01,SE-D02,FI-D01,FI-D02,DK-D01,DK-D02,IS-D01,IS-D02"  # all of the demonstration


@pytest.mark.parametrize("view", VIEWS)
def test_an_empty_store_says_what_to_load(opened, own_url, view):
    assert "needs two municipalities with data; there is none yet." in words(opened(PAGE, view=view))


@pytest.mark.parametrize("view", VIEWS)
def test_one_municipality_is_not_a_comparison(opened, own_url, view):
    commit_series(own_url, {2022: 79_000.0})
    assert "so far there is Örebro." in words(opened(PAGE, view=view))


@pytest.mark.parametrize("view", VIEWS)
def test_two_with_a_single_figure_each_are_shown_without_an_error(opened, own_url, view):
    commit_series(own_url, {2015: 100.0})
    commit_series(own_url, {2022: 200.0}, area_id="SE-1480")
    assert "Örebro" in words(opened(PAGE, view=view))


@pytest.mark.parametrize("view", VIEWS)
def test_twelve_municipalities_fit_every_view(opened, demo_path, view):
    app = opened(PAGE, demo=demo_path, areas=TWELVE, view=view)
    assert app.multiselect(key="choice-areas").value == TWELVE.split(",")
    assert "Fjordvik" in words(app)


@pytest.mark.parametrize("view", VIEWS)
def test_two_without_any_figures_of_emissions_are_shown_without_an_error(opened, demo_path, view):
    assert "Mánabyggð" in words(opened(PAGE, demo=demo_path, areas="IS-D02,IS-D01", view=view))


def test_an_address_without_a_view_shows_one_indicator_as_before(opened, demo_path):
    app = opened(
        PAGE,
        demo=demo_path,
        areas="NO-D01,NO-D02",
        what="per_capita",
        show="absolute",
        since="2015",
        until="2020",
    )
    assert app.segmented_control(key="choice-view").value == "one"
    assert app.slider(key="choice-years").value == (2015, 2020)
    assert "same axes" in charts(app)[0].alt


def test_the_view_stands_in_the_address(opened, demo_path):
    app = opened(PAGE, demo=demo_path, areas="NO-D01,NO-D02")
    app.segmented_control(key="choice-view").set_value("sectors").run()
    assert app.query_params["view"] == "sectors"


def test_only_the_chosen_view_is_drawn(opened, demo_path):
    assert not charts(opened(PAGE, demo=demo_path, areas="NO-D01,NO-D02", view="all"))


def test_of_twelve_the_answer_names_the_two_furthest_apart(opened, demo_path):
    # Koivuharju -31.7 %, Snöhöjden +4.0 % since 2019; Mánabyggð has no emissions
    text = words(opened(PAGE, demo=demo_path, areas=TWELVE))
    assert (
        "Since 2019, the first year all 11 have: furthest down Koivuharju −32 % to 2024, furthest up Snöhöjden +4 % to "
        "2024." in text
    )
