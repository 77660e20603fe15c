"""The table of all verdicts: municipality × indicator × method, without gaps.

The methods and what they decide are in metrics/verdicts.py; Target, Verdict, METHODS and assess are also
found here."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from data.store import Store
from metrics.indicator import Indicator
from metrics.judged_municipalities import judged_municipalities
from metrics.registry import INDICATORS, indicator_named
from metrics.series import Floats, with_targets
from metrics.targets import Target, speaking_targets
from metrics.values import no_value_text, point_rows, speaking_datasets
from metrics.verdicts import (
    METHODS,
    ON_SCREEN,
    Described,
    Method,
    Verdict,
    Verdicts,
    assess,
    described,
    method_named,
    verdicts_on,
)
from texts import N_, Text

__all__ = ["COLUMNS", "METHODS", "Method", "Target", "Verdict", "assess", "progress"]

# The columns of the table and of the command line, each with its kind.
_KINDS = {
    "municipality_id": "str",
    "indicator": "str",
    "method": "str",
    "base_year": "Int64",
    "base_value": "float64",
    "latest_year": "Int64",
    "latest_value": "float64",
    "target_year": "Int64",
    "target_value": "float64",
    "ratio": "float64",
    "verdict": "str",
    "status": "str",
    "reason": "object",
    "required_per_year_from_now": "float64",
    "projected_value": "float64",
    "projected_low": "float64",
    "projected_high": "float64",
}
COLUMNS = tuple(_KINDS)


def progress(
    store: Store,
    *,
    municipality_ids: Sequence[str] | None = None,
    indicators: Sequence[str] | None = None,
    methods: Sequence[str] | None = None,
    dataset: str | None = None,
) -> pd.DataFrame:
    """Every verdict: one row per municipality × indicator × method, always, also without data or target.

    municipality_ids None: every municipality with live figures or a live target. methods None: those that pages
    show. Headline dataset unless one is named. An indicator of the other gas coverage than the area's dataset, and
    a national figure, is not_applicable.
    Returns the columns of COLUMNS: years Int64, values float64 in the indicator's unit (missing = NaN),
    reason as Text. Raises MetricError for an unknown indicator or method."""
    chosen = [indicator_named(key) for key in dict.fromkeys(INDICATORS if indicators is None else indicators)]
    ways = [method_named(key) for key in dict.fromkeys(ON_SCREEN if methods is None else methods)]
    areas = (
        judged_municipalities(store) if municipality_ids is None else list(dict.fromkeys(municipality_ids))
    )
    if not areas:
        return _table({name: [] for name in COLUMNS})
    found = _series(store, areas, chosen, dataset)
    decided = speaking_targets(store, areas)
    places = [(area, indicator) for area in areas for indicator in chosen]
    targets = [decided.get((area, indicator.key)) for area, indicator in places]
    facts = described(
        with_targets(found.years, found.values, targets, measured=[each for _area, each in places])
    )
    problems = {
        row: each.problem for row, each in enumerate(targets) if each is not None and each.problem is not None
    }
    nothing = _Nothing(_coverage(store, areas, dataset), dataset, found.missing_reasons)
    why = {row: nothing.why(*places[row], row) for row in np.flatnonzero(facts.is_empty).tolist()}
    judged = [_with_nothing(verdicts_on(facts, way, problems=problems), why) for way in ways]
    return _table(_columns(places, ways, facts, judged))


# --- reading


@dataclass(frozen=True)
class _Found:
    """The known points of every area × indicator, area by area, as SeriesSet has them, and why the last year without a
    value has none (None = there is no such year)."""

    years: Floats
    values: Floats
    missing_reasons: NDArray[np.object_]


def _series(store: Store, areas: list[str], indicators: list[Indicator], dataset: str | None) -> _Found:
    keys = [indicator.key for indicator in indicators]
    rows = point_rows(store, areas, keys, dataset=dataset)
    of_registry = list(INDICATORS)
    in_order = np.zeros(len(of_registry), dtype=np.int64)
    in_order[[of_registry.index(key) for key in keys]] = range(len(keys))
    place = _places(rows["municipality_id"], areas) * len(keys) + in_order[rows["position"].to_numpy()]
    if np.any(np.diff(place) < 0):  # asked for in another order than that of ids and registry
        order = np.argsort(place, kind="stable")
        rows, place = rows.take(pa.array(order)), place[order]
    count = len(areas) * len(keys)
    is_first = _is_of_first_dataset(place, rows["dataset"])
    value = rows["value"].to_numpy(zero_copy_only=False)
    is_known = is_first & ~np.isnan(value)
    years, values = _as_matrices(
        place[is_known], rows["year"].to_numpy()[is_known].astype(float), value[is_known], count=count
    )
    reasons = np.empty(count, dtype=object)
    missing = np.flatnonzero(is_first & ~is_known)
    reasons[place[missing]] = rows["missing_reason"].take(pa.array(missing)).to_pylist()
    return _Found(years, values, reasons)


def _places(column: pa.ChunkedArray, order: list[str]) -> NDArray[np.int64]:
    """Where each entry of a column stands in an order that holds them all."""
    encoded = column.combine_chunks().dictionary_encode()
    position = {name: number for number, name in enumerate(order)}
    known = np.array([position[name] for name in encoded.dictionary.to_pylist()], dtype=np.int64)
    return known[encoded.indices.to_numpy()] if len(known) else np.empty(0, dtype=np.int64)


def _is_of_first_dataset(place: NDArray[np.int64], datasets: pa.ChunkedArray) -> NDArray[np.bool_]:
    """Whether each row belongs to the first dataset of its series: two are there only where the parts of a merger
    follow different ones, and they are never spliced."""
    codes = datasets.combine_chunks().dictionary_encode().indices.to_numpy()
    starts = np.concatenate([[True], place[1:] != place[:-1]]) if len(place) else np.empty(0, dtype=bool)
    first = np.flatnonzero(starts)
    return codes == np.repeat(codes[first], np.diff(np.append(first, len(place)))) if len(place) else starts


def _as_matrices(
    place: NDArray[np.int64], years: Floats, values: Floats, *, count: int
) -> tuple[Floats, Floats]:
    """Rows that are in order of series and years, as one matrix row for each of `count` series."""
    sizes = np.bincount(place, minlength=count)
    column = np.arange(len(place)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    shape = (count, max(int(sizes.max(initial=0)), 1))
    filled = np.full(shape, np.nan), np.full(shape, np.nan)
    filled[0][place, column], filled[1][place, column] = years, values
    return filled


def _coverage(store: Store, areas: list[str], dataset: str | None) -> dict[str, dict[str, str]]:
    """Per area, the gas coverage of its speaking dataset and that dataset's key."""
    found: dict[str, dict[str, str]] = {}
    for row in speaking_datasets(store, municipality_ids=areas, dataset=dataset).itertuples(index=False):
        found.setdefault(str(row.municipality_id), {})[str(row.gas_coverage)] = str(row.dataset)
    return found


# --- series without any value


@dataclass(frozen=True)
class _Nothing:
    """Why a series has no value at all."""

    coverage: dict[str, dict[str, str]]
    dataset: str | None
    missing_reasons: NDArray[np.object_]

    def why(self, area: str, indicator: Indicator, row: int) -> tuple[str, Text]:
        """Status and sentence for the series of an area and indicator, which stands in that row."""
        if indicator.indicator_class == "context":
            return "not_applicable", _NATIONAL
        reason = self.missing_reasons[row]
        if indicator.is_emissions:
            return self._of_emissions(area, indicator, reason)
        if reason is not None:
            return "no_data", no_value_text(reason)
        return "no_data", _not_loaded(indicator)

    def _of_emissions(self, area: str, indicator: Indicator, reason: str | None) -> tuple[str, Text]:
        coverage = self.coverage.get(area)
        if coverage is None and self.dataset is not None:
            return "no_data", N_("It has no emissions in dataset {dataset}.", dataset=self.dataset)
        if coverage is None:
            return "no_data", _NO_EMISSIONS
        if indicator.gas_coverage not in coverage:
            return "not_applicable", _other_gases(indicator, dataset=next(iter(coverage.values())))
        return "no_data", no_value_text(reason or indicator.definitions[0].roles[-1].absent)


_NATIONAL = N_("It is a figure of the country, shown as context; no municipality is judged by it.")
_NO_EMISSIONS = N_("No emissions are loaded for it.")


def _not_loaded(indicator: Indicator) -> Text:
    measured = indicator.definitions[-1].measured
    return N_("What it measures is not loaded: {inputs} in table {table}.",
              inputs=", ".join(name or "total" for name in measured.inputs[:3]), table=measured.table)  # fmt: skip


def _other_gases(indicator: Indicator, *, dataset: str) -> Text:
    if not indicator.counterpart:
        return N_("Its dataset, {dataset}, covers fossil CO2 only.", dataset=dataset)
    places = {"dataset": dataset, "counterpart": indicator.counterpart}
    if indicator.gas_coverage == "ghg":
        return N_("Its dataset, {dataset}, covers fossil CO2 only; see {counterpart}.", **places)
    return N_("Its dataset, {dataset}, covers all greenhouse gases; see {counterpart}.", **places)


def _with_nothing(verdicts: Verdicts, why: dict[int, tuple[str, Text]]) -> Verdicts:
    """The verdicts with what is said of the series that have no value."""
    rows = list(why)
    verdicts.status[rows] = [status for status, _reason in why.values()]
    reasons = np.empty(len(rows), dtype=object)
    reasons[:] = [reason for _status, reason in why.values()]
    verdicts.reason[rows] = reasons
    return verdicts


# --- the table


def _columns(
    places: list[tuple[str, Indicator]], ways: list[Method], facts: Described, judged: list[Verdicts]
) -> dict[str, NDArray]:
    """The columns of the table: the methods of one place stand together."""
    series, many = facts.series, len(ways)
    shared = {
        "municipality_id": np.array([area for area, _indicator in places], dtype=object),
        "indicator": np.array([indicator.key for _area, indicator in places], dtype=object),
        "latest_year": facts.latest_year,
        "latest_value": facts.latest_value,
        "target_year": series.target_year,
        "target_value": series.target_value,
        "required_per_year_from_now": facts.required_per_year,
    }
    of_method = {
        "method": [np.full(len(places), way.key, dtype=object) for way in ways],
        "base_year": [each.base_year for each in judged],
        "base_value": [each.base_value for each in judged],
        "ratio": [each.ratio for each in judged],
        "verdict": [each.word for each in judged],
        "status": [each.status for each in judged],
        "reason": [each.reason for each in judged],
        "projected_value": [each.projected_value for each in judged],
        "projected_low": [each.projected_low for each in judged],
        "projected_high": [each.projected_high for each in judged],
    }
    return {name: np.repeat(column, many) for name, column in shared.items()} | {
        name: np.column_stack(columns).ravel() for name, columns in of_method.items()
    }


def _table(columns: dict[str, NDArray] | dict[str, list]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series(columns[name], dtype=kind) for name, kind in _KINDS.items()})
