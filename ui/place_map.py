"""What the map page shows: every municipality with its verdict or its newest value, within its borders where somebody has
loaded them, else as a tile.

Values are coloured on one scale only where metrics.comparison ranks them together; all others stay uncoloured and are
named."""

from collections.abc import Sequence
from html import escape
from typing import Any
from urllib.parse import urlencode

import pandas as pd
import streamlit as st

from charts.boundary_map import boundary_map
from charts.chart import Chart
from charts.map_classes import MapClass
from charts.tile_map import RegionLabel, tile_map
from data.store import Store
from data.tile_layout import Placed, TileLayout, tile_layout
from metrics.indicator import Indicator
from metrics.registry import INDICATORS, STATUSES
from sentences import formats
from texts import _
from ui import choices, layout, reads, view

MAP, PLACE = "map", "place"
EVERYWHERE = "all"
MANY = 150  # municipalities of several countries, from which on one country is shown at first
MOST_LISTED = 60  # municipalities whose list is sent unasked
REACHED = ("target_achieved", "on_track")


def forms() -> list[str]:
    """The forms of territorial emissions, each standing for that of all gases and that of CO2 alone."""
    return [key.removeprefix("ghg_") for key in choices.emission_forms("ghg")]


def keys_of(what: str) -> tuple[str, ...]:
    """The indicators that a choice stands for: two for a form of emissions, one else."""
    return (f"ghg_{what}", f"co2_{what}") if what in forms() else (what,)


def entry_of(what: str) -> Indicator:
    """The indicator of a choice; of the two for different gases the one for all greenhouse gases."""
    return INDICATORS[keys_of(what)[0]]


def offered(store: Store) -> list[str]:
    """What the map can show: what at least one municipality has a value of; figures of the country are none of theirs."""
    standings = reads.standings(store)
    known = set(standings["indicator"][standings["latest_value"].notna()])
    own = [
        key
        for key, entry in INDICATORS.items()
        if not entry.counterpart and entry.indicator_class != "context"
    ]
    return [what for what in [*forms(), *own] if known & set(keys_of(what))]


def countries(areas: Sequence[dict[str, Any]]) -> list[str]:
    """The countries to choose from, the one with most municipalities first; none where all fit one map."""
    counts = pd.Series([area["country_code"] for area in areas], dtype="str").value_counts()
    return list(counts.index) if len(counts) > 1 and len(areas) > MANY else []


def places(store: Store, areas: Sequence[dict[str, Any]], what: str) -> pd.DataFrame:
    """One row per municipality, by name: municipality_id, name, region, country_code, status, value (unit of the
    indicator, NaN = missing), year, label (value and year in words), unit."""
    shown = pd.DataFrame(list(areas))[["area_id", "name", "region", "country_code"]]
    shown = shown.rename(columns={"area_id": "municipality_id"})
    found = shown.merge(_standing(store, what), how="left", on="municipality_id")
    found["status"] = found["status"].fillna("no_data")
    found["unit"] = [INDICATORS[key].unit if isinstance(key, str) else "" for key in found["indicator"]]
    found["label"] = [
        _value_words(value, year, unit)
        for value, year, unit in zip(found["value"], found["year"], found["unit"], strict=True)
    ]
    return found


def with_groups(store: Store, found: pd.DataFrame, what: str) -> pd.DataFrame:
    """The same rows with is_comparable: whether the value is one of the largest group that may be ranked together."""
    newest = reads.newest_values(store, keys_of(what))
    of_shown = newest[newest["municipality_id"].isin(found["municipality_id"])]
    largest = of_shown["group"].value_counts()
    members = of_shown["municipality_id"][of_shown["group"] == largest.index[0]] if len(largest) else []
    return found.assign(is_comparable=found["municipality_id"].isin(members))


def map_of(store: Store, found: pd.DataFrame, *, what: str, is_valued: bool, chosen: str) -> Chart:
    """The map of these municipalities: within their borders where at least half of them have some, else as tiles.

    found: as places and, for values, with_groups give it."""
    shapes = reads.boundaries(store)
    has_borders = 2 * found["municipality_id"].isin(list(shapes)).sum() >= len(found)
    statuses = None if is_valued else _verdict_classes()
    unit = formats.unit_words(_unit(found, what))
    numbers = formats.chart_format()
    drawn = found.assign(class_key=found["status"])
    if has_borders:
        return boundary_map(drawn, shapes, format=numbers, unit_label=unit, statuses=statuses, chosen=chosen)
    drawing = _drawing(found)
    spots = [drawing.tiles[area_id] for area_id in found["municipality_id"]]
    placed = drawn.assign(column=[column for column, _row in spots], row=[row for _column, row in spots])
    return tile_map(
        placed, _labels(drawing), format=numbers, unit_label=unit, statuses=statuses, chosen=chosen
    )


def took_place() -> None:
    """Choose the municipality that the reader has clicked on the map."""
    points = st.session_state[MAP]["selection"]["points"]
    clicked = [point["customdata"][0] for point in points if point.get("customdata")]
    if clicked:
        view.choose(PLACE, clicked[0])


def names_to_choose(found: pd.DataFrame) -> dict[str, str]:
    """The municipalities' names by id, with the region where several bear the same."""
    is_shared = found["name"].duplicated(keep=False)
    words = found["name"].where(~is_shared, found["name"] + " · " + found["region"].fillna(""))
    return dict(zip(found["municipality_id"], words, strict=True))


def title(what: str) -> str:
    """What the map shows; of a form of emissions without its gases, on which each municipality's dataset decides."""
    return _(entry_of(what).short_title if what in forms() else entry_of(what).title)


def verdict_answer(found: pd.DataFrame) -> str:
    """How many of those with a verdict are on track, and how many have none."""
    is_judged = found["status"].map(lambda key: STATUSES[key].is_verdict)
    judged, others = int(is_judged.sum()), int((~is_judged).sum())
    if not judged and others == 1:
        return _("The only municipality cannot be judged yet: its target or figures are missing.")
    if not judged:
        return _("None of the {count} municipalities can be judged yet: targets or figures are missing.",
                 count=len(found))  # fmt: skip
    good = int(found["status"].isin(REACHED).sum())
    words = [_good_words(good, judged)]
    if others == 1:
        words.append(_("One has no verdict."))
    elif others:
        words.append(_("{count} have no verdict.", count=others))
    return " ".join(words)


def _good_words(good: int, judged: int) -> str:
    if judged == 1:
        return (
            _("The only municipality with a verdict is on track or has reached its target.")
            if good
            else _("The only municipality with a verdict is not on track.")
        )
    if good == 1:
        return _(
            "One of {judged} municipalities with a verdict is on track or has reached its target.",
            judged=judged,
        )
    return _("{good} of {judged} municipalities with a verdict are on track or have reached their target.",
             good=good, judged=judged)  # fmt: skip


def value_answer(found: pd.DataFrame) -> str:
    """The range of those that may be ranked together, with their median."""
    ranked = found[found["is_comparable"] & found["value"].notna()]
    if ranked.empty and len(found) == 1:
        return _("The only municipality has no figure of this.")
    if ranked.empty:
        return _("None of the {count} municipalities has a figure of this.", count=len(found))
    if len(ranked) == 1:
        return _("{name}: {value}.", name=ranked["name"].iloc[0], value=ranked["label"].iloc[0])
    lowest, highest = ranked.loc[ranked["value"].idxmin()], ranked.loc[ranked["value"].idxmax()]
    return _("{count} municipalities are counted alike: from {low} in {low_name} to {high} in {high_name}; the median is "
             "{median}.",
             count=len(ranked), low=_amount(lowest["value"], lowest), low_name=lowest["name"],
             high=_amount(highest["value"], highest), high_name=highest["name"],
             median=_amount(float(ranked["value"].median()), lowest))  # fmt: skip


def tile(row: pd.Series) -> layout.Tile:
    """The chosen municipality at a glance. row: of places."""
    note = " · ".join(
        filter(None, (row["region"], "" if pd.isna(row["year"]) else formats.year(row["year"])))
    )
    return layout.Tile(row["name"], _amount(row["value"], row), row["status"], note)


def source(store: Store, is_valued: bool) -> str:
    """What the colours rest on, and whose borders are drawn."""
    words = (
        _("Each municipality's newest figure, from its headline dataset.")
        if is_valued
        else _("Each municipality's own target, judged by the required path; headline datasets.")
    )
    named = reads.boundary_credits(store)
    return " ".join([words, *([_("Borders: {credits}.", credits="; ".join(named))] if named else [])])


def listed(found: pd.DataFrame, *, what: str, is_valued: bool) -> pd.DataFrame:
    """The rows in the order of the list: the worst verdict first, or the worst value, those without last."""
    if is_valued:
        rises = entry_of(what).direction == "up"
        return found.sort_values("value", ascending=rises, na_position="last", kind="stable")
    order = found["status"].map(lambda key: _list_place(key))
    return found.assign(order=order).sort_values("order", kind="stable")


def list_with_links(found: pd.DataFrame, caption: str) -> None:
    """The municipalities as a table, each with a link to its Overview, so that nobody needs to point at a map."""
    heads = (_("Municipality"), _("Region"), _("Verdict"), _("Newest figure"))
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    rows = "".join(_list_row(row, heads) for row in found.to_dict("records"))
    st.html(
        f'<div class="vk-table" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="vk-narrow">'
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _standing(store: Store, what: str) -> pd.DataFrame:
    """One row per municipality: of a form of emissions the indicator that its dataset covers."""
    keys = keys_of(what)
    rows = reads.standings(store)
    rows = rows[rows["indicator"].isin(keys)].rename(columns={"latest_value": "value", "latest_year": "year"})
    rank = rows["value"].isna() * 2 + rows["indicator"].ne(keys[0])
    return rows.assign(rank=rank).sort_values("rank", kind="stable").drop_duplicates("municipality_id")


def _value_words(value: float, year: Any, unit: str) -> str:
    if pd.isna(value):
        return _("No figure")
    return _("{value} in {year}", value=formats.indicator_value(value, unit), year=str(int(year)))


def _amount(value: float, row: pd.Series) -> str:
    return formats.indicator_value(value, row["unit"])


def _unit(found: pd.DataFrame, what: str) -> str:
    """The unit of those that are coloured; else of the indicator."""
    known = found[found["value"].notna()]
    ranked = known[known["is_comparable"]] if "is_comparable" in known else known
    return str(ranked["unit"].iloc[0]) if len(ranked) else entry_of(what).unit


def _verdict_classes() -> list[MapClass]:
    """The statuses as classes of a map: those that are no verdict are hollow."""
    return [
        MapClass(key, status.word, status.colour if status.is_verdict else "", status.symbol)
        for key, status in STATUSES.items()
    ]


def _drawing(found: pd.DataFrame) -> TileLayout:
    columns = (found["municipality_id"], found["country_code"], found["region"])
    return tile_layout(Placed(*row) for row in zip(*columns, strict=True))


def _short_region(region: str) -> str:
    """A region's name without what all of its country have in it: Stockholms län, Region Sjælland."""
    return (
        region.removesuffix(" län").removesuffix("s")
        if region.endswith(" län")
        else region.removeprefix("Region ")
    )


def _labels(drawing: TileLayout) -> list[RegionLabel]:
    return [
        RegionLabel(
            _short_region(block.region) or _(choices.COUNTRIES.get(block.country_code, block.country_code)),
            block.column,
            block.row,
            block.width,
        )
        for block in drawing.blocks
    ]


def _list_place(status: str) -> int:
    entry = STATUSES[status]
    return -entry.order if entry.is_verdict else entry.order


def _list_row(row: dict[str, Any], heads: tuple[str, ...]) -> str:
    status = STATUSES[row["status"]]
    verdict = f'<span aria-hidden="true">{status.symbol}</span> {escape(_(status.word))}'
    cells = (
        escape(row["region"] or ""),
        f'<span style="color:{status.colour}">{verdict}</span>',
        escape(row["label"]),
    )
    body = "".join(
        f'<td data-head="{escape(name)}">{cell}</td>' for name, cell in zip(heads[1:], cells, strict=True)
    )
    link = f'<a href="{overview_address(row["municipality_id"])}" target="_self">{escape(row["name"])}</a>'
    return f'<tr><th scope="row">{link}</th>{body}</tr>'


def overview_address(area_id: str) -> str:
    """The address of a municipality's Overview, seen from this page; the language that was chosen goes along."""
    language = st.query_params.get("lang")
    return f"./?{escape(urlencode({'area': area_id} | ({'lang': language} if language else {})))}"
