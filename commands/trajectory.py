"""Trend, projection and needs per municipality and indicator."""

from typing import Annotated

import typer

from commands.options import (
    FormatOption,
    IndicatorKeys,
    MaybeDataset,
    Municipalities,
    StoreOption,
    areas_named,
    expect_dataset,
    open_store,
)
from commands.output import write
from texts import _

TRAJECTORY = (
    "municipality_id", "indicator", "method", "window_start", "window_end", "points", "slope_per_year",
    "value_at_window_end", "last_value", "net_zero_year", "historical_change_percent_per_year",
    "required_per_year_from_now", "needed_cut_percent_per_year", "projected_value", "projected_low", "projected_high",
    "cumulative_overshoot",
)  # fmt: skip

app = typer.Typer()


@app.command(help=_("The trend, where it leads, and what the target asks for from now on."))
def trajectory(
    municipality: Municipalities = None,
    indicator: IndicatorKeys = None,
    since: Annotated[
        int | None,
        typer.Option("--since", metavar="YEAR", help=_("All data years from here on; else the last 8.")),
    ] = None,
    until: Annotated[
        int | None, typer.Option("--until", metavar="YEAR", help=_("Data after this year are left out."))
    ] = None,
    method: Annotated[
        str, typer.Option("--method", metavar="KEY", help=_("linear, robust or lad."))
    ] = "linear",
    anchor: Annotated[
        bool, typer.Option("--anchor", help=_("The line runs through the last data year."))
    ] = False,
    dataset: MaybeDataset = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.trajectories import trajectories

    with open_store(store) as opened:
        expect_dataset(opened, dataset)
        areas = areas_named(opened, municipality)
        rows = trajectories(
            opened,
            municipality_ids=areas,
            indicators=indicator or None,
            since=since,
            until=until,
            method=method,
            is_anchored=anchor,
            dataset=dataset,
        )
        write(rows, TRAJECTORY, output)
