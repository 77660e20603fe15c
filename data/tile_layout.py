"""Where each municipality has its tile on a map without borders: a block of tiles per county or region, in roughly its
true place.

The places of the blocks are our own drawing, kept as data (data/reference/tile_blocks.csv)."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import pandas as pd

from data.areas import REFERENCE

COUNTRIES = ("IS", "NO", "SE", "DK", "FI")  # of blocks without a known region, as they are read: west to east
WIDEST_LINE = 9  # tiles, of such blocks beside one another


@dataclass(frozen=True)
class Placed:
    """A municipality to be placed: its id, country and region as the register has them."""

    area_id: str
    country_code: str
    region: str


@dataclass(frozen=True)
class Block:
    """The tiles of a region. column, row: its upper left tile, counted from 0 to the right and down; region: empty for
    municipalities whose region the drawing does not know."""

    country_code: str
    region: str
    column: int
    row: int
    width: int
    height: int


@dataclass(frozen=True)
class TileLayout:
    """The drawing of some municipalities. tiles: column and row by area id, no two the same; columns, rows: its size."""

    tiles: dict[str, tuple[int, int]]
    blocks: tuple[Block, ...]
    columns: int
    rows: int


def tile_layout(municipalities: Iterable[Placed]) -> TileLayout:
    """The tiles of these municipalities and of no others, each block in order of codes.

    A region of which at most half is there takes a smaller block; empty columns and rows between blocks shrink to one.
    Municipalities of a region that the drawing does not know stand below it, a block for each country."""
    members: dict[tuple[str, str], list[str]] = defaultdict(list)
    known = _drawing()
    for each in sorted(municipalities, key=lambda each: each.area_id):
        place = (each.country_code, each.region)
        members[place if place in known else (each.country_code, "")].append(each.area_id)
    drawn = [_drawn(known[place], len(ids)) for place, ids in members.items() if place in known]
    below = max((block.row + block.height for block in drawn), default=-1) + 1
    unknown = {place[0]: len(ids) for place, ids in members.items() if place not in known}
    blocks = _without_empty_lines([*drawn, *_in_lines(unknown, below)])
    tiles = {
        area_id: (block.column + number % block.width, block.row + number // block.width)
        for block in blocks
        for number, area_id in enumerate(members[block.country_code, block.region])
    }
    columns = max((block.column + block.width for block in blocks), default=0)
    rows = max((block.row + block.height for block in blocks), default=0)
    return TileLayout(tiles, tuple(blocks), columns, rows)


@cache
def _drawing() -> dict[tuple[str, str], Block]:
    """Every block with room for all municipalities of its region."""
    register = pd.read_csv(REFERENCE / "municipalities.csv", dtype=str, keep_default_na=False)
    counts = register.groupby(["country_code", "region"]).size()
    rows = pd.read_csv(REFERENCE / "tile_blocks.csv", dtype={"country_code": str, "region": str})
    return {
        (row.country_code, row.region): Block(
            row.country_code,
            row.region,
            row.column,
            row.row,
            row.width,
            height=math.ceil(counts[row.country_code, row.region] / row.width),
        )
        for row in rows.itertuples(index=False)
    }


def _drawn(block: Block, count: int) -> Block:
    """The block with room for so many, nearly square where they are few."""
    is_small = 2 * count <= block.width * block.height
    fewest = max(math.ceil(math.sqrt(count)), math.ceil(count / block.height))
    width = min(block.width, fewest) if is_small else block.width
    return replace(block, width=width, height=math.ceil(count / width))


def _in_lines(counts: dict[str, int], row: int) -> list[Block]:
    """A block for each country, side by side as long as there is room, from that row on."""
    blocks: list[Block] = []
    column = tallest = 0
    for country in sorted(
        counts,
        key=lambda code: (code not in COUNTRIES, COUNTRIES.index(code) if code in COUNTRIES else 0, code),
    ):
        width = min(WIDEST_LINE, math.ceil(math.sqrt(counts[country])))
        if column and column + width > WIDEST_LINE:
            row, column, tallest = row + tallest + 1, 0, 0
        block = Block(country, "", column, row, width, math.ceil(counts[country] / width))
        blocks.append(block)
        column, tallest = column + width + 1, max(tallest, block.height)
    return blocks


def _without_empty_lines(blocks: Sequence[Block]) -> list[Block]:
    """The blocks moved together, one empty column or row left between those that had any."""
    columns = _kept({block.column + step for block in blocks for step in range(block.width)})
    rows = _kept({block.row + step for block in blocks for step in range(block.height)})
    return [replace(block, column=columns[block.column], row=rows[block.row]) for block in blocks]


def _kept(used: set[int]) -> dict[int, int]:
    """The new number of each used column or row."""
    numbers: dict[int, int] = {}
    latest, number = None, 0
    for old in sorted(used):
        number += 0 if latest is None else min(old - latest, 2)
        numbers[old] = number
        latest = old
    return numbers
