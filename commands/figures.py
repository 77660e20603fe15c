"""Figures out: the indicators' values, their verdicts, and the cells they were made from."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import (
    FormatOption,
    IndicatorKey,
    IndicatorKeys,
    MaybeDataset,
    Municipalities,
    Municipality,
    Overwrite,
    StoreOption,
    area_named,
    areas_named,
    expect_dataset,
    expect_new,
    open_store,
)
from commands.output import readable, refuse, say, write
from texts import N_, _

if TYPE_CHECKING:
    from data.store import Store
    from data.table_files import FileKind

INDICATORS = (
    "municipality_id", "indicator", "year", "value", "unit", "dataset", "release", "gas_coverage",
    "value_status",
)  # fmt: skip
PROGRESS = (
    "municipality_id", "indicator", "method", "base_year", "base_value", "latest_year", "latest_value",
    "target_year", "target_value", "ratio", "verdict", "status", "reason", "required_per_year_from_now",
    "projected_value", "projected_low", "projected_high",
)  # fmt: skip
FACTS = (
    "municipality_id", "indicator", "year", "file", "sheet", "cell", "value", "unit", "label", "sector",
    "subsector", "gas", "dataset", "release", "upload_id", "sha256",
)  # fmt: skip
TAKEN = ("table", "municipality_id", "file", "rows", "bytes")
VALUES = "values"

app = typer.Typer()


@app.command(help=_("The values of the indicators, year by year."))
def indicators(
    municipality: Municipalities = None,
    indicator: IndicatorKeys = None,
    dataset: MaybeDataset = None,
    all_datasets: Annotated[
        bool, typer.Option("--all-datasets", help=_("Every dataset, not the headline only."))
    ] = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.values import indicator_values

    if dataset and all_datasets:
        refuse(N_("Give --dataset or --all-datasets, not both."))
    with open_store(store) as opened:
        expect_dataset(opened, dataset)
        areas = areas_named(opened, municipality)
        values = indicator_values(
            opened,
            municipality_ids=areas,
            indicators=indicator or None,
            dataset=dataset,
            all_datasets=all_datasets,
        )
        write(values, INDICATORS, output)


@app.command(help=_("The verdict per municipality, indicator and method."))
def progress(
    municipality: Municipalities = None,
    indicator: IndicatorKeys = None,
    method: Annotated[
        list[str] | None,
        typer.Option(
            "--method",
            metavar="KEY",
            help=_(
                "linear_path, ols_projection, eurostat5, eurostat4, opensdg, unsd or sdsn; default the first three."
            ),
        ),
    ] = None,
    dataset: MaybeDataset = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.progress import progress as verdicts

    with open_store(store) as opened:
        expect_dataset(opened, dataset)
        areas = areas_named(opened, municipality)
        rows = verdicts(
            opened,
            municipality_ids=areas,
            indicators=indicator or None,
            methods=method or None,
            dataset=dataset,
        )
        write(rows, PROGRESS, output)


@app.command(help=_("The cells of the original files behind one value."))
def facts(
    municipality: Municipality,
    indicator: IndicatorKey,
    year: Annotated[int, typer.Option("--year", metavar="YEAR")],
    dataset: MaybeDataset = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.provenance import facts_behind

    with open_store(store) as opened:
        expect_dataset(opened, dataset)
        area = area_named(opened, municipality)
        behind = facts_behind(opened, area, indicator, year, dataset).rename(
            columns={"file_name": "file", "source_label": "label"}
        )
    is_whole = behind["table_name"] == "population"
    behind["value"] = (
        behind["amount"].astype(object).mask(is_whole, behind["inhabitants"].astype("Int64").astype(object))
    )
    write(behind.assign(municipality_id=area, indicator=indicator, year=year), FACTS, output)
    if behind.empty:
        say(
            N_(
                "No facts: {area} has no {indicator} for {year}.",
                area=area,
                indicator=indicator,
                year=str(year),
            )
        )


@app.command(help=_("Write a whole table, or all values with their verdicts, as CSV, Parquet or Excel."))
def table(
    name: Annotated[
        str, typer.Argument(metavar="TABLE", help=_("Such as emissions; values = all indicator values."))
    ],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help=_("The file to write: .csv, .csv.zip, .parquet or .xlsx."))
    ],
    municipality: Annotated[
        str | None,
        typer.Option("--municipality", metavar="ID", help=_("Id, official code or name; without it all.")),
    ] = None,
    overwrite: Overwrite = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from data.tables import TABLES

    if name not in (VALUES, *TABLES):
        refuse(
            N_(
                "Table: expected one of {known}, found {name}.",
                known=", ".join((VALUES, *TABLES)),
                name=f'"{name}"',
            )
        )
    kind = _kind_of(file)
    expect_new(file, overwrite=overwrite)
    with open_store(store) as opened:
        area = area_named(opened, municipality) if municipality else None
        rows = _written(opened, name, area, file=file, kind=kind)
    taken = {"table": name, "municipality_id": area, "file": file, "rows": rows, "bytes": file.stat().st_size}
    write([taken], TAKEN, output)


def _kind_of(file: Path) -> "FileKind":
    from data.table_files import SUFFIXES

    found = next(
        (kind for kind, suffix in SUFFIXES.items() if file.name.lower().endswith(f".{suffix}")), None
    )
    if found is None:
        refuse(
            N_("{file}: expected a name that ends in .csv, .csv.zip, .parquet or .xlsx.", file=readable(file))
        )
    return found


def _written(store: "Store", name: str, area: str | None, *, file: Path, kind: "FileKind") -> int:
    """Write the rows, beside the file first, so that what stood there goes only when all are written. Returns how many."""
    from data.spreadsheet_file import MOST_ROWS
    from data.table_files import write_table
    from loaders.table_export import row_counts, write_rows
    from metrics.judged_municipalities import judged_municipalities
    from metrics.judged_values import count_of_values, judged_batches

    areas = [area] if area else judged_municipalities(store) if name == VALUES else []
    rows = count_of_values(store, areas) if name == VALUES else row_counts(store, area)[name]
    if kind == "xlsx" and rows > MOST_ROWS:
        refuse(
            N_("Excel holds {most} rows at most: take CSV or Parquet, or one municipality.", most=MOST_ROWS)
        )
    part = file.with_name(f"{file.name}.part")
    with part.open("wb") as target:
        if name == VALUES:
            write_table(judged_batches(store, areas, words=_), target, kind, name=name, rows=rows)
        else:
            rows = write_rows(store, name, area, target, kind)
    part.replace(file)
    return rows
