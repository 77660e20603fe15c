"""Levels against each other: sectors against the stated total, subsectors against their sector."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.sql import frame_sql
from loaders.checks.given import Given
from loaders.checks.wording import amount, warnings_of
from loaders.problems import Problem
from loaders.reading import KnownFault, Reading
from texts import N_, Text

STATED_TOTAL_SHARE = 0.005  # sectors against the stated total
SUBSECTOR_SHARE = 0.01  # subsectors against their sector, as a share of the area's total

STATED_TOTALS = """
with shaped as (
    select
        area_id, dataset, year, basis, sector, emissions_tco2e, source_sheet, source_row, source_column,
        sector is null and subsector is null and (gas is null or is_co2_only) as is_total,
        sector is not null and subsector is null and (gas is null or is_co2_only) as is_sector
    from rows
    join coverages on coverages.covered = rows.dataset
),
compared as (
    select
        area_id, dataset, year, basis, sum(emissions_tco2e) filter (is_total) as stated,
        sum(emissions_tco2e) filter (is_sector) as added, min(source_row) filter (is_total) as source_row,
        arg_min(source_sheet, source_row) filter (is_total) as source_sheet,
        arg_min(source_column, source_row) filter (is_total) as source_column
    from shaped
    where is_total or is_sector
    group by area_id, dataset, year, basis
)
select *
from compared
where abs(stated - added) > $share * abs(stated)
order by abs(stated - added) / abs(stated) desc, area_id, year
"""


def stated_totals(given: Given) -> list[Problem]:
    """Sectors against the stated total, 0.5 %."""
    if not given.has_levels:
        return []
    params = {"share": STATED_TOTAL_SHARE}
    found = frame_sql(STATED_TOTALS, params, rows=given.emissions, coverages=_coverages(given))

    def words(row: dict[str, Any]) -> Text:
        return N_(
            "{name} {year}: {added} t against {stated} t",
            name=given.names(row["area_id"]),
            year=str(row["year"]),
            added=amount(row["added"]),
            stated=amount(row["stated"]),
        )

    expected = N_("sectors that add up to the stated total within 0.5 %")
    advice = N_(
        "Where sectors and total differ, our own template counts the total, a published file as its "
        "format says."
    )
    return warnings_of("total_differs", found, words, expected=expected, advice=advice)


# A sector's own row bears no subsector, or its own label as one (published sectors that share one of ours).
SUBSECTORS = """
with shaped as (
    select
        rows.*, (gas is null or is_co2_only) and (subsector is null or subsector = source_label) as is_sector
    from rows
    join coverages on coverages.covered = rows.dataset
    where sector is not null
),
totals as (
    select area_id, dataset, year, basis, abs(sum(emissions_tco2e)) as total from sums group by all
),
compared as (
    select
        area_id, dataset, year, basis, source_label, sum(emissions_tco2e) filter (is_sector) as stated,
        sum(emissions_tco2e) filter (not is_sector) as added,
        min(source_row) filter (is_sector) as source_row,
        arg_min(source_sheet, source_row) filter (is_sector) as source_sheet,
        arg_min(source_column, source_row) filter (is_sector) as source_column
    from shaped
    group by area_id, dataset, year, basis, source_label
)
select compared.*, abs(stated - added) / totals.total as share, known.fault
from compared
join totals using (area_id, dataset, year, basis)
left join known using (area_id, dataset, source_label)
where abs(stated - added) > $share * totals.total
order by share desc, area_id, year
"""


def subsectors(given: Given) -> list[Problem]:
    """Subsectors against their sector, from 1 % of the area's total on; faults known in a source apart."""
    if not given.has_levels:
        return []
    known = _known_faults(given.reading)
    frames = {"sums": given.sums, "coverages": _coverages(given), "known": _fault_table(known)}
    found = frame_sql(SUBSECTORS, {"share": SUBSECTOR_SHARE}, rows=given.emissions, **frames)

    def words(row: dict[str, Any]) -> Text:
        return N_(
            "{name} {year}, {sector}: subsectors {added} t, sector {stated} t",
            name=given.names(row["area_id"]),
            year=str(row["year"]),
            sector=row["source_label"],
            added=amount(row["added"]),
            stated=amount(row["stated"]),
        )

    is_known = pc.is_valid(found["fault"])
    expected = N_("subsectors that add up to their sector within 1 % of the area's total")
    advice = N_("The sectors are counted, the subsectors are kept for looking up.")
    noted, new = found.filter(is_known), found.filter(pc.invert(is_known))
    met = [known[number] for number in noted["fault"].to_pylist()]
    return [
        *warnings_of("subsectors_differ_known", noted, words, expected=expected, advice=_as_known(met)),
        *warnings_of("subsectors_differ", new, words, expected=expected, advice=advice),
    ]


def _known_faults(reading: Reading) -> list[KnownFault]:
    """The faults known in the releases at hand, one for each area, dataset and label."""
    labels = {key: release.label for key, release in reading.releases.items()}
    known: dict[tuple[str, str, str], KnownFault] = {}
    for fault in reading.known_faults:
        if labels.get(fault.dataset) == fault.release:
            known.setdefault((fault.area_id, fault.dataset, fault.source_label), fault)
    return list(known.values())


def _fault_table(known: list[KnownFault]) -> pa.Table:
    texts = {
        name: [getattr(fault, name) for fault in known] for name in ("area_id", "dataset", "source_label")
    }
    columns = {name: pa.array(values, pa.string()) for name, values in texts.items()}
    return pa.table({**columns, "fault": pa.array(range(len(known)), pa.int64())})


def _as_known(met: list[KnownFault]) -> Text:
    since = min((fault.noted_on.isoformat() for fault in met), default="")
    sentence = met[0].sentence if met else ""
    return N_("Known in this release (noted {since}). {sentence}", since=since, sentence=sentence)


def _coverages(given: Given) -> pa.Table:
    keys = list(given.datasets)
    is_co2 = [given.datasets[key].gas_coverage == "co2" for key in keys]
    return pa.table({"covered": pa.array(keys, pa.string()), "is_co2_only": pa.array(is_co2, pa.bool_())})
