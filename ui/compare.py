"""What the compare page shows: two to six municipalities on common axes, and what differs between their
methods.

Amounts share an axis, and a sentence names a largest cut, only when the series come from one dataset.
Otherwise they stand side by side as an index since a common year, with the difference named."""

import pandas as pd

from charts.chart import Chart
from charts.comparison import ComparedArea, index_chart, small_multiples
from data.store import Store
from data.tables import BASES
from metrics.registry import GAS_NAMES, INDICATORS
from texts import _
from ui import answers, formats, reads

MOST = 6
MEASURES = ("indexed", "absolute")
FORMS = tuple(key.removeprefix("ghg_") for key, entry in INDICATORS.items() if entry.gas_coverage == "ghg")


def form_title(form: str) -> str:
    """The name of an indicator without its gases, since each municipality's dataset decides on those."""
    return _(INDICATORS[f"ghg_{form}"].short_title)


def series(store: Store, area_ids: list[str], form: str) -> pd.DataFrame:
    """One indicator for each area, in the form (all gases or CO2) that its headline dataset covers.

    Returns area_id, year, value (NaN = missing), indicator, unit, dataset, release, gas_coverage."""
    found = reads.values(store, tuple(area_ids), (f"ghg_{form}", f"co2_{form}"))
    return found.rename(columns={"municipality_id": "area_id"})


def is_comparable(found: pd.DataFrame) -> bool:
    """Whether all series come from one dataset, so that amounts may share an axis and be ranked."""
    return found["dataset"].nunique() <= 1


def chart(store: Store, found: pd.DataFrame, area_ids: list[str], measure: str) -> Chart:
    """Small multiples with common axes, or all as an index since a common year."""
    areas = _compared_areas(store, found, area_ids)
    drawn = found[["area_id", "year", "value"]]
    if measure == "indexed":
        return index_chart(drawn, areas, format=formats.chart_format())
    unit = found["unit"].iloc[0] if len(found) else "t"
    return small_multiples(drawn, areas, format=formats.chart_format(), unit_label=unit)


def answer(store: Store, found: pd.DataFrame, area_ids: list[str]) -> str:
    """How each has changed since the first common year; who cut most is said only within one dataset."""
    common = _common_year(found)
    if common is None:
        return _("They have no year in common, so each can only be compared with itself.")
    changes = _changes(found, common, area_ids)
    if len(changes) < 2:
        return _("They share only {year}, so no change can be compared.", year=str(common))
    register = store.register()
    each = ", ".join(
        f"{register.areas[area_id].name} {formats.percent(100 * change, signed=True)}"
        for area_id, change in changes.items()
    )
    words = _("Since {year}, the first year all have: {changes}.", year=str(common), changes=each)
    best = min(changes, key=changes.__getitem__)
    if not is_comparable(found) or changes[best] >= 0:
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
