"""Borders of municipalities on the command line."""

import json

import pytest

from commands.boundaries import CODES
from commands.files import PROBLEMS
from data.boundaries import boundary_credits
from data.store import Store
from tests.commands.conftest import rows_of, run, table

RING = [[10.5, 59.8], [10.9, 59.8], [10.9, 60.1], [10.5, 60.1], [10.5, 59.8]]


def feature(code, ring=RING):
    return {
        "type": "Feature",
        "properties": {"kommunenummer": code},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


@pytest.fixture
def borders(folder):
    def written(*features):
        path = folder / "borders.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
        return path

    return written


def test_every_feature_is_a_row_with_its_municipality_and_upload(borders):
    rows = table("boundaries", borders(feature("0301"), feature("9999")), "--code-property", "kommunenummer")
    assert [tuple(row[name] for name in CODES) for row in rows] == [
        ("0301", "NO-0301", "5", "1"),
        ("9999", "", "5", ""),
    ]


def test_what_was_kept_and_left_out_is_said(borders):
    result = run("boundaries", borders(feature("0301"), feature("9999")), "--code-property", "kommunenummer")
    assert result.stderr.splitlines()[-2:] == [
        f"{borders(feature('0301'))}: the borders of one municipality are kept as upload 1; 5 corners became 5.",
        f"{borders(feature('0301'))}: not in the register, left out: 9999.",
    ]


def test_borders_are_listed_and_undone_as_an_upload(borders):
    table("boundaries", borders(feature("0301")), "--code-property", "kommunenummer")
    assert run("undo", 1).exit_code == 0
    [upload] = table("uploads")
    assert (upload["file_name"], upload["state"], upload["row_count"]) == (
        "borders.geojson",
        "withdrawn",
        "0",
    )


def test_the_file_that_is_kept_names_publisher_and_licence(borders, folder):
    table(
        "boundaries",
        borders(feature("0301")),
        "--code-property",
        "kommunenummer",
        "--credit",
        "Agency, CC BY 4.0",
    )
    store = Store.open(f"duckdb:{folder / 'store.duckdb'}")
    assert boundary_credits(store) == ["Agency, CC BY 4.0"]
    store.close()


def test_a_country_settles_a_number_without_its_zero(borders):
    path = borders(feature(301))
    assert run("boundaries", path, "--code-property", "kommunenummer").exit_code == 1
    [row] = table("boundaries", path, "--code-property", "kommunenummer", "--country", "no")
    assert row["municipality_id"] == "NO-0301"


def test_a_projected_file_is_refused_and_nothing_is_kept(borders):
    metres = [[262_045.5, 6_649_000.0]] * 4
    result = run("boundaries", borders(feature("0301", metres)), "--code-property", "kommunenummer")
    [problem] = rows_of(result)
    assert (result.exit_code, tuple(problem)) == (1, PROBLEMS)
    assert (problem["sheet"], problem["code"]) == ("features[0] (0301)", "projected")
    assert table("uploads") == []


def test_corners_within_the_tolerance_go(borders):
    # the corner in the middle lies 0.0005 degrees, 56 m, off the line
    ring = [[10.5, 59.8], [10.7, 59.8005], *RING[1:]]
    path = borders(feature("0301", ring))
    said = run("boundaries", path, "--code-property", "kommunenummer", "--simplify", 10).stderr
    assert "6 corners became 6." in said
    assert (
        "6 corners became 5."
        in run("boundaries", path, "--code-property", "kommunenummer", "--simplify", 100).stderr
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("nothing.geojson", "--code-property", "x"),
            "nothing.geojson: expected a file, found nothing there.",
        ),
        (
            ("borders.geojson", "--code-property", "x", "--country", "DE"),
            "--country: expected one of DK, FI, IS, NO, SE, found DE.",
        ),
    ],
)
def test_a_wrong_call_is_refused_in_a_sentence(borders, arguments, sentence):
    borders(feature("0301"))
    result = run("boundaries", *arguments)
    assert (result.exit_code, result.stderr.strip()) == (2, sentence)
