"""Loading: from the bytes of an upload to the commit in a file store, against the bare parse and against pandas with openpyxl.

Every run has a fresh store that is open already, as the app's is, and a reading process that is warm, as the app keeps one."""

import io
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import fastexcel
import pandas as pd

from benchmarks.figures import Figure, median
from benchmarks.workbooks import SHEET, emissions_workbook
from data.store import Store
from loaders import loading, reader_process
from loaders.workbook import open_workbook

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
SIZES = {100_000: 1.0, 10_000: 0.2}  # rows: seconds allowed
MOST_TIMES_BARE_PARSE, LEAST_TIMES_PANDAS, MOST_MEGABYTES = 2.5, 10.0, 200.0
ANSWER_SECONDS = 120
WARM_ROWS = 336  # one municipality, whole years


def figures() -> list[Figure]:
    """The figures of loading, for a large and a small workbook, and the memory the large one takes."""
    register = Store.open("duckdb::memory:").register()
    workbooks = {row_count: emissions_workbook(register, row_count) for row_count in SIZES}
    reader_process.warm_up()
    open_workbook(workbooks[min(SIZES)])
    found = [figure for row_count in SIZES for figure in _timed(row_count, workbooks[row_count])]
    reader_process.reader_pool().close()
    return [*found, *_memory(workbooks[max(SIZES)])]


def _timed(row_count: int, content: bytes) -> list[Figure]:
    """One size, all ways in turn, so that a disturbance hits them alike."""
    ways: dict[str, Callable[[bytes, Path], float]] = {
        "ours": seconds_to_load,
        "bare": seconds_to_parse,
        "pandas": seconds_with_pandas,
    }
    runs: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, seconds in ways.items():
            with tempfile.TemporaryDirectory() as folder:
                runs[name].append(seconds(content, Path(folder)))
    ours, bare, pandas = (median(runs[name]) for name in ways)
    name = f"Load {row_count:,} rows x 8 ({len(content) / 1e6:.1f} MB)"
    is_large = row_count == max(SIZES)
    return [
        Figure(
            name, ours, "s", bare, "bare fastexcel parse", at_most=SIZES[row_count],
            at_most_times=MOST_TIMES_BARE_PARSE if is_large else None,
        ),
        Figure(
            "  the same against what a user would pick", ours, "s", pandas, "pandas + openpyxl to DuckDB",
            at_least_times=LEAST_TIMES_PANDAS if is_large else None,
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


# Memory ---------------------------------------------------------------------------------------------------------------


def _memory(content: bytes) -> list[Figure]:
    """Peak resident memory above idle of the loading process and its reading child together; none where /proc is missing."""
    if not Path("/proc/self/statm").exists():
        return []
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "emissions.xlsx"
        file.write_bytes(content)
        peaks = [_peak_above_idle(file) for _ in range(ROUNDS)]
    name = f"Memory above idle, parent and child, {max(SIZES):,} rows"
    return [Figure(name, median(peaks), "MB", at_most=MOST_MEGABYTES)]


def _peak_above_idle(file: Path) -> float:
    """Megabytes that one load adds to a process that stood ready, sampled from outside every 2 ms."""
    command = [sys.executable, "-m", "benchmarks.loading", str(file)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin and process.stdout
        process.stdout.readline()
        tree = [process.pid, *_children(process.pid)]
        idle = peak = _resident_megabytes(tree)
        answer = _line_reader(process.stdout)
        process.stdin.write("load\n")
        process.stdin.flush()
        deadline = time.monotonic() + ANSWER_SECONDS
        while answer.is_alive() and time.monotonic() < deadline:
            peak = max(peak, _resident_megabytes(tree))
            answer.join(0.002)
        process.stdin.close()
    return peak - idle


def _line_reader(stream: io.TextIOBase) -> threading.Thread:
    reader = threading.Thread(target=stream.readline, daemon=True)
    reader.start()
    return reader


def _children(process_id: int) -> list[int]:
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


def _load_when_told(file: Path) -> None:
    """The process whose memory is measured: ready with a warm reader, then one load, then an answer."""
    content = file.read_bytes()
    small = emissions_workbook(Store.open("duckdb::memory:").register(), WARM_ROWS)
    reader_process.warm_up()
    seconds_to_load(small, file.parent / "warm")
    print("ready", flush=True)
    sys.stdin.readline()
    seconds_to_load(content, file.parent / "measured")
    print("done", flush=True)
    sys.stdin.readline()
    reader_process.reader_pool().close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as own_folder:
        copy = Path(own_folder) / "emissions.xlsx"
        copy.write_bytes(Path(sys.argv[1]).read_bytes())
        _load_when_told(copy)
