"""The received files themselves: one file each in a folder beside the store, named by its SHA-256, so that no damage
to the database reaches them (docs/adr/0014)."""

import hashlib
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from data.errors import StoreError
from data.store_files import StoreFiles
from texts import N_

UNFINISHED = ".receiving-"
ANSWER_FORM = "form-principles"  # one person's answers: kept like every file, and given out to nobody


class Originals:
    """The kept files of one store, in its folder; in memory where the store is."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._in_memory: dict[str, bytes] = {}

    @classmethod
    def beside(cls, store_path: str) -> "Originals":
        """The originals of the store in this file (var/veikart.duckdb → var/veikart.originals/)."""
        return cls(None if store_path == ":memory:" else StoreFiles(Path(store_path)).originals)

    def keep(self, content: bytes) -> str:
        """Write a file so that it is wholly there and on the disk when this returns, or not at all. Returns its
        SHA-256. The same bytes again change nothing, or mend the kept file where it was changed on the disk."""
        sha256 = hashlib.sha256(content).hexdigest()
        if self.folder is None:
            self._in_memory[sha256] = content
        elif _bytes_of(self._path(sha256)) != content:
            _write_whole(self._path(sha256), content)
        return sha256

    def read(self, sha256: str) -> bytes:
        """The bytes of a kept file. Raises StoreError when it is not there or is not what was kept."""
        content = self._in_memory.get(sha256) if self.folder is None else _bytes_of(self._path(sha256))
        if content is None:
            raise StoreError(N_("The store holds no original with checksum {sha256}.", sha256=sha256))
        if hashlib.sha256(content).hexdigest() != sha256:
            raise StoreError(
                N_("The original with checksum {sha256} has been changed on the disk. Bring the file back from a backup.",
                   sha256=sha256)
            )  # fmt: skip
        return content

    def kept(self) -> Iterator[tuple[str, int]]:
        """The checksum and size in bytes of every kept file."""
        if self.folder is None:
            yield from ((sha256, len(content)) for sha256, content in sorted(self._in_memory.items()))
        elif self.folder.exists():
            found = (path for path in sorted(self.folder.glob("??/*")) if len(path.name) == 64)
            yield from ((path.name, path.stat().st_size) for path in found)

    def sweep(self) -> None:
        """Remove what processes that were killed left unfinished more than a day ago."""
        if self.folder is not None and self.folder.exists():
            for path in self.folder.glob(f"??/{UNFINISHED}*"):
                if path.stat().st_mtime < time.time() - 86_400:
                    path.unlink(missing_ok=True)

    def remove(self, sha256: str) -> None:
        """Let a file go; one that is not there is no error."""
        self._in_memory.pop(sha256, None)
        if self.folder is not None:
            self._path(sha256).unlink(missing_ok=True)

    def _path(self, sha256: str) -> Path:
        assert self.folder is not None
        return self.folder / sha256[:2] / sha256


def _write_whole(path: Path, content: bytes) -> None:
    """Beside its place first, then moved there: nobody ever sees half a file, and what is there is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=UNFINISHED, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    for folder in (path.parent, path.parent.parent):
        _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    with suppress(OSError):  # some file systems cannot sync a folder
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _bytes_of(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
