"""Which material stream should we work on first? The page empty, with parts of the data, and full."""

import pandas as pd
import pytest

from data.datasets import KNOWN_DATASETS
from data.staging import staged
from data.store import NewUpload, Store
from tests.pages.conftest import (
    charts,
    commit,
    commit_figures,
    commit_population,
    commit_series,
    unfolded,
    words,
)

PAGE = "pages/materials.py"
OREBRO, OSLO = "SE-1880", "NO-0301"


def waste(material, stage, tonnes, year=2022, origin="municipal", **fields):
    return {
        "material": material,
        "stage": stage,
        "amount_tonnes": tonnes,
        "year": year,
        "origin": origin,
        **fields,
    }


def commit_materials(url, *rows, area_id=OREBRO):
    about = KNOWN_DATASETS["own-materials"]
    own = {"area_id": area_id, "dataset": about.key, "value_status": "reported"}
    commit(url, "materials", [{**own, **row} for row in rows], about, file_name=f"{area_id}-materials.xlsx")


def commit_offers(url, *offers):
    store = Store.shared(url)
    rows = staged("exchange_offers", pd.DataFrame(list(offers)))
    sha256 = store.keep_original(repr(offers).encode(), file_name="offers.xlsx")
    store.commit(NewUpload(sha256, "offers.xlsx", "test", "tester", {"exchange_offers": rows}))


def offer(record_id, kind, area_id=OREBRO, **fields):
    own = {
        "area_id": area_id,
        "record_id": record_id,
        "actor": f"Actor {record_id}",
        "offer_kind": kind,
        "material": "wood",
    }
    return {**own, "amount": 30.0, "amount_unit": "t", "contact": "Kari, kari@example.org", **fields}


@pytest.fixture
def sorted_waste(own_url):
    """1 000 t of municipal waste: 400 t residual, 80 t wood of which 60 t are burnt, 100 t paper recycled; 460 t come back."""
    commit_materials(
        own_url,
        waste("all", "generated", 1_000.0),
        waste("all", "recycling", 460.0),
        waste("residual", "generated", 400.0),
        waste("residual", "generated", 500.0, year=2018),
        waste("wood", "generated", 80.0),
        waste("wood", "energy_recovery", 60.0),
        waste("paper_cardboard", "generated", 100.0),
        waste("paper_cardboard", "recycling", 100.0),
        waste("plastic", "landfill", 9_000.0, origin="industry"),
    )
    return own_url


def test_an_empty_store_says_what_to_do_next(opened):
    assert "There is nothing to show yet." in words(opened(PAGE))


def test_a_municipality_without_tonnes_learns_what_to_load(opened, own_url):
    commit_series(own_url, {2022: 79_000.0})
    app = opened(PAGE)
    assert "No tonnes of Örebro are loaded yet." in words(app)
    assert charts(app) == []


def test_published_kilograms_answer_with_a_number_where_tonnes_are_not_loaded(opened, own_url):
    commit_figures(own_url, {"residual_food_waste_kg_per_capita": {2020: 150.0, 2022: 142.0}})
    text = words(opened(PAGE))
    assert "In 2022 Örebro had 142 kg/inhabitant of residual waste." in text
    assert "Residual waste 142 kg/inhabitant ◌ No target 2022" in text


def test_the_answer_names_the_stream_with_tonnes_share_and_change_and_the_first_sorted_one(
    opened, sorted_waste
):
    # 400 of 1 000 are 40 %; 400 / 500 - 1 = -20 %; industry's 9 000 t are no part of it
    app = opened(PAGE)
    text = words(app)
    assert (
        "Residual waste first. 400 t were thrown away unsorted in 2022, 40 % of all municipal waste, down 20 % since 2018. "
        "It is mixed: a waste composition analysis says what is in it. First among what is sorted: wood, 60.0 t burnt or "
        "landfilled." in text
    )
    assert "Residual waste: its treatment is not stated." in text
    # 60 % of 1 000 = 600, less 460 = 140
    assert "To reach 60 % 140 t more in 2030: Waste Framework Directive, reference, not decided" in text
    assert "Residual waste 400 40.0 −20.0" in text
    assert len(charts(app)) == 2  # the streams, and treatment over the years
    assert "No purchases are loaded." in text


def test_industry_is_an_origin_of_its_own(opened, sorted_waste):
    text = words(opened(PAGE, origin="industry"))
    assert "Plastic first. 9 000 t were burnt or landfilled in 2022." in text
    assert "Residual waste and the climate" not in text


def test_an_earlier_year_is_chosen_in_the_address(opened, sorted_waste):
    assert "Residual waste first. 500 t were thrown away unsorted in 2018." in words(
        opened(PAGE, **{"waste-year": "2018"})
    )


def test_without_materials_the_page_says_the_total_and_what_an_analysis_would_add(opened, own_url):
    # 30 + 10 = 40 of 100
    commit_materials(
        own_url,
        waste("all", "generated", 100.0),
        waste("all", "energy_recovery", 30.0),
        waste("all", "landfill", 10.0),
    )
    text = words(opened(PAGE))
    assert "40.0 t were burnt or landfilled in 2022, 40 % of all municipal waste. Which materials" in text
    assert "a waste composition analysis, or amounts by material and treatment, would say." in text


def test_without_treatments_nothing_is_put_first_and_no_empty_picture_is_drawn(opened, own_url):
    commit_materials(own_url, waste("all", "generated", 100.0))
    app = opened(PAGE)
    assert "100 t of municipal waste were generated in 2022. What became of it is not stated" in words(app)
    assert charts(app) == []


def test_purchases_are_drawn_as_a_flow_and_their_shares_are_not_added(opened, own_url):
    # wood: 50 - 10 = 40 t do not come back, 10 of 50 are 20 %
    commit_materials(
        own_url,
        waste(
            "wood", "purchased", 50.0, origin="own_operations", secondary_percent=5.0, renewable_percent=95.0
        ),
        waste("wood", "generated", 30.0, origin="own_operations"),
        waste("wood", "reuse", 10.0, origin="own_operations"),
        waste("wood", "landfill", 15.0, origin="own_operations"),
    )
    app = opened(PAGE)
    text = words(app)
    assert "Wood comes back least: of 50.0 t bought, 20 % came back" in text
    assert "40.0 t did not." in text
    [flow] = [chart for chart in charts(app) if "Flow diagram" in chart.alt]
    # 50 - 30 = 20 in store or use, 30 - 10 - 15 = 5 not accounted for
    assert "From Purchased to In use, in store or not accounted for: 20.0\u00a0t." in flow.alt
    assert "From Waste generated to Not accounted for: 5.00\u00a0t." in flow.alt
    assert "are shares of the same mass and are not added" in text


def test_incineration_stands_beside_the_waste_that_is_burnt(opened, own_url):
    # 150 t CO2e and 300 t give 500 kg per tonne
    rows = [
        {
            "area_id": OSLO, "dataset": "miljodirektoratet-ghg", "year": year, "basis": "territorial",
            "sector": "energy_generation", "subsector": source, "emissions_tco2e": tonnes, "is_counted": True,
            "value_status": "reported",
        }
        for year, burnt in ((2021, 120.0), (2022, 150.0))
        for source, tonnes in (("Avfallsforbrenning", burnt), ("Fjernvarme unntatt avfallsforbrenning", 10.0))
    ]  # fmt: skip
    commit(own_url, "emissions", rows, KNOWN_DATASETS["miljodirektoratet-ghg"], file_name="oslo.xlsx")
    burnt = [waste("all", "energy_recovery", tonnes, year) for year, tonnes in ((2021, 320.0), (2022, 300.0))]
    commit_materials(own_url, *burnt, area_id=OSLO)
    app = opened(PAGE, area=OSLO)
    text = words(app)
    assert "Waste incineration within the borders emitted 150 t CO2e in 2022." in text
    assert "500 kg CO2e within the borders for every tonne of it." in text
    assert "The plant burns the waste of others too" in text
    # 150 / 120 = +25 %, 300 / 320 = -6 %
    assert "Since 2021 the emissions of waste incineration changed by +25 %, the waste burnt by −6 %" in text
    assert "2022 150 300 500" in words(unfolded(app, "burning-years"))


def test_a_publisher_that_does_not_tell_incineration_apart_is_named(opened, own_url):
    commit_series(own_url, {2022: 100.0})
    commit_materials(own_url, waste("all", "energy_recovery", 300.0))
    assert "The emissions dataset (Test series) does not tell waste incineration apart." in words(
        opened(PAGE)
    )


def test_offers_and_wants_that_fit_are_shown_without_contacts(opened, sorted_waste, downloads):
    # 30 of 40 t are 75 %
    commit_offers(sorted_waste, offer("X-1", "offers"), offer("X-2", "wants", area_id=OSLO, amount=40.0))
    app = opened(PAGE, area=OREBRO)
    text = words(app)
    assert "Offers of Örebro: 1; wants: 0. Matches: 1. The best: Wood, from Örebro to Oslo." in text
    assert "Wood Actor X-1, Örebro Actor X-2, Oslo 30.0 t 40.0 t 75.0 any time" in text
    assert "Wood Offers Actor X-1 30.0 t any time" in words(unfolded(app, "offers"))
    assert "Wood Municipal waste: households" in words(unfolded(app, "candidates"))
    assert "kari@example.org" not in words(app)
    assert b"kari@example.org" not in downloads["matches-csv"][1]()


def test_what_fits_nothing_is_named_with_the_reason(opened, sorted_waste):
    commit_offers(sorted_waste, offer("X-9", "offers", material=None, thing=None))
    assert "X-9 of Actor X-9 fits nothing. It names neither a material nor a thing." in words(opened(PAGE))


def test_indicators_of_waste_stand_against_their_targets(opened, sorted_waste):
    # 460 of 1 000 t are 46 %
    commit_population(sorted_waste, {2022: 2_000})
    text = words(opened(PAGE))
    assert (
        "Recycling rate 46.0 % ◌ No target 2022 · Municipal waste · reference, not decided: At least 60 % in 2030"
        in text
    )


def test_the_demonstration_answers_with_a_number(opened, demo_path):
    app = opened(PAGE, demo=demo_path)
    text = words(app)
    assert "Residual waste first. 4 900 t were thrown away unsorted in 2024" in text
    assert "To reach 60 % 1 440 t more the target for 2030" in text
    assert "The best: Wood: Beams of the old gymnasium, from Fjordvik to Elvesund." in text


def test_what_was_bought_is_the_amount_stated_for_all_and_not_the_sum_of_some(opened, own_url):
    commit_materials(
        own_url,
        waste("all", "purchased", 100.0, origin="own_operations"),
        waste("wood", "purchased", 30.0, origin="own_operations"),
        waste("wood", "recycling", 3.0, origin="own_operations"),
    )
    assert "100 t were bought in" in words(opened(PAGE))


def test_purchases_of_which_one_has_no_figure_are_not_added_up(opened, own_url):
    commit_materials(
        own_url,
        waste("metal", "purchased", None, origin="own_operations"),
        waste("wood", "purchased", 30.0, origin="own_operations"),
        waste("wood", "recycling", 3.0, origin="own_operations"),
    )
    text = words(opened(PAGE))
    assert "is not stated in full." in text and "30.0 t were bought in" not in text
