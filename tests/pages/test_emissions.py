"""Where do the emissions come from? The page empty, with one year, and full."""

from tests.pages.conftest import charts, commit_population, commit_series, unfolded, words

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
    assert "in 2020" in text and "since 2015" in text
    assert "in 2024" not in text


def test_years_in_the_wrong_order_are_turned_round(opened, demo_path):
    app = opened(PAGE, demo=demo_path, since="2020", until="2015")
    assert "2015 to 2020" in charts(app)[0].alt
