"""Who calls a command: the person at this process, or one whose call was handed over to the running app.

A command that asks here for its streams, its environment and its paths gives the same answer in both cases."""

import getpass
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import wraps
from io import TextIOBase
from pathlib import Path
from typing import Any, TextIO

Stream = TextIO | TextIOBase


@dataclass(frozen=True)
class Caller:
    """One whose call came from another process.

    folder: where relative paths start. environment: the caller's variables that matter to commands. store_url: the
    store that this process serves. given: what the caller called a file, by the place where it was looked for."""

    out: Stream
    err: Stream
    folder: str
    environment: Mapping[str, str]
    actor: str
    store_url: str
    given: dict[str, str] = field(default_factory=dict)


_caller: ContextVar[Caller | None] = ContextVar("caller", default=None)
_arguments: ContextVar[tuple[str, ...]] = ContextVar("arguments", default=())


def handed_over() -> Caller | None:
    """The caller in another process; None for the person at this one."""
    return _caller.get()


@contextmanager
def calling(caller: Caller) -> Iterator[None]:
    """Everything inside answers this caller."""
    token = _caller.set(caller)
    try:
        yield
    finally:
        _caller.reset(token)


def arguments() -> tuple[str, ...]:
    """The words of the present call after the program's name."""
    return _arguments.get()


def remember_arguments(words: list[str]) -> None:
    """Keep the words of the present call, before anything is taken from them."""
    _arguments.set(tuple(words))


def out() -> Stream:
    """Where data goes."""
    caller = handed_over()
    return caller.out if caller else sys.stdout


def err() -> Stream:
    """Where sentences go."""
    caller = handed_over()
    return caller.err if caller else sys.stderr


def environment() -> Mapping[str, str]:
    """The caller's environment variables; of another process's only those of Veikart."""
    caller = handed_over()
    return caller.environment if caller else os.environ


def actor_name() -> str:
    """The system user who called; not verified."""
    caller = handed_over()
    if caller:
        return caller.actor
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # no such user in the password file, as in some containers
        return "unknown"


# Paths ------------------------------------------------------------------------------------------------------


class CallersPath(type(Path())):  # type: ignore[misc]  # Python 3.11 has no other way to derive a path
    """A path as the caller wrote it, looked for from the caller's folder."""

    def __fspath__(self) -> str:
        caller = handed_over()
        if caller is None:
            return str(self)
        place = os.path.join(caller.folder, str(self))
        caller.given[place] = str(self)
        return place


def path(written: Path | str) -> Path:
    """A path of the caller's: shown as it was written, found where the caller stands."""
    return CallersPath(written) if handed_over() else Path(written)


def as_given(place: str) -> str:
    """What the caller called the file at a place."""
    caller = handed_over()
    return caller.given.get(place, place) if caller else place


def in_callers_folder(command: Callable[..., Any]) -> Callable[..., Any]:
    """A command whose paths, as typer hands them over, are the caller's."""

    @wraps(command)
    def with_callers_paths(**values: Any) -> Any:
        return command(**{name: _with_callers_paths(value) for name, value in values.items()})

    return with_callers_paths


def _with_callers_paths(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_callers_paths(one) for one in value]
    return path(value) if isinstance(value, Path) else value
