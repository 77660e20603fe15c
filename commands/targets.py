"""The decided targets: set, list, remove."""

import math
from datetime import datetime
from typing import Annotated

import typer

from commands.options import (
    FormatOption,
    IndicatorKey,
    IndicatorKeys,
    Municipalities,
    Municipality,
    StoreOption,
    actor_name,
    area_named,
    areas_named,
    open_store,
)
from commands.output import refuse, say, write
from texts import N_, _

TARGETS = (
    "municipality_id", "indicator", "unit", "base_year", "target_year", "target_value", "reduction_percent",
    "is_interim", "decided_on", "decision_url", "is_speaking", "upload_id",
)  # fmt: skip

app = typer.Typer(name="target", no_args_is_help=True, help=_("The decided targets."))


@app.command("set", help=_("Record a decided target in percent or tonnes."))
def target_set(
    municipality: Municipality,
    indicator: IndicatorKey,
    target_year: Annotated[int, typer.Option("--target-year", min=1990, max=2100, metavar="YEAR")] = 2030,
    base_year: Annotated[int | None, typer.Option("--base-year", min=1900, max=2100, metavar="YEAR")] = None,
    reduction: Annotated[
        float | None,
        typer.Option("--reduction", max=200, metavar="PERCENT", help=_("Cut on the base year, such as 55.")),
    ] = None,
    value: Annotated[
        float | None, typer.Option("--value", metavar="NUMBER", help=_("In the indicator's unit."))
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="UNIT", help=_("Must be the indicator's."))
    ] = None,
    basis: Annotated[
        str | None, typer.Option("--basis", metavar="BASIS", help=_("Must be the indicator's."))
    ] = None,
    land_use: Annotated[
        bool | None,
        typer.Option("--with-land-use/--without-land-use", help=_("Whether the decision counts land use.")),
    ] = None,
    compensation: Annotated[
        bool | None,
        typer.Option(
            "--with-compensation/--without-compensation", help=_("Whether the decision counts compensation.")
        ),
    ] = None,
    decided_on: Annotated[
        datetime | None, typer.Option("--decided-on", formats=["%Y-%m-%d"], metavar="DATE")
    ] = None,
    decision_url: Annotated[str, typer.Option("--decision-url", metavar="URL")] = "",
    interim: Annotated[bool, typer.Option("--interim", help=_("A point on the way."))] = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from loaders.forms import TargetEntry, set_target
    from metrics.targets import check_target, targets_in_force

    if not all(math.isfinite(number) for number in (reduction, value) if number is not None):
        refuse(N_("Target: expected a finite number."))
    years = {"base_year": base_year, "target_year": target_year}
    amount = {"reduction_percent": reduction, "target_value": value}
    boundary = {"basis": basis, "includes_lulucf": land_use, "includes_compensation": compensation}
    found = check_target(
        indicator=indicator, unit=_unit_of(indicator, unit), **years, **amount, **boundary,  # type: ignore[arg-type]
    )  # fmt: skip
    with open_store(store, to_write=True, may_make=True) as opened:
        area = area_named(opened, municipality)
        entry = TargetEntry(
            area, indicator, found.unit, **years, **amount, is_interim=interim,  # type: ignore[arg-type]
            basis=found.basis, includes_lulucf=found.includes_lulucf,
            includes_compensation=found.includes_compensation,
            decided_on=decided_on.date() if decided_on else None, decision_url=decision_url,
        )  # fmt: skip
        upload_id = set_target(opened, entry, actor=actor_name())
        listed = targets_in_force(opened, [area], [indicator])
    write(listed[listed["upload_id"] == upload_id], TARGETS, output)
    say(N_("The target is recorded as upload {upload_id}.", upload_id=str(upload_id)))


@app.command("list", help=_("The targets in force, and which of them speaks."))
def target_list(
    municipality: Municipalities = None,
    indicator: IndicatorKeys = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.targets import targets_in_force

    with open_store(store) as opened:
        write(targets_in_force(opened, areas_named(opened, municipality), indicator), TARGETS, output)


@app.command("remove", help=_("End a target; it stays in the history."))
def target_remove(
    municipality: Municipality,
    indicator: IndicatorKey,
    target_year: Annotated[int | None, typer.Option("--target-year", metavar="YEAR")] = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from loaders.forms import remove_target
    from metrics.targets import targets_in_force

    with open_store(store, to_write=True) as opened:
        area = area_named(opened, municipality)
        ended = targets_in_force(opened, [area], [indicator])
        ended = ended[ended["target_year"] == target_year] if target_year is not None else ended
        years = sorted(set(ended["target_year"].tolist()))
        if not years:
            refuse(N_("{area} has no such target for {indicator}.", area=area, indicator=indicator))
        if len(years) > 1:
            refuse(N_("{area} has targets for {indicator} in {years}; name one with --target-year.",
                      area=area, indicator=indicator, years=", ".join(map(str, years))))  # fmt: skip
        uploads_made = [
            remove_target(opened, area, record, actor=actor_name()) for record in ended["record_id"]
        ]
    write(ended, TARGETS, output)
    say(
        N_(
            "The target has ended (upload {upload_id}); undo brings it back.",
            upload_id=", ".join(map(str, uploads_made)),
        )
    )


def _unit_of(indicator: str, given: str | None) -> str:
    from metrics.registry import indicator_named

    return given or indicator_named(indicator).unit
