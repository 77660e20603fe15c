"""Where the compared municipalities stand among all that count alike: rank, quarter, and why somebody is not ranked.

Ranked are all municipalities of the store that metrics.comparison puts into one group, not only the chosen ones, and
each within its own group: Norwegian figures among Norwegian ones, Danish among Danish. The picture shows one group at
a time. Quarters are named from four on, since three have none."""

from collections.abc import Sequence

import pandas as pd

from charts.chart import Chart
from charts.ranking import RankedArea, ranking_chart
from data.store import Store
from metrics.comparison import QUARTILES, Position
from metrics.indicator import Indicator
from metrics.registry import INDICATORS
from sentences import formats
from texts import N_, Text, _
from ui import choices, compare_reads, reads
from ui.compare import entry_of
from ui.compare_reads import Standing

QUARTERS: dict[int, Text] = {
    1: N_("Best quarter"),
    2: N_("Second quarter"),
    3: N_("Third quarter"),
    4: N_("Last quarter"),
}
MOST_NAMED = 5  # of those left out, before the rest is counted


def standings(store: Store, found: pd.DataFrame) -> dict[str, Standing]:
    """Where each stands by the indicator that its series has; those without a value are not there.

    found: rows of compare.series."""
    keys = _keys(found)
    own = found.drop_duplicates("area_id", keep="last").set_index("area_id")["indicator"]
    by_area = {area_id: compare_reads.standings(store, area_id, keys) for area_id in own.index}
    return {area_id: by_area[area_id][key] for area_id, key in own.items() if key in by_area[area_id]}


def ranked_groups(standing: dict[str, Standing]) -> dict[str, list[str]]:
    """The groups in which there is a rank, each with the chosen ones in it: most of them first."""
    found: dict[str, list[str]] = {}
    for area_id, each in standing.items():
        if each.place.rank is not None and each.place.of > 1:
            found.setdefault(each.group, []).append(area_id)
    return dict(sorted(found.items(), key=lambda entry: -len(entry[1])))


def group_words(store: Store, group: str) -> str:
    """A group as a choice: its dataset, and the country where it ends at a border."""
    _indicator, _definition, dataset, place = group.split("|")
    titles = reads.all_datasets(store).set_index("dataset")["title"]
    country = _(choices.COUNTRIES[place]) if place in choices.COUNTRIES else ""
    return ", ".join(filter(None, (str(titles.get(dataset, dataset)), country)))


def members(store: Store, found: pd.DataFrame, group: str, year: int) -> pd.DataFrame:
    """Everybody who is ranked in a group in a year, best first: area_id, name, value, rank and quartile (1 = best)."""
    indicator = group.partition("|")[0]
    grouped = compare_reads.grouped_values(store, _keys(found))[indicator]
    is_ranked = (grouped["group"] == group) & (grouped["year"] == year) & grouped["value"].notna()
    ranked = grouped.loc[is_ranked, ["municipality_id", "value"]].rename(
        columns={"municipality_id": "area_id"}
    )
    is_less_better = INDICATORS[indicator].direction == "down"
    ranks = ranked["value"].rank(method="min", ascending=is_less_better).astype(int)
    areas = store.register().areas
    names = [areas[area_id].name for area_id in ranked["area_id"]]
    quartiles = QUARTILES * (ranks - 1) // max(len(ranked), 1) + 1
    ranked = ranked.assign(name=names, rank=ranks, quartile=quartiles)
    return ranked.sort_values(["rank", "name"], ignore_index=True)


def shown_year(standing: dict[str, Standing], chosen: Sequence[str]) -> int:
    """The year of the picture: the newest in which any of the chosen ones is ranked."""
    return max(standing[area_id].place.year for area_id in chosen)


def chart(
    store: Store, found: pd.DataFrame, standing: dict[str, Standing], group: str, chosen: Sequence[str]
) -> Chart:
    """The chosen ones over the quarters of all. chosen: of that group; who has no value in the year is not drawn."""
    year = shown_year(standing, chosen)
    of_year = [
        (area_id, standing[area_id].place) for area_id in chosen if standing[area_id].place.year == year
    ]
    areas = store.register().areas
    entry = INDICATORS[group.partition("|")[0]]
    return ranking_chart(
        members(store, found, group, year),
        [
            RankedArea(area_id, areas[area_id].name, place.rank or 0, place.quartile or 0)
            for area_id, place in sorted(of_year, key=lambda entry: entry[1].rank or 0)
        ],
        format=formats.chart_format(),
        unit_label=formats.unit_words(entry.unit),
        better="up" if entry.direction == "up" else "down",
        year=year,
    )


def rank_words(place: Position) -> str:
    """ "4 of 12"; empty where there is no rank."""
    if place.rank is None or place.of < 2:
        return ""
    return _("{rank} of {count}", rank=place.rank, count=place.of)


def quarter_words(place: Position) -> str:
    """The quarter in words; empty where fewer than four are ranked."""
    return _(QUARTERS[place.quartile]) if place.quartile and place.of >= QUARTILES else ""


def table(store: Store, area_ids: Sequence[str], standing: dict[str, Standing]) -> pd.DataFrame:
    """One row per chosen municipality: its place in its own group, and which that is or why it has none."""
    rows = []
    for area_id in area_ids:
        row: dict[str, object] = {_("Municipality"): store.register().areas[area_id].name}
        each = standing.get(area_id)
        row |= _of_nobody() if each is None else _place_columns(each.place)
        rows.append(row)
    return pd.DataFrame(rows)


def _place_columns(place: Position) -> dict[str, object]:
    entry = INDICATORS[place.indicator]
    best = place.distance_to_best_quartile
    return {
        _("Rank"): rank_words(place),
        _("Quarter"): quarter_words(place),
        _("Year"): str(place.year),
        _("Value"): formats.indicator_value(place.value, entry.unit),
        _("To the best quarter"): _best_words(best, place, entry.direction, entry.unit),
        _("Ranked among"): _(why_not_ranked(place) or place.group_break),
    }


def _of_nobody() -> dict[str, object]:
    return {
        _("Rank"): "", _("Quarter"): "", _("Year"): "", _("Value"): "", _("To the best quarter"): "",
        _("Ranked among"): _("It has no value in any year."),
    }  # fmt: skip


def _best_words(distance: float | None, place: Position, direction: str, unit: str) -> str:
    """How far it is to the edge of the best quarter; those in it have arrived."""
    if distance is None or place.of < QUARTILES:
        return ""
    if (distance <= 0) if direction == "down" else (distance >= 0):
        return _("in it")
    return formats.difference(distance, unit, like=(place.value,))


def why_not_ranked(place: Position) -> Text | None:
    """Why a municipality with a value has no rank; None where it has one."""
    if place.rank is None:
        return N_("Neither more nor less of it is better, so nobody is ranked.")
    if place.of < 2:
        return _alone(place)
    return None


def _alone(place: Position) -> Text:
    """Own accounts say why themselves; others are the only ones of their dataset."""
    if "title" not in place.group_break.params:
        return place.group_break
    return N_("It is the only one with a value in its dataset, so there is nobody to rank it with.")


def summary(store: Store, standing: dict[str, Standing], chosen: Sequence[str]) -> str:
    """Who of the chosen ones stands best among all, in one sentence with the numbers in it; where only one is chosen,
    where it stands."""
    year = shown_year(standing, chosen)
    of_year = {area_id: standing[area_id].place for area_id in chosen if standing[area_id].place.year == year}
    best = min(of_year, key=lambda area_id: of_year[area_id].rank or 0)
    place = of_year[best]
    places_of_words = {
        "name": store.register().areas[best].name,
        "rank": place.rank,
        "count": place.of,
        "year": str(year),
        "median": formats.indicator_value(place.median, INDICATORS[place.indicator].unit),
    }
    if len(of_year) == 1:
        return _("{name} is {rank} of {count} in {year}. The median is {median}.", **places_of_words)
    return _(
        "{name} stands best of those chosen: {rank} of {count} in {year}. The median is {median}.",
        **places_of_words,
    )


def without_repetition(table: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """The table without what all rows say of whom they are ranked among, and that sentence; else as it is."""
    among = _("Ranked among")
    if table[among].nunique() > 1:
        return table, ""
    return table.drop(columns=among), str(table[among].iloc[0])


def size_note(form: str) -> str:
    """That an amount follows the size of a municipality; empty for shares and amounts per inhabitant."""
    if not depends_on_size(entry_of(form)):
        return ""
    return _(
        "An amount is smaller where fewer people live: to rank large and small fairly, choose an indicator per inhabitant."
    )


def depends_on_size(entry: Indicator) -> bool:
    """Whether it is an amount as such: no share, and per nothing."""
    return entry.scale == "amount" and entry.unit.split(" ")[0] == "t" and "/" not in entry.unit


def left_out(store: Store, standing: dict[str, Standing], chosen: Sequence[str]) -> list[str]:
    """Who of the same group is not in the ranking of the year, a sentence for each reason."""
    year = shown_year(standing, chosen)
    place = next(standing[area_id].place for area_id in chosen if standing[area_id].place.year == year)
    by_reason: dict[str, list[str]] = {}
    for area_id, reason in place.left_out.items():
        by_reason.setdefault(_(reason), []).append(store.register().areas[area_id].name)
    return [
        _("Left out: {names}. {reason}", names=_names(names), reason=reason)
        for reason, names in by_reason.items()
    ]


def _names(names: Sequence[str]) -> str:
    named = ", ".join(names[:MOST_NAMED])
    more = len(names) - MOST_NAMED
    return named if more <= 0 else _("{names} and {count} more", names=named, count=more)


def _keys(found: pd.DataFrame) -> tuple[str, ...]:
    """The indicators of the series, of which there are two where gas coverages differ."""
    return tuple(sorted(found["indicator"].unique()))
