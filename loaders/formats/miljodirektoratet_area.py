"""Norway: the workbook of one area from Miljødirektoratet's "Utslipp av klimagasser i kommuner og fylker".

Sheets: Info names the area; Oversikt holds sectors; Oversikt - detaljert holds source and gas within each
sector; one more sheet per sector repeats the details and is not read. Tonnes CO2e, gases already converted.
The publisher's own page shows the sum of all sectors, so that Utenriks luftfart (international) is counted
here and left out only of the comparable total."""

import pyarrow as pa

from data.areas import Area, AreaKind, Match
from data.datasets import KNOWN_DATASETS, Dataset
from data.sql import frame_sql
from data.staging import staged
from loaders.cells import (
    Headings,
    decoded,
    find_headings,
    listed,
    missing_columns,
    missing_headings,
    missing_sheet,
    no_rows,
    normalised,
    number_sql,
    plain_number_sql,
    rows_below,
    sheet_named,
    unreadable_cells,
    wrong_cell,
)
from loaders.problems import Problem
from loaders.reading import (
    Reading,
    ReadingContext,
    chosen_release,
    context_problems,
    is_refused,
    years_in_words,
)
from loaders.workbook import Sheet, Workbook, cell_name, column_name
from texts import N_, Text

KEY = "miljodirektoratet-area"
TITLE = N_("Miljødirektoratet: greenhouse gases of one Norwegian municipality (xlsx)")
DATASET: Dataset = KNOWN_DATASETS["miljodirektoratet-ghg"]

INFO, OVERVIEW, DETAILED = "info", "oversikt", "oversikt - detaljert"
AREA_MARK = "datasett:"
EMISSIONS = "utslipp (tonn co2-ekvivalenter)"
OVERVIEW_HEADINGS = {"år": "År", "sektor": "Sektor", EMISSIONS: "Utslipp (tonn CO₂-ekvivalenter)"}
DETAILED_HEADINGS = {
    "år": "År",
    "sektor": "Sektor",
    "utslippskilde": "Utslippskilde",
    "klimagass": "Klimagass",
    EMISSIONS: "Utslipp (tonn CO₂-ekvivalenter)",
}
NAMES = {
    "år": "year",
    "sektor": "sector",
    "utslippskilde": "source",
    "klimagass": "gas",
    EMISSIONS: "emissions",
}

SECTOR_OF = {
    "oppvarming": "stationary_energy",
    "energiforsyning": "energy_generation",
    "industri, olje og gass": "industry",
    "veitrafikk": "transport",
    "sjøfart": "transport",
    "luftfart": "transport",
    "annen mobil forbrenning": "off_road",
    "avfall og avløp": "waste",
    "jordbruk": "agriculture",
    "produkter med fluorgasser": "ippu",
}
SHARING = (
    "veitrafikk",
    "sjøfart",
    "luftfart",
)  # published sectors that share one of ours: the subsector says which
INTERNATIONAL = "utenriks"  # a source that begins so is outside the municipality's own transport
ESTIMATE = "*estimat"
GAS_OF = {
    "co2": "CO2",
    "ch4": "CH4",
    "n2o": "N2O",
    "hfk": "HFC",
    "hfc": "HFC",
    "pfk": "PFC",
    "pfc": "PFC",
    "sf6": "SF6",
    "nf3": "NF3",
}
AGREES_TCO2E = 0.5  # both sheets carry one decimal; sums of the same rows differ by rounding alone


def recognise(workbook: Workbook) -> bool:
    """An Info sheet with "Datasett:" beside a sheet Oversikt or Oversikt - detaljert."""
    info = sheet_named(workbook, INFO)
    has_overview = sheet_named(workbook, OVERVIEW) is not None or sheet_named(workbook, DETAILED) is not None
    return info is not None and has_overview and _written_area(info) is not None


def read(workbook: Workbook, context: ReadingContext) -> Reading:
    """The emissions of the one area: details counted when they add up to the sectors, else the sectors."""
    overview, detailed = sheet_named(workbook, OVERVIEW), sheet_named(workbook, DETAILED)
    release = chosen_release(None, context)
    area, problems = _area(workbook, context)
    problems += context_problems(context, (DATASET,), None)
    problems += [missing_sheet("Oversikt - detaljert", workbook)] if detailed is None else []
    problems += [missing_sheet("Oversikt", workbook)] if overview is None else []
    rows = []
    for sheet, wanted in ((overview, OVERVIEW_HEADINGS), (detailed, DETAILED_HEADINGS)):
        if sheet is not None:
            table, found = _rows(sheet, wanted)
            problems += found
            rows.append(table)
    reading = Reading(
        KEY, TITLE, DATASET.publisher, DATASET.licence, is_proven=True, datasets=(DATASET,), problems=problems
    )
    if is_refused(problems) or area is None:
        return reading
    emissions = _emissions(pa.concat_tables(rows), area, _written_area(sheet_named(workbook, INFO)))
    problems += _unknown_labels(emissions) + _disagreement(emissions)
    reading.tables["emissions"] = staged("emissions", emissions.select(STAGED))
    reading.releases[DATASET.key] = release
    reading.summary.extend(_summary(emissions, area))
    return reading


STAGED = [
    "area_id",
    "dataset",
    "year",
    "basis",
    "scope",
    "sector",
    "subsector",
    "gas",
    "emissions_tco2e",
    "is_counted",
    "value_status",
    "is_preliminary",
    "missing_reason",
    "source_sheet",
    "source_row",
    "source_column",
    "source_label",
    "source_name",
]

TYPED = """
with plain as (
    select *, plain_number_of_written as number, trim(written_year) as year_text
    from grid
    where coalesce(trim(written), '') <> '' or written_year is not null or label is not null
)
select
    *,
    if(regexp_full_match(year_text, '(19|20)[0-9][0-9]'), try_cast(year_text as integer), null) as year,
    value_of_number as emissions_tco2e
from plain
order by source_row
""".replace("plain_number_of_written", plain_number_sql("written")).replace(
    "value_of_number", number_sql("number")
)

COUNTED = """
with overview as (
    select year, label, sum(emissions_tco2e) as stated from typed where is_overview group by all
),
details as (
    select year, label, sum(emissions_tco2e) as added from typed where not is_overview group by all
),
agreement as (
    select
        coalesce(
            bool_and(abs(coalesce(overview.stated, 0) - coalesce(details.added, 0)) <= $agrees_tco2e), false
        ) as details_agree
    from overview
    full join details on details.year = overview.year and details.label = overview.label
)
select
    $area_id as area_id, $dataset as dataset, 'territorial' as basis, '1' as scope,
    $source_name as source_name, typed.*,
    typed.is_overview <> agreement.details_agree as is_counted, agreement.details_agree,
    false as is_preliminary, if(typed.emissions_tco2e is null, 'not_estimated', null) as missing_reason
from typed
cross join agreement
order by typed.is_overview, typed.source_row
"""


def _written_area(info: Sheet | None) -> str | None:
    for cells in info.head(10) if info is not None else []:
        texts = [text.strip() for text in cells if text and text.strip()]
        if len(texts) >= 1 and normalised(texts[0]) == AREA_MARK:
            return texts[1] if len(texts) > 1 else ""
    return None


def _area(workbook: Workbook, context: ReadingContext) -> tuple[Area | None, list[Problem]]:
    """The municipality of the file: as its Info sheet says, else as the user chose."""
    info = sheet_named(workbook, INFO)
    written = _written_area(info) or ""
    match = context.register.resolve(written, country="NO")
    larger = _larger_area(written, context, match)
    if larger is not None:
        return None, [_area_problem(info, f"area_is_{larger}", written, DOWNLOAD_THE_MUNICIPALITYS[larger])]
    chosen = context.register.resolve_id(context.municipality_id) if context.municipality_id else None
    if context.municipality_id and (chosen is None or chosen.kind != "municipality"):
        return None, [_area_problem(info, "unknown_municipality", context.municipality_id, _ask(match))]
    if match.area is not None:
        differs = chosen is not None and chosen.area_id != match.area.area_id
        return match.area, [_other_area(info, chosen, match.area)] if differs and chosen else []
    if chosen is not None:
        return chosen, []
    code = "ambiguous_municipality" if match.candidates else "unknown_municipality"
    return None, [_area_problem(info, code, written, _ask(match))]


DOWNLOAD_THE_MUNICIPALITYS: dict[AreaKind, Text] = {
    "county": N_("This is a county's file; download the municipality's own."),
    "nation": N_("This is the whole country's file; download the municipality's own."),
}


def _larger_area(written: str, context: ReadingContext, match: Match) -> AreaKind | None:
    """Whether the name is that of a county or the country and of no municipality; Oslo is its own county."""
    named = [area for area in match.candidates if normalised(area.name) == normalised(written)]
    if match.area is not None or named:
        return None
    resolve = context.register.resolve
    kinds = (kind for kind in DOWNLOAD_THE_MUNICIPALITYS if resolve(written, country="NO", kind=kind).area)
    return next(kinds, None)


def _ask(match: Match) -> Text:
    if not match.candidates:
        return N_("Say which municipality it is: choose it on the page, or give --municipality.")
    names = ", ".join(f"{area.name} ({area.area_id}, {area.region})" for area in match.candidates)
    return N_(
        "Say which municipality it is ({names}): choose it on the page, or give --municipality.", names=names
    )


def _area_problem(info: Sheet | None, code: str, found: str, fix: Text) -> Problem:
    name, cell = _area_cell(info)
    return Problem(
        level="error",
        code=code,
        sheet=name,
        cell=cell,
        expected=N_("the name of one Norwegian municipality"),
        found=found,
        fix=fix,
    )


def _other_area(info: Sheet | None, chosen: Area, named: Area) -> Problem:
    name, cell = _area_cell(info)
    return Problem(
        level="error",
        code="municipality_differs",
        sheet=name,
        cell=cell,
        expected=N_(
            "{name} ({area_id}), the municipality you chose", name=chosen.name, area_id=chosen.area_id
        ),
        found=named.name,
        fix=N_(
            "Choose {name} ({area_id}), or load the other municipality's file.",
            name=named.name,
            area_id=named.area_id,
        ),
    )


def _area_cell(info: Sheet | None) -> tuple[str, str]:
    for row, cells in enumerate(info.head(10) if info is not None else [], start=1):
        for column, text in enumerate(cells, start=1):
            if normalised(text) == AREA_MARK:
                return (info.name if info else "Info"), cell_name(row, column + 1)
    return "Info", ""


def _rows(sheet: Sheet, wanted: dict[str, str]) -> tuple[pa.Table, list[Problem]]:
    """The typed rows of one of the two overview sheets, and what is wrong in its cells."""
    headings = find_headings(sheet, list(wanted), at_least=2)
    if headings is None:
        return TYPED_NOTHING, [missing_headings(sheet, wanted)]
    problems = missing_columns(sheet, headings, wanted)
    if problems:
        return TYPED_NOTHING, problems
    columns = {NAMES[heading]: headings.columns[heading] for heading in wanted}
    problems = unreadable_cells(sheet, headings.row, columns)
    typed = _typed(sheet, headings, columns)
    if typed.num_rows == 0 and not problems:
        return typed, [no_rows(sheet, headings.row)]
    return typed, problems or _wrong_cells(sheet, typed, columns)


def _typed(sheet: Sheet, headings: Headings, columns: dict[str, int]) -> pa.Table:
    rows = rows_below(sheet, headings.row, columns)
    is_overview = "source" not in columns
    nothing = pa.nulls(rows.num_rows, pa.string())
    source = nothing if is_overview else decoded(rows["source"], _clean, pa.string())
    gas = nothing if is_overview else decoded(rows["gas"], _clean, pa.string())
    grid = pa.table(
        {
            "source_sheet": pa.array([sheet.name] * rows.num_rows, pa.string()),
            "source_row": rows["source_row"],
            "source_column": pa.array([column_name(columns["emissions"] - 1)] * rows.num_rows, pa.string()),
            "written_year": rows["year"],
            "label": decoded(rows["sector"], _clean, pa.string()),
            "source": source,
            "written_gas": gas,
            "written": rows["emissions"],
            "is_overview": pa.array([is_overview] * rows.num_rows, pa.bool_()),
        }
    )
    return _with_codes(frame_sql(TYPED, grid=grid))


def _with_codes(typed: pa.Table) -> pa.Table:
    """Our sector, subsector, gas and status beside the published labels."""
    labels, sources = typed["label"].to_pylist(), typed["source"].to_pylist()
    pairs = {
        pair: (_sector(*pair), _subsector(*pair), _status(pair[1]))
        for pair in set(zip(labels, sources, strict=True))
    }
    codes = [pairs[pair] for pair in zip(labels, sources, strict=True)]
    columns = {
        "sector": pa.array([code[0] for code in codes], pa.string()),
        "subsector": pa.array([code[1] for code in codes], pa.string()),
        "value_status": pa.array([code[2] for code in codes], pa.string()),
        "gas": decoded(typed["written_gas"], lambda text: GAS_OF.get(normalised(text)), pa.string()),
        "source_label": typed["label"],
    }
    for name, column in columns.items():
        typed = typed.append_column(name, column)
    return typed


def _clean(text: str) -> str | None:
    return " ".join(text.split()) or None


def _sector(label: str | None, source: str | None) -> str:
    if normalised(source).startswith(INTERNATIONAL):
        return "international_transport"
    return SECTOR_OF.get(normalised(label), "other")


def _subsector(label: str | None, source: str | None) -> str | None:
    shares = normalised(label) in SHARING or normalised(label) not in SECTOR_OF
    if source is None:
        return label if shares else None
    return f"{label}: {source}" if shares else source


def _status(source: str | None) -> str:
    return "estimated" if normalised(source).startswith(ESTIMATE) else "reported"


TYPED_NOTHING = _with_codes(
    frame_sql(
        TYPED,
        grid=pa.table(
            {
                "source_sheet": pa.array([], pa.string()),
                "source_row": pa.array([], pa.int64()),
                "source_column": pa.array([], pa.string()),
                "written_year": pa.array([], pa.string()),
                "label": pa.array([], pa.string()),
                "source": pa.array([], pa.string()),
                "written_gas": pa.array([], pa.string()),
                "written": pa.array([], pa.string()),
                "is_overview": pa.array([], pa.bool_()),
            }
        ),
    )
)


def _wrong_cells(sheet: Sheet, typed: pa.Table, columns: dict[str, int]) -> list[Problem]:
    """Errors for years and figures that are none, and rows without a sector."""
    faulty = frame_sql(
        """
        select source_row, written_year, written, label, year is null as no_year,
            emissions_tco2e is null and coalesce(number, '') <> '' as no_number
        from typed
        where year is null or label is null or (emissions_tco2e is null and coalesce(number, '') <> '')
        order by source_row
        """,
        typed=typed,
    ).to_pylist()
    years = (
        wrong_cell(
            sheet.name,
            row["source_row"],
            columns["year"],
            code="wrong_year",
            expected=N_("a year, such as 2024"),
            found=row["written_year"],
            fix=N_("Write the year as four digits."),
        )
        for row in faulty
        if row["no_year"]
    )
    numbers = (
        wrong_cell(
            sheet.name,
            row["source_row"],
            columns["emissions"],
            code="wrong_number",
            expected=N_("tonnes CO2e as a number"),
            found=row["written"],
            fix=N_("Put the publisher's figure back: download the file again, and load it as it came."),
        )
        for row in faulty
        if row["no_number"]
    )
    labels = (
        wrong_cell(
            sheet.name,
            row["source_row"],
            columns["sector"],
            code="missing_value",
            expected=N_("the name of a sector"),
            found="",
            fix=N_("Put the publisher's label back: download the file again, and load it as it came."),
        )
        for row in faulty
        if row["label"] is None
    )
    return [*listed(years), *listed(numbers), *listed(labels)]


def _emissions(typed: pa.Table, area: Area, source_name: str | None) -> pa.Table:
    params = {
        "area_id": area.area_id,
        "dataset": DATASET.key,
        "source_name": source_name,
        "agrees_tco2e": AGREES_TCO2E,
    }
    return frame_sql(COUNTED, params, typed=typed)


def _unknown_labels(emissions: pa.Table) -> list[Problem]:
    """Warnings for sectors and gases that newer files have and this list has not; the rows still count."""
    rows = frame_sql(
        """
        select
            label, written_gas, sector = 'other' as new_sector,
            gas is null and written_gas is not null as new_gas,
            first(source_sheet order by source_row) as sheet, min(source_row) as source_row, count(*) as rows
        from emissions
        where is_counted and (new_sector or new_gas)
        group by all
        order by source_row
        """,
        emissions=emissions,
    ).to_pylist()
    return [_unknown_label(row) for row in rows]


def _unknown_label(row: dict) -> Problem:
    found = row["label"] if row["new_sector"] else row["written_gas"]
    expected = (
        N_("a sector known from earlier files") if row["new_sector"] else N_("a gas known from earlier files")
    )
    fix = N_("Unusual, check. The rows are counted in the total, under “Other” or without a gas.")
    return Problem(
        level="warning",
        code="unknown_label",
        sheet=row["sheet"],
        cell=f"A{row['source_row']}",
        expected=expected,
        found=found,
        fix=fix,
        count=row["rows"],
    )


def _disagreement(emissions: pa.Table) -> list[Problem]:
    """A warning when the details do not add up to the sectors, so that the sectors are counted."""
    if emissions["details_agree"][0].as_py():
        return []
    sums = frame_sql(
        "select sum(emissions_tco2e) filter (is_overview) as stated, sum(emissions_tco2e) filter (not "
        "is_overview) as added "
        "from emissions",
        emissions=emissions,
    ).to_pylist()[0]
    return [
        Problem(
            level="warning",
            code="details_differ",
            sheet="Oversikt - detaljert",
            cell="",
            expected=N_(
                "the same sums as on sheet Oversikt, {stated:,.1f} t CO2e over all years",
                stated=sums["stated"] or 0.0,
            ),
            found=f"{sums['added'] or 0.0:,.1f} t CO2e",
            fix=N_(
                "Unusual, check. The sectors of Oversikt are counted; the details are kept for looking up."
            ),
        )
    ]


def _summary(emissions: pa.Table, area: Area) -> list[Text]:
    return [
        N_(
            "{name} ({area_id}): {years}, all greenhouse gases in t CO2e",
            name=area.name,
            area_id=area.area_id,
            years=years_in_words(emissions["year"]),
        )
    ]
