"""What a municipality shares with partner cities: what would leave, under which licence, and the package."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any, Protocol

import streamlit as st

from data.areas import Register
from data.tables import TABLES
from texts import N_, Text, _, format_number
from ui.upload_flow import as_written

LICENCES: dict[str, Text] = {
    "": N_("Not stated"),
    "CC BY 4.0": N_("CC BY 4.0: may be used by anybody who names you"),
    "CC0 1.0": N_("CC0 1.0: may be used by anybody"),
}


class SharedRows(Protocol):
    """Rows that a package holds, as far as the page shows them."""

    @property
    def table(self) -> str: ...
    @property
    def rows(self) -> int: ...
    @property
    def datasets(self) -> tuple[str, ...]: ...
    @property
    def licence(self) -> str: ...


class LeftOutRows(Protocol):
    """Rows that stay, and why."""

    @property
    def table(self) -> str: ...
    @property
    def dataset(self) -> str: ...
    @property
    def rows(self) -> int: ...
    @property
    def reason(self) -> Text: ...


class PackageContents(Protocol):
    """What a package would hold."""

    @property
    def left_out(self) -> tuple[Any, ...]: ...
    def summary(self) -> list[Any]: ...


def sharing(
    register: Register,
    municipality_ids: Sequence[str],
    *,
    contents: Callable[[Sequence[str], str], PackageContents],
    package: Callable[[Any], bytes],
) -> None:
    """What would leave for the chosen municipalities, what stays, and the package to download.

    municipality_ids: those that can be shared. contents: what a package of municipalities holds, under a licence for
    what has none. package: its bytes, made when asked for."""
    st.markdown(
        _("Another city loads the package on its Upload page as any file, and can compare itself with you. Projects, needs "
          "and procurements that are not marked as shareable stay, and so do personal names and addresses.")
    )  # fmt: skip
    if not municipality_ids:
        st.markdown(_("There is nothing to share yet: load your own accounts, targets or projects first."))
        return
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        chosen = _municipalities(register, municipality_ids)
        licence = st.selectbox(
            _("Licence of your own figures"), list(LICENCES), format_func=lambda key: _(LICENCES[key]), index=1,
            key="share-licence", width=380,
        )  # fmt: skip
    if not chosen:
        st.markdown(_("Choose a municipality."))
        return
    found = contents(chosen, licence or "")
    leaving = found.summary()
    if not leaving:
        st.markdown(_("There is nothing to share yet: load your own accounts, targets or projects first."))
    else:
        _leaving_table(leaving)
        st.download_button(
            _("Download the package"),
            data=lambda: package(found),
            file_name=f"veikart-package-{'-'.join(chosen[:3])}.zip",
            mime="application/zip",
            icon=":material/download:",
            on_click="ignore",
            key="share-package",
        )
    for left in found.left_out:
        st.caption(as_written(_left_words(left)))


def _municipalities(register: Register, municipality_ids: Sequence[str]) -> list[str]:
    if len(municipality_ids) == 1:
        return list(municipality_ids)
    return st.multiselect(
        _("Municipalities"),
        list(municipality_ids),
        default=list(municipality_ids)[:1],
        format_func=lambda area_id: register.areas[area_id].name,
        key="share-areas",
        width=420,
    )


def _leaving_table(leaving: Sequence[SharedRows]) -> None:
    heads = (_("What would leave"), _("Rows"), _("Licence"))
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td data-head="{escape(name)}">{escape(words)}</td>'
            for name, words in zip(heads, _leaving_words(row), strict=True)
        )
        + "</tr>"
        for row in leaving
    )
    caption = escape(_("What would leave"))
    st.html(
        f'<table class="vk-lines"><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    )


def _leaving_words(row: SharedRows) -> tuple[str, str, str]:
    title = _(TABLES[row.table].title)
    named = f"{title} ({', '.join(row.datasets)})" if row.datasets else title
    return named, format_number(row.rows, digits=0), row.licence or _("Not stated")


def _left_words(left: LeftOutRows) -> str:
    title = _(TABLES[left.table].title)
    named = f"{title} ({left.dataset})" if left.dataset else title
    return _("Stays: {what} ({count}), since {reason}.", what=named, count=left.rows, reason=left.reason)
