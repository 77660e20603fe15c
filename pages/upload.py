"""What do you want to load? A file is recognised, checked, previewed, committed, and undone if need be."""

import streamlit as st

from loaders.borders import boundaries
from loaders.own_workbooks import templates
from loaders.own_workbooks.current_data import current_data_template
from loaders.own_workbooks.template_layout import THEMES
from loaders.packages import package_export
from loaders.problems import LoadRefused
from loaders.upload_desk import UploadDesk
from metrics.registry import INDICATOR_RULES
from texts import _
from ui import layout, reads, session
from ui import upload_boundaries as borders
from ui import upload_done as done
from ui import upload_file as about
from ui import upload_flow as flow
from ui import upload_history as history
from ui import upload_preview as shown
from ui import upload_problems as problems
from ui import upload_questions as questions
from ui import upload_received as received
from ui import upload_sharing as sharing
from ui import upload_steps as steps
from ui import upload_templates as template
from ui.upload_commit import offer_commit

LARGEST_MB = 40

store = session.own_store()
desk = UploadDesk(store, INDICATOR_RULES)
st.html(flow.style())
layout.question(_("What do you want to load?"))
layout.answer(
    _("An agency's file, your own workbook, or a package from another city. You see what would change before anything is "
      "saved, and every upload can be undone.")
)  # fmt: skip
asked_theme = template.asked_for(THEMES)
way = st.empty()
if session.has_just_arrived():
    flow.forget_last()
with st.container():  # a place of its own, so that nothing below changes its place when the sentence goes
    flow.first_words(store, workbook=_(THEMES[asked_theme].title) if asked_theme else "")
    flow.show_what_was_said()

# --- the file, and who brings it ---

what, who = st.columns([2, 1], gap="medium")
with what:
    uploaded = st.file_uploader(
        _("Choose a file or drop it here: an Excel workbook (.xlsx, .xlsm), a CSV or JSON file, or a package (.zip), "
          "at most {size} MB",
          size=LARGEST_MB),
        type=["xlsx", "xlsm", "csv", "txt", "tsv", "json", "zip"],
        max_upload_size=LARGEST_MB,
        key=flow.uploader_key(),
    )  # fmt: skip
with who:
    session.ask_actor()

# Each part has its place before anything is read, so that nothing moves and no old button stands beside a new one.
named, asked, described, judged, compared, effected, committed = (st.container() for _part in range(7))
file = flow.chosen_file(uploaded)
sha256 = ""
if file is None:
    flow.forget_file()
    with named.container(key="vk-done"):
        steps.step_line(way, "done" if done.just_loaded(store) else "file")
else:
    flow.forget_last()
    dialogue = flow.dialogue_about(file)
    with named.container(key="vk-file"):
        state = flow.file_heading(file)
    steps.step_line(way, "recognised")
    preview = flow.prepared(store, file, dialogue, desk.prepare, state)
    if preview is not None:
        sha256 = preview.sha256
        flow.say_state(state, shown.how_it_went(preview))
        with asked:
            is_open = questions.ask(desk, dialogue, preview)
        with described:
            if preview.reading is not None:
                about.recognised(store, dialogue, preview.reading)
        with judged:
            if not (is_open and preview.workbook is not None):
                problems.show_problems(desk, dialogue, preview, file)
        can_be_committed = False
        if preview.is_committable:
            with compared:
                shown.what_would_change(preview)
            with effected:
                can_be_committed = shown.what_it_does(desk, dialogue, preview)
        if can_be_committed:
            with committed:
                offer_commit(desk, dialogue, preview)
        steps.step_line(way, steps.step_of(preview, is_open=is_open, can_be_committed=can_be_committed))

# --- what to fill in, and what is recognised ---

with st.expander(
    _("Start from a template"),
    icon=":material/edit_document:",
    key="templates",
    expanded=asked_theme is not None,
):
    template.template_chooser(
        THEMES,
        reads.areas_with_data(store),
        empty=lambda theme, language: templates.template(theme, language=language),
        filled=lambda theme, language, area_id: current_data_template(
            store, theme, [area_id], language=language
        ),
    )
with st.expander(_("Which files are recognised"), icon=":material/fact_check:"):
    st.markdown("\n".join(f"- {_(title)}" for title in desk.recognised_layouts()))

borders.upload_boundaries(store, boundaries, refusal=LoadRefused)

# --- what has been loaded ---

layout.heading(_("History"))
history.history(store, kinds=desk.kinds)
received.received(store, but_not=sha256)

# --- what leaves ---

with st.expander(
    _("Share with partner cities"), icon=":material/share:", key="sharing", on_change="rerun"
) as panel:
    if panel.open:  # gathered when someone asks for it
        sharing.sharing(
            store.register(),
            package_export.own_municipalities(store),
            contents=lambda area_ids, licence: package_export.package_contents(
                store, area_ids, licence=licence
            ),
            package=package_export.package_bytes,
        )
