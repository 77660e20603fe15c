"""The command line while the app runs: the same answers, from the server that holds the store (docs/adr/0013)."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pandas as pd
import pytest

from commands.handover import ADDRESS, CHALLENGE, LONGEST_CALL_BYTES, TOKEN, Call, Note, leave_note, take_back
from data.demo import demo_areas, demo_changes
from data.store import Store
from tests.commands.conftest import emissions_workbook

ROOT = Path(__file__).parents[1]
START_SECONDS = 60
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
OSLO_TARGET = ("--municipality", "Oslo", "--indicator", "ghg_total", "--value", "5")
BUSY = (
    "The store store.duckdb is in use by another program, most likely the running app. "
    "Use the app's Upload page, or stop the app and try again.\n"
)
ELSEWHERE = '{"host": "192.0.2.1", "port": 80, "token": "a", "pid": 1}'
STOPPED = (
    "The running app stopped before it had answered. Each upload is either wholly there or not at all; "
    "look with: cli.py uploads\n"
)


@dataclass(frozen=True)
class Place:
    """A folder with a store of fictional municipalities and files to load."""

    folder: Path

    @property
    def store(self) -> Path:
        return self.folder / "store.duckdb"

    @property
    def note(self) -> Path:
        return self.folder / "store.duckdb.server"

    def start(self, *arguments: str, **settings: str) -> subprocess.Popen[str]:
        """cli.py in a process of its own, started in this folder."""
        own = {"VEIKART_STORE": "duckdb:store.duckdb", "LANG": "C.UTF-8", **settings}
        environment = {name: value for name, value in os.environ.items() if name[:8] != "VEIKART_"} | own
        command = [sys.executable, str(ROOT / "cli.py"), *arguments]
        return subprocess.Popen(
            command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )  # fmt: skip

    def call(self, *arguments: str, **settings: str) -> tuple[int, str, str]:
        return answer_of(self.start(*arguments, **settings))


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: str


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    process: subprocess.Popen[bytes]
    port: int

    def ask(self, method: str, body: bytes | None = None, **headers: str) -> Answer:
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)) as connection:
            connection.request(method, ADDRESS, body, headers)
            with connection.getresponse() as response:
                return Answer(response.status, dict(response.getheaders()), response.read().decode())


def answer_of(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Exit status, standard output and standard error, times left out."""
    out, err = process.communicate(timeout=120)
    return process.returncode, TIME.sub("TIME", out), TIME.sub("TIME", err)


def prepared(folder: Path) -> Place:
    folder.mkdir()
    place = Place(folder)
    store = Store.open(f"duckdb:{place.store}")
    store.add_areas(pd.DataFrame(demo_areas()), pd.DataFrame(demo_changes()))
    store.close()
    emissions_workbook(folder / "fjordvik.xlsx")
    emissions_workbook(folder / "wrong.xlsx", [("NO-D01", 2024, "Transport", "many")])
    (folder / "notes").mkdir()
    return place


@contextmanager
def app_running(place: Place) -> Iterator[Running]:
    """server.py in a process of its own, started elsewhere than where the callers stand."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    variables = os.environ | {"VEIKART_STORE": f"duckdb:{place.store}",
                              "VEIKART_DEMO": f"duckdb:{place.folder / 'no-demo.duckdb'}"}  # fmt: skip
    command = [sys.executable, str(ROOT / "server.py"), "--port", str(port)]
    process = subprocess.Popen(
        command, cwd=ROOT, env=variables, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline().startswith(b"Veikart is running at ")
        yield Running(process, port)
    finally:
        process.terminate()
        process.communicate(timeout=START_SECONDS)


@pytest.fixture
def place(tmp_path) -> Place:
    return prepared(tmp_path / "place")


@pytest.fixture(scope="module")
def shared(tmp_path_factory) -> Place:
    """A place whose app runs for the whole file; every test leaves its figures as it found them."""
    return prepared(tmp_path_factory.mktemp("shared") / "place")


@pytest.fixture(scope="module")
def app(shared) -> Iterator[Running]:
    with app_running(shared) as running:
        yield running


def until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def shared_rows(place: Place) -> dict[str, bytes]:
    """The tables of the package that was exported."""
    with zipfile.ZipFile(place.folder / "notes/shared.zip") as archive:
        return {name: archive.read(name) for name in archive.namelist() if name.endswith(".csv")}


CALLS = (
    (("uploads",), {}),
    (("load", "fjordvik.xlsx", "--release", "2025", "--note", "first – før revisjon"), {}),
    (("load", "./fjordvik.xlsx", "--release", "2025"), {}),
    (("load", "fjordvik.xlsx", "wrong.xlsx"), {"VEIKART_LANG": "nb"}),
    (("check", "wrong.xlsx", "--returned", "notes/returned.xlsx"), {}),
    (("check", "wrong.xlsx", "--returned", "notes/returned.xlsx"), {}),
    (("check", "none.xlsx"), {"VEIKART_LANG": "sv"}),
    (("check", "fjordvik.xlsx", "--returned", "nowhere/returned.xlsx"), {}),
    (("target", "set", *OSLO_TARGET), {}),
    (("target", "list", "--format", "json"), {}),
    (("--format", "json", "uploads"), {}),
    (("undo", "1"), {"VEIKART_LANG": "nb"}),
    (("undo", "1"), {"VEIKART_LANG": "nb"}),
    (("redo", "1"), {}),
    (("undo", "99"), {}),
    (("undo", "first"), {}),
    (("indicators", "--municipality", "Fjordvik"), {}),
    (("indicators", "--municipality", "Herøy"), {}),
    (("progress", "--municipality", "Oslo"), {"LANG": "sv_SE.UTF-8"}),
    (("facts", "--municipality", "Fjordvik", "--indicator", "ghg_total", "--year", "2024"), {}),
    (("dataset", "list"), {}),
    (("areas", "Fjordvik"), {}),
    (("export", "--package", "notes/shared.zip", "--municipality", "Fjordvik"), {}),
    (("export", "--package", "notes/shared.zip", "--municipality", "Fjordvik"), {}),
    (("export", "--package", "nowhere/shared.zip", "--municipality", "Fjordvik"), {}),
    (("template", "emissions", "--output", "filled.xlsx", "--municipality", "Fjordvik"), {}),
    (("mapping", "suggest", "fjordvik.xlsx", "--output", "notes/mapping.json"), {}),
    (("uploads", "--store", "duckdb:./store.duckdb"), {}),
    (("uploads", "--store", "duckdb:none.duckdb"), {}),
    (("uploads",), {"VEIKART_DEBUG": "1"}),
)


def test_every_call_beside_the_running_app_answers_byte_for_byte_as_without_it(tmp_path):
    # copied and not made twice: a workbook names the second in which it was written
    alone = prepared(tmp_path / "alone")
    beside = Place(shutil.copytree(alone.folder, tmp_path / "beside"))
    with app_running(beside):
        for arguments, settings in CALLS:
            calls = [place.start(*arguments, **settings) for place in (beside, alone)]
            assert answer_of(calls[0]) == answer_of(calls[1]), arguments
        # from here on the app holds the store: whoever opened it would have been refused
        with pytest.raises(Exception, match="in use by another program"):
            Store.open(f"duckdb:{beside.store}", read_only=True)
    written = [sorted(path.relative_to(place.folder).as_posix() for path in place.folder.rglob("*.[xzj]*")
                      if "store." not in path.as_posix()) for place in (alone, beside)]  # fmt: skip
    assert written[0] == written[1]
    assert {"notes/returned.xlsx", "notes/shared.zip", "filled.xlsx", "notes/mapping.json"} <= set(written[0])
    assert shared_rows(alone) == shared_rows(beside) != {}
    assert alone.call("uploads") == beside.call("uploads")  # what was said beside the app is in the store


def test_two_calls_at_once_are_both_answered_and_the_same_file_is_loaded_once(shared, app):
    first, second = (shared.start("load", "fjordvik.xlsx") for _ in range(2))
    rows = [process.communicate(timeout=120)[0].splitlines()[1] for process in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0)
    assert len({row.split(",")[1] for row in rows}) == 1  # the same upload
    assert shared.call("uploads")[1].count("fjordvik.xlsx") == 1
    shared.call("undo", rows[0].split(",")[1])


def test_who_called_is_recorded_and_pages_see_the_new_version(tmp_path):
    import cli
    from commands.answering import answer

    url = f"duckdb:{prepared(tmp_path / 'place').store}"
    store = Store.shared(url)
    before, pieces = store.version, []
    call = Call(["target", "set", *OSLO_TARGET], str(tmp_path / "place"), {"VEIKART_STORE": "duckdb:store.duckdb"},
                "nb", "kari")  # fmt: skip
    answer(call, cli.app, store_url=url, send=pieces.append)
    said = [json.loads(piece) for piece in pieces]
    assert said[-2:] == [{"err": "Målet er lagt inn som opplasting 1.\n"}, {"exit": 0}]
    assert store.version == before + 1
    assert list(store.uploads()["actor"]) == ["kari"]


def test_a_caller_who_leaves_ends_the_command_and_nothing_of_the_server(tmp_path):
    import cli
    from commands.answering import answer

    def gone(piece: bytes) -> None:
        raise BrokenPipeError

    url = f"duckdb:{prepared(tmp_path / 'place').store}"
    streams = (sys.stdout, sys.stderr)
    answer(
        Call(["uploads"], str(tmp_path), {"VEIKART_STORE": url}, "en", "kari"),
        cli.app,
        store_url=url,
        send=gone,
    )
    assert (sys.stdout, sys.stderr) == streams


def test_ctrl_c_ends_the_call_in_the_app_too_and_what_was_committed_stays(place):
    files = [f"{number}.xlsx" for number in range(30)]
    for number, name in enumerate(files):
        emissions_workbook(place.folder / name, [("NO-D01", 2024, "Transport", 1000 + number)])
    with app_running(place):
        loading = place.start("load", *files)
        assert loading.stderr is not None
        assert loading.stderr.readline().startswith("0.xlsx: recognised as ")
        loading.send_signal(signal.SIGINT)
        loading.communicate(timeout=60)
        assert loading.returncode == 130
        seen = place.call("uploads")[1].count("\n")
        time.sleep(2)  # a file takes a tenth of a second
        after = place.call("uploads")[1].count("\n")
    assert 2 <= seen <= after < 30  # the heading and upload 1, and not all of the others


def test_a_long_load_keeps_no_page_waiting_and_a_server_killed_meanwhile_is_said(place):
    emissions_workbook(place.folder / "long.xlsx", [("NO-D01", year, sector, 100 + year)
                       for year in range(1990, 2025) for sector in ("Transport", "Waste and wastewater")] * 300)  # fmt: skip
    originals = place.store.with_suffix(".originals")
    with app_running(place) as running:
        assert place.call("undo", "99")[0] == 2  # the app is warm and holds the store
        loading = place.start("load", "long.xlsx")
        until(lambda: any(path.is_file() for path in originals.rglob("*")))  # it has been received
        started = time.monotonic()
        with urllib.request.urlopen(f"http://127.0.0.1:{running.port}/healthz", timeout=5) as health:
            assert health.status == 200
        assert time.monotonic() - started < 2
        assert loading.poll() is None
        running.process.send_signal(signal.SIGKILL)
        out, err = loading.communicate(timeout=60)
    assert (loading.returncode, out, err) == (2, "", STOPPED)
    assert place.note.exists()
    left = place.note.read_text()
    # the next call finds nobody and opens the store itself; nothing of the file was loaded
    assert place.call("uploads")[1].count("\n") == 1
    assert place.call("undo", "99") == (2, "", "There is no upload 99.\n")
    with app_running(place):
        assert place.note.read_text() != left
        assert place.call("uploads")[0] == 0
    assert not place.note.exists()


def test_the_note_is_for_its_owner_only(shared, app):
    status = shared.note.stat()
    assert (stat.S_IMODE(status.st_mode), status.st_uid) == (0o600, os.geteuid())
    assert set(json.loads(shared.note.read_text())) == {"host", "port", "token", "pid"}


def test_a_note_that_others_may_read_is_not_used_and_the_reason_is_said(shared, app):
    shared.call("undo", "99")  # the app holds the store
    shared.note.chmod(0o644)
    try:
        status, out, err = shared.call("uploads")
    finally:
        shared.note.chmod(0o600)
    assert (status, out) == (2, "")
    assert err == (
        f"{shared.note}: others than its owner may read or change it, so the running app is not asked. "
        f"Stop the app, delete this file, and start the app again.\n{BUSY}"
    )


def test_a_second_app_for_the_same_store_leaves_the_note_of_the_first(shared, app):
    before = shared.note.read_text()
    with app_running(shared):
        assert shared.note.read_text() == before
    assert shared.note.read_text() == before


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({TOKEN: "0" * 64}, 403),
        ({TOKEN: ""}, 403),
        ({TOKEN: "ø"}, 403),
        ({"origin": "http://127.0.0.1:8501"}, 404),
        ({"sec-fetch-site": "same-origin"}, 404),
        ({"host": "veikart.example"}, 421),
        ({"content-type": "text/plain"}, 415),
        ({}, 400),  # everything in order but the body
    ],
    ids=str,
)
def test_who_may_not_come_in_is_refused(shared, app, changed, status):
    note = Note(**json.loads(shared.note.read_text()))
    headers = {TOKEN: note.token, "content-type": "application/json"} | changed
    response = app.ask("POST", b'{"arguments": ["undo", "1"]}', **headers)
    assert response.status == status
    assert "access-control-allow-origin" not in response.headers
    assert note.token not in str(response)


def test_a_call_longer_than_any_is_refused(shared, app):
    note = Note(**json.loads(shared.note.read_text()))
    headers = {TOKEN: note.token, "content-type": "application/json"}
    assert app.ask("POST", b" " * (LONGEST_CALL_BYTES + 1), **headers).status == 413


def test_the_server_proves_that_it_knows_the_secret_without_telling_it(shared, app):
    note = Note(**json.loads(shared.note.read_text()))
    answer = app.ask("GET", **{CHALLENGE: "abc"}).body
    assert answer == note.proof("abc") != note.proof("abd")
    assert note.token not in answer


def test_a_stranger_on_the_port_of_a_stale_note_learns_nothing(place):
    heard = []
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        leave_note(place.store, "127.0.0.1", stranger.getsockname()[1])
        token = json.loads(place.note.read_text())["token"]
        calling = place.start("uploads", "--format", "json")
        connection, _ = stranger.accept()
        with connection:
            heard.append(connection.recv(65536))
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok")
            heard.append(connection.recv(65536))
        assert calling.communicate(timeout=60) == ("[]\n", "")
    assert heard[0].startswith(b"GET ")
    assert heard[1] == b""
    assert token.encode() not in heard[0]
    assert b"uploads" not in heard[0]


def test_a_note_is_taken_back_by_the_server_that_left_it_only(tmp_path):
    store = tmp_path / "store.duckdb"
    first = leave_note(store, "127.0.0.1", 1)  # nobody listens on port 1
    second = leave_note(store, "127.0.0.1", 1)
    assert first is not None
    assert second is not None
    take_back(store, first)
    assert [path.name for path in tmp_path.iterdir()] == ["store.duckdb.server"]
    take_back(store, second)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"host": "127.0.0.1"}', ELSEWHERE])  # fmt: skip
def test_a_note_that_says_nothing_useful_is_passed_by(place, content):
    place.note.write_text(content)
    place.note.chmod(0o600)
    assert place.call("undo", "99") == (2, "", "There is no upload 99.\n")


def test_a_call_travels_whole_even_with_names_that_are_no_utf_8():
    call = Call(["load", os.fsdecode(b"f\xf8rst.xlsx")], "/", {"VEIKART_DEBUG": "1"}, "nb", "kari")
    assert Call.from_json(call.to_json()) == call


@pytest.mark.parametrize(
    "content",
    ["[]", "{}", '"undo"', '{"arguments": [1], "folder": "/", "environment": {}, "language": "en", "actor": ""}',
     '{"arguments": [], "folder": "here", "environment": {}, "language": "en", "actor": ""}'],
)  # fmt: skip
def test_what_is_no_call_is_refused(content):
    with pytest.raises(ValueError, match="not a call"):
        Call.from_json(content.encode())
