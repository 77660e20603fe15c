"""How commands speak: rows on standard output, sentences on standard error."""

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn

import typer

from commands import caller
from texts import Text, _

if TYPE_CHECKING:
    import pandas as pd

Output = Literal["csv", "json"]
Rows = Iterable[dict[str, Any]]

# The columns, of any table, that hold whole numbers also where some are missing (pandas makes floats of them).
WHOLE_NUMBERS = frozenset({
    "upload_id", "year", "base_year", "latest_year", "target_year", "first_year", "last_year", "area_count",
    "row_count", "rows", "rows_before",
})  # fmt: skip


def write(rows: "Rows | pd.DataFrame", columns: Sequence[str], output: Output | None) -> None:
    """Rows on standard output as CSV or JSON: dot decimals, full precision, empty or null = missing."""
    import pandas as pd

    frame = (
        rows
        if isinstance(rows, pd.DataFrame)
        else pd.DataFrame(list(rows), columns=list(columns), dtype=object)
    )
    lines = zip(*([_plain(value, name) for value in frame[name].tolist()] for name in columns), strict=True)
    if output == "json":
        objects = (json.dumps(dict(zip(columns, line, strict=True)), ensure_ascii=False) for line in lines)
        text = ",\n".join(objects)
        caller.out().write(f"[\n{text}\n]\n" if text else "[]\n")
        return
    writer = csv.writer(caller.out(), lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(
        [str(cell).lower() if isinstance(cell, bool) else cell for cell in line] for line in lines
    )


def _plain(value: Any, name: str) -> str | int | float | bool | None:
    """A value as CSV and JSON know it. Names ending in _at are times (UTC), other datetimes are dates."""
    import pandas as pd

    if isinstance(value, Text):
        return _(value)
    if isinstance(value, Path):
        return readable(value)
    if pd.isna(value) or value == "":
        return None
    if isinstance(value, datetime) and name.endswith("_at"):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    return int(value) if name in WHOLE_NUMBERS else value


def refuse(sentence: Text) -> NoReturn:
    """End a wrong call with its sentence and exit status 2."""
    say(sentence)
    raise typer.Exit(2)


def say(sentence: Text) -> None:
    """A sentence for the person, on standard error."""
    print(_(sentence), file=caller.err())


def readable(name: Path | str) -> str:
    """A file name as text that can be stored and printed, even if its bytes are no UTF-8."""
    return str(name).encode("utf-8", "replace").decode("utf-8")
