"""Answers that are kept for everybody, by the state of the store they were read from.

A page asks for hundreds of small answers at every rerun. They are kept as they are and not copied byte by byte, so that
asking again costs next to nothing; the store's version is part of every key, so that a commit, undo or redo makes all
earlier answers unreachable."""

from collections import OrderedDict
from collections.abc import Callable
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
            language = current_language() if in_words else ""
            key = (store, store.version, language, arguments, *sorted(named.items()))
            found = memory.answer(key, lambda: read(store, *arguments, **named))
            return cast(T, found.copy(deep=False)) if isinstance(found, pd.DataFrame) else found

        return ask

    return decorate


class _Memory:
    """Answers by key, at most so many."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._versions: WeakKeyDictionary[Store, int] = WeakKeyDictionary()
        self._lock = Lock()
        self._making = [RLock() for _ in range(_STRIPES)]  # one reading of the same at a time

    def answer(self, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        is_kept, found = self._look_up(key)
        if is_kept:
            return found
        with self._making[hash(key) % _STRIPES]:
            is_kept, found = self._look_up(key)
            if not is_kept:
                found = make()
                self._keep(key, found)
        return found

    def _look_up(self, key: tuple[Any, ...]) -> tuple[bool, Any]:
        with self._lock:
            if key not in self._kept:
                return False, None
            self._kept.move_to_end(key)
            return True, self._kept[key]

    def _keep(self, key: tuple[Any, ...], found: Any) -> None:
        store, version = key[:2]
        with self._lock:
            if self._versions.get(store) != version:  # what an earlier state answered is asked for no more
                self._versions[store] = version
                for each in [each for each in self._kept if each[0] is store and each[1] != version]:
                    del self._kept[each]
            self._kept[key] = found
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
