"""What the page about materials says of exchange: own offers and wants, what fits them elsewhere, and streams that could become
an offer. Contacts are not shown: the actor is asked, or the municipality."""

from datetime import date
from typing import Any

import pandas as pd

from data.code_lists import OFFER_KINDS, ORIGINS, STAGES
from data.store import Store
from metrics.material_exchange import OFFERS
from sentences import formats
from texts import _
from ui import material_reads
from ui.material_answer import title_of
from ui.remembered import remembered

MOST_CANDIDATES = 10


@remembered(in_words=True)
def sentence(store: Store, area_id: str, name: str) -> str:
    """How much is offered and wanted, and how much of it fits."""
    offers = material_reads.offers(store, area_id)
    matches = material_reads.matches(store, area_id)
    if not offers and matches.empty:
        return _("{name} offers and wants nothing yet.", name=name)
    offered = sum(offer["offer_kind"] == OFFERS for offer in offers)
    places = {"name": name, "offered": str(offered), "wanted": str(len(offers) - offered)}
    said = _("Offers of {name}: {offered}; wants: {wanted}.", **places)
    if matches.empty:
        return f"{said} " + _("Nothing elsewhere fits them yet.")
    best = matches.iloc[0]
    return f"{said} " + _(
        "Matches: {count}. The best: {what}, from {giver} to {taker}.",
        count=str(len(matches)), what=_what(best["material"], best["offer_thing"]),
        giver=_municipality(store, best["offer_municipality_id"]), taker=_municipality(store, best["want_municipality_id"]),
    )  # fmt: skip


@remembered(in_words=True)
def matches_table(store: Store, area_id: str) -> pd.DataFrame:
    """Offers and wants that fit, the best covered first."""
    found = material_reads.matches(store, area_id).to_dict("records")
    table = pd.DataFrame(
        {
            _("What"): [_what(row["material"], row["offer_thing"]) for row in found],
            _("Offered by"): [
                _actor(store, row["offer_municipality_id"], row["offer_actor"]) for row in found
            ],
            _("Wanted by"): [_actor(store, row["want_municipality_id"], row["want_actor"]) for row in found],
            _("Offered"): [_quantity(row["offered_amount"], row["offered_unit"]) for row in found],
            _("Wanted"): [_quantity(row["wanted_amount"], row["wanted_unit"]) for row in found],
            f"{_('Covered')}, %": [row["covered_percent"] for row in found],
            _("Both at the same time"): [_period(row["overlap_from"], row["overlap_until"]) for row in found],
            _("Why not compared"): ["" if row["reason"] is None else _(row["reason"]) for row in found],
        }
    )
    return table.drop(columns=table.columns[(table == "").all()])


@remembered(in_words=True)
def offers_table(store: Store, area_id: str) -> pd.DataFrame:
    """What a municipality itself offers and wants."""
    found = material_reads.offers(store, area_id)
    return pd.DataFrame(
        {
            _("What"): [_what(offer["material"], offer["thing"]) for offer in found],
            _("Offers or wants"): [_(OFFER_KINDS[offer["offer_kind"]]) for offer in found],
            _("Actor"): [offer["actor"] for offer in found],
            _("Quantity"): [_quantity(offer["amount"], offer["amount_unit"]) for offer in found],
            _("Period"): [_period(offer["starts_on"], offer["ends_on"]) for offer in found],
        }
    )


@remembered(in_words=True)
def candidates_table(store: Store, area_id: str) -> pd.DataFrame:
    """The largest streams that could become an offer, each with who wants the material."""
    found = material_reads.candidates(store, area_id).head(MOST_CANDIDATES).to_dict("records")
    wanted = material_reads.wanted_elsewhere(store, area_id)
    table = pd.DataFrame(
        {
            _("Material"): [title_of(row["material"]) for row in found],
            _("Origin"): [_(ORIGINS[row["origin"]]) for row in found],
            _("What becomes of it"): [_(STAGES[row["stage"]]) for row in found],
            _("Where"): [
                row["source_entity"] if isinstance(row["source_entity"], str) else "" for row in found
            ],
            f"{_('Amount')}, t": [float(row["amount_tonnes"]) for row in found],
            _("Year"): [str(row["year"]) for row in found],
            _("Wanted elsewhere"): [
                ", ".join(_municipality(store, each) for each in wanted.get(row["material"], ()))
                for row in found
            ],
        }
    )
    return table.drop(columns=table.columns[(table == "").all()])


@remembered(in_words=True)
def left_out_lines(store: Store, area_id: str) -> list[str]:
    """Offers and wants that can fit nothing, each with the reason."""
    found = material_reads.left_out(store, area_id).to_dict("records")
    return [
        _(
            "{offer} of {actor} fits nothing. {reason}",
            offer=row["offer_id"],
            actor=row["actor"],
            reason=_(row["reason"]),
        )
        for row in found
    ]


def _municipality(store: Store, area_id: str) -> str:
    areas = store.register().areas
    return areas[area_id].name if area_id in areas else area_id


def _actor(store: Store, area_id: str, actor: str) -> str:
    name = _municipality(store, area_id)
    return actor if name in actor else f"{actor}, {name}"


def _what(material: Any, thing: Any) -> str:
    """The material, and in own words what exactly."""
    words = [title_of(material)] if isinstance(material, str) and material else []
    words += [thing] if isinstance(thing, str) and thing else []
    return ": ".join(words)


def _quantity(amount: float | None, unit: Any) -> str:
    if amount is None or pd.isna(amount):
        return ""
    return f"{formats.number(amount)}{formats.FIXED_SPACE}{unit if isinstance(unit, str) else ''}".strip()


def _period(start: date | None, end: date | None) -> str:
    """Both ends where they are stated; an open end has no limit."""
    first, last = _day(start), _day(end)
    if first and last:
        return f"{first} – {last}"
    if first:
        return _("from {date}", date=first)
    return _("until {date}", date=last) if last else _("any time")


def _day(day: Any) -> str:
    return "" if day is None or pd.isna(day) else f"{day:%Y-%m-%d}"
