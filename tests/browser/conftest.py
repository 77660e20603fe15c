"""The real server in a process of its own, and a page of a real Chromium to look at it with.

A test asks for `start_server` (cold processes of its own), `server` (one process for the whole file) and
`page`, `phone` or `new_page`. Every server has a store of its own in a temporary folder."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.find_browser import ADVICE, find_browser, is_build_machine
from tests.browser.walk import LISTENING

ROOT = Path(__file__).parents[2]
START_SECONDS = 30
WAIT_MILLISECONDS = 30_000  # what a busy machine may take; a page that stands is never waited for
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass(frozen=True)
class RunningServer:
    """A server that answers: its address, its store and what it has written so far."""

    url: str
    store_url: str
    log: Path
    process: subprocess.Popen[bytes]

    def address(self, path: str = "/") -> str:
        """The full address of a path such as "/sources?place=NO-0301"."""
        return f"{self.url}{path}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder carries the marker `browser`."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@contextmanager
def running_server(folder: Path, *, environment: dict[str, str] | None = None) -> Iterator[RunningServer]:
    """Start server.py in a fresh process on a free port, wait until it answers, and stop it afterwards.

    folder: takes the store and the log. environment: added to this process's own, such as VEIKART_DEMO."""
    store_url, log = f"duckdb:{folder / 'veikart.duckdb'}", folder / "server.log"
    port = free_port()
    variables = os.environ | {"VEIKART_STORE": store_url} | (environment or {})
    command = [sys.executable, str(ROOT / "server.py"), "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=folder, env=variables, stdout=output, stderr=output)
        try:
            server = RunningServer(f"http://127.0.0.1:{port}", variables["VEIKART_STORE"], log, process)
            wait_until_healthy(server)
            yield server
        finally:
            stop(process)


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_healthy(server: RunningServer) -> None:
    """Return when the health route answers; fail with the server's own words when it stops or is silent."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urllib.request.urlopen(server.address("/healthz"), timeout=2):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.02)
    raise AssertionError(f"The server did not answer:\n{server.log.read_text(errors='replace')}")


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process this test started, gently first."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def as_root() -> list[str]:
    """What Chromium needs to run as root, as build machines do; nothing otherwise."""
    return ["--no-sandbox"] if os.geteuid() == 0 else []


@pytest.fixture
def start_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., RunningServer]]:
    """A function that starts one more cold server: start_server(environment={...}) -> RunningServer."""
    with ExitStack() as started:

        def start(environment: dict[str, str] | None = None) -> RunningServer:
            folder = tmp_path_factory.mktemp("server")
            return started.enter_context(running_server(folder, environment=environment))

        yield start


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """One server with an empty store and no demonstration data, shared by the tests of a file."""
    folder = tmp_path_factory.mktemp("server")
    nothing = f"duckdb:{folder / 'no-demo.duckdb'}"
    with running_server(folder, environment={"VEIKART_DEMO": nothing}) as started:
        yield started


@pytest.fixture(scope="module")
def demo_server(tmp_path_factory: pytest.TempPathFactory, demo_path: Path) -> Iterator[RunningServer]:
    """One server with the demonstration, which no test changes, shared by the tests of a file."""
    environment = {"VEIKART_DEMO": f"duckdb:{demo_path}"}
    with running_server(tmp_path_factory.mktemp("demo-server"), environment=environment) as started:
        yield started


# One browser per test file: Playwright's loop must be gone before other tests start loops of their own.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, or a failure on the build machine and a left-out test elsewhere when there is none."""
    path = find_browser()
    if path is None:
        (pytest.fail if is_build_machine() else pytest.skip)(ADVICE)
    expect.set_options(timeout=WAIT_MILLISECONDS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(path), args=[*QUIET, *as_root()])
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens a page in a session of its own: new_page(width=1280, height=900) -> Page."""
    with ExitStack() as opened:

        def open_page(width: int = DESKTOP["width"], height: int = DESKTOP["height"]) -> Page:
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale="en-GB", accept_downloads=True
            )
            opened.callback(context.close)
            context.set_default_timeout(WAIT_MILLISECONDS)
            context.add_init_script(LISTENING)
            return context.new_page()

        yield open_page


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page as wide as a desk, 1280 px."""
    return new_page()


@pytest.fixture
def phone(new_page: Callable[..., Page]) -> Page:
    """A page as wide as a phone, 390 px."""
    return new_page(**PHONE)
