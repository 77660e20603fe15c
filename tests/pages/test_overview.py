"""Are we on track? The overview empty, partly filled and full."""

from datetime import date

from data.datasets import Dataset
from data.store import Store
from loaders.forms import TargetEntry, set_target
from tests.pages.conftest import (
    charts,
    commit,
    commit_population,
    commit_series,
    confirmed,
    links,
    unfolded,
    words,
)

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
    assert "Where are Örebro's emissions heading?" in words(app)


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
        "10.0 kt too much. Needed from now: 4.25 kt less every year; achieved since 2015: 3.00 kt a year."
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
    table = unfolded(app, "trajectory-as-table").dataframe[0].value
    assert (
        table.loc[table["Year"] == 2019].drop(columns="Year").iloc[0, 0] is None
        or table.loc[table["Year"] == 2019].isna().iloc[0, 1]
    )


def test_population_alone_gives_no_figure_and_no_red_verdict(opened, own_url):
    commit_population(own_url, {2022: 158_000})
    text = words(opened())
    assert (
        "No data. There are no emissions for it yet." in text
        and "Without emissions there is nothing to judge." in text
    )


def test_the_address_decides_on_municipality_and_indicator(opened, demo_path):
    app = opened(demo=demo_path, area="SE-D01", indicator="co2_transport")
    assert "Norrlunda's emissions heading?" in words(app)
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
    assert "would be 5.00 kt, or 8 %, below the target of −40 % on 2015" in words(app)


def test_a_saved_target_is_confirmed_with_what_was_saved(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    app = opened()
    app.text_input(key="actor-asked").set_value("Kari").run()
    app.number_input(key="target-percent").set_value(40.0)
    next(button for button in app.button if button.label == "Save the target").click().run()
    assert confirmed(app) == ["Target saved: −40 % on 2015 by 2030."]
    assert not app.run().success  # said once


def test_a_removed_target_is_confirmed_with_what_was_removed(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    with_target(own_url, reduction_percent=None, target_value=45_000.0)
    app = opened()
    app.text_input(key="actor-asked").set_value("Kari").run()
    next(button for button in app.button if button.label == "Remove").click().run()
    assert confirmed(app) == ["Target removed: 45.0 kt CO2 by 2030."]


def test_the_steps_lead_to_the_template_of_measures_and_to_the_sectors(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    with_target(own_url)
    app = opened()
    [measures], [sectors] = links(app, "Load measures"), links(app, "See the sectors")
    assert (measures.proto.page, measures.proto.query_string) == ("load", "template=climate-budget")
    assert sectors.proto.page == "sources"
    assert sectors.proto.query_string == "area=SE-1880&split=sector&measure=absolute"


def test_inhabitants_that_the_agency_counts_in_january_are_asked_for_by_the_year_after(opened, own_url):
    commit_series(own_url, EIGHT_YEARS, area_id="NO-0301", gas_coverage="ghg")
    text = words(opened())
    assert (
        "Inhabitants of 2022 are missing, so emissions per inhabitant stay open. SSB 07459 counts on 1 January"
        in text
    )
    assert "its year 2023 gives the end of 2022." in text


def test_swedish_inhabitants_are_asked_for_by_their_own_year(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    assert "1 January" not in words(opened())


def test_what_to_do_next_is_named_for_missing_inhabitants_and_a_missing_target(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    app = opened()
    assert "Inhabitants of 2022 are missing" in words(app)
    assert "Without a target there is no verdict." in words(app)
    assert "Load a population table" in [link.proto.label for link in app.get("page_link")]
    assert next(box for box in app.expander if box.label.startswith("Targets of")).proto.expanded


def test_without_emissions_there_is_no_empty_chart_but_the_way_to_load_them(opened, own_url):
    commit_population(own_url, {2022: 158_000})
    app = opened()
    assert not charts(app)
    assert "Load emissions of Örebro" in [link.proto.label for link in app.get("page_link")]


def test_every_chart_has_its_text_alternative(opened, demo_path):
    for chart in charts(opened(demo=demo_path)):
        assert "94.5" in chart.alt and "2030" in chart.alt


def test_targets_are_listed_as_they_were_decided(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    with_target(own_url)
    with_target(
        own_url, target_year=2035, reduction_percent=None, target_value=45_000.0, decided_on=date(2024, 5, 1)
    )
    text = words(opened())
    assert "Total emissions: −55 % on 2015 by 2030" in text
    assert "Total emissions: 45.0 kt CO2 by 2035, decided 2024-05-01" in text
    assert "NaT" not in text


def test_nobody_removes_a_target_without_a_name(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    with_target(own_url)
    app = opened()
    assert next(button for button in app.button if button.label == "Remove").disabled
    app.text_input(key="actor-asked").set_value("Kari").run()
    next(button for button in app.button if button.label == "Remove").click().run()
    assert "No target." in words(app)


def test_removing_a_target_that_another_tab_has_removed_is_answered_with_a_sentence(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    with_target(own_url)
    app, other = opened(), opened()
    for tab in (app, other):
        tab.text_input(key="actor-asked").set_value("Kari").run()
    for tab in (app, other):
        next(button for button in tab.button if button.label == "Remove").click().run()
    assert "SE-1880 has no target" in words(other)


def test_a_target_above_todays_figure_asks_for_no_cut(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    with_target(own_url, reduction_percent=None, target_value=500_000.0)
    text = words(opened())
    assert "Target achieved." in text
    assert "−25.9" not in text  # (500 000 / 79 000) ** (1 / 8) = 1.26: a "cut" of −25.9 % a year is none


def test_per_head_without_inhabitants_says_what_is_missing(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    app = opened(indicator="co2_per_capita")
    assert "There is no value in any year: The population of that year is not loaded." in words(app)
    assert "No emissions are loaded" not in words(app) + "".join(chart.alt for chart in charts(app))


def test_accounts_of_consumption_never_lend_their_name_to_territorial_figures(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    commit_series(own_url, {2022: 1.0}, dataset="a-consumption", basis="consumption", gas_coverage="ghg")
    app = opened()
    assert "Emissions in 2022 were 79.0 kt CO2." in words(app)
    assert app.selectbox(key="choice-indicator").value == "co2_total"


def test_the_link_to_copy_holds_every_choice(opened, demo_path):
    link = opened(demo=demo_path, area="SE-D01", indicator="co2_transport").code[0].value
    assert "area=SE-D01" in link and "indicator=co2_transport" in link


def test_a_publisher_cannot_put_links_or_pictures_on_a_page(opened, own_url):
    series = {
        "area_id": "SE-1880",
        "dataset": "d",
        "year": 2022,
        "basis": "territorial",
        "sector": "transport",
    }
    series |= {"emissions_tco2e": 1.0, "is_counted": True, "value_status": "reported"}
    about = Dataset(
        "d", "![i](http://x.example/i.png)", "[p](http://x.example)", gas_coverage="ghg", basis="territorial"
    )
    commit(own_url, "emissions", [series], about, file_name="a.xlsx")
    source = next(caption.value for caption in opened().caption if "Source" in caption.value)
    assert "[p](" not in source and "![i](" not in source


def test_a_split_is_not_called_a_merger(opened, own_url):
    # Ålesund was merged in 2020 and split from Haram in 2024
    years = {2018: 100.0, 2019: 95.0, 2020: 90.0, 2021: 85.0, 2022: 80.0, 2023: 75.0, 2024: 70.0}
    commit_series(own_url, years, area_id="NO-1508", gas_coverage="ghg")
    drawn = charts(opened())[0].spec
    assert "Split 2024" in drawn and "Merger 2024" not in drawn


def test_what_closes_the_gap_is_named_with_its_part(opened, demo_path):
    # gap on the trend 7 850 t; buses 2 000 t in 2030: 25.5 %
    text = words(opened(demo=demo_path))
    assert (
        "Of the gap of 7 850 t on the trend in 2030, adopted measures close 4 760 t; the proposed ones too would leave 1 090 t."
        in text
    )
    assert "Electric buses on the town lines Adopted 2 000 25.5" in text


def test_without_measures_the_overview_asks_for_them(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    with_target(own_url, reduction_percent=90.0)
    text = words(opened())
    assert "No measures are loaded, so nobody sees what closes the gap." in text
    assert "What closes the gap" not in text.replace("nobody sees what closes the gap", "")


def test_the_last_release_is_told_in_one_sentence(opened, demo_path):
    text = words(opened(demo=demo_path))
    assert "Since the last release" in text
    assert "has revised its figures: emissions in Fjordvik in 2009 were 139 kt CO2e" in text


def test_one_release_has_nothing_to_tell(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    assert "Since the last release" not in words(opened())


def test_late_project_reports_are_named(opened, demo_path):
    text = words(opened(demo=demo_path))
    assert "project reports are late: " in text and "Shared electric excavators" in text
