"""What the compare page shows: two to six municipalities on common axes, and what differs between their
methods.

Amounts share an axis, and a sentence names a largest cut, only when the series come from one dataset.
Otherwise they stand side by side as an index since a common year, with the difference named."""

import pandas as pd

from charts.chart import Chart
from charts.comparison import ComparedArea, index_chart, small_multiples
from data.code_lists import BASES
from data.store import Store
from metrics.registry import GAS_NAMES, INDICATORS, STATUSES
from metrics.values import no_value_text
from texts import _
from ui import answers, formats, reads

MOST = 6
MEASURES = ("indexed", "absolute")
FORMS = tuple(
    key.removeprefix("ghg_")
    for key, entry in INDICATORS.items()
    if entry.gas_coverage == "ghg" and entry.counterpart
)


def form_title(form: str) -> str:
    """The name of an indicator without its gases, since each municipality's dataset decides on those."""
    return _(INDICATORS[f"ghg_{form}"].short_title)


def series(store: Store, area_ids: list[str], form: str) -> pd.DataFrame:
    """One indicator for each area, in the form (all gases or CO2) that its headline dataset covers.

    Returns area_id, year, value (NaN = missing), indicator, unit, dataset, release, gas_coverage."""
    found = reads.values(store, tuple(area_ids), (f"ghg_{form}", f"co2_{form}"))
    return found.rename(columns={"municipality_id": "area_id"})


def is_comparable(store: Store, found: pd.DataFrame) -> bool:
    """Whether all series come from one agency's dataset, so that amounts may share an axis and be ranked.

    Own accounts share a name but not a method: every municipality keeps its own."""
    if found["dataset"].nunique() > 1:
        return False
    kinds = {
        kind
        for area_id in found["area_id"].unique()
        for kind in reads.datasets(store, area_id)["kind"].head(1)
    }
    return "own_accounts" not in kinds


def chart(store: Store, found: pd.DataFrame, area_ids: list[str], measure: str) -> Chart:
    """Small multiples with common axes, or all as an index since a common year."""
    areas = _compared_areas(store, found, area_ids)
    drawn = found[["area_id", "year", "value"]]
    if measure == "indexed":
        return index_chart(drawn, areas, format=formats.chart_format())
    unit = found["unit"].iloc[0] if len(found) else "t"
    return small_multiples(drawn, areas, format=formats.chart_format(), unit_label=unit)


def answer(store: Store, found: pd.DataFrame, area_ids: list[str]) -> str:
    """How each has changed since the first common year; who cut most is said only within one dataset and over
    the same years."""
    common = _common_year(found)
    if found["value"].notna().sum() == 0:
        return _no_value_words(found)
    if common is None:
        return _("They have no year in common, so each can only be compared with itself.")
    changes = _changes(found, common, area_ids)
    if len(changes) < 2:
        return _("They share only {year}, so no change can be compared.", year=str(common))
    register = store.register()
    ends = {area_id: _last_year(found, area_id) for area_id in changes}
    is_same_end = len(set(ends.values())) == 1
    each = ", ".join(
        _("{name} {change}", name=register.areas[area_id].name, change=formats.percent(100 * change, signed=True))
        if is_same_end
        else _("{name} {change} to {year}", name=register.areas[area_id].name,
               change=formats.percent(100 * change, signed=True), year=str(ends[area_id]))
        for area_id, change in changes.items()
    )  # fmt: skip
    words = _("Since {year}, the first year all have: {changes}.", year=str(common), changes=each)
    best = min(changes, key=changes.__getitem__)
    if not (is_comparable(store, found) and is_same_end) or changes[best] >= 0:
        return words
    return _("{name} has cut most. {words}", name=register.areas[best].name, words=words)


def figures_table(store: Store, found: pd.DataFrame, area_ids: list[str]) -> pd.DataFrame:
    """One row per municipality: gases, newest year, value, change since the first common year, verdict."""
    common = _common_year(found)
    changes = _changes(found, common, area_ids) if common else {}
    change_name = _("Change since {year}, %", year=str(common)) if common else _("Change, %")
    rows = []
    for area_id in area_ids:
        row: dict[str, object] = {_("Municipality"): store.register().areas[area_id].name}
        known = found[found["area_id"] == area_id].dropna(subset=["value"])
        if len(known):
            last = known.iloc[-1]
            verdict = reads.verdict(store, area_id, str(last["indicator"]))
            row |= {
                _("Gases"): _(GAS_NAMES[last["gas_coverage"]]),
                _("Year"): str(last["year"]),
                _("Value"): float(last["value"]),
                _("Unit"): last["unit"],
                change_name: 100 * changes[area_id] if area_id in changes else None,
                _("Verdict"): answers.verdict_words(verdict).rstrip("."),
            }
        rows.append(row)
    return pd.DataFrame(rows)


def without_repetition(figures: pd.DataFrame) -> pd.DataFrame:
    """The newest figures for the screen: verdicts with their symbol, and what all rows share in a heading instead
    of a column."""
    marked = {_(status.word): f"{status.symbol} {_(status.word)}" for status in STATUSES.values()}
    if _("Verdict") in figures:
        figures = figures.assign(**{_("Verdict"): figures[_("Verdict")].replace(marked)})
    value, year, unit = _("Value"), _("Year"), _("Unit")
    if value not in figures or figures[[year, unit]].nunique().max() > 1:
        return figures
    heading = f"{figures[year].dropna().iloc[0]}, {figures[unit].dropna().iloc[0]}"
    return figures.rename(columns={value: heading}).drop(columns=[_("Gases"), year, unit])


def all_the_same(differences: pd.DataFrame) -> str:
    """One sentence in place of a table whose rows differ by the municipality only; else nothing."""
    about = differences.drop(columns=_("Municipality"))
    if _("Publisher") not in about or about.nunique().max() > 1:
        return ""
    each = ". ".join(f"{name}: {about[name].iloc[0]}" for name in about)
    return f"{_('All are measured in the same way.')} {each}."


def picture_title(form: str, measure: str) -> str:
    """What the picture shows; the page's answer has said what it tells."""
    title = form_title(form)
    if measure == "indexed":
        return _("{indicator}, as an index since a common year", indicator=title)
    return _("{indicator}, all on the same axes", indicator=title)


def differences(store: Store, area_ids: list[str]) -> pd.DataFrame:
    """What each series is: dataset, publisher, gases, basis, release, years."""
    rows = []
    for area_id in area_ids:
        name = store.register().areas[area_id].name
        datasets = reads.datasets(store, area_id)
        if datasets.empty:
            rows.append({_("Municipality"): name, _("Dataset"): _("No emissions loaded")})
            continue
        row = datasets.iloc[0]
        rows.append(
            {
                _("Municipality"): name,
                _("Dataset"): row["title"],
                _("Publisher"): row["publisher"],
                _("Gases"): _(GAS_NAMES[row["gas_coverage"]]),
                _("Basis"): _(BASES[row["basis"]]) if row["basis"] in BASES else "",
                _("Release"): row["release"],
                _("Years"): f"{row['first_year']}–{row['last_year']}",
            }
        )
    return pd.DataFrame(rows).fillna("")


def _compared_areas(store: Store, found: pd.DataFrame, area_ids: list[str]) -> list[ComparedArea]:
    about = found.drop_duplicates("area_id").set_index("area_id")[["gas_coverage", "dataset"]]
    first = next((about.loc[area_id, "dataset"] for area_id in area_ids if area_id in about.index), None)
    return [
        ComparedArea(
            area_id,
            store.register().areas[area_id].name,
            _coverage_words(store, about, area_id),
            area_id in about.index and about.loc[area_id, "dataset"] != first,
        )
        for area_id in area_ids
    ]


def _coverage_words(store: Store, about: pd.DataFrame, area_id: str) -> str:
    """The gases a series covers, and its publisher's dataset where the gases are the same but the datasets
    are not."""
    if area_id not in about.index:
        return ""
    gases = _(GAS_NAMES[str(about.loc[area_id, "gas_coverage"])])  # type: ignore[index]
    if about["gas_coverage"].nunique() > 1 or about["dataset"].nunique() <= 1:
        return gases
    return f"{gases}, {reads.datasets(store, area_id)['title'].iloc[0]}"


def _no_value_words(found: pd.DataFrame) -> str:
    """Why none of the series has a value, as far as one reason explains them all."""
    reasons = set(found["missing_reason"]) if len(found) else set()
    if len(reasons) == 1:
        return _(no_value_text(reasons.pop()))
    return _("None of them has a value of this indicator.")


def _last_year(found: pd.DataFrame, area_id: str) -> int:
    """The newest year in which an area has a value; it has one."""
    return int(found.loc[(found["area_id"] == area_id) & found["value"].notna(), "year"].max())


def _common_year(found: pd.DataFrame) -> int | None:
    """The first year in which all municipalities with figures have one above zero."""
    known = found[found["value"] > 0]
    years = [set(group["year"]) for _area, group in known.groupby("area_id")]
    shared = set.intersection(*years) if years else set()
    return min(shared) if shared else None


def _changes(found: pd.DataFrame, common: int, area_ids: list[str]) -> dict[str, float]:
    """The change (share, -0.25 = a quarter less) from the common year to each one's newest year after it."""
    changes = {}
    for area_id in area_ids:
        known = found[(found["area_id"] == area_id) & found["value"].notna()]
        if known.empty or int(known["year"].iloc[-1]) <= common:
            continue
        base = float(known.loc[known["year"] == common, "value"].iloc[0])
        changes[area_id] = float(known["value"].iloc[-1]) / base - 1
    return changes
