"""Small tables in the layouts of SYKE's municipal emissions (ALas). Places and figures are invented."""

from collections.abc import Sequence
from datetime import date

import pyarrow as pa

from data.areas import Area, Register
from loaders.reading import ReadingContext
from loaders.sheets.workbook import Sheet, Workbook, column_name
from tests.loaders.published_layouts import AREAS, Rows

NORDIC_AREAS = (
    *AREAS,
    Area("FI", "FI", "FI", "Suomi", "Finland", "nation", ""),
    Area("FI-003", "FI", "003", "Suvantola", "Lugnsund", "municipality", "Järvimaa"),
    Area("FI-904", "FI", "904", "Koivuranta", "", "municipality", "Järvimaa"),
    Area("FI-977", "FI", "977", "Skärholm", "", "municipality", "Ahvenanmaa"),
    Area("DK", "DK", "DK", "Danmark", "Denmark", "nation", ""),
    Area("DK-959", "DK", "959", "Bøgelev", "", "municipality", "Region Nord"),
    Area("DK-960", "DK", "960", "Høje-Lund", "", "municipality", "Region Nord"),
    Area("DK-999", "DK", "999", "Klippeø", "", "other", ""),
)


def context(**choices: str) -> ReadingContext:
    """Reading on 1 April 2026 in a register of Nordic places that do not exist."""
    return ReadingContext(Register(NORDIC_AREAS), received_on=date(2026, 4, 1), **choices)


def text_table(rows: Rows, *, name: str = "CSV", kind: str = "csv") -> Workbook:
    """A text table as it is opened: one sheet, cells as written, an empty field is null."""
    width = max(len(row) for row in rows)
    cells = [[None if cell is None or cell == "" else str(cell) for cell in row] for row in rows]
    columns = {
        column_name(place): pa.array([row[place] if place < len(row) else None for row in cells], pa.string())
        for place in range(width)
    }
    return Workbook({name: Sheet(name, pa.table(columns))}, kind=kind)


# The workbook downloaded in the browser -----------------------------------------------------------------------

BROWSER_YEARS = ("1990", "2005", "2023", "2024")
HINKU_METHOD = "Hinku-laskenta ilman päästöhyvityksiä"
BROWSER_LINES: tuple[tuple[object, ...], ...] = (
    ("Kulutussähkö", 4.1, 3.6, 1.2, 1),
    ("Sähkölämmitys", 2, 1.5, 0.6, 0.5),
    ("Kaukolämpö", 9.3, 8.4, 3.1, 2.9),
    ("Öljylämmitys", 5, 3.3, 1.1, 0.9),
    ("Muu lämmitys", 0.4, 0.5, 0.4, 0.3),
    ("Teollisuus", 6.6, 6.1, 4, 3.7),
    ("Työkoneet", 3, 3.2, 2.8, 2.7),
    ("Tieliikenne", 15.2, 16, 12.3, 11.9),
    ("Raideliikenne", 0.3, 0.2, 0.1, 0.1),
    ("Vesiliikenne", 0.6, 0.6, 0.5, 0.5),
    ("Maatalous", 11, 9.9, 8.8, 8.7),
    ("Jätteiden käsittely", 5.5, 4.2, 1.6, 1.5),
    ("F-kaasut", 0, 0.9, 0.7, 0.6),
)
NO_CREDITS = ("Päästöhyvitykset", 0, 0, 0, 0)
# The sectors add up to 63.0, 58.4, 37.2 and 35.3 kt; the publisher's totals were rounded from more digits.
BROWSER_TOTALS = ("kokonaispäästöt, ktCO2e", 62.9, 58.4, 37.1, 35.4)


def browser(
    *,
    area: object = "SUVANTOLA",
    years: Sequence[object] = BROWSER_YEARS,
    lines: Rows = BROWSER_LINES,
    credits_line: Sequence[object] = NO_CREDITS,
    totals: Sequence[object] = BROWSER_TOTALS,
    people: Sequence[object] = ("asukasluku", 6100, 6320, 6005, 5990),
    method: object = HINKU_METHOD,
) -> dict[str, Rows]:
    """ALas_<municipality>_data: the sheet of emissions, and those that repeat or explain it."""
    per_head = ("per asukas, tCO2e", 10.3, 9.2, 6.2, 5.9)
    table = [(area, *years), *lines, credits_line, totals, per_head, people, (), (method,)]
    return {
        "yhteenveto": [("SUVANTOLA",), ("kokonaispäästöt", 35.4)],
        "KHK-päästöt": table,
        "päästöt ja energia": [("Kulutussähkö", 1)],
        "muut indikaattorit": [("indikaattori", 1)],
    }


# The national workbook ----------------------------------------------------------------------------------------

NATIONAL_HEADINGS = (
    "kuntanumero", "kunta", "maakunta", "vuosi", "taso_1", "taso_2", "taso_3", "taso_4", "taso_5", "hinku-laskenta",
    "päästökauppa", "ktCO2e", "ktCO2e_tuuli", "energiankulutus (GWh)",
)  # fmt: skip
ROAD = ("Energia", "Liikenne", "Tieliikenne", "Tiet", "Henkilöautot")
LORRIES = ("Energia", "Liikenne", "Tieliikenne", "Tiet", "Läpiajoliikenne")
POWER = ("Energia", "Kulutussähkö", "Kulutussähkö", "Kulutussähkö", "Asuminen")
OIL = ("Energia", "Rakennusten lämmitys", "Öljylämmitys", "Öljylämmitys", "Asuminen")
MILL = ("Energia", "Teollisuus ja työkoneet", "Teollisuus", "Teollisuus", "Teollisuuden polttoaineet")
TRAIN = ("Energia", "Liikenne", "Raideliikenne", "Henkilöliikenne", "Sähkö")
WIND = ("Kompensaatiot", "Kompensaatiot", "Päästöhyvitykset", "Tuulivoima", "Tuulivoima")
SUVANTOLA, SKARHOLM = (3, "Suvantola", "Järvimaa"), (977, "Skärholm", "Ahvenanmaa")
NATIONAL_ROWS: tuple[tuple[object, ...], ...] = (
    (*SUVANTOLA, 1990, *ROAD, "On", "Ei", 12.3, 12.3, 50),
    (*SUVANTOLA, 1990, *LORRIES, "Ei", "Ei", 0.57, 0.57, 2),
    (*SUVANTOLA, 1990, *POWER, "On", "Ei", 4, 4, 30),
    (*SUVANTOLA, "2023e", *ROAD, "On", "Ei", 9.1, 9.1, 44),
    (*SUVANTOLA, "2023e", *POWER, "On", "Ei", 1.5, 1.25, 31),
    (*SUVANTOLA, "2023e", *OIL, "On", "Ei", 0.8, 0.8, 3),
    (*SUVANTOLA, "2023e", *MILL, "On", "Ei", 2.2, 2.2, 9),
    (*SUVANTOLA, "2023e", *MILL, "Ei", "On", 5, 5, 20),
    (*SUVANTOLA, "2023e", *TRAIN, "On", "Ei", 0.05, 0.05, 1),
    (*SUVANTOLA, "2023e", *WIND, "On", "Ei", 0, -3.4, None),
    (*SKARHOLM, "2023e", *ROAD, "On", "Ei", 2.5, 2.5, 11),
)


def national(
    rows: Rows = NATIONAL_ROWS, *, headings: Sequence[object] = NATIONAL_HEADINGS
) -> dict[str, Rows]:
    """KAIKKI KUNNAT_ALas: the sheet DATA."""
    return {"DATA": [headings, *rows]}


# The file of one municipality ---------------------------------------------------------------------------------

MUNICIPALITY_HEADINGS = (
    "vuosi", "taso_3", "taso_4", "taso_5", "kt", "kt_tuuli", "GWh", "hinku_laskenta", "päästökauppa",
)  # fmt: skip
MUNICIPALITY_ROWS: tuple[tuple[object, ...], ...] = (
    ("2022", "Tie", "Ti", "Hen", "9,57", "9,57", "44,1", "TRUE", "FALSE"),
    ("2022", "Kul", "Kul", "Asu", "1,5", "1,5", "31", "TRUE", "FALSE"),
    ("2022", "Maa", "Kot", "Elä", "NA", "NA", "NULL", "TRUE", "FALSE"),
    ("2022", "Teo", "Teo", "TeP", "30,25", "30,25", "120", "FALSE", "TRUE"),
    ("2022", "Tuu", "Tuu", "Tuu", "", "-3,4", "", "TRUE", "FALSE"),
)


def municipality_csv(
    rows: Rows = MUNICIPALITY_ROWS, *, headings: Sequence[object] = MUNICIPALITY_HEADINGS
) -> Workbook:
    """kunta_<number>.csv as it is opened: semicolons are gone, decimal commas are not."""
    return text_table([headings, *rows])
