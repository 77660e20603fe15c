"""Where do the emissions come from? Sectors and gases over time, with the table beside and every figure
traced to its cell."""

import streamlit as st

from metrics.registry import INDICATORS
from texts import _
from ui import borders, choices, downloads, emissions, layout, overview, reads, session

store = session.shown_store()
question_place, choices_place = layout.page_top()
with choices_place:
    area_id = choices.municipality(store)
if area_id is None:
    with question_place:
        layout.question(_("Where do the emissions come from?"))
    layout.empty(
        _("There is nothing to show yet."),
        words=overview.first_steps(),
        next_step=_("Load a workbook or an agency's file"),
        page="pages/upload.py",
    )
    st.stop()

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
    layout.answer(
        emissions.answer(
            store,
            area_id,
            indicator,
            emissions.parts(store, area_id, "sector", "absolute", dataset, years),
            "sector",
            dataset,
            years,
        )
    )
    if note := overview.co2_note(indicator):
        st.caption(note)

if measure == "per_head" and (missing := emissions.missing_people(store, area_id, found)):
    st.caption(
        _(
            "No population is loaded for {years}; those years are left open.",
            years=", ".join(str(year) for year in missing),
        )
    )

is_said = split == "sector" and measure == "absolute"  # by the answer above
picture, table = st.columns([4, 3], gap="large")
with picture:
    layout.picture(
        emissions.chart(found, split, measure, indicator),
        key="breakdown",
        source=f"{overview.what_it_is(indicator)} {overview.source_line(about)}",
        title=_("Emissions by sector") if is_said else "",
        file_stem=f"{area_id}-{dataset}-{split}",
    )
    borders.notes(store, [area_id], dataset)
with table:
    unit = INDICATORS[indicator].unit + (_("/inhabitant") if measure == "per_head" else "")
    newest = emissions.latest_parts(found, split, unit)
    if len(newest):
        layout.heading(_("Part by part in the newest year"))
        layout.table(newest, _("Part by part in the newest year"))

with st.expander(
    _("Where does a figure come from?"), icon=":material/account_tree:", key="traced", on_change="rerun"
) as traced:
    traced_years = [str(year) for year in sorted({int(year) for year in found["year"]}, reverse=True)]
    if traced.open and traced_years:
        year = int(choices.one_of("year", _("Year"), traced_years, traced_years[0], words=str))
        facts = emissions.provenance_table(reads.provenance(store, area_id, indicator, year, dataset))
        st.markdown(_("{count} cells make up the total of {year}.", count=len(facts), year=str(year)))
        st.dataframe(
            layout.grouped(facts),
            hide_index=True,
            alt=_("Files, sheets and cells behind the total of {year}", year=str(year)),
        )
        with st.container(horizontal=True):
            downloads.buttons(facts, file_stem=f"{area_id}-{indicator}-{year}-cells", key="provenance")

if len(reads.vintages(store, area_id, dataset)):
    with st.expander(
        _("Earlier releases of this dataset"), icon=":material/history:", key="releases", on_change="rerun"
    ) as earlier:
        if earlier.open:
            st.markdown(
                _(
                    "The publisher recomputes the whole series at each release. Only the newest release speaks."
                )
            )
            st.dataframe(
                layout.grouped(emissions.releases_table(store, area_id, dataset)),
                hide_index=True,
                alt=_("Totals by year and release"),
            )
