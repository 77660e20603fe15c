"""Borders for the map on the Upload page: which code, what would be kept, and every refusal in a sentence."""

import json

from data.boundaries import live_boundaries
from data.store import Store
from tests.pages.conftest import words
from tests.pages.upload_steps import give_name

PAGE = "pages/upload.py"
RING = [[10.5, 59.8], [10.9, 59.8], [10.9, 60.1], [10.5, 60.1], [10.5, 59.8]]


def geojson(*codes, ring=RING):
    features = [
        {
            "type": "Feature",
            "properties": {"navn": "By", "kommunenummer": code},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for code in codes
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def with_file(opened, content):
    app = give_name(opened(PAGE))
    app.session_state["boundaries"] = True
    app.run()
    app.file_uploader[1].upload("borders.geojson", content)
    return app.run()


def test_kept_borders_are_live_and_stand_in_the_history(opened, own_url):
    app = with_file(opened, geojson("0301", "9999"))
    assert "One municipality; 5 corners become 5." in words(app)
    assert "Not in the register of today, left out: 9999." in words(app)
    app.button(key="boundaries-keep").click().run()
    assert "The borders of one municipality are kept as upload 1." in words(app)
    assert "Borders for the map Upload 1" in words(app)
    store = Store.open(own_url)
    found = live_boundaries(store)
    store.close()
    assert list(found) == ["NO-0301"]


def test_the_property_that_looks_like_a_code_is_offered_first(opened):
    app = with_file(opened, geojson("0301"))
    assert app.selectbox(key="boundaries-property").value == "kommunenummer"


def test_a_country_settles_what_the_codes_leave_open(opened):
    app = with_file(opened, geojson("1860"))
    assert "expected codes of one country, found 1860, which NO-1860, SE-1860 have." in words(app)
    app.selectbox(key="boundaries-country").set_value("NO").run()
    assert "One municipality; 5 corners become 5." in words(app)


def test_a_projected_file_is_refused_and_there_is_no_button(opened):
    app = with_file(opened, geojson("0301", ring=[[262_045.5, 6_649_000.0]] * 4))
    assert "found 262046, 6649000, as of a projected map." in words(app)
    assert not [button for button in app.button if button.key == "boundaries-keep"]


def test_what_is_no_geojson_is_refused(opened):
    assert "expected JSON, found a mistake in line 1, character 1" in words(with_file(opened, b"kommune;nr"))
