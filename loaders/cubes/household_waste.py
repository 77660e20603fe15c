"""SSB's KOSTRA table 12313: household waste of municipalities by kind and treatment, in tonnes.

Built from the publisher's description. Figures per inhabitant are left out: they are computed here."""

import pyarrow as pa
import pyarrow.compute as pc

from data.datasets import KNOWN_DATASETS, Dataset
from data.sql import frame_sql
from data.staging import staged
from loaders.cubes.cube import (
    Cube,
    Dimension,
    dimension_of_labels,
    has_coded_regions,
    joined_texts,
    region_of,
    tonnes_factor,
)
from loaders.cubes.meaning import Meaning
from loaders.cubes.steps import (
    at_totals,
    by_borders,
    municipality_count,
    none_below_zero,
    of_living_areas,
    placed_regions,
    typed,
    with_measure,
)
from loaders.problems import Problem
from loaders.published_tables.published import coded, unknown_labels
from loaders.reading import ReadingContext, is_refused, municipalities_in_words, years_in_words
from loaders.rows.cells import normalised
from texts import N_

TABLE_IDS = ("12313",)
OWN_BORDERS, TODAYS_BORDERS = KNOWN_DATASETS["ssb-12313"], KNOWN_DATASETS["ssb-12313-today"]
# Kinds of household waste in both written forms of Norwegian.
MATERIAL_OF = {
    **dict.fromkeys(("I alt", "Alle", "Avfall i alt", "Husholdningsavfall i alt", "Husholdningsavfall", "Alt avfall"), "all"),
    **dict.fromkeys(("Restavfall", "Blandet avfall", "Blanda avfall"), "residual"),
    **dict.fromkeys(("Matavfall", "Våtorganisk avfall"), "food"),
    **dict.fromkeys(("Hageavfall", "Park- og hageavfall"), "garden"),
    **dict.fromkeys(("Papp/papir", "Papir, papp og drikkekartong", "Papir og papp", "Papir", "Papp"), "paper_cardboard"),
    **dict.fromkeys(("Plast", "Plastemballasje"), "plastic"),
    **dict.fromkeys(("Glas", "Glass"), "glass"),
    "Metall": "metal",
    **dict.fromkeys(("Treavfall", "Trevirke"), "wood"),
    **dict.fromkeys(("Tekstil", "Tekstiler", "Tekstilar"), "textiles"),
    **dict.fromkeys(("EE-avfall", "Elektrisk og elektronisk avfall"), "electronics"),
    **dict.fromkeys(("Farleg avfall", "Farlig avfall"), "hazardous"),
    **dict.fromkeys(("Byggavfall", "Bygg- og anleggsavfall"), "construction_mixed"),
    **dict.fromkeys(("Anna avfall", "Annet avfall", "Andre"), "other"),
}  # fmt: skip
STAGE_OF = {
    **dict.fromkeys(("I alt", "Alle", "Alle behandlingsmåter", "Behandling i alt", "Total"), "generated"),
    **dict.fromkeys(("Ombruk", "Førebuing til ombruk", "Forberedelse til ombruk"), "reuse"),
    **dict.fromkeys(("Materialgjenvinning", "Materialgjenvinning i alt"), "recycling"),
    **dict.fromkeys(("Biogassproduksjon", "Kompostering", "Biologisk behandling"), "composting_digestion"),
    **dict.fromkeys(
        ("Forbrenning", "Forbrenning med energiutnyttelse", "Energigjenvinning"), "energy_recovery"
    ),
    **dict.fromkeys(("Deponi", "Deponering"), "landfill"),
    **dict.fromkeys(("Anna", "Annet", "Anna behandling", "Annen behandling"), "other"),
}
EXPECTED = N_("household waste in tonnes")
_TOTALS = {"i alt", "alle"}
_MATERIALS = {normalised(label) for label in MATERIAL_OF} - _TOTALS
_STAGES = {normalised(label) for label in STAGE_OF} - _TOTALS


def fits(cube: Cube) -> bool:
    """Whether a table without a number is this one: KOSTRA's regions or areas, kinds of household waste, tonnes."""
    says_so = "husholdningsavf" in normalised(" ".join([cube.title, *cube.contents]))
    is_mass = any(_is_wanted(contents, None) for contents in cube.contents)
    return (
        says_so and is_mass and has_coded_regions(cube) and dimension_of_labels(cube, _MATERIALS) is not None
    )


def read(cube: Cube, context: ReadingContext) -> Meaning:
    """Waste of households by kind, generated and by treatment, in tonnes."""
    meaning = Meaning(datasets=(OWN_BORDERS,))
    region = region_of(cube)
    if region is None:
        meaning.problems.append(no_region(cube))
        return meaning
    chosen, meaning.problems = with_measure(cube, _is_wanted, expected=EXPECTED)
    if chosen is None:
        return meaning
    kinds = dimension_of_labels(cube, _MATERIALS, but=[region])
    treatments = dimension_of_labels(cube, _STAGES, but=[region, kinds])
    others = [each for each in cube.dimensions if each not in (region, kinds, treatments)]
    chosen, found = at_totals(chosen, others)
    meaning.problems += found
    chosen, found = typed(chosen, context, expected=EXPECTED)
    meaning.problems += found + none_below_zero(chosen, expected=N_("tonnes, 0 or more"))
    chosen, found = placed_regions(chosen, region, context)
    meaning.problems += found
    if is_refused(meaning.problems):
        return meaning
    chosen, found = of_living_areas(chosen, context)
    meaning.problems += found
    chosen, found = _labelled(by_borders(chosen, region), kinds, treatments)
    meaning.problems += found
    table = staged("materials", _materials(chosen, region))
    meaning.datasets = datasets_in(table, (OWN_BORDERS, TODAYS_BORDERS))
    meaning.tables["materials"] = table
    meaning.summary.append(
        N_(
            "Household waste of {municipalities}, {years}",
            municipalities=municipalities_in_words(municipality_count(table, context)),
            years=years_in_words(table["year"]),
        )
    )
    return meaning


def no_region(cube: Cube) -> Problem:
    """The error for a table by municipality in which no column is headed as its regions."""
    return Problem(
        level="error", code="missing_dimension", sheet=cube.sheet, cell=f"A{cube.heading_row}",
        expected=N_("figures by region"), found=", ".join(each.name for each in cube.dimensions),
        fix=N_("Fetch the table with its regions, and load that."),
    )  # fmt: skip


def datasets_in(table: pa.Table, datasets: tuple[Dataset, ...]) -> tuple[Dataset, ...]:
    """Those of the datasets that rows belong to."""
    found = set(pc.unique(table["dataset"]).to_pylist())
    return tuple(dataset for dataset in datasets if dataset.key in found)


def _is_wanted(contents: str, unit: str | None) -> bool:
    return tonnes_factor(contents, unit) is not None


def _labelled(
    cube: Cube, kinds: Dimension | None, treatments: Dimension | None
) -> tuple[Cube, list[Problem]]:
    """The rows with material, stage and label; a label not seen before is other, with a warning."""
    rows = cube.rows
    problems: list[Problem] = []
    for dimension, name, meaning, whole in (
        (kinds, "material", MATERIAL_OF, "all"),
        (treatments, "stage", STAGE_OF, "generated"),
    ):
        if dimension is None:
            rows = rows.append_column(name, pa.array([whole] * rows.num_rows, pa.string()))
            continue
        rows, strangers = coded(rows, dimension.text, name, meaning, otherwise="other")
        problems += unknown_labels(
            cube.sheet, dimension.letters, strangers,
            expected=N_("a kind or treatment of household waste that has a place here"),
            fix=N_("Unusual, check. It is loaded under “other”."),
        )  # fmt: skip
    label = joined_texts(rows, [each.text for each in (kinds, treatments) if each is not None])
    return cube.with_rows(rows.append_column("label", label)), problems


MATERIALS = """
select
    area_id, if(is_today, $today, $own) as dataset, year, 'household' as origin, material, stage,
    round(value * $factor, 6) as amount_tonnes, 'reported' as value_status, is_preliminary, missing_reason,
    $sheet as source_sheet, source_row, source_column, label as source_label, region_code as source_code,
    region_name as source_name
from rows
order by source_row, source_column
"""


def _materials(cube: Cube, region: Dimension) -> pa.Table:
    rows = cube.rows.append_column("region_name", cube.rows[region.text])
    every = {
        "own": OWN_BORDERS.key,
        "today": TODAYS_BORDERS.key,
        "factor": tonnes_factor(rows["contents"][0].as_py() or "", rows["unit"][0].as_py()),
        "sheet": cube.sheet,
    }
    return frame_sql(MATERIALS, every, rows=rows)
