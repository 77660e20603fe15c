"""Does the climate budget hold? Ceilings, what is expected, the measures that close the gap, and the reports that were
frozen."""

from datetime import UTC, datetime

import streamlit as st

from data.store import Store, StoreError
from loaders.forms import take_snapshot
from metrics.budget_snapshots import KIND, NOW, frozen_rows
from metrics.errors import MetricError
from sentences import budget_words
from texts import N_, _
from ui import (
    budget_reports,
    choices,
    downloads,
    layout,
    page_head,
    reads,
    session,
    upload_flow,
    upload_templates,
)
from ui import climate_budget as shown

store = session.shown_store()
area_id, question_place, _choices_place = page_head.of_municipality(store, _("Does the climate budget hold?"))

name = store.register().areas[area_id].name
budget = reads.climate_budget(store, area_id)
with question_place:
    layout.question(_("Does {name}'s climate budget hold?", name=name))
if budget.empty:
    layout.empty(
        _("{name} has no climate budget here yet.", name=name),
        words=_(
            "A climate budget counts tonnes as money: a ceiling for each year, the measures that keep it, and who answers "
            "for them. Take the template for measures and climate budget on the Upload page, fill it in, and load it."
        ),
        next_step=_("Load ceilings and measures"),
        page="pages/upload.py",
        query=upload_templates.query_of("climate-budget"),
    )
    st.stop()

unit = shown.unit_of(store, area_id)
answer_place = st.container()
with st.container(horizontal=True, key="vk-controls"):
    years = [str(year) for year in sorted(budget["year"].unique())]
    start = budget_words.first_open_year(budget, shown.last_data_year(store, area_id))
    year = int(choices.one_of("budget-year", _("Budget year"), years, str(start), words=str))
    sectors = shown.sectors(budget)
    sector = choices.one_of("sector", _("Sector"), sectors, shown.WHOLE, words=shown.sector_title)

of_one = shown.of_sector(budget, sector)
of_year = of_one[of_one["year"] == year]
if of_year.empty:  # the sector has no row in that year
    st.info(_("{sector} has no budget in {year}.", sector=shown.sector_title(sector), year=str(year)))
    st.stop()
row = of_year.iloc[0]
words, status = budget_words.verdict(row)
said = " ".join(filter(None, (budget_words.answer(row, unit), budget_words.outlook(of_one, year, unit))))
with answer_place:
    layout.answer(said, verdict=words, status=status)

picture, figures = st.columns([3, 1], gap="large")
with picture:
    layout.picture(
        shown.wedges_chart(store, area_id, of_one, sector),
        key="wedges",
        source=" ".join(budget_words.notes(row, unit)),
        file_stem=f"{area_id}-climate-budget-{sector}",
    )
with figures:
    layout.facts(shown.facts(row, unit))

layout.picture(
    shown.levels_chart(store, area_id, of_one, sector),
    key="levels",
    title=_("Expected emissions against the ceilings"),
    source=_(
        "Ceilings, measures and reference paths as they were loaded; emissions from the headline dataset."
    ),
    file_stem=f"{area_id}-climate-budget-levels-{sector}",
)

gaps = shown.gap_table(of_one, unit)
layout.heading(_("The gap year by year"))
layout.table(gaps, _("The gap year by year"))
if (of_one["overlap_tco2e"] > 0).any():
    st.caption(
        _(
            "Where measures overlap, what would be cut twice stands under Adopted or Proposed and closes no gap."
        )
    )
with st.container(horizontal=True):
    downloads.buttons(gaps, file_stem=f"{area_id}-climate-budget-gaps-{sector}", key="gaps")

listed = shown.measures_of(store, area_id, year, sector)
if len(listed):
    layout.heading(_("Measures in {year}", year=str(year)))
    layout.table(shown.measures_table(listed, year, unit), _("Measures in {year}", year=str(year)))
    with st.container(horizontal=True):
        file = shown.measures_file(listed)
        downloads.buttons(file, file_stem=f"{area_id}-measures-{year}", key="measures")
        with st.popover(_("Copy for the finance system"), icon=":material/content_copy:"):
            st.code(shown.as_pasted(file), language=None)


def freeze(store: Store, area_id: str, label: str, comments: dict[str, str]) -> None:
    """Freeze the budget in the name of this session; the next run says what became of it."""
    try:
        rows = frozen_rows(store, area_id, comments=comments)
        today = datetime.now(UTC).date()
        take_snapshot(store, area_id, label.strip(), KIND, rows, taken_on=today, actor=session.actor())
        upload_flow.say(
            N_("{label} is frozen; no later upload changes it.", label=label.strip()), kind="info"
        )
        st.session_state.pop(budget_reports.DRAFT, None)
    except (StoreError, MetricError) as error:
        upload_flow.say(error.text)


layout.heading(_("Reports"))
upload_flow.show_what_was_said()
kept = budget_reports.labels(store, area_id)
if kept:
    with st.container(horizontal=True, key="vk-reports"):
        first = choices.one_of("from", _("Report"), kept, kept[0], words=budget_reports.label_words)
        others = [NOW, *(label for label in kept if label != first)]
        second = choices.one_of("to", _("Beside"), others, NOW, words=budget_reports.label_words)
    st.markdown(budget_reports.sentence(store, area_id, first, second, year=year, unit=unit))
    if len(changed := budget_reports.differences(store, area_id, first, second, year=year, unit=unit)):
        layout.table(changed, _("What is not the same in both"))
    if len(each := budget_reports.measure_differences(store, area_id, first, second, year=year)):
        layout.table(each, _("The measures in both reports"))
        with st.container(horizontal=True):
            downloads.buttons(each, file_stem=f"{area_id}-report-{first}-{second}", key="report")
else:
    st.markdown(
        _("No report is frozen yet. Freezing keeps the budget as it stands, whatever is loaded later.")
    )

with st.expander(_("Freeze a report"), icon=":material/ac_unit:", expanded=False):
    if session.is_demo(store):
        st.markdown(_("Reports can be frozen here once your own data are loaded."))
    else:
        session.ask_actor()
        every = reads.measures(store, area_id, year)
        comments = budget_reports.comments_asked(every, unit) if len(every) else {}
        label = st.text_input(_("Name of the report"), key="report-name", placeholder="2026-T1", max_chars=40)
        st.button(
            _("Freeze"),
            type="primary",
            icon=":material/ac_unit:",
            disabled=not session.actor(),
            help=None if session.actor() else _("Give your name first."),
            on_click=freeze,
            args=(store, area_id, label, comments),
        )
        st.markdown(_("The report as text, to copy:"))
        st.code(
            budget_reports.report_text(said, every, comments, unit),
            language=None,
            wrap_lines=True,
        )
if kept:
    with st.expander(_("Frozen reports"), icon=":material/inventory_2:"):
        layout.table(budget_reports.kept_table(store, area_id), _("Frozen reports"))
        st.caption(_("A frozen report is an upload: it is taken back on the Upload page by its number."))
