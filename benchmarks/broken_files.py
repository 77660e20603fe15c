"""Loading thousands of broken files: none may crash, none may give a figure that the file does not hold.

An accepted file is read a second time by other means (openpyxl, or Python's csv module), and every fact is compared with
the cell it claims to come from; a figure in a column that was read must be a fact, or a problem must have been said."""

import csv
import io
import itertools
import re
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from benchmarks.mutations import mutated
from data.areas import Area, Register
from data.store import MEMORY_URL, Store
from data.tables import TABLES
from loaders import formats
from loaders.problems import LoadRefused, Problem
from loaders.reading import Reading, ReadingContext
from loaders.sheets.workbook import open_workbook

OUTCOMES = ("accepted", "refused", "not comparable", "wrong", "crashed")
SAVED = Path("var") / "faults"
BYTES_OF_A_CHEAP_FILE = 100_000
FACTORS = (1.0, 1000.0)
Cells = dict[tuple[str, int, int], object]


@dataclass(frozen=True)
class Judged:
    """What became of one broken file."""

    sample: str
    kind: str
    outcome: str
    detail: str = ""


def break_and_load(
    samples: Path, count: int, *, seed: int, places: tuple[Area, ...] = ()
) -> Iterator[Judged]:
    """Break that many copies of the samples, in two processes, and say of each what became of it. A large sample has
    fewer copies, since its reading takes longer. places: known beside those of the official register."""
    files = sorted(path for path in samples.iterdir() if path.suffix in (".xlsx", ".csv"))
    weights = [1 / max(path.stat().st_size / BYTES_OF_A_CHEAP_FILE, 1.0) for path in files]
    shares = [max(1, round(count * weight / sum(weights))) for weight in weights]
    jobs = [
        (path, number, seed) for path, share in zip(files, shares, strict=True) for number in range(share)
    ]
    with ProcessPoolExecutor(2, initializer=_add_places, initargs=(places,)) as pool:
        yield from pool.map(_judged, jobs[:count], chunksize=5)


def _judged(job: tuple[Path, int, int]) -> Judged:
    path, number, seed = job
    kind, content = mutated(path.read_bytes(), number, seed=seed)
    outcome, detail = judge(content)
    if outcome in ("wrong", "crashed"):
        SAVED.mkdir(parents=True, exist_ok=True)
        (SAVED / f"{path.stem}-{seed}-{number}{path.suffix}").write_bytes(content)
    return Judged(path.name, kind, outcome, detail)


def judge(content: bytes) -> tuple[str, str]:
    """What became of a file, and what was wrong with that."""
    try:
        reading = _read(content)
        problems = reading.problems
    except LoadRefused as refused:
        reading, problems = None, list(refused.problems)
    except BaseException as error:
        return "crashed", f"{type(error).__name__}: {error}"
    unclear = [problem for problem in problems if not _is_a_sentence(problem)]
    if unclear:
        return "crashed", f"no sentence: {unclear[0]!r}"
    if reading is None or any(problem.level == "error" for problem in problems):
        return "refused", ""
    cells = _cells_by_other_means(content)
    if cells is None or not _sheets_of(reading) <= {sheet for sheet, _row, _column in cells}:
        return "not comparable", ""  # such as a sheet whose namespace was hit, in which openpyxl sees no cell
    found = _difference(reading, cells)
    return ("wrong", found) if found else ("accepted", "")


def _read(content: bytes) -> Reading:
    workbook = open_workbook(content)
    layout = formats.recognise(workbook)
    if layout is None:
        raise LoadRefused([Problem(level="error", code="unknown_layout", expected="a", found="b", fix="c")])  # type: ignore[arg-type]
    return layout.read(workbook, ReadingContext(_register(), received_on=date(2026, 4, 1)))


_further_places: list[Area] = []


def _add_places(places: tuple[Area, ...]) -> None:
    _further_places.extend(places)


@cache
def _register() -> Register:
    return Register([*Store.open(MEMORY_URL).register().areas.values(), *_further_places])


def _is_a_sentence(problem: Problem) -> bool:
    words = str(problem.sentence)
    return bool(words.strip()) and "Traceback" not in words and "Error:" not in words


# The second reading -----------------------------------------------------------------------------------------


def _cells_by_other_means(content: bytes) -> Cells | None:
    """Every filled cell by sheet, row and column; None where the other means cannot open the file."""
    try:
        return _workbook_cells(content) if content.startswith(b"PK") else _text_cells(content)
    except Exception:
        return None


def _workbook_cells(content: bytes) -> Cells:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(io.BytesIO(content), data_only=True)
    return {
        (sheet.title, cell.row, cell.column): cell.value
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def _text_cells(content: bytes) -> Cells:
    text = _decoded(content)
    mark = ";" if text.partition("\n")[0].count(";") >= text.partition("\n")[0].count(",") else ","
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    return {
        ("CSV", number, column): value
        for number, row in enumerate(rows, start=1)
        for column, value in enumerate(row, start=1)
        if value
    }


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252")


def _numbers(value: object) -> set[float]:
    """What a cell may mean as a number: as it is, with a decimal comma, or with groups."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return set()
    if isinstance(value, (int, float)):
        return {float(value)}
    plain = re.sub(r"\s", "", value).replace("\N{MINUS SIGN}", "-")
    spellings = (
        plain,
        plain.replace(",", "."),
        plain.replace(",", ""),
        plain.replace(".", "").replace(",", "."),
    )
    return {
        float(each)
        for each in spellings
        if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", each, re.IGNORECASE)
    }


def _difference(reading: Reading, cells: Cells) -> str:
    """The first figure that the file does not hold, or that was passed over in silence; "" = there is none."""
    used: Counter[tuple[str, int]] = Counter()
    claimed: set[tuple[str, int, int]] = set()
    first_row: dict[str, int] = {}
    for sheet, row, column, value in _facts(reading):
        place = (sheet, row, column)
        claimed.add(place)
        used[sheet, column] += 1
        first_row[sheet] = min(first_row.get(sheet, row), row)
        if value is not None and not _is_the_same(value, _numbers(cells.get(place))):
            return f"{place}: the file holds {cells.get(place)!r}, the fact is {value!r}"
    if reading.problems:
        return ""
    for (sheet, row, column), value in cells.items():
        is_read = (sheet, column) in used and row > first_row.get(sheet, 0)
        if is_read and (sheet, row, column) not in claimed and isinstance(value, (int, float)):
            return f"{(sheet, row, column)}: {value!r} was passed over in silence"
    return ""


def _sheets_of(reading: Reading) -> set[str]:
    return {sheet for sheet, *_place in _facts(reading)}


def _facts(reading: Reading) -> Iterator[tuple[str, int, int, float | None]]:
    for name, rows in reading.tables.items():
        columns = ["source_sheet", "source_row", "source_column", TABLES[name].value]
        lines = zip(*(rows[column].to_pylist() for column in columns), strict=True)
        stages = rows["stage"].to_pylist() if name == "materials" else itertools.repeat("")
        for (sheet, row, column, value), stage in zip(lines, stages, strict=False):
            if (
                column and row and stage != "unknown"
            ):  # what is left of an amount stands in no cell of its own
                yield (
                    sheet,
                    int(row),
                    column_index_from_string(column),
                    None if value is None else float(value),
                )


def _is_the_same(value: float, meant: set[float]) -> bool:
    return any(
        abs(value - number * factor) <= 1e-9 * max(abs(value), 1.0) for number in meant for factor in FACTORS
    ) or (value == 0.0 and not meant)  # a sign that its publisher says is zero


def print_outcomes(judged: list[Judged]) -> bool:
    """One line per sample and outcome. Returns whether no file crashed or gave a wrong figure."""
    counts = Counter((each.sample, each.outcome) for each in judged)
    print(f"{'':56}" + "".join(f"{outcome:>16}" for outcome in OUTCOMES))
    for sample in sorted({each.sample for each in judged}):
        print(f"{sample:56}" + "".join(f"{counts[sample, outcome]:16}" for outcome in OUTCOMES))
    bad = [each for each in judged if each.outcome in ("wrong", "crashed")]
    for each in bad[:20]:
        print(f"  {each.sample}, {each.kind}: {each.outcome}: {each.detail}", file=sys.stderr)
    return not bad
