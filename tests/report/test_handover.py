"""The hand-over bundle: everything a successor has to know, and the package beside it."""

import io
import zipfile
from datetime import date

import pandas as pd
import pytest
from docx import Document

from data.demo import demo_areas, demo_changes
from report.handover import DOCUMENT, PACKAGE, handover_bundle
from tests.metrics.conftest import OSLO
from texts import in_language

DAY = date(2026, 6, 1)


def files(store, area_id: str = OSLO) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(handover_bundle(store, area_id, made_on=DAY))) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def written(store, area_id: str = OSLO) -> tuple[list[str], list[list[str]]]:
    """The paragraphs and the cells of all tables."""
    document = Document(io.BytesIO(files(store, area_id)[DOCUMENT]))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text], rows


@pytest.fixture
def lived_in(desk):
    desk.series(OSLO, dict.fromkeys(range(2009, 2025), 100.0), released_on=date(2025, 5, 1))
    desk.target(OSLO, reduction_percent=55.0, decided_on=date(2023, 6, 17))
    desk.records(
        "projects",
        OSLO,
        {
            "record_id": "P-1",
            "title": "Ferry",
            "innovation_stage": "pilot",
            "starts_on": date(2025, 1, 1),
            "is_shareable": True,
        },
    )
    desk.records(
        "notes",
        OSLO,
        {"record_id": "a", "subject": "total 2020", "noted_on": DAY, "note": "Warm", "author": "Kari"},
    )


def test_a_successor_reads_what_is_due_open_decided_and_noted(store, lived_in):
    paragraphs, rows = written(store)
    assert paragraphs[0] == "Hand-over: Oslo"
    assert ["Next release of Klimagassregnskap for kommuner og fylker", "2026-05-01", "yes"] in [
        row[:3] for row in rows
    ]
    assert ["Territorial emissions of greenhouse gases", "Wrong way"] in [row[:2] for row in rows] or [
        "Territorial emissions of greenhouse gases",
        "Off track",
    ] in [row[:2] for row in rows]
    assert ["Ferry", "–", "It has begun more than 122 days ago, and nothing is reported."] in rows
    assert [
        row[1] for row in rows if row[0].startswith("Territorial emissions of greenhouse gases: 55 %")
    ] == ["2023-06-17"]
    assert ["total 2020", "Warm", "2026-06-01", "Kari"] in rows


def test_what_is_shared_lies_beside_the_document_without_names(store, lived_in):
    found = files(store)
    assert set(found) == {DOCUMENT, PACKAGE}
    with zipfile.ZipFile(io.BytesIO(found[PACKAGE])) as package:
        assert not any(b"Kari" in package.read(name) for name in package.namelist())


def test_an_empty_municipality_has_a_document_that_says_so(store):
    assert set(files(store)) == {DOCUMENT}
    paragraphs, rows = written(store)
    assert rows == []
    assert "Nothing has a date yet." in paragraphs and "No decision is loaded." in paragraphs


def test_the_same_state_and_day_give_the_same_content_in_the_language_that_is_spoken(store, lived_in):
    assert written(store) == written(store)
    with in_language("nb"):
        assert written(store)[0][0] == "Overlevering: Oslo"


def test_only_a_fictional_municipality_says_that_it_is_fictional(store):
    store.add_areas(pd.DataFrame(demo_areas()), pd.DataFrame(demo_changes()))
    notice = "Demonstration data: every municipality and figure here is fictional."
    assert written(store, "NO-D01")[0][1] == notice
    assert notice not in written(store)[0]


def test_a_note_with_a_sign_that_no_file_can_hold_is_handed_over_with_a_space(desk, store):
    note = {"record_id": "a", "subject": "total 2020", "noted_on": DAY, "note": "Warm\x0bwinter\ufffe"}
    desk.records("notes", OSLO, note)
    assert ["total 2020", "Warm winter", "2026-06-01", "–"] in [
        [cell.strip() for cell in row] for row in written(store)[1]
    ]
