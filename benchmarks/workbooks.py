"""A large, plausible workbook in our own template: some 300 municipalities, whole years of details, no slips and no warnings."""

import itertools
from datetime import date

import numpy as np
import pandas as pd

from data.areas import Register
from loaders.templates import filled_template

SHEET = "Emissions"
YEARS = range(2012, 2026)
SECTORS = ("energy", "transport", "off_road", "waste", "industry", "agriculture", "ippu", "lulucf")
GASES = ("CO2", "CH4", "N2O")
MUNICIPALITIES = 300
COLUMNS = ("area_id", "year", "sector", "subsector", "gas", "emissions_tco2e", "unit", "value_status")
ABOUT = {"title": "Measured accounts", "release": "2026", "released_on": date(2026, 3, 31)}


def emissions_workbook(register: Register, row_count: int) -> bytes:
    """The bytes of a filled emissions template with that many rows and eight filled columns.

    Fewer rows cover fewer municipalities. Figures carry all their digits, as computed ones do."""
    return filled_template("emissions", {"emissions": emissions_rows(register, row_count)}, ABOUT)


def emissions_rows(register: Register, row_count: int) -> pd.DataFrame:
    """The rows of that workbook: names and ids of municipalities as people write them, tonnes that fall by 2 % a year."""
    areas = [
        area
        for area in register.of_kind("municipality")
        if area.country_code in ("NO", "SE") and not area.valid_to
    ]
    ids = [area.area_id for area in areas[:MUNICIPALITIES]]
    keys = itertools.product(ids, YEARS, SECTORS, GASES)
    rows = pd.DataFrame(itertools.islice(keys, row_count), columns=["area_id", "year", "sector", "gas"])
    if len(rows) < row_count:
        raise ValueError(
            f"{row_count} rows are more than {len(rows)} municipalities, years, sectors and gases make"
        )
    place = np.unique(rows["area_id"], return_inverse=True)[1]
    size = 200.0 + 37.0 * (place % 97) + 11.3 * rows["sector"].str.len() + 3.7 * rows["gas"].str.len()
    return rows.assign(
        subsector=rows["sector"].str.replace("_", " ").str.capitalize() + ", all sources",
        emissions_tco2e=size * 0.98 ** (rows["year"] - YEARS[0]) * np.pi,
        unit="t",
        value_status=np.where(rows["year"] < YEARS[-1], "reported", "estimated"),
    )[list(COLUMNS)]
