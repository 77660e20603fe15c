"""What a file would do to the figures people look at: indicator values, verdicts and what is unusual, before and after."""

import logging
from collections.abc import Callable
from html import escape
from typing import Any

import pandas as pd
import streamlit as st

from data.areas import Register
from data.store import NewUpload, Store, StoreError
from metrics.errors import MetricError
from metrics.plausibility import group_warnings
from metrics.registry import INDICATORS, STATUSES
from metrics.upload_effects import UploadEffects, upload_effects
from sentences import formats
from texts import MISSING, N_, Text, _, format_number
from ui.upload_flow import Dialogue, as_written

VALUES_SHOWN = 500
VERDICTS_SHOWN = 20
WARNINGS_SHOWN = 20
ROWS_THAT_TAKE_A_MOMENT = 10_000

_log = logging.getLogger(__name__)


def effects(
    store: Store, dialogue: Dialogue, *, of: tuple, upload: Callable[[], NewUpload], rows: int
) -> bool:
    """Show what an upload does to indicators and verdicts. Computed once per preview.

    of: the key of the preview. upload: what would be committed. rows: how many. Returns whether the upload can be
    committed; if not, the reason stands on the page."""
    waiting = (
        _("Computing what the indicators would be; with so many rows this takes a moment …")
        if rows >= ROWS_THAT_TAKE_A_MOMENT
        else _("Computing what the indicators would be …")
    )
    if dialogue.kept_for("effects", of) is None:
        with st.spinner(waiting):
            dialogue.once("effects", of, lambda: _effects_or_why_not(store, upload))
    found = dialogue.kept_for("effects", of)
    if isinstance(found, UploadEffects):
        show_effects(store.register(), found)
        return True
    text, is_committable = found
    (st.info if is_committable else st.error)(as_written(_(text)), icon=":material/info:")
    return bool(is_committable)


def _effects_or_why_not(store: Store, upload: Callable[[], NewUpload]) -> UploadEffects | tuple[Text, bool]:
    """The effects; or a sentence, and whether the upload could be committed all the same."""
    try:
        return upload_effects(store, upload())
    except (StoreError, MetricError) as error:
        return error.text, isinstance(error, MetricError)
    except Exception:
        _log.exception("The effects of an upload could not be computed")
        return _NOT_COMPUTED, True


_NOT_COMPUTED = N_(
    "What it does to the indicators could not be computed. The rows above are right; you can commit and undo them."
)


def show_effects(register: Register, found: UploadEffects, *, of_undo: bool = False) -> None:
    """Whose values and verdicts change, what would be unusual, and each change.

    of_undo: they are those of an undo or redo, which has no commit."""
    if found.is_nothing:
        st.markdown(_("No indicator and no verdict changes."))
        return
    if not (found.values.empty and found.verdicts.empty):
        counts_grid(register, found)
    if not found.warnings.empty:
        warnings_list(register, found, title=_(_UNUSUAL_THEN if of_undo else _UNUSUAL_BESIDE))
    if not found.verdicts.empty:
        verdicts_list(register, found)
    if not found.values.empty:
        values_table(register, found, key="undo-values" if of_undo else "effects-values")


def counts_grid(register: Register, found: UploadEffects) -> None:
    """Whose values and verdicts change, and how many."""
    old = int(found.values["old"].notna().sum())
    named = sorted({*found.values["municipality_id"], *found.verdicts["municipality_id"]})
    counts = (
        (_("Municipality"), _name(register, named[0]))
        if len(named) == 1
        else (_("Municipalities"), format_number(len(named), digits=0)),
        (_("Values that change"), format_number(old, digits=0)),
        (_("New values"), format_number(len(found.values) - old, digits=0)),
        (_("Verdicts that change"), format_number(len(found.verdicts), digits=0)),
    )
    shown = (f"<div><dt>{escape(word)}</dt><dd>{escape(count)}</dd></div>" for word, count in counts)
    st.html(f'<dl class="vk-counts">{"".join(shown)}</dl>')


def verdicts_list(register: Register, found: UploadEffects) -> None:
    """Each verdict that changes: its old and its new word with their symbols, and the reason of the new one."""
    several = found.verdicts["municipality_id"].nunique() > 1 or found.municipalities > 1
    rows = found.verdicts.head(VERDICTS_SHOWN).to_dict("records")
    items = "".join(_verdict(row, _name(register, row["municipality_id"]) if several else "") for row in rows)
    st.html(f'<ul class="vk-verdicts" aria-label="{escape(_("Verdicts that would change"))}">{items}</ul>')
    if len(found.verdicts) > VERDICTS_SHOWN:
        st.caption(
            _("The first {shown} of {count} are shown.", shown=VERDICTS_SHOWN, count=len(found.verdicts))
        )


_UNUSUAL_BESIDE = N_("Unusual beside what is loaded already; it can be committed as it is")
_UNUSUAL_THEN = N_("Unusual then")


def warnings_list(register: Register, found: UploadEffects, *, title: str) -> None:
    """What would be unusual in the store and is not told with the file: a line for each municipality and check."""
    grouped = group_warnings(found.warnings)
    several = found.municipalities > 1
    lines = (
        " · ".join(filter(None, (_name(register, row["municipality_id"]) if several else "", _(row["text"]))))
        for row in grouped.head(WARNINGS_SHOWN).to_dict("records")
    )
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    st.html(f'<p>{escape(title)}</p><ul class="vk-verdicts" aria-label="{escape(title)}">{items}</ul>')
    if len(grouped) > WARNINGS_SHOWN:
        st.caption(_("The first {shown} of {count} are shown.", shown=WARNINGS_SHOWN, count=len(grouped)))


def _verdict(row: dict[Any, Any], who: str) -> str:
    title = (
        _(INDICATORS[row["indicator"]].short_title) if row["indicator"] in INDICATORS else row["indicator"]
    )
    about = " · ".join(filter(None, (who, title)))
    reason = row["new_reason"]
    small = f"<small>{escape(_(reason))}</small>" if isinstance(reason, Text) and reason.template else ""
    return f"<li>{escape(about)}: {_status(row['old_status'])} → {_status(row['new_status'])}{small}</li>"


def _status(key: str) -> str:
    status = STATUSES[key]
    mark = f'<span aria-hidden="true">{status.symbol}</span> {escape(_(status.word))}'
    return f'<strong style="color:{status.colour}">{mark}</strong>'


def values_table(register: Register, found: UploadEffects, *, key: str) -> None:
    """The indicator values that change, the largest relative changes first."""
    title = _("Indicator values that would change, the largest changes first")
    frame = values_frame(register, found.values.head(VALUES_SHOWN))
    shapes = {name: formats.number for name in (_("Old"), _("New")) if name in frame}
    if _("Change, %") in frame:
        shapes[_("Change, %")] = lambda value: format_number(value, digits=1)
    st.dataframe(
        frame.style.format(shapes),
        hide_index=True,
        height=min(38 + 35 * len(frame), 318),
        column_config={_("Year"): st.column_config.Column(width=60)},
        placeholder=MISSING,
        alt=title,
        key=key,
    )
    if len(found.values) > VALUES_SHOWN:
        st.caption(_("The first {shown} of {count} are shown.", shown=VALUES_SHOWN, count=len(found.values)))


def values_frame(register: Register, values: pd.DataFrame) -> pd.DataFrame:
    """Changed indicator values under the headings of the page; the municipality where there are several, old figures
    where there are any."""
    titles = [_(INDICATORS[key].short_title) if key in INDICATORS else key for key in values["indicator"]]
    frame = pd.DataFrame(
        {
            _("Municipality"): [_name(register, area_id) for area_id in values["municipality_id"]],
            _("Indicator"): titles,
            _("Year"): [formats.year(year) for year in values["year"]],
            _("Old"): values["old"].to_numpy(),
            _("New"): values["new"].to_numpy(),
            _("Change, %"): values["difference_percent"].to_numpy(),
            _("Unit"): values["unit"].to_numpy(),
        }
    )
    of_no_use = [_("Municipality")] if values["municipality_id"].nunique() == 1 else []
    of_no_use += [_("Old"), _("Change, %")] if values["old"].isna().all() else []
    return frame.drop(columns=of_no_use)


def _name(register: Register, area_id: str) -> str:
    area = register.resolve_id(area_id)
    return area.name if area is not None else area_id
