"""Several people load files for the same municipality: one goes through, the others are told, nothing is overwritten."""

import threading
from dataclasses import replace

import pytest

from data.store import Store, StoreChanged
from loaders.loading import commit, prepare
from tests.conftest import small_upload
from tests.loaders.published_layouts import bytes_of, miljodirektoratet
from texts import Text

PEOPLE = 8


def workbook(tonnes: float, *, area: str = "Oslo") -> bytes:
    """An area's file in the publisher's layout, with an invented figure."""
    details = [(2024, "Veitrafikk", "Personbiler", "CO2", tonnes)]
    return bytes_of(miljodirektoratet(area=area, details=details, overview=[(2024, "Veitrafikk", tonnes)]))


def speaking(store: Store) -> list[float]:
    rows = store.query(
        "select emissions_tco2e from live_emissions where is_speaking and is_counted order by emissions_tco2e"
    )
    return rows["emissions_tco2e"].tolist()


def test_of_eight_people_with_one_preview_each_one_goes_through_and_seven_are_told(store: Store):
    uploads = [
        replace(
            small_upload(store, {2020: float(number)}, actor=f"person {number}"),
            previewed_version=store.version,
        )
        for number in range(PEOPLE)
    ]
    went, told = [], []

    def try_to_commit(number: int) -> None:
        try:
            store.commit(uploads[number])
            went.append(number)
        except StoreChanged as refused:
            told.append(str(refused))

    people = [threading.Thread(target=try_to_commit, args=(number,)) for number in range(PEOPLE)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    [first] = went
    sentence = f"person {first} has changed the figures of Oslo in the meantime. Nothing was saved; look at the preview again."
    assert told == [sentence] * (PEOPLE - 1)
    assert store.query("select emissions_tco2e from live_emissions")["emissions_tco2e"].tolist() == [first]


def test_who_looks_at_the_preview_again_goes_through(store: Store):
    mine = prepare(store, workbook(100), "mine.xlsx")
    commit(store, prepare(store, workbook(90), "theirs.xlsx"), actor="Kari")
    with pytest.raises(StoreChanged, match="Kari has changed the figures of Oslo in the meantime"):
        commit(store, mine, actor="Ola")
    assert speaking(store) == [90.0]
    again = prepare(store, workbook(100), "mine.xlsx")
    assert commit(store, again, actor="Ola") == 2
    assert speaking(store) == [100.0]


def test_files_of_different_municipalities_go_through_from_previews_of_one_moment(store: Store):
    previews = [
        prepare(store, workbook(tonnes, area=area), "x.xlsx") for tonnes, area in ((1, "Oslo"), (2, "Bergen"))
    ]
    assert [commit(store, preview, actor="Kari") for preview in previews] == [1, 2]
    assert speaking(store) == [1.0, 2.0]


def test_what_others_commit_while_the_file_is_still_being_read_is_a_conflict_too(store: Store):
    theirs = prepare(store, workbook(90), "theirs.xlsx")

    def commit_meanwhile(share: float, _text: Text) -> None:
        if share == 0.05:  # the file is being read, nothing was compared yet
            commit(store, theirs, actor="Kari")

    mine = prepare(store, workbook(100), "mine.xlsx", on_progress=commit_meanwhile)
    with pytest.raises(StoreChanged, match="Kari has changed the figures of Oslo"):
        commit(store, mine, actor="Ola")
    assert speaking(store) == [90.0]


def test_the_same_bytes_and_choices_again_change_nothing(store: Store):
    content = workbook(100)
    assert commit(store, prepare(store, content, "a.xlsx"), actor="Kari") == 1
    again = prepare(store, content, "b.xlsx")
    assert again.already_loaded_as == 1
    assert commit(store, again, actor="Ola") == 1
    assert (store.version, len(store.uploads())) == (1, 1)
    assert prepare(store, content, "a.xlsx", release="2023").already_loaded_as is None
