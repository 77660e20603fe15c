"""What is unusual in the store, and the notes that say why it is right."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from commands.options import (
    FormatOption,
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

if TYPE_CHECKING:
    import pandas as pd

    from data.store import Store

GROUPS = ("municipality_id", "name", "check", "count", "acknowledged_count", "subjects", "years", "text")
CASES = (
    "municipality_id", "check", "subject", "year", "value", "other", "unit", "text", "upload_id", "sheet", "cell",
    "acknowledged_by_note", "warning",
)  # fmt: skip

app = typer.Typer(name="plausibility", invoke_without_command=True)


@app.callback(help=_("What is unusual in the figures that speak; nothing is changed by it."))
def plausibility(
    context: typer.Context,
    municipality: Municipalities = None,
    check: Annotated[
        list[str] | None,
        typer.Option("--check", metavar="KEY", help=_("This check only, such as jump; may be repeated.")),
    ] = None,
    with_acknowledged: Annotated[
        bool, typer.Option("--all", help=_("Those too that somebody has acknowledged with a note."))
    ] = False,
    each: Annotated[
        bool,
        typer.Option("--each", help=_("A row for each case, with its cell and the name of the warning.")),
    ] = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    if context.invoked_subcommand is not None:
        context.obj = {"store": store, "output": output}
        return
    from metrics.plausibility import group_warnings, in_one_line, plausibility

    with open_store(store) as opened:
        found = plausibility(opened, municipality_ids=areas_named(opened, municipality), checks=check or None)
        names = _names(opened)
    found = found if with_acknowledged else found[found["acknowledged_by_note"].isna()]
    if each:
        write(found, CASES, output)
    else:
        groups = group_warnings(found)
        write(groups.assign(name=[names[area] for area in groups["municipality_id"]]), GROUPS, output)
    for line in in_one_line(found, names):
        say(line)


@app.command("acknowledge", help=_("Say in a note why something unusual is right; undo takes the note back."))
def acknowledge(
    municipality: Municipality,
    subject: Annotated[
        str,
        typer.Option("--subject", metavar="TEXT", help=_('The warning, such as "jump transport 2022".')),
    ],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=_("Why the figure is right."))],
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from loaders.forms import acknowledge_warning
    from metrics.plausibility import plausibility

    with open_store(store, to_write=True) as opened:
        area = area_named(opened, municipality)
        warning = _warning_named(plausibility(opened, municipality_ids=[area]), area, subject)
        today = datetime.now(UTC).date()
        upload_id = acknowledge_warning(opened, area, warning, note, noted_on=today, actor=actor_name())
        found = plausibility(opened, municipality_ids=[area])
    write(found[found["warning"] == warning], CASES, output)
    say(N_("The note is recorded as upload {upload_id}; undo takes it back.", upload_id=str(upload_id)))


def _warning_named(found: "pd.DataFrame", area: str, written: str) -> str:
    """The warning that a text names, with or without "unusual: " before it; what is none is refused."""
    wanted = f"unusual: {written.strip().removeprefix('unusual:').strip()}"
    if wanted in set(found["warning"]):
        return wanted
    known = list(dict.fromkeys(found["warning"]))
    if not known:
        refuse(N_("{area} has nothing unusual to acknowledge.", area=area))
    return refuse(N_('{area} has no warning "{written}"; expected one of: {known}.',
              area=area, written=written, known="; ".join(known)))  # fmt: skip


def _names(store: "Store") -> dict[str, str]:
    return {area_id: area.name for area_id, area in store.register().areas.items()}
