"""A large, plausible workbook in our own template: some 300 municipalities, whole years of details, no slips and no warnings."""

import io
import itertools
import math
import re
import zipfile
from datetime import date

import numpy as np
import pandas as pd

from data.areas import Register
from loaders.own_workbooks.templates import filled_template

SHEET = "Emissions"
YEARS = range(2012, 2026)
SECTORS = ("energy", "transport", "off_road", "waste", "industry", "agriculture", "ippu", "lulucf")
GASES = ("CO2", "CH4", "N2O")
MUNICIPALITIES = 300
COLUMNS = ("area_id", "year", "sector", "subsector", "gas", "emissions_tco2e", "unit", "value_status")
ABOUT = {"title": "Measured accounts", "release": "2026", "released_on": date(2026, 3, 31)}


def emissions_workbook(register: Register, row_count: int) -> bytes:
    """The bytes of a filled emissions template with that many rows and eight filled columns.

    Fewer rows cover fewer municipalities, more rows more sources. Figures carry all their digits, as computed
    ones do. Only the first municipality is written by the template's own writer, which takes a minute for
    500,000 rows; the others repeat the XML of its rows with their own ids and figures."""
    rows = emissions_rows(register, row_count)
    block = rows[rows["area_id"] == rows["area_id"].iloc[0]]
    small = filled_template("emissions", {"emissions": block}, ABOUT)
    return small if len(block) == len(rows) else _grown(small, block, rows)


def emissions_rows(register: Register, row_count: int) -> pd.DataFrame:
    """The rows of that workbook: names and ids of municipalities as people write them, tonnes that fall by 2 % a year."""
    areas = [
        area
        for area in register.of_kind("municipality")
        if area.country_code in ("NO", "SE") and not area.valid_to
    ]
    ids = [area.area_id for area in areas[:MUNICIPALITIES]]
    sources = _sources(-(-row_count // (len(ids) * len(YEARS) * len(SECTORS) * len(GASES))))
    keys = itertools.product(ids, YEARS, SECTORS, GASES, sources)
    rows = pd.DataFrame(
        itertools.islice(keys, row_count), columns=["area_id", "year", "sector", "gas", "source"]
    )
    place = np.unique(rows["area_id"], return_inverse=True)[1]
    size = 200.0 + 37.0 * (place % 97) + 11.3 * rows["sector"].str.len() + 3.7 * rows["gas"].str.len()
    return rows.assign(
        subsector=rows["sector"].str.replace("_", " ").str.capitalize() + ", " + rows["source"],
        emissions_tco2e=size * 0.98 ** (rows["year"] - YEARS[0]) * np.pi,
        unit="t",
        value_status=np.where(rows["year"] < YEARS[-1], "reported", "estimated"),
    )[list(COLUMNS)]


def _sources(count: int) -> list[str]:
    return ["all sources"] if count == 1 else [f"source {number}" for number in range(1, count + 1)]


def _grown(small: bytes, block: pd.DataFrame, rows: pd.DataFrame) -> bytes:
    """The workbook of the block with all rows in it, which repeat the block for other areas and figures."""
    with zipfile.ZipFile(io.BytesIO(small)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = (name for name in parts if name.startswith("xl/worksheets/sheet"))
    largest = max(sheets, key=lambda name: len(parts[name]))
    parts[largest] = _repeated(parts[largest].decode(), block, rows).encode()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return stream.getvalue()


def _repeated(xml: str, block: pd.DataFrame, rows: pd.DataFrame) -> str:
    cells, end, after = xml.partition("</sheetData>")
    before, *lines = re.split("(?=<row )", cells)
    headings, filled = lines[: -len(block)], lines[-len(block) :]
    areas, amounts = block["area_id"], block["emissions_tco2e"]
    first = int(re.match('<row r="([0-9]+)"', filled[0])[1])  # type: ignore[index]
    patterns = [
        _pattern(line, number, *known)
        for number, (line, *known) in enumerate(zip(filled, areas, amounts, strict=True), start=first)
    ]
    written = (
        pattern.format(row=number, area=area, amount=amount)
        for number, (pattern, area, amount) in enumerate(
            zip(itertools.cycle(patterns), rows["area_id"], rows["emissions_tco2e"], strict=False),
            start=first,
        )
    )
    return "".join(itertools.chain([before], headings, written, [end, after]))


def _pattern(line: str, number: int, area: str, amount: float) -> str:
    """One row's XML with places for its number, area and amount."""
    placed = re.sub(f'r="([A-Z]*){number}"', r'r="\1{row}"', line).replace(f">{area}<", ">{area}<")
    places = [
        found for found in re.finditer("<v>([^<]*)</v>", placed) if math.isclose(float(found[1]), amount)
    ]
    if len(places) != 1 or placed.count("{area}") != 1:
        raise ValueError(f"{area} and {amount} should stand once each in row {number} of the template")
    return f"{placed[: places[0].start(1)]}{{amount!r}}{placed[places[0].end(1) :]}"
