"""What do you want to load? A file is recognised, checked, previewed, committed, and undone if need be."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from data.boundaries import BOUNDARY_FORM
from data.datasets import KNOWN_DATASETS
from data.store import Store, StoreChanged, StoreError
from loaders import (
    boundaries,
    forms,
    loading,
    mapped_table,
    package_export,
    remembered_mappings,
    returned_workbook,
    templates,
)
from loaders import formats as layouts
from loaders.current_data import current_data_template
from loaders.formats import statbank_csv
from loaders.loading import Preview
from loaders.mapping import Mapping
from loaders.mapping_desk import Answers, MappingDesk
from loaders.problem_groups import by_level, count_of, problem_lines
from loaders.problems import LoadRefused, Problem
from loaders.reading import ReadingContext
from loaders.template_layout import THEMES
from loaders.workbook import Workbook
from metrics.registry import INDICATOR_RULES
from texts import N_, Text, _
from ui import layout, reads, session
from ui import upload_boundaries as borders
from ui import upload_changes as changes
from ui import upload_effects as effects
from ui import upload_file as about
from ui import upload_flow as flow
from ui import upload_history as history
from ui import upload_mapping as mapping_page
from ui import upload_problems as problems
from ui import upload_sharing as sharing
from ui import upload_templates as template

LARGEST_MB = 40
MUNICIPALITY_OPEN = ("ambiguous_municipality", "unknown_municipality")
MARK_OPEN = "number_convention"
QUESTIONS = {MARK_OPEN: "mark", statbank_csv.WHICH_TABLE: "table"}  # by the code of the problem
STATBANK_TITLES = {key: KNOWN_DATASETS[key].title for key in statbank_csv.FIGURE_OF}
OWN_AT_MOST = 20  # municipalities whose mappings are looked through
WHAT = {module.KEY: module.TITLE for module in layouts.FORMATS} | {
    mapped_table.KEY: mapped_table.TITLE,
    forms.TARGET_FORM: N_("Target set on a page"),
    forms.CHOICE_FORM: N_("Choice of the dataset that speaks"),
    forms.NOTE_FORM: N_("Note on something unusual"),
    BOUNDARY_FORM: N_("Borders for the map"),
}
prepare = partial(loading.prepare, indicator_rules=INDICATOR_RULES)


def commit(store: Store, preview: Preview, dialogue: flow.Dialogue, note_key: str) -> None:
    """Save the previewed file once its name and note are given; a preview of an earlier state of the store is
    shown anew instead."""
    note = str(st.session_state.get(note_key) or "").strip()
    if reasons_to_wait(preview, note=note):
        return
    acknowledgement = note if preview.warnings else ""
    try:
        upload_id = loading.commit(store, preview, actor=session.actor(), acknowledgement=acknowledgement)
        remember_mapping(store, dialogue)
        remember_proof(store, preview, dialogue, upload_id)
        flow.took(upload_id)
    except StoreChanged as changed:
        flow.say(changed.text, kind="info")
    except StoreError as error:
        flow.say(error.text)
    except LoadRefused as refused:
        flow.say(refused.problems[0].sentence)


def remember_proof(store: Store, preview: Preview, dialogue: flow.Dialogue, upload_id: int) -> None:
    """Keep that somebody found a layout read right which nobody had proven before."""
    is_proven = preview.reading is None or preview.reading.is_proven
    if not is_proven and st.session_state.get(about.proof_key(dialogue)) and preview.reading is not None:
        store.confirm_layout(preview.reading.format_key, upload_id, actor=session.actor())


def remember_mapping(store: Store, dialogue: flow.Dialogue) -> None:
    """Keep the mapping that the file was read by, for the next file with these headings of this municipality."""
    mapping, workbook = dialogue.answers.get("mapping"), dialogue.kept_for("workbook", dialogue.file_id)
    if mapping is None or workbook is None:
        return
    mark = dialogue.answers.get("decimal_mark") or mapping.decimal_mark
    remembered_mappings.remember(
        store,
        workbook,
        replace(mapping, decimal_mark=mark),
        municipality_id=mapping.constants.get("area_id"),
        actor=session.actor(),
    )


def reasons_to_wait(preview: Preview, *, note: str) -> list[Text]:
    """What must happen before the file can be committed."""
    if preview.already_loaded_as is not None:
        return [N_("Committing it again would change nothing.")]
    reasons = [] if session.actor() else [N_("Give your name at the top of the page.")]
    if preview.warnings and not note:
        reasons.append(N_("Write what you checked."))
    return reasons


def is_question(problem: Problem, preview: Preview) -> bool:
    """Whether the problem goes away once the user answers a question: which municipality, which decimal mark, or which
    table of the StatBank."""
    is_of_one_area = country_asked(preview) is not None
    return problem.code in QUESTIONS or (is_of_one_area and problem.code in MUNICIPALITY_OPEN)


def country_asked(preview: Preview) -> str | None:
    """The country in which the municipality of the file lies ("" = any); None where its rows name their own areas."""
    return layouts.asks_municipality_in(preview.reading.format_key) if preview.reading else None


def ask(dialogue: flow.Dialogue, preview: Preview) -> None:
    """The questions that the file leaves open, each once; a question stays, so that its answer can be changed."""
    if "mapping" in dialogue.answers:
        mapping_page.mapped_as(dialogue, dialogue.answers["mapping"])
    for problem in preview.errors:
        if is_question(problem, preview):
            dialogue.questions[QUESTIONS.get(problem.code, "municipality")] = problem
            dialogue.questions["country"] = country_asked(preview)
    municipality, mark = dialogue.questions.get("municipality"), dialogue.questions.get("mark")
    table = dialogue.questions.get("table")
    if municipality is not None:
        about.ask_municipality(
            register,
            dialogue,
            written=str(municipality.found),
            sentence=municipality.sentence,
            country=dialogue.questions.get("country") or "",
        )
    if mark is not None:
        about.ask_decimal_mark(dialogue, examples=mark.found_words)
    if table is not None:
        about.ask_dataset(dialogue, STATBANK_TITLES, sentence=table.sentence)


def map_columns(dialogue: flow.Dialogue, preview: Preview) -> bool:
    """The step for a workbook of an unknown layout: as an earlier one with these headings, or column by column.

    Returns whether there is a table in the workbook that can be mapped."""
    workbook = dialogue.once("workbook", dialogue.file_id, lambda: preview.workbook)
    context = ReadingContext(
        register,
        records=dialogue.once("records", store.version, lambda: loading.known_records(store)),
        indicator_rules=INDICATOR_RULES,
        received_on=datetime.now(UTC).date(),
    )
    desk = MappingDesk(workbook, context)
    own = package_export.own_municipalities(store)[:OWN_AT_MOST]
    same = dialogue.once("same", store.version, lambda: (same_as_before(workbook, own),))[0]
    base = mapping_page.taken_back(dialogue) or same
    start = dialogue.once("start", repr(base), lambda: (desk.start(base),))[0]
    if start is None:
        return False
    layout.heading(_("Which column is which?"))
    st.markdown(
        _("Veikart does not know this layout. Say once what its columns are; the next table with these headings is read in "
          "the same way.")
    )  # fmt: skip
    if same is not None and not desk.unanswered(same):
        mapping_page.offer_same(dialogue, same)
    mapping_page.mapping_step(
        dialogue, desk, Answers, start=start, municipality_id=own[0] if len(own) == 1 else None
    )
    return True


def same_as_before(workbook: Workbook, municipality_ids: list[str]) -> Mapping | None:
    """The mapping of an earlier table with these headings, of one of these municipalities or of all."""
    for municipality_id in (*municipality_ids, None):  # its own before one of all
        found = remembered_mappings.remembered(store, workbook, municipality_id=municipality_id)
        if found is not None:
            return found
    return None


def say_how_it_went(preview: Preview) -> str:
    """The line under the file's name when all is read."""
    rows = sum(table.num_rows for table in preview.reading.tables.values()) if preview.reading else 0
    if preview.workbook is not None:
        return _("Read. Its layout is new to Veikart.")
    if preview.is_committable:
        return _("Read and checked: {rows} rows.", rows=rows) if rows != 1 else _("Read and checked: 1 row.")
    return _("Read and checked. Nothing of it is loaded yet.")


def show_problems(dialogue: flow.Dialogue, preview: Preview, file: flow.ChosenFile) -> None:
    """Errors, then what is unusual, grouped; the list and the person's own workbook to take away."""
    found = by_level(problem for problem in preview.problems if not is_question(problem, preview))
    errors, warnings = found["error"], found["warning"]
    if errors:
        count = count_of(errors)
        st.error(
            _("{count} problems keep this file out. Nothing has been loaded, not even in part.", count=count)
            if count > 1
            else _("One problem keeps this file out. Nothing has been loaded, not even in part."),
            icon=":material/error:",
        )
        problems.problems_table(errors, title=_("Problems"))
    if warnings:
        layout.heading(_("Unusual, check"))
        st.markdown(_("This may be right. Check it, and write what you checked before you commit."))
        problems.problems_table(warnings, title=_("Unusual, check"))
    if errors or warnings:
        take_away(dialogue, preview, file)
    for problem in found["notice"]:
        st.caption(flow.as_written(_(problem.sentence)))


def take_away(dialogue: flow.Dialogue, preview: Preview, file: flow.ChosenFile) -> None:
    """The problems as text, and marked in the person's own workbook where they stand in cells of it (a text table has
    no cells to colour); a package comes from somebody else, and its problems say whom to ask."""
    is_own = not file.name.lower().endswith(".zip")
    is_workbook = file.name.lower().endswith((".xlsx", ".xlsm"))
    marked = is_workbook and any(problem.sheet for problem in preview.problems)
    if preview.errors and marked:
        st.markdown(
            _("How to go on: let the cells be marked, correct the coloured ones in that workbook, save it, and choose it "
              "again above. Each says what was expected.")
        )  # fmt: skip
    elif preview.errors and is_own:
        st.markdown(_("How to go on: mend it in the file, save it, and choose it again above."))
    with st.container(horizontal=True):
        if marked:
            problems.returned_workbook(
                dialogue,
                file.name,
                of=flow.preview_key(store, dialogue),
                make=lambda language: returned_workbook.returned_workbook(
                    file.getvalue(), preview.problems, language=language
                ),
                refusal=returned_workbook.ReturnRefused,
                is_next_step=bool(preview.errors),
            )
        problems.text_download(file.name, problem_lines(file.name, preview.problems))


def show_changes(preview: Preview) -> None:
    """What each table would gain and lose."""
    layout.heading(_("What would change"))
    if preview.already_loaded_as is not None:
        st.info(
            _(
                "This file is already loaded, as upload {upload_id}.",
                upload_id=str(preview.already_loaded_as),
            ),
            icon=":material/check:",
        )
    reading = preview.reading
    assert reading is not None  # an error otherwise
    changes.changes_of_tables(
        preview.changes, reading.tables, units={"emissions": about.emission_unit(reading)}
    )


def show_effects(dialogue: flow.Dialogue, preview: Preview) -> bool:
    """What it does to the indicators. Returns whether it can be committed."""
    if preview.already_loaded_as is not None or all(one.is_nothing for one in preview.changes):
        return True
    layout.heading(_("What it does to the indicators"))
    return effects.effects(
        store,
        dialogue,
        of=flow.preview_key(store, dialogue),
        upload=lambda: loading.new_upload(preview, actor=session.actor() or "–"),
        rows=sum(sum(one.counts.values()) for one in preview.changes),
    )


def offer_commit(dialogue: flow.Dialogue, preview: Preview) -> None:
    """The note on what is unusual, the button, and what it still waits for."""
    note_key = f"note-{dialogue.file_id}"
    above, below = st.container(), st.container(horizontal=True, vertical_alignment="center")
    if preview.warnings:
        above.text_input(_("What did you check?"), key=note_key, max_chars=300, width=620)
    reasons = reasons_to_wait(preview, note=str(st.session_state.get(note_key) or "").strip())
    with below:
        st.button(
            _("Commit"),
            type="primary",
            icon=":material/check:",
            disabled=preview.already_loaded_as is not None,
            on_click=commit,
            args=(store, preview, dialogue, note_key),
            key="commit",
        )
        if reasons:
            st.markdown(" ".join(_(reason) for reason in reasons))


store = session.own_store()
register = store.register()
st.html(flow.STYLE)
layout.question(_("What do you want to load?"))
layout.answer(
    _("An agency's file, your own workbook, or a package from another city. You see what would change before anything is "
      "saved, and every upload can be undone.")
)  # fmt: skip
with st.container():  # a place of its own, so that nothing below changes its place when the sentence goes
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
uploads = history.past_uploads(store)
if file is None:
    flow.forget_file()
    with named:
        history.just_loaded(store, uploads)
else:
    st.session_state.pop(flow.LAST_UPLOAD, None)
    dialogue = flow.dialogue_about(file)
    with named.container(key="vk-file"):
        layout.heading(file.name)
        state = st.empty()
    preview = flow.prepared(store, file, dialogue, prepare, state)
    if preview is not None:
        flow.say_state(state, say_how_it_went(preview))
        with asked:
            is_mapped_first = preview.workbook is not None and map_columns(dialogue, preview)
            if not is_mapped_first:
                ask(dialogue, preview)
        with described:
            if preview.reading is not None:
                about.recognised(store, dialogue, preview.reading)
        with judged:
            if not is_mapped_first:
                show_problems(dialogue, preview, file)
        if preview.is_committable:
            with compared:
                show_changes(preview)
            with effected:
                can_be_committed = show_effects(dialogue, preview)
            if can_be_committed:
                with committed:
                    offer_commit(dialogue, preview)

# --- what to fill in, and what is recognised ---

with st.expander(_("Start from a template"), icon=":material/edit_document:", key="templates"):
    template.template_chooser(
        THEMES,
        reads.areas_with_data(store),
        empty=lambda theme, language: templates.template(theme, language=language),
        filled=lambda theme, language, area_id: current_data_template(
            store, theme, [area_id], language=language
        ),
    )
with st.expander(_("Which files are recognised"), icon=":material/fact_check:"):
    st.markdown("\n".join(f"- {_(title)}" for title in layouts.titles()))

borders.upload_boundaries(store, boundaries, refusal=LoadRefused)

# --- what has been loaded ---

layout.heading(_("History"))
history.history(store, uploads, what=WHAT)

# --- what leaves ---

with st.expander(
    _("Share with partner cities"), icon=":material/share:", key="sharing", on_change="rerun"
) as panel:
    if panel.open:  # gathered when someone asks for it
        sharing.sharing(
            register,
            package_export.own_municipalities(store),
            contents=lambda area_ids, licence: package_export.package_contents(
                store, area_ids, licence=licence
            ),
            package=package_export.package_bytes,
        )
