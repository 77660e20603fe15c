"""Norway: waste of one type by facility, an export of norskeutslipp.no (Miljødirektoratet, NLOD).

Sheet Avfall: A1 says the type ("Type: Plast"), then a row per facility, year and waste code, in tonnes, with what
became of it. It is what industry delivered, not household waste. Where a treatment is not reported it is unknown,
never zero: the rest of the amount stands as unknown. Municipalities bear today's names, told apart by county."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import Area
from data.code_lists import MATERIALS
from data.datasets import KNOWN_DATASETS, NORSKEUTSLIPP_TYPES, Dataset
from data.sql import frame_sql
from data.staging import staged
from loaders.checks.wording import amount, warnings_of
from loaders.problems import Problem
from loaders.published_tables.miljodirektoratet import is_outside
from loaders.published_tables.published import (
    FETCH_AGAIN,
    Mark,
    dated,
    numbered,
    placed,
    unknown_areas,
    unreadable_numbers,
    wrong_years,
)
from loaders.reading import (
    Reading,
    ReadingContext,
    chosen_release,
    context_problems,
    is_refused,
    municipalities_in_words,
    needless_municipality,
    years_in_words,
)
from loaders.rows.cells import (
    Headings,
    decoded,
    find_cell,
    find_headings,
    listed,
    missing_columns,
    no_rows,
    normalised,
    rows_below,
    unreadable_cells,
    wrong_cell,
)
from loaders.sheets.workbook import Sheet, Workbook, column_name
from texts import N_, Text

KEY = "norskeutslipp-waste"
TITLE = N_("norskeutslipp.no: waste of one type by facility (xlsx)")
PUBLISHER, LICENCE = "Miljødirektoratet", "NLOD"

TYPE_MARK = "type:"
AMOUNT = "mengde avfall"
HEADINGS = {
    "anleggsnavn": "Anleggsnavn",
    "fylke": "Fylke",
    "kommune": "Kommune",
    "år": "År",
    "avfallskode": "Avfallskode",
    "avfallstype": "Avfallstype",
    "energigjenvinning": "Energigjenvinning",
    "materialgjenvinning": "Materialgjenvinning",
    "levert til annen behandling": "Levert til annen behandling",
    AMOUNT: "Mengde avfall",
    "enhet": "Enhet",
}
STAGE_OF = {
    AMOUNT: "generated",
    "energigjenvinning": "energy_recovery",
    "materialgjenvinning": "recycling",
    "levert til annen behandling": "other",
}
UNIT = "tonn"
AGREES_TONNES = 1e-6  # sums of the same decimals differ by the last digit alone


def recognise(workbook: Workbook) -> bool:
    """A sheet whose headings name facility, waste code and amount of waste."""
    return _sheet(workbook) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """Amounts generated and treated by facility, waste code and year; the untreated rest as unknown."""
    sheet = _sheet(workbook)
    assert sheet is not None, "read follows recognise"
    dataset, problems = _dataset(sheet)
    problems += needless_municipality(context)
    problems += context_problems(context, (dataset,), None) if dataset else []
    rows, found = _rows(sheet)
    problems += found
    reading = Reading(
        KEY,
        TITLE,
        PUBLISHER,
        LICENCE,
        is_proven=workbook.kind == "excel",
        datasets=(dataset,) if dataset else (),
        problems=problems,
    )
    if rows is None:
        return reading
    read_rows = rows.num_rows
    rows, found = _with_areas(sheet, rows, context)
    problems += found
    if dataset is None or is_refused(problems):
        return reading
    figures = _figures(sheet, rows, decimal="comma" if workbook.kind == "csv" else "point")
    problems += _wrong_amounts(sheet, figures)
    if is_refused(problems):
        return reading
    problems += _differing_treatments(sheet, figures)
    reading.tables["materials"] = staged("materials", _materials(sheet, figures, dataset))
    reading.releases[dataset.key] = chosen_release(None, context)
    reading.summary.extend(_summary(figures, dataset, read_rows=read_rows))
    return reading


def _sheet(workbook: Workbook) -> Sheet | None:
    return next((sheet for sheet in workbook.sheets.values() if _headings(sheet) is not None), None)


def _headings(sheet: Sheet) -> Headings | None:
    headings = find_headings(sheet, list(HEADINGS), at_least=5)
    return None if headings is None or headings.missing(["anleggsnavn", "avfallskode"]) else headings


def _letters(sheet: Sheet, heading: str) -> str:
    headings = _headings(sheet)
    assert headings is not None, "as in recognise"
    return column_name(headings.columns[heading] - 1)


def _dataset(sheet: Sheet) -> tuple[Dataset | None, list[Problem]]:
    """The series of the type that the sheet names above its headings."""
    mark = find_cell(sheet, TYPE_MARK)
    row, column, text = mark or (1, 1, sheet.text(1, 1) or "")
    written = text.partition(":")[2] or (sheet.text(row, column + 1) or "" if mark else "")
    known = {normalised(name): material for name, material in NORSKEUTSLIPP_TYPES.items()}
    material = known.get(normalised(written))
    if material is not None:
        return KNOWN_DATASETS[f"norskeutslipp-{material}"], []
    expected = N_("the type of waste, one of {types}", types=", ".join(NORSKEUTSLIPP_TYPES))
    return None, [
        wrong_cell(
            sheet.name, row, column, code="unknown_type", expected=expected, found=text, fix=FETCH_AGAIN
        )
    ]


def _rows(sheet: Sheet) -> tuple[pa.Table | None, list[Problem]]:
    """The rows below the headings with their year; None when headings, years or units are wrong."""
    headings = _headings(sheet)
    assert headings is not None, "as in recognise"
    problems = missing_columns(sheet, headings, HEADINGS)
    if problems:
        return None, problems
    columns = {name: headings.columns[name] for name in HEADINGS}
    problems = unreadable_cells(sheet, headings.row, columns)
    grid = frame_sql(FILLED, grid=rows_below(sheet, headings.row, columns))
    if grid.num_rows == 0 and not problems:
        return None, [no_rows(sheet, headings.row)]
    rows = dated(grid, written="år")
    problems += wrong_years(sheet.name, rows, _letters(sheet, "år"), written="år")
    problems += _wrong_units(sheet, headings, rows)
    return (None if problems else rows), problems


FILLED = """
select *
from grid
where coalesce(trim(anleggsnavn), '') <> '' or coalesce(trim(kommune), '') <> '' or coalesce(trim("mengde avfall"), '') <> ''
order by source_row
"""


def _wrong_units(sheet: Sheet, headings: Headings, rows: pa.Table) -> list[Problem]:
    units = decoded(rows["enhet"], normalised, pa.string()).to_pylist()
    return listed(
        wrong_cell(
            sheet.name,
            row,
            headings.columns["enhet"],
            code="wrong_unit",
            expected=N_("tonnes (“tonn”)"),
            found=written,
            fix=FETCH_AGAIN,
        )
        for row, unit, written in zip(
            rows["source_row"].to_pylist(), units, rows["enhet"].to_pylist(), strict=True
        )
        if unit != UNIT
    )


def _with_areas(sheet: Sheet, rows: pa.Table, context: ReadingContext) -> tuple[pa.Table, list[Problem]]:
    """The rows of municipalities with area_id; sea and islands outside all of them are left out with a notice."""

    def municipality(county: str | None, name: str | None) -> Area | None:
        region = (county or "").strip() or None
        return context.register.resolve(name, country="NO", region=region).area

    rows, strangers = placed(rows, ["fylke", "kommune"], municipality)
    outside = [stranger for stranger in strangers if is_outside(*stranger.texts)]
    unknown = [stranger for stranger in strangers if not is_outside(*stranger.texts)]
    column = _letters(sheet, "kommune")
    expected = N_("a municipality of Norway, in its county")
    problems = unknown_areas(
        sheet.name,
        column,
        unknown,
        expected=expected,
        fix=N_("Write the name as in the official register, or add the municipality to the register."),
    )
    problems += unknown_areas(
        sheet.name,
        column,
        outside,
        expected=expected,
        fix=N_("Its rows are left out: it is part of no municipality."),
        level="notice",
    )
    return rows.filter(pc.is_valid(rows["area_id"])), problems


LONG = """
select
    source_row, year, is_preliminary, area_id, trim(kommune) as source_name, stages.stage, stages.source_column,
    trim(anleggsnavn) as source_entity,
    regexp_replace(
        if(
            starts_with(trim(avfallstype), trim(avfallskode)), trim(avfallstype),
            concat_ws(' ', trim(avfallskode), trim(avfallstype))
        ),
        '\\s+', ' ', 'g'
    ) as source_label,
    case stages.stage
        when 'generated' then "mengde avfall"
        when 'energy_recovery' then energigjenvinning
        when 'recycling' then materialgjenvinning
        else "levert til annen behandling"
    end as written
from rows
cross join stages
order by source_row, stages.step
"""


def _figures(sheet: Sheet, rows: pa.Table, *, decimal: Mark) -> pa.Table:
    """One row per facility, year, waste code and column of amounts, with its number."""
    letters = [_letters(sheet, heading) for heading in STAGE_OF]
    stages = pa.table(
        {
            "stage": pa.array(list(STAGE_OF.values()), pa.string()),
            "step": pa.array(range(len(STAGE_OF)), pa.int64()),
            "source_column": pa.array(letters, pa.string()),
        }
    )
    return numbered(frame_sql(LONG, rows=rows, stages=stages), decimal=decimal)


def _wrong_amounts(sheet: Sheet, figures: pa.Table) -> list[Problem]:
    """An error for each amount that is no number, or below zero."""
    is_below = pc.fill_null(pc.less(figures["value"], 0), False)
    place = figures.column_names.index("is_faulty")
    faulty = figures.set_column(place, "is_faulty", pc.or_(figures["is_faulty"], is_below))
    return unreadable_numbers(sheet.name, faulty, N_("an amount in tonnes, 0 or more"))


# Amount and treatments of each row of the file; treated is null where no treatment is reported.
SPLIT = """
select
    source_row, max(value) filter (stage = 'generated') as generated,
    sum(value) filter (stage <> 'generated') as treated,
    max(source_column) filter (stage = 'generated') as source_column
from figures
group by source_row
"""

DIFFERING = """
with split as ({split})
select source_row, source_column, generated, treated
from split
where abs(generated - treated) > $agrees
order by abs(generated - treated) desc, source_row
""".replace("{split}", SPLIT)


def _differing_treatments(sheet: Sheet, figures: pa.Table) -> list[Problem]:
    """One warning for the rows whose treatments do not add up to their amount."""
    found = frame_sql(DIFFERING, {"agrees": AGREES_TONNES}, figures=figures)

    def words(row: dict[str, Any]) -> Text:
        return N_(
            "row {row}: {treated} t treated, {generated} t in all",
            row=str(row["source_row"]),
            treated=amount(row["treated"]),
            generated=amount(row["generated"]),
        )

    placed_cases = found.append_column("source_sheet", pa.array([sheet.name] * found.num_rows, pa.string()))
    expected = N_("treatments that add up to the amount of the row")
    advice = N_("All are loaded as published; a rest that is above zero stands as unknown.")
    return warnings_of("treatments_differ", placed_cases, words, expected=expected, advice=advice)


MATERIALS_SQL = """
with split as ({split}),
published as (
    select figures.*, false as is_rest
    from figures
    where stage = 'generated' or value is not null
),
rest as (
    select
        figures.* replace ('unknown' as stage, round(split.generated - coalesce(split.treated, 0), 9) as value),
        true as is_rest
    from figures
    join split on split.source_row = figures.source_row
    where figures.stage = 'generated' and split.generated - coalesce(split.treated, 0) > $agrees
)
select
    area_id, $dataset as dataset, year, 'industry' as origin, $material as material, stage, source_entity,
    value as amount_tonnes, 'reported' as value_status, is_preliminary,
    if(value is null, missing_reason, null) as missing_reason, $sheet as source_sheet, source_row, source_column,
    source_label, source_name
from (from published union all by name from rest)
order by source_row, is_rest, source_column
""".replace("{split}", SPLIT)


def _materials(sheet: Sheet, figures: pa.Table, dataset: Dataset) -> pa.Table:
    constants = {
        "dataset": dataset.key,
        "material": _material(dataset),
        "sheet": sheet.name,
        "agrees": AGREES_TONNES,
    }
    return frame_sql(MATERIALS_SQL, constants, figures=figures)


def _material(dataset: Dataset) -> str:
    return dataset.key.removeprefix("norskeutslipp-")


def _summary(figures: pa.Table, dataset: Dataset, *, read_rows: int) -> list[Text]:
    loaded = len(pc.unique(figures["source_row"]))
    return [
        N_(
            "{material} from industry: {rows} rows read, {loaded} of them in {municipalities}, {years}",
            material=MATERIALS[_material(dataset)],
            rows=read_rows,
            loaded=loaded,
            municipalities=municipalities_in_words(len(pc.unique(figures["area_id"]))),
            years=years_in_words(figures["year"]),
        )
    ]
