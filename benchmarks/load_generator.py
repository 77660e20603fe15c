"""Many sessions at once in one process of their own: `python -m benchmarks.load_generator PORT`.

Reads one stage after the other from its standard input, a line of JSON each (sessions, warm_up_seconds, seconds, seed), and
answers each with a line. The sessions of a stage stay open and idle until the next line comes, so that whoever asked can
look at the server meanwhile. A session goes from municipality to municipality, on Overview and Emissions in turn: it
chooses one, opens the other page, chooses the next one there, and thinks between any two steps."""

import asyncio
import itertools
import json
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from benchmarks.session import municipalities, rerun_request

OVERVIEW, EMISSIONS = "", "sources"
THINK_SECONDS, SPREAD = 5.0, 0.5


@dataclass(frozen=True)
class Stage:
    """How many sessions, for how many seconds after a warm-up whose steps do not count."""

    sessions: int
    warm_up_seconds: float
    seconds: float
    seed: int


@dataclass
class Outcome:
    """What a stage gave: seconds and bytes of every rerun that ended in it, and how busy this process itself was."""

    rerun_seconds: list[float] = field(default_factory=list)
    rerun_bytes: list[int] = field(default_factory=list)
    seconds: float = 0.0
    own_processor_share: float = 0.0


@dataclass(frozen=True)
class Step:
    """One thing a reader does: open a page, or choose a municipality on the page that is open."""

    page: str
    option: int | None = None


def steps(first: int, count: int) -> Iterator[Step]:
    """Without end: choose the municipality `first`, open the other page, choose the next municipality there."""
    for turn in itertools.count():
        yield Step((OVERVIEW, EMISSIONS)[turn % 2], (first + turn) % count)
        yield Step((EMISSIONS, OVERVIEW)[turn % 2])


class Reader:
    """One session that keeps what a browser keeps: the address, and the list on the page."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket, self._query, self._page = socket, "", OVERVIEW
        self.widget, self.options = "", [""]

    async def run(self, step: Step) -> tuple[float, int]:
        """Do one step and wait until the page is whole. Returns seconds and bytes."""
        if step.page != self._page:
            self._page, self._query = step.page, ""  # a link of the menu carries no choices
        choice = None if step.option is None else (self.widget, self.options[step.option])
        began = time.perf_counter()
        await self._socket.send(rerun_request(self._page, self._query, choice))
        messages, size_bytes = await self._answer()
        seconds = time.perf_counter() - began
        self.widget, self.options = municipalities(messages)
        return seconds, size_bytes

    async def _answer(self) -> tuple[list[ForwardMsg], int]:
        messages: list[ForwardMsg] = []
        size_bytes = 0
        while not messages or messages[-1].WhichOneof("type") != "script_finished":
            content = await self._socket.recv(decode=False)
            size_bytes += len(content)
            messages.append(ForwardMsg.FromString(content))
            if messages[-1].WhichOneof("type") == "page_info_changed":
                self._query = messages[-1].page_info_changed.query_string
        return messages, size_bytes


async def run_stage(port: int, stage: Stage) -> tuple[Outcome, list[ClientConnection]]:
    """Open the sessions, let them work, and return what was measured with the sessions still open."""
    sockets = [await _connected(port) for _session in range(stage.sessions)]
    outcome = Outcome()
    counts_from = time.perf_counter() + stage.warm_up_seconds
    ends = counts_from + stage.seconds
    readers = [
        asyncio.create_task(
            _read(Reader(socket), stage.seed * 1000 + number, outcome, counts_from=counts_from, ends=ends)
        )
        for number, socket in enumerate(sockets)
    ]
    await asyncio.sleep(stage.warm_up_seconds)
    processor, began = time.process_time(), time.perf_counter()
    await asyncio.gather(*readers)
    outcome.seconds = time.perf_counter() - began
    outcome.own_processor_share = (time.process_time() - processor) / outcome.seconds
    return outcome, sockets


async def _read(reader: Reader, seed: int, outcome: Outcome, *, counts_from: float, ends: float) -> None:
    chance = random.Random(seed)
    await asyncio.sleep(chance.uniform(0, THINK_SECONDS))  # nobody begins at the same moment
    await reader.run(Step(OVERVIEW))
    for step in steps(seed, len(reader.options)):
        await asyncio.sleep(THINK_SECONDS * chance.uniform(1 - SPREAD, 1 + SPREAD))
        if time.perf_counter() >= ends:
            return
        seconds, size_bytes = await reader.run(step)
        if time.perf_counter() >= counts_from:
            outcome.rerun_seconds.append(seconds)
            outcome.rerun_bytes.append(size_bytes)


async def _connected(port: int) -> ClientConnection:
    address, origin = f"ws://127.0.0.1:{port}/_stcore/stream", f"http://127.0.0.1:{port}"
    return await connect(address, subprotocols=["streamlit"], origin=origin, max_size=None)  # type: ignore[list-item, arg-type]


async def main(port: int) -> None:
    """Run the stages that are asked for, until nobody asks."""
    sockets: list[ClientConnection] = []
    while line := await asyncio.to_thread(sys.stdin.readline):
        await asyncio.gather(*(socket.close() for socket in sockets))
        outcome, sockets = await run_stage(port, Stage(**json.loads(line)))
        print(json.dumps(asdict(outcome)), flush=True)
    await asyncio.gather(*(socket.close() for socket in sockets))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
