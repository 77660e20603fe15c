"""Which statistics tables Veikart knows, and how any of them becomes a reading, whatever file it came in."""

from collections.abc import Callable, Sequence
from types import ModuleType

from data.datasets import Release
from loaders.cubes import household_waste, national_emissions, population
from loaders.cubes.cube import Cube
from loaders.problems import Problem
from loaders.reading import (
    Reading,
    ReadingContext,
    chosen_release,
    context_problems,
    date_in,
    is_refused,
    needless_municipality,
)
from loaders.rows.cells import normalised
from texts import Text

PUBLISHER, LICENCE = "SSB", "NLOD 2.0"
SOURCES = ("ssb", "statistisk sentralbyrå", "statistics norway")
# Each with TABLE_IDS, fits(cube) for a table that bears no number, and read(cube, context).
KNOWN_TABLES: tuple[ModuleType, ...] = (national_emissions, household_waste, population)


def known_table(cube: Cube | None) -> ModuleType | None:
    """What the cube is: by its number, and only without one by its contents; None for any other table."""
    if cube is None:
        return None
    if cube.table_id:
        return next((table for table in KNOWN_TABLES if cube.table_id in table.TABLE_IDS), None)
    if cube.source and normalised(cube.source) not in SOURCES:
        return None
    return next((table for table in KNOWN_TABLES if table.fits(cube)), None)


def reading_of(
    cube: Cube,
    context: ReadingContext,
    *,
    key: str,
    title: Text,
    problems: Sequence[Problem] = (),
    is_proven: Callable[[ModuleType], bool] = lambda table: False,
) -> Reading:
    """The reading of a known table.

    problems: what is wrong in the file beside it. is_proven: whether its layout in this kind of file was proven on a
    real one."""
    table = known_table(cube)
    assert table is not None, "read follows recognise"
    meaning = table.read(cube, context)
    in_file = _release(cube)
    found = [*problems, *meaning.problems, *needless_municipality(context)]
    found += context_problems(context, meaning.datasets, in_file)
    reading = Reading(
        key,
        title,
        PUBLISHER,
        LICENCE,
        is_proven=is_proven(table),
        datasets=meaning.datasets,
        problems=found,
    )
    if is_refused(found):
        return reading
    reading.tables.update(meaning.tables)
    reading.summary.extend(meaning.summary)
    reading.releases.update({dataset.key: chosen_release(in_file, context) for dataset in meaning.datasets})
    return reading


def _release(cube: Cube) -> Release | None:
    """The day of the last change that the file states."""
    day = date_in(cube.updated.partition("T")[0])
    return Release(label=day.isoformat(), released_on=day, origin="file") if day else None
