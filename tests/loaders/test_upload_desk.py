"""What the Upload page asks of the loaders: questions told from problems, and a release that counts from another day."""

from datetime import date

import pytest

from loaders.forms import FORMS
from loaders.upload_desk import UploadDesk, with_release_day
from tests.loaders.published_layouts import bytes_of, miljodirektoratet
from tests.pages.upload_steps import THREE_YEARS, accounts, records

AGENCY = {"dataset": "agency-ghg", "title": "Agency", "publisher": "Agency", "kind": "national_inventory"}
PROJECT = {
    "record_id": "P-1",
    "title": "Ferry",
    "sector": "transport",
    "innovation_stage": "pilot",
    "status": "ongoing",
}


@pytest.fixture
def desk(store) -> UploadDesk:
    return UploadDesk(store, {})


def test_an_open_municipality_is_a_question_and_no_problem(desk):
    preview = desk.prepare(bytes_of(miljodirektoratet(area="Herøy")), "a.xlsx")
    assert list(desk.questions(preview)) == ["municipality"]
    assert desk.country_asked(preview) == "NO"
    assert desk.problems(preview)["error"] == []


def test_a_file_whose_rows_name_their_areas_asks_for_none(desk):
    preview = desk.prepare(accounts(THREE_YEARS), "a.xlsx")
    assert (desk.country_asked(preview), desk.questions(preview)) == (None, {})


def test_a_day_that_somebody_knows_better_decides_what_would_change(desk):
    first = desk.prepare(accounts(THREE_YEARS, release="A", released_on=date(2025, 6, 1), **AGENCY), "a.xlsx")
    desk.commit(first, actor="Kari", note="")
    content = accounts({**THREE_YEARS, 2021: 90_000.0}, release="B", released_on=date(2024, 6, 1), **AGENCY)
    older = desk.prepare(content, "b.xlsx")
    newer = desk.prepare(content, "b.xlsx", released_on=date(2025, 7, 1))
    assert older.changes[0].older_release_than == "A"
    assert newer.changes[0].older_release_than is None
    assert newer.changes[0].counts == {"new": 0, "changed": 1, "removed": 0, "unchanged": 2}
    assert newer.reading.releases["agency-ghg"].released_on == date(2025, 7, 1)


def test_records_have_no_release_and_stay_as_they_were_read(desk, store):
    preview = desk.prepare(records("projects", PROJECT), "a.xlsx")
    assert with_release_day(store, preview, date(2025, 7, 1)).changes == preview.changes


def test_a_file_that_could_not_be_read_stays_so(desk):
    assert desk.prepare(b"PK torn", "a.xlsx", released_on=date(2025, 7, 1)).reading is None


def test_every_kind_of_form_has_words(desk):
    assert set(FORMS) <= set(desk.kinds)
