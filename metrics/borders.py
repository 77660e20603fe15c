"""What mergers and splits do to an area's series: which of its years are summed from earlier municipalities, and
before which year it cannot be compared."""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from data.store import Store
from metrics.series_sql import MAPPED_SLICES, have_parts
from texts import N_, Text

How = Literal["summed", "incomplete", "not_divisible", "recomputed", "own_figures"]


@dataclass(frozen=True)
class BorderChange:
    """A change of an area's borders that its series crosses.

    year: the first year on the new borders. kind: merged or split. earlier: the municipalities it came out of. how:
    what stands before that year: summed (all parts added), incomplete (parts are missing, so that no year stands
    there), not_divisible (a split), recomputed (the publisher's own figures on later borders) or own_figures (the
    municipality's own, whose borders nobody states). missing_years: those that could not be summed."""

    year: int
    kind: Literal["merged", "split"]
    earlier: tuple[str, ...]
    how: How
    missing_years: tuple[int, ...] = ()

    @property
    def sentence(self) -> Text:
        """What a reader of the chart must know."""
        words = {"year": str(self.year), "names": ", ".join(self.earlier)}
        if self.how == "summed":
            return N_(
                "Before {year} the figures are the sums of the municipalities that merged then: {names}.",
                **words,
            )
        if self.how == "incomplete":
            years = ", ".join(map(str, self.missing_years))
            return N_("Not comparable before {year}: {names} merged then, and not all of them have figures for {years}.",
                      years=years, **words)  # fmt: skip
        if self.how == "not_divisible":
            return N_(
                "Not comparable before {year}: the figures of {names}, which was split then, cannot be divided.",
                **words,
            )
        if self.how == "own_figures":
            return N_("Borders changed in {year} (earlier: {names}); the municipality's own figures do not say which borders "
                      "earlier years stand on.", **words)  # fmt: skip
        return N_("Borders changed in {year} (earlier: {names}); the publisher has worked out earlier years on today's "
                  "borders.", **words)  # fmt: skip


def border_changes(store: Store, municipality_id: str, dataset: str | None = None) -> list[BorderChange]:
    """The mergers and splits that an area's emission series crosses, oldest first; plain new numbers are none.

    dataset: None for the headline. A series that begins after a change does not cross it, unless its figures before
    the change are there in parts. Source: docs/methods.md, borders."""
    if not have_parts(store, [municipality_id]):
        return []
    parameters = {"areas": [municipality_id], "dataset": dataset, "all_datasets": False, "kinds": []}
    rows = store.query(f"with {MAPPED_SLICES}, {_CHANGES}", parameters)
    found = [_change(rows_of_year) for _, rows_of_year in rows.groupby("last_year", sort=True)]
    return [change for change in found if change is not None]


# Per spell that ended in a merger or split: the years before its end that are there, and those that lack parts.
_CHANGES = """
spells_of_interest as (
    select area_id, last_year, max(spell_before) as spell_before, any_value(is_split) as is_split
    from spells
    where part_count > 1 or is_split
    group by area_id, last_year
),
names as (
    select spell_parts.last_year, list_sort(list(distinct coalesce(areas.name, spell_parts.part_id))) as earlier
    from spell_parts
    left join areas on areas.area_id = spell_parts.part_id
    group by spell_parts.last_year
),
standing as (
    select
        spells_of_interest.last_year, count(*) filter (mapped.summed_until is not null) as summed_count,
        count(*) filter (mapped.summed_until is null) as own_count
    from spells_of_interest
    join mapped on mapped.year <= spells_of_interest.last_year and mapped.table_name = 'emissions'
    group by spells_of_interest.last_year
),
later as (
    select spells_of_interest.last_year, count(*) as later_count, any_value(datasets.kind) as dataset_kind
    from spells_of_interest
    join mapped on mapped.year > spells_of_interest.last_year and mapped.table_name = 'emissions'
    join datasets on datasets.dataset = mapped.dataset
    group by spells_of_interest.last_year
),
lacking as (
    select part_years.last_year, list_sort(list(distinct part_years.year)) as missing_years
    from part_years
    anti join mapped
        on mapped.table_name = part_years.table_name and mapped.dataset = part_years.dataset
        and mapped.year = part_years.year
    where part_years.table_name = 'emissions' and part_years.year > coalesce((
        select max(spell_before) from spells_of_interest where spells_of_interest.last_year = part_years.last_year
    ), 0)
    group by part_years.last_year
)
select
    spells_of_interest.last_year, spells_of_interest.is_split, names.earlier,
    coalesce(standing.summed_count, 0) as summed_count, coalesce(standing.own_count, 0) as own_count,
    coalesce(later.later_count, 0) as later_count, later.dataset_kind,
    coalesce(lacking.missing_years, []) as missing_years
from spells_of_interest
join names using (last_year)
left join standing using (last_year)
left join later using (last_year)
left join lacking using (last_year)
order by spells_of_interest.last_year
"""


def _change(rows: pd.DataFrame) -> BorderChange | None:
    row = rows.iloc[0]
    missing = tuple(int(year) for year in row["missing_years"])
    how = _how(row, has_missing=bool(missing))
    if how is None or not row["later_count"]:
        return None
    kind: Literal["merged", "split"] = "split" if row["is_split"] else "merged"
    earlier = tuple(str(name) for name in row["earlier"])
    return BorderChange(int(row["last_year"]) + 1, kind, earlier, how, missing if how == "incomplete" else ())


def _how(row: pd.Series, *, has_missing: bool) -> How | None:
    if row["own_count"]:
        return "own_figures" if row["dataset_kind"] == "own_accounts" else "recomputed"
    if row["is_split"] and has_missing:
        return "not_divisible"
    if has_missing:
        return "incomplete"
    return "summed" if row["summed_count"] else None
