"""What a municipality shares, as one file for partner cities."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import (
    FormatOption,
    Municipalities,
    Overwrite,
    StoreOption,
    areas_named,
    expect_new,
    open_store,
)
from commands.output import readable, refuse, say, write
from texts import N_, Text, _

if TYPE_CHECKING:
    from loaders.packages.package_export import Contents

SHARED = ("municipality_id", "table", "dataset", "rows", "licence")

app = typer.Typer()


@app.command(help=_("Write what municipalities share as a data package for partner cities."))
def export(
    file: Annotated[Path, typer.Option("--package", metavar="FILE", help=_("The package to write (.zip)."))],
    municipality: Municipalities = None,
    licence: Annotated[
        str,
        typer.Option("--licence", metavar="TEXT", help=_("Of own accounts and records, such as CC BY 4.0.")),
    ] = "",
    overwrite: Overwrite = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from loaders.packages.package_export import NothingShared, package_bytes, package_contents

    expect_new(file, overwrite=overwrite)
    with open_store(store) as opened:
        contents = package_contents(opened, areas_named(opened, municipality), licence=licence)
    _say_left_out(contents)
    try:
        content = package_bytes(contents)
    except NothingShared as nothing:
        refuse(nothing.text)
    file.write_bytes(content)
    _say_shared(contents, file)
    write(contents.counts(), SHARED, output)


def _say_shared(contents: "Contents", file: Path) -> None:
    from data.tables import TABLES

    for shared in contents.summary():
        say(
            N_(
                "{table}: {rows} of {municipalities}; {dataset}; licence: {licence}.",
                table=TABLES[shared.table].title,
                rows=_rows(shared.rows),
                municipalities=_names(contents, shared.municipalities),
                dataset=", ".join(shared.datasets) or N_("own records"),
                licence=shared.licence or N_("not stated"),
            )
        )
    say(N_("{file}: written. Send it to partner cities; their Veikart loads it.", file=readable(file)))


def _rows(count: int) -> Text:
    return N_("1 row") if count == 1 else N_("{count} rows", count=count)


def _names(contents: "Contents", area_ids: tuple[str, ...]) -> str:
    return ", ".join(contents.municipalities[area_id] for area_id in area_ids)


def _say_left_out(contents: "Contents") -> None:
    from data.tables import TABLES

    for stays in contents.left_out:
        say(
            N_(
                "{table}: {rows} stay here ({dataset}): {reason}.",
                table=TABLES[stays.table].title,
                rows=_rows(stays.rows),
                dataset=stays.dataset or N_("own records"),
                reason=stays.reason,
            )
        )
