"""Workbooks to fill in: empty ones, and ones that hold what is loaded now."""

from pathlib import Path
from typing import Annotated

import typer

from commands.options import (
    FormatOption,
    Municipalities,
    Overwrite,
    StoreOption,
    areas_named,
    expect_new,
    language_named,
    open_store,
)
from commands.output import Output, refuse, say, write
from data.tables import TABLES
from texts import N_, _

TEMPLATES = ("template", "file", "table", "rows")

app = typer.Typer()


@app.command(help=_("Write a workbook to fill in, empty or with what is loaded now."))
def template(
    name: Annotated[
        str,
        typer.Argument(
            metavar="THEME", show_default=False, help=_("Such as emissions, projects or everything.")
        ),
    ],
    file: Annotated[Path, typer.Option("--output", metavar="FILE", help=_("The workbook to write (.xlsx)."))],
    language: Annotated[
        str | None,
        typer.Option("--language", metavar="CODE", help=_("Language of the workbook, such as nb.")),
    ] = None,
    municipality: Municipalities = None,
    dataset: Annotated[
        str | None,
        typer.Option("--dataset", metavar="NAME", help=_("The series to edit, where there are several.")),
    ] = None,
    overwrite: Overwrite = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from loaders.own_workbooks.template_layout import THEMES
    from loaders.own_workbooks.templates import template as empty_template

    if name not in THEMES:
        refuse(N_('Template: expected one of {known}, found "{name}".', known=", ".join(THEMES), name=name))
    words = language_named(language)
    expect_new(file, overwrite=overwrite)
    if not municipality:
        file.write_bytes(empty_template(name, language=words))
        write(
            [{"template": name, "file": file, "table": table} for table in THEMES[name].tables],
            TEMPLATES,
            output,
        )
        return
    _write_filled(name, file, municipality, dataset, words, store, output)


def _write_filled(
    name: str,
    file: Path,
    municipality: list[str],
    dataset: str | None,
    language: str,
    store: str | None,
    output: Output | None,
) -> None:
    from loaders.own_workbooks.current_data import current_data

    with open_store(store) as opened:
        areas = areas_named(opened, municipality) or []
        found = current_data(opened, name, areas, dataset=dataset, language=language)
    file.write_bytes(found.content)
    for sentence in found.left_out:
        say(sentence)
    rows = [
        {"template": name, "file": file, "table": table, "rows": count}
        for table, count in found.row_counts.items()
        if table in TABLES
    ]
    write(rows, TEMPLATES, output)
