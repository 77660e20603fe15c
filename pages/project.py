"""How far is a project? Its stage and last report, expected and verified effect, who takes part, what others can learn; and
the form to report progress."""

from datetime import UTC, datetime

import streamlit as st

from data.code_lists import INNOVATION_STAGES
from loaders.project_reports import ReportEntry, report_progress
from texts import _
from ui import (
    downloads,
    layout,
    page_head,
    project_reads,
    project_report_form,
    reads,
    session,
    upload_templates,
)
from ui import project_page as shown
from ui import project_story as story
from ui.upload_flow import as_written

MOST_LINKED = 30
REPORTS_AT_FIRST = 10

store = session.shown_store()
today = datetime.now(UTC).date()  # for what is late and the date of a new report; no figure depends on it
area_id, question_place, choices_place = page_head.of_municipality(store, _("How far is a project?"))

name = store.register().areas[area_id].name
projects = project_reads.projects(store, (area_id,))
if projects.empty:
    with question_place:
        layout.question(_("How far are {name}'s projects?", name=name))
    layout.empty(
        _("{name} has no projects here yet.", name=name),
        words=_(
            "A project has a page of its own as soon as it is loaded. Take the template for projects on the Upload page, "
            "fill it in, and load it; progress is then reported here."
        ),
        next_step=_("Load projects"),
        page="pages/upload.py",
        query=upload_templates.query_of("projects"),
    )
    st.stop()

st.html(shown.STYLE)
project_id, unknown = shown.chosen(projects)
with choices_place:
    shown.choice(projects, project_id)
if project_id is None:
    with question_place:
        layout.question(_("How far are {name}'s projects?", name=name))
    if unknown:
        st.warning(
            as_written(_("{name} has no project {project}. Choose one of these.", name=name, project=unknown))
        )
    layout.answer(shown.count_words(projects, name))
    layout.heading(_("Choose a project"))
    with st.container(key="vk-project-links", gap="small"):
        for row in projects.head(MOST_LINKED).to_dict("records"):
            st.page_link(
                project_reads.PROJECT_PAGE,
                label=as_written(f"{row['title']} · {_(INNOVATION_STAGES[row['innovation_stage']])}"),
                icon=":material/assignment:",
                query_params=project_reads.query_of(area_id, row["project_id"]),
            )
    st.page_link(
        "pages/projects.py", label=_("All projects of {name}", name=name), icon=":material/arrow_forward:"
    )
    st.stop()

project = shown.project_of(projects, project_id)
reports = shown.of_project(project_reads.reports(store, (area_id,)), project_id)
effects = shown.of_project(project_reads.effects(store, (area_id,)), project_id)
follow_up = shown.of_project(reads.late_reports(store, area_id, today), project_id)
due_on = shown.due_day(store, area_id, project_id, today)

with question_place:
    layout.question(_("How far is {title}?", title=project["title"]))
words, status = shown.verdict(follow_up, due_on)
said = " ".join(
    filter(None, (shown.answer(project, reports, effects), shown.follow_up_words(follow_up, due_on, today)))
)
layout.answer(said, verdict=words, status=status)


def save(draft: project_report_form.Draft) -> int:
    """Record the report in the name of this session."""
    assert draft.reported_on is not None  # the form has checked it
    entry = ReportEntry(
        area_id,
        project["project_id"],
        draft.reported_on,
        draft.innovation_stage,
        draft.words,
        status=draft.status,
        done_percent=draft.done_percent,
        next_step=draft.next_step,
        verified_year=draft.verified_year,
        verified_tco2e=draft.verified_tco2e,
        replaces_report=draft.replaces_report,
    )
    return report_progress(store, entry, actor=session.actor())


known = shown.known(project, reports)
project_report_form.just_saved(store, known, set(reports["upload_id"]))
project_report_form.form(
    known,
    save,
    today=today,
    is_open=st.query_params.get("report") == "1",
    can_save=not session.is_demo(store),
)

picture, figures = st.columns([3, 1], gap="large")
with picture:
    if shown.has_effects(effects):
        layout.picture(
            shown.effect_chart(effects),
            key="effect",
            title=_("Expected and verified cuts by year"),
            source=_("Cuts as the project stated them; verified ones as they were reported."),
            file_stem=f"{area_id}-{project_id}-effect",
        )
    else:
        layout.heading(_("What the project cuts is not told yet"))
        st.markdown(
            _(
                "The sheet {sheet} of the template for projects takes what is expected, by year; a verified cut is reported "
                "above.",
                sheet=story.sheet("project_effects"),
            )
        )
with figures:
    layout.facts(shown.facts(project, reports, due_on))

layout.heading(_("Reports"))
if reports.empty:
    st.markdown(_("Nothing has been reported yet. The first report is written above."))
else:
    st.html(story.reports_list(reports.head(REPORTS_AT_FIRST)))
    if len(reports) > REPORTS_AT_FIRST:
        with st.expander(_("Earlier reports")):
            st.html(story.reports_list(reports.iloc[REPORTS_AT_FIRST:]))
    with st.container(horizontal=True):
        downloads.buttons(
            story.reports_table(reports), file_stem=f"{area_id}-{project_id}-reports", key="reports"
        )

partners = shown.of_project(project_reads.partners(store, (area_id,)), project_id)
funding = shown.of_project(project_reads.funding(store, (area_id,)), project_id)
left, right = st.columns(2, gap="large")
with left:
    layout.heading(_("Who takes part"))
    if len(partners):
        st.html(story.told_list(story.partners_by_side(partners)))
    st.markdown(story.missing_sides(shown.of_project(story.sides(store, area_id), project_id)))
with right:
    layout.heading(_("Who pays"))
    if len(funding):
        layout.table(story.money_table(funding), _("Who pays"))
        st.markdown(story.money_words(funding))
    else:
        st.markdown(
            _(
                "Nobody who pays is named. The sheet {sheet} of the template for projects takes them.",
                sheet=story.sheet("project_funding"),
            )
        )

layout.heading(_("What others can learn"))
if lessons := story.told_list(story.lessons(project)):
    st.html(lessons)
if missing := story.untold(project):
    st.caption(
        _(
            "Not told yet: {fields}. The sheet {sheet} of the template takes them.",
            fields=missing,
            sheet=story.sheet("projects"),
        )
    )
if not project["is_shareable"]:
    st.caption(_("The project is not marked to be shared: who can help and the contact are not shown."))

measures = story.measures_table(store, area_id, project_id, shown.GOAL_YEAR)
if len(measures):
    layout.heading(_("Measures that it carries out"))
    layout.table(measures, _("Measures that it carries out"))
    st.page_link("pages/climate_budget.py", label=_("See the climate budget"), icon=":material/arrow_forward:",
                 query_params={"area": area_id})  # fmt: skip

layout.heading(_("Who builds on it"))
followers = story.followers(store, area_id, project_id)
if len(followers):
    layout.table(story.followers_table(store, followers), _("Who builds on it"))
else:
    st.markdown(_("No shared project of another municipality names this one as the origin of its idea."))

st.caption(as_written(story.provenance(store, project)))
st.page_link("pages/projects.py", label=_("All projects of {name}", name=name), icon=":material/arrow_forward:",
             query_params={"area": area_id})  # fmt: skip
