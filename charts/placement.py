"""Where labels stand so that none covers another, a line or the edge, at every width the picture may get.

Two jobs: a column of labels at the right end, moved apart as little as possible, and labels inside the plot,
each tried at a few places around its point. Both are pure and measured in pixels; y grows downwards as on a
screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """The shared area in square pixels; 0 when they only touch."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return wide * high if wide > 0 and high > 0 else 0.0


@dataclass(frozen=True)
class Plane:
    """The plot area at one width: how years and values become pixels."""

    width_px: float
    height_px: float
    years: Point
    values: Point
    margin_px: float = 0  # room to the right of the plot that labels may use

    def at(self, year: float, value: float) -> Point:
        """Pixels from the left top corner of the plot."""
        (first, last), (low, high) = self.years, self.values
        return (year - first) / (last - first) * self.width_px, (high - value) / (high - low) * self.height_px


@dataclass(frozen=True)
class Spot:
    """One place to try for a label: its offset from the point in pixels (right, down) and which edge is
    anchored."""

    right: float
    down: float
    anchor: str  # left | center | right


@dataclass(frozen=True)
class Wish:
    """A label that wants to stand near a point of the plot; `spots` in order of preference."""

    year: float
    value: float
    width_px: float
    height_px: float
    spots: tuple[Spot, ...]


def around(gap_px: float = 8, half_height_px: float = 8) -> tuple[Spot, ...]:
    """The usual places around a point: above right, above, above left, then the same below."""
    lift = gap_px + half_height_px
    above = [Spot(gap_px, -lift, "left"), Spot(0, -lift - 2, "center"), Spot(-gap_px, -lift, "right")]
    below = [Spot(gap_px, lift, "left"), Spot(0, lift + 2, "center"), Spot(-gap_px, lift, "right")]
    further = [
        Spot(gap_px, -2 * lift, "left"),
        Spot(gap_px, 2 * lift, "left"),
        Spot(0, -3 * lift, "center"),
        Spot(0, 3 * lift, "center"),
    ]
    return tuple(above + below + further)


def spread(centres: Sequence[float], heights: Sequence[float], *, low: float, high: float) -> list[float]:
    """Centres moved apart as little as possible (least squares) until no two labels overlap.

    centres: wished places in pixels, any order; down the column labels keep the order of their upper edges.
    heights: of the labels. low, high: the column's ends, kept when the labels fit at all. Returns the new
    centres in the order given."""
    order = sorted(range(len(centres)), key=lambda index: (centres[index] - heights[index] / 2, index))
    pools: list[tuple[float, float, list[int]]] = []  # (sum of wished tops, total height, members)
    for index in order:
        pool = (centres[index] - heights[index] / 2, heights[index], [index])
        while pools and _top(pools[-1], low, high) + pools[-1][1] > _top(pool, low, high) + 1e-9:
            upper = pools.pop()
            pool = (upper[0] + pool[0] - len(pool[2]) * upper[1], upper[1] + pool[1], upper[2] + pool[2])
        pools.append(pool)
    placed = [0.0] * len(centres)
    for pool in pools:
        top = _top(pool, low, high)
        for index in pool[2]:
            placed[index] = top + heights[index] / 2
            top += heights[index]
    return placed


def _top(pool: tuple[float, float, list[int]], low: float, high: float) -> float:
    return max(low, min(pool[0] / len(pool[2]), high - pool[1]))


def place(
    wishes: Sequence[Wish],
    planes: Sequence[Plane],
    *,
    lines: Sequence[Sequence[Point]] = (),
    taken: Sequence[Sequence[Box]] = (),
) -> list[Spot]:
    """The first spot of each wish that is free at every width; where none is, the one that covers least.

    lines: polylines in years and values that labels must not cover. taken: for each plane, boxes already in
    use. Earlier wishes go first and are in the way of later ones."""
    in_use = [list(taken[index]) if index < len(taken) else [] for index in range(len(planes))]
    drawn = [[_pixels(line, plane) for line in lines] for plane in planes]
    chosen: list[Spot] = []
    for wish in wishes:
        spot = _best_spot(wish, planes, drawn, in_use)
        chosen.append(spot)
        for boxes, plane in zip(in_use, planes, strict=True):
            boxes.append(box_of(wish, spot, plane))
    return chosen


def _best_spot(
    wish: Wish, planes: Sequence[Plane], drawn: list[list[list[Point]]], in_use: list[list[Box]]
) -> Spot:
    best, least = wish.spots[0], float("inf")
    for spot in wish.spots:
        covered = 0.0
        for plane, lines, boxes in zip(planes, drawn, in_use, strict=True):
            covered += _covered(box_of(wish, spot, plane), plane, lines, boxes)
            if covered >= least:
                break
        if covered < least:
            best, least = spot, covered
        if least == 0:
            break
    return best


def box_of(wish: Wish, spot: Spot, plane: Plane) -> Box:
    """The rectangle the label takes at this spot and width."""
    x, y = plane.at(wish.year, wish.value)
    share = {"left": 0.0, "center": 0.5, "right": 1.0}[spot.anchor]
    left, top = x + spot.right - share * wish.width_px, y + spot.down - wish.height_px / 2
    return Box(left, top, left + wish.width_px, top + wish.height_px)


def _covered(box: Box, plane: Plane, lines: list[list[Point]], boxes: list[Box]) -> float:
    outside = max(0.0, -2 - box.left) + max(0.0, box.right - plane.width_px - plane.margin_px - 2)
    outside += max(0.0, -16 - box.top) + max(0.0, box.bottom - plane.height_px - 1)
    crossed = sum(1 for line in lines if _crosses(line, box))
    return outside * 100 + sum(box.overlap(other) for other in boxes) + crossed * 150


def _pixels(line: Sequence[Point], plane: Plane) -> list[Point]:
    return [plane.at(year, value) for year, value in line]


def _crosses(line: Sequence[Point], box: Box) -> bool:
    if len(line) == 1:
        return _segment_meets(line[0], line[0], box)
    return any(_segment_meets(start, end, box) for start, end in pairwise(line))


def _segment_meets(start: Point, end: Point, box: Box) -> bool:
    (x0, y0), (x1, y1) = start, end
    if max(x0, x1) < box.left or min(x0, x1) > box.right or max(y0, y1) < box.top or min(y0, y1) > box.bottom:
        return False
    if x0 == x1 or y0 == y1:
        return True
    slope = (y1 - y0) / (x1 - x0)
    at_left, at_right = (
        y0 + slope * (max(min(x0, x1), box.left) - x0),
        y0 + slope * (min(max(x0, x1), box.right) - x0),
    )
    return max(at_left, at_right) >= box.top and min(at_left, at_right) <= box.bottom
