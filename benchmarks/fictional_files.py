"""Small files in the published layouts, of places that do not exist: what is broken where no published files are at hand."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from data.areas import Area
from tests.loaders import published_cities as cities
from tests.loaders import published_finland as finland
from tests.loaders import published_layouts as layouts
from tests.loaders import published_norway as norway
from tests.loaders import published_statistics as statistics

PLACES: tuple[Area, ...] = tuple(
    {
        area.area_id: area
        for context in (norway.norway(), statistics.nordic(), finland.context())
        for area in context.register.areas.values()
    }.values()
)


def write_files(folder: Path) -> None:
    """One file per layout into a folder."""
    for name, sheets in _workbooks().items():
        (folder / f"{name}.xlsx").write_bytes(layouts.bytes_of(sheets))
    for name, (rows, separator) in _tables().items():
        (folder / f"{name}.csv").write_bytes(_text(rows, separator))


def _workbooks() -> dict[str, dict[str, layouts.Rows]]:
    return {
        "miljodirektoratet_area": layouts.miljodirektoratet(),
        "miljodirektoratet_all": norway.miljodirektoratet_all(),
        "norskeutslipp_waste": norway.norskeutslipp_waste(),
        "scb_population": layouts.scb(),
        "smhi_report": layouts.smhi(),
        "ssb_population": statistics.population_sheet(),
        "ssb_waste": statistics.waste_sheet(),
    }  # none of SYKE: a credit there is the difference of two cells, and the judge looks into one


def _tables() -> dict[str, tuple[list[Sequence[object]], str]]:
    return {
        "cdp_citywide": ([cities.CDP_HEADINGS, *cities.CDP_ROWS], ","),
        "ssb_emissions": ([statistics.EMISSIONS_HEADINGS, *statistics.EMISSIONS], ";"),
    }


def _text(rows: Sequence[Sequence[object]], separator: str) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode()
