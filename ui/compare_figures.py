"""The tables of a comparison of one indicator: the newest figures with their change, and what each series is."""

import pandas as pd

from data.code_lists import BASES
from data.store import Store
from metrics.registry import GAS_NAMES, STATUSES
from sentences import answers, formats
from texts import _
from ui import reads
from ui.compare import FORMS, entry_of, is_drawn
from ui.compare_answer import Change, changes_since, common_year


def figures_table(store: Store, found: pd.DataFrame, area_ids: list[str], form: str) -> pd.DataFrame:
    """One row per municipality: what is counted, newest year, value, change since the first common year, verdict."""
    common = common_year(found) if is_drawn(form) else None
    changes = changes_since(found, common, area_ids) if common else {}
    rows = []
    for area_id in area_ids:
        row: dict[str, object] = {_("Municipality"): store.register().areas[area_id].name}
        known = found[found["area_id"] == area_id].dropna(subset=["value"])
        if len(known):
            row |= _newest(known.iloc[-1], form)
            if is_drawn(form):
                row[_change_heading(common, form)] = (
                    _change(changes[area_id], form) if area_id in changes else None
                )
            verdict = reads.verdict(store, area_id, str(known["indicator"].iloc[-1]))
            row[_("Verdict")] = answers.verdict_words(verdict).rstrip(".")
        rows.append(row)
    return pd.DataFrame(rows)


def _newest(last: pd.Series, form: str) -> dict[str, object]:
    """Columns of the newest figure; answers that are no measure as words."""
    entry = entry_of(form)
    if not is_drawn(form):
        return {
            _("Year"): str(last["year"]),
            _("Value"): formats.indicator_value(last["value"], entry.unit),
        }
    counted = {_("Gases"): _(GAS_NAMES[last["gas_coverage"]])} if entry.is_emissions else {}
    if len(entry.definitions) > 1:
        counted = {_("Counted"): _(entry.definition(last["definition"]).title)}
    return counted | {
        _("Year"): str(last["year"]),
        _("Value"): float(last["value"]),
        _("Unit"): formats.unit_words(last["unit"]),
    }


def _change_heading(common: int | None, form: str) -> str:
    if entry_of(form).scale == "share":
        return _("Change since {year}, points", year=str(common)) if common else _("Change, points")
    return _("Change since {year}, %", year=str(common)) if common else _("Change, %")


def _change(change: Change, form: str) -> float:
    """The change since the common year in percent, of a share in percentage points."""
    return change.last - change.first if entry_of(form).scale == "share" else 100 * change.share


def without_repetition(figures: pd.DataFrame) -> pd.DataFrame:
    """The newest figures for the screen: verdicts with their symbol, and what all rows share in a heading instead
    of a column."""
    marked = {_(status.word): f"{status.symbol} {_(status.word)}" for status in STATUSES.values()}
    if _("Verdict") in figures:
        figures = figures.assign(**{_("Verdict"): figures[_("Verdict")].replace(marked)})
    value, year, unit = _("Value"), _("Year"), _("Unit")
    if unit not in figures or figures[[year, unit]].nunique().max() > 1:
        return _without_gaps(figures)
    heading = f"{figures[year].dropna().iloc[0]}, {figures[unit].dropna().iloc[0]}"
    same = [name for name in (_("Gases"), _("Counted")) if name in figures and figures[name].nunique() <= 1]
    return _without_gaps(figures.rename(columns={value: heading}).drop(columns=[*same, year, unit]))


def _without_gaps(figures: pd.DataFrame) -> pd.DataFrame:
    """Missing words as empty cells; missing figures stay missing."""
    words = figures.columns[[not pd.api.types.is_numeric_dtype(kind) for kind in figures.dtypes]]
    return figures.assign(**{name: figures[name].fillna("") for name in words})


def all_the_same(differences: pd.DataFrame) -> str:
    """One sentence in place of a table whose rows differ by the municipality only; else nothing."""
    about = differences.drop(columns=_("Municipality"))
    if _("Publisher") not in about or about.nunique().max() > 1:
        return ""
    each = ". ".join(f"{name}: {about[name].iloc[0]}" for name in about)
    return f"{_('All are measured in the same way.')} {each}."


def differences(store: Store, found: pd.DataFrame, area_ids: list[str], form: str) -> pd.DataFrame:
    """What each series is: dataset, publisher, what is counted, basis, release, years."""
    rows = []
    for area_id in area_ids:
        name = store.register().areas[area_id].name
        own = found[found["area_id"] == area_id]
        loaded = reads.loaded(store, area_id)
        datasets = loaded[loaded["dataset"].isin(own["dataset"].tail(1))]
        if datasets.empty:
            nothing = _("No emissions loaded") if form in FORMS else _("Nothing loaded")
            rows.append({_("Municipality"): name, _("Dataset"): nothing})
            continue
        rows.append({_("Municipality"): name, **_about(datasets.iloc[0], own, form)})
    return pd.DataFrame(rows).fillna("")


def _about(dataset: pd.Series, own: pd.DataFrame, form: str) -> dict[str, str]:
    entry = entry_of(form)
    row = {_("Dataset"): dataset["title"], _("Publisher"): dataset["publisher"]}
    if entry.is_emissions:
        row[_("Gases")] = _(GAS_NAMES[dataset["gas_coverage"]])
    if len(entry.definitions) > 1:
        row[_("Counted")] = _(entry.definition(own["definition"].iloc[-1]).title)
    if dataset["basis"] in BASES:
        row[_("Basis")] = _(BASES[dataset["basis"]])
    return row | {_("Release"): dataset["release"], _("Years"): f"{own['year'].min()}–{own['year'].max()}"}
