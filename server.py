"""The web server around the app: one process, this machine only.

`python server.py [--host 127.0.0.1] [--port 8501]` is what `make run` starts; with --check it only says
whether it could. Around Streamlit it adds a health route, security headers, compressed scripts, the page
shell in our language, and a warm-up that runs while the browser fetches its first files. `streamlit run
app.py` shows the same pages without these."""

import argparse
import asyncio
import base64
import gc
import gzip
import hashlib
import logging
import re
import socket
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import brotli
import streamlit
import uvicorn
from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.runtime.pages_manager import PagesManager

from commands.door import Door
from commands.handover import ADDRESS
from data.own_store import own_url
from texts import N_, Text, _, available_languages, best_language, translated

ROOT = Path(__file__).resolve().parent
SCRIPT = ROOT / "app.py"
FRONTEND = Path(streamlit.__file__).parent / "static"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
DEFAULT_PORT = 8501
FIRST_ANSWER_SECONDS = 0.1
CACHED_FOR_A_YEAR = "public, immutable, max-age=31536000"  # the file names carry a hash of their content
COMPRESSED_TYPES = {".js": "text/javascript", ".css": "text/css"}
BROTLI_QUALITY = 5  # 4.7 MB in 0.1 s; quality 9 takes four times as long for 4 % less
CLOSED = ("/_stcore/metrics", "/_stcore/agent/")  # sessions, timings and a way in that nobody here uses
NOT_PAGES = ("/_stcore/", "/media/", "/component/", "/static/", "/app/static/", "/api/")
SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

NEEDS_SCRIPT = N_("Veikart draws its pages with JavaScript. Allow it here and load the page again.")

log = logging.getLogger("veikart.server")

# Or a cold Streamlit runs pages without app.py, because the folder is called pages/ (docs/adr/0001).
PagesManager.uses_pages_directory = False


# ── The page shell ──────────────────────────────────────────────────────────────────────────────────────────


def page_shell(source: str, language: str) -> str:
    """Streamlit's index.html with our language, name and no-script sentence.

    source: the html as shipped. language: a language code such as "nb". Returns html; inline scripts stay as
    they are."""
    needs_script = translated(NEEDS_SCRIPT, language)
    changes = (
        (r'<html lang="[^"]*"', f'<html lang="{language}"'),
        (r"<title>.*?</title>", "<title>Veikart</title>"),
        (r"<noscript>.*?</noscript>", f"<noscript><p>{needs_script}</p></noscript>"),
        (r'<link rel="service-desc"[^>]*>', ""),
        (r"<!--.*?-->", ""),
    )
    for pattern, replacement in changes:
        source = re.sub(pattern, replacement, source, flags=re.DOTALL)
    return source.lstrip()


def page_shells(source: str) -> dict[str, str]:
    """The shell in every available language, by language code."""
    return {language: page_shell(source, language) for language in available_languages()}


def script_hashes(html: str) -> list[str]:
    """The CSP source of every inline script: 'sha256-…', in the order they appear."""
    inline = re.findall(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", html, flags=re.DOTALL)
    digests = (hashlib.sha256(code.encode()).digest() for code in inline)
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


def content_security_policy(html: str, host: str) -> str:
    """What a page may load: this server only, its own inline scripts by hash, and its own websocket.

    html: the shell as sent. host: the request's host with port, already checked against the allowed ones."""
    return "; ".join(
        (
            "default-src 'self'",
            # Charts and tables run without eval; wasm stays open for Streamlit's decoders.
            f"script-src 'self' 'wasm-unsafe-eval' {' '.join(script_hashes(html))}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            f"connect-src 'self' ws://{host} wss://{host}",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


# ── Middleware, outermost first ─────────────────────────────────────────────────────────────────────────────


class AllowedHosts:
    """Refuses requests addressed to another name, so that no foreign site can point its own name here."""

    def __init__(self, app: ASGIApp, hosts: Sequence[str]) -> None:
        self.app = app
        self.hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _host_name(Headers(scope=scope).get("host", "")) not in self.hosts:
            refusal = _("This server answers only on this computer, as {hosts}.", hosts=", ".join(LOOPBACK))
            await PlainTextResponse(refusal, status_code=421)(scope, receive, send)
            return
        await self.app(scope, receive, send)


class SecurityHeaders:
    """Adds the security headers and the content security policy to every answer."""

    def __init__(self, app: ASGIApp, shell: str) -> None:
        self.app = app
        self.shell = shell
        self.policy = lru_cache(maxsize=16)(lambda host: content_security_policy(shell, host))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(SECURITY_HEADERS)
                headers["content-security-policy"] = self.policy(host)
            await send(message)

        await self.app(scope, receive, send_with_headers)


class ClosedRoutes:
    """Answers 404 on Streamlit's own routes that nobody outside should see."""

    def __init__(self, app: ASGIApp, closed: Sequence[str]) -> None:
        self.app = app
        self.closed = tuple(closed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].startswith(self.closed):
            await PlainTextResponse("Not found", status_code=404)(scope, receive, send)
            return
        await self.app(scope, receive, send)


class Frontend:
    """Streamlit's scripts and styles compressed once each, and our page shell in place of its own.

    Every address shows the same shell, so any html answer outside the other routes is replaced by it. Its
    language is the address's (?lang=nb), else the browser's."""

    def __init__(self, app: ASGIApp, shells: Mapping[str, str], folder: Path) -> None:
        self.app = app
        self.shells = {language: shell.encode() for language, shell in shells.items()}
        paths = (path for path in (folder / "static").rglob("*") if path.suffix in COMPRESSED_TYPES)
        self.files = {f"/{path.relative_to(folder).as_posix()}": path for path in paths}
        self.encoded_file = cache(lambda path, name: _encoded(self.files[path].read_bytes(), name))
        self.encoded_shell = cache(lambda language, name: _encoded(self.shells[language], name))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
        elif scope["path"] in self.files:
            await (await self._file(scope))(scope, receive, send)
        elif scope["path"].startswith(NOT_PAGES):
            await self.app(scope, receive, send)
        else:
            await self._page(scope, receive, send)

    async def _file(self, scope: Scope) -> Response:
        path, encoding = scope["path"], _encoding(scope)
        body = await asyncio.to_thread(self.encoded_file, path, encoding)
        headers = {"cache-control": CACHED_FOR_A_YEAR, **_encoding_headers(encoding)}
        return Response(body, media_type=COMPRESSED_TYPES[Path(path).suffix], headers=headers)

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_shell = False

        async def send_shell(message: Message) -> None:
            nonlocal is_shell
            if message["type"] == "http.response.start":
                is_html = Headers(raw=message["headers"]).get("content-type", "").startswith("text/html")
                is_shell = is_html and message["status"] == 200
            if not is_shell:
                await send(message)
            elif message["type"] == "http.response.start":
                await self._shell_response(scope)(scope, receive, send)

        await self.app(scope, receive, send_shell)

    def _shell_response(self, scope: Scope) -> Response:
        encoding = _encoding(scope)
        headers = {"cache-control": "no-cache", **_encoding_headers(encoding)}
        headers["vary"] = "accept-encoding, accept-language"
        return Response(
            self.encoded_shell(self._language(scope), encoding), media_type="text/html", headers=headers
        )

    def _language(self, scope: Scope) -> str:
        chosen = parse_qs(scope["query_string"].decode("latin-1")).get("lang", [""])[0]
        language = chosen if chosen in self.shells else best_language(_accepted_languages(scope))
        return language if language in self.shells else "en"


class Patience:
    """Holds sessions and handed-over calls back until the warm-up is over: two threads importing one library trip
    each other."""

    def __init__(self, app: ASGIApp, is_warm: asyncio.Event) -> None:
        self.app = app
        self.is_warm = is_warm

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket" or (scope.get("path") == ADDRESS and scope["method"] == "POST"):
            await self.is_warm.wait()
        await self.app(scope, receive, send)


def _host_name(host: str) -> str:
    """The name in a Host header, without port or brackets; empty when it is not a plain host."""
    match = re.fullmatch(r"(?:\[([0-9a-fA-F:]+)\]|([A-Za-z0-9.-]+))(?::\d{1,5})?", host)
    return (match[1] or match[2]).lower().rstrip(".") if match else ""


def _encoding(scope: Scope) -> str:
    accepted = re.split(r"[,;\s]+", Headers(scope=scope).get("accept-encoding", ""))
    return next((name for name in ("br", "gzip") if name in accepted), "")


def _accepted_languages(scope: Scope) -> list[str]:
    """The language tags of the Accept-Language header, the most wanted first."""
    accepted = re.findall(
        r"([A-Za-z-]+)\s*(?:;\s*q=([01](?:\.\d{1,3})?))?", Headers(scope=scope).get("accept-language", "")
    )
    return [tag for tag, weight in sorted(accepted, key=lambda entry: -float(entry[1] or 1))]


def _encoding_headers(encoding: str) -> dict[str, str]:
    return {"vary": "accept-encoding"} | ({"content-encoding": encoding} if encoding else {})


def _encoded(content: bytes, encoding: str) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(content, quality=BROTLI_QUALITY))
    return gzip.compress(content, 6, mtime=0) if encoding == "gzip" else content


# ── Warm-up ─────────────────────────────────────────────────────────────────────────────────────────────────


def import_what_pages_need() -> None:
    """Import the heavy libraries and our rooms once, then freeze them.

    What is frozen no collection of garbage walks through: all of pandas and Plotly."""
    try:
        import plotly.graph_objects as go

        import charts.trajectory  # noqa: F401
        import cli  # noqa: F401
        import data.store  # noqa: F401
        import loaders.loading  # noqa: F401
        import metrics.progress  # noqa: F401

        go.Figure([go.Scatter(x=[0], y=[0])]).to_json()
    except Exception:
        log.exception("The warm-up failed; pages will import on their own.")
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def start_reader() -> None:
    """Start the process that reads workbooks, so that the first upload does not wait for it."""
    try:
        from loaders.sheets import reader_process

        reader_process.warm_up()
    except Exception:
        log.exception("The workbook reader did not start; the first upload will start it.")


# ── The command line ────────────────────────────────────────────────────────────────────────────────────────


def program() -> Any:
    """The command line's own program, for calls that are handed over (docs/adr/0013)."""
    import cli

    return cli.app


door = Door(program)


# ── The app ─────────────────────────────────────────────────────────────────────────────────────────────────


async def health(request: Request) -> JSONResponse:
    """200 as soon as the server answers; for monitors and for the browser tests."""
    return JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})


def create_app(script: Path = SCRIPT) -> streamlit.App:
    """The ASGI app: Streamlit running script, inside our routes, middleware and warm-up."""
    shells = page_shells((FRONTEND / "index.html").read_text(encoding="utf-8"))
    is_warm = asyncio.Event()

    @asynccontextmanager
    async def lifespan(app: Any) -> AsyncIterator[dict[str, Any]]:
        async def warm_up() -> None:
            await asyncio.sleep(FIRST_ANSWER_SECONDS)  # imports would hold up the first answers otherwise
            await asyncio.to_thread(import_what_pages_need)
            is_warm.set()
            await asyncio.to_thread(start_reader)

        task = asyncio.create_task(warm_up())
        yield {}
        task.cancel()

    return streamlit.App(
        script,
        routes=[Route("/healthz", health), Route(ADDRESS, door)],
        middleware=[
            Middleware(AllowedHosts, hosts=LOOPBACK),
            Middleware(SecurityHeaders, shell=shells["en"]),  # the scripts are the same in every language
            Middleware(ClosedRoutes, closed=CLOSED),
            Middleware(Frontend, shells=shells, folder=FRONTEND),
            Middleware(Patience, is_warm=is_warm),
        ],
        lifespan=lifespan,
    )


app = create_app()


# ── The process ─────────────────────────────────────────────────────────────────────────────────────────────


class AnnouncedServer(uvicorn.Server):
    """Prints the address when, and only when, the server answers on it; takes calls of the command line meanwhile."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
            await asyncio.to_thread(door.open, own_url(), host, port)
            print(_("Veikart is running at {address}  (Ctrl+C stops it)", address=address), flush=True)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        door.close()
        await super().shutdown(sockets)


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped. Returns the exit status: 0 stopped, 1 the port is taken, 2 a wrong call."""
    options = _options(arguments)
    if options.host not in LOOPBACK:
        return _refuse(2, N_("Veikart has no sign-in yet, so it answers only on 127.0.0.1, not on {host}.",
                             host=options.host))  # fmt: skip
    try:
        listener = _listener(options.host, options.port)
    except OSError:
        return _refuse(1, N_("Port {port} is already in use. Choose another: make run PORT={other}",
                             port=str(options.port), other=str(options.port + 1)))  # fmt: skip
    if options.check:
        listener.close()
        return 0
    config.set_option("server.port", listener.getsockname()[1])
    config.set_option("server.fileWatcherType", "none")
    # Walking the whole heap after every run took two thirds of the time of forty readers; Python collects by itself.
    config.set_option("runner.postScriptGC", False)
    with listener:
        return _serve(listener)


def _serve(listener: socket.socket) -> int:
    settings = uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_max_size=int(config.get_option("server.maxMessageSize")) * 1024 * 1024,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=3,
    )
    server = AnnouncedServer(settings)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        print()
    return 0 if server.started else 1


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if host == "::1" else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    return listener


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="server.py", description=_("Serve Veikart on this computer."))
    parser.add_argument("--host", default="127.0.0.1", help=_("a loopback address; default 127.0.0.1"))
    parser.add_argument("--port", type=_port, default=DEFAULT_PORT, help=_("default 8501; 0 takes any"))
    parser.add_argument("--check", action="store_true", help=_("only say whether host and port can be used"))
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(_("expected a number up to 65535, found {text}", text=repr(text)))
    return int(text)


def _refuse(status: int, sentence: Text) -> int:
    print(_(sentence), file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main())
