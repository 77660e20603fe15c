"""The project portfolio: expected and verified effects, cost per tonne, the innovation ladder."""

from datetime import UTC, datetime
from typing import Annotated, Literal

import typer

from commands.options import AsOfDay, FormatOption, Municipality, StoreOption, area_named, open_store
from commands.output import say, write
from texts import N_, _

PORTFOLIO = (
    "municipality_id", "year", "sector", "projects", "expected_low_tco2e", "expected_mid_tco2e", "expected_high_tco2e",
    "weighted_low_tco2e", "weighted_mid_tco2e", "weighted_high_tco2e", "verified_tco2e", "gap_tco2e", "gap_kind",
    "coverage_percent",
)  # fmt: skip
PROJECTS = (
    "project_id", "title", "sector", "innovation_stage", "weight", "expected_low_tco2e", "expected_mid_tco2e",
    "expected_high_tco2e", "verified_tco2e", "left_out",
)  # fmt: skip
ABATEMENT = (
    "municipality_id", "measure_id", "title", "decision", "sector", "currency", "yearly_effect_tco2e", "yearly_cost",
    "cost_per_tonne", "net_saving", "curve_from_tco2e", "curve_to_tco2e", "not_stated", "reason",
)  # fmt: skip
FUNNEL = (
    "municipality_id",
    "innovation_stage",
    "projects",
    "reached",
    "reached_percent",
    "median_days",
    "left",
)
HELIX = ("municipality_id", "helix_side", "projects", "share_percent")
FOLLOW_UP = (
    "municipality_id", "project_id", "title", "innovation_stage", "is_late", "is_behind", "reported_on", "ends_on",
    "expected_tco2e", "verified_tco2e", "year", "reason",
)  # fmt: skip

app = typer.Typer()


@app.command(help=_("What projects are expected to cut, by sector, beside what is verified and the gap."))
def portfolio(
    municipality: Municipality,
    year: Annotated[int, typer.Option("--year", metavar="YEAR", help=_("Year of the effects."))] = 2030,
    by: Annotated[
        Literal["sector", "project"], typer.Option("--by", help=_("A row per sector, or per project."))
    ] = "sector",
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.portfolio import portfolio as portfolio_of
    from metrics.portfolio import project_effects

    with open_store(store) as opened:
        area = area_named(opened, municipality)
        if by == "project":
            write(project_effects(opened, area, year), PROJECTS, output)
        else:
            write(portfolio_of(opened, area, year=year), PORTFOLIO, output)


@app.command(help=_("What each measure costs for a tonne, the cheapest first; the others with their reason."))
def abatement(
    municipality: Municipality,
    discount: Annotated[
        float | None,
        typer.Option(
            "--discount", metavar="PERCENT", help=_("Else the constant discount_rate_percent, or 4.")
        ),
    ] = None,
    since: Annotated[
        int | None, typer.Option("--since", metavar="YEAR", help=_("Effects from this year on."))
    ] = None,
    until: Annotated[
        int | None, typer.Option("--until", metavar="YEAR", help=_("Effects up to this year."))
    ] = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CODE", help=_("Else that of most measures."))
    ] = None,
    on: AsOfDay = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.abatement import abatement_costs
    from metrics.abatement import discount_rate as stated_rate

    day = None if on is None else on.date()
    with open_store(store) as opened:
        area = area_named(opened, municipality)
        rows = abatement_costs(
            opened, area, discount_percent=discount, since=since, until=until, currency=currency, on=day
        )
        rate = stated_rate(opened, area, on=day) if discount is None else discount
    write(rows, ABATEMENT, output)
    say(N_("Discount rate {rate} %.", rate=f"{rate:g}"))


@app.command(
    help=_("The innovation ladder, the sides of the helix, or the projects that are late or behind.")
)
def innovation(
    municipality: Municipality,
    by: Annotated[
        Literal["stage", "helix", "follow-up"],
        typer.Option(
            "--by", help=_("The funnel by stage, the sides that take part, or what is late or behind.")
        ),
    ] = "stage",
    on: AsOfDay = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.innovation import follow_up, funnel, helix

    with open_store(store) as opened:
        area = area_named(opened, municipality)
        if by == "stage":
            write(funnel(opened, area), FUNNEL, output)
        elif by == "helix":
            write(helix(opened, area), HELIX, output)
        else:
            day = (on or datetime.now(UTC)).date()
            write(follow_up(opened, area, on=day), FOLLOW_UP, output)
