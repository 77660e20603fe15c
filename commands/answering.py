"""Answering a call that was handed over: the same program, in this process, for a caller in another one."""

import io
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from commands.caller import Caller, calling
from commands.handover import Call
from texts import in_language

if TYPE_CHECKING:
    import typer

Send = Callable[[bytes], None]
PIECE_CHARACTERS = 32 * 1024


class Transcript:
    """What is said to both streams, in order, in pieces of one line of JSON each: {"out": …} or {"err": …}."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._stream = ""
        self._texts: list[str] = []
        self._length = 0

    def add(self, stream: str, text: str) -> None:
        if stream != self._stream:
            self.flush()
        self._stream = stream
        self._texts.append(text)
        self._length += len(text)
        if self._length >= PIECE_CHARACTERS or (stream == "err" and text.endswith("\n")):
            self.flush()

    def flush(self) -> None:
        if self._texts:
            text, self._texts, self._length = "".join(self._texts), [], 0
            self._send(_line({self._stream: text}))


class Stream(io.TextIOBase):
    """One of the caller's two streams."""

    def __init__(self, name: str, transcript: Transcript) -> None:
        self._name = name
        self._transcript = transcript

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self._transcript.add(self._name, text)
        return len(text)

    def flush(self) -> None:
        self._transcript.flush()


def answer(call: Call, program: "typer.Typer", *, store_url: str, send: Send) -> None:
    """Run a call and send its pieces and, last, {"exit": status}.

    store_url: the store that this process serves. send may raise BrokenPipeError when nobody listens any more: the
    command ends there, and what it has committed stays."""
    transcript = Transcript(send)
    out, err = Stream("out", transcript), Stream("err", transcript)
    caller = Caller(out, err, call.folder, call.environment, call.actor, store_url)
    try:
        with calling(caller), in_language(call.language):
            status = _status(program, call.arguments, err)
        transcript.flush()
        send(_line({"exit": status}))
    except BrokenPipeError:
        return


def _status(program: "typer.Typer", arguments: list[str], err: Stream) -> int:
    """The exit status of the program, ended as at the front door."""
    import typer
    from typer.main import get_command

    try:
        status = get_command(program).main(list(arguments), prog_name="cli.py", standalone_mode=False)
    except typer.TyperException as error:
        error.show(file=err)  # type: ignore[attr-defined]
        return error.exit_code
    except typer.Abort:
        return 1
    return status if isinstance(status, int) else 0


def _line(piece: dict[str, str] | dict[str, int]) -> bytes:
    return json.dumps(piece).encode("ascii") + b"\n"
