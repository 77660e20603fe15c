"""The web server: what it refuses, what it adds to every answer, and the traps of ADR 0001."""

import asyncio
import gzip
import hashlib
import subprocess
import sys
from base64 import b64encode
from importlib.metadata import version
from pathlib import Path

import brotli
import pytest
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse
from streamlit.runtime.pages_manager import PagesManager

import server
from texts import available_languages
from ui.navigation import PAGES

SHELL = '<html lang="nb"><head><script>first()</script><script src="x.js"></script></head></html>'


class Answer:
    """What an ASGI app sent: status, headers, body."""

    def __init__(self, messages):
        self.status = messages[0]["status"]
        self.headers = Headers(raw=messages[0]["headers"])
        self.body = b"".join(message.get("body", b"") for message in messages[1:])


def ask(app, path="/", method="GET", query="", **headers):
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return Answer(sent)


@pytest.fixture
def frontend(tmp_path):
    """The front end over a small folder of scripts; every other path answers with another html page."""
    scripts = tmp_path / "static" / "js"
    scripts.mkdir(parents=True)
    (scripts / "index.abc.js").write_text("let answer = 42;" * 100)
    (tmp_path / "secret.js").write_text("not for you")
    shells = {language: SHELL.replace("nb", language) for language in ("en", "nb", "sv")}
    return server.Frontend(HTMLResponse("<html>not ours</html>"), shells=shells, folder=tmp_path)


def run_server(*arguments):
    command = [sys.executable, server.__file__, *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def test_the_server_switches_off_the_old_meaning_of_the_pages_folder():
    # importing server is enough; without it a cold link runs a page without app.py
    assert PagesManager.uses_pages_directory is False


def test_streamlit_is_the_version_whose_inner_name_we_touch():
    assert version("streamlit") == "1.67.0"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.file)
def test_a_page_has_an_address_that_differs_from_its_files_stem(page):
    assert page.url_path != Path(page.file).stem


def test_no_address_is_the_stem_of_another_page_and_none_is_used_twice():
    addresses = [page.url_path for page in PAGES]
    assert len(set(addresses)) == len(addresses)
    assert set(addresses) & {Path(page.file).stem for page in PAGES} == set()


def test_no_address_ends_with_the_name_of_another_page():
    # Streamlit takes that name off the end when it tells the address of the view
    names = {name for page in PAGES for name in (page.url_path, Path(page.file).stem) if name}
    assert {
        (page.url_path, name)
        for page in PAGES
        for name in names - {page.url_path}
        if page.url_path.endswith(name)
    } == set()


def test_every_script_in_pages_is_on_the_list():
    assert {page.file for page in PAGES} == {
        f"pages/{path.name}" for path in (server.ROOT / "pages").glob("*.py")
    }


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "example.com", ""])
def test_any_other_address_than_this_computer_is_refused_in_one_sentence(host, capsys):
    assert server.main(["--host", host]) == 2
    assert "no sign-in yet" in capsys.readouterr().err


def test_a_port_that_is_taken_is_said_with_another_to_try(capsys):
    with server._listener("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]
        assert server.main(["--port", str(port)]) == 1
    said = capsys.readouterr().err
    assert said == f"Port {port} is already in use. Choose another: make run PORT={port + 1}\n"


def test_a_port_that_is_no_port_is_a_wrong_call():
    done = run_server("--port", "eighty")
    assert done.returncode == 2
    assert "expected a number up to 65535, found 'eighty'" in done.stderr


def test_a_check_of_a_free_port_starts_nothing_and_says_nothing():
    done = run_server("--port", "0", "--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "LOCALHOST:1", "[::1]:8501"])
def test_a_request_addressed_to_this_computer_passes(host):
    app = server.AllowedHosts(PlainTextResponse("in"), hosts=server.LOOPBACK)
    assert ask(app, host=host).status == 200


@pytest.mark.parametrize(
    "host", ["veikart.example", "127.0.0.1.example", "user@localhost", "localhost:x", ""]
)
def test_a_request_addressed_to_another_name_is_refused(host):
    app = server.AllowedHosts(PlainTextResponse("in"), hosts=server.LOOPBACK)
    answer = ask(app, host=host)
    assert answer.status == 421
    assert b"only on this computer" in answer.body


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json"])
def test_streamlits_own_windows_are_closed(path):
    app = server.ClosedRoutes(PlainTextResponse("in"), closed=server.CLOSED)
    assert ask(app, path).status == 404


def test_streamlits_health_stays_open():
    app = server.ClosedRoutes(PlainTextResponse("in"), closed=server.CLOSED)
    assert ask(app, "/_stcore/health").status == 200


def test_every_answer_carries_the_security_headers():
    answer = ask(server.SecurityHeaders(PlainTextResponse("in"), shell=SHELL), host="localhost:8501")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]


def test_the_policy_allows_the_websocket_of_this_server_and_of_no_other():
    policy = server.content_security_policy(SHELL, "localhost:8501")
    assert "connect-src 'self' ws://localhost:8501 wss://localhost:8501;" in policy


def test_the_policy_names_inline_scripts_by_hash_and_never_allows_them_all():
    # one inline script in SHELL; the other has a src and needs no hash
    digest = b64encode(hashlib.sha256(b"first()").digest()).decode()
    assert server.script_hashes(SHELL) == [f"'sha256-{digest}'"]
    script_source = server.content_security_policy(SHELL, "localhost").split("; ")[1]
    assert script_source == f"script-src 'self' 'wasm-unsafe-eval' 'sha256-{digest}'"


def test_the_shell_is_in_our_language_and_under_our_name():
    shell = server.page_shell((server.FRONTEND / "index.html").read_text(encoding="utf-8"), "nb")
    assert '<html lang="nb">' in shell
    assert "<title>Veikart</title>" in shell
    assert "Streamlit app" not in shell


def test_every_available_language_has_a_shell_with_the_same_scripts():
    source = (server.FRONTEND / "index.html").read_text(encoding="utf-8")
    shells = server.page_shells(source)
    assert set(shells) == set(available_languages()) >= {"en", "nb", "sv"}
    assert {language for language, shell in shells.items() if f'<html lang="{language}">' in shell} == set(
        shells
    )
    assert len({tuple(server.script_hashes(shell)) for shell in shells.values()}) == 1


def test_the_shell_keeps_every_script_and_style_of_streamlit():
    source = (server.FRONTEND / "index.html").read_text(encoding="utf-8")
    shell = server.page_shell(source, "en")
    assert server.script_hashes(shell) == server.script_hashes(source)
    assert shell.count('rel="modulepreload"') == source.count('rel="modulepreload"') > 10
    assert shell.count('rel="stylesheet"') == source.count('rel="stylesheet"') == 1


@pytest.mark.parametrize(
    ("accepted", "encoding", "decoded"),
    [
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("gzip;q=1.0, *;q=0", "gzip", gzip.decompress),
        ("identity", None, bytes),
    ],
)
def test_a_script_goes_out_compressed_as_the_browser_can_read_it(frontend, accepted, encoding, decoded):
    answer = ask(frontend, "/static/js/index.abc.js", accept_encoding=accepted)
    assert answer.headers.get("content-encoding") == encoding
    assert decoded(answer.body) == b"let answer = 42;" * 100
    assert answer.headers["content-type"].startswith("text/javascript")
    assert "immutable" in answer.headers["cache-control"]
    assert answer.headers["vary"] == "accept-encoding"


@pytest.mark.parametrize("path", ["/static/../secret.js", "/static/js/../../secret.js", "/secret.js"])
def test_a_file_outside_the_scripts_folder_is_never_served(frontend, path):
    assert b"not for you" not in ask(frontend, path).body


@pytest.mark.parametrize("path", ["/", "/sources", "/a/b"])
def test_every_address_shows_our_shell_in_place_of_streamlits(frontend, path):
    answer = ask(frontend, path, query="area=NO-0301&lang=nb")
    assert answer.body.decode() == SHELL
    assert int(answer.headers["content-length"]) == len(SHELL)
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    ("query", "accepted", "language"),
    [
        ("", "nb-NO,nb;q=0.9,en;q=0.8", "nb"),
        ("", "en-GB;q=0.7, sv-SE", "sv"),  # no weight is the weight 1
        ("", "nn-NO", "nb"),
        ("", "no;q=0.5,en;q=0.9", "en"),
        ("", "de-DE,de;q=0.9", "en"),
        ("", "*", "en"),
        ("", "", "en"),
        ("", "sv;q=much", "sv"),
        ("lang=sv", "nb-NO", "sv"),
        ("area=NO-0301&lang=nb", "sv-SE", "nb"),
        ("lang=tlh", "sv-SE", "sv"),
        ("lang=", "sv-SE", "sv"),
        ("lang=%22%3E%3Cscript%3E", "", "en"),
    ],
)
def test_the_shell_speaks_the_language_of_the_address_before_the_browsers(
    frontend, query, accepted, language
):
    answer = ask(frontend, query=query, accept_language=accepted)
    assert answer.body.decode().startswith(f'<html lang="{language}">')
    assert answer.headers["vary"] == "accept-encoding, accept-language"


@pytest.mark.parametrize("path", ["/media/report.html", "/component/x/index.html", "/_stcore/host-config"])
def test_html_that_is_not_a_page_is_left_alone(frontend, path):
    assert ask(frontend, path).body == b"<html>not ours</html>"


def test_a_session_waits_until_the_warm_up_is_over():
    async def opened_after_warm_up():
        is_warm, order = asyncio.Event(), []

        async def session(scope, receive, send):
            order.append("session")

        async def warm_up():
            order.append("warm")
            is_warm.set()

        gate = server.Patience(session, is_warm)
        await asyncio.gather(gate({"type": "websocket"}, None, None), warm_up())
        return order

    assert asyncio.run(opened_after_warm_up()) == ["warm", "session"]


def test_a_call_of_the_command_line_waits_for_the_warm_up_and_its_greeting_does_not():
    async def answered():
        is_warm, order = asyncio.Event(), []

        async def app(scope, receive, send):
            order.append(scope["method"])

        async def warm_up():
            await asyncio.sleep(0)
            order.append("warm")
            is_warm.set()

        gate = server.Patience(app, is_warm)
        asked = [{"type": "http", "path": server.ADDRESS, "method": method} for method in ("POST", "GET")]
        await asyncio.gather(*(gate(scope, None, None) for scope in asked), warm_up())
        return order

    assert asyncio.run(answered()) == ["GET", "warm", "POST"]


@pytest.fixture
def door(tmp_path):
    """A door that takes calls for a store in a temporary folder."""
    opened = server.Door(server.program)
    opened.open(f"duckdb:{tmp_path / 'veikart.duckdb'}", "127.0.0.1", 1)
    yield opened
    opened.close()


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
def test_the_door_is_open_to_this_computer(door, address):
    assert len(ask(from_address(door, address), server.ADDRESS).body) == 64  # the proof, SHA-256 in hex


@pytest.mark.parametrize("address", ["192.0.2.7", "2001:db8::7", "testclient", None])
def test_the_door_is_closed_to_every_other(door, address):
    assert ask(from_address(door, address), server.ADDRESS).status == 404


def test_the_door_is_closed_until_the_server_runs_and_after_it_has_stopped(door):
    assert ask(from_address(server.Door(server.program), "127.0.0.1"), server.ADDRESS).status == 404
    door.close()
    assert ask(from_address(door, "127.0.0.1"), server.ADDRESS).status == 404


def test_a_store_in_memory_takes_no_calls():
    opened = server.Door(server.program)
    opened.open("duckdb::memory:", "127.0.0.1", 1)
    assert ask(from_address(opened, "127.0.0.1"), server.ADDRESS).status == 404


def from_address(app, address):
    async def asked(scope, receive, send):
        await app({**scope, "client": address and (address, 50000)}, receive, send)

    return asked
