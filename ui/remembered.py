"""Answers that are kept for everybody, by the state of the store they were read from.

A page asks for hundreds of small answers at every rerun. They are kept as they are and not copied byte by byte, so that
asking again costs next to nothing; a commit, undo or redo changes the store's version and lets go of all earlier answers."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock, RLock
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from weakref import WeakKeyDictionary

import pandas as pd

from data.store import Store
from texts import current_language

MOST = 2_000  # answers of one question
_STRIPES = 16
P = ParamSpec("P")
T = TypeVar("T")


def remembered(
    *, most: int = MOST, in_words: bool = False
) -> Callable[[Callable[Concatenate[Store, P], T]], Callable[Concatenate[Store, P], T]]:
    """Keep what a reading function returns, by its store, the store's version and its other arguments.

    most: how many answers; the one that was asked for longest ago goes first. in_words: the answer holds words, so that each
    language has its own. The arguments must be hashable. What is
    returned is shared by all sessions and must not be written into; a frame may, since each reader gets a copy on write.
    Two readers of the same wait for one reading. An error is not kept."""

    def decorate(read: Callable[Concatenate[Store, P], T]) -> Callable[Concatenate[Store, P], T]:
        memory = _Memory(most)

        @wraps(read)
        def ask(store: Store, /, *arguments: P.args, **named: P.kwargs) -> T:
            key = (current_language() if in_words else "", arguments, *sorted(named.items()))
            found = memory.answer(store, key, lambda: read(store, *arguments, **named))
            return cast(T, found.copy(deep=False)) if isinstance(found, pd.DataFrame) else found

        return ask

    return decorate


class _Answers(OrderedDict[Hashable, Any]):
    """What was read from one store at one version, the one asked for longest ago first."""

    def __init__(self, version: int) -> None:
        super().__init__()
        self.version = version


class _Memory:
    """Answers of one question by store; they go when the store goes or is changed."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: WeakKeyDictionary[Store, _Answers] = WeakKeyDictionary()
        self._lock = Lock()
        self._making = [RLock() for _ in range(_STRIPES)]  # one reading of the same at a time

    def answer(self, store: Store, key: Hashable, make: Callable[[], Any]) -> Any:
        version = store.version
        is_kept, found = self._look_up(store, version, key)
        if is_kept:
            return found
        with self._making[hash(key) % _STRIPES]:
            is_kept, found = self._look_up(store, version, key)
            if not is_kept:
                found = make()
                self._keep(store, version, key, found)
        return found

    def _look_up(self, store: Store, version: int, key: Hashable) -> tuple[bool, Any]:
        with self._lock:
            answers = self._kept.get(store)
            if answers is None or answers.version != version or key not in answers:
                return False, None
            answers.move_to_end(key)
            return True, answers[key]

    def _keep(self, store: Store, version: int, key: Hashable, found: Any) -> None:
        with self._lock:
            answers = self._kept.get(store)
            if answers is None or answers.version < version:
                answers = self._kept[store] = _Answers(version)
            if answers.version == version:  # else a commit came while it was read
                answers[key] = found
            while len(answers) > self._most:
                answers.popitem(last=False)
