"""Every value of every indicator beside the verdict on its series, as one long table to take away."""

from collections.abc import Callable, Iterator, Sequence

import pandas as pd
import pyarrow as pa

from data.store import Store
from metrics.progress import progress
from metrics.registry import INDICATORS
from metrics.values import missing_reason_text, value_rows
from texts import Text

METHOD = "linear_path"
AT_A_TIME = 100  # municipalities
COUNTED = 40  # municipalities; of more some are counted, spread evenly
VALUES = (
    "municipality_id", "municipality", "indicator", "year", "value", "unit", "value_status", "is_preliminary",
    "missing_reason", "dataset", "release", "gas_coverage", "definition",
)  # fmt: skip
VERDICT = (
    "method", "base_year", "base_value", "latest_year", "latest_value", "target_year", "target_value", "ratio", "verdict",
    "status", "reason",
)  # fmt: skip
COLUMNS = (*VALUES, *VERDICT)


def count_of_values(store: Store, municipality_ids: Sequence[str]) -> int:
    """How many rows judged_values has; of more municipalities than COUNTED about, from so many of them."""
    step = -(-len(municipality_ids) // COUNTED) or 1
    counted = municipality_ids[::step]
    if not counted:
        return 0
    values = value_rows(store, municipality_ids=counted).select(["municipality_id", "indicator"])
    series = values.group_by(["municipality_id", "indicator"]).aggregate([]).num_rows
    rows = values.num_rows + len(counted) * len(INDICATORS) - series
    return round(rows / len(counted) * len(municipality_ids))


def judged_batches(
    store: Store, municipality_ids: Sequence[str], *, words: Callable[[Text], str] = str
) -> pa.RecordBatchReader:
    """As judged_values, some municipalities at a time, so that those of a whole country need little memory."""
    batches = (
        batch
        for some in _some_at_a_time(municipality_ids)
        for batch in judged_values(store, some, words=words).to_batches()
    )
    return pa.RecordBatchReader.from_batches(_SCHEMA, batches)


def judged_values(
    store: Store, municipality_ids: Sequence[str], *, words: Callable[[Text], str] = str
) -> pa.Table:
    """The values of the headline datasets (metrics.values.indicator_values), each with the verdict that the required path
    gives on its series (metrics.progress.progress).

    words: how a sentence is written. Returns the
    columns of COLUMNS in the order of municipality, indicator and year: values in unit, null = missing with its reason in
    words; the verdict is that of the whole series, judged in latest_year, and stands on each of its rows. A series without
    any value has one row without a year, so that what is not known is in the table too."""
    values = value_rows(store, municipality_ids=municipality_ids).to_pandas()
    verdicts = progress(store, municipality_ids=municipality_ids, methods=[METHOD])
    together = verdicts.merge(values, on=["municipality_id", "indicator"], how="left", sort=False)
    areas = store.register().areas
    together = together.assign(
        municipality=[areas[key].name if key in areas else key for key in together["municipality_id"]],
        missing_reason=[_reason(code, words) for code in together["missing_reason"]],
        reason=[words(reason) for reason in together["reason"]],
        is_preliminary=together["is_preliminary"].astype("boolean"),
        year=together["year"].astype("Int64"),
    )
    return pa.Table.from_pandas(together[list(COLUMNS)], schema=_SCHEMA, preserve_index=False)


def _some_at_a_time(municipality_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(municipality_ids), AT_A_TIME):
        yield municipality_ids[start : start + AT_A_TIME]


def _reason(code: object, words: Callable[[Text], str]) -> str | None:
    return None if pd.isna(code) else words(missing_reason_text(str(code)))


_KINDS = {
    "year": pa.int64(), "value": pa.float64(), "is_preliminary": pa.bool_(), "base_year": pa.int64(),
    "base_value": pa.float64(), "latest_year": pa.int64(), "latest_value": pa.float64(), "target_year": pa.int64(),
    "target_value": pa.float64(), "ratio": pa.float64(),
}  # fmt: skip
_SCHEMA = pa.schema([(name, _KINDS.get(name, pa.string())) for name in COLUMNS])
