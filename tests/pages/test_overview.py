"""Are we on track? The overview empty, partly filled and full."""

from data.store import Store
from loaders.forms import TargetEntry, set_target
from tests.pages.conftest import charts, commit_population, commit_series, words

EIGHT_YEARS = {
    2015: 100_000.0,
    2016: 97_000.0,
    2017: 94_000.0,
    2018: 91_000.0,
    2019: 88_000.0,
    2020: 85_000.0,
    2021: 82_000.0,
    2022: 79_000.0,
}


def with_target(url: str, **target) -> None:
    store = Store.open(url)
    fields = {"base_year": 2015, "target_year": 2030, "reduction_percent": 55.0} | target
    set_target(
        store,
        TargetEntry(municipality_id="SE-1880", indicator="co2_total", unit="t CO2", **fields),
        actor="tester",
    )
    store.close()


def test_an_empty_store_says_what_to_do_next(opened):
    app = opened()
    assert "There is nothing to show yet." in words(app)
    assert not charts(app)


def test_the_demonstration_says_on_the_page_that_it_is_fictional(opened, demo_path):
    app = opened(demo=demo_path)
    assert "every municipality and figure here is fictional" in words(app)
    assert "Will Fjordvik reach its 2030 target?" in words(app)


def test_own_data_take_the_place_of_the_demonstration(opened, demo_path, own_url):
    commit_series(own_url, EIGHT_YEARS)
    app = opened(demo=demo_path)
    assert "fictional" not in words(app)
    assert "Will Örebro reach its 2030 target?" in words(app)


def test_without_a_target_the_page_shows_the_trend_and_asks_for_one(opened, own_url):
    # 3 000 t less every year: 79 000 - 8 * 3 000 = 55 000 t in 2030, on a line without any scatter
    commit_series(own_url, EIGHT_YEARS)
    text = words(opened())
    assert "No target." in text
    assert "On the present trend they would be 55.0 kt CO2 in 2030" in text


def test_the_answer_says_by_how_much_the_target_is_missed(opened, own_url):
    # target 45 000 t; trend 55 000 t: 10 000 / 45 000 = 22 % above; needed (79 000 - 45 000) / 8 = 4 250 t a
    # year
    commit_series(own_url, EIGHT_YEARS)
    with_target(own_url)
    text = words(opened())
    assert "would be 22 % above the target of −55 % on 2015" in text
    assert (
        "10.0 kt too much. Needed from now: 4 250 t less every year; achieved since 2015: 3 000 t a year."
        in text
    )


def test_the_verdict_names_its_method_ratio_and_version(opened, own_url):
    # path 2022: 100 000 - 55 000 * 7 / 15 = 74 333 t; (79 000 - 100 000) / (74 333 - 100 000) = 0.82: too
    # slow
    commit_series(own_url, EIGHT_YEARS)
    with_target(own_url)
    text = words(opened())
    assert "Too slow." in text
    assert "Linear required path 1.0" in text and "Ratio 0.82." in text


def test_a_target_of_zero_is_judged_without_a_percentage_of_it(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    with_target(own_url, reduction_percent=None, target_value=0.0)
    text = words(opened())
    assert "would be 55.0 kt above the target" in text


def test_fossil_co2_says_so_and_is_never_called_greenhouse_gases(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    text = words(opened())
    assert "This is fossil CO2 only and is never compared with greenhouse gas totals." in text
    assert "emissions of greenhouse gases" not in text


def test_one_single_year_shows_its_figure_and_no_trend(opened, own_url):
    commit_series(own_url, {2022: 79_000.0})
    text = words(opened())
    assert "Emissions in 2022 were 79.0 kt CO2." in text
    assert "0 kt" not in text.replace("79.0 kt", "")


def test_a_missing_year_is_named_and_never_zero(opened, own_url):
    commit_series(own_url, EIGHT_YEARS | {2019: None})
    app = opened()
    assert "missing: 2019" in words(app)
    table = app.dataframe[0].value
    assert (
        table.loc[table["Year"] == 2019].drop(columns="Year").iloc[0, 0] is None
        or table.loc[table["Year"] == 2019].isna().iloc[0, 1]
    )


def test_population_alone_gives_no_figure_and_no_red_verdict(opened, own_url):
    commit_population(own_url, {2022: 158_000})
    text = words(opened())
    assert "No data." in text and "Load a workbook" in text


def test_the_address_decides_on_municipality_and_indicator(opened, demo_path):
    app = opened(demo=demo_path, area="SE-D01", indicator="co2_transport")
    assert "Will Norrlunda reach" in words(app)
    assert "fossil CO2 from transport" in words(app) or "Transport" in words(app)
    assert app.selectbox(key="choice-indicator").value == "co2_transport"


def test_an_unknown_municipality_in_the_address_falls_back_without_an_error(opened, demo_path):
    assert "Will Fjordvik reach" in words(opened(demo=demo_path, area="NO-XXXX"))


def test_choosing_another_municipality_changes_page_and_address(opened, demo_path):
    app = opened(demo=demo_path)
    app.selectbox(key="choice-area").set_value("SE-D02").run()
    assert "Will Snöhöjden reach" in words(app)
    assert app.query_params["area"] in ("SE-D02", ["SE-D02"])


def test_a_target_set_on_the_page_changes_the_verdict_at_once(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    app = opened()
    app.text_input(key="actor-asked").set_value("Kari").run()
    app.number_input(key="target-percent").set_value(40.0)
    next(button for button in app.button if button.label == "Save the target").click().run()
    # target 60 000 t, trend 55 000 t: 5 000 / 60 000 = 8 % below
    assert "would be 5 000 t, or 8 %, below the target of −40 % on 2015" in words(app)


def test_every_chart_has_its_text_alternative(opened, demo_path):
    for chart in charts(opened(demo=demo_path)):
        assert "94.5" in chart.alt and "2030" in chart.alt
