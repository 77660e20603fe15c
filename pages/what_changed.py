"""What changed with the new release? Old against new by municipality and year, and whether a verdict turns."""

import streamlit as st

from texts import _
from ui import borders, choices, downloads, layout, session
from ui import what_changed as changed
from ui import what_changed_tables as shown

store = session.shown_store()
titles = changed.datasets(store)
layout.question(_("What changed with the new release?"))
if not titles:
    layout.empty(
        _("No dataset has two releases yet."),
        words=_(
            "Publishers work out their whole series anew every year. When you load a newer release, the older one is kept, and "
            "this page shows what was revised and whether a verdict turns."
        ),
        next_step=_("Load a newer release"),
        page="pages/upload.py",
    )
    st.stop()

answer_place = st.container()
with st.container(horizontal=True, key="vk-controls"):
    keys = list(titles)
    dataset = choices.one_of("dataset", _("Dataset"), keys, keys[0], words=titles.__getitem__)
    labels = changed.release_labels(store, dataset)
    newer = choices.one_of("newer", _("New release"), labels[:-1], labels[0], words=str)
    earlier = labels[labels.index(newer) + 1 :]
    older = choices.one_of("older", _("Earlier release"), earlier, earlier[0], words=str)
    found = changed.comparison(store, dataset, older=older, newer=newer)
    names = changed.areas(store, dataset, older, newer)
    area_id = choices.one_of(
        "municipality",
        _("Municipality"),
        [changed.ALL, *names] if len(names) > 1 else list(names),
        changed.ALL if len(names) > 1 else next(iter(names), changed.ALL),
        words=lambda key: names.get(key, _("All municipalities")),
    )

is_one = area_id != changed.ALL
tables = shown.tables(store, dataset, older, newer, area_id)
with answer_place:
    layout.answer(changed.press_sentence(found, area_id, names[area_id]) if is_one else changed.answer(found))

if is_one:
    with st.popover(_("Copy the sentence for the press"), icon=":material/content_copy:"):
        st.code(changed.press_sentence(found, area_id, names[area_id]), language=None, wrap_lines=True)
    layout.picture(
        changed.chart(store, found, area_id),
        key="releases",
        title=_("The series by both releases"),
        source=_(
            "{publisher}, {title}. Thick: release {newer}. Thin: release {older}.",
            publisher=found.publisher,
            title=found.title,
            newer=newer,
            older=older,
        ),
        file_stem=f"{area_id}-{dataset}-releases",
    )
    borders.notes(store, [area_id], dataset)

layout.heading(_("Revised history"))
if tables.revised.empty:
    st.markdown(_("No earlier year was revised."))
elif is_one:
    layout.table(tables.revised.drop(columns=[_("Municipality")]), _("Revised history"))
else:
    shown.long_table(tables.revised, _("Revised years, largest difference first"))
with st.container(horizontal=True):
    downloads.buttons(tables.revised, file_stem=f"{dataset}-revised", key="revised")

layout.heading(_("New years"))
if tables.added.empty:
    st.markdown(_("The new release has no further year."))
else:
    shown.long_table(tables.added, _("Years that only the new release has"))
    with st.container(horizontal=True):
        downloads.buttons(tables.added, file_stem=f"{dataset}-new-years", key="new-years")

verdicts = [each for each in found.verdicts if not is_one or each.municipality_id == area_id]
layout.heading(_("Verdicts on targets"))
if not verdicts:
    st.markdown(
        _("No target is set for these totals, so no verdict can turn. Targets are set on the Overview page.")
    )
else:
    shown.verdicts_by_both(verdicts)

if len(tables.others):
    layout.heading(_("Figures that came or went"))
    shown.long_table(tables.others, _("Years that only one release has a figure for"))

with st.container(horizontal=True):
    if is_one:
        st.page_link(
            "pages/overview.py",
            label=_("See {name} on the Overview page", name=names[area_id]),
            icon=":material/arrow_forward:",
            query_params={"area": area_id},
        )
    st.page_link("pages/upload.py", label=_("Load a newer release"), icon=":material/arrow_forward:")

with st.expander(_("How this is compared"), icon=":material/functions:"):
    st.markdown(
        _(
            "Compared are the publisher's own totals without land use and credits, area by area and year by year. A difference "
            "below 0.05 t counts as none. A year without a figure is never taken for zero. Verdicts follow the straight "
            "required path; a target in percent follows the base year of its own release. Municipalities of the past are "
            "left out."
        )
    )
