"""What the page of indicators says: the answer, the chosen indicator, its default targets, the verdicts by every method,
and the list of all."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pandas as pd
import streamlit as st

from data.store import Store
from metrics.default_targets import ShownDefault, defaults_shown
from metrics.indicator import Indicator
from metrics.input_rows import input_rows
from metrics.progress import progress
from metrics.registry import INDICATORS, NOT_APPLICABLE, STATUSES
from metrics.sdg_targets import TITLES, by_target
from metrics.verdicts import METHODS
from sentences import formats
from texts import MISSING, N_, Text, _, format_number
from ui import choices, layout, view
from ui.layout import Fact
from ui.moments import moment

STYLE = f"<style>{(Path(__file__).parent / 'indicators.css').read_text(encoding='utf-8')}</style>"
CLASSES: dict[str, Text] = {
    "core": N_("core"),
    "optional": N_("optional"),
    "context": N_("national context only"),
}
BETTER: dict[str, Text] = {
    "down": N_("less is better"),
    "up": N_("more is better"),
    "none": N_("neither more nor less is better"),
}
SCALES: dict[str, Text] = {"score": N_("self-assessed, 0 to 1"), "binary": N_("yes (1) or no (0)")}
# The methods' own words; Veikart's status stands beside them.
METHOD_WORDS: dict[str, Text] = {
    "target_achieved": N_("Target achieved"),
    "substantial_progress": N_("Substantial progress"),
    "significant_progress": N_("Significant progress"),
    "moderate_progress": N_("Moderate progress"),
    "limited_progress": N_("Limited progress"),
    "insufficient_progress": N_("Insufficient progress"),
    "no_progress": N_("No progress"),
    "deterioration": N_("Deterioration"),
    "movement_away": N_("Movement away"),
    "moderate_movement_away": N_("Moderate movement away"),
    "significant_movement_away": N_("Significant movement away"),
    "on_track": N_("On track"),
    "moderately_improving": N_("Moderately improving"),
    "stagnating": N_("Stagnating"),
    "decreasing": N_("Decreasing"),
    "1": N_("Class 1 of 3"),
    "2": N_("Class 2 of 3"),
    "3": N_("Class 3 of 3"),
    "not_available": N_("Not available"),
    "not_assessable": N_("Not assessable"),
}


def answer(waiting: int) -> str:
    """What is measured, in one sentence with the numbers in it."""
    counts = {kind: _count(kind) for kind in CLASSES}
    if waiting == 0:
        return _(
            "{core} core indicators of SDG 12 and 13 and {optional} optional ones, beside {context} national figures; every "
            "default target has been seen at its source.",
            **counts,
        )
    return _(
        "{core} core indicators of SDG 12 and 13 and {optional} optional ones, beside {context} national figures; {waiting} of "
        "{defaults} default targets wait for somebody to check them against their source.",
        **counts,
        waiting=waiting,
        defaults=sum(len(indicator.defaults) for indicator in INDICATORS.values()),
    )


def waiting(store: Store) -> int:
    """How many default targets nobody has seen at their source yet."""
    checked = store.default_confirmations()
    return sum(
        each.is_unverified for indicator in INDICATORS.values() for each in defaults_shown(indicator, checked)
    )


def chosen(store: Store, area_id: str | None) -> Indicator:
    """The indicator in question, of all there are; first the total of the municipality's dataset."""
    default = choices.headline_indicator(store, area_id) if area_id else "ghg_total"
    ordered = [indicator.key for found in by_target().values() for indicator in found]
    key = choices.one_of(
        "indicator",
        _("Indicator"),
        ordered,
        default,
        words=lambda each: f"{INDICATORS[each].sdg_target} {_(INDICATORS[each].title)}",
        hide_label=True,
    )
    return INDICATORS[key]


# One indicator ----------------------------------------------------------------------------------------------


def about(indicator: Indicator) -> None:
    """Title, pills, and why it is a proxy or national context."""
    notes = [_(note) for note in (indicator.is_proxy_because, _context_note(indicator)) if note is not None]
    if indicator.is_proxy_because is not None:
        notes[0] = _("Proxy: {reason}.", reason=notes[0])
    pills = _pill(f"SDG {indicator.sdg_target}") + "".join(_pill(words) for words in _marks(indicator))
    pills += "" if indicator.is_direct else _pill(_("proxy"), "mark")
    paragraphs = "".join(f"<p>{escape(note)}</p>" for note in notes)
    st.html(f'<div class="vk-about"><h2>{escape(_(indicator.title))}</h2>{pills}{paragraphs}</div>')


def definition_facts(indicator: Indicator) -> list[Fact]:
    """Boundary, formula, worked example and what else a reader must know, as words."""
    ways = [each for each in indicator.definitions if each.key]
    entries = (
        (_("What it counts"), _(indicator.boundary)),
        (_("Formula"), _(indicator.formula)),
        (_("Worked example"), _(indicator.worked_example)),
        (_("Ways to count it, never ranked together"), "\n".join(_(each.title) for each in ways)),
        (_("Mind"), _(indicator.caveat) if indicator.caveat else ""),
        (_("Data"), _(indicator.data_status)),
        (_("Source of the definition"), _(indicator.source)),
        (_("In other sets"), ", ".join(indicator.tags)),
    )
    return [Fact(term, words, is_words=True) for term, words in entries if words]


def input_table(indicator: Indicator) -> pd.DataFrame:
    """Which rows of which table the formula takes, and what it does with them."""
    rows = input_rows(indicator)
    columns: dict[str, list[str]] = {
        _("Table"): [each.table for each in rows],
        _("Rows"): [", ".join(each.rows) for each in rows],
        _("In the formula"): [
            _(each.part) if each.is_required else _("{part}, where it is stated", part=each.part)
            for each in rows
        ],
    }
    if len(indicator.definitions) > 1:
        columns[_("Way to count")] = [_(each.definition.title) for each in rows]
    return pd.DataFrame(columns)


def goal(shown: ShownDefault) -> None:
    """A default target: what it asks for, where it comes from, and whether anybody has seen it there."""
    where = ", ".join(_(choices.COUNTRIES[code]) for code in shown.default.countries)
    source = f"{_(shown.default.source)} ({where})" if where else _(shown.default.source)
    pills = _pill(_("reference, not decided"))
    pills += _pill(_("default, unverified"), "wait") if shown.is_unverified else ""
    st.html(
        f'<p class="vk-goal"><strong>{escape(_(shown.goal))}</strong>'
        f'<span class="vk-note">{escape(source)}. {escape(_standing(shown))}</span>{pills}</p>'
    )


def _standing(shown: ShownDefault) -> str:
    if shown.checked_at is not None:
        return _(
            "{actor} checked it against the source on {date} (name not verified).",
            actor=shown.checked_by,
            date=moment(shown.checked_at),
        )
    if shown.default.is_verified:
        return _("Seen in published material.")
    return _("Not yet checked against the source.")


def _context_note(indicator: Indicator) -> Text | None:
    if indicator.indicator_class != "context":
        return None
    return N_(
        "A figure of the whole country, shown as context only: no municipality is judged by it or sets a target for it."
    )


def _marks(indicator: Indicator) -> list[str]:
    marks = [CLASSES[indicator.indicator_class], SCALES.get(indicator.scale, indicator.unit)]
    return [_(mark) for mark in (*marks, BETTER[indicator.direction])]


def _pill(words: str, kind: str = "") -> str:
    return f'<span class="vk-pill{f" vk-pill-{kind}" if kind else ""}">{escape(words)}</span>'


# How it is judged -------------------------------------------------------------------------------------------


def verdicts(store: Store, area_id: str, indicator: Indicator) -> pd.DataFrame:
    """The verdict by every method there is, the default method of the indicator first."""
    methods = sorted(METHODS, key=lambda key: key != indicator.progress_method)
    return _verdicts(store.url, store.version, area_id, indicator.key, tuple(methods), store)


def common_ground(found: pd.DataFrame) -> str:
    """Why no method can judge, said once, where the reason is the same for all; empty where they differ."""
    first = found.iloc[0]
    if STATUSES[first["status"]].is_verdict or len({_(reason) for reason in found["reason"]}) > 1:
        return ""
    return f"{_status_words(first['status'])}. {_(first['reason'])}"


def verdict_table(found: pd.DataFrame) -> pd.DataFrame:
    """The verdicts as a reader meets them: Veikart's status, the method's own word, the ratio and the reason."""
    rows = list(found.itertuples(index=False))
    return pd.DataFrame(
        {
            _("Method"): [f"{_(METHODS[row.method].title)} {METHODS[row.method].version}" for row in rows],
            _("Verdict"): [_status_words(row.status) for row in rows],
            _("In the method's own word"): [method_word(row.verdict) for row in rows],
            _("Ratio"): [
                MISSING if pd.isna(row.ratio) else format_number(row.ratio, digits=2) for row in rows
            ],
            _("Why"): [_(row.reason) for row in rows],
        }
    )


def judged_against(found: pd.DataFrame, indicator: Indicator, name: str) -> str:
    """Which target and which years the verdicts are about, in one sentence."""
    row = found.iloc[0]
    if pd.isna(row["target_year"]):
        return _("{name} has set no target for it.", name=name)
    places = {
        "name": name,
        "target_year": formats.year(row["target_year"]),
        "base_year": formats.year(row["base_year"]),
    }
    if pd.isna(row["target_value"]):
        return _("{name} has a target for {target_year}; its base year {base_year} has no value.", **places)
    target = _figure(row["target_value"], indicator)
    if pd.isna(row["base_value"]):
        return _("{name} has a target of {target} in {target_year}.", target=target, **places)
    base = _figure(row["base_value"], indicator)
    return _(
        "{name} has a target of {target} in {target_year}, from {base} in {base_year}.",
        target=target,
        base=base,
        **places,
    )


def _status_words(status: str) -> str:
    return f"{STATUSES[status].symbol} {_(STATUSES[status].word)}".replace(" ", formats.FIXED_SPACE)


def _figure(value: float, indicator: Indicator) -> str:
    """A value with its unit; scores and answers of yes or no have none."""
    return formats.number(value) if indicator.scale in SCALES else formats.amount(value, indicator.unit)


def method_word(word: str) -> str:
    """A method's own word for people; one without a text is shown as the method writes it."""
    return _(METHOD_WORDS.get(word, word.replace("_", " ")))


def method_table() -> pd.DataFrame:
    """The methods: name and version, rule with its boundary values, and where each is used."""
    shown = {True: _("On screen"), False: _("On this page and the command line")}
    return pd.DataFrame(
        {
            _("Method"): [f"{_(each.title)} {each.version} ({each.key})" for each in METHODS.values()],
            _("Rule and boundary values"): [_(each.rule) for each in METHODS.values()],
            _("Where"): [shown[each.is_on_screen] for each in METHODS.values()],
        }
    )


@st.cache_data(show_spinner=False, max_entries=500)
def _verdicts(
    url: str, version: int, area_id: str, indicator: str, methods: tuple[str, ...], _store: Store
) -> pd.DataFrame:
    return progress(_store, municipality_ids=[area_id], indicators=[indicator], methods=methods)


# All indicators ---------------------------------------------------------------------------------------------


def catalogue(current: Indicator) -> None:
    """Every indicator under its SDG target, each a link to itself on this page."""
    st.html("".join(_of_target(target, found, current) for target, found in by_target().items()))


def not_applicable_table() -> pd.DataFrame:
    """The official indicators that no municipality can report, with the reason."""
    return pd.DataFrame(
        {
            _("Official indicator"): [f"{each.sdg_indicator} {_(each.title)}" for each in NOT_APPLICABLE],
            _("Why it does not apply"): [_(each.reason) for each in NOT_APPLICABLE],
        }
    )


def _of_target(target: str, found: Sequence[Indicator], current: Indicator) -> str:
    items = "".join(_item(indicator, is_current=indicator is current) for indicator in found)
    title = f"{target} {_(TITLES[target])}"
    return f'<div class="vk-target"><h3>{escape(title)}</h3><ul class="vk-catalogue">{items}</ul></div>'


def _item(indicator: Indicator, *, is_current: bool) -> str:
    pill = "" if indicator.is_direct else f" {_pill(_('proxy'), 'mark')}"
    note = " · ".join(_marks(indicator))
    if indicator.is_proxy_because is not None:
        note += f". {_(indicator.is_proxy_because)}"
    current = ' aria-current="true"' if is_current else ""
    link = f'<a href="{escape(_address_of(indicator))}"{current}>{escape(_(indicator.title))}</a>'
    return f'<li>{link}{pill}<span class="vk-note">{escape(note)}.</span></li>'


def _address_of(indicator: Indicator) -> str:
    """This view with another indicator."""
    kept = dict(parse_qsl(urlsplit(view.address()).query))
    return f"?{urlencode(kept | {'indicator': indicator.key})}"


def _count(kind: str) -> int:
    return sum(indicator.indicator_class == kind for indicator in INDICATORS.values())


def first_steps() -> None:
    """What an empty store lacks for a verdict."""
    layout.empty(
        _("No municipality has data yet."),
        words=_("As soon as figures are loaded, the verdict by every method stands here side by side."),
        next_step=_("Load a workbook or an agency's file"),
        page="pages/upload.py",
    )
