"""Borders with fewer corners, in which neighbours still meet: what two municipalities share is thinned once for both."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Corners = NDArray[np.int64]
STEPS_PER_DEGREE = 100_000  # about a metre; corners this near are the same
METRES_PER_DEGREE = 111_195.0  # of latitude, on a sphere of 6371 km
_HALF = 1 << 26
FEWEST = 4  # positions of a closed ring


def thinned_rings(rings: Sequence[Corners], *, tolerance_metres: float) -> list[Corners]:
    """Rings without the corners that lie within the tolerance of the line through the corners that stay.

    rings: closed (the last corner is the first), in steps of 1e-5 degrees, east and north. A line of corners that two
    rings share is thinned once, from junction to junction, so that no gap opens between neighbours. A ring that comes
    down to a line is returned with fewer than four corners. Source: Douglas and Peucker 1973; shared lines as in
    TopoJSON."""
    junctions = _junctions(rings)
    return [_thinned_ring(ring, junctions, tolerance_metres) for ring in rings]


def without_repeats(ring: Corners) -> Corners:
    """The ring without corners that repeat the one before."""
    is_new = np.ones(len(ring), dtype=bool)
    is_new[1:] = np.any(ring[1:] != ring[:-1], axis=1)
    return ring[is_new]


def _keys(corners: Corners) -> NDArray[np.int64]:
    """One number for each corner."""
    return ((corners[:, 0] + _HALF) << 27) | (corners[:, 1] + _HALF)


def _junctions(rings: Sequence[Corners]) -> NDArray[np.int64]:
    """Where lines meet: corners with more than two different neighbours in all rings together, sorted."""
    keys = [_keys(ring[:-1]) for ring in rings]
    before = np.concatenate([np.roll(each, 1) for each in keys])
    after = np.concatenate([np.roll(each, -1) for each in keys])
    own = np.concatenate(keys)
    pairs = np.unique(np.column_stack([np.tile(own, 2), np.concatenate([before, after])]), axis=0)
    corner, neighbours = np.unique(pairs[:, 0], return_counts=True)
    return corner[neighbours > 2]


def _thinned_ring(ring: Corners, junctions: NDArray[np.int64], tolerance_metres: float) -> Corners:
    opened = ring[:-1]
    keys = _keys(opened)
    cuts = np.flatnonzero(np.isin(keys, junctions))
    if not len(cuts):  # an island, or the hole around one: both begin at the same corner
        cuts = np.array([np.argmin(keys)])
    lines = [_thinned_line(line, tolerance_metres) for line in _between(opened, cuts)]
    return np.concatenate([*(line[:-1] for line in lines), lines[-1][-1:]])


def _between(opened: Corners, cuts: NDArray[np.int64]) -> Iterator[Corners]:
    """The lines from cut to cut, around the ring."""
    turned = np.roll(opened, -int(cuts[0]), axis=0)
    closed = np.concatenate([turned, turned[:1]])
    ends = [*(cuts - cuts[0]).tolist(), len(opened)]
    yield from (closed[start : end + 1] for start, end in pairwise(ends))


def _thinned_line(line: Corners, tolerance_metres: float) -> Corners:
    """The line with fewer corners, the same whichever way it is run through."""
    forward, backward = line.tolist(), line[::-1].tolist()
    is_turned = backward < forward
    ordered = line[::-1] if is_turned else line
    kept = ordered[_kept(_in_metres(ordered), tolerance_metres)]
    return kept[::-1] if is_turned else kept


def _in_metres(line: Corners) -> NDArray[np.float64]:
    north = line[:, 1] / STEPS_PER_DEGREE
    shrink = np.cos(np.radians(north.mean()))
    return np.column_stack([line[:, 0] / STEPS_PER_DEGREE * shrink, north]) * METRES_PER_DEGREE


def _kept(points: NDArray[np.float64], tolerance: float) -> NDArray[np.bool_]:
    """Which corners stay: both ends, and from each stretch the one farthest off while it is farther than allowed."""
    stays = np.zeros(len(points), dtype=bool)
    stays[[0, -1]] = True
    stretches = [(0, len(points) - 1)]
    while stretches:
        start, end = stretches.pop()
        if end - start < 2:
            continue
        apart = _distances(points[start + 1 : end], points[start], points[end])
        farthest = int(np.argmax(apart))
        if apart[farthest] > tolerance:
            middle = start + 1 + farthest
            stays[middle] = True
            stretches += [(start, middle), (middle, end)]
    return stays


def _distances(
    points: NDArray[np.float64], start: NDArray[np.float64], end: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How far points are from the stretch between two others."""
    along = end - start
    length = float(along @ along)
    share = np.clip((points - start) @ along / length, 0, 1) if length else np.zeros(len(points))
    off = points - start - np.outer(share, along)
    return np.hypot(off[:, 0], off[:, 1])
