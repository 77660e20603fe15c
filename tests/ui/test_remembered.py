"""What is kept for everybody, and when it is forgotten."""

import gc
from threading import Thread
from weakref import ref

import pandas as pd
import pytest

from data.store import Store
from ui.remembered import remembered


@pytest.fixture
def store(tmp_path):
    opened = Store.open(f"duckdb:{tmp_path / 'own.duckdb'}")
    yield opened
    opened.close()


@pytest.fixture
def asked():
    """Every question that was read anew."""
    return []


@pytest.fixture
def doubled(asked):
    @remembered(most=2)
    def doubled_(store, number):
        asked.append(number)
        return 2 * number

    return doubled_


def test_the_same_question_is_read_once(store, doubled, asked):
    assert [doubled(store, 1), doubled(store, 1), doubled(store, 2)] == [2, 2, 4]
    assert asked == [1, 2]


def test_after_a_commit_it_is_read_again_and_what_was_kept_is_forgotten(store, doubled, asked, make_upload):
    doubled(store, 1)
    store.commit(make_upload(store, {2020: 100.0}))
    doubled(store, 1)
    assert asked == [1, 1]


def test_another_store_has_answers_of_its_own(store, doubled, asked, tmp_path):
    other = Store.open(f"duckdb:{tmp_path / 'other.duckdb'}")
    doubled(store, 1)
    doubled(other, 1)
    other.close()
    assert asked == [1, 1]


def test_the_answer_asked_for_longest_ago_goes_first(store, doubled, asked):
    for number in (1, 2, 1, 3, 1, 2):  # 3 takes the place of 2
        doubled(store, number)
    assert asked == [1, 2, 3, 2]


def test_an_error_is_not_kept(store, asked):
    @remembered()
    def fails_once(store):
        asked.append("asked")
        if len(asked) == 1:
            raise ValueError("not yet")
        return "well"

    with pytest.raises(ValueError, match="not yet"):
        fails_once(store)
    assert fails_once(store) == "well"


def test_writing_into_a_frame_changes_nothing_for_the_next(store):
    @remembered()
    def frame(store):
        return pd.DataFrame({"value": [1.0]})

    own = frame(store)
    own.loc[0, "value"] = 2.0
    own["more"] = 3.0
    assert frame(store).to_dict("list") == {"value": [1.0]}


def test_two_readers_at_once_wait_for_one_reading(store, asked):
    @remembered()
    def slow(store):
        asked.append("asked")
        return sum(range(2_000_000))

    readers = [Thread(target=slow, args=(store,)) for _ in range(4)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert asked == ["asked"]


def test_a_reading_may_ask_another_question_of_the_same_function(store):
    @remembered()
    def countdown(store, number):
        return 0 if number == 0 else 1 + countdown(store, number - 1)

    assert countdown(store, 40) == 40


def test_answers_go_with_their_store(tmp_path):
    class Large:
        pass

    @remembered()
    def large(store):
        return Large()

    store = Store.open(f"duckdb:{tmp_path / 'own.duckdb'}")
    answer = ref(large(store))
    assert answer() is not None
    store.close()
    del store
    gc.collect()
    assert answer() is None
