"""What would be if: both outcomes of a municipality side by side."""

import re
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import FormatOption, Municipality, StoreOption, area_named, open_store
from commands.output import refuse, write
from texts import N_, Text, _

if TYPE_CHECKING:
    from metrics.what_if import Change

WHAT_IF = (
    "year", "sector", "reference_before_tco2e", "reference_after_tco2e", "adopted_before_tco2e", "adopted_after_tco2e",
    "expected_before_tco2e", "expected_after_tco2e", "allowed_before_tco2e", "allowed_after_tco2e", "gap_before_tco2e",
    "gap_after_tco2e",
)  # fmt: skip
_NUMBER = r"-?\d+(?:\.\d+)?"
Several = list[str] | None

app = typer.Typer()


@app.command(
    "what-if", help=_("The outcome with a change, beside the one without: a cut, a measure, another target.")
)
def what_if(
    municipality: Municipality,
    cut: Annotated[
        Several,
        typer.Option(
            "--cut",
            metavar="SECTOR=PERCENT@YEAR",
            help=_("The sector falls so much a year, from that year on."),
        ),
    ] = None,
    add: Annotated[
        Several,
        typer.Option(
            "--add", metavar="ID:SECTOR:YEAR=T,…", help=_("A measure more, with its cut in tonnes by year.")
        ),
    ] = None,
    adopt: Annotated[
        Several, typer.Option("--adopt", metavar="ID", help=_("A proposed measure is adopted."))
    ] = None,
    delay: Annotated[
        Several, typer.Option("--delay", metavar="ID=YEARS", help=_("A measure comes so many years later."))
    ] = None,
    drop: Annotated[
        Several, typer.Option("--drop", metavar="ID", help=_("A measure is not carried out."))
    ] = None,
    target: Annotated[
        str | None,
        typer.Option("--target", metavar="YEAR=-PERCENT% or YEAR=T", help=_("Another target for the total.")),
    ] = None,
    until: Annotated[
        int | None, typer.Option("--until", metavar="YEAR", help=_("Last year; else that of the target."))
    ] = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.what_if import MeasureAdopted, MeasureDropped
    from metrics.what_if import what_if as outcomes

    changes: list[Change] = [
        *(_cut(written) for written in cut or []),
        *(_added(written) for written in add or []),
        *(MeasureAdopted(measure) for measure in adopt or []),
        *(_delayed(written) for written in delay or []),
        *(MeasureDropped(measure) for measure in drop or []),
        *([_target(target)] if target is not None else []),
    ]
    with open_store(store) as opened:
        rows = outcomes(opened, area_named(opened, municipality), changes, until=until)
    write(rows, WHAT_IF, output)


def _cut(written: str) -> "Change":
    from metrics.what_if import SectorCut

    sector, percent, year = _parts(
        rf"(\w+)=({_NUMBER})@(\d{{4}})",
        written,
        N_("--cut: expected such as transport=5@2027, found {found}.", found=written),
    )
    return SectorCut(sector, float(percent), int(year))


def _added(written: str) -> "Change":
    from metrics.what_if import MeasureAdded

    sentence = N_("--add: expected such as M-9:transport:2028=500,2030=900, found {found}.", found=written)
    measure, sector, effects = _parts(
        rf"([^:]+):(\w*):(\d{{4}}={_NUMBER}(?:,\d{{4}}={_NUMBER})*)", written, sentence
    )
    by_year = dict(each.split("=") for each in effects.split(","))
    return MeasureAdded(measure, sector, {int(year): float(tonnes) for year, tonnes in by_year.items()})


def _delayed(written: str) -> "Change":
    from metrics.what_if import MeasureDelayed

    sentence = N_("--delay: expected such as M-7=2, found {found}.", found=written)
    measure, years = _parts(r"(.+)=(-?\d{1,3})", written, sentence)
    return MeasureDelayed(measure, int(years))


def _target(written: str) -> "Change":
    from metrics.what_if import OtherTarget

    sentence = N_("--target: expected such as 2030=-60% or 2030=50000, found {found}.", found=written)
    year, number, percent = _parts(rf"(\d{{4}})=({_NUMBER})(%?)", written, sentence)
    if percent:
        return OtherTarget(int(year), reduction_percent=-float(number))
    return OtherTarget(int(year), value=float(number))


def _parts(pattern: str, written: str, sentence: Text) -> tuple[str, ...]:
    found = re.fullmatch(pattern, written)
    if found is None:
        refuse(sentence)
    return found.groups()
