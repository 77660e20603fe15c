"""Workbooks for those who ask a city to report: the Covenant of Mayors, the EU Mission, collectors of SDG indicators."""

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

COLUMNS = ("municipality_id", "recipient", "year", "language", "data_version", "made_on", "file")

app = typer.Typer()


@app.command(
    "report-to",
    help=_(
        "A workbook for those who ask a city to report: the inventory (crf), the Climate City Contract (ccc), all indicators "
        "with UN codes (indicators); its last sheet says what is missing."
    ),
)
def report_to(
    recipient: Annotated[
        Literal["crf", "ccc", "indicators"],
        typer.Argument(metavar="crf|ccc|indicators", show_default=False, help=_("After what it is shaped.")),
    ],
    municipality: Municipality,
    year: Annotated[int, typer.Option("--year", metavar="YEAR", help=_("The year that is reported."))],
    file: Annotated[
        Path, typer.Option("--output", metavar="FILE.xlsx", help=_("Where the workbook is written."))
    ],
    language: Annotated[
        str | None, typer.Option("--lang", metavar="CODE", help=_("Language of the workbook, such as nb."))
    ] = None,
    on: AsOfDay = None,
    overwrite: Overwrite = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from report.reporting.climate_city_contract import climate_city_contract_bytes
    from report.reporting.crf_workbook import crf_workbook_bytes
    from report.reporting.indicator_table import indicator_table_bytes

    makers = {
        "crf": crf_workbook_bytes,
        "ccc": climate_city_contract_bytes,
        "indicators": indicator_table_bytes,
    }
    if file.suffix.lower() != ".xlsx":
        refuse(N_("{file}: expected a name that ends in .xlsx.", file=readable(file)))
    words = language_named(language)
    expect_new(file, overwrite=overwrite)
    made_on = (on or datetime.now(UTC)).date()
    with open_store(store) as opened:
        area = area_named(opened, municipality)
        content = makers[recipient](opened, area, year, made_on=made_on, language=words)
        version = opened.version
    file.write_bytes(content)
    row = {
        "municipality_id": area,
        "recipient": recipient,
        "year": year,
        "language": words,
        "data_version": version,
        "made_on": made_on,
        "file": file,
    }
    write([row], COLUMNS, output)
