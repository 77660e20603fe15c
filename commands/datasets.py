"""The loaded datasets, and the choice of the one that is the headline."""

from typing import Annotated

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

DATASETS = (
    "municipality_id", "table", "dataset", "title", "publisher", "licence", "gas_coverage", "basis", "kind",
    "release", "released_on", "first_year", "last_year", "is_headline",
)  # fmt: skip

app = typer.Typer(
    name="dataset", no_args_is_help=True, help=_("The loaded datasets and the headline among them.")
)


@app.command("list", help=_("What is loaded per municipality, and which of it is the headline."))
def dataset_list(
    municipality: Municipalities = None, store: StoreOption = None, output: FormatOption = None
) -> None:
    from metrics.datasets import loaded_datasets

    with open_store(store) as opened:
        write(loaded_datasets(opened, areas_named(opened, municipality)), DATASETS, output)


@app.command("choose", help=_("Make a loaded dataset the headline of its table and basis."))
def dataset_choose(
    municipality: Municipality,
    dataset: Annotated[str, typer.Option("--dataset", metavar="NAME", help=_("As dataset list shows it."))],
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from loaders.forms import choose_headline
    from metrics.datasets import loaded_datasets

    with open_store(store, to_write=True) as opened:
        area = area_named(opened, municipality)
        loaded = loaded_datasets(opened, [area])
        chosen = loaded[loaded["dataset"] == dataset].to_dict("records")
        if not chosen:
            refuse(N_("Dataset {dataset}: expected one that is loaded for {area} ({known}).",
                      dataset=dataset, area=area, known=", ".join(loaded["dataset"]) or "–"))  # fmt: skip
        for row in chosen:
            upload_id = choose_headline(
                opened, area, dataset, table=row["table"], basis=row["basis"] or "", actor=actor_name()
            )
        write(loaded_datasets(opened, [area]), DATASETS, output)
    say(
        N_(
            "{dataset} is the headline of {area} (upload {upload_id}).",
            dataset=dataset,
            area=area,
            upload_id=str(upload_id),
        )
    )
