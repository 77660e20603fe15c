"""Many readers at once, and one reader of a large store, at the websocket.

The readers live in one process of their own (benchmarks/load_generator.py), so that what they cost does not count as the
server's; that process's share of a processor is printed with every stage."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import IO

from benchmarks.fictional_cities import filled_store
from benchmarks.figures import Figure, median, percentile_95
from benchmarks.load_generator import EMISSIONS, OVERVIEW, Outcome, Stage
from benchmarks.servers import ROOT, Server, our_server, own_data_server
from benchmarks.session import Session, municipalities

WARM_UP_SECONDS, STAGE_SECONDS = 10.0, 60.0
SLOWEST_MILLISECONDS = {1: 120.0, 40: 250.0, 80: 1_000.0}  # sessions -> 95 % of the reruns within
MOST_KILOBYTES, MOST_MEGABYTES_A_SESSION = 60.0, 0.2
MANY, LOOKED_AT = 1_200, 40  # municipalities in the large store, and those of them that one reader looks at
NAMES = {OVERVIEW: "Overview", EMISSIONS: "Emissions"}


def figures(demo: Path, *, seconds: float = STAGE_SECONDS) -> list[Figure]:
    """Reruns of 1, 40 and 80 sessions on the demonstration data, and of one session on a large store."""
    with our_server(demo) as server, _generator(server) as pipes:
        _look_at_everything(server)
        found = [
            figure
            for number, sessions in enumerate(SLOWEST_MILLISECONDS)
            for figure in _stage(server, pipes, Stage(sessions, WARM_UP_SECONDS, seconds, seed=number))
        ]
    return found + large_store_figures()


def large_store_figures() -> list[Figure]:
    """Reruns of one session that goes from one unseen municipality to the next among 1,200 with 2.5 million facts."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.duckdb"
        filled_store(path, MANY).close()
        with own_data_server(path) as server:
            return [figure for page in NAMES for figure in _reruns_of_one(server, page)]


def _stage(server: Server, pipes: tuple[IO[str], IO[str]], stage: Stage) -> list[Figure]:
    before, processor = _resident_megabytes(server), _processor_seconds(server)
    outcome = _asked(pipes, stage)
    grown = _resident_megabytes(server) - before
    share = (_processor_seconds(server) - processor) / (stage.warm_up_seconds + stage.seconds)
    milliseconds = [1000 * seconds for seconds in outcome.rerun_seconds]
    who = f"{stage.sessions} session{'s' if stage.sessions > 1 else ''}, 5 s between steps: rerun"
    return [
        Figure(f"{who}, median", median(milliseconds), "ms",
               detail=f"{len(milliseconds) / outcome.seconds:.2f} reruns/s"),
        Figure("  95 % of the reruns within", percentile_95(milliseconds), "ms",
               at_most=SLOWEST_MILLISECONDS[stage.sessions]),
        Figure("  bytes of a rerun, largest", max(outcome.rerun_bytes) / 1000, "kB", at_most=MOST_KILOBYTES,
               detail=f"median {median(outcome.rerun_bytes) / 1000:.0f}"),
        Figure("  resident memory of the server, all sessions open", before + grown, "MB"),
        Figure("  what a session adds to it", max(grown, 0.0) / stage.sessions, "MB",
               at_most=MOST_MEGABYTES_A_SESSION if stage.sessions > 1 else None),
        Figure("  the server's share of one processor", 100 * share, "%",
               detail=f"the readers' own {100 * outcome.own_processor_share:.0f} %"),
    ]  # fmt: skip


def _look_at_everything(server: Server) -> None:
    """Have every municipality computed once on both pages: what is measured is many readers, not a cold store."""
    for page in NAMES:
        with Session(server, page) as session:
            widget, options = municipalities(session.run().messages)
            for option in options:
                session.run((widget, option))


def _reruns_of_one(server: Server, page: str) -> list[Figure]:
    with Session(server, page) as session:
        first = session.run()
        widget, options = municipalities(first.messages)
        looked_at = options[1 : 1 + LOOKED_AT] if page == OVERVIEW else options[-LOOKED_AT:]
        new = [session.run((widget, option)) for option in looked_at]
        again = [session.run((widget, option)) for option in looked_at]
    known, unseen = ([1000 * answer.seconds for answer in answers] for answers in (again, new))
    largest = max(answer.size_bytes for answer in (*new, *again)) / 1000
    return [
        Figure(f"{NAMES[page]}, {MANY:,} municipalities, 2.5 M facts: rerun", median(known), "ms",
               at_most=80.0),
        Figure("  95 % of the reruns within", percentile_95(known), "ms", at_most=120.0),
        Figure("  a municipality nobody has looked at yet, median", median(unseen), "ms", at_most=120.0),
        Figure("  95 % of those within", percentile_95(unseen), "ms"),
        Figure("  the first of all", 1000 * first.seconds, "ms"),
        Figure("  bytes of a rerun, largest", largest, "kB", at_most=MOST_KILOBYTES),
    ]  # fmt: skip


@contextmanager
def _generator(server: Server) -> Iterator[tuple[IO[str], IO[str]]]:
    """The process of the readers: what it is asked by, and what it answers on."""
    command = [sys.executable, "-m", "benchmarks.load_generator", str(server.port)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        yield process.stdin, process.stdout
        process.stdin.close()


def _asked(pipes: tuple[IO[str], IO[str]], stage: Stage) -> Outcome:
    asking, answering = pipes
    print(json.dumps(asdict(stage)), file=asking, flush=True)
    answer = answering.readline()
    if not answer:
        raise SystemExit("The readers ended before they had answered.")
    return Outcome(**json.loads(answer))


def _resident_megabytes(server: Server) -> float:
    """Of the server's own process; its reading child is none of the sessions'."""
    lines = Path(f"/proc/{server.process_id}/status").read_text(encoding="ascii").splitlines()
    return next(float(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS:"))


def _processor_seconds(server: Server) -> float:
    """What the server's process has computed so far, in its own code and in the system's."""
    after_name = (
        Path(f"/proc/{server.process_id}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    )
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")
