"""All warnings of a store as one table, and which of them somebody has acknowledged with a note."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa

from data.store import Store
from metrics.errors import MetricError
from metrics.indicator import Indicator
from metrics.plausibility.checks import CHECKS, Check
from metrics.plausibility.given import TOTAL, Given, given
from metrics.plausibility.places import cells_of_emissions, cells_of_indicators
from metrics.registry import INDICATORS
from texts import N_

# The columns of the table, each with its kind.
_KINDS = {
    "municipality_id": "str",
    "check": "str",
    "subject": "str",
    "year": "Int64",
    "value": "float64",
    "other": "float64",
    "unit": "str",
    "text": "object",
    "upload_id": "Int64",
    "sheet": "object",
    "cell": "object",
    "acknowledged_by_note": "object",
    "warning": "str",
}
COLUMNS = tuple(_KINDS)
OF_A_SERIES = ("jump", "gap")  # what keeps a series out of comparisons until somebody has looked at it


def plausibility(
    store: Store, *, municipality_ids: Sequence[str] | None = None, checks: Sequence[str] | None = None
) -> pd.DataFrame:
    """What is unusual in the live speaking headline series: one row per case, the largest first within an area.

    municipality_ids None: every municipality of today. checks None: all of CHECKS. Returns municipality_id; check (key
    of CHECKS); subject (total, a sector, an indicator, population or area_km2); year; value and other (what it is
    compared with, NaN = there is no figure), both in unit; text (Text); upload_id, sheet and cell of the first figure behind
    the value (None = it has no cell); acknowledged_by_note (the newest note on it, None = nobody has looked yet); warning
    (its stable id, the subject of such a note). Warnings change no figure and name no cause.
    Raises MetricError for an unknown check. Source: docs/methods.md section 5."""
    one = given(store, municipality_ids)
    rows = [row for check in _named(checks) for row in _cases(one, check)]
    rows.sort(
        key=lambda row: (row["municipality_id"], -row["size"], row["check"], row["subject"], row["year"])
    )
    notes = _notes(store, one) if rows else {}
    for row in rows:
        row["acknowledged_by_note"] = notes.get((row["municipality_id"], row["warning"]))
    return warning_table(rows)


def warning_table(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """Warnings as the table that plausibility returns; none give an empty one."""
    columns = {name: [row[name] for row in rows] for name in COLUMNS}
    return pd.DataFrame({name: pd.Series(columns[name], dtype=kind) for name, kind in _KINDS.items()})


def warning_id(check: str, subject: str, year: int) -> str:
    """What a warning is called for good: the same case has the same id whatever its figures are."""
    return f"unusual: {check} {subject} {year}"


def check_named(key: str) -> Check:
    """The check of that key. Raises MetricError naming the keys there are."""
    if key not in CHECKS:
        raise MetricError(
            N_('Check: expected one of {known}, found "{key}".', known=", ".join(CHECKS), key=key)
        )
    return CHECKS[key]


def unusual_series(store: Store, municipality_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """The jumps and gaps that nobody has acknowledged yet, for whoever compares series with each other.

    Returns municipality_id, subject (total, a sector or an indicator) and year, in that order; each once."""
    found = plausibility(store, municipality_ids=municipality_ids, checks=OF_A_SERIES)
    open_ones = found[found["acknowledged_by_note"].isna()]
    places = open_ones[["municipality_id", "subject", "year"]]
    return places.drop_duplicates().sort_values(list(places.columns)).reset_index(drop=True)


def needs_attention(store: Store, municipality_ids: Sequence[str] | None = None) -> pd.DataFrame:
    """The same, by the indicators that count what jumps or has a gap.

    A total concerns the indicators of the whole emissions of its gases, a sector those of that sector. Returns
    municipality_id, indicator, subject and year, in that order."""
    found = unusual_series(store, municipality_ids)
    rows = [
        {"municipality_id": row.municipality_id, "indicator": key, "subject": row.subject, "year": row.year}
        for row in found.itertuples(index=False)
        for key in indicators_of(str(row.subject))
    ]
    columns = {"municipality_id": "str", "indicator": "str", "subject": "str", "year": "Int64"}
    frame = pd.DataFrame(rows, columns=list(columns)).astype(columns)
    return frame.sort_values(list(columns)).reset_index(drop=True)


def indicators_of(subject: str) -> list[str]:
    """The keys of the indicators that a subject's figures make up, in the order of the registry."""
    return [key for key, indicator in INDICATORS.items() if subject == key or _is_of(indicator, subject)]


def _is_of(indicator: Indicator, subject: str) -> bool:
    if indicator.basis != "territorial" or not indicator.sectors:
        return False
    counts_all = len(indicator.sectors) > _OF_SINGLE_SECTORS
    return counts_all if subject == TOTAL else not counts_all and subject in indicator.sectors


_OF_SINGLE_SECTORS = 3  # heat and power is the widest of the indicators that count some sectors only


def _named(checks: Sequence[str] | None) -> list[Check]:
    return [check_named(key) for key in dict.fromkeys(CHECKS if checks is None else checks)]


def _cases(one: Given, check: Check) -> Iterator[dict[str, Any]]:
    found = check.find(one)
    rows = found.to_pylist()
    cells = {} if "cell" in found.column_names else _cells(one, rows)
    for row in rows:
        subject, year = row["subject"], row["year"]
        place = cells.get((row["area_id"], subject, year), row)
        yield {
            "municipality_id": row["area_id"],
            "check": check.key,
            "subject": subject,
            "year": year,
            "value": row["value"],
            "other": row["other"],
            "unit": row["unit"],
            "text": N_("{case}. Unusual, check.", case=check.words(row)),
            "size": row["size"] or 0.0,
            "warning": warning_id(check.key, subject, year),
            **{name: place.get(name) for name in ("upload_id", "sheet", "cell")},
        }


def _cells(one: Given, rows: list[dict[str, Any]]) -> dict[tuple[str, str, int], dict[str, Any]]:
    """The place of the first figure behind each row, by area, subject and year."""
    found: list[dict[str, Any]] = []
    for cells_of, is_indicator in ((cells_of_indicators, True), (cells_of_emissions, False)):
        asked = [
            {name: row[name] for name in ("area_id", "subject", "year")}
            | {"is_missing": row["value"] is None}
            for row in rows
            if (row["subject"] in INDICATORS) == is_indicator
        ]
        if asked:
            found += cells_of(one, pa.Table.from_pylist(asked)).to_pylist()
    return {(row["area_id"], row["subject"], row["year"]): row for row in found}


def _notes(store: Store, one: Given) -> dict[tuple[str, str], str]:
    rows = store.arrow(_NOTES, {"areas": one.named}).to_pylist()
    return {(row["area_id"], row["subject"]): row["note"] for row in rows}


_NOTES = """
select area_id, subject, note
from live_notes
where starts_with(subject, 'unusual: ') and ($areas::varchar[] is null or area_id in (select unnest($areas::varchar[])))
order by area_id, subject, noted_on, committed_event
"""
