"""Materials and shared things that somebody offers and somebody wants."""

from typing import Annotated

import typer

from commands.options import FormatOption, Municipalities, StoreOption, areas_named, open_store
from commands.output import write
from texts import _

MATCHES = (
    "material", "offer_municipality_id", "offer_id", "offer_actor", "offer_thing", "want_municipality_id", "want_id",
    "want_actor", "want_thing", "is_same_municipality", "offered_amount", "offered_unit", "wanted_amount", "wanted_unit",
    "covered_percent", "overlap_from", "overlap_until", "overlap_days", "reason",
)  # fmt: skip
CANDIDATES = (
    "municipality_id", "origin", "material", "stage", "source_entity", "dataset", "year", "amount_tonnes", "wants_count",
    "wants",
)  # fmt: skip
LEFT_OUT = ("municipality_id", "offer_id", "actor", "offer_kind", "reason")

app = typer.Typer()


@app.command("exchange-matches", help=_("Offers beside the wants that fit by material, amount and period."))
def exchange_matches(
    municipality: Municipalities = None,
    candidates: Annotated[
        bool, typer.Option("--candidates", help=_("Streams of waste by place that could become an offer."))
    ] = False,
    left_out: Annotated[
        bool, typer.Option("--left-out", help=_("Offers and wants that fit nothing, with the reason."))
    ] = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from metrics.material_exchange import exchange_left_out, stream_candidates
    from metrics.material_exchange import exchange_matches as matches

    with open_store(store) as opened:
        areas = areas_named(opened, municipality)
        if candidates:
            write(stream_candidates(opened, areas), CANDIDATES, output)
        elif left_out:
            write(exchange_left_out(opened, areas), LEFT_OUT, output)
        else:
            rows = matches(opened, areas)
            limited = rows["overlap_days"].where(rows["overlap_days"] < float("inf"))  # empty = no limit
            write(rows.assign(overlap_days=limited.astype("Int64")), MATCHES, output)
