"""Figures out: the indicators' values, their verdicts, and the cells they were made from."""

from typing import Annotated

import typer

from commands.options import (
    FormatOption,
    IndicatorKey,
    IndicatorKeys,
    MaybeDataset,
    Municipalities,
    Municipality,
    StoreOption,
    area_named,
    areas_named,
    expect_dataset,
    open_store,
)
from commands.output import refuse, say, write
from texts import N_, _

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
