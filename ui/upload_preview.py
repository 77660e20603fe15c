"""The preview of a file that was read: how it went, what each table would gain and lose, and what the indicators would say."""

from typing import Any

import streamlit as st

from texts import _
from ui import layout, session
from ui import upload_changes as changes
from ui import upload_effects as effects
from ui import upload_file as about
from ui.upload_flow import Dialogue, preview_key
from ui.upload_loaders import Loaders


def how_it_went(preview: Any) -> str:
    """The line under the file's name when all is read."""
    rows = sum(table.num_rows for table in preview.reading.tables.values()) if preview.reading else 0
    if preview.workbook is not None:
        return _("Read. Its layout is new to Veikart.")
    if preview.is_committable:
        return _("Read and checked: {rows} rows.", rows=rows) if rows != 1 else _("Read and checked: 1 row.")
    return _("Read and checked. Nothing of it is loaded yet.")


def what_would_change(preview: Any) -> None:
    """What each table would gain and lose. preview: without an error."""
    layout.heading(_("What would change"))
    if preview.already_loaded_as is not None:
        loaded_as = str(preview.already_loaded_as)
        st.info(
            _("This file is already loaded, as upload {upload_id}.", upload_id=loaded_as),
            icon=":material/check:",
        )
    reading = preview.reading
    changes.changes_of_tables(
        preview.changes, reading.tables, units={"emissions": about.emission_unit(reading)}
    )


def what_it_does(loaders: Loaders, dialogue: Dialogue, preview: Any) -> bool:
    """What it does to the indicators. Returns whether it can be committed."""
    if preview.already_loaded_as is not None or all(one.is_nothing for one in preview.changes):
        return True
    layout.heading(_("What it does to the indicators"))
    return effects.effects(
        loaders.store,
        dialogue,
        of=preview_key(loaders.store, dialogue),
        upload=lambda: loaders.new_upload(preview, actor=session.actor() or "–"),
        rows=sum(sum(one.counts.values()) for one in preview.changes),
    )
