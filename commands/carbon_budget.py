"""A municipality's part of a national carbon budget."""

import re
from typing import Annotated

import typer

from commands.options import FormatOption, Municipalities, StoreOption, areas_named, open_store
from commands.output import refuse, say, write
from texts import N_, Text, _

CARBON_BUDGET = (
    "municipality_id", "share", "budget_tonnes", "used_tonnes", "remaining_tonnes", "needed_cut_percent_per_year",
    "runs_out_year",
)  # fmt: skip

app = typer.Typer()


@app.command(
    "carbon-budget",
    help=_("What is left of a municipality's part of a national carbon budget, and how long it lasts."),
)
def carbon_budget(
    share: Annotated[
        str,
        typer.Option(
            "--share",
            metavar="KEY",
            help=_(
                "grandfathering (part of national emissions), per_capita, or decided (a budget of its own)."
            ),
        ),
    ],
    national_budget: Annotated[
        float | None,
        typer.Option(
            "--national-budget",
            metavar="TONNES",
            help=_(
                "What the country may emit from then on; else its constant national_carbon_budget_tonnes."
            ),
        ),
    ] = None,
    first_year: Annotated[
        int | None, typer.Option("--from", metavar="YEAR", help=_("First year of that budget."))
    ] = None,
    municipality: Municipalities = None,
    share_years: Annotated[
        str | None,
        typer.Option(
            "--share-years", metavar="A-B", help=_("Years of the share; else the last before the budget.")
        ),
    ] = None,
    since: Annotated[
        int | None,
        typer.Option("--since", metavar="YEAR", help=_("All data years from here on; else the last 8.")),
    ] = None,
    at: Annotated[
        int | None,
        typer.Option(
            "--at", metavar="YEAR", help=_("As of the start of this year; else after the last data year.")
        ),
    ] = None,
    indicator: Annotated[
        str | None,
        typer.Option("--indicator", metavar="KEY", help=_("Else the total of each one's dataset.")),
    ] = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.carbon_budget import NationalBudget, carbon_budgets, stated_carbon_budgets

    if (national_budget is None) != (first_year is None):
        refuse(N_("A national budget has its first year: give --national-budget and --from together."))
    if share == "decided" and national_budget is not None:
        refuse(
            N_(
                "A decided budget is the municipality's own figure carbon_budget_tco2e; leave --national-budget out."
            )
        )
    years, chosen = _years(share_years), {"since": since, "at": at, "indicator": indicator}
    with open_store(store) as opened:
        areas = areas_named(opened, municipality)
        if national_budget is None or first_year is None:
            rows = stated_carbon_budgets(opened, share, share_years=years, municipality_ids=areas, **chosen)  # type: ignore[arg-type]
        else:
            national = NationalBudget(national_budget, first_year, share, years)  # type: ignore[arg-type]
            rows = carbon_budgets(opened, national, municipality_ids=areas, **chosen)  # type: ignore[arg-type]
    write(rows, CARBON_BUDGET, output)
    _say_why(rows["municipality_id"].tolist(), rows["reason"].tolist())


def _years(written: str | None) -> tuple[int, int] | None:
    if written is None:
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", written)
    if found is None:
        refuse(N_('Share years: expected two years such as 2015-2019, found "{found}".', found=written))
    return int(found[1]), int(found[2] or found[1])


def _say_why(areas: list[str], reasons: list[Text | None]) -> None:
    """What could not be told, each reason once with those it is about."""
    about: dict[str, list[str]] = {}
    for area, reason in zip(areas, reasons, strict=True):
        if isinstance(reason, Text):
            about.setdefault(_(reason), []).append(area)
    for words, named in about.items():
        say(N_("{areas}: {reason}", areas=_few(named), reason=words))


def _few(areas: list[str], most: int = 5) -> str:
    shown = ", ".join(areas[:most])
    return (
        shown
        if len(areas) <= most
        else _("{shown} and {count} more", shown=shown, count=str(len(areas) - most))
    )
