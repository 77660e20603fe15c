"""Where do the emissions come from? The page empty, with one year, and full."""

from data.datasets import Dataset
from data.store import Store
from metrics.notes import notes_in_report
from tests.pages.conftest import charts, commit, commit_population, commit_series, unfolded, words

PAGE = "pages/emissions.py"


def test_an_empty_store_says_what_to_do_next(opened):
    assert "There is nothing to show yet." in words(opened(PAGE))


def test_a_municipality_without_emissions_says_so(opened, own_url):
    commit_population(own_url, {2022: 158_000})
    assert "No emissions are loaded for Örebro yet." in words(opened(PAGE))


def test_the_answer_names_the_largest_sector_with_its_share(opened, demo_path):
    # Fjordvik 2024: transport 39 000 t of 94 490 t = 41 %; 138 800 t in 2009: 94 490 / 138 800 - 1 = -32 %
    text = words(opened(PAGE, demo=demo_path))
    assert (
        "Transport is the largest: 39.0 kt, 41 % of the total. The total was 94.5 kt CO2e in 2024, down 32 % since 2009."
        in text
    )


def test_gases_can_be_shown_instead_of_sectors(opened, demo_path):
    app = opened(PAGE, demo=demo_path, split="gas")
    assert "Carbon dioxide" in words(app)
    assert "Carbon dioxide" in charts(app)[0].alt


def test_per_head_leaves_years_without_population_open(opened, own_url):
    # 79 000 t / 158 000 inhabitants = 0.5 t; 2021 has no population
    commit_series(own_url, {2021: 82_000.0, 2022: 79_000.0})
    commit_population(own_url, {2022: 158_000})
    text = words(opened(PAGE, measure="per_head"))
    assert "No population is loaded for 2021; those years are left open." in text
    assert "0.50" in text


def test_the_index_starts_at_a_hundred(opened, demo_path):
    assert "= 100" in charts(opened(PAGE, demo=demo_path, measure="indexed"))[0].alt


def test_one_year_is_drawn_and_not_called_a_change(opened, own_url):
    commit_series(own_url, {2022: 79_000.0})
    text = words(opened(PAGE))
    assert "The total was 79.0 kt CO2 in 2022." in text


def test_a_figure_is_walked_back_to_file_sheet_and_cell(opened, own_url):
    commit_series(own_url, {2021: 82_000.0, 2022: 79_000.0})
    app = unfolded(opened(PAGE), "traced")
    facts = next(frame.value for frame in app.dataframe if "Cell" in frame.value.columns)
    assert facts[["File", "Sheet", "Cell", "Tonnes"]].to_numpy().tolist() == [
        ["SE-1880-test-series.xlsx", "Tabell", "E8", 79_000.0]
    ]


def test_years_in_the_address_narrow_the_picture(opened, demo_path):
    app = opened(PAGE, demo=demo_path, since="2015", until="2020")
    assert "2015 to 2020" in charts(app)[0].alt


def test_an_earlier_release_stands_beside_the_newest(opened, demo_path):
    app = unfolded(opened(PAGE, demo=demo_path), "releases")
    releases = next(frame.value for frame in app.dataframe if "2025" in frame.value.columns)
    assert list(releases.columns) == ["Year", "2025", "2024"]


def test_the_answer_keeps_to_the_years_chosen(opened, demo_path):
    text = words(opened(PAGE, demo=demo_path, since="2015", until="2020"))
    assert "in 2020, down 14 % since 2015." in text
    assert "From 2019 to 2020 emissions" in text


def test_years_in_the_wrong_order_are_turned_round(opened, demo_path):
    app = opened(PAGE, demo=demo_path, since="2020", until="2015")
    assert "2015 to 2020" in charts(app)[0].alt


def plant(own_url):
    """Industry up by 30 t and transport down by 10 t from 2021 to 2022."""
    commit_series(own_url, {2021: 50.0, 2022: 80.0}, sector="industry", dataset="plant")
    rows = [
        {"area_id": "SE-1880", "dataset": "both", "year": year, "basis": "territorial", "sector": sector,
         "emissions_tco2e": tonnes, "is_counted": True, "value_status": "reported"}
        for sector, of_year in {"industry": {2021: 50.0, 2022: 80.0}, "transport": {2021: 40.0, 2022: 30.0}}.items()
        for year, tonnes in of_year.items()
    ]  # fmt: skip
    about = Dataset(
        "both", "Both", "Test agency", gas_coverage="co2", basis="territorial", kind="national_inventory"
    )
    commit(own_url, "emissions", rows, about, file_name="both.xlsx")


def test_why_it_rose_and_what_would_be_without_the_plant(opened, own_url):
    # +30 - 10 = +20 on 90 = 22.2 %; without industry -10 on 40 = -25 %
    plant(own_url)
    text = words(opened(PAGE, dataset="both", without="industry", **{"in": "2022"}))
    assert "From 2021 to 2022 emissions rose by 20.0 t (+22.2 %)." in text
    assert "Most: Industry (energy and process) +30.0 t, Transport −10.0 t." in text
    assert "Without Industry (energy and process) they fell by 10.0 t (−25.0 %)." in text


def test_the_required_path_and_the_trend_are_drawn_for_the_headline(opened, demo_path):
    alts = [chart.alt for chart in charts(opened(PAGE, demo=demo_path))]
    assert any("required path" in alt and "2030" in alt for alt in alts)


def test_a_note_is_written_shown_and_told_beside_its_year(opened, own_url):
    plant(own_url)
    app = unfolded(opened(PAGE, dataset="both"), "notes")
    app.text_input(key="actor-asked").set_value("Kari").run()
    app.selectbox(key="note-sector").set_value("industry")
    app.text_area(key="note-words").set_value("The smelter doubled its shifts.")
    next(button for button in app.button if button.label == "Save the note").click().run()
    assert "Industry (energy and process): The smelter doubled its shifts." in words(app)


def test_a_saved_note_is_confirmed_beside_its_form(opened, own_url):
    plant(own_url)
    app = unfolded(opened(PAGE, dataset="both"), "notes")
    app.text_input(key="actor-asked").set_value("Kari").run()
    app.selectbox(key="note-sector").set_value("industry")
    app.text_area(key="note-words").set_value("The smelter doubled its shifts.")
    next(button for button in app.button if button.label == "Save the note").click().run()
    notes = next(box for box in app.expander if box.label == "Notes")
    assert [said.value for said in notes.success] == [
        "Note saved: Industry (energy and process) 2022. It can be undone on the Upload page."
    ]
    assert not app.run().success  # said once


def test_a_note_flows_into_the_council_report_when_that_is_ticked(opened, own_url):
    plant(own_url)
    app = unfolded(opened(PAGE, dataset="both"), "notes")
    app.text_input(key="actor-asked").set_value("Kari").run()
    app.text_area(key="note-words").set_value("The smelter doubled its shifts.")
    app.checkbox(key="note-in-report").set_value(True)
    next(button for button in app.button if button.label == "Save the note").click().run()
    told = notes_in_report(Store.shared(own_url), "SE-1880")
    assert told["note"].tolist() == ["The smelter doubled its shifts."]


def test_a_note_without_a_name_is_not_saved(opened, own_url):
    plant(own_url)
    app = unfolded(opened(PAGE, dataset="both"), "notes")
    app.text_area(key="note-words").set_value("The smelter doubled its shifts.")
    next(button for button in app.button if button.label == "Save the note").click().run()
    assert "Give your name first" in words(app)


def test_a_slider_shows_what_a_sector_that_falls_faster_changes(opened, demo_path):
    app = unfolded(opened(PAGE, demo=demo_path), "what-if")
    assert "As it is heading, 65.5 kt CO2e would be emitted in 2030." in words(app)
    slider = next(each for each in app.slider if each.label == "Transport")
    slider.set_value(slider.value + 5.0).run()
    assert "With your change" in words(app)
    assert "instead of 65.5 kt." in words(app)


def test_county_and_country_stand_beside_the_municipality_as_an_index(opened, own_url):
    # 79 / 82 = 0.963; 1 800 / 2 000 = 0.9
    commit_series(own_url, {2021: 82_000.0, 2022: 79_000.0})
    commit_series(own_url, {2021: 2_000.0, 2022: 1_800.0}, area_id="SE-18")
    text = words(opened(PAGE))
    assert "Since 2021, to 2022: Örebro −4 %, Örebro län −10 %." in text


def test_per_head_the_county_stands_beside_in_tonnes(opened, own_url):
    # 79 000 / 158 000 = 0.5; 600 000 / 300 000 = 2
    for area_id, tonnes, people in (("SE-1880", 79_000.0, 158_000), ("SE-18", 600_000.0, 300_000)):
        commit_series(own_url, {2022: tonnes}, area_id=area_id)
        commit_population(own_url, {2022: people}, area_id=area_id)
    text = words(opened(PAGE, measure="per_head"))
    assert "In 2022: Örebro 0.500 t CO2/inhabitant, Örebro län 2.00 t CO2/inhabitant." in text


def test_the_publishers_total_stands_beside_ours_with_what_explains_a_difference(opened, own_url):
    rows = [
        {"area_id": "SE-1880", "dataset": "both", "year": 2022, "basis": "territorial", "sector": sector,
         "emissions_tco2e": tonnes, "is_counted": is_counted, "value_status": "reported"}
        for sector, tonnes, is_counted in ((None, 70.0, False), ("transport", 100.0, True), ("lulucf", -30.0, False))
    ]  # fmt: skip
    about = Dataset(
        "both", "Both", "Test agency", gas_coverage="co2", basis="territorial", kind="national_inventory"
    )
    commit(own_url, "emissions", rows, about, file_name="both.xlsx")
    text = words(opened(PAGE))
    assert "One year differs: 2022, by 30.0 t." in text
    assert "The publisher's total includes Land use and forests." in text


def test_a_norwegian_year_without_inhabitants_names_the_year_of_the_table_that_counts_in_january(
    opened, own_url
):
    commit_series(own_url, {2021: 82_000.0, 2022: 79_000.0}, area_id="NO-0301", gas_coverage="ghg")
    text = words(opened(PAGE, measure="per_head"))
    assert "No population is loaded for 2021, 2022; those years are left open." in text
    assert "SSB 07459 counts on 1 January: its year 2023 gives the end of 2022." in text
