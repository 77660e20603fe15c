"""The other indicators at a glance: verdict, newest figure, course, and how new and complete the data are."""

from datetime import date
from itertools import groupby

import pandas as pd

from charts.sparkline import sparkline
from data.store import Store
from metrics.registry import INDICATORS
from metrics.verdicts import Verdict
from sentences import answers, formats
from texts import N_, Text, _
from ui import choices, overview, reads
from ui.layout import Tile
from ui.remembered import remembered

GOALS: dict[str, Text] = {
    "13": N_("SDG 13 Climate action"),
    "12": N_("SDG 12 Responsible consumption and production"),
    "7": N_("SDG 7 Affordable and clean energy"),
}


def tiles(store: Store, area_id: str, shown: str, today: date) -> list[tuple[str, list[Tile]]]:
    """The other indicators that have data, under the names of their goals; verdicts that were reached first, worst
    first. The forms of territorial emissions are those of the headline dataset; national figures are no tiles."""
    found = [each for each in _placed(store, area_id, today) if each[2] != shown]
    names = list(GOALS.values())
    return [
        (_(names[goal]), [tile for *_place, tile in group])
        for goal, group in groupby(found, key=lambda each: each[0])
    ]


@remembered(most=500, in_words=True)
def _placed(store: Store, area_id: str, today: date) -> list[tuple[int, int, str, Tile]]:
    """Every tile with its goal's place, its urgency and its indicator, in the order of the page."""
    coverage = INDICATORS[choices.headline_indicator(store, area_id)].gas_coverage
    keys = [
        key
        for key, entry in INDICATORS.items()
        if entry.gas_coverage in (coverage, "") and entry.indicator_class != "context"
    ]
    drawn = [(key, tile) for key in keys if (tile := _tile(store, area_id, key, today))]
    placed = [(_goal(key), _urgency(reads.verdict(store, area_id, key)), key, tile) for key, tile in drawn]
    return sorted(placed, key=lambda each: each[:2])


def _goal(indicator: str) -> int:
    """The place of its goal among the headings."""
    return list(GOALS).index(INDICATORS[indicator].sdg_target.split(".")[0])


def _tile(store: Store, area_id: str, indicator: str, today: date) -> Tile | None:
    """An indicator at a glance; None where it has no data. A form of the emissions that lacks something says what."""
    series, entry = reads.values(store, (area_id,), (indicator,)), INDICATORS[indicator]
    known = series.dropna(subset=["value"])
    if series.empty or (known.empty and not entry.counterpart):
        return None
    verdict = reads.verdict(store, area_id, indicator)
    counted = overview.definition(store, area_id, indicator).partition(":")[
        0
    ]  # what it is, without its explanation
    notes = [_tile_note(known, verdict, entry.scale), counted]
    if indicator.endswith("_comparable_total"):
        notes.append(_("without international transport"))
    value = formats.indicator_value(verdict.latest_value, entry.unit)
    points = (
        list(zip(known["year"].astype(int), known["value"], strict=True)) if entry.scale != "binary" else []
    )
    return Tile(
        _(entry.short_title),
        value,
        verdict.status,
        " · ".join(filter(None, notes)),
        picture=sparkline(points),
        data=data_words(series, today),
    )


def data_words(series: pd.DataFrame, today: date) -> str:
    """How new and how complete the data are: the newest year with its age where it is old, and the years without a figure
    between the first and the newest."""
    known = series.dropna(subset=["value"])
    if known.empty:
        return ""
    newest, missing = int(known["year"].max()), int(series["value"].isna().sum())
    age = today.year - newest
    words = [_("data {count} years old", count=age) if age > overview.FRESH_YEARS else ""]
    words.append(
        _("{count} years missing", count=missing) if missing > 1 else _("1 year missing") if missing else ""
    )
    return " · ".join(filter(None, words))


def _tile_note(known: pd.DataFrame, verdict: Verdict, scale: str) -> str:
    """The newest year and the change since the first; answers of yes or no and self-assessed scores have no rate."""
    if known.empty:
        return _(verdict.reason)
    years, values = known["year"].tolist(), known["value"].tolist()
    changes = {"amount": answers.change_since, "share": answers.points_since}
    is_told = len(known) > 1 and scale in changes
    change = changes[scale](int(years[0]), values[0], values[-1]) if is_told else ""
    return " · ".join(filter(None, (formats.year(years[-1]), change)))


def _urgency(verdict: Verdict) -> int:
    order = ("wrong_way", "off_track", "too_slow", "on_track", "target_achieved")
    return order.index(verdict.status) if verdict.status in order else len(order)
