"""Default targets that somebody has checked against their source: by whom, when, and in which words."""

import json
from datetime import UTC, datetime
from pathlib import Path

from data.backup import back_up, restore
from data.store import Store
from data.store_files import StoreFiles
from data.verification import verify

AS_STATED = {"indicator": "recycling_rate", "default_key": "wfd-2030", "stated": "60 % by 2030"}


def check(store: Store, *, actor: str, **changed: str) -> None:
    told = AS_STATED | changed
    store.confirm_default(told["indicator"], told["default_key"], stated=told["stated"], actor=actor)


def test_nobody_has_checked_anything_in_a_new_store(store: Store):
    assert store.default_confirmations() == {}


def test_a_confirmation_says_who_and_when_for_the_words_that_were_checked(store: Store):
    before = datetime.now(UTC)
    check(store, actor="Kari")
    [(words, (actor, when))] = store.default_confirmations().items()
    assert (words, actor) == (tuple(AS_STATED.values()), "Kari")
    assert before <= when <= datetime.now(UTC)


def test_a_default_that_is_stated_otherwise_has_not_been_checked(store: Store):
    check(store, actor="Kari")
    assert ("recycling_rate", "wfd-2030", "65 % by 2030") not in store.default_confirmations()


def test_the_newest_confirmation_of_the_same_words_speaks(store: Store):
    for actor in ("Kari", "Ola"):
        check(store, actor=actor)
    assert [actor for actor, _when in store.default_confirmations().values()] == ["Ola"]


def test_a_confirmation_changes_no_figure_and_is_no_upload(store: Store):
    check(store, actor="Kari")
    assert (store.version, len(store.uploads()), store.has_data()) == (0, 0, False)


def test_the_journal_has_a_line_for_it(tmp_path: Path):
    files = StoreFiles(tmp_path / "veikart.duckdb")
    store = Store.open(f"duckdb:{files.database}")
    check(store, actor="Kari")
    store.close()
    [line] = [json.loads(line) for line in files.journal.read_text(encoding="utf-8").splitlines()]
    assert line.pop("now")
    assert line == {"kind": "default", "after_event": 0, "actor": "Kari", **AS_STATED}


def test_a_backup_brings_it_back_and_the_store_is_whole(tmp_path: Path):
    store = Store.open(f"duckdb:{tmp_path / 'veikart.duckdb'}")
    check(store, actor="Kari")
    back_up(store, tmp_path / "backup.zip")
    place = StoreFiles(tmp_path / "elsewhere" / "veikart.duckdb")
    restore(tmp_path / "backup.zip", place)
    again = Store.open(f"duckdb:{place.database}")
    assert again.default_confirmations() == store.default_confirmations()
    assert verify(again) == []
    again.close()
    store.close()
