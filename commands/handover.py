"""Handing a call over to the running app, which holds the store that the call is about.

The server leaves a note beside its store, readable by its owner only: where it listens, and a secret. Who calls first
makes the server prove that it knows the secret, then shows it and sends the call. Until the call is sent nothing has
happened, so the caller may still open the store itself; afterwards it may not."""

import json
import os
import secrets
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, Self

from commands import caller
from commands.output import refuse, say
from texts import N_, current_language

if TYPE_CHECKING:
    from http.client import HTTPConnection, HTTPResponse

ADDRESS = "/api/command"
TOKEN, CHALLENGE = "x-veikart-token", "x-veikart-challenge"
LOOPBACK = ("127.0.0.1", "::1")
GREETING_SECONDS = 5.0
LONGEST_CALL_BYTES = 4 * 1024 * 1024
PREFIX = "VEIKART_"  # environment variables that commands look at


@dataclass(frozen=True)
class Call:
    """A call as it travels: the words after the program's name, and what the caller's process knows."""

    arguments: list[str]
    folder: str
    environment: dict[str, str]
    language: str
    actor: str

    @classmethod
    def present(cls) -> Self:
        """The call that this process was started for."""
        variables = {name: value for name, value in os.environ.items() if name.startswith(PREFIX)}
        words = list(caller.arguments())
        return cls(words, os.getcwd(), variables, current_language(), caller.actor_name())

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        """Raises ValueError when the content is no call."""
        fields = json.loads(content)
        if not isinstance(fields, dict) or {name: type(value) for name, value in fields.items()} != _FIELDS:
            raise ValueError("not a call")
        call = cls(**fields)
        words = (*call.arguments, *call.environment.values())
        if not all(isinstance(word, str) for word in words) or not os.path.isabs(call.folder):
            raise ValueError("not a call")
        return call

    def to_json(self) -> bytes:
        return json.dumps(asdict(self)).encode("ascii")  # names that are no UTF-8 travel as escapes


_FIELDS = {"arguments": list, "folder": str, "environment": dict, "language": str, "actor": str}


# The note ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Note:
    """What a running server leaves beside its store."""

    host: str
    port: int
    token: str
    pid: int

    def proof(self, challenge: str) -> str:
        """What only someone who knows the secret can answer to a challenge."""
        import hmac

        return hmac.digest(self.token.encode(), challenge.encode("utf-8", "replace"), "sha256").hex()

    def is_shown_by(self, token: str) -> bool:
        """Whether a token is the secret; takes as long whichever part of it is wrong."""
        import hmac

        return hmac.compare_digest(self.token.encode(), token.encode("utf-8", "replace"))


def note_place(store: Path) -> Path:
    """Where the server of a store leaves its note."""
    file = Path(os.path.realpath(store))
    return file.with_name(f"{file.name}.server")


def leave_note(store: Path, host: str, port: int) -> Note | None:
    """Write the note of this process, at once and readable by its owner only. Returns None, and leaves the note that is
    there, when another server answers for the store. Raises OSError."""
    place = note_place(store)
    place.parent.mkdir(parents=True, exist_ok=True)
    if (other := _read(place)) is not None and is_answering(other):
        return None
    note = Note(host, port, secrets.token_hex(32), os.getpid())
    growing = place.with_name(f"{place.name}.{note.pid}")
    growing.unlink(missing_ok=True)
    descriptor = os.open(growing, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(json.dumps(asdict(note)))
    growing.replace(place)
    return note


def take_back(store: Path, note: Note) -> None:
    """Remove the note, unless another server has left its own in its place."""
    place = note_place(store)
    if _read(place) == note:
        place.unlink(missing_ok=True)


def _read(place: Path) -> Note | None:
    """The note at a place, if one is there that its owner alone may read."""
    with suppress(OSError, ValueError, TypeError):
        descriptor = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as file:
            if not _is_secret(os.fstat(file.fileno())):
                return None
            note = Note(**json.loads(file.read(4096)))
            return note if note.host in LOOPBACK and isinstance(note.port, int) and note.token else None
    return None


def _is_secret(status: os.stat_result) -> bool:
    is_ours = os.geteuid() in (status.st_uid, 0)
    return stat.S_ISREG(status.st_mode) and is_ours and not stat.S_IMODE(status.st_mode) & 0o077


# The caller -------------------------------------------------------------------------------------------------


def answered_by_server(store: Path) -> int | None:
    """Let the server of a store answer the present call, and pass on what it says. Returns the exit status, None when
    there is no server. A server that stops in the middle is a wrong call: nothing is done twice."""
    place = note_place(store)
    if not os.path.lexists(place):
        return None
    note = _read(place)
    if note is None:
        _say_why_unread(place)
        return None
    from http.client import HTTPException

    connection = _greeted(note)
    if connection is None:
        return None
    headers = {TOKEN: note.token, "content-type": "application/json"}
    with closing(connection):
        try:
            connection.request("POST", ADDRESS, Call.present().to_json(), headers)
            response = connection.getresponse()
        except (HTTPException, OSError):
            _refuse_broken()
        if response.status != 200:
            return None
        status = _passed_on(response)
    if status is None:
        _refuse_broken()
    return status


def _say_why_unread(place: Path) -> None:
    """Say why a note is not used, where its rights are the reason."""
    with suppress(OSError):
        if not _is_secret(os.lstat(place)):
            say(N_("{file}: others than its owner may read or change it, so the running app is not asked. Stop the app, "
                   "delete this file, and start the app again.", file=str(place)))  # fmt: skip


def _refuse_broken() -> NoReturn:
    refuse(N_("The running app stopped before it had answered. Each upload is either wholly there or not at all; look "
              "with: cli.py uploads"))  # fmt: skip


def is_answering(note: Note) -> bool:
    """Whether the server that left a note is there."""
    connection = _greeted(note)
    if connection is not None:
        connection.close()
    return connection is not None


def _greeted(note: Note) -> "HTTPConnection | None":
    """A connection to a server that has proved to know the secret; it may take any time to answer from now on."""
    import hmac
    from http.client import HTTPConnection, HTTPException

    challenge = secrets.token_hex(32)
    connection = HTTPConnection(note.host, note.port, timeout=GREETING_SECONDS)
    try:
        connection.request("GET", ADDRESS, headers={CHALLENGE: challenge})
        answer = connection.getresponse().read(256).decode("latin-1")
        if hmac.compare_digest(answer.encode(), note.proof(challenge).encode()) and connection.sock:
            connection.sock.settimeout(None)
            return connection
    except (OSError, HTTPException):
        pass
    connection.close()
    return None


def _passed_on(response: "HTTPResponse") -> int | None:
    """Write what comes, as it comes. Returns the exit status; None when the answer ends without one."""
    streams = {"out": sys.stdout, "err": sys.stderr}
    for piece in _pieces(response):
        if "exit" in piece:
            return int(piece["exit"])
        for name, text in piece.items():
            streams[name].write(text)
            streams[name].flush()
    return None


def _pieces(response: "HTTPResponse") -> Iterator[dict[str, Any]]:
    """The pieces that arrive whole; it ends where the server stops."""
    from http.client import HTTPException

    with suppress(OSError, HTTPException, ValueError):
        while line := response.readline():
            yield json.loads(line)
