"""A workbook to fill in: which theme, in which language, empty or with what is loaded now."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

import streamlit as st

from texts import LANGUAGE_NAMES, N_, Text, _, available_languages, current_language
from ui import downloads
from ui.choices import area_label

EMPTY, FILLED = "empty", "filled"
IN_ADDRESS = "template"

PURPOSES: dict[str, Text] = {
    "emissions": N_("Your own accounts of greenhouse gases or CO2: one row per year and sector."),
    "population": N_(
        "Inhabitants on 31 December of each year, and the other figures that indicators need: vehicles, energy, food, readings "
        "within a year."
    ),
    "materials": N_(
        "Materials bought and used, waste, and what became of it: one row per year and material."
    ),
    "projects": N_(
        "One row per project; its effects, partners, funding and reports have sheets of their own."
    ),
    "climate-budget": N_(
        "Measures with their cost and effect, and the emissions that the council allows year by year."
    ),
    "procurement": N_("What you will need and plan to buy, so that others can join or answer."),
    "exchange": N_("Materials and things that one has to give and another looks for."),
    "principles": N_("Where you stand on the eight principles, by group of respondents, from 0 to 4."),
    "targets": N_("What the council has decided to reach, and by when: one row per indicator."),
    "background": N_("Notes on figures, exchange rates and constants."),
    "everything": N_("All of it in one workbook. Sheets that you leave empty change nothing."),
}


class ShownTheme(Protocol):
    """A theme of templates as far as the page shows it."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> Text: ...
    @property
    def tables(self) -> tuple[str, ...]: ...


def query_of(theme: str) -> dict[str, str]:
    """What stands behind the question mark of the Upload page where it opens with the template of a theme."""
    return {IN_ADDRESS: theme}


def asked_for(themes: Mapping[str, ShownTheme]) -> str | None:
    """The theme whose template the address asks for; None: it asks for none, and the part stays folded."""
    asked = st.query_params.get(IN_ADDRESS)
    return asked if asked in themes else None


def template_chooser(
    themes: Mapping[str, ShownTheme],
    areas: Sequence[dict[str, Any]],
    *,
    empty: Callable[[str, str], bytes],
    filled: Callable[[str, str, str], bytes],
) -> None:
    """Choose a theme, a language and whether the workbook is filled, and download it. The theme begins as the address says.

    areas: municipalities with data (ui.reads.areas_with_data). empty: makes a theme's workbook in a language.
    filled: the same with what is loaded of a municipality: theme, language, municipality_id."""
    with st.container(key="vk-templates"):
        keys = list(themes)
        asked = asked_for(themes)
        theme = st.selectbox(
            _("What is it about?"),
            keys,
            index=keys.index(asked) if asked else 0,
            format_func=lambda key: _(themes[key].title),
            key="template-theme",
        )
        st.caption(_(PURPOSES[theme]))
        with st.container(horizontal=True, gap="medium"):
            language = st.selectbox(
                _("Language of the workbook"),
                available_languages(),
                index=available_languages().index(current_language()),
                format_func=LANGUAGE_NAMES.__getitem__,
                key=f"template-language-{current_language()}",
                width=220,
            )
            content = _content(has_data=bool(areas))
        area_id = _municipality(areas) if content == FILLED else None
        if content == FILLED:
            st.caption(
                _("Change what you want to change and load the workbook again: only that is changed. Figures of agencies are "
                  "left out, since their publisher corrects them.")
            )  # fmt: skip
        make = partial(filled, theme, language, area_id) if area_id else partial(empty, theme, language)
        st.download_button(
            _("Download the workbook"),
            data=make,
            file_name=f"veikart-{theme}-{area_id}.xlsx" if area_id else f"veikart-{theme}.xlsx",
            mime=downloads.XLSX,
            icon=":material/download:",
            on_click="ignore",
            key="template-download",
            help=_(
                "With notes on every column, lists to choose from, and a sheet that says how to fill it in."
            ),
        )


def _content(*, has_data: bool) -> str:
    words = {EMPTY: _("Empty, with an example"), FILLED: _("With what is loaded now")}
    if not has_data:
        return EMPTY
    chosen = st.radio(
        _("What is in it"),
        list(words),
        format_func=words.__getitem__,
        key="template-content",
        horizontal=True,
    )
    return chosen or EMPTY


def _municipality(areas: Sequence[dict[str, Any]]) -> str | None:
    by_id = {area["area_id"]: area for area in areas}
    return st.selectbox(
        _("Municipality"),
        list(by_id),
        format_func=lambda key: area_label(by_id[key]),
        key="template-area",
        width=420,
    )
