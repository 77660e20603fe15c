"""Where do the emissions come from, why did they change, and where are they heading? Every figure traced to its cell."""

from datetime import UTC, datetime

import streamlit as st

from loaders.forms import add_note
from metrics.registry import INDICATORS
from texts import _
from ui import (
    borders,
    choices,
    emission_details,
    emission_notes,
    emissions,
    layout,
    overview,
    page_head,
    reads,
    reference_lines,
    session,
    trajectory_picture,
    upload_flow,
    what_if,
    year_change,
)


def save_note(note: emission_notes.NewNote) -> None:
    """Store a note in the name of this session. Raises StoreError."""
    add_note(
        store,
        area_id,
        note.subject,
        note.words,
        noted_on=datetime.now(UTC).date(),
        actor=session.actor(),
        is_in_report=note.is_in_report,
    )


store = session.shown_store()
area_id, question_place, _choices_place = page_head.of_municipality(
    store, _("Where do the emissions come from?")
)

name = store.register().areas[area_id].name
datasets = reads.datasets(store, area_id)
with question_place:
    layout.question(_("Where do {name}'s emissions come from?", name=name))
if datasets.empty:
    layout.empty(
        _("No emissions are loaded for {name} yet.", name=name),
        words=_("The national agencies publish them by sector for every municipality, free of charge."),
        next_step=_("Load a workbook or an agency's file"),
        page="pages/upload.py",
    )
    st.stop()

dataset = choices.dataset(datasets)
about = datasets.set_index("dataset").loc[dataset]
indicator = "co2_total" if about["gas_coverage"] == "co2" else "ghg_total"
sentence_place = st.container()
with st.container(horizontal=True, key="vk-controls"):
    split = choices.one_of_few(
        "split",
        _("Divided by"),
        emissions.SPLITS,
        "sector",
        words={"sector": _("Sector"), "gas": _("Gas")}.__getitem__,
    )
    measure = choices.one_of_few(
        "measure", _("Shown as"), emissions.MEASURES, "absolute",
        words={"absolute": _("Tonnes"), "per_head": _("Per head"), "indexed": _("Index")}.__getitem__,
    )  # fmt: skip
    years = choices.years(int(about["first_year"]), int(about["last_year"]))

found = emissions.parts(store, area_id, split, measure, dataset, years)
with sentence_place:
    layout.answer(emissions.answer(store, area_id, indicator, dataset, years))
    if note := overview.co2_note(indicator):
        st.caption(note)

if measure == "per_head" and (missing := emissions.missing_people(store, area_id, found)):
    left_open = _(
        "No population is loaded for {years}; those years are left open.",
        years=", ".join(str(year) for year in missing),
    )
    st.caption(" ".join(filter(None, (left_open, overview.counted_in_january(area_id, missing[-1])))))

is_said = split == "sector" and measure == "absolute"  # by the answer above
picture, table = st.columns([4, 3], gap="large")
with picture:
    layout.picture(
        emissions.chart(store, area_id, split, measure, dataset, years, indicator),
        key="breakdown",
        source=f"{overview.what_it_is(indicator)} {overview.source_line(about)}",
        title=_("Emissions by sector") if is_said else "",
        file_stem=f"{area_id}-{dataset}-{split}",
    )
    borders.notes(store, [area_id], dataset)
with table:
    unit = INDICATORS[indicator].unit + (_("/inhabitant") if measure == "per_head" else "")
    newest = emissions.latest_parts(store, area_id, split, measure, dataset, years, unit)
    if len(newest):
        layout.heading(_("Part by part in the newest year"))
        layout.table(newest, _("Part by part in the newest year"))

changing = [each for each in year_change.years(store, area_id, dataset) if years[0] < each <= years[1]]
if changing:
    layout.heading(_("Why did they rise or fall?"))
    sentence = st.container()
    with st.container(horizontal=True, key="vk-change"):
        year = int(
            choices.one_of("in", _("Year"), [str(each) for each in changing], str(changing[0]), words=str)
        )
        leave_out = year_change.offered(store, area_id, dataset)
        chosen = choices.several_of(
            "without", _("Leave out"), leave_out, [], words=year_change.title, most=len(leave_out)
        )
        details = year_change.DETAILS if any("/" in part for part in leave_out) else year_change.DETAILS[:1]
        detail = details[0]
        if len(details) > 1:
            detail = choices.one_of_few(
                "detail", _("Divided by"), details, details[0],
                words={"sector": _("Sector"), "source": _("Source")}.__getitem__,
            )  # fmt: skip
    why, contributions = year_change.section(store, area_id, dataset, indicator, year, tuple(chosen), detail)
    with sentence:
        st.markdown(upload_flow.as_written(why))
        for note in emission_notes.of_year(store, area_id, year):
            st.caption(f":material/edit_note: {upload_flow.as_written(note)}")
    layout.picture(
        contributions,
        key="change",
        source=overview.source_line(about),
        file_stem=f"{area_id}-{dataset}-change-{year}",
    )

if dataset == datasets["dataset"].iloc[0]:  # targets and trends are those of the headline
    layout.picture(
        trajectory_picture.trajectory(store, area_id, indicator),
        key="path",
        source=overview.source_line(about),
        file_stem=f"{area_id}-{indicator}-path",
    )

    with st.expander(
        _("What if a sector fell faster?"), icon=":material/tune:", key="what-if", on_change="rerun"
    ) as imagined:
        if imagined.open:
            what_if.section(store, area_id, indicator)

around = reference_lines.series(store, area_id, f"{indicator.removesuffix('_total')}_per_capita")
totals = reference_lines.series(store, area_id, indicator)
if reference_lines.has_others(totals):
    layout.heading(_("Beside county and country"))
    is_indexed = measure != "per_head" or not reference_lines.has_others(around)
    shown, key = (
        (totals, indicator) if is_indexed else (around, f"{indicator.removesuffix('_total')}_per_capita")
    )
    st.markdown(reference_lines.answer(store, area_id, shown, key, is_indexed=is_indexed))
    layout.picture(
        reference_lines.chart(store, area_id, shown, key, is_indexed=is_indexed),
        key="around",
        title=_("{indicator}, beside county and country", indicator=_(INDICATORS[key].short_title)),
        source=overview.source_line(about),
        file_stem=f"{area_id}-{key}-around",
    )

with st.expander(_("Notes"), icon=":material/edit_note:", key="notes", on_change="rerun") as noted:
    if noted.open:
        emission_notes.panel(store, area_id, dataset, save=save_note)
emission_details.publishers_total(store, area_id, dataset, indicator)
emission_details.cells_behind(store, area_id, dataset, indicator, found)
emission_details.earlier_releases(store, area_id, dataset)
