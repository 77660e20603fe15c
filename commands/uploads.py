"""The history of uploads: all of them, and taking one out or bringing it back; and what somebody confirms."""

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
CHECKED = ("indicator", "default", "stated", "checked_by", "checked_at")

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


@app.command(
    help=_(
        "Say that an upload's figures agree with its file, or that a default target agrees with its source."
    )
)
def confirm(
    upload_id: Annotated[
        int | None, typer.Argument(metavar="UPLOAD_ID", show_default=False, help=_("As uploads lists it."))
    ] = None,
    indicator: Annotated[
        str | None,
        typer.Option("--indicator", metavar="KEY", help=_("Whose default target, such as ghg_total.")),
    ] = None,
    default: Annotated[
        str | None,
        typer.Option(
            "--default", metavar="KEY", help=_("Which default target, as docs/indicators names it.")
        ),
    ] = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    if upload_id is not None and indicator is None and default is None:
        _confirm_layout(upload_id, store, output)
    elif upload_id is None and indicator is not None and default is not None:
        _confirm_default(indicator, default, store, output)
    else:
        refuse(N_("Give an UPLOAD_ID, or --indicator and --default."))


def _confirm_layout(upload_id: int, store: str | None, output: Output | None) -> None:
    with open_store(store, to_write=True) as opened:
        listed = opened.uploads()
        formats = listed.loc[listed["upload_id"] == upload_id, "format_key"].tolist()
        if not formats:
            refuse(N_("There is no upload {upload_id}.", upload_id=str(upload_id)))
        opened.confirm_layout(formats[0], upload_id, actor=actor_name())
        _write_state(opened, upload_id, output)
    say(N_("The layout {format} is now marked as confirmed by you.", format=formats[0]))


def _confirm_default(indicator: str, default: str, store: str | None, output: Output | None) -> None:
    import pandas as pd

    from metrics.default_targets import confirm as confirm_default
    from metrics.default_targets import default_named
    from metrics.registry import indicator_named

    default_named(indicator_named(indicator), default)  # refused before a store is made for it
    with open_store(store, to_write=True, may_make=True) as opened:
        shown = confirm_default(opened, indicator, default=default, actor=actor_name())
    row = (indicator, default, shown.stated, shown.checked_by, shown.checked_at)
    write(pd.DataFrame([row], columns=list(CHECKED)), CHECKED, output)
    say(N_("Marked as checked against its source by you: {stated}", stated=shown.stated))


def _write_state(store: "Store", upload_id: int, output: Output | None) -> None:
    listed = store.uploads()
    write(listed[listed["upload_id"] == upload_id], STATE, output)
