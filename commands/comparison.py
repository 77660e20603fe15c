"""Like with like: peers, the place among them, sums of a group, and whom to learn from."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from commands.options import (
    FormatOption,
    IndicatorKeys,
    Municipality,
    StoreOption,
    area_named,
    areas_named,
    open_store,
)
from commands.output import refuse, say, write
from texts import N_, Text, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pandas import DataFrame

    from data.store import Store

PEERS = (
    "municipality_id", "name", "country_code", "distance", "population_part", "density_part", "sector_mix_part",
    "parts_missing",
)  # fmt: skip
POSITION = (
    "municipality_id", "indicator", "year", "value", "rank", "of", "quartile", "median", "distance_to_median",
    "distance_to_best_quartile", "common_base_year", "change", "change_percent", "left_out_count", "left_out",
    "group_break",
)  # fmt: skip
LEARN = (
    "sector", "own_change_percent", "median_change_percent", "municipality_id", "change_percent", "first_year",
    "last_year", "project_id", "project_title", "innovation_stage", "status", "reason",
)  # fmt: skip
GROUP = ("indicator", "year", "value", "unit", "members", "datasets", "left_out")

app = typer.Typer()


@app.command(help=_("The municipalities most like one, with the distance and its parts."))
def peers(
    municipality: Municipality,
    count: Annotated[int, typer.Option("--count", min=1, metavar="N", help=_("How many."))] = 8,
    same_country: Annotated[
        bool, typer.Option("--same-country", help=_("Of the same country only."))
    ] = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.peers import peers as nearest

    with open_store(store) as opened:
        area = area_named(opened, municipality)
        found = nearest(opened, area, count=count, same_country=same_country)
    write(found, PEERS, output)
    if found.empty:
        say(N_("No peers: {area} has neither inhabitants nor sectors that others have too.", area=area))


@app.command(help=_("Where a municipality stands among those that count alike."))
def position(
    municipality: Municipality,
    indicator: IndicatorKeys = None,
    among: Annotated[
        Literal["all", "country", "peers"], typer.Option("--among", help=_("Ranked among whom."))
    ] = "all",
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.comparison import comparable_groups
    from metrics.comparison import position as position_of
    from metrics.registry import INDICATORS, indicator_named
    from metrics.values import indicator_values

    keys = [indicator_named(key).key for key in indicator or INDICATORS]
    with open_store(store) as opened:
        area = area_named(opened, municipality)
        values = indicator_values(opened, indicators=keys)
        grouped = comparable_groups(values, opened.datasets())
        chosen = _among(opened, area, among, grouped)
    found = [each for key in keys if (each := position_of(grouped, area, key, among=chosen)) is not None]
    rows = [
        {**vars(each), "left_out_count": len(each.left_out), "left_out": _reasons(each.left_out)}
        for each in found
    ]
    write(rows, POSITION, output)
    if not rows:
        say(N_("{area} has no value to rank.", area=area))


def _among(store: "Store", area: str, among: str, values: "DataFrame") -> list[str] | None:
    from metrics.peers import peers as nearest

    if among == "peers":
        return nearest(store, area)["municipality_id"].tolist()
    if among == "country":
        return [each for each in values["municipality_id"].unique() if each.startswith(f"{area[:2]}-")]
    return None


def _reasons(left_out: "Mapping[str, Text]") -> str:
    return " ".join(f"{area}: {_(reason)}" for area, reason in left_out.items())


@app.command(help=_("In which sectors peers cut more, and with which shared projects."))
def learn(
    municipality: Municipality,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.learning import learn_from

    with open_store(store) as opened:
        area = area_named(opened, municipality)
        found = learn_from(opened, area)
    write(found, LEARN, output)
    if found.empty:
        say(N_("Nothing to learn from yet: no peer of the same dataset cut more than {area}.", area=area))


@app.command(help=_("An indicator of several municipalities together: sum over sum."))
def group(
    municipality: Annotated[
        list[str],
        typer.Option("--municipality", metavar="ID", help=_("Id, official code or name; may be repeated.")),
    ],
    indicator: IndicatorKeys = None,
    year: Annotated[
        int | None,
        typer.Option("--year", metavar="YEAR", help=_("Without it: the newest that most of them have.")),
    ] = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.comparison import group_value
    from metrics.registry import CORE, INDICATORS

    with open_store(store) as opened:
        areas = list(dict.fromkeys(areas_named(opened, municipality) or []))
        if len(areas) < 2:
            refuse(N_("A group has at least two municipalities; name each with --municipality."))
        found = [group_value(opened, areas, key, year) for key in indicator or CORE]
    rows = [
        {
            **vars(each), "unit": INDICATORS[each.indicator].unit, "members": ", ".join(each.members),
            "datasets": ", ".join(each.datasets), "left_out": _reasons(each.left_out),
        }
        for each in found
        if each.members or indicator
    ]  # fmt: skip
    write(rows, GROUP, output)
    if not rows:
        say(N_("None of them has a value to add up."))
