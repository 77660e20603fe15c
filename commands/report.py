"""The council report as a file."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

from commands.options import (
    AsOfDay,
    FormatOption,
    Municipality,
    Overwrite,
    StoreOption,
    area_named,
    expect_new,
    language_named,
    open_store,
)
from commands.output import readable, refuse, write
from texts import N_, _

COLUMNS = (
    "municipality_id",
    "occasion",
    "language",
    "chapters",
    "snapshot",
    "data_version",
    "made_on",
    "file",
)

app = typer.Typer()


@app.command(
    help=_("Write the council report: a PDF to print or put on the agenda, or a docx to edit."),
)
def report(
    municipality: Municipality,
    occasion: Annotated[
        Literal["budget", "tertial", "annual"],
        typer.Option("--occasion", help=_("When the council meets it; decides the chapters.")),
    ],
    file: Annotated[
        Path, typer.Option("--output", metavar="FILE", help=_("The file to write, .pdf or .docx."))
    ],
    language: Annotated[
        str | None, typer.Option("--lang", metavar="CODE", help=_("Language of the report, such as nb."))
    ] = None,
    chapters: Annotated[
        str | None,
        typer.Option(
            "--chapters", metavar="KEYS", help=_("Other chapters than those of the occasion: budget,sources.")
        ),
    ] = None,
    snapshot: Annotated[
        str | None,
        typer.Option(
            "--snapshot", metavar="NAME", help=_("Show the climate budget as it was frozen under this name.")
        ),
    ] = None,
    on: AsOfDay = None,
    overwrite: Overwrite = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from report.council_report.council import OCCASIONS, report_bytes

    kind = file.suffix.lower().removeprefix(".")
    if kind not in ("pdf", "docx"):
        refuse(N_("{file}: expected a name that ends in .pdf or .docx.", file=readable(file)))
    words = language_named(language)
    expect_new(file, overwrite=overwrite)
    made_on = on.date() if on else datetime.now(UTC).date()
    chosen = None if chapters is None else _each_once(chapters)
    with open_store(store) as opened:
        area = area_named(opened, municipality)
        made = report_bytes(opened, area, occasion=occasion, chapters=chosen, language=words, file_kind=kind,
                            snapshot=snapshot, made_on=made_on)  # fmt: skip
        file.write_bytes(made)
        version = opened.version
    shown = OCCASIONS[occasion].chapters if chosen is None else chosen
    row = {
        "municipality_id": area,
        "occasion": occasion,
        "language": words,
        "chapters": ",".join(shown),
        "snapshot": snapshot or "",
        "data_version": version,
        "made_on": made_on,
        "file": file,
    }
    write([row], COLUMNS, output)


def _each_once(chapters: str) -> list[str]:
    """The keys of a list with commas, in its order."""
    return [key for key in dict.fromkeys(map(str.strip, chapters.split(","))) if key]
