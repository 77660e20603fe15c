"""The history of uploads: all of them, and taking one out or bringing it back."""

from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import FormatOption, StoreOption, actor_name, open_store
from commands.output import Output, refuse, say, write
from texts import N_, _

if TYPE_CHECKING:
    from data.store import Store

UPLOADS = (
    "upload_id", "file_name", "format_key", "state", "is_live", "committed_at", "changed_at", "actor",
    "tables", "datasets", "releases", "area_count", "row_count", "first_year", "last_year",
    "acknowledgement", "sha256",
)  # fmt: skip
STATE = ("upload_id", "file_name", "state", "changed_at")

UploadId = Annotated[
    int, typer.Argument(metavar="UPLOAD_ID", show_default=False, help=_("As uploads lists it."))
]

app = typer.Typer()


@app.command(help=_("Every upload and its state, newest first."))
def uploads(store: StoreOption = None, output: FormatOption = None) -> None:
    with open_store(store) as opened:
        write(opened.uploads(), UPLOADS, output)


@app.command(help=_("Take an upload out; it stays in the history."))
def undo(upload_id: UploadId, store: StoreOption = None, output: FormatOption = None) -> None:
    with open_store(store, to_write=True) as opened:
        opened.withdraw(upload_id, actor=actor_name())
        _write_state(opened, upload_id, output)
    say(N_("Upload {upload_id} is undone; redo brings it back.", upload_id=str(upload_id)))


@app.command(help=_("Bring an undone upload back, in its old place."))
def redo(upload_id: UploadId, store: StoreOption = None, output: FormatOption = None) -> None:
    with open_store(store, to_write=True) as opened:
        opened.restore(upload_id, actor=actor_name())
        _write_state(opened, upload_id, output)
    say(N_("Upload {upload_id} speaks again.", upload_id=str(upload_id)))


@app.command(help=_("Say that an upload's figures agree with its file: its layout is read right."))
def confirm(upload_id: UploadId, store: StoreOption = None, output: FormatOption = None) -> None:
    with open_store(store, to_write=True) as opened:
        listed = opened.uploads()
        formats = listed.loc[listed["upload_id"] == upload_id, "format_key"].tolist()
        if not formats:
            refuse(N_("There is no upload {upload_id}.", upload_id=str(upload_id)))
        opened.confirm_layout(formats[0], upload_id, actor=actor_name())
        _write_state(opened, upload_id, output)
    say(N_("The layout {format} is now marked as confirmed by you.", format=formats[0]))


def _write_state(store: "Store", upload_id: int, output: Output | None) -> None:
    listed = store.uploads()
    write(listed[listed["upload_id"] == upload_id], STATE, output)
