"""What is measured, and how is it judged? The registry on a page: empty, with figures, and confirmed by somebody."""

import pytest

from data.store import Store
from metrics.default_targets import as_stated, default_named
from metrics.registry import INDICATORS, NOT_APPLICABLE
from metrics.verdicts import METHODS
from tests.pages.conftest import charts, commit_series, words
from tests.pages.test_overview import EIGHT_YEARS, with_target

PAGE = "pages/indicators.py"
CONFIRM = "confirm-recycling_rate-wfd-2030"


def plain(app) -> str:
    return words(app).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def section(app, heading: str) -> str:
    return plain(app).split(f" {heading} ", 1)[1]


def asked(app, key: str):
    """The page after an indicator was taken from the list (Overview, opened first, knows only those that have data)."""
    return app.selectbox(key="choice-indicator").select(key).run()


def named(app, name: str):
    """The page after somebody has given a name, as typing it would."""
    app.text_input(key="actor-asked").set_value(name)
    return app.run()


def test_an_empty_store_shows_the_registry_and_says_how_to_get_verdicts(opened):
    app = opened(PAGE)
    text = plain(app)
    assert "What is measured, and how is it judged?" in text
    assert "No municipality has data yet." in text
    assert not charts(app)


def test_the_answer_counts_what_is_measured_and_what_waits_for_a_check(opened):
    # 43 entries: 25 core, 15 optional, 3 national
    text = plain(opened(PAGE))
    assert "25 core indicators of SDG 12 and 13 and 15 optional ones, beside 3 national figures" in text
    waiting = sum(not each.is_verified for indicator in INDICATORS.values() for each in indicator.defaults)
    assert (
        f"{waiting} of {sum(len(each.defaults) for each in INDICATORS.values())} default targets wait" in text
    )


@pytest.mark.parametrize("key", INDICATORS)
def test_every_indicator_has_its_definition_on_the_page(opened, key):
    text = plain(opened(PAGE, indicator=key))
    indicator = INDICATORS[key]
    for part in (indicator.title, indicator.boundary, indicator.formula, indicator.worked_example):
        assert " ".join(str(part).split()) in text


def test_the_list_has_every_indicator_under_its_target_as_a_link_that_keeps_the_view(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    app = opened(PAGE, area="SE-1880")
    listed = next(
        each.proto.body
        for each in app.get("html")
        if "vk-catalogue" in each.proto.body and "<li>" in each.proto.body
    )
    assert all(
        f"indicator={key}&quot;" in listed or f'indicator={key}"' in listed or f"indicator={key}&" in listed
        for key in INDICATORS
    )
    assert listed.count("area=SE-1880") == len(INDICATORS)
    assert (
        listed.index("12.5 Less waste") < listed.index("12.a Capacity") < listed.index("13.2 Climate action")
    )


def test_a_proxy_carries_its_reason_and_an_official_indicator_does_not(opened):
    assert "Proxy: Certificates stand for education for sustainable development." in plain(
        opened(PAGE, indicator="eco_schools")
    )
    assert "Proxy:" not in plain(opened(PAGE, indicator="recycling_rate"))


def test_the_input_rows_name_table_and_key(opened):
    text = section(opened(PAGE, indicator="fossil_free_fleet"), "Input rows")
    assert "figures vehicles_fossil_free added figures vehicles_all divided by" in text


def test_what_does_not_apply_is_listed_with_its_reason(opened):
    text = section(opened(PAGE), "Not applicable to municipalities")
    assert all(
        f"{each.sdg_indicator} {each.title}" in text and str(each.reason) in text for each in NOT_APPLICABLE
    )


def test_every_method_stands_with_its_version_and_rule(opened):
    text = section(opened(PAGE), "The methods")
    for method in METHODS.values():
        assert f"{method.title} {method.version} ({method.key}) {method.rule}" in text


# Default targets --------------------------------------------------------------------------------------------


def test_a_default_is_a_reference_and_unverified_until_somebody_has_checked_it(opened):
    app = opened(PAGE, indicator="recycling_rate")
    text = plain(app)
    assert (
        "At least 60 % in 2030 Waste Framework Directive. Not yet checked against the source. "
        "reference, not decided default, unverified" in text
    )
    assert (
        "At least 55 % in 2025 Waste Framework Directive. Seen in published material. reference, not decided At"
        in text
    )


def test_nobody_confirms_without_a_name(opened):
    assert opened(PAGE, indicator="recycling_rate").button(key=CONFIRM).disabled


def test_who_confirms_is_named_with_the_time_and_the_mark_goes(opened, own_url):
    app = named(opened(PAGE, indicator="recycling_rate"), "Kari Nordmann")
    app.button(key=CONFIRM).click().run()
    text = plain(app)
    assert "Kari Nordmann checked it against the source on 20" in text
    assert text.count("default, unverified") == 1  # the target of 2035
    assert CONFIRM not in [button.key for button in app.button]
    store = Store.open(own_url)
    stated = as_stated(INDICATORS["recycling_rate"], default_named(INDICATORS["recycling_rate"], "wfd-2030"))
    [(checked, (actor, _when))] = store.default_confirmations().items()
    assert (checked, actor) == (("recycling_rate", "wfd-2030", stated), "Kari Nordmann")


def test_a_default_that_was_confirmed_in_other_words_is_unverified_again(opened, own_url):
    store = Store.open(own_url)
    store.confirm_default("recycling_rate", "wfd-2030", stated="At least 50 % in 2030", actor="Ola")
    store.close()
    text = plain(opened(PAGE, indicator="recycling_rate"))
    assert text.count("default, unverified") == 2  # 2030 and 2035
    assert "Ola" not in text


def test_a_confirmation_can_be_given_while_the_demonstration_is_shown(opened, demo_path):
    app = named(asked(opened(PAGE, demo=demo_path), "recycling_rate"), "Kari")
    app.button(key=CONFIRM).click().run()
    assert "Kari checked it against the source" in plain(app)


def test_an_indicator_without_a_default_says_that_the_council_decides(opened):
    assert "There is none: the council decides." in plain(opened(PAGE, indicator="ghg_per_capita"))


# Verdicts ---------------------------------------------------------------------------------------------------


def test_the_verdicts_of_all_methods_stand_side_by_side(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    with_target(own_url)
    text = section(opened(PAGE, area="SE-1880", indicator="co2_total"), "The verdict by every method")
    # 100 kt × (1 − 0.55) = 45 kt
    assert "Örebro has a target of 45.0 kt CO2 in 2030, from 100 kt CO2 in 2015." in text
    assert all(
        f"{method.title} {method.version}" in text.split(" All indicators by SDG target ")[0]
        for method in METHODS.values()
    )
    # 21 kt fallen of the 55 · 7/15 = 25.67 kt asked for by 2022: 0.82
    assert "Linear required path 1.0 ◐ Too slow Moderate progress 0.82" in text


def test_without_a_target_the_page_says_so_and_shows_no_red_verdict(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    text = section(opened(PAGE, area="SE-1880", indicator="co2_total"), "The verdict by every method")
    assert "Örebro has set no target for it." in text
    assert "Off track" not in text and "Wrong way" not in text


def test_a_national_figure_is_context_and_no_municipality_is_judged_by_it(opened, own_url):
    commit_series(own_url, EIGHT_YEARS)
    text = plain(asked(opened(PAGE, area="SE-1880"), "cmu_ctx"))
    assert "A figure of the whole country, shown as context only" in text
    assert "None: a national figure is context, and no municipality is judged by it." in text


def test_the_demonstration_opens_without_a_fault(opened, demo_path):
    app = opened(PAGE, demo=demo_path)
    assert not app.exception
    assert "The verdict by every method" in words(app)
