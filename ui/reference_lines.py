"""A municipality beside its county and its country: per head, or as an index since a common year."""

import pandas as pd

from charts import palette
from charts.chart import Chart
from charts.levels import Level, levels_chart
from data.store import Store
from metrics.registry import INDICATORS
from sentences import formats
from texts import _
from ui import reads
from ui.remembered import remembered

KINDS = ("municipality", "county", "nation")
_LOOKS = {
    "municipality": (palette.ACCENT, "solid"),
    "county": (palette.TEXT_MUTED, "7px,3px"),
    "nation": (palette.VINTAGE, "2px,3px"),
}


@remembered()
def around(store: Store, area_id: str) -> dict[str, str]:
    """The ids of the municipality, its county and its country, as far as the register knows them."""
    areas = store.register().areas
    own = areas[area_id]
    county = next(
        (area.area_id for area in areas.values()
         if area.kind == "county" and area.country_code == own.country_code and area.name == own.region),
        None,
    )  # fmt: skip
    found = {"municipality": area_id, "county": county, "nation": own.country_code}
    return {kind: each for kind, each in found.items() if each in areas}


@remembered()
def series(store: Store, area_id: str, indicator: str) -> pd.DataFrame:
    """The indicator of the municipality, its county and its country: kind, year, value, dataset; those without figures,
    or whose figures cover other gases, are not there."""
    places = around(store, area_id)
    found = [
        reads.values(store, (each,), (indicator,)).assign(
            kind=kind
        )  # county and country are those of the neighbours too
        for kind, each in places.items()
    ]
    return pd.concat(found, ignore_index=True).dropna(subset=["value"])[["kind", "year", "value", "dataset"]]


def has_others(found: pd.DataFrame) -> bool:
    """Whether the municipality has figures, and its county or country too."""
    kinds = set(found["kind"])
    return "municipality" in kinds and len(kinds) > 1


def chart(store: Store, area_id: str, found: pd.DataFrame, indicator: str, *, is_indexed: bool) -> Chart:
    """One line each, named at its end."""
    areas, places = store.register().areas, around(store, area_id)
    drawn, unit = (
        (_indexed(found), "") if is_indexed else (found, formats.unit_words(INDICATORS[indicator].unit))
    )
    wide = drawn.pivot(index="year", columns="kind", values="value").reset_index()
    levels = [Level(kind, areas[places[kind]].name, *_LOOKS[kind]) for kind in KINDS if kind in wide]
    base = _base_year(found)
    return levels_chart(
        wide,
        levels,
        format=formats.chart_format(),
        unit_label=_("{year} = 100", year=str(base)) if is_indexed else unit,
        empty_text=_("They have no year in common, so each can only be compared with itself."),
    )


def answer(store: Store, area_id: str, found: pd.DataFrame, indicator: str, *, is_indexed: bool) -> str:
    """Where the municipality stands beside the others in the newest year that all have."""
    shared = _shared_years(found)
    if not shared:
        return _("They have no year in common, so each can only be compared with itself.")
    areas, places, year = store.register().areas, around(store, area_id), max(shared)
    figures = (_indexed(found) if is_indexed else found).query("year == @year").set_index("kind")["value"]
    each = [
        f"{areas[places[kind]].name} {_figure(figures[kind], indicator, is_indexed=is_indexed)}"
        for kind in KINDS
        if kind in figures
    ]
    if is_indexed:
        return _(
            "Since {base}, to {year}: {figures}.",
            base=str(_base_year(found)),
            year=str(year),
            figures=", ".join(each),
        )
    return _("In {year}: {figures}.", year=str(year), figures=", ".join(each))


def _figure(value: float, indicator: str, *, is_indexed: bool) -> str:
    if is_indexed:
        return formats.percent(value - 100, signed=True)
    return formats.amount(value, INDICATORS[indicator].unit)


def _shared_years(found: pd.DataFrame) -> list[int]:
    years = [set(rows["year"]) for _kind, rows in found.groupby("kind")]
    return sorted(int(year) for year in set.intersection(*years)) if years else []


def _base_year(found: pd.DataFrame) -> int | None:
    """The first year in which all have a figure above zero."""
    return next(iter(_shared_years(found[found["value"] > 0])), None)


def _indexed(found: pd.DataFrame) -> pd.DataFrame:
    base = _base_year(found)
    start = found[found["year"] == base].set_index("kind")["value"]
    return found.assign(value=100 * found["value"] / found["kind"].map(start))
