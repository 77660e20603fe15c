"""What do you want to load? A file is recognised, checked, previewed, committed, and undone if need be."""

from functools import partial

import streamlit as st

from data.store import Store, StoreChanged, StoreError
from data.tables import TABLES
from loaders import formats as layouts
from loaders import forms, loading, templates
from loaders.formats import miljodirektoratet_area
from loaders.loading import Preview
from loaders.problems import LoadRefused, Problem
from texts import N_, Text, _
from ui import downloads, layout, session
from ui import upload_flow as flow
from ui import upload_history as history

LARGEST_MB = 40
MUNICIPALITY_OPEN = ("ambiguous_municipality", "unknown_municipality")
WHAT = {module.KEY: module.TITLE for module in layouts.FORMATS} | {
    forms.TARGET_FORM: N_("Target set on a page"),
    forms.CHOICE_FORM: N_("Choice of the dataset that speaks"),
}


def commit(store: Store, preview: Preview, note_key: str) -> None:
    """Save the previewed file; a preview of an earlier state of the store is shown anew instead."""
    note = str(st.session_state.get(note_key) or "").strip() or "checked"
    acknowledgement = note if preview.warnings else ""
    try:
        flow.took(loading.commit(store, preview, actor=session.actor(), acknowledgement=acknowledgement))
    except StoreChanged as changed:
        flow.say(changed.text, kind="info")
    except StoreError as error:
        flow.say(error.text)
    except LoadRefused as refused:
        flow.say(refused.problems[0].sentence)


def open_question(preview: Preview) -> Problem | None:
    """The problem that goes away once the user says which municipality the file is about."""
    if preview.reading is None or preview.reading.format_key != miljodirektoratet_area.KEY:
        return None
    return next((problem for problem in preview.errors if problem.code in MUNICIPALITY_OPEN), None)


def reasons_to_wait(preview: Preview, *, is_acknowledged: bool) -> list[Text]:
    """What must happen before the file can be committed."""
    if preview.already_loaded_as is not None:
        return [N_("Committing it again would change nothing.")]
    reasons = [] if session.actor() else [N_("Give your name at the top of the page.")]
    if preview.warnings and not is_acknowledged:
        reasons.append(N_("Tick that you have checked what is unusual."))
    return reasons


store = session.own_store()
register = store.register()
st.html(flow.STYLE)
layout.question(_("What do you want to load?"))
layout.answer(
    _("An agency's file or your own workbook. You see what would change before anything is saved, and every "
      "upload can be undone.")
)  # fmt: skip
if not session.has_data(store) and st.session_state.get(flow.uploader_key()) is None:
    st.info(
        _("Nothing of your own is loaded yet. Choose a file below, or start from a template. The "
          "demonstration disappears from all pages as soon as your first file is committed.")
        if session.demo_store() is not None
        else _("Nothing is loaded yet. Choose a file below, or start from a template."),
        icon=":material/info:",
    )  # fmt: skip
flow.show_what_was_said()

# --- the file, and who brings it ---

what, who = st.columns([2, 1], gap="medium")
with what:
    file = st.file_uploader(
        _("Choose an Excel file or drop it here: .xlsx or .xlsm, at most {size} MB", size=LARGEST_MB),
        type=["xlsx", "xlsm"],
        max_upload_size=LARGEST_MB,
        key=flow.uploader_key(),
    )
with who:
    session.ask_actor()

# --- what to fill in ---

st.markdown(
    _("No file from an agency? Fill in a template: one row per year and sector, or per year for "
      "inhabitants. Each has notes on every column and an example sheet.")
)  # fmt: skip
with st.container(horizontal=True):
    for table_name, label in (
        ("emissions", _("Emissions template")),
        ("population", _("Population template")),
    ):
        st.download_button(
            label,
            data=partial(templates.template, table_name),
            file_name=f"veikart-{table_name}.xlsx",
            mime=downloads.XLSX,
            icon=":material/download:",
            on_click="ignore",
            key=f"template-{table_name}",
        )

with st.expander(_("Which files are recognised"), icon=":material/fact_check:"):
    st.markdown("\n".join(f"- {_(title)}" for title in layouts.titles()))

if file is None:
    flow.forget_previews()
else:
    st.session_state.pop(flow.LAST_UPLOAD, None)
    preview = flow.prepared(store, file, loading.prepare)
    municipality_id, unit = None, ""
    layout.heading(file.name)

    # --- which municipality, where the file leaves it open ---

    question = open_question(preview)
    if question is not None:
        st.markdown(f"**{_('Which municipality is it?')}**")
        st.markdown(flow.as_written(_(question.sentence)))
        municipality_id = st.selectbox(
            _("Municipality"),
            flow.municipality_options(register, str(question.found), "NO"),
            index=None,
            format_func=lambda area_id: f"{register.areas[area_id].name} · {register.areas[area_id].region}",
            placeholder=_("Choose the municipality"),
            key=f"municipality-{file.file_id}",
            width=420,
        )
        if municipality_id:
            preview = flow.prepared(store, file, loading.prepare, municipality_id=municipality_id)

    # --- what it is ---

    reading = preview.reading
    labels = sorted({release.label for release in reading.releases.values()}) if reading is not None else []
    if reading is not None:
        covered = flow.coverage(register, reading.tables)
        is_co2_only = any(dataset.gas_coverage == "co2" for dataset in reading.datasets)
        unit = "t CO2" if is_co2_only else "t CO2e"
        st.markdown(_("Recognised: {title}.", title=reading.title))
        for sentence in reading.summary:
            st.markdown(flow.as_written(f"{_(sentence)}."))
        flow.facts_grid(
            [
                (_("Dataset"), ", ".join(f"{dataset.title} ({dataset.key})" for dataset in reading.datasets)),
                (_("Publisher"), reading.publisher),
                (_("Licence"), reading.licence),
                (_("Areas"), flow.area_words(covered.areas)),
                (_("Years"), flow.year_words(covered.first_year, covered.last_year)),
                (_("Release"), ", ".join(labels) if len(labels) > 1 else ""),
                flow.latest_total(store, reading.tables, covered, unit=unit),
            ]
        )
        if is_co2_only:
            st.info(
                _("This dataset covers fossil CO2 only. It is shown as fossil CO2 everywhere and never "
                  "compared with greenhouse gases."),
                icon=":material/co2:",
            )  # fmt: skip
        if not reading.is_proven:
            st.info(
                _("This layout is not yet proven on a published file: compare some figures with the file."),
                icon=":material/info:",
            )
    if reading is not None and len(labels) == 1:
        in_file = labels[0]
        release = st.text_input(
            _("Release"),
            value=in_file,
            key=f"release-{file.file_id}-{municipality_id}",
            help=_("Which vintage of the dataset these figures are, so that a later one can take their "
                   "place. Correct it if you know better."),
            max_chars=80,
            width=420,
        )  # fmt: skip
        if release and release.strip() != in_file:
            preview = flow.prepared(
                store, file, loading.prepare, municipality_id=municipality_id, release=release.strip()
            )

    # --- what is wrong with it, and what is unusual ---

    errors = [problem for problem in preview.errors if problem != open_question(preview)]
    warnings = preview.warnings
    is_acknowledged = False
    if errors:
        count = sum(problem.count for problem in errors)
        st.error(
            _("{count} problems keep this file out. Nothing has been loaded, not even in part. Mend them "
              "in the workbook, save it and choose it again.", count=count)
            if count > 1
            else _("One problem keeps this file out. Nothing has been loaded, not even in part. Mend it "
                   "in the workbook, save it and choose it again."),
            icon=":material/error:",
        )  # fmt: skip
        flow.problems_table(errors, title=_("Problems"))
    if warnings:
        layout.heading(_("Unusual, check"))
        st.markdown(_("This may be right. Check it, then say so before you commit."))
        flow.problems_table(warnings, title=_("Unusual, check"))
    if errors or warnings:
        st.download_button(
            _("This list as text"),
            data=flow.problems_text(file.name, [*errors, *warnings]),
            file_name=f"{file.name.rpartition('.')[0]}-problems.txt",
            mime="text/plain",
            icon=":material/download:",
            on_click="ignore",
            key="problems-text",
        )
    for problem in preview.problems:
        if problem.level == "notice":
            st.caption(flow.as_written(_(problem.sentence)))

    # --- what would change, and the commit ---

    if preview.is_committable:
        layout.heading(_("What would change"))
        if preview.already_loaded_as is not None:
            st.info(
                _(
                    "This file is already loaded, as upload {upload_id}.",
                    upload_id=str(preview.already_loaded_as),
                ),
                icon=":material/check:",
            )
        for changes in preview.changes:
            st.markdown(f"**{_(TABLES[changes.table].title)}**")
            flow.change_figures(changes)
            if changes.older_release_than:
                st.info(
                    _("A newer release, {release}, already speaks. These figures are kept beside it as an "
                      "older vintage and change none of its.", release=flow.as_written(changes.older_release_than)),
                    icon=":material/history:",
                )  # fmt: skip
            if not changes.is_nothing:
                flow.changes_table(changes, unit=unit if changes.table == "emissions" else "")
        if warnings:
            is_acknowledged = st.checkbox(
                _("I have checked what is unusual; load it as it is"), key=f"checked-{file.file_id}"
            )
            st.text_input(
                _("Note on what is unusual (optional)"), key=f"note-{file.file_id}", max_chars=300, width=620
            )
        reasons = reasons_to_wait(preview, is_acknowledged=is_acknowledged)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                _("Commit"),
                type="primary",
                icon=":material/check:",
                disabled=bool(reasons),
                on_click=commit,
                args=(store, preview, f"note-{file.file_id}"),
                key="commit",
            )
            if reasons:
                st.markdown(" ".join(_(reason) for reason in reasons))

# --- what has been loaded ---

uploads = history.past_uploads(store)
history.just_loaded(store, uploads)
layout.heading(_("History"))
history.history(store, uploads, what=WHAT)
