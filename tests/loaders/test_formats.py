"""What holds for every layout."""

from pathlib import Path

import pytest

from loaders import formats
from loaders.formats import FORMATS, REFUSED

DOCS = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
LAYOUTS = (*FORMATS, *REFUSED)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.KEY)
def test_every_layout_is_described_with_its_state(layout):
    line = next((line for line in DOCS.splitlines() if f"`{layout.KEY}`" in line), "")
    assert "proven" in line or "described" in line or "refused" in line


def test_no_two_layouts_have_the_same_key_or_title():
    keys, titles = [layout.KEY for layout in LAYOUTS], [str(layout.TITLE) for layout in LAYOUTS]
    assert len(set(keys)) == len(keys)
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.KEY)
def test_a_layouts_file_is_named_after_its_key(layout):
    stem = layout.__name__.rpartition(".")[2].replace("_", "-")
    assert stem.startswith(layout.KEY) or layout.KEY.startswith(stem)


def test_only_layouts_of_one_area_ask_whose_file_it_is():
    asking = {layout.KEY for layout in FORMATS if formats.asks_municipality_in(layout.KEY) is not None}
    assert asking == {
        "miljodirektoratet-area",
        "syke-browser",
        "syke-municipality",
        "energistyrelsen-accounts",
        "crf-inventory",
    }
