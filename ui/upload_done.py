"""What happened: the upload just made, what it changed, undo at once, and the ways to the pages that now show it."""

from collections.abc import Sequence
from typing import Literal

import streamlit as st

from data.store import Store
from texts import N_, Text, _
from ui.upload_file import Coverage, area_words, coverage, year_words
from ui.upload_flow import LAST_UPLOAD, as_written
from ui.upload_history import release_link, row_words
from ui.upload_reads import PastUpload, editions, past_uploads, rows_changed
from ui.upload_undo import change_button

LINKS_SHOWN = 3
# Where the rows of a table are looked at, beside the Overview page.
PAGES: dict[str, tuple[tuple[str, ...], Text]] = {
    "pages/emissions.py": (("emissions",), N_("Emissions")),
    "pages/materials.py": (("materials", "exchange_offers"), N_("Materials")),
    "pages/climate_budget.py": (
        ("budget_ceilings", "reference_paths", "measures", "measure_effects"),
        N_("Climate budget"),
    ),
    "pages/projects.py": (("projects", "project_effects", "project_reports"), N_("Projects")),
    "pages/procurement.py": (("needs", "procurements"), N_("Procurement")),
    "pages/principles.py": (("principle_scores",), N_("Principles")),
    "pages/indicators.py": (("figures", "readings", "targets"), N_("Indicators")),
}


def just_loaded(store: Store) -> PastUpload | None:
    """The upload this session made last: what it brought, the way to its figures, and undo at once. None: there is
    none."""
    made = st.session_state.get(LAST_UPLOAD)
    upload = next((past for past in past_uploads(store) if past.upload_id == made), None)
    if upload is None:
        return None
    covered = _coverage_of(store, upload.upload_id)
    _say_what_happened(upload, covered)
    if upload.is_live and (rows := rows_changed(store, upload)):
        st.markdown(as_written(row_words(rows)))
    alignment: Literal["bottom", "center"] = "bottom" if len(covered.municipalities) > 1 else "center"
    with st.container(horizontal=True, vertical_alignment=alignment, gap="medium"):
        if upload.is_live:
            _ways_to_the_figures(store, upload, covered)
        change_button(store, upload, key="change-last", at_once=True)
    return upload


def _coverage_of(store: Store, upload_id: int) -> Coverage:
    """The areas and years that an upload brought."""
    return coverage(store.register(), {"slices": store.arrow(_UPLOAD_SLICES, {"upload_id": upload_id})})


def _say_what_happened(upload: PastUpload, covered: Coverage) -> None:
    years = year_words(upload.first_year or None, upload.last_year or None)
    content = (area_words(covered.areas), years, _row_count_words(upload.row_count))
    places = {
        "file": as_written(upload.file_name),
        "content": " · ".join(filter(None, content)),
        "upload_id": str(upload.upload_id),
    }
    if upload.is_live:
        st.success(
            _("{file} is loaded as upload {upload_id}: {content}.", **places), icon=":material/check_circle:"
        )
    else:
        st.info(
            _("{file} (upload {upload_id}) is undone: its figures no longer speak.", **places),
            icon=":material/undo:",
        )


def _row_count_words(count: int) -> str:
    return _("1 row") if count == 1 else _("{count} rows", count=count) if count else ""


def _ways_to_the_figures(store: Store, upload: PastUpload, covered: Coverage) -> None:
    """Links to the pages that now show it: of several municipalities, for the one chosen."""
    seen = covered.municipalities
    if not seen:
        return
    area = seen[0]
    if len(seen) > 1:
        area = st.selectbox(
            _("Municipality to look at"), seen, format_func=lambda one: one.name, key="seen", width=280
        )
    st.page_link(
        "pages/overview.py",
        label=_("See {name} on the Overview page", name=area.name),
        icon=":material/arrow_forward:",
        query_params={"area": area.area_id},
    )
    for page, title in pages_of(upload.tables)[:LINKS_SHOWN]:
        st.page_link(
            page, label=_(title), icon=":material/arrow_forward:", query_params={"area": area.area_id}
        )
    release_link(store, editions(store, (upload.upload_id,))[upload.upload_id])


def pages_of(tables: Sequence[str]) -> list[tuple[str, Text]]:
    """The pages on which rows of these tables are looked at, with their names."""
    return [(page, title) for page, (shown, title) in PAGES.items() if set(shown) & set(tables)]


_UPLOAD_SLICES = (
    "select distinct area_id, year from slices where upload_id = $upload_id order by area_id, year"
)
