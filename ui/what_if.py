"""What would be if a sector fell faster: a slider each, and both outcomes side by side."""

from html import escape

import pandas as pd
import streamlit as st

from charts import palette
from charts.chart import Chart
from charts.levels import Level, levels_chart
from data.code_lists import OUTSIDE_TOTAL, SECTORS
from data.store import Store
from metrics.registry import INDICATORS
from metrics.what_if import SectorCut, Situation, changed, compared, falling_percent, horizon
from sentences import formats
from texts import N_, _
from ui import layout, reads, session

STEP, MOST_PERCENT = 0.5, 30.0
SLIDER_PX = 320
LEVELS = [
    Level("reported", N_("Reported"), palette.ACCENT, "solid"),
    Level("expected_before_tco2e", N_("As it is heading"), palette.VINTAGE, "7px,3px"),
    Level("expected_after_tco2e", N_("With your change"), palette.ACCENT, "7px,3px"),
    Level("allowed_after_tco2e", N_("Allowed"), palette.TEXT, "7px,5px"),
]


def rates(situation: Situation) -> dict[str, float]:
    """The sectors that can be moved, each with the rate at which it falls anyway, percent a year rounded to a step."""
    known = {sector: falling_percent(situation, sector) for sector in SECTORS if sector not in OUTSIDE_TOTAL}
    return {
        sector: STEP * round(min(rate, MOST_PERCENT) / STEP)
        for sector, rate in known.items()
        if rate is not None
    }


def sliders(anyway: dict[str, float], *, key: str) -> dict[str, float]:
    """The rates asked for, of the sectors that were moved. anyway: where each slider begins."""
    asked = {}
    with st.container(horizontal=True, key="vk-what-if"):
        for sector, rate in anyway.items():
            asked[sector] = st.slider(
                _(SECTORS[sector]), min(0.0, rate), MOST_PERCENT, rate, STEP, format="%g %%", width=SLIDER_PX,
                key=f"what-if-{key}-{sector}", help=_("On its way now: {rate} a year", rate=formats.percent(rate, digits=1)),
            )  # fmt: skip
    return {sector: rate for sector, rate in asked.items() if rate != anyway[sector]}


def outcome(situation: Situation, asked: dict[str, float]) -> pd.DataFrame:
    """Both outcomes of the total by year (metrics.what_if.compared), from the year after the last data year on."""
    assert situation.last_year is not None
    cuts = [SectorCut(sector, rate, situation.last_year + 1) for sector, rate in asked.items()]
    both = compared(situation, changed(situation, cuts), until=horizon(situation))
    return both[both["sector"] == ""].reset_index(drop=True)


def answer(found: pd.DataFrame, asked: dict[str, float], unit: str) -> str:
    """What the change does to the last year, in words."""
    last = found.iloc[-1]
    after, before, gap = last["expected_after_tco2e"], last["expected_before_tco2e"], last["gap_after_tco2e"]
    if pd.isna(after):
        return _("What is expected in {year} cannot be told from the data.", year=str(last["year"]))
    places = {
        "year": str(last["year"]),
        "after": formats.amount(after, unit),
        "before": formats.short_amount(before, unit),
    }
    words = (
        _("With your change {after} would be emitted in {year}, instead of {before}.", **places)
        if asked
        else _(
            "As it is heading, {after} would be emitted in {year}. Move a sector to see what it changes.",
            **places,
        )
    )
    if pd.isna(gap):
        return words
    room = formats.short_amount(abs(gap), unit, like=(after,))
    aim = (
        _("That is {gap} more than allowed.", gap=room)
        if gap > 0
        else _("That is {gap} less than allowed.", gap=room)
    )
    return f"{words} {aim}"


def chart(found: pd.DataFrame, reported: pd.DataFrame, unit: str) -> Chart:
    """Reported, both outcomes and what is allowed. reported: year, value."""
    history = reported.rename(columns={"value": "reported"})
    last = history.tail(1)
    joined = last.assign(**dict.fromkeys(("expected_before_tco2e", "expected_after_tco2e"), last["reported"]))
    frame = pd.concat([history.iloc[:-1], joined, found], ignore_index=True)
    return levels_chart(
        frame, LEVELS, format=formats.chart_format(), unit_label=unit,
        empty_text=_("There is nothing to show yet."),
    )  # fmt: skip


def section(store: Store, area_id: str, indicator: str) -> None:
    """The sliders with the sentence and the picture; a move draws only this part of the page anew."""
    _drawn(store, area_id, indicator)


@st.fragment
def _drawn(store: Store, area_id: str, indicator: str) -> None:
    session.begin()
    found, unit = reads.situation(store, area_id), INDICATORS[indicator].unit
    reported = reads.values(store, (area_id,), (indicator,)).dropna(subset=["value"])[["year", "value"]]
    anyway = rates(found)
    if reported.empty or not anyway or found.last_year is None or horizon(found) <= found.last_year:
        st.markdown(_("This needs emissions by sector and years between the last data year and the target."))
        return
    st.markdown(_("By how many percent a year each sector falls from {year} on. It begins where the trend leads.",
                  year=str(found.last_year + 1)))  # fmt: skip
    asked = sliders(anyway, key=area_id)
    both = outcome(found, asked)
    st.html(f'<p class="vk-answer">{escape(answer(both, asked, unit))}</p>')
    layout.picture(
        chart(both, reported, unit),
        key="what-if-picture",
        title=_("Both outcomes until {year}", year=str(horizon(found))),
        source=_("Adopted measures are counted in both. Allowed: the ceilings, else the path to the target."),
        file_stem=f"{area_id}-what-if",
    )
