"""All core indicators with verdicts at once, against plain pandas on the same rows, and how it grows with the number of
municipalities.

Each size has a store of its own. The time is that of metrics.progress.progress over every municipality and core
indicator with the three methods that pages show. Pandas begins where we begin, with the rows in the store, and once more
with its frames in memory already; it computes values and the linear path only, and both must agree."""

import multiprocessing
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.fictional_cities import city_ids, filled_store, frames
from benchmarks.figures import Figure, median
from benchmarks.plain_pandas import core_with_verdicts, every_value
from data.store import Store
from metrics.progress import progress
from metrics.registry import CORE
from metrics.values import indicator_values, value_rows

SIZES = (120, 1_200, 12_000)
ROUNDS = 5
AGREES = 1e-9


def figures() -> list[Figure]:
    """Seconds for each size, growth, pandas, memory, and one municipality out of 2.5 million facts."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {count: Path(folder) / f"{count}.duckdb" for count in SIZES}
        seconds: dict[int, float] = {}
        found: list[Figure] = []
        for count, path in paths.items():
            store = filled_store(path, count)
            if count == SIZES[1]:
                found += _beside_pandas(store, count, seconds)
                found += _one_of_many(store, count)
            else:
                seconds[count] = _seconds(lambda store=store: _all_core(store), rounds=3)
            store.close()
        found[:0] = [_time(count, seconds[count]) for count in (SIZES[0], SIZES[2])]
        found += _growth(seconds)
        found.append(_memory(paths[SIZES[1]]))
        return found


def _all_core(store: Store) -> pd.DataFrame:
    return progress(store, indicators=CORE)


def _seconds(what: Callable[[], object], *, rounds: int = ROUNDS) -> float:
    taken = []
    for _round in range(rounds):
        began = time.perf_counter()
        what()
        taken.append(time.perf_counter() - began)
    return median(taken)


def _time(count: int, seconds: float) -> Figure:
    return Figure(f"All core indicators with verdicts, {count:,} municipalities", seconds, "s",
                  detail=f"{count * 35 * 60 / 1e6:.2g} M emission facts")  # fmt: skip


def _beside_pandas(store: Store, count: int, seconds: dict[int, float]) -> list[Figure]:
    ours, theirs = [], []
    for _round in range(ROUNDS):  # in turn, so that a busy machine hits both
        ours.append(_seconds(lambda: _all_core(store), rounds=1))
        theirs.append(_seconds(lambda: core_with_verdicts(frames(store)), rounds=1))
    rows = frames(store)
    _same_verdicts(_all_core(store), core_with_verdicts(rows))
    _same_values(indicator_values(store, indicators=CORE), every_value(rows))
    in_memory = _seconds(lambda: core_with_verdicts(rows), rounds=3)
    seconds[count] = median(ours)
    return [
        Figure(f"All core indicators with verdicts, {count:,} municipalities", seconds[count], "s",
               floor=median(theirs), floor_name="plain pandas", at_most=2.0, at_least_times=4.0,
               detail=f"{count * 35 * 60 / 1e6:.2g} M emission facts"),
        Figure("  the same with the frames in memory already", seconds[count], "s", floor=in_memory,
               floor_name="plain pandas", is_alternative=True),
    ]  # fmt: skip


def _same_verdicts(ours: pd.DataFrame, theirs: pd.DataFrame) -> None:
    """Stop when the two computations differ: a ratio of unequal work says nothing."""
    keys, compared = ["municipality_id", "indicator"], ["latest_value", "ratio"]
    judged = ours[(ours["method"] == "linear_path") & ours["latest_value"].notna()]
    _same(judged.set_index(keys)[compared], theirs.set_index(keys)[compared], "verdicts")


def _same_values(ours: pd.DataFrame, theirs: pd.Series) -> None:
    """The same for every value of every year."""
    known = ours.dropna(subset=["value"]).rename(columns={"municipality_id": "area_id"})
    _same(known.set_index(["indicator", "area_id", "year"])[["value"]], theirs.to_frame(), "values")


def _same(ours: pd.DataFrame, theirs: pd.DataFrame, what: str) -> None:
    one, other = ours.sort_index(), theirs.sort_index()
    if set(one.index) != set(other.index) or not np.allclose(
        one.to_numpy(float), other.to_numpy(float), rtol=AGREES, atol=0, equal_nan=True
    ):
        raise AssertionError(f"plain pandas and metrics differ in their {what}")


def _one_of_many(store: Store, count: int) -> list[Figure]:
    chosen = city_ids(count)[count // 2]
    seconds = _seconds(
        lambda: value_rows(store, municipality_ids=[chosen], indicators=["ghg_total"]), rounds=20
    )
    every = _seconds(lambda: value_rows(store, municipality_ids=[chosen]), rounds=20)
    return [
        Figure("One municipality's total out of them, by year", 1000 * seconds, "ms", at_most=50.0),
        Figure("  all its indicators", 1000 * every, "ms", at_most=50.0),
    ]


def _growth(seconds: dict[int, float]) -> list[Figure]:
    return [
        Figure(
            f"Growth from {few:,} to {many:,} municipalities",
            seconds[many] / seconds[few],
            "times",
            at_most=11.0,
        )
        for few, many in pairwise(SIZES)
    ]


def _memory(path: Path) -> Figure:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        idle, peak = pool.apply(_peak_megabytes, (str(path),))
    return Figure("Memory above idle, 1,200 municipalities", peak - idle, "MB", at_most=1_000.0)


def _peak_megabytes(path: str) -> tuple[float, float]:
    """Resident megabytes of this process before, and at its highest while it computes."""
    store = Store.open(f"duckdb:{path}", read_only=True)
    idle = _status("VmRSS")
    _all_core(store)
    return idle, _status("VmHWM")


def _status(name: str) -> float:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))
