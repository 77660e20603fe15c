"""Small Swedish tables in the layouts that agencies publish. Places and figures are invented."""

import json
from collections.abc import Mapping, Sequence

import pyarrow as pa

from loaders.sheets.workbook import Sheet, Workbook, column_name
from tests.loaders.published_layouts import Rows

# Kolada -----------------------------------------------------------------------------------------------------

NATION, COUNTY, NORRLUNDA, ALVKULLA = "0000", "0091", "9180", "9181"
SECTORS = ("N85533", "N85537", "N85538", "N85536", "N85532", "N85535", "N85534", "N85540", "N85542")
SECTOR_TONNES = (
    300,
    200,
    100,
    90,
    80,
    70,
    60,
    50,
    50,
)  # together 1,000; 940 without international transport (N85534)

Figure = tuple[str, str, int, object]  # key figure, municipality, year, value of both genders


def sectors_of(municipality: str, year: int, *, but: Mapping[str, object] | None = None) -> list[Figure]:
    """The nine sectors of a municipality and year, some with another value."""
    values = {**dict(zip(SECTORS, SECTOR_TONNES, strict=True)), **(but or {})}
    return [(kpi, municipality, year, value) for kpi, value in values.items()]


KOLADA: tuple[Figure, ...] = (
    ("N07702", NORRLUNDA, 2022, 1000),
    *sectors_of(NORRLUNDA, 2022),
    ("N07702", ALVKULLA, 2022, 620.5),
    ("N07702", COUNTY, 2022, 1620.5),
    ("N07702", NATION, 2022, 9000),
    ("N01951", NORRLUNDA, 2022, 17420),
    ("U07801", NORRLUNDA, 2022, 431),
    ("U07414", NORRLUNDA, 2022, 41.5),
)


def kolada_json(figures: Sequence[Figure] = KOLADA, *, more: Rows = ()) -> Workbook:
    """The API's answer as it arrives: a row for each key figure, municipality, year and gender.

    more: further rows as kpi, municipality, period, gender, count, status, value."""
    headings = (
        "kpi",
        "municipality",
        "period",
        "values.gender",
        "values.count",
        "values.status",
        "values.value",
    )
    rows = [(kpi, place, year, "T", 1, "", value) for kpi, place, year, value in figures]
    return table_of([headings, *rows, *more], sheet="JSON", kind="json")


def kolada_answer(figures: Sequence[Figure]) -> bytes:
    """The bytes of the API's answer, as kolada_json() shows it."""
    values = [
        {
            "kpi": kpi,
            "municipality": place,
            "period": year,
            "values": [{"gender": "T", "count": 1, "status": "", "value": value}],
        }
        for kpi, place, year, value in figures
    ]
    return json.dumps({"count": len(values), "values": values}).encode()


def kolada_sheet(
    figures: Sequence[Figure] = KOLADA,
    *,
    headings: Sequence[str] = ("Nyckeltal", "Kommun", "År", "Kön", "Värde"),
    titles: Rows = (("Kolada",), ("Källa: Kolada",), ()),
) -> dict[str, Rows]:
    """The same as a worksheet with Swedish headings below its titles."""
    return {
        "Data": [*titles, headings, *((kpi, place, year, "T", value) for kpi, place, year, value in figures)]
    }


def table_of(rows: Rows, *, sheet: str, kind: str) -> Workbook:
    """A file that is no workbook, as its one sheet of texts; None is an empty cell."""
    texts = [[None if cell is None else str(cell) for cell in row] for row in rows]
    columns = {
        column_name(number): pa.array(column, pa.string())
        for number, column in enumerate(zip(*texts, strict=True))
    }
    return Workbook({sheet: Sheet(sheet, pa.table(columns))}, kind=kind)
