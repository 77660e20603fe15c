"""What the compare page shows: two to six municipalities on common axes, and what differs between their
methods.

Values share an axis, and a sentence names the best change, only where metrics.comparison puts them in one group: one
dataset, one definition, no own accounts, and no border where countries count differently. Otherwise they stand side by
side as an index since a common year, with the difference named. Answers of yes or no and self-assessed scores have no
rate of change: they are listed."""

import pandas as pd

from charts.chart import Chart
from charts.comparison import ComparedArea, index_chart, small_multiples
from data.code_lists import BASES
from data.store import Store
from metrics.comparison import comparable_groups
from metrics.indicator import Indicator
from metrics.registry import GAS_NAMES, INDICATORS, STATUSES
from metrics.values import no_value_text
from texts import _
from ui import answers, choices, formats, reads

MOST = 6
MEASURES = ("indexed", "absolute")
FORMS = tuple(key.removeprefix("ghg_") for key in choices.emission_forms("ghg"))
LISTED = ("binary", "score")  # scales without a rate of change


def offered(store: Store, area_ids: list[str]) -> list[str]:
    """What can be compared: the forms of territorial emissions, then the indicators that two of them have."""
    return [*FORMS, *choices.with_data(store, tuple(area_ids), least=2)]


def entry_of(form: str) -> Indicator:
    """The indicator of a form; of the two for different gases the one for greenhouse gases."""
    return INDICATORS[f"ghg_{form}" if form in FORMS else form]


def form_title(form: str) -> str:
    """The name of an indicator; without its gases where each municipality's dataset decides on those."""
    return _(entry_of(form).short_title)


def is_drawn(form: str) -> bool:
    """Whether its changes can be drawn: a yes or no and a self-assessed score have none."""
    return entry_of(form).scale not in LISTED


def series(store: Store, area_ids: list[str], form: str) -> pd.DataFrame:
    """One indicator for each area; of emissions the form (all gases or CO2) that its headline dataset covers.

    Returns area_id (in the order chosen), year, value (NaN = missing), indicator, unit, dataset, release, gas_coverage,
    definition."""
    keys = (f"ghg_{form}", f"co2_{form}") if form in FORMS else (form,)
    found = reads.values(store, tuple(area_ids), keys).rename(columns={"municipality_id": "area_id"})
    chosen = pd.Categorical(found["area_id"], categories=area_ids, ordered=True)
    order = chosen.argsort(kind="stable")
    return found.iloc[order].reset_index(drop=True)


def is_comparable(store: Store, found: pd.DataFrame) -> bool:
    """Whether all series belong to one group (metrics.comparison), so that values may share an axis and be ranked."""
    kinds = found.drop_duplicates(["area_id", "indicator", "definition", "dataset"])
    values = kinds.rename(columns={"area_id": "municipality_id"})
    return comparable_groups(values, reads.all_datasets(store))["group"].nunique() <= 1


def measures(store: Store, found: pd.DataFrame, form: str) -> tuple[str, ...]:
    """How the series can be shown, the best way first: a share is plainest as it is, others by their change."""
    if not is_comparable(store, found):
        return MEASURES[:1]
    return MEASURES[::-1] if entry_of(form).scale == "share" else MEASURES


def difference(store: Store, found: pd.DataFrame, form: str) -> str:
    """Why the series are neither ranked nor put on one axis, in one sentence; empty where they may be."""
    if not is_drawn(form):
        return _("Every municipality answers this for itself: the answers are listed and not ranked.")
    if is_comparable(store, found):
        return ""
    shown = _("Shown is each one's change since a year that all have.")
    return f"{_what_differs(store, found, form)} {shown}"


def _what_differs(store: Store, found: pd.DataFrame, form: str) -> str:
    kinds = reads.all_datasets(store).set_index("dataset")["kind"]
    if (kinds.reindex(found["dataset"].unique()) == "own_accounts").all():
        return _(
            "Every municipality counts these figures by its own method, so amounts are neither ranked nor put on one axis."
        )
    if found["definition"].nunique() > 1:
        each = found.drop_duplicates("area_id")["definition"].unique()
        titles = [_(entry_of(form).definition(key).title) for key in each]
        return _(
            "These figures count different things ({definitions}), so amounts are neither ranked nor put on one axis.",
            definitions="; ".join(titles),
        )
    entry = entry_of(form)
    if not entry.is_ranked_across_borders and found["area_id"].str[:2].nunique() > 1:
        return _(
            "Countries count this differently, so amounts are neither ranked nor put on one axis across borders."
        )
    return _(
        "These figures come from different datasets. Amounts are therefore neither ranked nor put on one axis."
    )


def chart(store: Store, found: pd.DataFrame, area_ids: list[str], measure: str) -> Chart:
    """Small multiples with common axes, or all as an index since a common year."""
    areas = _compared_areas(store, found, area_ids)
    drawn = found[["area_id", "year", "value"]]
    if measure == "indexed":
        return index_chart(drawn, areas, format=formats.chart_format())
    unit = formats.unit_words(found["unit"].iloc[0]) if len(found) else "t"
    return small_multiples(drawn, areas, format=formats.chart_format(), unit_label=unit)


def answer(store: Store, found: pd.DataFrame, area_ids: list[str], form: str) -> str:
    """How each has changed since the first common year; who is best is said only within one group and over the same
    years."""
    if found["value"].notna().sum() == 0:
        return _no_value_words(found)
    if not is_drawn(form):
        return _listed(store, found, area_ids, form)
    common = _common_year(found)
    if common is None:
        return _("They have no year in common, so each can only be compared with itself.")
    changes = _changes(found, common, area_ids)
    if len(changes) < 2:
        return _("They share only {year}, so no change can be compared.", year=str(common))
    ends = {area_id: _last_year(found, area_id) for area_id in changes}
    is_same_end = len(set(ends.values())) == 1
    words = _("Since {year}, the first year all have: {changes}.", year=str(common),
              changes=_each_change(store, found, common, ends, form))  # fmt: skip
    best = _best(changes, entry_of(form))
    if best is None or not (is_comparable(store, found) and is_same_end):
        return words
    name = store.register().areas[best].name
    if entry_of(form).direction == "up":
        return _("{name} has risen most. {words}", name=name, words=words)
    return _("{name} has cut most. {words}", name=name, words=words)


def _each_change(store: Store, found: pd.DataFrame, common: int, ends: dict[str, int], form: str) -> str:
    """The change of each since the common year, with the year it ends in where those differ."""
    is_same_end = len(set(ends.values())) == 1
    places = [
        {
            "name": store.register().areas[area_id].name,
            "change": _change_words(found, area_id, common, entry_of(form)),
            "year": str(year),
        }
        for area_id, year in ends.items()
    ]
    if is_same_end:
        return ", ".join(_("{name} {change}", **place) for place in places)
    return ", ".join(_("{name} {change} to {year}", **place) for place in places)


def _change_words(found: pd.DataFrame, area_id: str, common: int, entry: Indicator) -> str:
    """A change in percent; of a share in points, since a percentage of a percentage is misread."""
    first, last = _ends(found, area_id, common)
    if entry.scale != "share":
        return formats.percent(100 * (last / first - 1), signed=True)
    sign = "+" if last > first else "−" if last < first else ""
    return f"{sign}{formats.difference(last - first, entry.unit)}"


def _best(changes: dict[str, float], entry: Indicator) -> str | None:
    """Whose change goes furthest in the wished direction; None where nobody's does or none is wished."""
    if entry.direction == "up":
        best = max(changes, key=changes.__getitem__)
        return best if changes[best] > 0 else None
    best = min(changes, key=changes.__getitem__)
    return best if entry.direction == "down" and changes[best] < 0 else None


def _listed(store: Store, found: pd.DataFrame, area_ids: list[str], form: str) -> str:
    """The newest answer of each, in the order chosen."""
    known = found.dropna(subset=["value"]).drop_duplicates("area_id", keep="last").set_index("area_id")
    each = [
        _(
            "{name}: {value} ({year})",
            name=store.register().areas[area_id].name,
            value=formats.indicator_value(known.at[area_id, "value"], entry_of(form).unit),
            year=formats.year(known.at[area_id, "year"]),
        )
        for area_id in area_ids
        if area_id in known.index
    ]
    return f"{', '.join(each)}."


def figures_table(store: Store, found: pd.DataFrame, area_ids: list[str], form: str) -> pd.DataFrame:
    """One row per municipality: what is counted, newest year, value, change since the first common year, verdict."""
    common = _common_year(found) if is_drawn(form) else None
    changes = _changes(found, common, area_ids) if common else {}
    rows = []
    for area_id in area_ids:
        row: dict[str, object] = {_("Municipality"): store.register().areas[area_id].name}
        known = found[found["area_id"] == area_id].dropna(subset=["value"])
        if len(known):
            row |= _newest(known.iloc[-1], form)
            if is_drawn(form):
                row[_change_heading(common, form)] = (
                    _change(found, area_id, common, form) if common and area_id in changes else None
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


def _change(found: pd.DataFrame, area_id: str, common: int, form: str) -> float:
    """The change since the common year in percent, of a share in percentage points."""
    first, last = _ends(found, area_id, common)
    return last - first if entry_of(form).scale == "share" else 100 * (last / first - 1)


def without_repetition(figures: pd.DataFrame) -> pd.DataFrame:
    """The newest figures for the screen: verdicts with their symbol, and what all rows share in a heading instead
    of a column."""
    marked = {_(status.word): f"{status.symbol} {_(status.word)}" for status in STATUSES.values()}
    if _("Verdict") in figures:
        figures = figures.assign(**{_("Verdict"): figures[_("Verdict")].replace(marked)})
    value, year, unit = _("Value"), _("Year"), _("Unit")
    if unit not in figures or figures[[year, unit]].nunique().max() > 1:
        return figures
    heading = f"{figures[year].dropna().iloc[0]}, {figures[unit].dropna().iloc[0]}"
    same = [name for name in (_("Gases"), _("Counted")) if name in figures and figures[name].nunique() <= 1]
    return figures.rename(columns={value: heading}).drop(columns=[*same, year, unit])


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


def _compared_areas(store: Store, found: pd.DataFrame, area_ids: list[str]) -> list[ComparedArea]:
    about = found.drop_duplicates("area_id").set_index("area_id")
    about = about[["indicator", "gas_coverage", "dataset", "definition"]]
    alike = ["dataset", "definition"]
    first = next((tuple(about.loc[each, alike]) for each in area_ids if each in about.index), None)
    return [
        ComparedArea(
            area_id,
            store.register().areas[area_id].name,
            _coverage_words(store, about, area_id),
            area_id in about.index and tuple(about.loc[area_id, alike]) != first,
        )
        for area_id in area_ids
    ]


def _coverage_words(store: Store, about: pd.DataFrame, area_id: str) -> str:
    """The gases or the definition a series covers, and its publisher's dataset where those are the same but the
    datasets are not."""
    if area_id not in about.index:
        return ""
    row = about.loc[area_id]
    entry = INDICATORS[str(row["indicator"])]
    covered = _(GAS_NAMES[row["gas_coverage"]]) if entry.is_emissions else ""
    if len(entry.definitions) > 1:
        covered = _(entry.definition(row["definition"]).title)
    if about[["gas_coverage", "definition"]].nunique().max() > 1 or about["dataset"].nunique() <= 1:
        return covered
    titles = reads.all_datasets(store).set_index("dataset")["title"]
    return ", ".join(filter(None, (covered, titles[row["dataset"]])))


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


def _ends(found: pd.DataFrame, area_id: str, common: int) -> tuple[float, float]:
    """The values of an area in the common year and in its newest; it has both."""
    known = found[(found["area_id"] == area_id) & found["value"].notna()]
    return float(known.loc[known["year"] == common, "value"].iloc[0]), float(known["value"].iloc[-1])


def _changes(found: pd.DataFrame, common: int, area_ids: list[str]) -> dict[str, float]:
    """The change (share, -0.25 = a quarter less) from the common year to each one's newest year after it."""
    changes = {}
    for area_id in area_ids:
        known = found[(found["area_id"] == area_id) & found["value"].notna()]
        if known.empty or int(known["year"].iloc[-1]) <= common:
            continue
        base, last = _ends(found, area_id, common)
        changes[area_id] = last / base - 1
    return changes
