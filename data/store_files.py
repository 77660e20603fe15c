"""Which files a store consists of, and moving them together: the database, its log, the originals, the journal."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class StoreFiles:
    """The files of the store in one database file (var/veikart.duckdb)."""

    database: Path

    @property
    def log(self) -> Path:
        """What DuckDB has not yet folded into the database."""
        return self.database.with_name(f"{self.database.name}.wal")

    @property
    def originals(self) -> Path:
        """The folder of the received files."""
        return self.database.with_suffix(".originals")

    @property
    def journal(self) -> Path:
        """The list of everything that happened, from which a damaged database is rebuilt."""
        return self.database.with_suffix(".journal")

    @property
    def every(self) -> tuple[Path, ...]:
        return (self.database, self.log, self.originals, self.journal)

    @property
    def exist(self) -> bool:
        """Whether anything of the store is there."""
        return any(path.exists() for path in self.every)

    def set_aside(self, *, why: str, only_database: bool = False) -> "StoreFiles":
        """Move the store's files to names that say why and when; nothing is deleted. Returns where they are now."""
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
        aside = StoreFiles(
            self.database.with_name(f"{self.database.stem}-{why}-{stamp}{self.database.suffix}")
        )
        self.move_to(aside, only_database=only_database)
        return aside

    def move_to(self, place: "StoreFiles", *, only_database: bool = False) -> None:
        """Give the files their names at another place, where none of them may be. The database goes first, so that what
        a crash leaves behind is a journal without its database, which is refused in words and can be rebuilt."""
        pairs = list(zip(self.every, place.every, strict=True))
        _rename(pairs[:2] if only_database else pairs)

    def arrive_at(self, place: "StoreFiles") -> None:
        """As move_to, the database last: it stands there only when everything else does."""
        _rename(list(zip(self.every, place.every, strict=True))[::-1])

    def replace(self, place: "StoreFiles") -> None:
        """Put this closed store in the place of another, the database last: who has the old one open reads it on."""
        for path in (place.originals, place.journal, place.log):
            _remove(path)
        for path, target in ((self.originals, place.originals), (self.journal, place.journal)):
            if path.exists():
                path.rename(target)
        place.database.parent.mkdir(parents=True, exist_ok=True)
        self.database.replace(place.database)

    def remove(self) -> None:
        """Delete whatever of the store is there."""
        for path in self.every:
            _remove(path)


def _rename(pairs: list[tuple[Path, Path]]) -> None:
    for path, target in pairs:
        if path.exists():
            path.rename(target)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
