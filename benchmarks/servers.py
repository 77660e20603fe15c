"""Servers to measure: ours on demonstration data, an empty page behind the same server, and plain `streamlit run`."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EMPTY_PAGE = Path(__file__).with_name("empty_page.py")
START_SECONDS = 60


@dataclass(frozen=True)
class Server:
    """A running server, and how long it took from the start of its process to its first healthy answer."""

    port: int
    seconds_to_healthy: float
    process_id: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def our_server(demo: Path) -> Iterator[Server]:
    """`server.py` as `make run` starts it, with an empty store of its own, showing the demonstration data."""
    with tempfile.TemporaryDirectory() as folder:
        own = {"VEIKART_STORE": f"duckdb:{Path(folder) / 'veikart.duckdb'}", "VEIKART_DEMO": f"duckdb:{demo}"}
        with _running(["server.py", "--port", "{port}"], "/healthz", own) as server:
            yield server


@contextmanager
def own_data_server(store: Path) -> Iterator[Server]:
    """`server.py` showing a municipality's own store."""
    own = {"VEIKART_STORE": f"duckdb:{store}", "VEIKART_DEMO": f"duckdb:{store.with_name('no-demo.duckdb')}"}
    with _running(["server.py", "--port", "{port}"], "/healthz", own) as server:
        yield server


@contextmanager
def empty_page_server() -> Iterator[Server]:
    """The same server and settings around a page that shows one line."""
    with _running(["-m", "benchmarks.empty_server", "{port}"], "/healthz") as server:
        yield server


@contextmanager
def bare_streamlit() -> Iterator[Server]:
    """What Streamlit needs by itself: `streamlit run` of that page."""
    options = ["--server.port", "{port}", "--server.headless", "true", "--server.fileWatcherType", "none"]
    with _running(["-m", "streamlit", "run", str(EMPTY_PAGE), *options], "/_stcore/health") as server:
        yield server


@contextmanager
def demo_store() -> Iterator[Path]:
    """The demonstration data in a file of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.duckdb"
        command = [sys.executable, "cli.py", "demo", "--store", f"duckdb:{path}"]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        yield path


@contextmanager
def _running(
    arguments: Sequence[str], health: str, environment: dict[str, str] | None = None
) -> Iterator[Server]:
    port = _free_port()
    command = [sys.executable, *(argument.format(port=port) for argument in arguments)]
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=os.environ | (environment or {}),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}{health}", process)
        yield Server(port, time.perf_counter() - start, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.005)
    raise SystemExit(f"No answer at {address}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
