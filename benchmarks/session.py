"""A browser session without a browser: the page's protocol over its websocket."""

import time
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from benchmarks.servers import Server

ANSWER_SECONDS = 60


@dataclass(frozen=True)
class Answer:
    """One run of a page: how long until its last message, how much came, and the messages."""

    seconds: float
    size_bytes: int
    messages: list[ForwardMsg] = field(repr=False)


def rerun_request(page: str, query: str, choice: tuple[str, str] | None = None) -> bytes:
    """The message that asks for a page anew, with a widget's id and the option chosen in it."""
    request = BackMsg()
    request.rerun_script.page_name = page
    request.rerun_script.query_string = query
    if choice is not None:
        widget = request.rerun_script.widget_states.widgets.add()
        widget.id, widget.string_value = choice
    return request.SerializeToString()


def municipalities(messages: list[ForwardMsg]) -> tuple[str, list[str]]:
    """The id and the options of the list of municipalities, the first list of a page."""
    elements = (message.delta.new_element for message in messages if message.WhichOneof("type") == "delta")
    chosen = next(element.selectbox for element in elements if element.WhichOneof("type") == "selectbox")
    return chosen.id, list(chosen.options)


class Session:
    """One session at a page. Use as a context manager."""

    def __init__(self, server: Server, page: str) -> None:
        address = f"ws://127.0.0.1:{server.port}/_stcore/stream"
        self._page, self._query = page, ""
        self._socket = connect(address, subprotocols=["streamlit"], origin=server.url, max_size=None)  # type: ignore[list-item, arg-type]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._socket.close()

    def run(self, choice: tuple[str, str] | None = None) -> Answer:
        """Ask for the page anew, with a widget's id and the option chosen in it, and wait until it is whole.

        The address is kept as a browser keeps it: as the page last set it."""
        request = rerun_request(self._page, self._query, choice)
        start = time.perf_counter()
        self._socket.send(request)
        messages: list[ForwardMsg] = []
        size_bytes = 0
        while not messages or messages[-1].WhichOneof("type") != "script_finished":
            content = self._socket.recv(timeout=ANSWER_SECONDS)
            assert isinstance(content, bytes)
            size_bytes += len(content)
            messages.append(ForwardMsg.FromString(content))
            if messages[-1].WhichOneof("type") == "page_info_changed":
                self._query = messages[-1].page_info_changed.query_string
        return Answer(time.perf_counter() - start, size_bytes, messages)
