"""Killing a loading process at random moments: what was acknowledged must be there, and nothing may be half there."""

import os
import random
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.fault_worker import workbook
from data.store import Store, StoreChanged
from data.verification import verify
from loaders.loading import commit, prepare

ROOT = Path(__file__).resolve().parents[1]
LONGEST_LIFE_SECONDS = 1.2  # of a worker after it is ready: some four uploads


@dataclass
class Losses:
    """What was found missing or torn, and how long the store took to open again."""

    kills: int = 0
    committed: int = 0
    lost: int = 0
    torn: int = 0
    received: int = 0
    received_lost: int = 0
    reopened_seconds: list[float] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.torn or self.received_lost)


def kill_at_random(count: int, *, seed: int, stage: str = "") -> Losses:
    """Start, kill and look, that many times, on one growing store. stage: kill there instead of at random."""
    chance, losses = random.Random(seed), Losses()
    with tempfile.TemporaryDirectory() as folder:
        url = f"duckdb:{folder}/veikart.duckdb"
        Store.open(url).close()
        number = 1
        for _kill in range(count):
            lines = _lines_of_a_killed_worker(url, number, chance.uniform(0, LONGEST_LIFE_SECONDS), stage)
            _look(url, lines, losses)
            number += 1 + sum(line.startswith("committed") for line in lines)
            losses.kills += 1
    return losses


def _lines_of_a_killed_worker(url: str, number: int, life_seconds: float, stage: str) -> list[str]:
    command = [sys.executable, "-m", "benchmarks.fault_worker", url, str(number), *([stage] if stage else [])]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
        if not stage:
            time.sleep(life_seconds)
            os.kill(worker.pid, signal.SIGKILL)
        return worker.stdout.read().splitlines()


def _look(url: str, lines: list[str], losses: Losses) -> None:
    start = time.perf_counter()
    store = Store.open(url)
    losses.reopened_seconds.append(time.perf_counter() - start)
    known = set(store.uploads()["upload_id"])
    said = [line.split() for line in lines]
    committed = [int(words[1]) for words in said if words[0] == "committed"]
    received = [words[1] for words in said if words[0] == "received"]
    kept = {sha256 for sha256, _size in store.originals.kept()}
    losses.committed += len(committed)
    losses.lost += sum(upload_id not in known for upload_id in committed)
    losses.received += len(received)
    losses.received_lost += sum(sha256 not in kept for sha256 in received)
    losses.torn += len(verify(store))
    store.close()


def load_at_once(count: int) -> tuple[Losses, int]:
    """That many people load overlapping workbooks of one municipality at the same time, each previewing again when told
    of a conflict. Returns what was lost, and how many conflicts were said."""
    losses, conflicts, lock = Losses(), [0], threading.Lock()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(f"duckdb:{folder}/veikart.duckdb")
        numbers: dict[int, int] = {}

        def load(number: int) -> None:
            content = workbook(number)
            while True:
                preview = prepare(store, content, f"{number}.xlsx")
                try:
                    upload_id = commit(store, preview, actor=f"person {number}")
                except StoreChanged:
                    with lock:
                        conflicts[0] += 1
                    continue
                with lock:
                    numbers[upload_id] = number
                return

        people = [threading.Thread(target=load, args=(number,)) for number in range(1, count + 1)]
        for person in people:
            person.start()
        for person in people:
            person.join()
        losses.committed = len(numbers)
        losses.lost = count - len(set(store.uploads()["upload_id"]) & set(numbers))
        losses.torn = len(verify(store))
        speaking = store.query(
            "select distinct emissions_tco2e as said from live_emissions where is_speaking"
        )
        losses.lost += speaking["said"].tolist() != [float(numbers[max(numbers)])]
        store.close()
    return losses, conflicts[0]


def reopening_words(losses: Losses) -> str:
    """How long the store took to open after a kill."""
    seconds = losses.reopened_seconds
    return f"reopened in {statistics.median(seconds):.2f} s (median), {max(seconds):.2f} s at most"
