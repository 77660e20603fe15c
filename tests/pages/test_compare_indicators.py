"""Other indicators side by side: ranked only where dataset, definition and country allow, told in points, or listed."""

from data.datasets import Dataset
from tests.pages.conftest import charts, commit, commit_figures, words

PAGE = "pages/compare.py"
RATE = "material_recycling_percent"
OREBRO, GOTEBORG, OSLO = "SE-1880", "SE-1480", "NO-0301"


def two_rates(url: str, *, other: str = GOTEBORG) -> None:
    """30 to 37 % and 40 to 45 % in one dataset."""
    rows = [
        {"area_id": area_id, "dataset": "waste", "year": year, "figure": RATE, "value": value}
        for area_id, values in ((OREBRO, {2015: 30.0, 2022: 37.0}), (other, {2015: 40.0, 2022: 45.0}))
        for year, value in values.items()
    ]
    commit(url, "figures", rows, Dataset("waste", "Waste figures", "Test agency"), file_name="waste.xlsx")


def fleets(url: str, figure: str, first: dict[int, float], second: dict[int, float]) -> None:
    """The own accounts of two municipalities."""
    for area_id, values in ((OREBRO, first), (GOTEBORG, second)):
        commit_figures(url, {figure: values}, area_id=area_id, dataset="own-figures", kind="own_accounts")


def test_shares_of_one_dataset_are_compared_in_points_and_the_largest_rise_is_named(opened, own_url):
    two_rates(own_url)
    app = opened(PAGE, areas=f"{OREBRO},{GOTEBORG}", what="recycling_rate")
    assert (
        "Örebro has risen most. Since 2015, the first year all have: Örebro +7.0 percentage points, Göteborg +5.0 "
        "percentage points." in words(app)
    )


def test_shares_that_may_share_an_axis_are_drawn_as_they_are(opened, own_url):
    two_rates(own_url)
    app = opened(PAGE, areas=f"{OREBRO},{GOTEBORG}", what="recycling_rate")
    assert "same axes" in charts(app)[0].alt


def test_the_table_of_shares_has_its_change_in_points(opened, own_url):
    two_rates(own_url)
    text = words(opened(PAGE, areas=f"{OREBRO},{GOTEBORG}", what="recycling_rate"))
    assert "Change since 2015, points" in text
    assert "Örebro 37.0 +7.00" in text


def test_waste_is_not_ranked_across_borders(opened, own_url):
    two_rates(own_url, other=OSLO)
    app = opened(PAGE, areas=f"{OREBRO},{OSLO}", what="recycling_rate")
    text = words(app)
    assert (
        "Countries count this differently, so amounts are neither ranked nor put on one axis across borders."
        in text
    )
    assert "has risen most" not in text
    assert list(app.segmented_control(key="choice-show").options) == ["Index"]


def test_different_definitions_are_named_and_not_ranked(opened, own_url):
    rows = [
        {"area_id": area_id, "dataset": "waste", "year": year, "figure": figure, "value": 30.0 + year - 2015}
        for area_id, figure in ((OREBRO, RATE), (GOTEBORG, "household_recycling_percent"))
        for year in (2015, 2022)
    ]
    commit(own_url, "figures", rows, Dataset("waste", "Waste figures", "Test agency"), file_name="waste.xlsx")
    app = opened(PAGE, areas=f"{OREBRO},{GOTEBORG}", what="recycling_rate")
    text = words(app)
    assert (
        "These figures count different things (Collected for recycling, rejects included; Household waste only, as its "
        "publisher has worked it out), so amounts are neither ranked nor put on one axis." in text
    )
    assert "has risen most" not in text
    assert "Göteborg (Household waste only, as its publisher has worked it out)" in charts(app)[0].alt


def test_own_accounts_are_never_ranked(opened, own_url):
    kilowatts = "solar_wind_power_kw"
    fleets(own_url, kilowatts, {2015: 100.0, 2022: 300.0}, {2015: 100.0, 2022: 200.0})
    for area_id in (OREBRO, GOTEBORG):
        people = [
            {"area_id": area_id, "dataset": "people", "year": year, "inhabitants": 1000}
            for year in (2015, 2022)
        ]
        about = Dataset("people", "People", "Test agency", kind="register", revision="accumulating")
        commit(own_url, "population", people, about, file_name=f"{area_id}.xlsx")
    text = words(opened(PAGE, areas=f"{OREBRO},{GOTEBORG}", what="renewable_power"))
    assert "Every municipality counts these figures by its own method" in text
    assert "Since 2015, the first year all have: Örebro +200 %, Göteborg +100 %." in text
    assert "has risen most" not in text


def test_a_yes_or_no_is_listed_without_a_chart(opened, own_url):
    fleets(own_url, "climate_plan_adopted", {2022: 1.0}, {2021: 0.0})
    app = opened(PAGE, areas=f"{OREBRO},{GOTEBORG}", what="climate_plan")
    text = words(app)
    assert not charts(app)
    assert "Örebro: Yes (2022), Göteborg: No (2021)." in text
    assert "the answers are listed and not ranked." in text


def test_where_no_direction_is_better_nobody_has_cut_or_risen_most(opened, own_url):
    rows = [
        {"area_id": area_id, "dataset": "waste", "year": year, "figure": "hazardous_waste_kg_per_capita", "value": value}
        for area_id, values in ((OREBRO, {2015: 20.0, 2022: 25.0}), (GOTEBORG, {2015: 20.0, 2022: 18.0}))
        for year, value in values.items()
    ]  # fmt: skip
    commit(own_url, "figures", rows, Dataset("waste", "Waste figures", "Test agency"), file_name="waste.xlsx")
    text = words(opened(PAGE, areas=f"{OREBRO},{GOTEBORG}", what="hazardous_collected"))
    assert "Örebro +25 %, Göteborg −10 %." in text
    assert "most." not in text


def test_what_only_one_of_them_has_is_not_offered(opened, own_url):
    two_rates(own_url)
    commit_figures(own_url, {"waste_kg_per_capita": {2022: 400.0}})
    options = list(opened(PAGE).selectbox(key="choice-what").options)
    assert "Recycling rate" in options
    assert "Municipal waste" not in options


def test_the_demonstration_compares_municipal_waste_with_municipal_waste(opened, demo_path):
    # 45.88 - 34.86 = 11.0 points for Fjordvik since 2015, but Elvesund has figures from 2020 on only
    text = words(opened(PAGE, demo=demo_path, areas="NO-D01,NO-D02", what="recycling_rate"))
    assert "has risen most. Since 2020, the first year all have:" in text
    assert "Municipal waste: households and what resembles it" in text


def test_households_beside_all_municipal_waste_are_shown_as_change_only(opened, demo_path):
    app = opened(PAGE, demo=demo_path, areas="NO-D01,NO-D04", what="recycling_rate")
    assert "These figures count different things" in words(app)
    assert "Jernvåg (Household waste only)" in charts(app)[0].alt
