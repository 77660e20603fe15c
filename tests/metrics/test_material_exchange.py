"""Exchange: what fits by material, amount and period, and which streams could become an offer."""

import math
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.store import Store
from metrics.material_exchange import exchange_left_out, exchange_matches, stream_candidates
from tests.metrics.conftest import BERGEN, OREBRO, OSLO, Desk


def offer(desk, area, offer_id, kind="offers", material="wood", **fields):
    own = {"record_id": offer_id, "actor": f"Actor of {offer_id}", "offer_kind": kind, "material": material}
    desk.records("exchange_offers", area, {**own, "amount_unit": "t", **fields})


def matches(store, **choices):
    return exchange_matches(store, **choices).to_dict("records")


def test_an_offer_covers_a_part_of_what_is_wanted(store, desk):
    # 30 of 40 t are 75 %
    offer(desk, OSLO, "X-1", amount=30.0)
    offer(desk, BERGEN, "X-2", "wants", amount=40.0)
    [found] = matches(store)
    assert (found["offer_id"], found["want_id"], found["covered_percent"]) == ("X-1", "X-2", 75.0)
    assert (found["is_same_municipality"], found["reason"]) == (False, None)


def test_more_than_is_wanted_covers_all_of_it_and_no_more(store, desk):
    offer(desk, OSLO, "X-1", amount=90.0)
    offer(desk, OSLO, "X-2", "wants", amount=40.0)
    [found] = matches(store)
    assert (found["covered_percent"], found["is_same_municipality"]) == (100.0, True)


@pytest.mark.parametrize(
    ("offered", "wanted", "words"),
    [
        ({"amount": None}, {"amount": 40.0}, "is not stated"),
        ({"amount": 30.0, "amount_unit": None}, {"amount": 40.0}, "is not stated"),
        ({"amount": 30.0, "amount_unit": "m3"}, {"amount": 40.0}, "in m3 and t and are not compared"),
        ({"amount": 30.0}, {"amount": 0.0}, "wanted amount is zero"),
    ],
)
def test_amounts_that_cannot_be_compared_are_a_match_with_the_reason(store, desk, offered, wanted, words):
    offer(desk, OSLO, "X-1", **offered)
    offer(desk, BERGEN, "X-2", "wants", **wanted)
    [found] = matches(store)
    assert math.isnan(found["covered_percent"])
    assert words in str(found["reason"])


def test_each_amount_stands_beside_its_own_unit(store, desk):
    offer(desk, OSLO, "X-1", amount=30.0, amount_unit="m3")
    offer(desk, BERGEN, "X-2", "wants", amount=40.0)
    [found] = matches(store)
    assert (found["offered_amount"], found["offered_unit"]) == (30.0, "m3")
    assert (found["wanted_amount"], found["wanted_unit"]) == (40.0, "t")


def test_a_unit_is_the_same_whatever_its_case_and_spaces(store, desk):
    # 30 of 40 t are 75 %
    offer(desk, OSLO, "X-1", amount=30.0, amount_unit=" T")
    offer(desk, BERGEN, "X-2", "wants", amount=40.0, amount_unit="t ")
    assert matches(store)[0]["covered_percent"] == 75.0


def test_what_fits_nothing_is_listed_with_the_reason(store, desk):
    offer(desk, OSLO, "X-1", material=None, thing="  ")
    offer(desk, BERGEN, "X-2", "wants", starts_on=date(2027, 5, 1), ends_on=date(2027, 4, 1))
    offer(desk, BERGEN, "X-3")
    found = exchange_left_out(store)
    assert list(zip(found["offer_id"], map(str, found["reason"]), strict=True)) == [
        ("X-1", "It names neither a material nor a thing."),
        ("X-2", "It ends before it begins."),
    ]
    assert exchange_left_out(store, [BERGEN])["offer_id"].tolist() == ["X-2"]


def test_other_materials_do_not_match_and_things_match_by_their_words(store, desk):
    offer(desk, OSLO, "X-1", material="wood")
    offer(desk, BERGEN, "X-2", "wants", material="metal")
    offer(desk, OSLO, "X-3", material=None, thing="Electric  excavator")
    offer(desk, BERGEN, "X-4", "wants", material=None, thing="electric excavator")
    offer(desk, BERGEN, "X-5", "wants", material=None)
    assert [(row["offer_id"], row["want_id"]) for row in matches(store)] == [("X-3", "X-4")]


def test_periods_must_overlap_and_the_days_in_common_are_counted(store, desk):
    # 1 March to 31 March and 20 March to 30 April share 20 to 31 March: 12 days
    offer(desk, OSLO, "X-1", starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 31))
    offer(desk, BERGEN, "X-2", "wants", starts_on=date(2027, 3, 20), ends_on=date(2027, 4, 30))
    offer(desk, BERGEN, "X-3", "wants", starts_on=date(2027, 4, 1))
    [found] = matches(store)
    assert (found["overlap_days"], found["overlap_from"], found["overlap_until"]) == (
        12,
        date(2027, 3, 20),
        date(2027, 3, 31),
    )


def test_an_open_end_has_no_limit(store, desk):
    offer(desk, OSLO, "X-1", starts_on=date(2027, 3, 1))
    offer(desk, BERGEN, "X-2", "wants", ends_on=date(2027, 3, 1))
    offer(desk, BERGEN, "X-3", "wants")
    found = {row["want_id"]: row for row in matches(store)}
    assert found["X-2"]["overlap_days"] == 1
    assert (found["X-3"]["overlap_days"], found["X-3"]["overlap_until"]) == (math.inf, None)


def test_the_best_covered_comes_first_and_only_the_asked_are_told(store, desk):
    offer(desk, OSLO, "X-1", amount=10.0)
    offer(desk, OREBRO, "X-2", amount=20.0)
    offer(desk, BERGEN, "X-3", "wants", amount=40.0)
    assert [row["offer_id"] for row in matches(store)] == ["X-2", "X-1"]
    assert [row["offer_id"] for row in matches(store, municipality_ids=[OSLO])] == ["X-1"]


def test_nobody_offers_nothing(store):
    assert exchange_matches(store).empty
    assert stream_candidates(store).empty


def test_streams_of_waste_stand_beside_those_who_want_the_material(store, desk):
    desk.materials(OSLO, [
        {"origin": "industry", "material": "wood", "stage": "generated", "source_entity": "Sawmill", "amount_tonnes": 50.0},
        {"origin": "industry", "material": "all", "stage": "generated", "amount_tonnes": 500.0},
        {"origin": "household", "material": "plastic", "stage": "energy_recovery", "amount_tonnes": 80.0},
        {"origin": "household", "material": "plastic", "stage": "generated", "amount_tonnes": 90.0},
        {"origin": "industry", "material": "metal", "stage": "recycling", "amount_tonnes": 70.0},
        {"origin": "industry", "material": "glass", "stage": "generated", "amount_tonnes": None},
    ])  # fmt: skip
    offer(desk, BERGEN, "X-2", "wants", material="wood")
    offer(desk, BERGEN, "X-3", material="wood")
    plastic, wood = stream_candidates(store).to_dict("records")
    assert (plastic["material"], plastic["amount_tonnes"], plastic["wants_count"]) == ("plastic", 80.0, 0)
    assert (wood["source_entity"], wood["wants"], wood["wants_count"]) == ("Sawmill", f"{BERGEN}/X-2", 1)
    assert stream_candidates(store, [BERGEN]).empty


def test_the_newest_year_of_a_stream_is_told(store, desk):
    rows = [
        {
            "origin": "industry",
            "material": "wood",
            "stage": "generated",
            "year": year,
            "amount_tonnes": amount,
        }
        for year, amount in ((2019, 50.0), (2021, 40.0))
    ]
    desk.materials(OSLO, rows)
    [found] = stream_candidates(store).to_dict("records")
    assert (found["year"], found["amount_tonnes"]) == (2021, 40.0)


def test_a_stream_that_has_ended_is_no_candidate_and_a_missing_year_ends_nothing(store, desk):
    stream = {"origin": "industry", "stage": "generated"}
    desk.materials(OSLO, [
        {**stream, "material": "wood", "year": 2019, "amount_tonnes": 50.0},
        {**stream, "material": "wood", "year": 2021, "amount_tonnes": 0.0},
        {**stream, "material": "metal", "year": 2019, "amount_tonnes": 50.0},
        {**stream, "material": "metal", "year": 2021, "amount_tonnes": None},
    ])  # fmt: skip
    [found] = stream_candidates(store).to_dict("records")
    assert (found["material"], found["year"], found["amount_tonnes"]) == ("metal", 2019, 50.0)


@settings(max_examples=8, derandomize=True, deadline=None)
@given(st.floats(0.1, 1e4), st.floats(0.1, 1e4), st.sampled_from([0.001, 1000.0]))
def test_another_unit_for_both_leaves_the_covered_part(offered, wanted, factor):
    found = []
    for scale in (1.0, factor):
        opened = Store.open("duckdb::memory:")
        offer(Desk(opened), OSLO, "X-1", amount=offered * scale)
        offer(Desk(opened), BERGEN, "X-2", "wants", amount=wanted * scale)
        found.append(matches(opened)[0]["covered_percent"])
        opened.close()
    assert found[1] == pytest.approx(found[0])
    assert 0 < found[0] <= 100
