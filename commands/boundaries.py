"""The borders of municipalities for the map, from a GeoJSON file."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.files import PROBLEMS, SAID
from commands.options import FormatOption, StoreOption, actor_name, open_store
from commands.output import Output, readable, refuse, say, write
from texts import N_, _

if TYPE_CHECKING:
    from loaders.problems import Problem

CODES = ("code", "municipality_id", "corners", "upload_id")

app = typer.Typer()


@app.command("boundaries", help=_("Keep the borders of municipalities from a GeoJSON file, for the map."))
def boundaries(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", show_default=False, help=_("A GeoJSON file in degrees."))
    ],
    code_property: Annotated[
        str,
        typer.Option("--code-property", metavar="NAME", help=_("The property that holds the official code.")),
    ],
    country: Annotated[
        str | None,
        typer.Option(
            "--country", metavar="XX", help=_("DK, FI, IS, NO or SE, where codes alone do not say.")
        ),
    ] = None,
    simplify: Annotated[
        float,
        typer.Option(
            "--simplify", metavar="METRES", help=_("How far a border may move to need fewer corners.")
        ),
    ] = 200.0,
    credit: Annotated[
        str,
        typer.Option("--credit", metavar="TEXT", help=_("Publisher and licence, which the map then names.")),
    ] = "",
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from loaders.borders.boundaries import keep_boundaries, read_boundaries
    from loaders.problems import LoadRefused

    _expect(file, country)
    with open_store(store, to_write=True, may_make=True) as opened:
        try:
            found = read_boundaries(
                file.read_bytes(),
                opened.register(),
                file_name=readable(file.name),
                code_property=code_property,
                country=country,
                simplify_metres=simplify,
            )
        except LoadRefused as refused:
            _write_problems(file, refused.problems, output)
            raise typer.Exit(1) from None
        upload_id = keep_boundaries(opened, found, actor=actor_name(), credit=credit)
    rows = [
        (each.code, each.area_id, each.corners, upload_id if each.area_id else None) for each in found.codes
    ]
    write([dict(zip(CODES, row, strict=True)) for row in rows], CODES, output)
    places = {
        "file": readable(file),
        "upload_id": str(upload_id),
        "before": found.corners_before,
        "after": found.corners,
    }
    say(
        N_("{file}: the borders of one municipality are kept as upload {upload_id}; {before} corners became {after}.",
           **places)
        if len(found.shapes) == 1
        else N_("{file}: the borders of {count} municipalities are kept as upload {upload_id}; {before} corners became {after}.",
                count=len(found.shapes), **places)
    )  # fmt: skip
    if found.unmatched:
        say(N_("{file}: not in the register, left out: {codes}.", file=readable(file),
               codes=", ".join(found.unmatched)))  # fmt: skip


def _expect(file: Path, country: str | None) -> None:
    from data.areas import NATIONS

    if not file.is_file():
        found = N_("a folder") if file.is_dir() else N_("nothing there")
        refuse(N_("{file}: expected a file, found {found}.", file=readable(file), found=found))
    if country is not None and country.upper() not in NATIONS:
        refuse(
            N_("--country: expected one of {known}, found {found}.", known=", ".join(NATIONS), found=country)
        )


def _write_problems(file: Path, problems: "tuple[Problem, ...]", output: Output | None) -> None:
    rows = [
        {"file": file, "cell": each.cell, **{name: getattr(each, name) for name in SAID}} for each in problems
    ]
    write(rows, PROBLEMS, output)
    say(N_("{file}: not loaded, not even in part.", file=readable(file)))
    for each in problems:
        say(each.sentence)
