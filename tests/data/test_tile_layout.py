"""Tiles in place of borders: everybody has one, nobody shares one, and a small map is not lost in a large one."""

import pandas as pd
import pytest

from data.areas import REFERENCE
from data.tile_layout import Placed, tile_layout

REGISTER = pd.read_csv(REFERENCE / "municipalities.csv", dtype=str, keep_default_na=False)
ALL = [
    Placed(f"{row.country_code}-{row.municipality_code}", row.country_code, row.region)
    for row in REGISTER.itertuples(index=False)
]


def of_country(country):
    return [each for each in ALL if each.country_code == country]


def test_every_municipality_of_the_register_has_a_tile():
    assert set(tile_layout(ALL).tiles) == {each.area_id for each in ALL}


def test_no_two_municipalities_of_the_register_share_a_tile():
    places = list(tile_layout(ALL).tiles.values())
    assert len(set(places)) == len(places)


@pytest.mark.parametrize("country", ["NO", "SE", "FI", "DK", "IS"])
def test_no_two_municipalities_of_a_country_drawn_alone_share_a_tile(country):
    places = list(tile_layout(of_country(country)).tiles.values())
    assert len(set(places)) == len(places) == len(of_country(country))


def test_every_region_of_the_register_has_a_block_and_no_block_is_left_over():
    blocks = pd.read_csv(REFERENCE / "tile_blocks.csv", dtype=str)
    drawn = list(zip(blocks["country_code"], blocks["region"], strict=True))
    assert sorted(drawn) == sorted({(each.country_code, each.region) for each in ALL})


def test_blocks_of_the_whole_drawing_keep_a_tile_between_them():
    blocks = tile_layout(ALL).blocks
    touching = [
        (one.region, other.region)
        for number, one in enumerate(blocks)
        for other in blocks[number + 1 :]
        if one.column <= other.column + other.width
        and other.column <= one.column + one.width
        and one.row <= other.row + other.height
        and other.row <= one.row + one.height
    ]
    # the corner of one may touch the corner of another, never a side
    assert [pair for pair in touching if not is_corner(blocks, *pair)] == []


def is_corner(blocks, first, second):
    one, other = (next(block for block in blocks if block.region == name) for name in (first, second))
    beside = one.column + one.width == other.column or other.column + other.width == one.column
    above = one.row + one.height == other.row or other.row + other.height == one.row
    return beside and above


def test_norway_alone_is_as_narrow_as_a_phone_allows():
    # 358 px / 24 columns = 14.9 px for a tile
    layout = tile_layout(of_country("NO"))
    assert (layout.columns, layout.rows) == (24, 43)


def test_the_north_lies_above_the_south_and_the_west_left_of_the_east():
    tiles = tile_layout(ALL).tiles
    assert tiles["NO-5601"][1] < tiles["NO-5001"][1] < tiles["NO-4204"][1]  # Finnmark, Trøndelag, Agder
    assert tiles["IS-0000"][0] < tiles["NO-4601"][0] < tiles["SE-0180"][0] < tiles["FI-091"][0]


def test_tiles_of_a_block_follow_the_codes_line_by_line():
    # Blekinge has five municipalities in a block two wide: 1060, 1080 / 1081, 1082 / 1083
    blekinge = [each for each in ALL if each.region == "Blekinge län"]
    tiles = tile_layout(blekinge).tiles
    assert [tiles[f"SE-{code}"] for code in (1060, 1080, 1081, 1082, 1083)] == [
        (0, 0),
        (1, 0),
        (0, 1),
        (1, 1),
        (0, 2),
    ]


def test_two_cities_far_apart_are_drawn_together_with_one_empty_row_between_them():
    oslo, tromso = Placed("NO-0301", "NO", "Oslo"), Placed("NO-5501", "NO", "Troms")
    layout = tile_layout([oslo, tromso])
    assert layout.tiles == {"NO-5501": (0, 0), "NO-0301": (1, 2)}


def test_municipalities_of_no_known_region_stand_in_a_block_of_their_country():
    cities = [Placed(f"NO-D0{number}", "NO", "Havland") for number in (1, 2, 3, 4)]
    layout = tile_layout([*cities, Placed("SE-D01", "SE", "Björkmarks län")])
    assert [(block.country_code, block.region, block.width) for block in layout.blocks] == [
        ("NO", "", 2),
        ("SE", "", 1),
    ]
    # two by two, an empty column, then Sweden
    assert layout.tiles["NO-D03"] == (0, 1)
    assert layout.tiles["SE-D01"] == (3, 0)


def test_a_hundred_municipalities_of_no_known_region_leave_those_of_other_countries_their_places():
    many = [
        Placed(f"{country}-X{number:03}", country, "?")
        for country in ("NO", "SE", "XX")
        for number in range(100)
    ]
    places = list(tile_layout([*ALL, *many]).tiles.values())
    assert len(set(places)) == len(ALL) + 300


def test_nothing_to_place_is_an_empty_drawing():
    layout = tile_layout([])
    assert (layout.tiles, layout.columns, layout.rows) == ({}, 0, 0)
