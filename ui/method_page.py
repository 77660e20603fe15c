"""How an indicator is computed and judged: its definition, the municipality's own newest value worked through, and the
methods with their formulas."""

import re
from collections.abc import Mapping, Sequence
from html import escape

import pandas as pd
import streamlit as st

from data.store import Store
from metrics.default_targets import defaults_shown
from metrics.indicator import Indicator
from metrics.registry import INDICATORS, STATUSES
from metrics.sdg_targets import TITLES, target_of
from metrics.trends import TREND_METHODS
from metrics.verdicts import METHODS, Verdict
from metrics.worked_example import LeftOut, Step, WorkedValue, part_words
from sentences import formats
from texts import N_, Text, _, format_number
from ui import indicators, layout, method_reads, reads
from ui.layout import Fact
from ui.upload_flow import as_written

FEW_ROWS = 12  # more are folded away
DIGITS = 6  # significant, of a number below one
YEARS_NAMED = 5
# What docs/methods.md section 3 states, with y the latest value in year t, y0 the base value in t0, yT the target in tT;
# a and r are the yearly growth rates observed and required, Y the trend at tT, and d is 1 where more is better, else -1.
FORMULAS: Mapping[str, str] = {
    "linear_path": "(y − y0) / (p(t) − y0), p(t) = y0 + (yT − y0) (t − t0) / (tT − t0)",
    "ols_projection": "(Y − y0) / (yT − y0)",
    "eurostat5": "± d a / |r|, a = (y/y0)^(1/(t − t0)) − 1, r = (yT/y0)^(1/(tT − t0)) − 1",
    "eurostat4": "± d a / |r|, a = (y/y0)^(1/(t − t0)) − 1, r = (yT/y0)^(1/(tT − t0)) − 1",
    "opensdg": "d a / |r|, a = (y/y0)^(1/(t − t0)) − 1, r = (yT/y0)^(1/(tT − t0)) − 1",
    "unsd": "(y (1 + a)^(tT − t) − y0) / (yT − y0)",
    "sdsn": "((y − y0) / (t − t0)) / ((yT − y0) / (tT − t0))",
    "linear": "e = k t + m, min Σ (e(t) − k t − m)²",
    "robust": "k = median (e(t₂) − e(t₁)) / (t₂ − t₁), m = median (e(t) − k t)",
    "lad": "e = k t + m, min Σ |e(t) − k t − m|",
}
SIGNS = N_(
    "y: the latest value, in year t; y0: the base value, in year t0; yT: the target, in year tT; Y: the trend in year tT; a and "
    "r: the growth rate a year that was observed and that is required; d: 1 where more is better, else −1."
)


def answer(indicator: Indicator, found: WorkedValue | None, name: str | None) -> str:
    """What comes out for the municipality, in one sentence with the number in it."""
    title = _(indicator.title)
    if name is None:
        return _("{indicator}: how it is computed and judged.", indicator=title)
    if found is None:
        return _(
            "{indicator}: {name} has no value yet; this is how it would be computed.",
            indicator=title,
            name=name,
        )
    return _(
        "{indicator}: {value} in {name} in {year}, worked through below.",
        indicator=title,
        value=formats.indicator_value(found.value, found.unit),
        name=name,
        year=formats.year(found.year),
    )


# The definition -------------------------------------------------------------------------------------------------


def judged_facts(indicator: Indicator) -> list[Fact]:
    """SDG target, unit, limit, method, and with whom a value may be compared."""
    goal = f"{indicator.sdg_target} {_(TITLES[target_of(indicator.sdg_target)])}"
    method = METHODS[indicator.progress_method]
    entries = (
        (_("SDG target"), goal),
        (_("Unit"), formats.unit_words(indicator.unit)),
        (
            _("Natural limit"),
            "" if indicator.natural_limit is None else format_number(indicator.natural_limit),
        ),
        (_("Judged by"), f"{_(method.title)} {method.version}. {_(method.rule)}."),
        (_("Compared only like with like"), "\n".join(_(rule) for rule in like_with_like(indicator))),
    )
    return [Fact(term, words, is_words=True) for term, words in entries if words]


def like_with_like(indicator: Indicator) -> list[Text]:
    """With whom a value of the indicator may be ranked (docs/methods.md section 6)."""
    rules = [
        N_(
            "Only values of the same dataset are ranked together; own accounts never with another municipality's."
        )
    ]
    if indicator.counterpart:
        rules.append(
            N_("Never with {counterpart}, which covers other gases.", counterpart=INDICATORS[indicator.counterpart].short_title)
        )  # fmt: skip
    if len(indicator.definitions) > 1:
        rules.append(N_("Each of the {count} ways to count it by itself.", count=len(indicator.definitions)))
    if not indicator.is_ranked_across_borders:
        rules.append(N_("Within one country only, since countries count differently."))
    if indicator.is_per_head:
        rules.append(N_("Inhabitants are those of 31 December of the same year, in every country."))
    return rules


def default_targets(indicator: Indicator, own: Store) -> None:
    """The targets from law or practice with their source, and whether anybody has seen them there.

    own: the municipality's own store, which keeps who has checked one."""
    layout.heading(_("Default targets"))
    found = defaults_shown(indicator, own.default_confirmations())
    if not found:
        st.markdown(_("There is none: the council decides."))
    for each in found:
        indicators.goal(each)


# The municipality's own numbers -----------------------------------------------------------------------------------


def own_numbers(store: Store, area_id: str, indicator: Indicator) -> None:
    """The newest value from its rows to the verdict; where there is none, what is not loaded."""
    found = method_reads.worked(store, area_id, indicator.key)
    verdict = reads.verdict(store, area_id, indicator.key)
    if found is None:
        _say_nothing_yet(store, area_id, indicator, verdict)
        return
    for sentence in _missing_words(found):
        st.info(sentence, icon=":material/info:")
    st.markdown(_source_words(found))
    _rows_behind(found)
    _list_of(found.steps, indicator)
    layout.heading(_("From the value to the verdict"))
    _verdict(store, area_id, indicator, verdict)


def _say_nothing_yet(store: Store, area_id: str, indicator: Indicator, verdict: Verdict) -> None:
    if indicator.indicator_class == "context":
        st.markdown(_("It is a figure of the country, shown as context; no municipality is judged by it."))
        return
    years = method_reads.years_without_value(store, area_id, indicator.key)
    st.markdown(_years_words(years) if years else _(verdict.reason))
    st.page_link("pages/upload.py", label=_("Load what is missing"), icon=":material/arrow_forward:")


def _years_words(years: Sequence[LeftOut]) -> str:
    """Why the newest years have no value."""
    named = [f"{each.year}: {_(each.why)}." for each in years[:YEARS_NAMED]]
    return " ".join(named)


def _missing_words(found: WorkedValue) -> list[str]:
    """What is not loaded: years that are newer, and parts that count where they are stated."""
    newer = [
        _("{year} has no value yet: {why}.", year=str(each.year), why=each.why)
        for each in found.without_value
    ]
    parts = [
        _("{part}: not stated for {year}, so that it adds nothing.", part=part, year=str(found.year))
        for part in found.not_stated
    ]
    return newer + parts


def _source_words(found: WorkedValue) -> str:
    release = f", {as_written(found.release)}" if found.release else ""
    counted = f" {_(found.definition.title)}." if found.definition.key else ""
    return _("The newest year with a value is {year}, from dataset {dataset}.",
             year=str(found.year), dataset=f"`{found.dataset}`{release}") + counted  # fmt: skip


def _rows_behind(found: WorkedValue) -> None:
    """The rows that the value is made of; many of them are folded away until somebody asks."""
    caption = _("The rows it is made of")
    if len(found.rows) <= FEW_ROWS:
        layout.table(rows_table(found), caption)
        return
    title = _("The {count} rows it is made of", count=len(found.rows))
    with st.expander(title, key="rows-behind", on_change="rerun") as panel:
        if panel.open:
            st.dataframe(
                layout.grouped(rows_table(found)), hide_index=True, alt=caption, key="rows-behind-table"
            )


def rows_table(found: WorkedValue) -> pd.DataFrame:
    """Every row with its figure and its place in the file."""
    rows = list(found.rows.itertuples(index=False))
    parts = {role.name: _(part_words(role)) for role in found.definition.roles}
    return pd.DataFrame(
        {
            _("Part"): [parts[row.role] for row in rows],
            _("Row"): [_label(row) for row in rows],
            _("Amount"): [float(row.amount) for row in rows],
            _("Unit"): [formats.unit_words(row.unit) for row in rows],
            _("File"): [row.file_name for row in rows],
            _("Sheet and cell"): [_place(row) for row in rows],
        }
    )


def _label(row: object) -> str:
    label = getattr(row, "source_label", None)
    return str(label) if label and not pd.isna(label) else str(getattr(row, "input", "") or _("total"))


def _place(row: object) -> str:
    sheet, cell = getattr(row, "sheet", None), getattr(row, "cell", None)
    known = [str(each) for each in (sheet, cell) if each is not None and not pd.isna(each)]
    return " ".join(known)


# Arithmetic ---------------------------------------------------------------------------------------------------


def written(step: Step) -> str:
    """A step as it is worked out: the expression with its numbers, and what comes out with its unit."""
    result = _with_unit(_number(step.result), step.unit)
    if not step.form:
        return _("sum of the rows = {result}", result=result)
    places = set(re.findall(r"\{(\w+)\}", step.form))
    if len(places) < 2 and "×" not in step.form:
        return result
    expression = step.form.format(**{name: _set_in(value) for name, value in step.numbers.items()})
    return f"{expression} = {result}"


def _set_in(value: float) -> str:
    """A number inside an expression; one below zero stands in brackets."""
    words = str(value) if isinstance(value, int) else _number(value)
    return f"({words})" if value < 0 else words


def _number(value: float) -> str:
    return format_number(value) if abs(value) >= 1 or value == 0 else format_number(value, significant=DIGITS)


def _with_unit(words: str, unit: str) -> str:
    is_measure = unit and unit not in (formats.YES_OR_NO, formats.SELF_ASSESSED)
    return f"{words}{formats.FIXED_SPACE}{formats.unit_words(unit)}" if is_measure else words


def _list_of(steps: Sequence[Step], indicator: Indicator) -> None:
    """The steps as a numbered list."""
    items = "".join(
        f"<li><strong>{escape(_(step.what))}</strong><br>{escape(written(step))}</li>" for step in steps
    )
    st.html(f'<ol class="vk-steps-of" aria-label="{escape(_(indicator.title))}">{items}</ol>')


def _verdict(store: Store, area_id: str, indicator: Indicator, verdict: Verdict) -> None:
    steps = method_reads.steps_of_verdict(store, area_id, indicator.key)
    if steps:
        st.markdown(
            _("The target is {target} in {target_year}, from {base} in {base_year}; the year judged is {year}.",
              target=formats.indicator_value(verdict.target_value, indicator.unit),
              target_year=formats.year(verdict.target_year), year=formats.year(verdict.latest_year),
              base=formats.indicator_value(verdict.base_value, indicator.unit),
              base_year=formats.year(verdict.base_year))
        )  # fmt: skip
        _list_of(steps, indicator)
    status = STATUSES[verdict.status]
    st.html(
        f'<p><strong style="color:{status.colour}"><span aria-hidden="true">{status.symbol}</span> '
        f"{escape(_(status.word))}</strong> {escape(_(verdict.reason))}</p>"
    )


# The methods ----------------------------------------------------------------------------------------------------


def method_table() -> pd.DataFrame:
    """The methods of the verdict: name with version, formula, classes, and where each is used."""
    places = dict(zip(METHODS, indicators.method_table().iloc[:, 2], strict=True))
    return pd.DataFrame(
        {
            _("Method"): [f"{_(each.title)} ({each.key})" for each in METHODS.values()],
            _("Version"): [each.version for each in METHODS.values()],
            _("Formula"): [FORMULAS[key] for key in METHODS],
            _("Rule and boundary values"): [_(each.rule) for each in METHODS.values()],
            _("Where"): [places[key] for key in METHODS],
        }
    )


def trend_table() -> pd.DataFrame:
    """The ways to draw a trend: name with version, formula and rule."""
    return pd.DataFrame(
        {
            _("Trend"): [f"{_(each.title)} ({each.key})" for each in TREND_METHODS.values()],
            _("Version"): [each.version for each in TREND_METHODS.values()],
            _("Formula"): [FORMULAS[key] for key in TREND_METHODS],
            _("Rule"): [_(each.rule) for each in TREND_METHODS.values()],
        }
    )
