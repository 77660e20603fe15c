"""The summary of a joint need as a Word document, for a dialogue with the market."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from commands.options import (
    FormatOption,
    Municipality,
    Overwrite,
    StoreOption,
    area_named,
    areas_named,
    expect_new,
    open_store,
)
from commands.output import readable, refuse, write
from texts import N_, _

COLUMNS = ("group", "municipality_ids", "tenders", "needs", "data_version", "file")

app = typer.Typer()


@app.command(
    "joint-need", help=_("The summary of a joint need as a Word document, for a dialogue with the market.")
)
def joint_need(
    municipality: Municipality,
    file: Annotated[Path, typer.Option("--output", metavar="FILE", help=_("The file to write, .docx."))],
    among: Annotated[
        list[str] | None,
        typer.Option(
            "--among", metavar="ID", help=_("Only together with these municipalities; may be repeated.")
        ),
    ] = None,
    group: Annotated[
        str | None,
        typer.Option(
            "--group", metavar="KEY", help=_("CPV code and first quarter, 6016-2027-Q1; else the best fit.")
        ),
    ] = None,
    overwrite: Overwrite = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.joint_tenders import joint_tenders
    from report.joint_need import joint_need as need_of
    from report.joint_need import joint_need_docx

    if file.suffix.lower() != ".docx":
        refuse(N_("{file}: expected a name that ends in .docx.", file=readable(file)))
    expect_new(file, overwrite=overwrite)
    with open_store(store) as opened:
        area, partners = area_named(opened, municipality), areas_named(opened, among)
        groups = joint_tenders(opened, [area], among=None if partners is None else [area, *partners])
        chosen = _chosen(groups.to_dict("records"), group)
        need = need_of(opened, chosen)
    file.write_bytes(joint_need_docx(need, written_on=datetime.now(UTC).date()))
    row = {**chosen, "group": chosen["key"], "data_version": need.version, "file": file}
    write([{name: row[name] for name in COLUMNS}], COLUMNS, output)


def _chosen(groups: list[dict[Any, Any]], key: str | None) -> dict[str, Any]:
    """The group of a key, or the best; a call for one that is not there is refused."""
    known = {str(each["key"]): each for each in groups}
    if not known:
        refuse(N_("Nothing can be put to the market together; tender-matches tells what comes near."))
    if key is not None and key not in known:
        refuse(N_('Group: expected one of {known}, found "{key}".', known=", ".join(known), key=key))
    return known[key or next(iter(known))]
