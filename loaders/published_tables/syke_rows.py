"""Finland: SYKE's long rows (municipality, year, five levels, flags, kilotonnes) as emissions of two series.

Every row is counted once in "all emissions"; rows of the Hinku rules once more in the Hinku series. Credits for wind
power never lower a sector: they are rows of their own, outside the total. What they are: the row's figure with wind
less its figure without, and the whole figure of a row that is itself a credit."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.sql import frame_sql
from data.staging import staged
from loaders.checks.wording import amount, warnings_of
from loaders.problems import Problem
from loaders.published_tables.published import (
    Mark,
    coded,
    numbered,
    unknown_labels,
    unreadable_numbers,
    wrong_years,
)
from loaders.published_tables.syke_labels import (
    ALL,
    FIGURE_EXPECTED,
    HINKU,
    SCOPE_OF,
    SCOPE_OF_SOURCE,
    SECTOR_EXPECTED,
    SECTOR_FIX,
    SECTOR_OF,
    in_tonnes,
    is_credits,
    marked_years,
)
from loaders.reading import is_refused
from loaders.rows.cells import decoded, listed, normalised
from loaders.sheets.workbook import Sheet, column_name
from texts import N_, Text

MARKERS = {"na": "not_estimated", "null": "not_estimated"}
FLAGS = {"on": True, "true": True, "1": True, "kyllä": True, "ei": False, "false": False, "0": False}
LEVELS = ("level_1", "level_2", "level_3", "level_4", "level_5")
ISLANDS = "ahvenanmaa"  # rows of Åland are known to stand twice in the national workbook
AGREES_TCO2E = 1e-6


@dataclass(frozen=True)
class LongSheet:
    """The sheet of long rows, the column (1-based) of each name, and the decimal mark of its numbers.

    names: year, level_3, hinku, trading, kt, kt_wind (may be absent)."""

    sheet: Sheet
    columns: dict[str, int]
    decimal: Mark

    def letters(self, name: str) -> str:
        return column_name(self.columns[name] - 1)


def emissions_of(rows: pa.Table, layout: LongSheet) -> tuple[pa.Table | None, list[Problem]]:
    """The staged emissions of both series, or None when a year, flag or figure is wrong.

    rows: source_row, area_id, region, source_code, source_name, and the texts year, level_1 to level_5 (names, not
    marks; null = not given), hinku, trading, kt, kt_wind; null = empty. Problems: errors in cells, warnings about
    labels not seen before, doubled rows of Åland and credits as large as the emissions."""
    name = layout.sheet.name
    rows, problems = _once(_with_bare_labels(rows), layout)
    rows = marked_years(rows, written="year_text")
    problems += wrong_years(name, rows, layout.letters("year"), written="year_text")
    rows, found = _flagged(rows, layout)
    problems += found
    rows, found = _figured(rows, layout)
    problems += found
    rows, strangers = coded(rows, "level_3", "sector", SECTOR_OF, otherwise="other")
    problems += unknown_labels(
        name, layout.letters("level_3"), strangers, expected=SECTOR_EXPECTED, fix=SECTOR_FIX
    )
    problems += _without_sector(rows, layout)
    if is_refused(problems):
        return None, problems
    emissions = _emissions(_described(rows), layout)
    return staged("emissions", emissions), problems + _large_credits(emissions)


def _with_bare_labels(rows: pa.Table) -> pa.Table:
    """The rows with labels without spaces and line ends around them; a label of nothing else is null."""
    for name in LEVELS:
        labels = decoded(rows[name], lambda text: " ".join(text.split()) or None, pa.string())
        rows = rows.set_column(rows.column_names.index(name), name, labels)
    return rows


DOUBLED = """
select
    *,
    lower(coalesce(region, '')) = $islands and row_number() over (
        partition by area_id, year_text, level_1, level_2, level_3, level_4, level_5, hinku, trading, kt, kt_wind, energy
        order by source_row
    ) > 1 as is_doubled
from rows
order by source_row
"""


def _once(rows: pa.Table, layout: LongSheet) -> tuple[pa.Table, list[Problem]]:
    """The rows without those of Åland that repeat another one in every cell, and a warning that says which."""
    rows = frame_sql(DOUBLED, {"islands": ISLANDS}, rows=rows)
    doubled = rows.filter(rows["is_doubled"])["source_row"].to_pylist()
    kept = rows.filter(pc.invert(rows["is_doubled"])).drop_columns(["is_doubled"])
    if not doubled:
        return kept, []
    letters = layout.letters("kt")
    warning = Problem(
        level="warning",
        code="row_doubled",
        sheet=layout.sheet.name,
        cells=tuple(f"{letters}{row}" for row in doubled[:10_000]),
        expected=N_("each row of Åland once, as SYKE is known to have published some of them twice"),
        found=N_("a row that repeats another one in every cell"),
        fix=N_("Unusual, check. The repeated rows are left out, so that nothing is counted twice."),
        count=len(doubled),
    )
    return kept, [warning]


def _flagged(rows: pa.Table, layout: LongSheet) -> tuple[pa.Table, list[Problem]]:
    """The rows with is_hinku and is_trading; an error for each flag that is neither On nor Ei.

    Whether a row belongs to the Hinku series must be said; emission trading may be left empty."""
    problems = []
    for name in ("hinku", "trading"):
        flags = decoded(rows[name], lambda text: FLAGS.get(normalised(text)), pa.bool_())
        rows = rows.append_column(f"is_{name}", flags)
        unclear = (
            pc.is_null(flags) if name == "hinku" else pc.and_(pc.is_null(flags), pc.is_valid(rows[name]))
        )
        faulty = rows.filter(unclear).select(["source_row", name]).to_pylist()
        problems += listed(
            Problem(
                level="error", code="wrong_flag", sheet=layout.sheet.name,
                cell=f"{layout.letters(name)}{row['source_row']}", expected=N_("On (yes) or Ei (no)"),
                found=row[name] or "", fix=N_("Download the file again from the publisher, and load it as it came."),
            )
            for row in faulty
        )  # fmt: skip
    return rows, problems


def _figured(rows: pa.Table, layout: LongSheet) -> tuple[pa.Table, list[Problem]]:
    """The rows with kt_value, kt_reason and wind_value in tonnes, null = missing."""
    problems = []
    for name, value in (("kt", "kt_value"), ("kt_wind", "wind_value")):
        if name not in layout.columns:
            rows = rows.append_column(value, pa.nulls(rows.num_rows, pa.float64()))
            continue
        letters = pa.array([layout.letters(name)] * rows.num_rows, pa.string())
        figures = numbered(rows.append_column("source_column", letters), written=name, decimal=layout.decimal,
                           markers=MARKERS)  # fmt: skip
        problems += unreadable_numbers(layout.sheet.name, figures, FIGURE_EXPECTED, written=name)
        figures = figures.append_column(value, figures["value"]).append_column(
            f"{name}_reason", figures["missing_reason"]
        )
        rows = in_tonnes(
            figures.drop_columns(["source_column", "value", "missing_reason", "is_faulty"]), value
        )
    return rows, problems


def _without_sector(rows: pa.Table, layout: LongSheet) -> list[Problem]:
    missing = rows.filter(pc.is_null(rows["sector"]))["source_row"].to_pylist()
    return listed(
        Problem(
            level="error", code="missing_label", sheet=layout.sheet.name, cell=f"{layout.letters('level_3')}{row}",
            expected=SECTOR_EXPECTED, found="", fix=N_("Download the file again from the publisher, and load it as it came."),
        )
        for row in missing
    )  # fmt: skip


def _described(rows: pa.Table) -> pa.Table:
    """The rows with scope and is_credit, each asked once per label."""
    scopes = {normalised(label): scope for label, scope in SCOPE_OF.items()}
    sources = {normalised(label): scope for label, scope in SCOPE_OF_SOURCE.items()}
    by_sector = decoded(rows["level_3"], lambda text: scopes.get(normalised(text)), pa.string())
    by_source = decoded(rows["level_5"], lambda text: sources.get(normalised(text)), pa.string())
    is_credit = decoded(rows["level_3"], is_credits, pa.bool_())
    return rows.append_column("scope", pc.coalesce(by_sector, by_source)).append_column(
        "is_credit", is_credit
    )


# One row per series and figure. The label tells rows apart that differ in their flags alone.
EMISSIONS = """
with labelled as (
    select
        *,
        nullif(
            concat_ws(
                ': ', level_3, nullif(level_4, level_3),
                if(level_5 in (level_4, level_3), null, level_5)
            ),
            ''
        ) as subsector,
        concat_ws(
            ' / ', level_1, level_2, level_3, level_4, level_5,
            if(is_trading, 'päästökauppa', null), if(is_hinku, null, 'ei Hinku')
        ) as source_label
    from rows
),
figures as (
    select
        * replace (if(is_credit, null, scope) as scope),
        if(is_credit, coalesce(wind_value, kt_value), kt_value) as emissions_tco2e,
        if(is_credit and wind_value is not null, $wind_column, $kt_column) as source_column, 0 as step
    from labelled
    union all by name
    select
        * replace ('credits' as sector, null as scope), round(wind_value - kt_value, 9) as emissions_tco2e,
        $wind_column as source_column, 1 as step
    from labelled
    where not is_credit and abs(wind_value - kt_value) > $agrees
),
series as (
    select $all as dataset, 0 as place, figures.* from figures
    union all by name
    select $hinku_key as dataset, 1 as place, figures.* from figures where is_hinku
)
select
    area_id, dataset, year, 'territorial' as basis, scope, sector, subsector, emissions_tco2e, true as is_counted,
    'modelled' as value_status, is_preliminary,
    if(emissions_tco2e is null, coalesce(kt_reason, 'not_estimated'), null) as missing_reason,
    $sheet as source_sheet, source_row, source_column, source_label, source_code, source_name
from series
order by place, source_row, step
"""


def _emissions(rows: pa.Table, layout: LongSheet) -> pa.Table:
    wind = layout.letters("kt_wind" if "kt_wind" in layout.columns else "kt")
    constants = {
        "all": ALL.key,
        "hinku_key": HINKU.key,
        "sheet": layout.sheet.name,
        "kt_column": layout.letters("kt"),
        "wind_column": wind,
        "agrees": AGREES_TCO2E,
    }
    return frame_sql(EMISSIONS, constants, rows=rows)


LARGE_CREDITS = """
select
    area_id, year, any_value(source_name) as name, sum(emissions_tco2e) filter (sector = 'credits') as credits,
    sum(emissions_tco2e) filter (sector <> 'credits') as emitted,
    arg_min(source_sheet, source_row) filter (sector = 'credits') as source_sheet,
    min(source_row) filter (sector = 'credits') as source_row,
    arg_min(source_column, source_row) filter (sector = 'credits') as source_column
from rows
where dataset = $all
group by area_id, year
having abs(credits) >= emitted
order by abs(credits) desc, area_id, year
"""


def _large_credits(emissions: pa.Table) -> list[Problem]:
    """A warning where credits reach what is emitted: perhaps the column of figures with wind means another thing."""
    found = frame_sql(LARGE_CREDITS, {"all": ALL.key}, rows=emissions)

    def words(row: dict[str, Any]) -> Text:
        return N_(
            "{name} {year}: credits {credits} t, emissions {emitted} t",
            name=row["name"] or row["area_id"],
            year=str(row["year"]),
            credits=amount(row["credits"]),
            emitted=amount(row["emitted"]),
        )

    expected = N_("credits for wind power smaller than the emissions")
    advice = N_("Credits stand outside the total, which they do not change.")
    return warnings_of("large_credits", found, words, expected=expected, advice=advice)
