"""Loading: from the bytes of an upload to the commit in a file store, against the bare parse and against pandas with openpyxl.

Every run has a fresh store that is open already, as the app's is, and a reading process that is warm, as the app keeps one."""

import io
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import duckdb
import fastexcel
import pandas as pd

from benchmarks.figures import Figure, median
from benchmarks.workbooks import SHEET, emissions_workbook
from data.store import Store
from loaders import loading
from loaders.sheets import reader_process
from loaders.sheets.workbook import open_workbook

ROOT = Path(__file__).resolve().parents[1]
ANSWER_SECONDS = 300
WARM_ROWS = 336  # one municipality, whole years
PANDAS_ONCE = "  the same against what a user would pick (run once)"
PANDAS = "  the same against what a user would pick"


@dataclass(frozen=True)
class Size:
    """A workbook of that many rows: how often it is loaded for the time and for the memory, and what is allowed.

    has_pandas_in_turn: pandas takes its turn in every round; else it runs once, where its memory is measured."""

    rows: int
    rounds: int
    memory_rounds: int
    has_pandas_in_turn: bool
    most_seconds: float | None = None
    most_times_bare_parse: float | None = None
    least_times_pandas: float | None = None
    most_megabytes: float | None = None


SIZES = (
    Size(10_000, rounds=7, memory_rounds=3, has_pandas_in_turn=True, most_seconds=0.2),
    Size(
        100_000, rounds=5, memory_rounds=5, has_pandas_in_turn=True,
        most_seconds=1.0, most_times_bare_parse=2.5, least_times_pandas=10.0, most_megabytes=200.0,
    ),
    Size(500_000, rounds=3, memory_rounds=1, has_pandas_in_turn=False),
)  # fmt: skip


def figures() -> list[Figure]:
    """The figures of loading, for a small, a large and a very large workbook: seconds, then memory."""
    register = Store.open("duckdb::memory:").register()
    workbooks = {size.rows: emissions_workbook(register, size.rows) for size in SIZES}
    reader_process.warm_up()
    open_workbook(workbooks[SIZES[0].rows])
    runs = {size: _timed(size, workbooks[size.rows]) for size in SIZES}
    reader_process.reader_pool().close()
    found, memory = [], []
    for size in SIZES:
        peaks, seconds = _peaks(size, workbooks[size.rows])
        found += _figures_of_time(size, len(workbooks[size.rows]), {"pandas": [seconds]} | runs[size])
        memory += _figures_of_memory(size, peaks)
    return found + memory


def _timed(size: Size, content: bytes) -> dict[str, list[float]]:
    """Seconds by way, all ways in turn, so that a disturbance hits them alike."""
    names = [name for name in WAYS if name != "pandas" or size.has_pandas_in_turn]
    runs: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(size.rounds):
        for name in names:
            with tempfile.TemporaryDirectory() as folder:
                runs[name].append(WAYS[name](content, Path(folder)))
    return runs


def _figures_of_time(size: Size, file_bytes: int, runs: dict[str, list[float]]) -> list[Figure]:
    ours, bare, pandas = (median(runs[name]) for name in WAYS)
    speed = f"{size.rows / ours / 1000:,.0f}k rows/s"
    return [
        Figure(
            f"Load {size.rows:,} rows x 8 ({file_bytes / 1e6:.1f} MB)", ours, "s", bare, "bare fastexcel parse",
            detail=speed, at_most=size.most_seconds, at_most_times=size.most_times_bare_parse,
        ),
        Figure(
            PANDAS if size.has_pandas_in_turn else PANDAS_ONCE, ours, "s", pandas, "pandas + openpyxl to DuckDB",
            detail=speed, at_least_times=size.least_times_pandas, is_alternative=True,
        ),
    ]  # fmt: skip


def seconds_to_load(content: bytes, folder: Path) -> float:
    """Keep, read, recognise, check, compare and commit, in a store of its own."""
    store = Store.open(f"duckdb:{folder / 'veikart.duckdb'}")
    store.register().resolve("Oslo")  # the app's register has answered before
    start = time.perf_counter()
    preview = loading.prepare(store, content, "emissions.xlsx")
    if preview.problems:
        raise SystemExit(
            f"The workbook of the benchmark should load without a word: {preview.problems[0].sentence}"
        )
    loading.commit(store, preview, actor="benchmark")
    seconds = time.perf_counter() - start
    store.close()
    return seconds


def seconds_to_parse(content: bytes, folder: Path) -> float:
    """What the parser alone needs for the one sheet, in this process, to Arrow text columns."""
    start = time.perf_counter()
    fastexcel.read_excel(content).load_sheet(SHEET, header_row=None, skip_rows=0, dtypes="string").to_arrow()
    return time.perf_counter() - start


def seconds_with_pandas(content: bytes, folder: Path) -> float:
    """The usual few lines: read_excel, and the frame into a table of a DuckDB file; nothing is checked."""
    with duckdb.connect(str(folder / "plain.duckdb")) as connection:
        start = time.perf_counter()
        frame = pd.read_excel(io.BytesIO(content), sheet_name=SHEET, engine="openpyxl")
        connection.register("frame", frame)
        connection.execute("create table emissions as select * from frame")
        return time.perf_counter() - start


WAYS: dict[str, Callable[[bytes, Path], float]] = {
    "ours": seconds_to_load,
    "bare": seconds_to_parse,
    "pandas": seconds_with_pandas,
}

# Memory ---------------------------------------------------------------------------------------------------------------


def _figures_of_memory(size: Size, peaks: dict[str, float]) -> list[Figure]:
    if not peaks:
        return []
    ours, bare, pandas = (peaks[name] for name in WAYS)
    name = f"Memory above idle, {size.rows:,} rows, parent and child"
    alternative = "pandas + openpyxl to DuckDB"
    return [
        Figure(name, ours, "MB", bare, "bare fastexcel parse", at_most=size.most_megabytes),
        Figure(PANDAS, ours, "MB", pandas, alternative, is_alternative=True),
    ]


def _peaks(size: Size, content: bytes) -> tuple[dict[str, float], float]:
    """Peak resident memory above idle by way, of a process of its own and its reading child together (none where
    /proc is missing); and the seconds that pandas took there."""
    peaks: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "emissions.xlsx"
        file.write_bytes(content)
        for way in WAYS:
            rounds = size.memory_rounds if way == "ours" else 1
            measured = [_peak_above_idle(way, file) for _ in range(rounds)]
            peaks[way] = median(peak for peak, _ in measured)
    seconds = measured[-1][1]
    return (peaks if Path("/proc/self/statm").exists() else {}), seconds


def _peak_above_idle(way: str, file: Path) -> tuple[float, float]:
    """Megabytes that one load adds to a process that stood ready, sampled from outside every 2 ms; and its seconds."""
    command = [sys.executable, "-m", "benchmarks.loading", way, str(file)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout
        process.stdout.readline()
        tree = [process.pid, *_children(process.pid)]
        idle = peak = _resident_megabytes(tree)
        answers: list[str] = []
        answer = _line_reader(process.stdout, answers)
        process.stdin.write("load\n")
        process.stdin.flush()
        deadline = time.monotonic() + ANSWER_SECONDS
        while answer.is_alive() and time.monotonic() < deadline:
            peak = max(peak, _resident_megabytes(tree))
            answer.join(0.002)
        process.stdin.close()
    return peak - idle, float(answers[0])


def _line_reader(stream: IO[str], lines: list[str]) -> threading.Thread:
    reader = threading.Thread(target=lambda: lines.append(stream.readline()), daemon=True)
    reader.start()
    return reader


def _children(process_id: int) -> list[int]:
    if not Path("/proc/self/statm").exists():
        return []
    tasks = Path(f"/proc/{process_id}/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def _resident_megabytes(process_ids: list[int]) -> float:
    pages = 0
    for process_id in process_ids:
        try:
            pages += int(Path(f"/proc/{process_id}/statm").read_text().split()[1])
        except (OSError, IndexError):
            continue  # it has ended
    return pages * 4096 / 1e6


def _load_when_told(way: str, file: Path) -> None:
    """The process whose memory is measured: ready with a warm reader, then one load, then its seconds."""
    content = file.read_bytes()
    small = emissions_workbook(Store.open("duckdb::memory:").register(), WARM_ROWS)
    if way == "ours":
        reader_process.warm_up()
    for folder in ("warm", "measured"):
        (file.parent / folder).mkdir()
    WAYS[way](small, file.parent / "warm")
    print("ready", flush=True)
    sys.stdin.readline()
    print(WAYS[way](content, file.parent / "measured"), flush=True)
    sys.stdin.readline()
    reader_process.reader_pool().close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as own_folder:
        copy = Path(own_folder) / "emissions.xlsx"
        copy.write_bytes(Path(sys.argv[2]).read_bytes())
        _load_when_told(sys.argv[1], copy)
