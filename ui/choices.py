"""The choices a page offers, each bound to the address."""

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from data.store import Store
from metrics.registry import INDICATORS
from texts import N_, _
from ui import reads, view
from ui.remembered import remembered

WIDTH_PX = 320  # of the slider; never wider than a phone
COUNTRIES = {
    "DK": N_("Denmark"), "FI": N_("Finland"), "IS": N_("Iceland"), "NO": N_("Norway"), "SE": N_("Sweden"),
}  # fmt: skip


def one_of(
    name: str,
    label: str,
    options: Sequence[str],
    default: str,
    *,
    words: Callable[[str], str],
    hide_label: bool = False,
) -> str:
    """A choice of one among many, in a searchable list."""
    value = view.chosen(name, options, default)
    st.selectbox(
        label,
        options,
        format_func=words,
        key=view.widget_key(name, value),
        on_change=_took,
        args=(name,),
        label_visibility="collapsed" if hide_label else "visible",
    )
    return value


def one_of_few(
    name: str, label: str, options: Sequence[str], default: str, *, words: Callable[[str], str]
) -> str:
    """A choice of one among two to five, all visible."""
    value = view.chosen(name, options, default)
    st.segmented_control(
        label,
        options,
        format_func=words,
        key=view.widget_key(name, value),
        on_change=_took,
        args=(name,),
        required=True,
    )
    return value


def several_of(
    name: str,
    label: str,
    options: Sequence[str],
    default: Sequence[str],
    *,
    words: Callable[[str], str],
    most: int,
    is_default_kept: bool = True,
) -> list[str]:
    """A choice of several, in the order they were taken.

    is_default_kept: False where the default depends on what is shown, so that it goes when something else is shown."""
    chosen = (
        view.chosen_many(name, options, default)
        if is_default_kept
        else (view.chosen_many_if_any(name, options) or list(default))
    )
    values = chosen[:most]
    st.multiselect(
        label,
        options,
        format_func=words,
        key=view.widget_key(name, values),
        on_change=_took_many,
        args=(name,),
        max_selections=most,
    )
    return values


def years(first: int, last: int) -> tuple[int, int]:
    """The years to show, between the first and the last that have data."""
    if first == last:
        return first, last
    value = view.chosen_years(first, last)
    st.slider(
        _("Years"), first, last, key=view.widget_key("years", value), on_change=_took_years, format="%d",
        width=WIDTH_PX,
    )  # fmt: skip
    return value


def municipality(store: Store) -> str | None:
    """The municipality in question; None while the store has none with data."""
    areas = {area["area_id"]: area for area in reads.areas_with_data(store)}
    if not areas:
        return None
    first = in_order_of_loading(store)[0]
    return one_of(
        "area",
        _("Municipality"),
        list(areas),
        first,
        words=lambda key: area_label(areas[key]),
        hide_label=True,
    )


def area_label(area: dict) -> str:
    """A municipality's name with what tells it apart: Herøy · Nordland, Norway."""
    region = f"{area['region']}, " if area["region"] else ""
    return f"{area['name']} · {region}{_(COUNTRIES.get(area['country_code'], area['country_code']))}"


@remembered()
def headline_indicator(store: Store, area_id: str) -> str:
    """ghg_total, or co2_total where the dataset that speaks covers CO2 only."""
    datasets = reads.datasets(store, area_id)
    covers_co2_only = len(datasets) > 0 and datasets["gas_coverage"].iloc[0] == "co2"
    return "co2_total" if covers_co2_only else "ghg_total"


def indicator(store: Store, area_id: str) -> str:
    """Which indicator the page is about: the forms of the emissions that the municipality's dataset covers, then
    every other indicator of which it has data."""
    headline = headline_indicator(store, area_id)
    options = [*emission_forms(INDICATORS[headline].gas_coverage), *with_data(store, (area_id,))]
    return one_of(
        "indicator",
        _("Indicator"),
        options,
        headline,
        words=lambda key: _(INDICATORS[key].short_title),
        hide_label=True,
    )


def emission_forms(gas_coverage: str) -> list[str]:
    """The forms of territorial emissions of that gas coverage: total, per head, by sector."""
    return [
        key for key, entry in INDICATORS.items() if entry.counterpart and entry.gas_coverage == gas_coverage
    ]


@remembered()
def with_data(store: Store, area_ids: tuple[str, ...], *, least: int = 1) -> list[str]:
    """The indicators beside the forms of territorial emissions that have a value in at least so many of the areas;
    figures of the country are none of theirs."""
    known = reads.values(store, area_ids).dropna(subset=["value"])
    counts = known.groupby("indicator")["municipality_id"].nunique()
    return [
        key
        for key, entry in INDICATORS.items()
        if counts.get(key, 0) >= least and not entry.counterpart and entry.indicator_class != "context"
    ]


def dataset(datasets: pd.DataFrame) -> str:
    """Which of an area's datasets to show; the headline unless asked. Offered only when there are several."""
    titles = {row.dataset: f"{row.title} ({row.publisher})" for row in datasets.itertuples()}
    keys = list(titles)
    if len(keys) == 1:
        return keys[0]
    return one_of("dataset", _("Dataset"), keys, keys[0], words=titles.__getitem__)


def in_order_of_loading(store: Store) -> list[str]:
    """The municipalities as they were loaded, those with emissions before those that have none yet."""
    areas = sorted(reads.areas_with_data(store), key=lambda area: (not area["has_emissions"], area["loaded"]))
    return [area["area_id"] for area in areas]


def _took(name: str) -> None:
    value = st.session_state[f"choice-{name}"]
    if value is not None:
        view.choose(name, value)


def _took_many(name: str) -> None:
    view.choose(name, ",".join(st.session_state[f"choice-{name}"]))


def _took_years() -> None:
    since, until = st.session_state["choice-years"]
    view.choose("since", str(since))
    view.choose("until", str(until))
