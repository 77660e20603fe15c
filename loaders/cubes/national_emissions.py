"""SSB's table 08940: the national emissions of greenhouse gases by source, energy product and gas.

National, so it is offered as context beside the municipalities and stands for none of them. The row of all sources,
all products and all gases together is counted, because sources and gases are rounded to whole kilotonnes each and add
up to it only nearly; all other rows are kept beside it."""

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.datasets import KNOWN_DATASETS
from data.sql import frame_sql
from data.staging import staged
from loaders.checks.wording import amount, warnings_of
from loaders.cubes.cube import (
    Cube,
    Dimension,
    dimension_named,
    dimension_of_labels,
    is_total,
    joined_texts,
    tonnes_factor,
)
from loaders.cubes.meaning import Meaning
from loaders.cubes.steps import LEFT_OUT, typed, with_measure
from loaders.problems import Problem
from loaders.published_tables.published import coded, unknown_labels
from loaders.reading import ReadingContext, is_refused, years_in_words
from loaders.rows.cells import decoded, normalised
from texts import N_, Text

AGREES_SHARE = 0.005  # sources, rounded on their own, against the total
DATASET = KNOWN_DATASETS["ssb-08940"]
TABLE_IDS = ("08940",)
ALL_SOURCES = ("alle kilder", "alle kjelder", "all sources", "0 alle kilder")
# Sources on the first level; what mixes two of our sectors (aviation, shipping, fishing and machinery) is other.
SECTOR_OF = {
    "Olje- og gassutvinning": "industry",
    "Industri og bergverk": "industry",
    "Energiforsyning": "energy_generation",
    "Oppvarming i andre næringer og husholdninger": "stationary_energy",
    "Veitrafikk": "transport",
    "Luftfart, sjøfart, fiske, motorredskaper m.m.": "other",
    "Jordbruk": "agriculture",
    "Andre kilder": "other",
}
GAS_OF = {
    "Klimagasser i alt": "all",
    "Karbondioksid (CO2)": "CO2",
    "Metan (CH4)": "CH4",
    "Lystgass (N2O)": "N2O",
    "Hydrofluorkarboner (HFK)": "HFC",
    "Perfluorkarboner (PFK)": "PFC",
    "Svovelheksafluorid (SF6)": "SF6",
    "Nitrogentrifluorid (NF3)": "NF3",
}
EXPECTED = N_("emissions in tonnes or 1 000 tonnes of CO2 equivalents")
_SOURCES = {normalised(label) for label in SECTOR_OF} | set(ALL_SOURCES)
_GASES = {normalised(label) for label in GAS_OF}


def fits(cube: Cube) -> bool:
    """Whether a table without a number is this one: its sources and gases, and emissions in CO2 equivalents."""
    has_both = _sources(cube) is not None and dimension_of_labels(cube, _GASES) is not None
    return has_both and any(_is_wanted(contents, None) for contents in cube.contents)


def read(cube: Cube, context: ReadingContext) -> Meaning:
    """Every source, product, gas and year in tonnes; the publisher's total is counted."""
    meaning = Meaning(datasets=(DATASET,))
    sources, gases = _sources(cube), dimension_of_labels(cube, _GASES)
    if sources is None or gases is None:
        meaning.problems.append(_no_sources(cube))
        return meaning
    chosen, meaning.problems = with_measure(cube, _is_wanted, expected=EXPECTED)
    if chosen is None:
        return meaning
    chosen, found = typed(chosen, context, expected=EXPECTED)
    meaning.problems += found
    rows, found = _labelled(chosen, sources, gases)
    meaning.problems += found
    products = [each for each in cube.dimensions if each not in (sources, gases)]
    if is_refused(meaning.problems):
        return meaning
    table = staged("emissions", _emissions(chosen.with_rows(rows), sources, products))
    meaning.tables["emissions"] = table
    meaning.problems += _uncounted(chosen, table) + _differing_totals(table)
    meaning.summary.append(
        N_(
            "National emissions of Norway, {years}: context beside the municipalities, and none of them",
            years=years_in_words(table["year"]),
        )
    )
    return meaning


def _is_wanted(contents: str, unit: str | None) -> bool:
    words = normalised(f"{contents} {unit or ''}")
    return (
        "co2" in words and ("ekv" in words or "equiv" in words) and tonnes_factor(contents, unit) is not None
    )


def _sources(cube: Cube) -> Dimension | None:
    return dimension_of_labels(cube, _SOURCES) or dimension_named(cube, (), start="kilde")


def _no_sources(cube: Cube) -> Problem:
    return Problem(
        level="error", code="missing_dimension", sheet=cube.sheet, cell=f"A{cube.heading_row}",
        expected=N_("emissions by source (kilde) and gas (komponent)"),
        found=", ".join(each.name for each in cube.dimensions),
        fix=N_("Fetch the table in Norwegian with both, and load that."),
    )  # fmt: skip


def _labelled(cube: Cube, sources: Dimension, gases: Dimension) -> tuple[pa.Table, list[Problem]]:
    """The rows with sector (by the first level of the source) and gas; gases that are not ours are left out."""
    meaning = {**SECTOR_OF, **dict.fromkeys(ALL_SOURCES, "all")}
    first_level = _first_levels(cube, sources)
    rows = cube.rows.append_column("source_text", first_level)
    rows, strangers = coded(rows, "source_text", "sector", meaning, otherwise="other")
    problems = unknown_labels(
        cube.sheet, sources.letters, strangers,
        expected=N_("a source of emissions that has a sector here"),
        fix=N_("Unusual, check. It is loaded under “other”."),
    )  # fmt: skip
    rows, strangers = coded(rows, gases.text, "gas", GAS_OF)
    problems += unknown_labels(
        cube.sheet,
        gases.letters,
        strangers,
        expected=N_("a greenhouse gas that has a place here"),
        fix=LEFT_OUT,
    )
    return rows.filter(pc.is_valid(rows["gas"])), problems


def _first_levels(cube: Cube, sources: Dimension) -> pa.ChunkedArray:
    """The label of each row's first level: of 2.1 that of 2; its own where there are no codes."""
    codes, texts = cube.rows[sources.code].to_pylist(), cube.rows[sources.text].to_pylist()
    names = {code: text for code, text in zip(codes, texts, strict=True) if code and "." not in code}
    firsts = [
        names.get((code or "").partition(".")[0], text) for code, text in zip(codes, texts, strict=True)
    ]
    return pa.chunked_array([pa.array(firsts, pa.string())])


EMISSIONS = """
with shaped as (
    select
        *, lower(trim(source_label_text)) in (select unnest($all_sources)) as is_all_sources,
        gas = 'all' as is_all_gases
    from rows
)
select
    'NO' as area_id, $dataset as dataset, year, 'territorial' as basis, '1' as scope,
    if(is_all_sources, null, sector) as sector,
    nullif(concat_ws(' – ', if(is_all_sources, null, source_label_text), product), '') as subsector,
    if(is_all_gases, null, gas) as gas, round(value * factor, 6) as emissions_tco2e,
    is_all_sources and is_all_gases and product is null and value is not null as is_counted,
    'reported' as value_status, is_preliminary, missing_reason, $sheet as source_sheet, source_row, source_column,
    concat_ws(' – ', source_label_text, product) as source_label, 'Norge' as source_name
from shaped
order by source_row, source_column
"""


def _emissions(cube: Cube, sources: Dimension, products: list[Dimension]) -> pa.Table:
    """Rounded to the sixth decimal of a tonne, so that 1,000 times a published decimal is that decimal."""
    rows = cube.rows.append_column("source_label_text", cube.rows[sources.text])
    factor = (
        tonnes_factor(rows["contents"][0].as_py() or "", rows["unit"][0].as_py()) if rows.num_rows else 1.0
    )
    rows = rows.append_column("factor", pa.array([factor] * rows.num_rows, pa.float64()))
    rows = rows.append_column("product", _products(rows, products))
    every = {"dataset": DATASET.key, "sheet": cube.sheet, "all_sources": list(ALL_SOURCES)}
    return frame_sql(EMISSIONS, every, rows=rows)


def _products(rows: pa.Table, products: list[Dimension]) -> pa.ChunkedArray:
    """The energy product of each row, null for all together."""
    parts = {f"part_{each.place}": decoded(rows[each.text], _part, pa.string()) for each in products}
    return joined_texts(pa.table({"source_row": rows["source_row"], **parts}), list(parts))


def _part(text: str) -> str | None:
    return None if is_total(text) else text


UNCOUNTED = """
select year, min(source_row) as source_row, arg_min(source_column, source_row) as source_column
from emissions
group by year
having not bool_or(is_counted)
order by year
"""


def _uncounted(cube: Cube, emissions: pa.Table) -> list[Problem]:
    """A warning for years in which the publisher's total is not in the file."""
    found = frame_sql(UNCOUNTED, emissions=emissions).to_pylist()
    if not found:
        return []
    return [
        Problem(
            level="warning", code="no_total", sheet=cube.sheet,
            cells=tuple(f"{row['source_column']}{row['source_row']}" for row in found), count=len(found),
            expected=N_("all sources, all energy products and all gases together, in each year"),
            found=N_("parts alone in {years}", years=", ".join(str(row["year"]) for row in found)),
            fix=N_("The parts are kept for looking up and counted in no total."),
        )
    ]  # fmt: skip


DIFFERING = """
with by_year as (
    select
        year, max(emissions_tco2e) filter (is_counted) as stated,
        sum(emissions_tco2e) filter (lower(subsector) in (select unnest($sources))) as added,
        count(emissions_tco2e) filter (lower(subsector) in (select unnest($sources))) as source_count,
        any_value(source_sheet) as source_sheet, min(source_row) filter (is_counted) as source_row,
        arg_min(source_column, source_row) filter (is_counted) as source_column
    from emissions
    where gas is null
    group by year
)
select *
from by_year
where source_count = len($sources) and abs(stated - added) > $share * abs(stated)
order by abs(stated - added) / abs(stated) desc, year
"""


def _differing_totals(emissions: pa.Table) -> list[Problem]:
    """A warning for years in which all sources are there and do not add up to the publisher's total."""
    params = {"sources": [label.lower() for label in SECTOR_OF], "share": AGREES_SHARE}
    found = frame_sql(DIFFERING, params, emissions=emissions)

    def words(row: dict[str, Any]) -> Text:
        return N_(
            "{year}: {added} t against {stated} t",
            year=str(row["year"]),
            added=amount(row["added"]),
            stated=amount(row["stated"]),
        )

    expected = N_("sources that add up to the publisher's total within 0.5 %")
    return warnings_of(
        "total_differs", found, words, expected=expected, advice=N_("The publisher's total is counted.")
    )
