"""The borders of municipalities that a map is drawn with, as somebody has loaded them.

They are an upload without rows whose original, a GeoJSON file, holds the simplified borders: it is listed, undone, backed
up and rebuilt like every other upload (docs/adr/0019)."""

import json
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from data.errors import StoreError
from data.store import Store
from texts import N_

BOUNDARY_FORM = "form-boundaries"
ID_PROPERTY = "municipality_id"
Ring = list[tuple[float, float]]
Shape = list[Ring]


def boundary_content(
    shapes: Mapping[str, Sequence[Ring]], *, source: str, credit: str, simplified_metres: float
) -> bytes:
    """The file of boundaries: GeoJSON as RFC 7946 has it, with what they were made from.

    shapes: rings by municipality id, each outer ring (counter-clockwise) followed by its holes. credit: publisher and
    licence, as the map names them."""
    entry = {
        "type": "FeatureCollection",
        "form": BOUNDARY_FORM,
        "source": source,
        "credit": credit,
        "simplified_metres": simplified_metres,
        "features": [_feature(area_id, rings) for area_id, rings in sorted(shapes.items())],
    }
    return json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()


def live_boundaries(store: Store) -> dict[str, Shape]:
    """The rings of every municipality with a boundary, by id; of several live uploads the newest speaks for each.

    Returns rings of (longitude, latitude) in degrees, outer ones counter-clockwise. Raises StoreError where a kept file
    cannot be read."""
    found: dict[str, Shape] = {}
    for content in _kept(store):
        found |= _read(content)
    return found


def boundary_credits(store: Store) -> list[str]:
    """Publisher and licence of every live upload of borders that names them, each once."""
    named = (str(json.loads(content).get("credit", "")) for content in _kept(store))
    return list(dict.fromkeys(filter(None, named)))


def _kept(store: Store) -> list[bytes]:
    """The files of the live uploads of borders, the oldest first."""
    uploads = store.uploads()
    kept = uploads[(uploads["format_key"] == BOUNDARY_FORM) & uploads["is_live"]].sort_values("upload_id")
    return [store.original(sha256) for sha256 in kept["sha256"]]


def signed_area(ring: Sequence[tuple[float, float]]) -> float:
    """Twice the area of a closed ring in the unit of its corners, squared; below zero where it runs clockwise."""
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))


def _feature(area_id: str, rings: Sequence[Ring]) -> dict[str, Any]:
    polygons: list[list[Ring]] = []
    for ring in rings:
        if polygons and signed_area(ring) < 0:
            polygons[-1].append(ring)
        else:
            polygons.append([ring])
    geometry = {"type": "MultiPolygon", "coordinates": polygons}
    return {"type": "Feature", "properties": {ID_PROPERTY: area_id}, "geometry": geometry}


def _read(content: bytes) -> dict[str, Shape]:
    try:
        features = json.loads(content)["features"]
        return {
            feature["properties"][ID_PROPERTY]: [
                [(float(x), float(y)) for x, y in ring]
                for polygon in feature["geometry"]["coordinates"]
                for ring in polygon
            ]
            for feature in features
        }
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(N_("Kept borders cannot be read: {detail}.", detail=str(error))) from error
