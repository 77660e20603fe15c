"""Notes on yearly figures."""

from datetime import date

import pytest

from data.errors import StoreError
from loaders.forms import acknowledge_warning, add_note
from metrics.notes import note_subject, notes_in_report, notes_on_emissions
from tests.conftest import small_upload
from tests.metrics.conftest import BERGEN, OSLO

TODAY = date(2026, 3, 1)


def add(store, subject, words, *, area=OSLO):
    return add_note(store, area, subject, words, noted_on=TODAY, actor="Kari")


def test_a_note_belongs_to_the_sector_and_year_of_its_subject(store):
    add(store, note_subject("industry", 2019), " The plant closed. ")
    [row] = notes_on_emissions(store, OSLO).to_dict("records")
    assert (row["sector"], row["year"], row["note"], row["author"]) == (
        "industry",
        2019,
        "The plant closed.",
        "Kari",
    )
    assert notes_on_emissions(store, BERGEN).empty


def test_the_newest_year_comes_first_and_two_notes_on_one_figure_stand_beside_each_other(store):
    add(store, note_subject("", 2019), "A cold winter.")
    add(store, note_subject("waste", 2022), "One.")
    add(store, note_subject("waste", 2022), "Two.")
    found = notes_on_emissions(store, OSLO)
    assert found["year"].tolist() == [2022, 2022, 2019]
    assert set(found["note"]) == {"One.", "Two.", "A cold winter."}
    assert found["sector"].iloc[2] == "total"


def test_a_subject_in_other_words_is_known_by_its_year(store):
    add(store, "Closed plant, 2019", "It closed.")
    assert notes_on_emissions(store, OSLO)["sector"].tolist() == [""]


def test_subjects_without_a_year_and_acknowledged_warnings_are_not_about_a_figure(store):
    add(store, "Our method", "New meters.")
    acknowledge_warning(store, OSLO, "jump/NO-0301/2019", "True.", noted_on=TODAY, actor="Kari")
    assert notes_on_emissions(store, OSLO).empty


def test_a_note_is_undone_like_an_upload(store):
    number = add(store, note_subject("waste", 2022), "One.")
    store.withdraw(number, actor="Kari")
    assert notes_on_emissions(store, OSLO).empty


def test_a_note_without_words_is_refused(store):
    with pytest.raises(StoreError, match="needs words"):
        add(store, note_subject("waste", 2022), "  ")


def marked(store, subject, words, *, is_in_report=True, noted_on=TODAY):
    row = {
        "area_id": OSLO, "record_id": subject, "subject": subject, "noted_on": noted_on, "note": words,
        "author": "Ola", "is_in_report": is_in_report,
    }  # fmt: skip
    store.commit(small_upload(store, table="notes", rows=[row], content=words.encode()))


def test_the_report_takes_the_notes_that_are_marked_for_it_newest_first_without_their_author(store):
    marked(store, "transport 2021", "Marked.")
    marked(store, "Our method", "New meters.", noted_on=date(2026, 4, 1))
    marked(store, "waste 2020", "Not marked.", is_in_report=False)
    found = notes_in_report(store, OSLO)
    assert found["note"].tolist() == ["New meters.", "Marked."]
    assert found["sector"].tolist() == ["", "transport"]
    assert found["year"].isna().tolist() == [True, False]
    assert "author" not in found.columns


def test_a_marked_note_on_two_years_flows_into_the_report(store):
    add_note(
        store,
        OSLO,
        "waste 2021/2022",
        "The plant stood still.",
        noted_on=TODAY,
        actor="Kari",
        is_in_report=True,
    )
    assert notes_in_report(store, OSLO)["note"].tolist() == ["The plant stood still."]
