"""What a chosen file is: its facts, whom and which years it covers, and the questions it leaves open."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from itertools import compress
from typing import Protocol

import pandas as pd
import pyarrow as pa
import streamlit as st

from data.areas import Area, Register
from data.datasets import Dataset, Release
from data.store import Store
from sentences import formats
from texts import N_, Text, _
from ui.moments import moment
from ui.upload_flow import Dialogue, answered, as_written
from ui.upload_release import ask_release

AREAS_NAMED = 3
DECIMAL_MARKS: dict[str, Text] = {
    "comma": N_("12,5 with a decimal comma"),
    "point": N_("12.5 with a decimal point"),
}


@dataclass(frozen=True)
class Coverage:
    """Whom and which years rows are about. Years are None where there are none."""

    areas: tuple[Area, ...]
    first_year: int | None
    last_year: int | None

    @property
    def municipalities(self) -> list[Area]:
        """The municipalities among the areas, by name."""
        return sorted(
            (area for area in self.areas if area.kind == "municipality"), key=lambda area: area.name
        )


def coverage(register: Register, tables: Mapping[str, pa.Table]) -> Coverage:
    """Areas and years of staged tables, or of slices."""
    areas = (register.resolve_id(area_id) for area_id in _values(tables, "area_id"))
    years = _values(tables, "year")
    return Coverage(
        tuple(area for area in areas if area is not None), min(years, default=None), max(years, default=None)
    )


def _values(tables: Mapping[str, pa.Table], name: str) -> list:
    columns = [table[name].unique().to_pylist() for table in tables.values() if name in table.column_names]
    return sorted({value for column in columns for value in column if value is not None})


class ShownReading(Protocol):
    """A file as one layout understood it, as far as the page shows it."""

    @property
    def title(self) -> Text: ...
    @property
    def format_key(self) -> str: ...
    @property
    def publisher(self) -> str: ...
    @property
    def licence(self) -> str: ...
    @property
    def is_proven(self) -> bool: ...
    @property
    def datasets(self) -> tuple[Dataset, ...]: ...
    @property
    def releases(self) -> dict[str, Release]: ...
    @property
    def tables(self) -> dict[str, pa.Table]: ...
    @property
    def summary(self) -> list[Text]: ...


def recognised(store: Store, dialogue: Dialogue, reading: ShownReading) -> None:
    """What the file was recognised as, what it says of itself, and which release it is."""
    covered = coverage(store.register(), reading.tables)
    labels = sorted({release.label for release in reading.releases.values()})
    lines = [
        _("Recognised: {title}.", title=reading.title),
        *(f"{_(sentence)}." for sentence in reading.summary),
    ]
    st.markdown("  \n".join(map(as_written, lines)))
    facts_grid(
        [
            (_("Dataset"), ", ".join(f"{dataset.title} ({dataset.key})" for dataset in reading.datasets)),
            (_("Publisher"), reading.publisher),
            (_("Licence"), reading.licence),
            (_("Areas"), area_words(covered.areas)),
            (_("Years"), year_words(covered.first_year, covered.last_year)),
            (_("Release"), ", ".join(labels) if len(labels) > 1 else ""),
            latest_total(store, reading.tables, covered, unit=emission_unit(reading)),
        ]
    )
    if _is_co2_only(reading):
        st.info(
            _("This dataset covers fossil CO2 only. It is shown as fossil CO2 everywhere and never "
              "compared with greenhouse gases."),
            icon=":material/co2:",
        )  # fmt: skip
    if not reading.is_proven:
        ask_proof(store, dialogue, reading.format_key)
    ask_release(store, dialogue, reading.releases)


def ask_proof(store: Store, dialogue: Dialogue, format_key: str) -> None:
    """Whether a layout that nobody has proven yet is read right; who has found so, once somebody has."""
    confirmed = store.layout_confirmations().get(format_key)
    if confirmed is not None:
        actor, when = confirmed
        st.info(
            _("This layout is built from the publisher's description. {actor} compared it with an original on {date} and "
              "found it read right.", actor=actor, date=moment(when)),
            icon=":material/verified:",
        )  # fmt: skip
        return
    st.info(
        _("This layout is built from the publisher's description, not yet proven on an original: compare some figures "
          "with the file."),
        icon=":material/info:",
    )  # fmt: skip
    st.checkbox(_("I have compared figures with the file, and they agree"), key=proof_key(dialogue))


def proof_key(dialogue: Dialogue) -> str:
    """Where the answer to that question stands."""
    return f"proof-{dialogue.file_id}"


def emission_unit(reading: ShownReading) -> str:
    """The unit of the file's emissions: those of CO2 alone are never called equivalents."""
    return "t CO2" if _is_co2_only(reading) else "t CO2e"


def _is_co2_only(reading: ShownReading) -> bool:
    return any(dataset.gas_coverage == "co2" for dataset in reading.datasets)


def area_words(areas: Sequence[Area]) -> str:
    """The names of a few areas, or how many municipalities, counties and nations there are."""
    return counted_areas([area.name for area in areas], Counter(str(area.kind) for area in areas))


def counted_areas(names: Sequence[str], kinds: Mapping[str, int]) -> str:
    """The same from some of the names, at least all where there are a few, and how many areas there are of each kind."""
    if sum(kinds.values()) <= AREAS_NAMED:
        return ", ".join(names)
    municipalities, counties = kinds.get("municipality", 0), kinds.get("county", 0)
    words = (
        _("one municipality") if municipalities == 1 else _("{count} municipalities", count=municipalities),
        _("one county") if counties == 1 else _("{count} counties", count=counties),
        _("the nation"),
    )
    is_there = municipalities, counties, kinds.get("nation", 0)
    return ", ".join(compress(words, is_there))


def year_words(first: float | None, last: float | None) -> str:
    """A span of years: 2009–2024, one year, or nothing."""
    if first is None or last is None or pd.isna(first):
        return ""
    return formats.year(first) if first == last else f"{formats.year(first)}–{formats.year(last)}"


def latest_total(
    store: Store, tables: Mapping[str, pa.Table], covered: Coverage, *, unit: str
) -> tuple[str, str]:
    """The counted total of the latest year as term and words, when the emissions cover one area."""
    if "emissions" not in tables or len(covered.areas) != 1:
        return "", ""
    totals = store.arrow(_LATEST_TOTAL, staged=tables["emissions"]).to_pylist()
    if not totals:
        return "", ""
    total = totals[0]
    return _("Total {year}", year=formats.year(total["year"])), formats.amount(total["emissions_tco2e"], unit)


def facts_grid(entries: Sequence[tuple[str, str]]) -> None:
    """Terms with their words, beside each other where there is room; empty ones are left out."""
    shown = [
        f"<div><dt>{escape(term)}</dt><dd>{escape(words)}</dd></div>" for term, words in entries if words
    ]
    if shown:
        st.html(f'<dl class="vk-grid">{"".join(shown)}</dl>')


# --- questions; each is asked once per file, and its answer can be changed ---


def ask_municipality(
    register: Register, dialogue: Dialogue, *, written: str, sentence: Text, country: str
) -> None:
    """Which municipality the file is about: those near to what it says come first."""
    st.markdown(f"**{_('Which municipality is it?')}**")
    st.markdown(as_written(_(sentence)))
    key = f"municipality-{dialogue.file_id}"
    st.selectbox(
        _("Municipality"),
        municipality_options(register, written, country),
        index=None,
        format_func=lambda area_id: " · ".join(
            filter(None, (register.areas[area_id].name, register.areas[area_id].region or area_id))
        ),
        placeholder=_("Choose the municipality"),
        key=key,
        on_change=answered(dialogue, "municipality_id", key),
        width=420,
    )


def ask_decimal_mark(dialogue: Dialogue, *, examples: Text | None) -> None:
    """How the numbers of the file are written, with texts from it that can be read in two ways."""
    key = f"decimal-{dialogue.file_id}"
    st.radio(
        _("How are numbers written in this file?"),
        list(DECIMAL_MARKS),
        index=None,
        format_func=lambda mark: _(DECIMAL_MARKS[mark]),
        key=key,
        on_change=answered(dialogue, "decimal_mark", key),
        horizontal=True,
    )
    if examples is not None:
        st.caption(
            as_written(_("In the file: {examples}. Your answer holds for the whole file.", examples=examples))
        )


def ask_dataset(dialogue: Dialogue, titles: Mapping[str, str], *, sentence: Text) -> None:
    """Which of the publisher's series the figures are, where the file does not say; titles: by dataset key."""
    key = f"dataset-{dialogue.file_id}"
    st.markdown(f"**{_('Which table is it?')}**")
    st.markdown(as_written(_(sentence)))
    st.selectbox(
        _("Table"),
        list(titles),
        index=None,
        format_func=lambda dataset: f"{titles[dataset]} · {dataset}",
        placeholder=_("Choose the table"),
        key=key,
        on_change=answered(dialogue, "dataset", key),
        width=420,
    )


def municipality_options(register: Register, written: str, country: str) -> list[str]:
    """Ids of a country's municipalities in force ("" = of all): first those near to what the file says, then by name."""
    near = [area.area_id for area in register.resolve(written, country=country or None).candidates]
    in_force = (area for area in register.of_kind("municipality") if area.valid_to is None)
    every = [area.area_id for area in in_force if country in ("", area.country_code)]
    return [*near, *(area_id for area_id in every if area_id not in near)]


_LATEST_TOTAL = """
select year, sum(emissions_tco2e) as emissions_tco2e
from staged
where is_counted
group by year
order by year desc
limit 1
"""
