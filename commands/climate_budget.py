"""The climate budget of a municipality, its measures, and the frozen ones that were reported."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from commands.options import FormatOption, Municipality, StoreOption, actor_name, area_named, open_store
from commands.output import refuse, say, write
from texts import N_, _

if TYPE_CHECKING:
    from data.store import Store

BUDGET = (
    "year", "sector", "ceiling_tco2e", "reference_tco2e", "adopted_low_tco2e", "adopted_mid_tco2e", "adopted_high_tco2e",
    "proposed_low_tco2e", "proposed_mid_tco2e", "proposed_high_tco2e", "after_adopted_tco2e", "after_proposed_tco2e",
    "gap_after_adopted_tco2e", "gap_after_proposed_tco2e", "reference_kind", "overlap_tco2e", "without_figure",
)  # fmt: skip
MEASURES = (
    "year", "measure_id", "title", "decision", "sector", "responsible_unit", "effect_low_tco2e", "effect_mid_tco2e",
    "effect_high_tco2e", "budget_amount", "currency", "result_indicator",
)  # fmt: skip
SNAPSHOTS = ("label", "taken_on", "data_version", "actor", "row_count", "upload_id")
COMPARED_MEASURES = (
    "measure_id", "title", "first_decision", "second_decision", "first_tco2e", "second_tco2e", "change_tco2e",
    "first_comment", "second_comment",
)  # fmt: skip
COMPARED = ("year", "sector", "figure", "first_tco2e", "second_tco2e", "change_tco2e")

app = typer.Typer()


@app.command(
    "climate-budget",
    help=_("Ceilings, the path without new measures, what measures cut, and what is still missing."),
)
def climate_budget(
    municipality: Municipality,
    year: Annotated[
        int | None, typer.Option("--year", metavar="YEAR", help=_("This budget year only."))
    ] = None,
    by: Annotated[
        Literal["sector", "measure"],
        typer.Option("--by", help=_("A row per sector, or per measure with its money and responsible unit.")),
    ] = "sector",
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.climate_budget import climate_budget as budget_of
    from metrics.climate_budget import measure_effects

    with open_store(store) as opened:
        area = area_named(opened, municipality)
        if by == "measure":
            measures = measure_effects(opened, area)
            write(measures if year is None else measures[measures["year"] == year], MEASURES, output)
            return
        rows = budget_of(opened, area, year=year)
    write(rows, BUDGET, output)
    whole = rows[(rows["sector"] == "") & (rows["overlap_tco2e"] > 0)]
    for of_year, overlap in zip(whole["year"], whole["overlap_tco2e"], strict=True):
        say(
            N_(
                "{year}: measures overlap. Together they cut {overlap} t more than there is to cut; that part is not counted.",
                year=str(of_year),
                overlap=f"{overlap:.0f}",
            )
        )


@app.command(
    "freeze", help=_("Keep the climate budget as it stands now under a name; no later upload changes it.")
)
def freeze(
    municipality: Municipality,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help=_("Such as 2026-T1."))],
    comment: Annotated[
        list[str] | None,
        typer.Option("--comment", metavar="ID=TEXT", help=_("What is reported of a measure; once for each.")),
    ] = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from loaders.forms import take_snapshot
    from metrics.budget_snapshots import KIND, frozen_rows, listed_snapshots

    comments = dict(_comment(written) for written in comment or [])
    with open_store(store, to_write=True) as opened:
        area = area_named(opened, municipality)
        today = datetime.now(UTC).date()
        rows = frozen_rows(opened, area, comments=comments)
        upload_id = take_snapshot(opened, area, name, KIND, rows, taken_on=today, actor=actor_name())
        listed = listed_snapshots(opened, area)
    write(listed[listed["upload_id"] == upload_id], SNAPSHOTS, output)
    say(N_("The climate budget is kept as upload {id}.", id=str(upload_id)))


def _comment(written: str) -> tuple[str, str]:
    measure, mark, words = written.partition("=")
    if not mark or not measure:
        refuse(N_("--comment: expected such as M-7=Delayed by the supplier, found {found}.", found=written))
    return measure.strip(), words


@app.command("frozen", help=_("The climate budgets that were kept, or what differs between two of them."))
def frozen(
    municipality: Municipality,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option("--compare", metavar="NAME NAME", help=_("Two names; now stands for the one of today.")),
    ] = None,
    measures_of: Annotated[
        int | None,
        typer.Option(
            "--measures-of",
            metavar="YEAR",
            help=_("Compare the measures with their cuts of that year and comments."),
        ),
    ] = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    if measures_of is not None and compare is None:
        refuse(N_("--measures-of says what to compare: give --compare with two names too."))
    with open_store(store) as opened:
        area = area_named(opened, municipality)
        _write_frozen(opened, area, compare, measures_of, output)


def _write_frozen(
    store: "Store",
    area: str,
    compare: tuple[str, str] | None,
    measures_of: int | None,
    output: Literal["csv", "json"] | None,
) -> None:
    from metrics.budget_snapshots import compared_measures, compared_snapshots, listed_snapshots

    if compare is None:
        write(listed_snapshots(store, area), SNAPSHOTS, output)
    elif measures_of is not None:
        write(compared_measures(store, area, *compare, year=measures_of), COMPARED_MEASURES, output)
    else:
        write(compared_snapshots(store, area, *compare), COMPARED, output)
