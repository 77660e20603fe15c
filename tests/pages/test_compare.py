"""How do municipalities compare? Like with like on one axis, unlike as an index with the difference named."""

from tests.pages.conftest import charts, commit_series, links, words

PAGE = "pages/compare.py"


def test_one_municipality_is_not_a_comparison(opened, own_url):
    commit_series(own_url, {2022: 79_000.0})
    text = words(opened(PAGE))
    assert "A comparison needs two municipalities with data; so far there is Örebro." in text


def test_whoever_has_one_municipality_reads_which_files_bring_all_and_is_led_to_load_one(opened, own_url):
    commit_series(own_url, {2022: 79_000.0})
    app = opened(PAGE)
    assert "Miljødirektoratet, SMHI and SYKE each publish one file with every municipality" in words(app)
    assert [link.proto.page for link in links(app, "Load an agency's file with several")] == ["load"]


def test_within_one_dataset_the_largest_cut_is_named(opened, own_url):
    commit_series(own_url, {2015: 100.0, 2022: 80.0})
    commit_series(own_url, {2015: 200.0, 2022: 100.0}, area_id="SE-1480")
    text = words(opened(PAGE))
    assert "Göteborg has cut most. Since 2015, the first year all have: Örebro −20 %, Göteborg −50 %." in text


def test_fossil_co2_and_greenhouse_gases_are_neither_ranked_nor_put_on_one_axis(opened, own_url):
    commit_series(own_url, {2015: 100.0, 2022: 80.0})
    commit_series(
        own_url, {2015: 200.0, 2022: 100.0}, area_id="NO-0301", gas_coverage="ghg", dataset="other-series"
    )
    app = opened(PAGE, show="absolute")
    text = words(app)
    assert "has cut most" not in text
    assert "come from different datasets" in text
    assert list(app.segmented_control(key="choice-show").options) == ["Index"]
    assert "2015 = 100" in charts(app)[0].alt
    assert "fossil CO2" in text and "greenhouse gases" in text


def test_amounts_of_one_dataset_share_their_axes(opened, demo_path):
    app = opened(PAGE, demo=demo_path, areas="NO-D01,NO-D02", show="absolute")
    assert "same axes" in charts(app)[0].alt


def test_a_municipality_without_emissions_keeps_its_place_and_says_so(opened, demo_path):
    text = words(opened(PAGE, demo=demo_path, areas="NO-D01,IS-D02"))
    assert "Mánabyggð" in text and "No emissions loaded" in text


def test_six_municipalities_fit_and_the_address_names_them(opened, demo_path):
    ids = "NO-D01,NO-D02,SE-D01,DK-D01,FI-D01,IS-D01"
    app = opened(PAGE, demo=demo_path, areas=ids)
    assert app.multiselect(key="choice-areas").value == ids.split(",")
    assert not app.exception


def test_what_all_share_is_said_once_and_verdicts_carry_their_symbol(opened, demo_path):
    text = words(opened(PAGE, demo=demo_path, areas="NO-D01,NO-D02"))
    assert "All are measured in the same way." in text
    assert "2024, t CO2e" in text
    assert "◐ Too slow" in text


def test_fewer_than_two_asks_for_another(opened, demo_path):
    app = opened(PAGE, demo=demo_path, areas="NO-D01")
    assert "Choose at least two municipalities" in words(app)


def test_years_without_a_common_one_are_said_not_guessed(opened, own_url):
    commit_series(own_url, {2015: 100.0})
    commit_series(own_url, {2022: 200.0}, area_id="SE-1480")
    assert "They have no year in common" in words(opened(PAGE))


def test_changes_that_end_in_different_years_name_them_and_are_not_ranked(opened, own_url):
    commit_series(own_url, {2015: 100.0, 2020: 80.0, 2022: 60.0})
    commit_series(own_url, {2015: 200.0, 2020: 100.0}, area_id="SE-1480")
    text = words(opened(PAGE))
    assert "Örebro −40 % to 2022, Göteborg −50 % to 2020." in text
    assert "has cut most" not in text


def test_per_head_without_inhabitants_says_what_is_missing(opened, own_url):
    commit_series(own_url, {2015: 100.0, 2022: 80.0})
    commit_series(own_url, {2015: 200.0, 2022: 100.0}, area_id="SE-1480")
    assert "The population of that year is not loaded." in words(opened(PAGE, what="per_capita"))


def test_a_municipality_named_twice_in_the_address_is_shown_once(opened, demo_path):
    app = opened(PAGE, demo=demo_path, areas="NO-D01,NO-D01,NO-D02")
    assert app.multiselect(key="choice-areas").value == ["NO-D01", "NO-D02"]


def test_own_accounts_of_two_municipalities_are_not_put_on_one_axis(opened, own_url):
    for area_id in ("SE-1880", "SE-1480"):
        commit_series(
            own_url, {2015: 100.0, 2022: 80.0}, area_id=area_id, dataset="own-accounts", kind="own_accounts"
        )
    app = opened(PAGE)
    assert list(app.segmented_control(key="choice-show").options) == ["Index"]
    assert "has cut most" not in words(app)
