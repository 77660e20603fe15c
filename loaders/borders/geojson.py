"""GeoJSON taken apart: its features, and the rings of each, in the right place and the right way round.

What is wrong is said with the feature it stands in. Size is looked at before anything is parsed."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from data.boundaries import signed_area
from loaders.borders.border_lines import FEWEST, STEPS_PER_DEGREE, Corners
from loaders.problems import LoadRefused, Problem
from loaders.sheets.guards import LARGEST_FILE_BYTES
from texts import N_, Text

MOST_CORNERS = 1_000_000
MOST_LISTS = 3 * MOST_CORNERS  # a corner is one list, with room for empty ones
MOST_OBJECTS = 200_000
FARTHEST = 1e9  # metres of any map
NORDIC = (-35.0, 45.0, 50.0, 85.0)  # west, east, south, north, with some sea around
WGS84_NAMES = re.compile(r"(CRS:?84|EPSG:?:?(\d+\.?\d*)?:?:?(4326|4258|4979))$", re.IGNORECASE)


def features_of(content: bytes) -> list[dict[str, Any]]:
    """The features of a GeoJSON collection, at least one. Raises LoadRefused for anything else, and for a file that says
    that its coordinates are no degrees."""
    _expect_size(content)
    document = _parsed(content)
    if not isinstance(document, dict) or document.get("type") != "FeatureCollection":
        _refused("no_geojson", N_("a GeoJSON FeatureCollection"), _kind_found(document), EXPORT)
    _expect_degrees(document.get("crs"))
    features = document.get("features")
    if not isinstance(features, list) or not features:
        _refused("no_features", N_("areas under features"), N_("none"), EXPORT)
    for number, feature in enumerate(features, 1):
        if not isinstance(feature, dict):
            _refused("no_feature", N_("a Feature"), str(feature)[:60], EXPORT, place=place_of(number, ""))
    return features


EXPORT = N_("Export the borders as GeoJSON, one feature per municipality, in degrees (WGS 84, EPSG:4326).")
_SMALLER = N_("Take a generalised edition of the borders, or thin them before you load them.")


def _expect_size(content: bytes) -> None:
    """Refuse what would take much memory, before it is taken apart."""
    limit = LARGEST_FILE_BYTES // 1_000_000
    if len(content) > LARGEST_FILE_BYTES:
        size = f"{len(content) / 1_000_000:.0f}"
        _refused("too_large", N_("at most {limit} MB", limit=limit), N_("{size} MB", size=size), _SMALLER)
    if content.count(b"[") > MOST_LISTS or content.count(b"{") > MOST_OBJECTS:
        expected = N_("at most {count} corners", count=MOST_CORNERS)
        _refused("too_many_corners", expected, N_("more"), _SMALLER)


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        _refused("no_utf8", N_("text in UTF-8"), N_("other bytes"), EXPORT)
    except RecursionError:
        _refused("too_deep", N_("a GeoJSON FeatureCollection"), N_("lists within lists without end"), EXPORT)
    except json.JSONDecodeError as error:
        found = N_(
            "a mistake in line {line}, character {column}", line=str(error.lineno), column=str(error.colno)
        )
        _refused("no_json", N_("JSON"), found, EXPORT)
    except ValueError:  # a number of more digits than Python reads
        _refused("no_number", N_("numbers"), N_("a number without end"), EXPORT)


def _refuse_constant(word: str) -> NoReturn:
    _refused("no_number", N_("numbers"), word, EXPORT)


def _kind_found(document: Any) -> Text | str:
    return str(document.get("type", ""))[:60] if isinstance(document, dict) else N_("other JSON")


def _expect_degrees(crs: Any) -> None:
    """Refuse a file that says itself that it is projected. crs: the member of the GeoJSON of 2008, if it is there."""
    if crs is None:
        return
    properties = crs.get("properties") if isinstance(crs, dict) else None
    name = str(properties.get("name", "") if isinstance(properties, dict) else crs)
    if not WGS84_NAMES.search(name):
        _refused("projected", _DEGREES, name[:60], EXPORT)


_DEGREES = N_("longitude and latitude in degrees (WGS 84)")


def rings_of(feature: dict[str, Any], number: int, code: str, problems: list[Problem]) -> Iterator[Corners]:
    """The rings of a feature, outer ones counter-clockwise and holes clockwise, in steps; problems are noted."""
    geometry = feature.get("geometry")
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    place = place_of(number, code)
    if kind not in ("Polygon", "MultiPolygon") or not isinstance(geometry, dict):
        found: str | Text = str(kind) if kind else N_("no geometry")
        problems.append(problem("no_area", N_("a Polygon or MultiPolygon"), found, EXPORT, place=place))
        return
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    if (
        not isinstance(polygons, list)
        or not polygons
        or not all(isinstance(each, list) and each for each in polygons)
    ):
        problems.append(problem("no_ring", N_("lists of corners"), N_("none"), EXPORT, place=place))
        return
    for polygon in polygons:
        for position, ring in enumerate(polygon):
            corners = _corners(ring, place, problems)
            if corners is None:
                return
            yield _turned(corners, is_outer=position == 0)


def _corners(ring: Any, place: str, problems: list[Problem]) -> Corners | None:
    """A closed ring in steps of 1e-5 degrees; None, and a problem, for anything else."""
    if not isinstance(ring, list) or not all(_is_position(point) for point in ring):
        found = str(
            next((point for point in ring if not _is_position(point)), "") if isinstance(ring, list) else ring
        )
        problems.append(problem("no_corner", N_("corners of two numbers"), found[:60], EXPORT, place=place))
        return None
    if len(ring) < FEWEST or ring[0][:2] != ring[-1][:2]:
        found_words = N_("{count} corners from {first} to {last}", count=str(len(ring)),
                         first=str(ring[:1])[1:-1] or "–", last=str(ring[-1:])[1:-1] or "–")  # fmt: skip
        problems.append(problem("open_ring", _CLOSED, found_words, EXPORT, place=place))
        return None
    degrees = np.array([point[:2] for point in ring], dtype=float)
    if (wrong := _outside(degrees, place)) is not None:
        problems.append(wrong)
        return None
    return np.round(degrees * STEPS_PER_DEGREE).astype(np.int64)


_CLOSED = N_("a closed ring of at least four corners, the last the same as the first")


def _is_position(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) >= 2
        and all(
            isinstance(each, int | float) and not isinstance(each, bool) and abs(each) < FARTHEST
            for each in point[:2]
        )
    )


def _outside(degrees: NDArray[np.float64], place: str) -> Problem | None:
    """What is wrong with places outside the Nordic countries: projected metres, latitude first, or elsewhere."""
    west, east, south, north = NORDIC
    across, up = degrees[:, 0], degrees[:, 1]
    is_in = (across >= west) & (across <= east) & (up >= south) & (up <= north)
    if bool(is_in.all()):
        return None
    x, y = (float(each) for each in degrees[int(np.argmin(is_in))])
    found = N_("{x}, {y}", x=f"{x:g}", y=f"{y:g}")
    if abs(x) > 180 or abs(y) > 90:
        found = N_("{x}, {y}, as of a projected map", x=f"{x:.0f}", y=f"{y:.0f}")
        return problem("projected", _DEGREES, found, EXPORT, place=place)
    if west <= y <= east and south <= x <= north:
        return problem(
            "swapped", N_("longitude before latitude"), found, N_("Exchange the two."), place=place
        )
    return problem("elsewhere", N_("a place in the Nordic countries"), found, EXPORT, place=place)


def _turned(corners: Corners, *, is_outer: bool) -> Corners:
    runs_backward = signed_area([(int(x), int(y)) for x, y in corners.tolist()]) < 0
    return corners[::-1] if runs_backward == is_outer else corners


# --- what is wrong


def place_of(number: int, code: str) -> str:
    """Where a feature stands, as a path into the file, with its code; number: from 1."""
    return f"features[{number - 1}] ({code})" if code else f"features[{number - 1}]"


def problem(
    code: str, expected: Text, found: str | Text, fix: Text, *, place: str = "", count: int = 1
) -> Problem:
    """What keeps a file out. place: of place_of, empty for the whole file."""
    return Problem(
        level="error", code=code, sheet=place, expected=expected, found=found, fix=fix, count=count
    )


def refuse(problems: list[Problem]) -> None:
    """Raise LoadRefused, if there is a problem, with the first of each kind and how many there are of it."""
    kinds: dict[str, list[Problem]] = {}
    for each in problems:
        kinds.setdefault(each.code, []).append(each)
    if kinds:
        raise LoadRefused(replace(of[0], count=sum(each.count for each in of)) for of in kinds.values())


def _refused(code: str, expected: Text, found: str | Text, fix: Text, *, place: str = "") -> NoReturn:
    raise LoadRefused([problem(code, expected, found, fix, place=place)])
