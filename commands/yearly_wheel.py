"""The yearly wheel: what is due, and the bundle for a successor."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from commands.options import (
    AsOfDay,
    FormatOption,
    Municipality,
    Overwrite,
    StoreOption,
    area_named,
    expect_new,
    open_store,
)
from commands.output import readable, say, write
from texts import N_, _

DUE = ("municipality_id", "kind", "due_on", "is_due", "subject", "reason")

app = typer.Typer()


@app.command(
    help=_("What is due on a day, and within a year after it: releases, reports, targets to review.")
)
def due(
    municipality: Municipality,
    on: AsOfDay = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.yearly_wheel import yearly_wheel

    with open_store(store) as opened:
        area = area_named(opened, municipality)
        write(yearly_wheel(opened, area, on=(on or datetime.now(UTC)).date()), DUE, output)


@app.command(
    help=_("A zip for a successor: what is due, decided, noted and open, and the package that is shared.")
)
def hand_over(
    municipality: Municipality,
    out: Annotated[Path, typer.Option("--output", metavar="FILE.zip", help=_("Where the zip is written."))],
    on: AsOfDay = None,
    overwrite: Overwrite = False,
    store: StoreOption = None,
) -> None:
    from report.handover import handover_bundle

    expect_new(out, overwrite=overwrite)
    with open_store(store) as opened:
        area = area_named(opened, municipality)
        content = handover_bundle(opened, area, made_on=(on or datetime.now(UTC)).date())
    out.write_bytes(content)
    say(N_("{file}: written.", file=readable(out)))
