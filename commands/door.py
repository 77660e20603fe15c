"""The door in the web server for calls that are handed over: who may come in, and how the answer goes out.

Open to this computer only, to whoever can read the note beside the store (commands/handover.py), and to no browser."""

import asyncio
import ipaddress
import logging
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from commands.answering import answer
from commands.handover import CHALLENGE, LONGEST_CALL_BYTES, TOKEN, Call, Note, leave_note, take_back
from commands.options import file_of

if TYPE_CHECKING:
    import typer

CALLS_AT_ONCE = 8
OF_BROWSERS = ("origin", "sec-fetch-site", "sec-fetch-mode")
NO_STORE = {"cache-control": "no-store"}

log = logging.getLogger("veikart.server")


class Door:
    """An ASGI app, closed until open() is called: GET proves that this is the server of the note, POST takes a call."""

    def __init__(self, program: "Callable[[], typer.Typer]") -> None:
        self._program = program
        self._store_url = ""
        self._note: Note | None = None
        self._threads = ThreadPoolExecutor(CALLS_AT_ONCE, thread_name_prefix="call")

    def open(self, store_url: str, host: str, port: int) -> None:
        """Take calls for a store in a file, and leave the note beside it that callers look for."""
        store = file_of(store_url)
        if store is None:
            return
        try:
            self._store_url, self._note = store_url, leave_note(store, host, port)
        except OSError as error:
            log.warning(
                "The command line has to wait while the app runs: no note beside the store. %s", error
            )

    def close(self) -> None:
        """Take no more calls, and take the note back."""
        note, self._note = self._note, None
        store = file_of(self._store_url)
        if note is not None and store is not None:
            take_back(store, note)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._response(Request(scope, receive))
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        note = self._note
        if note is None or not _is_from_here(request) or any(name in request.headers for name in OF_BROWSERS):
            return _refused(404)
        if request.method == "GET":
            return PlainTextResponse(note.proof(request.headers.get(CHALLENGE, "")), headers=NO_STORE)
        if request.method != "POST":
            return _refused(405)
        if not note.is_shown_by(request.headers.get(TOKEN, "")):
            return _refused(403)
        if request.headers.get("content-type") != "application/json":
            return _refused(415)
        body = await _body(request)
        if body is None:
            return _refused(413)
        try:
            call = Call.from_json(body)
        except (ValueError, RecursionError):
            return _refused(400)
        return StreamingResponse(self._answered(call), media_type="application/x-ndjson", headers=NO_STORE)

    async def _answered(self, call: Call) -> AsyncIterator[bytes]:
        """The pieces of an answer, made in a thread of its own so that pages do not wait."""
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[bytes | None] = asyncio.Queue()
        is_gone = threading.Event()

        def send(piece: bytes | None) -> None:
            if is_gone.is_set():
                raise BrokenPipeError
            try:
                loop.call_soon_threadsafe(pieces.put_nowait, piece)
            except RuntimeError:  # the server has stopped
                raise BrokenPipeError from None

        self._threads.submit(self._answer, call, send)
        try:
            while (piece := await pieces.get()) is not None:
                yield piece
        finally:
            is_gone.set()

    def _answer(self, call: Call, send: Callable[[bytes | None], None]) -> None:
        try:
            answer(call, self._program(), store_url=self._store_url, send=send)
        except BaseException:
            log.exception("A call that was handed over failed.")
        finally:
            try:
                send(None)
            except BrokenPipeError:
                log.debug("Nobody waits for the answer any more.")


def _is_from_here(request: Request) -> bool:
    try:
        return request.client is not None and ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


async def _body(request: Request) -> bytes | None:
    """The body; None as soon as it is longer than any call."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LONGEST_CALL_BYTES:
            return None
    return bytes(body)


def _refused(status: int) -> Response:
    return PlainTextResponse(
        "Not found" if status == 404 else "Refused", status_code=status, headers=NO_STORE
    )
