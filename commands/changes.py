"""What a new release says otherwise than an earlier one."""

from typing import Annotated

import typer

from commands.options import (
    FormatOption,
    Municipalities,
    StoreOption,
    areas_named,
    expect_dataset,
    open_store,
)
from commands.output import refuse, say, write
from texts import N_, _

CHANGES = (
    "municipality_id", "name", "year", "kind", "old_tco2e", "new_tco2e", "difference_tco2e", "difference_percent",
)  # fmt: skip

app = typer.Typer()


@app.command(
    help=_("What a new release of a dataset says otherwise than an earlier one, largest difference first.")
)
def changes(
    dataset: Annotated[
        str, typer.Option("--dataset", metavar="NAME", help=_("A dataset with several releases."))
    ],
    newer: Annotated[
        str | None, typer.Option("--newer", metavar="LABEL", help=_("The new release; default the newest."))
    ] = None,
    older: Annotated[
        str | None,
        typer.Option("--older", metavar="LABEL", help=_("The earlier release; default the one before.")),
    ] = None,
    municipality: Municipalities = None,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.release_changes import release_changes, releases_of, verdict_changes

    with open_store(store) as opened:
        expect_dataset(opened, dataset)
        listed = releases_of(opened)
        rows = listed[listed["dataset"] == dataset]
        labels = rows["release"].tolist()
        if not labels:
            refuse(N_("Dataset {key} has only one release, so there is nothing to compare.", key=dataset))
        new = _release(newer or labels[0], labels)
        old = _release(older or next((label for label in labels if label != new), ""), labels)
        areas = areas_named(opened, municipality)
        found = release_changes(opened, dataset, older=old, newer=new, municipality_ids=areas)
        turned = [
            each
            for each in verdict_changes(opened, found, gas_coverage=rows["gas_coverage"].iloc[0])
            if each.flips
        ]
    write(found, CHANGES, output)
    say(N_("{dataset}: release {newer} against {older}.", dataset=dataset, newer=new, older=old))
    for each in turned:
        say(N_("{name}: the verdict turns from {before} to {after}.",
               name=each.name, before=each.before.status, after=each.after.status))  # fmt: skip


def _release(label: str, labels: list[str]) -> str:
    if label not in labels:
        refuse(N_("Release {release}: expected one of {known}.", release=label, known=", ".join(labels)))
    return label
