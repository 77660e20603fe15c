"""Procurement as a market dialogue: shares, what is bought when, and what could be bought together."""

from datetime import datetime
from typing import Annotated, Literal

import typer

from commands.options import FormatOption, Municipalities, StoreOption, areas_named, open_store
from commands.output import write
from texts import _

SHARES = (
    "municipality_id", "cpv_division", "year", "criterion", "tenders", "yes_count", "no_count", "unknown_count",
    "count_share_percent", "value_share_percent", "currency", "without_value", "rates",
)  # fmt: skip
CALENDAR = (
    "cpv_division", "quarter", "kind", "municipality_ids", "count", "value", "currency", "without_value",
    "deliveries_per_year", "without_deliveries", "rates",
)  # fmt: skip
MATCHES = (
    "kind", "first_municipality_id", "first_id", "first_title", "first_cpv", "first_quarter", "second_municipality_id",
    "second_id", "second_title", "second_cpv", "second_quarter", "closeness", "quarters_apart", "class_score", "time_score",
    "requirement_score", "score", "value", "currency", "without_value", "deliveries_per_year", "volume", "volume_unit",
    "rates",
)  # fmt: skip
GROUPS = (
    "cpv_class", "from_quarter", "to_quarter", "municipality_ids", "ids", "count", "value", "currency", "without_value",
    "deliveries_per_year", "rates",
)  # fmt: skip
LEFT_OUT = ("kind", "municipality_id", "id", "left_out_of", "reason")
Day = Annotated[
    datetime | None,
    typer.Option(
        "--on",
        metavar="DATE",
        formats=["%Y-%m-%d"],
        help=_("Exchange rates up to this day; else the newest."),
    ),
]

app = typer.Typer()


@app.command(
    help=_("What share of tenders has environmental criteria, zero-emission delivery or circular demands.")
)
def procurement(
    municipality: Municipalities = None,
    by: Annotated[
        Literal["all", "division", "year"],
        typer.Option("--by", help=_("A row per municipality, or also per CPV division or year.")),
    ] = "all",
    left_out: Annotated[
        bool,
        typer.Option("--left-out", help=_("The tenders and needs that lack something, with the reason.")),
    ] = False,
    on: Day = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.procurement import procurement_left_out, procurement_shares

    day = None if on is None else on.date()
    with open_store(store) as opened:
        areas = areas_named(opened, municipality)
        if left_out:
            write(procurement_left_out(opened, areas, on=day), LEFT_OUT, output)
        else:
            write(procurement_shares(opened, areas, by=by, on=day), SHARES, output)


@app.command(help=_("What will be bought when: planned tenders and needs by CPV division and quarter."))
def demand(
    municipality: Municipalities = None,
    on: Day = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.procurement import demand_calendar

    with open_store(store) as opened:
        rows = demand_calendar(
            opened, areas_named(opened, municipality), on=None if on is None else on.date()
        )
    write(rows, CALENDAR, output)


@app.command(
    "tender-matches", help=_("Tenders and needs of different municipalities that could be bought together.")
)
def tender_matches(
    municipality: Municipalities = None,
    groups: Annotated[
        bool, typer.Option("--groups", help=_("A row per group of tenders instead of per pair."))
    ] = False,
    on: Day = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.procurement import joint_groups
    from metrics.procurement import tender_matches as matches

    day = None if on is None else on.date()
    with open_store(store) as opened:
        areas = areas_named(opened, municipality)
        if groups:
            write(joint_groups(opened, areas, on=day), GROUPS, output)
        else:
            write(matches(opened, areas, on=day), MATCHES, output)
