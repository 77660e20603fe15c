"""What is in the data, and how is it computed? The dictionary, the methods with own numbers, and everything to take away."""

from functools import partial

import streamlit as st

from loaders import table_export
from loaders.packages import package_export
from report.reporting.climate_city_contract import climate_city_contract_bytes
from report.reporting.crf_workbook import crf_workbook_bytes
from report.reporting.indicator_table import indicator_table_bytes
from texts import N_, Text, _
from ui import all_downloads as everything
from ui import choices, layout, method_page, method_reads, reporting_downloads, session
from ui import data_dictionary as dictionary
from ui import indicators as shown

PARTS: dict[str, Text] = {
    "dictionary": N_("Data dictionary"),
    "methods": N_("Methods"),
    "downloads": N_("Downloads"),
}
REPORTING = {
    "crf": (N_("Inventory for the Covenant of Mayors"), crf_workbook_bytes),
    "climate-city-contract": (N_("Tables for a Climate City Contract"), climate_city_contract_bytes),
    "indicators": (N_("Indicators with UN codes"), indicator_table_bytes),
}

store = session.shown_store()
st.html(shown.STYLE)
question_place, choices_place = layout.page_top()
with choices_place:
    area_id = choices.municipality(store)
with question_place:
    layout.question(_("What is in the data, and how is it computed?"))
name = store.register().areas[area_id].name if area_id else None
answer_place = st.container()
part = choices.one_of_few(
    "part", _("Part"), list(PARTS), "dictionary", words=lambda key: _(PARTS[key])
)  # only this one is read

if part == "dictionary":
    counts = method_reads.row_counts(store, area_id, table_export.row_counts) if area_id else {}
    with answer_place:
        layout.answer(dictionary.answer(counts, name))
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        words = dictionary.sought()
        found = dictionary.found_entries(words)
        table = dictionary.table_chosen(found)
    if words:
        st.caption(dictionary.found_words(words, found))
        if found:
            layout.table(dictionary.found_table(found), dictionary.found_words(words, found))
    layout.heading(dictionary.title_of(table))
    layout.facts(dictionary.facts_of_table(table, municipality=name, rows=counts.get(table, 0)))
    layout.table(dictionary.column_table(table), _("Columns"))
    for entry in dictionary.coded(table):
        dictionary.allowed_entries(entry)
    layout.heading(_("Where a row came from"))
    st.markdown(_("These stand beside every row of every table and are filled in when a file is read."))
    layout.table(dictionary.source_table(), _("Where a row came from"))
    layout.heading(_("Take the dictionary away"))
    dictionary.take_away()

elif part == "methods":
    indicator = shown.chosen(store, area_id)
    worked = method_reads.worked(store, area_id, indicator.key) if area_id else None
    with answer_place:
        layout.answer(method_page.answer(indicator, worked, name))
    described, judged = st.columns([3, 2], gap="large")
    with described:
        shown.about(indicator)
        layout.facts(shown.definition_facts(indicator))
    with judged:
        layout.facts(method_page.judged_facts(indicator))
        method_page.default_targets(indicator, session.own_store())
    layout.heading(_("Input rows"))
    layout.table(shown.input_table(indicator), _("Rows that the formula takes"))
    if area_id is None:
        layout.heading(_("With your own numbers"))
        shown.first_steps()
    else:
        layout.heading(_("With the numbers of {name}", name=name))
        method_page.own_numbers(store, area_id, indicator)
    layout.heading(_("The methods of the verdict"))
    st.caption(_(method_page.SIGNS))
    layout.table(method_page.method_table(), _("The methods of the verdict"))
    layout.heading(_("The methods of the trend"))
    layout.table(method_page.trend_table(), _("The methods of the trend"))
    st.page_link(
        "pages/indicators.py", label=_("The verdict by every method"), icon=":material/arrow_forward:"
    )

elif area_id is None:
    layout.empty(
        _("There is nothing to take away yet."),
        words=_("As soon as a file is loaded, every table can be taken away here as CSV, Parquet and Excel."),
        next_step=_("Load a workbook or an agency's file"),
        page="pages/upload.py",
    )

else:
    whose = choices.one_of_few(
        "whose", _("Whose data"), list(everything.WHOSE), "one", words=lambda key: _(everything.WHOSE[key])
    )
    taken = area_id if whose == "one" else None
    with st.spinner(_("Counting rows …")):
        sizes = method_reads.sizes(store, taken, table_export.table_sizes)
        offered = everything.offered(sizes, method_reads.values_count(store, taken))
    with answer_place:
        layout.answer(everything.answer(offered, name if taken else None))
    if offered:
        what = everything.chosen(offered)
        everything.buttons(store, what, taken, write_rows=table_export.write_rows)
        layout.heading(_("What there is"))
        layout.table(everything.list_of(offered), _("What there is"))
    for sentence in everything.what_is_in_them():
        st.markdown(sentence)
    if taken:
        shared = method_reads.shared(store, taken, package_export.shared_summary)
        everything.package(taken, shared, partial(package_export.package, store, [taken]))
        reporting_downloads.section(store, taken, REPORTING)
