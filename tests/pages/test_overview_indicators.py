"""The overview with everything but territorial emissions: the words, the figures and the targets fit the indicator."""

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from data.datasets import Dataset
from data.store import Store
from loaders.forms import TargetEntry, set_target
from metrics.registry import INDICATORS
from tests.pages.conftest import charts, commit, commit_figures, commit_series, unfolded, words

RATE = "material_recycling_percent"
RISING = {year: 30.0 + year - 2015 for year in range(2015, 2023)}  # 30 % in 2015, 37 % in 2022


def with_target(url: str, indicator: str, **target: Any) -> None:
    entry = INDICATORS[indicator]
    store = Store.open(url)
    fields = {"base_year": 2015, "target_year": 2030, "basis": entry.basis} | target
    set_target(store, TargetEntry("SE-1880", indicator, entry.unit, **fields), actor="tester")
    store.close()


def offered(app: AppTest) -> list[str]:
    return list(app.selectbox(key="choice-indicator").options)


def save_target(app: AppTest, value: float) -> AppTest:
    app.text_input(key="actor-asked").set_value("Kari").run()
    app.number_input(key="target-amount").set_value(value)
    return next(button for button in app.button if button.label == "Save the target").click().run()


def test_an_indicator_is_offered_where_it_has_data_and_nowhere_else(opened, own_url):
    commit_series(own_url, {2022: 79_000.0})
    assert "Recycling rate" not in offered(opened())
    commit_figures(own_url, {RATE: RISING})
    assert "Recycling rate" in offered(opened())
    assert "Fossil-free fleet" not in offered(opened())


def test_a_rate_below_its_target_is_told_in_points_and_as_a_rise(opened, own_url):
    # trend 2030: 37 + 8 * 1 = 45 %, on a line without any scatter; 60 - 45 = 15 points; (60 - 37) / 8 = 2.88 a year
    commit_figures(own_url, {RATE: RISING})
    with_target(own_url, "recycling_rate", target_value=60.0)
    text = words(opened(indicator="recycling_rate"))
    assert "Recycling rate: will Örebro reach its 2030 target?" in text
    assert (
        "On the present trend it would be 45.0 % in 2030 (range 45.0 % to 45.0 %) and miss the target of 60.0 % by 15.0 "
        "percentage points. Needed from now: 2.9 percentage points more every year; achieved since 2015: 1.0 percentage "
        "points a year." in text
    )


def test_nobody_calls_a_recycling_rate_emissions(opened, own_url):
    commit_figures(own_url, {RATE: RISING})
    app = opened(indicator="recycling_rate")
    before_targets = words(app).partition("Targets of")[0]
    text = before_targets + "".join(chart.alt for chart in charts(app))
    assert "Recycling rate in 2022: 37.0 %." in text
    assert "emission" not in text.lower()


def test_a_falling_amount_that_meets_its_target_is_told_as_a_cut(opened, own_url):
    # 200 kg in 2015, 5 kg less every year: 165 - 8 * 5 = 125 kg in 2030, below 130
    falling = {year: 200.0 - 5 * (year - 2015) for year in range(2015, 2023)}
    commit_figures(own_url, {"residual_food_waste_kg_per_capita": falling})
    with_target(own_url, "residual_per_capita", target_value=130.0)
    text = words(opened(indicator="residual_per_capita"))
    assert (
        "it would be 125 kg/inhabitant in 2030 (range 125 kg to 125 kg) and meet the target of 130 kg/inhabitant."
        in text
    )
    assert (
        "Needed from now: 4.38 kg less every year; achieved since 2015: 5.00 kg a year." in text
    )  # (165 - 130) / 8
    assert "Margin in 2030 on the trend 5.00 kg" in text


def test_a_rate_that_falls_while_it_should_rise_is_called_a_fall(opened, own_url):
    falling = {year: 45.0 - year + 2015 for year in range(2015, 2023)}
    commit_figures(own_url, {RATE: falling})
    with_target(own_url, "recycling_rate", target_value=60.0)
    text = words(opened(indicator="recycling_rate"))
    assert "Wrong way." in text
    assert "since 2015 it fell by 1.0 percentage points a year." in text
    assert "Cut a year since 2015 1.0 percentage points" in text


def test_a_steep_trend_ends_at_a_hundred_percent(opened, own_url):
    # 30 % in 2015 and 10 points more every year: 100 % in 2022, and 180 % in 2030 if nothing stopped it
    commit_figures(own_url, {RATE: {year: 30.0 + 9 * (year - 2015) for year in range(2015, 2023)}})
    app = opened(indicator="recycling_rate")
    assert "On the present trend it would be 100 % in 2030 (range 100 % to 100 %)." in words(app)
    table = unfolded(app, "trajectory-as-table").dataframe[0].value
    assert table.filter(like="Trend").max().max() == pytest.approx(100.0)


def test_which_of_several_definitions_was_counted_stands_beside_the_value(opened, own_url):
    commit_figures(own_url, {RATE: RISING})
    text = words(opened(indicator="recycling_rate"))
    assert "Recycling rate 2022 37.0 % Collected for recycling, rejects included" in text


def test_the_source_is_that_of_the_indicator_and_not_of_the_emissions(opened, own_url):
    commit_series(own_url, {2022: 79_000.0})
    commit_figures(own_url, {RATE: RISING})
    source = next(each.value for each in opened(indicator="recycling_rate").caption if "Source" in each.value)
    assert "Title of test\\-figures" in source or "Title of test-figures" in source
    assert "Test series" not in source


def test_a_yes_or_no_is_a_list_of_years_and_no_chart(opened, own_url):
    commit_figures(own_url, {"climate_plan_adopted": {2020: 0.0, 2021: 1.0, 2022: 1.0}})
    app = opened(indicator="climate_plan")
    text = words(app)
    assert not charts(app)
    assert "Climate plan in 2022: Yes. No target is set for it." in text
    assert "Year Climate plan 2022 Yes 2021 Yes 2020 No" in text


def test_a_yes_or_no_that_is_not_reached_yet_is_not_red(opened, own_url):
    commit_figures(own_url, {"climate_plan_adopted": {2021: 0.0, 2022: 0.0}})
    with_target(own_url, "climate_plan", target_value=1.0)
    text = words(opened(indicator="climate_plan"))
    assert "Cannot be judged. Climate plan in 2022: No. It is a yes or no, and not reached by 2022;" in text


def test_a_self_assessed_score_is_a_part_of_one(opened, own_url):
    commit_figures(own_url, {"adaptation_elements": {2020: 0.45, 2022: 0.6}})
    app = opened(indicator="drr_adaptation")
    assert "Adaptation strategy in 2022: 0.60 of 1." in words(app)
    assert charts(app)[0].alt.endswith("from 0.450 in 2020 to 0.600 in 2022.")


def test_where_no_direction_is_better_nothing_is_judged_and_no_target_asked_for(opened, own_url):
    commit_figures(own_url, {"hazardous_waste_kg_per_capita": {2021: 24.0, 2022: 26.0}})
    text = words(opened(indicator="hazardous_collected"))
    assert "Hazardous waste in 2022: 26.0 kg/inhabitant. Neither more nor less of it is better" in text
    assert "Without a target there is no verdict." not in text


def test_a_net_balance_below_zero_is_drawn_below_zero(opened, demo_path):
    # Grønnlia 2024: 50 120 t of emissions - 88 000 t taken up = -37 880 t
    app = opened(demo=demo_path, area="NO-D03", indicator="net_balance")
    assert "Net emissions in 2024: −37.9 kt CO2e." in words(app)
    table = unfolded(app, "trajectory-as-table").dataframe[0].value
    assert table.filter(regex="^Trend, t").min().iloc[0] < 0


# Tiles and context ------------------------------------------------------------------------------------------


def test_the_other_indicators_stand_as_tiles_under_their_goals(opened, demo_path):
    text = words(opened(demo=demo_path))
    climate, _heading, consumption = text.partition("SDG 12 Responsible consumption and production")
    assert "SDG 13 Climate action" in climate
    assert "Own operations 950 t CO2e" in climate
    assert "Recycling rate 45.9 %" in consumption
    assert "up 11.0 percentage points since 2015 · Municipal waste" in consumption


def test_an_indicator_without_data_has_no_tile(opened, own_url):
    commit_series(own_url, {2022: 79_000.0})
    assert "SDG 12" not in words(opened())


def test_a_figure_of_the_country_is_context_and_cannot_be_chosen(opened, own_url):
    commit_series(own_url, {2022: 79_000.0})
    assert "The country as context" not in words(opened())
    commit_figures(own_url, {"circular_material_use_percent": {2021: 6.1, 2022: 6.5}}, area_id="SE")
    app = opened()
    assert "The country as context" in words(app)
    assert "Circular material use rate: 6.50 % in 2022" in words(app)
    assert "Circular use" not in offered(app)


# Targets ----------------------------------------------------------------------------------------------------


def test_a_share_takes_a_target_as_a_value(opened, own_url):
    commit_figures(own_url, {RATE: RISING})
    app = save_target(opened(indicator="recycling_rate"), 40.0)
    assert "meet the target of 40.0 %" in words(app)
    assert "Recycling rate: 40.0 % by 2030" in words(app)


def test_a_share_above_a_hundred_percent_is_refused_with_a_sentence(opened, own_url):
    commit_figures(own_url, {RATE: RISING})
    app = save_target(opened(indicator="recycling_rate"), 110.0)
    assert "Target for Recycling rate of municipal waste: expected at most 100 (%), found 110." in words(app)
    assert "No target." in words(app)


def test_a_target_set_on_the_page_has_the_boundary_of_its_indicator(opened, own_url):
    fleet = {"vehicles_all": {2015: 100.0, 2022: 100.0}, "vehicles_fossil_free": {2015: 40.0, 2022: 40.0}}
    commit_figures(own_url, fleet, dataset="own-figures", kind="own_accounts")
    app = save_target(opened(indicator="fossil_free_fleet"), 80.0)
    text = words(app)
    assert "Off track." in text  # no change at all; a target of another boundary would not be judged
    assert "boundary" not in text.partition("How this is judged")[0]


def test_what_should_rise_is_asked_for_its_rise_in_percent(opened, own_url):
    # +50 % on 10 kg is 15 kg
    rows = [
        {
            "area_id": "SE-1880", "dataset": "waste", "year": year, "origin": "municipal", "material": "all",
            "stage": "reuse", "amount_tonnes": 10.0,
        }
        for year in (2015, 2022)
    ]  # fmt: skip
    commit(own_url, "materials", rows, Dataset("waste", "Waste", "Test agency"), file_name="waste.xlsx")
    people = [
        {"area_id": "SE-1880", "dataset": "people", "year": year, "inhabitants": 1000}
        for year in (2015, 2022)
    ]
    commit(
        own_url,
        "population",
        people,
        Dataset("people", "People", "Agency", kind="register"),
        file_name="p.xlsx",
    )
    app = opened(indicator="reuse_per_capita")
    app.text_input(key="actor-asked").set_value("Kari").run()
    app.number_input(key="target-percent").set_value(50.0)
    next(button for button in app.button if button.label == "Save the target").click().run()
    assert "Reuse: +50 % on 2015 by 2030" in words(app)
    assert "Target for 2030: 15.0\N{NO-BREAK SPACE}kg." in charts(app)[0].alt


def test_the_path_bends_at_an_interim_target(opened, own_url):
    # 100 t in 2015 to 80 t in 2025, then to 0 t in 2030
    commit_series(own_url, {2015: 100.0, 2022: 90.0})
    with_target(own_url, "co2_total", target_value=0.0)
    with_target(own_url, "co2_total", target_value=80.0, target_year=2025, is_interim=True)
    table = unfolded(opened(), "trajectory-as-table").dataframe[0].value.set_index("Year")
    path = table.filter(like="Required path").iloc[:, 0]
    assert path[2025] == pytest.approx(80.0)
    assert path[2022] == pytest.approx(86.0)  # 100 - 20 * 7 / 10
