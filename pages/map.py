"""Where do municipalities stand? Each with its verdict or its newest value on a map that needs no other server."""

import streamlit as st

from texts import _
from ui import choices, layout, place_map, reads, session, view

store = session.shown_store()
areas = reads.areas_with_data(store)
layout.question(_("Where do municipalities stand?"))
offered = place_map.offered(store)
if not offered:
    layout.empty(
        _("There is nothing to show on a map yet."),
        words=_("One file from SMHI or Miljødirektoratet brings many municipalities at once."),
        next_step=_("Load a workbook or an agency's file"),
        page="pages/upload.py",
    )
    st.stop()

sentence_place = st.container()
with st.container(horizontal=True, key="vk-controls"):
    what = choices.one_of(
        "what",
        _("Indicator"),
        offered,
        offered[0],
        words=lambda key: _(place_map.entry_of(key).short_title),
    )
    ways = {"verdict": _("Verdict"), "value": _("Value")}
    way = choices.one_of_few("colour", _("Coloured by"), list(ways), "verdict", words=ways.__getitem__)
    if several := place_map.countries(areas):
        country = choices.one_of(
            "country",
            _("Country"),
            [*several, place_map.EVERYWHERE],
            several[0],
            words=lambda key: (
                _("All countries") if key == place_map.EVERYWHERE else _(choices.COUNTRIES[key])
            ),
        )
        areas = [area for area in areas if country in (area["country_code"], place_map.EVERYWHERE)]

is_valued = way == "value"
found = place_map.places(store, areas, what)
if is_valued:
    found = place_map.with_groups(store, found, what)
with sentence_place:
    layout.answer(place_map.value_answer(found) if is_valued else place_map.verdict_answer(found))

names = place_map.names_to_choose(found)
first = next(area_id for area_id in choices.in_order_of_loading(store) if area_id in names)
own = view.chosen_if_any("area", list(names)) or first
picture, beside = st.columns([3, 2], gap="large")
with beside:
    place = choices.one_of(
        place_map.PLACE,
        _("Municipality (choose here or on the map)"),
        list(names),
        own,
        words=names.__getitem__,
    )
    row = found[found["municipality_id"] == place].iloc[0]
    layout.tiles([place_map.tile(row)])
    st.page_link(
        "pages/overview.py",
        label=_("See {name} on the Overview page", name=row["name"]),
        icon=":material/arrow_forward:",
        query_params={"area": place},
    )
with picture:
    layout.picture(
        place_map.map_of(store, found, what=what, is_valued=is_valued, chosen=place),
        key=place_map.MAP,
        title=place_map.title(what),
        source=place_map.source(store, is_valued),
        file_stem=f"map-{what}-{way}",
        on_select=place_map.took_place,
    )

caption = _("All municipalities, with links")
rows = place_map.listed(found, what=what, is_valued=is_valued)
if len(rows) <= place_map.MOST_LISTED:
    layout.heading(caption)
    place_map.list_with_links(rows, caption)
else:
    with st.expander(caption, icon=":material/list:", key="map-list", on_change="rerun") as panel:
        if panel.open:  # made and sent when someone asks for it
            place_map.list_with_links(rows, caption)
