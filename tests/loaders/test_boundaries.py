"""Borders from a GeoJSON file: matched by code, thinned without gaps, kept like every upload, and refused in a sentence."""

import json
import math

import numpy as np
import pytest

from data.backup import back_up, restore
from data.boundaries import BOUNDARY_FORM, live_boundaries, signed_area
from data.store import Store
from data.store_files import StoreFiles
from loaders.borders.border_lines import thinned_rings
from loaders.borders.boundaries import code_properties, keep_boundaries, read_boundaries
from loaders.problems import LoadRefused
from loaders.rebuilding import rebuild


def box(west, south, east, north):
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code, *rings, name="code", kind="Polygon", **more):
    coordinates = [list(rings)] if kind == "MultiPolygon" else list(rings)
    return {
        "type": "Feature",
        "properties": {name: code},
        "geometry": {"type": kind, "coordinates": coordinates},
        **more,
    }


def collection(*features, **more):
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


OSLO, STAVANGER = box(10.5, 59.8, 10.9, 60.1), box(5.5, 58.8, 5.9, 59.1)


@pytest.fixture
def read(store):
    def of(content, **options):
        given = {
            "file_name": "borders.geojson",
            "code_property": "code",
            "country": "NO",
            "simplify_metres": 0.0,
        }
        return read_boundaries(content, store.register(), **(given | options))

    return of


def refusal(read, content, **options):
    with pytest.raises(LoadRefused) as refused:
        read(content, **options)
    return [str(problem.sentence) for problem in refused.value.problems]


# --- codes


@pytest.mark.parametrize("code", ["0301", 301, 301.0, "NO0301", "NO_0301", "NO-0301", " 0301 "])
def test_a_code_is_matched_as_text_with_its_leading_zero(read, code):
    assert list(read(collection(feature(code, OSLO))).shapes) == ["NO-0301"]


def test_a_danish_code_with_the_zero_of_another_list_is_the_same(read):
    found = read(collection(feature("0101", box(12.4, 55.6, 12.7, 55.8))), country="DK")
    assert list(found.shapes) == ["DK-101"]


def test_a_code_that_lost_its_zero_is_never_guessed_between_countries(read):
    # 301 is Kurikka in Finland, and Oslo without its zero
    assert refusal(read, collection(feature(301, OSLO)), country=None) == [
        "The file: expected codes of one country, found 301, which FI-301, NO-0301 have. Say which country the file is of."
    ]


def test_a_code_that_one_country_alone_has_needs_no_country(read):
    assert list(read(collection(feature("0301", OSLO)), country=None).shapes) == ["NO-0301"]


def test_an_unknown_code_is_told_and_left_out(read):
    found = read(collection(feature("0301", OSLO), feature("9999", STAVANGER)))
    assert (list(found.shapes), found.unmatched) == (["NO-0301"], ("9999",))


def test_a_municipality_of_the_past_is_not_taken_for_one_of_today(read):
    # 1141 Finnøy became a part of Stavanger in 2020
    found = read(collection(feature("0301", OSLO), feature("1141", STAVANGER)))
    assert found.unmatched == ("1141",)


def test_several_features_of_a_municipality_are_its_parts(read):
    found = read(collection(feature("0301", OSLO), feature("0301", box(10.0, 59.0, 10.1, 59.1))))
    assert len(found.shapes["NO-0301"]) == 2


def test_the_properties_are_offered_with_an_example():
    content = collection(
        {**feature("0301", OSLO), "properties": {"kommunenummer": "0301", "navn": "Oslo", "flate": 1.5}}
    )
    assert code_properties(content) == {"kommunenummer": "0301", "navn": "Oslo"}


def test_when_no_code_is_known_nothing_is_kept(read):
    assert refusal(read, collection(feature("Oslo", OSLO))) == [
        'The file: expected official codes of municipalities in the property code, found "Oslo". Name another property, '
        "or say which country the file is of."
    ]


def test_a_property_that_is_not_there_is_told_with_those_that_are(read):
    content = collection(feature("0301", OSLO, name="nr"), feature("1103", STAVANGER, name="nr"))
    assert refusal(read, content) == [
        "features[0] and 1 more: expected a code in the property code, found nothing. Name the property that holds the "
        "official code; there are: nr."
    ]


# --- coordinates


@pytest.mark.parametrize("kind", ["Polygon", "MultiPolygon"])
def test_both_kinds_of_areas_are_read(read, kind):
    assert len(read(collection(feature("0301", OSLO, kind=kind))).shapes["NO-0301"][0]) == 5


def test_heights_are_dropped_and_degrees_rounded_to_ten_metres(read):
    ring = [[x + 0.000012, y, 120.5] for x, y in OSLO]
    assert read(collection(feature("0301", ring))).shapes["NO-0301"][0][0] == (10.5, 59.8)


def test_outer_rings_run_counter_clockwise_and_holes_clockwise(read):
    hole = box(10.6, 59.9, 10.7, 60.0)
    outer, inner = read(collection(feature("0301", OSLO[::-1], hole))).shapes["NO-0301"]
    assert (signed_area(outer) > 0, signed_area(inner) < 0) == (True, True)


def test_metres_of_a_projected_map_are_refused(read):
    utm = [[x * 25_000, y * 110_000] for x, y in OSLO]
    assert refusal(read, collection(feature("0301", utm))) == [
        "features[0] (0301): expected longitude and latitude in degrees (WGS 84), found 262500, 6578000, as of a projected "
        "map. Export the borders as GeoJSON, one feature per municipality, in degrees (WGS 84, EPSG:4326)."
    ]


def test_a_file_that_names_a_projection_is_refused_before_its_corners_are_read(read):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::25833"}}
    [sentence] = refusal(read, collection(feature("0301", OSLO), crs=crs))
    assert 'found "urn:ogc:def:crs:EPSG::25833"' in sentence


@pytest.mark.parametrize("name", ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4258"])
def test_a_file_that_names_degrees_is_read(read, name):
    crs = {"type": "name", "properties": {"name": name}}
    assert list(read(collection(feature("0301", OSLO), crs=crs)).shapes) == ["NO-0301"]


def test_latitude_before_longitude_is_seen(read):
    [sentence] = refusal(read, collection(feature("0301", [[y, x] for x, y in OSLO])))
    assert (
        sentence
        == "features[0] (0301): expected longitude before latitude, found 59.8, 10.5. Exchange the two."
    )


def test_a_place_outside_the_nordic_countries_is_refused(read):
    [sentence] = refusal(read, collection(feature("0301", box(100, 10, 101, 11))))
    assert "expected a place in the Nordic countries, found 100, 10." in sentence


def test_an_open_ring_is_refused(read):
    [sentence] = refusal(read, collection(feature("0301", OSLO[:-1])))
    assert sentence.startswith("features[0] (0301): expected a closed ring of at least four corners")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"{", "expected JSON, found a mistake in line 1, character 2"),
        (b"\xff\xfe\x00", "expected text in UTF-8"),
        (b'{"type": "Feature"}', 'expected a GeoJSON FeatureCollection, found "Feature"'),
        (b"[1]", "expected a GeoJSON FeatureCollection, found other JSON"),
        (b'{"type": "FeatureCollection", "features": []}', "expected areas under features, found none"),
        (b'{"type": "FeatureCollection", "features": [7]}', 'features[0]: expected a Feature, found "7"'),
        (b'{"type": "FeatureCollection", "features": [NaN]}', 'expected numbers, found "NaN"'),
        (b"[" * 200_000, "lists within lists without end"),
        (b"[" + b"[]," * 3_000_001 + b"1]", "expected at most 1 000 000 corners, found more"),
        (b'{"a": ' + b"9" * 5000 + b"}", "expected numbers, found a number without end"),
    ],
    ids=["cut", "bytes", "feature", "list", "none", "number", "nan", "deep", "many", "digits"],
)
def test_what_is_no_collection_of_areas_is_refused_in_a_sentence(read, content, expected):
    [sentence] = refusal(read, content)
    assert expected in " ".join(sentence.split())


@pytest.mark.parametrize(
    ("geometry", "expected"),
    [
        (None, "expected a Polygon or MultiPolygon, found no geometry"),
        ({"type": "Point", "coordinates": [10, 60]}, 'found "Point"'),
        ({"type": "Polygon", "coordinates": []}, "expected lists of corners, found none"),
        ({"type": "Polygon", "coordinates": [7]}, "expected corners of two numbers"),
        ({"type": "Polygon", "coordinates": [[["10", "60"]] * 4]}, "expected corners of two numbers"),
        ({"type": "Polygon", "coordinates": [[[True, 60]] * 4]}, "expected corners of two numbers"),
        ({"type": "Polygon", "coordinates": [[[10**400, 60]] * 4]}, "expected corners of two numbers"),
        ({"type": "MultiPolygon", "coordinates": [[OSLO[:2]]]}, "expected a closed ring"),
    ],
)
def test_a_geometry_that_is_no_area_is_refused_in_a_sentence(read, geometry, expected):
    [sentence] = refusal(read, collection({**feature("0301", OSLO), "geometry": geometry}))
    assert expected in sentence


def test_every_kind_of_problem_is_told_at_once(read):
    content = collection(feature("0301", OSLO[:-1]), feature("", STAVANGER))
    assert len(refusal(read, content)) == 2


# --- thinning


def wave(start, end, count, *, height=0.001):
    steps = np.linspace(0, 1, count)
    return [
        [
            start[0] + (end[0] - start[0]) * step,
            start[1] + (end[1] - start[1]) * step + height * math.sin(40 * step),
        ]
        for step in steps.tolist()
    ]


def neighbours():
    """Two municipalities with a border of 101 corners between them, run through in opposite directions."""
    border = wave([10.5, 59.8], [10.5, 60.2], 101)
    border = [[x + (y * 1000 % 3) / 10_000, y] for x, y in border]
    west = [*border, [10.0, 60.2], [10.0, 59.8], border[0]]
    east = [*border[::-1], [11.0, 59.8], [11.0, 60.2], border[-1]]
    return collection(feature("0301", west), feature("3201", east))


def test_neighbours_still_meet_after_thinning(read):
    found = read(neighbours(), simplify_metres=100.0)
    west, east = (set(found.shapes[each][0]) for each in ("NO-0301", "NO-3201"))
    on_border = {corner for corner in west if 10.4 < corner[0] < 10.6}
    assert on_border == {corner for corner in east if 10.4 < corner[0] < 10.6}
    assert 2 <= len(on_border) < 101


def test_no_corner_that_went_lies_farther_off_than_was_allowed(read):
    ring = read(neighbours(), simplify_metres=100.0).shapes["NO-0301"][0]
    before = json.loads(neighbours())["features"][0]["geometry"]["coordinates"][0]
    # a degree of latitude is 111 195 m, one of longitude half of that at 60 degrees; 12 m for rounding
    assert max(metres_off(point, ring) for point in before) <= 112


def metres_off(point, ring):
    place = np.array([point[0] * 55_600, point[1] * 111_195])
    corners = np.array([[x * 55_600, y * 111_195] for x, y in ring])
    return min(
        float(
            np.linalg.norm(
                place - (start + np.clip(along @ (place - start) / max(along @ along, 1e-9), 0, 1) * along)
            )
        )
        for start, along in zip(corners[:-1], np.diff(corners, axis=0), strict=True)
    )


def test_an_enclave_and_the_hole_around_it_stay_the_same(read):
    circle = [
        [10.5 + 0.1 * math.cos(turn / 50 * math.pi), 60 + 0.05 * math.sin(turn / 50 * math.pi)]
        for turn in range(100)
    ]
    circle.append(circle[0])
    turned = [*circle[30:], *circle[1:31]][::-1]  # begun elsewhere, the other way round
    found = read(
        collection(feature("0301", circle), feature("3201", box(10, 59.5, 11, 60.5), turned)),
        simplify_metres=300.0,
    )
    assert set(found.shapes["NO-0301"][0]) == set(found.shapes["NO-3201"][1])


def test_a_straight_border_needs_its_ends_only():
    line = np.array([[0, 0], [0, 100], [0, 200], [500, 200], [500, 0], [0, 0]], dtype=np.int64)
    [ring] = thinned_rings([line], tolerance_metres=1.0)
    assert sorted(map(tuple, ring[:-1].tolist())) == [(0, 0), (0, 200), (500, 0), (500, 200)]


def test_a_municipality_smaller_than_the_tolerance_keeps_its_border(read):
    found = read(collection(feature("0301", box(10.5, 59.8, 10.501, 59.8005))), simplify_metres=5000.0)
    assert len(found.shapes["NO-0301"][0]) == 5


def test_a_tolerance_below_zero_is_refused(read):
    [sentence] = refusal(read, collection(feature("0301", OSLO)), simplify_metres=-1.0)
    assert "expected 0 to 20 000 metres, found -1" in sentence


# --- kept


def test_kept_borders_are_an_upload_that_is_undone_like_every_other(store, read):
    upload_id = keep_boundaries(store, read(collection(feature("0301", OSLO))), actor="Kari")
    [upload] = store.uploads().to_dict("records")
    assert (upload["format_key"], upload["row_count"], upload["file_name"]) == (
        BOUNDARY_FORM,
        0,
        "borders.geojson",
    )
    assert live_boundaries(store) == {"NO-0301": [[tuple(point) for point in OSLO]]}
    store.withdraw(upload_id, actor="Kari")
    assert live_boundaries(store) == {}


def test_the_newest_live_borders_speak_for_each_municipality(store, read):
    keep_boundaries(store, read(collection(feature("0301", OSLO), feature("1103", STAVANGER))), actor="Kari")
    newer = keep_boundaries(store, read(collection(feature("0301", box(10, 59, 11, 60)))), actor="Kari")
    found = live_boundaries(store)
    assert (found["NO-0301"][0][0], found["NO-1103"][0][0]) == ((10.0, 59.0), (5.5, 58.8))
    store.withdraw(newer, actor="Kari")
    assert live_boundaries(store)["NO-0301"][0][0] == (10.5, 59.8)


def test_the_kept_file_is_geojson_with_the_holes_in_their_polygons(store, read):
    hole = box(10.6, 59.9, 10.7, 60.0)
    keep_boundaries(store, read(collection(feature("0301", OSLO, hole))), actor="Kari")
    kept = json.loads(store.original(store.uploads()["sha256"].iloc[0]))
    [polygon] = kept["features"][0]["geometry"]["coordinates"]
    assert (kept["type"], len(polygon)) == ("FeatureCollection", 2)


def test_borders_alone_are_no_figures(store, read):
    keep_boundaries(store, read(collection(feature("0301", OSLO))), actor="Kari")
    assert not store.has_data()


@pytest.fixture
def kept(tmp_path):
    """A store on disk that holds the borders of Oslo, and its files."""
    files = StoreFiles(tmp_path / "veikart.duckdb")
    store = Store.open(f"duckdb:{files.database}")
    found = read_boundaries(
        collection(feature("0301", OSLO)), store.register(), file_name="borders.geojson", code_property="code"
    )
    keep_boundaries(store, found, actor="Kari")
    back_up(store, tmp_path / "backup.zip")
    store.close()
    return files


def borders_in(files):
    store = Store.open(f"duckdb:{files.database}")
    found = live_boundaries(store)
    store.close()
    return found


def test_borders_come_back_when_a_damaged_store_is_rebuilt(kept):
    kept.database.write_bytes(b"damaged")
    [rebuilt] = rebuild(kept)
    assert rebuilt.is_whole
    assert list(borders_in(kept)) == ["NO-0301"]


def test_borders_are_in_a_backup(kept, tmp_path):
    elsewhere = StoreFiles(tmp_path / "restored.duckdb")
    restore(tmp_path / "backup.zip", elsewhere)
    assert list(borders_in(elsewhere)) == ["NO-0301"]
