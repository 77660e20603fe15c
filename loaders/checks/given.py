"""What every check is given: the reading, what speaks in the store, the names of areas, and the counted sums of
the emissions."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import Register
from data.code_lists import OUTSIDE_TOTAL
from data.datasets import Dataset
from data.sql import frame_sql
from loaders.checks.facts import Facts
from loaders.reading import Reading

KEYS = ("area_id", "dataset", "year", "basis", "sector")
PLACE = ("source_sheet", "source_row", "source_column")


class Names:
    """Area names for sentences."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def __call__(self, area_id: str) -> str:
        area = self._register.resolve_id(area_id)
        return area.name if area else area_id

    def is_municipality(self, area_id: str) -> bool:
        area = self._register.resolve_id(area_id)
        return area is not None and area.kind == "municipality"


@dataclass(frozen=True)
class Given:
    """A reading to be checked. received_on: the day the file came; None leaves open which days have come."""

    reading: Reading
    facts: Facts
    names: Names
    received_on: date | None = None

    @property
    def emissions(self) -> pa.Table:
        return self.reading.tables["emissions"]

    @property
    def datasets(self) -> dict[str, Dataset]:
        return {dataset.key: dataset for dataset in self.reading.datasets}

    @cached_property
    def sums(self) -> pa.Table:
        """Counted emissions per area, dataset, year, basis and sector, each with the place of its first row."""
        rows = self.emissions.select([*KEYS, "emissions_tco2e", "is_counted", *PLACE])
        return _summed(encoded(rows.filter(rows["is_counted"])), KEYS)

    @cached_property
    def series(self) -> pa.Table:
        """Yearly totals per area, dataset and basis: the rows read, and the speaking years they leave alone."""
        is_outside = pc.is_in(self.sums["sector"].cast(pa.string()), pa.array(OUTSIDE_TOTAL))
        totals = _summed(_emptied(self.sums, is_outside), KEYS[:-1])
        outside = {"outside": list(OUTSIDE_TOTAL)}
        return frame_sql(SERIES, outside, read_totals=totals, stored=self.facts["emissions"])

    @cached_property
    def has_levels(self) -> bool:
        """Whether there are rows beside the counted ones, so that levels can be compared."""
        return not pc.all(self.emissions["is_counted"]).as_py()


def encoded(rows: pa.Table) -> pa.Table:
    """The rows with each text of a key stored once: grouping by them takes half the time."""
    rows = rows.combine_chunks()
    for number, field in enumerate(rows.schema):
        if field.name in KEYS and pa.types.is_string(field.type):
            rows = rows.set_column(number, field.name, rows[field.name].dictionary_encode())
    return rows


def _summed(rows: pa.Table, keys: tuple[str, ...]) -> pa.Table:
    """Emissions per key (null = no figure in it) and the place of its first figure, in the order of the rows."""
    aggregates = [("emissions_tco2e", "sum"), *((name, "first") for name in PLACE)]
    found = rows.group_by(list(keys), use_threads=False).aggregate(aggregates)
    return pa.table(
        {name.removesuffix("_sum").removesuffix("_first"): found[name] for name in found.column_names}
    )


def _emptied(rows: pa.Table, is_out: pa.ChunkedArray) -> pa.Table:
    """The rows without figure and place where they do not belong to a total."""
    for name in ("emissions_tco2e", *PLACE):
        number = rows.column_names.index(name)
        column = rows[name]
        rows = rows.set_column(number, name, pc.if_else(is_out, pa.scalar(None, column.type), column))
    return rows


# One series per area, dataset and basis, of the sectors in the headline total: the rows read, and the speaking
# years of the same dataset that they leave alone.
SERIES = """
with stored_totals as (
    select area_id, dataset, year, basis, sum(emissions_tco2e) as emissions_tco2e
    from stored
    where coalesce(sector, '') not in (select unnest($outside))
    group by area_id, dataset, year, basis
)
select * rename (emissions_tco2e as total), true as is_read
from read_totals
where emissions_tco2e is not null
union all by name
select stored_totals.* rename (emissions_tco2e as total), false as is_read
from stored_totals
anti join read_totals using (area_id, dataset, year, basis)
where emissions_tco2e is not null
"""
