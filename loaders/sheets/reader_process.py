"""Keeps warm child processes that read workbooks, each under a memory and a time limit, so that no file
can take the application down.

A child is started ahead of need (`warm_up`), serves many files, and is replaced when it crashed, took too
long, grew fat or served its number. Safe to call from many threads; a child ends when its standard input
closes, thus with the parent, however the parent ends."""

import atexit
import contextlib
import json
import logging
import struct
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

import pyarrow as pa

from loaders.sheets.archive_parts import Refused

ROOT = Path(__file__).resolve().parents[2]
# Of a child as a whole. Measured: started 60 MB; 100,000 x 8 mixed cells take 170, 500,000 x 8 with every text written
# out 325, as CSV 160; 4.8 million different texts do not fit and are refused.
MEMORY_MEGABYTES = 512
SECONDS_PER_FILE = 60.0  # 500,000 x 8 cells take 4 s on two cores
FILES_PER_CHILD = 200
MOST_CHILDREN = 2
LENGTH = struct.Struct("<Q")
READ, INSPECT = b"R", b"I"  # what a child is asked to do with a file
UNINSPECTED = (
    "too_much_memory",
    "unreadable_file",
)  # the parser's end may have come before the guards were heard

OnProgress = Callable[[float, int], None]

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReadSheet:
    """A worksheet as the child gave it back: text columns named by Excel letters, row i = Excel row i + 1."""

    name: str
    is_hidden: bool
    error_cells: dict[str, str]
    uncached_formulas: list[str]
    doubtful_texts: list[str]
    hidden_rows: list[int]
    cells: pa.Table


class ReaderPool:
    """Up to `children` reading processes, of which one is kept warm."""

    def __init__(
        self,
        *,
        children: int = MOST_CHILDREN,
        memory_megabytes: int = MEMORY_MEGABYTES,
        seconds_per_file: float = SECONDS_PER_FILE,
        files_per_child: int = FILES_PER_CHILD,
    ) -> None:
        self._limits = (memory_megabytes, seconds_per_file, files_per_child)
        self._places = threading.BoundedSemaphore(children)
        self._lock = threading.Lock()
        self._idle: list[_Child] = []

    def warm_up(self) -> None:
        """Start a child in the background unless one is waiting; returns at once."""
        with self._lock:
            if not any(child.is_alive for child in self._idle):
                self._idle.append(_Child(*self._limits))

    def read(self, content: bytes, on_progress: OnProgress | None = None) -> list[ReadSheet]:
        """The worksheets of a workbook, read by a child. Blocks while all children are busy.

        on_progress hears, while a workbook of 10,000 rows or more is read, the share that is done (0 to 1)
        and the rows seen so far. Raises Refused: what the guards found, too_much_memory, too_slow, or
        unreadable_file."""
        with self._places:
            try:
                return self._read_unless_killed_twice(content, on_progress)
            except Refused as refused:
                if refused.code in UNINSPECTED:
                    self._ask_to_the_end(
                        INSPECT, content
                    )  # raises what is wrong with the file itself, if anything is
                raise

    def close(self) -> None:
        """End the waiting children; the pool can be used again afterwards."""
        with self._lock:
            children, self._idle = self._idle, []
        for child in children:
            child.end()

    def _read_unless_killed_twice(self, content: bytes, on_progress: OnProgress | None) -> list[ReadSheet]:
        """A kill comes from outside, such as from the system's own memory guard: once is not the file's fault."""
        with contextlib.suppress(_Killed):
            return self._ask(READ, content, on_progress)
        return self._ask_to_the_end(READ, content, on_progress)

    def _ask_to_the_end(
        self, wish: bytes, content: bytes, on_progress: OnProgress | None = None
    ) -> list[ReadSheet]:
        try:
            return self._ask(wish, content, on_progress)
        except _Killed as killed:
            raise Refused("too_much_memory") from killed

    def _ask(self, wish: bytes, content: bytes, on_progress: OnProgress | None = None) -> list[ReadSheet]:
        child = self._take()
        try:
            return child.answer(wish, content, on_progress)
        finally:
            self._give_back(child)

    def _take(self) -> "_Child":
        with self._lock:
            while self._idle:
                child = self._idle.pop()
                if child.is_alive:
                    return child
                child.end()
        return _Child(*self._limits)

    def _give_back(self, child: "_Child") -> None:
        with self._lock:
            is_kept = child.is_reusable and not self._idle
            if is_kept:
                self._idle.append(child)
        if not is_kept:
            child.end()
            self.warm_up()


@cache
def reader_pool() -> ReaderPool:
    """The application's own pool, with the limits stated above."""
    pool = ReaderPool()
    atexit.register(pool.close)
    return pool


def warm_up() -> None:
    """Start the application's reading child ahead of the first file; returns at once."""
    reader_pool().warm_up()


class _Killed(Exception):  # noqa: N818
    """The child was ended by someone else's signal."""


class _Child:
    """One reading process and its two pipes. Used by one thread at a time."""

    def __init__(self, memory_megabytes: int, seconds: float, files: int) -> None:
        self._seconds = seconds
        self._is_late = False
        self.is_reusable = True
        command = [
            sys.executable,
            "-m",
            "loaders.sheets.reader_child",
            str(memory_megabytes),
            str(seconds + 5),
            str(files),
        ]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._process.stdin and self._process.stdout
        self._requests: IO[bytes] = self._process.stdin
        self._answers: IO[bytes] = self._process.stdout

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def answer(self, wish: bytes, content: bytes, on_progress: OnProgress | None) -> list[ReadSheet]:
        """The worksheets where the wish was to READ; none where it was to INSPECT and nothing was found."""
        clock = threading.Timer(self._seconds, self._stop_late)
        clock.daemon = True
        clock.start()
        try:
            self._ask(wish, content)
            head = self._head(on_progress)
            sheets = [self._sheet(sheet) for sheet in head.get("sheets", [])]
        finally:
            clock.cancel()
        self.is_reusable = not head["is_last"]
        _raise_refusal(head)
        return sheets

    def end(self) -> None:
        """Close the pipes, end the process and wait for it."""
        self.is_reusable = False
        self._process.kill()
        self._process.wait()
        for pipe in (self._requests, self._answers):
            with contextlib.suppress(OSError):
                pipe.close()

    def _ask(self, wish: bytes, content: bytes) -> None:
        self.is_reusable = False  # until the last byte of the answer is here
        try:
            self._requests.write(wish + LENGTH.pack(len(content)))
            self._requests.write(content)
            self._requests.flush()
        except OSError as error:
            raise self._reason_of_end() from error

    def _head(self, on_progress: OnProgress | None) -> dict[str, Any]:
        while (head := json.loads(bytes(self._received())))["status"] == "progress":
            if on_progress:
                on_progress(head["share"], head["rows"])
        return head

    def _sheet(self, sheet: dict[str, Any]) -> ReadSheet:
        cells = pa.ipc.open_stream(pa.py_buffer(self._received())).read_all()
        facts = ("name", "is_hidden", "error_cells", "uncached_formulas", "doubtful_texts", "hidden_rows")
        return ReadSheet(**{name: sheet[name] for name in facts}, cells=cells)

    def _received(self) -> bytearray:
        """The next length-prefixed piece, received once and never copied."""
        piece = bytearray(LENGTH.unpack(self._filled(bytearray(LENGTH.size)))[0])
        return self._filled(piece)

    def _filled(self, piece: bytearray) -> bytearray:
        view, filled = memoryview(piece), 0
        while filled < len(piece):
            count = self._answers.readinto(view[filled:])  # type: ignore[attr-defined]
            if not count:
                raise self._reason_of_end()
            filled += count
        return piece

    def _stop_late(self) -> None:
        self._is_late = True
        self._process.kill()

    def _reason_of_end(self) -> Exception:
        self._process.wait()
        _log.info("A reading process ended with status %s", self._process.returncode)
        if self._is_late:
            return Refused("too_slow", seconds=self._seconds)
        if self._process.returncode == -9:  # SIGKILL
            return _Killed()
        is_crash = self._process.returncode in (-4, -7, -8, -11)  # SIGILL, SIGBUS, SIGFPE, SIGSEGV
        return Refused("unreadable_file" if is_crash else "too_much_memory")


def _raise_refusal(head: dict[str, Any]) -> None:
    if head["status"] == "refused":
        raise Refused(head["code"], **head["details"])
    if head["status"] == "failed":
        _log.info("A workbook could not be read: %s", head["reason"])
        raise Refused("unreadable_file")
