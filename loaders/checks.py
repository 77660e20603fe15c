"""Plausibility: what is unusual in rows that can be read. Warns, never changes, and accuses nobody (methods,
section 9).

Every check is a query over the staged rows, grouped into one warning with its count and its most striking
cases."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import Register
from data.datasets import Dataset
from data.sql import frame_sql
from data.store import Store
from data.tables import OUTSIDE_TOTAL, SECTORS, TABLES, arrow_schema
from loaders.problems import Problem
from loaders.reading import KnownFault, Reading
from texts import N_, Text, format_number

STATED_TOTAL_SHARE = 0.005  # sectors against the stated total
SUBSECTOR_SHARE = 0.01  # subsectors against their sector, as a share of the area's total
JUMP_SHARE = 0.5  # from one data year to the next
RELEASE_SHARE = 0.05  # a new release against the one before, per year
POPULATION_SHARE_A_YEAR = 0.1
SLIP = 300.0  # between a true change and a factor of 1000
LOW_PER_HEAD_TCO2E, HIGH_PER_HEAD_TCO2E = (
    0.1,
    1_000.0,
)  # refineries reach 700 t a head, kt typed as t gives 0.005
LOW_TOTAL_TCO2E = 100.0  # a year; the smallest Nordic municipalities have over 1,000
NAMED = 3  # so many cases are named in a sentence

Facts = dict[str, pa.Table]


@dataclass(frozen=True)
class _Case:
    """One striking place: the sentence about it and where it stands."""

    words: Text
    sheet: str = ""
    cell: str = ""


def check(store: Store, reading: Reading, *, received_on: date) -> list[Problem]:
    """Everything unusual in a reading, against itself and against what speaks in the store.

    received_on: the day the file came. Warnings, and an error only where the dataset's key stands for
    something else in the store."""
    facts = speaking_facts(store, reading.tables)
    return [
        *_dataset_conflicts(store, reading.datasets),
        *plausibility(reading, facts, store.register(), received_on=received_on),
    ]


def plausibility(
    reading: Reading, facts: Facts, register: Register, *, received_on: date | None = None
) -> list[Problem]:
    """The warnings for staged rows. facts: as speaking_facts gives them, or no_facts().

    received_on: the day the file came; None leaves open which years have happened."""
    names = _Names(register)
    problems = _future_years(reading, received_on, names) if received_on else []
    if "emissions" in reading.tables:
        sums = _sums(reading.tables["emissions"])
        datasets = {dataset.key: dataset for dataset in reading.datasets}
        outside = {"outside": list(OUTSIDE_TOTAL)}
        series = frame_sql(SERIES, outside, sums=sums, stored=facts["emissions"])
        given = _Input(reading, sums, series, facts, datasets, names)
        problems += [problem for check_rows in EMISSION_CHECKS for problem in check_rows(given)]
    if "population" in reading.tables:
        problems += _population_jumps(reading.tables["population"], facts, names)
    problems += _repeated_keys(reading)
    return problems


def speaking_facts(store: Store, tables: dict[str, pa.Table]) -> Facts:
    """What speaks in the store for the areas of staged rows.

    emissions: area_id, dataset, release, year, basis, sector, emissions_tco2e (counted sums), is_headline.
    population: area_id, year, inhabitants."""
    ids = [rows["area_id"] for rows in tables.values()]
    areas = pa.table(
        {
            "area_id": pc.unique(
                pa.chunked_array([chunk for column in ids for chunk in column.chunks], pa.string())
            )
        }
    )
    return {
        "emissions": store.arrow(SPEAKING_EMISSIONS, areas_read=areas),
        "population": store.arrow(SPEAKING_PEOPLE, areas_read=areas),
    }


def no_facts() -> Facts:
    """The facts of an empty store."""
    emissions = pa.schema(
        [
            ("area_id", pa.string()),
            ("dataset", pa.string()),
            ("release", pa.string()),
            ("year", pa.int64()),
            ("basis", pa.string()),
            ("sector", pa.string()),
            ("emissions_tco2e", pa.float64()),
            ("is_headline", pa.bool_()),
        ]
    )
    people = pa.schema([("area_id", pa.string()), ("year", pa.int64()), ("inhabitants", pa.int64())])
    return {"emissions": emissions.empty_table(), "population": people.empty_table()}


SPEAKING_EMISSIONS = """
select
    area_id, dataset, release, year, basis, sector, sum(emissions_tco2e) as emissions_tco2e,
    bool_or(is_headline) as is_headline
from live_emissions
where is_speaking and is_counted and area_id in (select area_id from areas_read)
group by area_id, dataset, release, year, basis, sector
"""

SPEAKING_PEOPLE = """
select area_id, year, max(inhabitants) as inhabitants
from live_population
where is_speaking and is_headline and area_id in (select area_id from areas_read)
group by area_id, year
"""


@dataclass(frozen=True)
class _Input:
    """What every check sees: the reading, its counted sums, their series, and what speaks in the store."""

    reading: Reading
    sums: pa.Table
    series: pa.Table
    facts: Facts
    datasets: dict[str, Dataset]
    names: "_Names"

    @property
    def rows(self) -> pa.Table:
        return self.reading.tables["emissions"]

    @property
    def has_levels(self) -> bool:
        """Whether there are rows beside the counted ones, so that levels can be compared."""
        return not pc.all(self.rows["is_counted"]).as_py()


class _Names:
    """Area names for sentences."""

    def __init__(self, register: Register) -> None:
        self._register = register

    def __call__(self, area_id: str) -> str:
        area = self._register.resolve_id(area_id)
        return area.name if area else area_id

    def is_municipality(self, area_id: str) -> bool:
        area = self._register.resolve_id(area_id)
        return area is not None and area.kind == "municipality"


def _sums(rows: pa.Table) -> pa.Table:
    """Counted sums per area, dataset, year, basis and sector, each with the place of its first row."""
    return frame_sql(
        """
        select
            area_id, dataset, year, basis, sector, sum(emissions_tco2e) as emissions_tco2e,
            min(source_row) as source_row, arg_min(source_sheet, source_row) as source_sheet,
            arg_min(source_column, source_row) as source_column
        from rows
        where is_counted
        group by area_id, dataset, year, basis, sector
        """,
        rows=rows,
    )


def _warning(code: str, expected: Text, cases: list[_Case], advice: Text) -> list[Problem]:
    """One warning for all cases of a check, naming the first ones; none for none."""
    if not cases:
        return []
    named = [case.words for case in cases[:NAMED]]
    found = _joined(named, more=len(cases) - len(named))
    return [
        Problem(
            level="warning",
            code=code,
            sheet=cases[0].sheet,
            cell=cases[0].cell,
            expected=expected,
            found=found,
            fix=N_("Unusual, check. {advice}", advice=advice),
            count=len(cases),
        )
    ]


def _joined(words: list[Text], *, more: int) -> Text:
    places = {f"case_{number}": text for number, text in enumerate(words)}
    template = "; ".join("{" + name + "}" for name in places)
    return (
        Text(template, places)
        if more == 0
        else N_("{cases}; and {more} more", cases=Text(template, places), more=more)
    )


def _amount(value: float | None) -> str:
    """Whole tonnes or persons; small amounts with decimals, so that a slip can be seen."""
    return format_number(value, digits=0 if value is None or abs(value) >= 10 else None)


def _cell(row: dict[str, Any]) -> str:
    return (
        f"{row['source_column']}{row['source_row']}"
        if row.get("source_column") and row.get("source_row")
        else ""
    )


ACKNOWLEDGE = N_("If the figures are right, load them with a note that says why.")


# Levels against each other ----------------------------------------------------------------------------------


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
order by abs(stated - added) / abs(stated) desc
"""


def _stated_totals(given: _Input) -> list[Problem]:
    """Sectors against the stated total, 0.5 %."""
    if not given.has_levels:
        return []
    found = frame_sql(
        STATED_TOTALS, {"share": STATED_TOTAL_SHARE}, rows=given.rows, coverages=_coverages(given)
    )
    cases = [
        _Case(
            N_(
                "{name} {year}: {added} t against {stated} t",
                name=given.names(row["area_id"]),
                year=str(row["year"]),
                added=_amount(row["added"]),
                stated=_amount(row["stated"]),
            ),
            row["source_sheet"],
            _cell(row),
        )
        for row in found.to_pylist()
    ]
    advice = N_(
        "Where sectors and total differ, our own template counts the total, a published file as its "
        "format says."
    )
    return _warning(
        "total_differs", N_("sectors that add up to the stated total within 0.5 %"), cases, advice
    )


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
select compared.*, abs(stated - added) / totals.total as share
from compared
join totals using (area_id, dataset, year, basis)
where abs(stated - added) > $share * totals.total
order by share desc, area_id, year
"""


def _subsectors(given: _Input) -> list[Problem]:
    """Subsectors against their sector, from 1 % of the area's total on; faults known in a source apart."""
    if not given.has_levels:
        return []
    found = frame_sql(
        SUBSECTORS, {"share": SUBSECTOR_SHARE}, rows=given.rows, sums=given.sums, coverages=_coverages(given)
    ).to_pylist()
    known = [(row, _known(row, given.reading)) for row in found]
    new = [_subsector_case(row, given.names) for row, fault in known if fault is None]
    noted = [(row, fault) for row, fault in known if fault is not None]
    expected = N_("subsectors that add up to their sector within 1 % of the area's total")
    advice = N_("The sectors are counted, the subsectors are kept for looking up.")
    return [
        *_known_fault(noted, expected, given.names),
        *_warning("subsectors_differ", expected, new, advice),
    ]


def _known(row: dict[str, Any], reading: Reading) -> KnownFault | None:
    for fault in reading.known_faults:
        release = reading.releases.get(fault.dataset)
        same = (fault.area_id, fault.source_label, fault.dataset) == (
            row["area_id"],
            row["source_label"],
            row["dataset"],
        )
        if same and release is not None and release.label == fault.release:
            return fault
    return None


def _known_fault(
    noted: list[tuple[dict[str, Any], KnownFault]], expected: Text, names: _Names
) -> list[Problem]:
    if not noted:
        return []
    since = min(fault.noted_on for _, fault in noted).isoformat()
    advice = N_(
        "Known in this release (noted {since}). {sentence}", since=since, sentence=noted[0][1].sentence
    )
    return _warning(
        "subsectors_differ_known", expected, [_subsector_case(row, names) for row, _ in noted], advice
    )


def _subsector_case(row: dict[str, Any], names: _Names) -> _Case:
    words = N_(
        "{name} {year}, {sector}: subsectors {added} t, sector {stated} t",
        name=names(row["area_id"]),
        year=str(row["year"]),
        sector=row["source_label"],
        added=_amount(row["added"]),
        stated=_amount(row["stated"]),
    )
    return _Case(words, row["source_sheet"], _cell(row))


def _coverages(given: _Input) -> pa.Table:
    keys = list(given.datasets)
    is_co2 = [given.datasets[key].gas_coverage == "co2" for key in keys]
    return pa.table({"covered": pa.array(keys, pa.string()), "is_co2_only": pa.array(is_co2, pa.bool_())})


# Against other years, the store and the inhabitants ---------------------------------------------------------


# One series per area, dataset and basis, of the sectors in the headline total: the rows read, and the speaking
# years of the same dataset that they leave alone.
SERIES = """
with read_sums as (
    select *, coalesce(sector, '') not in (select unnest($outside)) as is_inside from sums
),
read_totals as (
    select
        area_id, dataset, year, basis, sum(emissions_tco2e) filter (is_inside) as total,
        min(source_row) filter (is_inside) as source_row,
        arg_min(source_sheet, source_row) filter (is_inside) as source_sheet,
        arg_min(source_column, source_row) filter (is_inside) as source_column
    from read_sums
    group by area_id, dataset, year, basis
),
stored_totals as (
    select area_id, dataset, year, basis, sum(emissions_tco2e) as total
    from stored
    where coalesce(sector, '') not in (select unnest($outside))
    group by area_id, dataset, year, basis
)
select *, true as is_read from read_totals where total is not null
union all by name
select stored_totals.*, false as is_read
from stored_totals
anti join read_totals using (area_id, dataset, year, basis)
where stored_totals.total is not null
"""

JUMPS = """
with steps as (
    select
        *, lag(total) over series_order as before, lag(year) over series_order as year_before,
        lag(is_read) over series_order as read_before
    from series
    window series_order as (partition by area_id, dataset, basis order by year)
)
select *, abs(total - before) / abs(before) as change
from steps
where before <> 0 and (is_read or read_before)
    and abs(total - before) > $jump * abs(before)
    and abs(total) < $slip * abs(before) and abs(before) < $slip * abs(total)
order by change desc, area_id, year
"""


def _jumps(given: _Input) -> list[Problem]:
    """A total that changes by more than half from one data year to the next."""
    found = frame_sql(JUMPS, {"jump": JUMP_SHARE, "slip": SLIP}, series=given.series)
    cases = [
        _Case(
            N_(
                "{name}: {before} t in {year_before}, {total} t in {year}",
                name=given.names(row["area_id"]),
                before=_amount(row["before"]),
                year_before=str(row["year_before"]),
                total=_amount(row["total"]),
                year=str(row["year"]),
            ),
            row["source_sheet"] or "",
            _cell(row),
        )
        for row in found.to_pylist()
    ]
    expected = N_("a total that changes by less than half from one data year to the next")
    return _warning("jump", expected, cases, ACKNOWLEDGE)


# A slip of a thousand, by whichever comparison is at hand, the strongest first: what speaks in the store for
# the nearest year, the median of the series, the inhabitants of that year, and a plain floor for
# municipalities. Inhabitants and floor judge no own operations: those may be small. Totals below zero have a
# check of their own.
SLIPS = """
with usual as (
    select *, median(total) filter (total > 0) over (partition by area_id, dataset, basis) as by_years
    from series
),
headline as (
    select area_id, basis, year as headline_year, sum(emissions_tco2e) as total
    from stored
    where is_headline and coalesce(sector, '') not in (select unnest($outside))
    group by area_id, basis, year
    having total > 0
),
nearest as (
    select
        usual.area_id, usual.dataset, usual.basis, usual.year,
        arg_min(headline.total, abs(headline_year - usual.year)) as by_store
    from usual
    join headline on headline.area_id = usual.area_id and headline.basis = usual.basis
    where usual.is_read
    group by all
),
sized as (
    select
        usual.*, usual.total as size, nearest.by_store, people.inhabitants,
        usual.total / nullif(people.inhabitants, 0) as per_head,
        usual.basis <> 'own_operations' as is_whole,
        usual.area_id in (select area_id from municipalities) as is_municipality
    from usual
    left join nearest using (area_id, dataset, basis, year)
    left join people using (area_id, year)
    where usual.is_read and usual.total > 0
),
judged as (
    select
        *,
        case
            when size * $slip <= by_store or size >= $slip * by_store then 'store'
            when size * $slip <= by_years or size >= $slip * by_years then 'years'
            when is_whole and per_head not between $low_per_head and $high_per_head then 'inhabitants'
            when is_whole and is_municipality and size < $low_total then 'floor'
        end as judged_by
    from sized
)
select
    *,
    case judged_by
        when 'store' then size < by_store
        when 'years' then size < by_years
        when 'inhabitants' then per_head < 1
        else true
    end as is_small
from judged
where judged_by is not null
order by source_row
"""

SECTOR_SLIPS = """
with read_years as (
    select area_id, dataset, year, basis from series where is_read
),
years as (
    select area_id, dataset, year, basis, sector, emissions_tco2e, source_sheet, source_row, source_column,
        true as is_read
    from sums
    union all by name
    select area_id, dataset, year, basis, sector, emissions_tco2e, false as is_read
    from stored
    anti join read_years using (area_id, dataset, year, basis)
),
typical as (
    select area_id, dataset, basis, median(total) as total from series where total > 0 group by all
),
usual as (
    select *, emissions_tco2e as size,
        median(emissions_tco2e) over (partition by area_id, dataset, basis, sector) as by_years
    from years
    where sector is not null and sector not in (select unnest($outside)) and emissions_tco2e > 0
)
select usual.*, size < by_years as is_small
from usual
join typical using (area_id, dataset, basis)
where is_read and (size * $slip <= by_years or size >= $slip * by_years)
    and abs(size - by_years) > $share * typical.total
order by source_row
"""


def _unit_slips(given: _Input) -> list[Problem]:
    """Kilotonnes or kilograms where tonnes are meant: a total or a sector a thousand times off."""
    params = {
        "slip": SLIP,
        "low_per_head": LOW_PER_HEAD_TCO2E,
        "high_per_head": HIGH_PER_HEAD_TCO2E,
        "low_total": LOW_TOTAL_TCO2E,
        "outside": list(OUTSIDE_TOTAL),
    }
    people, municipalities = _people(given), _municipalities(given)
    given_frames = {"series": given.series, "people": people, "municipalities": municipalities}
    totals = frame_sql(SLIPS, params, stored=given.facts["emissions"], **given_frames).to_pylist()
    whole = {(row["area_id"], row["dataset"], row["basis"], row["year"]) for row in totals}
    sectors = [
        row
        for row in _sector_slips(given)
        if (row["area_id"], row["dataset"], row["basis"], row["year"]) not in whole
    ]
    cases = [(row["is_small"], _slip_case(row, given.names)) for row in totals]
    cases += [(row["is_small"], _sector_slip_case(row, given.names)) for row in sectors]
    small, large = (
        [case for is_small, case in cases if is_small],
        [case for is_small, case in cases if not is_small],
    )
    return [
        *_warning("unit_slip", _TONNES, small, _KILOTONNES),
        *_warning("unit_slip", _TONNES, large, _KILOGRAMS),
    ]


def _sector_slips(given: _Input) -> list[dict[str, Any]]:
    """Single sectors a thousand times off their other years; only in layouts that people type into."""
    if not given.reading.is_typed:
        return []
    params = {"slip": SLIP, "share": SUBSECTOR_SHARE, "outside": list(OUTSIDE_TOTAL)}
    frames = {"sums": given.sums, "series": given.series, "stored": given.facts["emissions"]}
    return frame_sql(SECTOR_SLIPS, params, **frames).to_pylist()


_KILOTONNES = N_(
    "It looks as if kilotonnes stand as tonnes: if so, put kt in the unit column (Mt for megatonnes), else "
    "load with a note."
)
_KILOGRAMS = N_(
    "It looks as if kilograms stand as tonnes: if so, put kg in the unit column, else load with a note."
)
_TONNES = N_(
    "a figure in tonnes, about as large as in the other years or as is usual for so many inhabitants"
)


def _slip_case(row: dict[str, Any], names: _Names) -> _Case:
    place = {"name": names(row["area_id"]), "year": str(row["year"]), "total": _amount(row["total"])}
    by_what = {
        "years": lambda: N_(
            "{name} {year}: {total} t, median of its years {usual} t", usual=_amount(row["by_years"]), **place
        ),
        "store": lambda: N_(
            "{name} {year}: {total} t, in the store {usual} t", usual=_amount(row["by_store"]), **place
        ),
        "inhabitants": lambda: N_(
            "{name} {year}: {total} t for {people} inhabitants", people=_amount(row["inhabitants"]), **place
        ),
        "floor": lambda: N_("{name} {year}: {total} t in the whole municipality", **place),
    }
    return _Case(by_what[row["judged_by"]](), row["source_sheet"] or "", _cell(row))


def _sector_slip_case(row: dict[str, Any], names: _Names) -> _Case:
    words = N_(
        "{name} {year}, {sector}: {value} t, median of its years {usual} t",
        name=names(row["area_id"]),
        year=str(row["year"]),
        sector=SECTORS[row["sector"]],
        value=_amount(row["emissions_tco2e"]),
        usual=_amount(row["by_years"]),
    )
    return _Case(words, row["source_sheet"] or "", _cell(row))


def _people(given: _Input) -> pa.Table:
    """Inhabitants by area and year: of the same file first, else of the store."""
    in_file = given.reading.tables.get("population", arrow_schema("population").empty_table())
    return frame_sql(
        """
        with both_sources as (
            select area_id, year, inhabitants, 0 as place from in_file
            union all
            select area_id, year, inhabitants, 1 as place from in_store
        )
        select area_id, year, arg_min(inhabitants, place) as inhabitants
        from both_sources
        where inhabitants is not null
        group by area_id, year
        """,
        in_file=in_file,
        in_store=given.facts["population"],
    )


def _municipalities(given: _Input) -> pa.Table:
    ids = pc.unique(given.rows["area_id"]).to_pylist()
    found = [area_id for area_id in ids if given.names.is_municipality(area_id)]
    return pa.table({"area_id": pa.array(found, pa.string())})


RELEASES = """
with read_totals as (
    select area_id, dataset, year, basis, sum(emissions_tco2e) as total, min(source_row) as source_row,
        arg_min(source_sheet, source_row) as source_sheet, arg_min(source_column, source_row) as source_column
    from sums
    group by area_id, dataset, year, basis
),
stored_totals as (
    select area_id, dataset, release, year, basis, sum(emissions_tco2e) as total
    from stored
    group by area_id, dataset, release, year, basis
)
select read_totals.*, stored_totals.total as before,
    abs(read_totals.total - stored_totals.total) / abs(stored_totals.total) as change
from read_totals
join releases on releases.dataset = read_totals.dataset
join stored_totals
    on stored_totals.area_id = read_totals.area_id and stored_totals.dataset = read_totals.dataset
    and stored_totals.year = read_totals.year and stored_totals.basis = read_totals.basis
    and stored_totals.release <> releases.release
where abs(read_totals.total - stored_totals.total) > $share * abs(stored_totals.total)
order by change desc, read_totals.area_id, read_totals.year
"""


def _moved_by_release(given: _Input) -> list[Problem]:
    """A release that moves a year by more than 5 % against the one that speaks now."""
    if given.facts["emissions"].num_rows == 0:
        return []
    releases = given.reading.releases
    labels = pa.table(
        {
            "dataset": pa.array(list(releases), pa.string()),
            "release": pa.array([r.label for r in releases.values()], pa.string()),
        }
    )
    found = frame_sql(
        RELEASES, {"share": RELEASE_SHARE}, sums=given.sums, stored=given.facts["emissions"], releases=labels
    )
    cases = [
        _Case(
            N_(
                "{name} {year}: {before} t before, {total} t now",
                name=given.names(row["area_id"]),
                year=str(row["year"]),
                before=_amount(row["before"]),
                total=_amount(row["total"]),
            ),
            row["source_sheet"],
            _cell(row),
        )
        for row in found.to_pylist()
    ]
    expected = N_("a release that moves no year by more than 5 %")
    return _warning(
        "release_moves", expected, cases, N_("The release that spoke before stays as a marked vintage.")
    )


# Below zero -------------------------------------------------------------------------------------------------


BELOW_ZERO = """
select area_id, year, source_label, emissions_tco2e, source_sheet, source_row, source_column
from rows
where emissions_tco2e < 0 and coalesce(sector, '') not in (select unnest($outside))
order by source_row
"""


def _below_zero(given: _Input) -> list[Problem]:
    """Figures below zero where nothing is taken up or credited: only land use and credits may be so."""
    found = frame_sql(BELOW_ZERO, {"outside": list(OUTSIDE_TOTAL)}, rows=given.rows)
    cases = [
        _Case(
            N_(
                "{name} {year}, {sector}: {value} t",
                name=given.names(row["area_id"]),
                year=str(row["year"]),
                sector=row["source_label"],
                value=_amount(row["emissions_tco2e"]),
            ),
            row["source_sheet"],
            _cell(row),
        )
        for row in found.to_pylist()
    ]
    expected = N_("0 or more; only land use and credits go below zero")
    advice = N_(
        "Remove the minus sign, or put uptake under “{land_use}” and bought or sold emissions under "
        "“{credits}”; if the figure is right, load it with a note that says why.",
        land_use=SECTORS["lulucf"],
        credits=SECTORS["credits"],
    )
    return _warning("below_zero", expected, cases, advice)


EMISSION_CHECKS: tuple[Callable[[_Input], list[Problem]], ...] = (
    _stated_totals,
    _subsectors,
    _below_zero,
    _unit_slips,
    _jumps,
    _moved_by_release,
)


# Years, inhabitants, keys, datasets -------------------------------------------------------------------------


FUTURE_YEARS = """
select area_id, year, min(source_row) as source_row, arg_min(source_sheet, source_row) as source_sheet,
    arg_min(source_column, source_row) as source_column
from rows
where year > $received_year
group by area_id, year
order by source_row
"""


def _future_years(reading: Reading, received_on: date, names: _Names) -> list[Problem]:
    """Rows of a year that had not begun when the file came, whether or not they hold a figure."""
    return [
        problem
        for table_name, rows in reading.tables.items()
        for problem in _future_years_of(table_name, rows, received_on, names)
    ]


def _future_years_of(table_name: str, rows: pa.Table, received_on: date, names: _Names) -> list[Problem]:
    found = frame_sql(FUTURE_YEARS, {"received_year": received_on.year}, rows=rows)
    cases = [
        _Case(
            N_("{name} {year}", name=names(row["area_id"]), year=str(row["year"])),
            row["source_sheet"] or "",
            _cell(row),
        )
        for row in found.to_pylist()
    ]
    expected = N_("years up to {year}, in which the file was received", year=str(received_on.year))
    return _warning("future_year", expected, cases, _NOT_YET[table_name])


_NOT_YET = {
    "emissions": N_(
        "The year has not happened yet: correct it; emissions of future years belong in a reference path."
    ),
    "population": N_("The year has not happened yet: correct it, or leave forecasts of inhabitants out."),
}


PEOPLE_STEPS = """
with series as (
    select area_id, year, inhabitants, source_sheet, source_row, source_column, true as is_read from rows
    union all by name
    select stored.*, false as is_read
    from stored
    anti join rows on rows.area_id = stored.area_id and rows.year = stored.year
),
steps as (
    select *, lag(inhabitants) over series_order as before, lag(year) over series_order as year_before,
        lag(is_read) over series_order as read_before
    from series
    where inhabitants is not null
    window series_order as (partition by area_id order by year)
)
select *, abs(inhabitants - before) / before as change
from steps
where before > 0 and (is_read or read_before)
    and abs(inhabitants - before) > $share * before * (year - year_before)
order by change desc, area_id, year
"""


def _population_jumps(rows: pa.Table, facts: Facts, names: _Names) -> list[Problem]:
    """Inhabitants that change by more than 10 % a year, as in a merger or by a slip of the keyboard."""
    found = frame_sql(PEOPLE_STEPS, {"share": POPULATION_SHARE_A_YEAR}, rows=rows, stored=facts["population"])
    cases = [
        _Case(
            N_(
                "{name}: {before} in {year_before}, {inhabitants} in {year}",
                name=names(row["area_id"]),
                before=_amount(row["before"]),
                year_before=str(row["year_before"]),
                inhabitants=_amount(row["inhabitants"]),
                year=str(row["year"]),
            ),
            row["source_sheet"] or "",
            _cell(row),
        )
        for row in found.to_pylist()
    ]
    return _warning(
        "population_jump", N_("inhabitants that change by less than 10 % a year"), cases, ACKNOWLEDGE
    )


def _repeated_keys(reading: Reading) -> list[Problem]:
    """Rows of a published file with the same key: both are kept, since exact duplicates can be true data.

    Where people type, the same is an error that the format has already found."""
    if reading.is_typed:
        return []
    return [problem for name, rows in reading.tables.items() for problem in _repeated_in(name, rows)]


REPEATED = """
select {keys}, count(*) as rows, min(source_row) as first_row, max(source_row) as last_row,
    arg_min(source_sheet, source_row) as source_sheet, arg_min(source_column, source_row) as source_column
from rows
group by {keys}
having count(*) > 1
order by first_row
"""


def _repeated_in(name: str, rows: pa.Table) -> list[Problem]:
    found = frame_sql(REPEATED.replace("{keys}", ", ".join(TABLES[name].key_columns)), rows=rows).to_pylist()
    cases = [
        _Case(
            N_("rows {first} and {second}", first=str(row["first_row"]), second=str(row["last_row"])),
            row["source_sheet"],
            f"{row['source_column']}{row['first_row']}",
        )
        for row in found
    ]
    advice = N_("Both rows are kept and counted, since a publisher may split what it does not show.")
    return _warning("repeated_key", N_("one row for each area, year, sector, source and gas"), cases, advice)


def _dataset_conflicts(store: Store, datasets: Iterable[Dataset]) -> list[Problem]:
    """An error where a dataset of this key covers another substance or basis in the store."""
    stored = {row["dataset"]: row for row in store.datasets().fillna("").to_dict("records")}
    problems = []
    for dataset in datasets:
        known = stored.get(dataset.key)
        if known and (known["gas_coverage"], known["basis"]) != (dataset.gas_coverage, dataset.basis):
            problems.append(_dataset_conflict(dataset, known))
    return problems


def _dataset_conflict(dataset: Dataset, known: dict[str, Any]) -> Problem:
    covered = ", ".join(filter(None, (known["gas_coverage"], known["basis"])))
    return Problem(
        level="error",
        code="dataset_conflict",
        expected=N_("{key} as in the store: {covered}", key=dataset.key, covered=covered),
        found=", ".join(filter(None, (dataset.gas_coverage, dataset.basis))),
        fix=N_("Give these figures a dataset key of their own on the sheet About."),
    )
