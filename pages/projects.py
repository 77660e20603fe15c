"""Do the projects close the gap? What they are expected to cut, sector by sector, how far they are, what a tonne costs, and
who takes part."""

from datetime import UTC, datetime

import streamlit as st

from texts import _
from ui import (
    choices,
    compare_reads,
    late_projects,
    layout,
    learning,
    page_head,
    project_costs,
    project_filters,
    project_partners,
    project_reads,
    project_table,
    projects,
    session,
    stage_weights,
    upload_templates,
)

store = session.shown_store()
area_id, question_place, choices_place = page_head.of_municipality(store, _("Do the projects close the gap?"))
with choices_place:
    years = projects.years(store, area_id)
    year = int(
        choices.one_of(
            "effect-year", _("Year of the effects"), years, str(projects.YEAR), words=str, hide_label=True
        )
    )

name = store.register().areas[area_id].name
with question_place:
    layout.question(_("Do {name}'s projects close the gap?", name=name))

st.html(projects.STYLE)
today = datetime.now(UTC).date()  # only for what is late, which is said with its day
own = project_reads.projects(store, (area_id,))
weights = stage_weights.asked(store, area_id)
portfolio = project_reads.portfolio(store, area_id, year, weights)
row, scale = projects.whole(portfolio), projects.page_scale(portfolio)
if own.empty:
    layout.empty(
        _("{name} has no projects here yet.", name=name),
        words=_(
            "With projects this page says how much of the gap they are expected to close, which sector nobody works on, and "
            "who should report. Take the template for projects on the Upload page, fill it in, and load it."
        ),
        next_step=_("Load projects"),
        page="pages/upload.py",
        query=upload_templates.query_of("projects"),
    )
else:
    verified = projects.verified_so_far(store, area_id)
    late = len(late_projects.late_ones(store, area_id, today))
    words, status = projects.verdict(row)
    layout.answer(projects.answer(row, verified, late, scale), verdict=words, status=status)
    if weights is not None:
        stage_weights.notice(store, area_id, year, weights)

if len(own) or portfolio["gap_tco2e"].gt(0).any():
    picture, figures = st.columns([3, 1], gap="large")
    with picture:
        layout.picture(
            projects.coverage_chart(store, area_id, year, weights),
            key="coverage",
            source=projects.coverage_source(store, area_id, portfolio),
            file_stem=f"{area_id}-gap-coverage-{year}",
        )
    if len(own):
        with figures:
            layout.facts(projects.facts(row, verified, late, scale))
    st.page_link(
        "pages/climate_budget.py", label=_("See the climate budget"), icon=":material/arrow_forward:"
    )

if len(own):
    late_projects.section(store, area_id, today)

if len(own) or len(project_reads.shared_projects(store)):
    layout.heading(_("The projects") if len(own) else _("What others share"))
    narrowed = project_filters.choose(store, area_id)
    asked = project_table.Asked(area_id, narrowed, year, weights, today)
    project_table.section(store, asked)
    if project_table.has_days(store, asked):
        layout.picture(
            project_table.timeline(store, asked),
            key="timeline",
            source=_("Days and reports as the projects state them."),
            file_stem=f"{area_id}-project-timeline",
        )
    if narrowed.scope == project_filters.EVERYBODY:
        layout.heading(_("From whom {name} can learn", name=name))
        lessons = compare_reads.learning(store, area_id)
        st.markdown(learning.answer(lessons, compare_reads.peers(store, area_id), name))
        if len(lessons):
            layout.table(learning.table(store, lessons), _("From whom {name} can learn", name=name))

if len(own):
    layout.picture(
        projects.ladder_chart(store, area_id),
        key="funnel",
        source=_("Stages as the projects and their reports state them."),
        file_stem=f"{area_id}-innovation-ladder",
    )

project_costs.section(store, area_id)

if len(own):
    project_partners.section(store, area_id)
    with st.expander(_("Stage weights"), icon=":material/tune:", key="weights", on_change="rerun") as opened:
        if opened.open:
            stage_weights.section(store, area_id)
    with st.expander(_("How this is computed"), icon=":material/functions:"):
        st.markdown(
            _(
                "Expected: the middle cut that each project states for {year}, times the weight of its stage ({weights}). "
                "The range adds up the low and the high ends in the same way. Verified cuts stand beside and are in no "
                "expected sum.",
                year=str(year),
                weights=stage_weights.words_of(dict(weights or project_reads.weights(store, area_id))),
            )
        )
