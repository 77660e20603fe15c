"""Keeping the store safe: back it up while in use, restore it elsewhere, find out whether it is whole, make it again."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import (
    DEFAULT_STORE,
    FormatOption,
    Overwrite,
    StoreOption,
    expect_new,
    file_of,
    open_store,
)
from commands.output import readable, refuse, say, write
from texts import N_, _

if TYPE_CHECKING:
    from data.backup import Backup
    from data.store_files import StoreFiles

TABLE_ROWS = ("table", "rows")
FAULTS = ("check", "subject", "found", "fix")
REBUILT = ("upload_id", "file_name", "rows_before", "rows", "trouble")

app = typer.Typer()


@app.command(help=_("Write the whole store into one checksummed file, while others go on working."))
def backup(
    out: Annotated[Path, typer.Argument(metavar="OUT.zip", show_default=False, help=_("The file to write."))],
    overwrite: Overwrite = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from data.backup import back_up

    expect_new(out, overwrite=overwrite)
    with open_store(store) as opened:
        taken = back_up(opened, out)
    _write_rows(taken, output)
    say(N_("{out}: the store as it stood at event {version}, with {originals} received files.",
           out=readable(out), version=str(taken.version), originals=taken.originals))  # fmt: skip
    if taken.lost_originals:
        say(N_("{count} received files are missing in the store or were changed there, and so are not in the backup; verify "
               "names them.", count=taken.lost_originals))  # fmt: skip


@app.command(help=_("Make the store of a backup, and prove that every table is the same."))
def restore(
    source: Annotated[
        Path, typer.Argument(metavar="BACKUP.zip", show_default=False, help=_("A file that backup wrote."))
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help=_("Set the store that is there aside, under another name."))
    ] = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from data.backup import restore as restored_from

    _expect_file(source)
    files = _files_of(store)
    restored = restored_from(source, files, is_replacing=replace)
    _write_rows(restored, output)
    say(N_("{store}: every table and received file is as it was in {backup}.",
           store=str(files.database), backup=readable(source)))  # fmt: skip


@app.command(help=_("Find out whether the store is whole: torn uploads, missing originals, damage."))
def verify(
    source: Annotated[
        Path | None,
        typer.Argument(metavar="[BACKUP.zip]", show_default=False, help=_("A backup instead of the store.")),
    ] = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from data.backup import read_backup
    from data.verification import verify as faults_of

    if source is not None:
        _expect_file(source)
        _write_rows(read_backup(source), output)
        say(N_("{backup}: whole.", backup=readable(source)))
        return
    with open_store(store) as opened:
        faults = faults_of(opened)
    write([{name: getattr(fault, name) for name in FAULTS} for fault in faults], FAULTS, output)
    if faults:
        say(N_("The store is not whole: {count} faults.", count=len(faults)))
        raise typer.Exit(1)
    say(N_("The store is whole."))


@app.command(
    help=_("Make a damaged database again from the kept files and the journal; the old one is set aside.")
)
def rebuild(store: StoreOption = None, output: FormatOption = None) -> None:
    from loaders.rebuilding import rebuild as rebuilt_from
    from metrics.registry import INDICATOR_RULES

    files = _files_of(store)
    rebuilt = rebuilt_from(files, indicator_rules=INDICATOR_RULES)
    write([{name: getattr(upload, name) for name in REBUILT} for upload in rebuilt], REBUILT, output)
    lost = [upload for upload in rebuilt if not upload.is_whole]
    say(
        N_(
            "Uploads that are as they were: {whole} of {count}.",
            whole=len(rebuilt) - len(lost),
            count=len(rebuilt),
        )
    )
    if lost:
        raise typer.Exit(1)


def _files_of(store: str | None) -> "StoreFiles":
    from data.store_files import StoreFiles

    address = store or os.environ.get("VEIKART_STORE") or DEFAULT_STORE
    path = file_of(address)
    if path is None:
        refuse(N_("Store {url}: expected duckdb:PATH, a store in a file.", url=address))
    return StoreFiles(path)


def _expect_file(path: Path) -> None:
    if not path.is_file():
        refuse(N_("{file}: expected a file that backup wrote, found nothing there.", file=readable(path)))


def _write_rows(backup: "Backup", output: FormatOption) -> None:
    write([{"table": name, "rows": count} for name, count in backup.rows.items()], TABLE_ROWS, output)
