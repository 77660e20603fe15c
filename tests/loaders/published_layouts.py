"""Small workbooks in the layouts that agencies publish. Places and figures are invented; no figure is a real
place's."""

from collections.abc import Mapping, Sequence
from datetime import date
from io import BytesIO

import pyarrow as pa
from openpyxl import Workbook as ExcelWorkbook

from data.areas import Area, Register
from loaders.reading import Reading, ReadingContext
from loaders.sheets.workbook import Workbook, open_workbook

Rows = Sequence[Sequence[object]]

AREAS = (
    Area("NO", "NO", "NO", "Norge", "Norway", "nation", ""),
    Area("NO-91", "NO", "91", "Fjordfylket", "", "county", ""),
    Area("NO-9101", "NO", "9101", "Fjordvik", "", "municipality", "Fjordfylket"),
    Area("NO-9102", "NO", "9102", "Skogheim", "", "municipality", "Fjordfylket"),
    Area("NO-9201", "NO", "9201", "Skogheim", "", "municipality", "Innlandsfylket"),
    Area("SE", "SE", "SE", "Sverige", "Sweden", "nation", ""),
    Area("SE-91", "SE", "91", "Norrlunda län", "", "county", ""),
    Area("SE-9180", "SE", "9180", "Norrlunda", "", "municipality", "Norrlunda län"),
    Area("SE-9181", "SE", "9181", "Älvkulla", "", "municipality", "Norrlunda län"),
)


def register() -> Register:
    """A register of places that do not exist; a name stands twice, another is also a county's."""
    return Register(AREAS)


def context(**choices: str) -> ReadingContext:
    """Reading on 1 April 2026, with what the user chose."""
    return ReadingContext(register(), received_on=date(2026, 4, 1), **choices)


def workbook_of(sheets: Mapping[str, Rows]) -> Workbook:
    """A workbook with these sheets, saved and opened again as the loaders open any file."""
    return open_workbook(bytes_of(sheets))


def bytes_of(sheets: Mapping[str, Rows]) -> bytes:
    """The bytes of a workbook with these sheets, each from cell A1."""
    book = ExcelWorkbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def sentences(reading: Reading) -> list[str]:
    """What the reading says is wrong, as a person reads it."""
    return [str(problem.sentence) for problem in reading.problems]


def rows_of(table: pa.Table, *columns: str) -> list[tuple[object, ...]]:
    """The named columns of a table as tuples, in row order."""
    return list(zip(*(table[name].to_pylist() for name in columns), strict=True))


# Miljødirektoratet, one area --------------------------------------------------------------------------------

AMOUNT = "Utslipp (tonn CO₂-ekvivalenter)"
OVERVIEW_HEADINGS = ("År", "Sektor", AMOUNT)
DETAILED_HEADINGS = ("År", "Sektor", "Utslippskilde", "Klimagass", AMOUNT)
DETAILS: tuple[tuple[object, ...], ...] = (
    (2022, "Annen mobil forbrenning", "Andre næringer\n", "CO2", 200.5),
    (2022, "Luftfart", "Innenriks luftfart", "CO2", 10),
    (2022, "Luftfart", "Utenriks luftfart", "CO2", 30),
    (2022, "Sjøfart", "*Estimat sjøfart", "CO2", 60),
    (2022, "Veitrafikk", "Personbiler", "CO2", 700),
    (2022, "Veitrafikk", "Personbiler", "CH4", 5),
    (2022, "produkter med fluorgasser", "Bruk av HFK", "HFK", 44),
    (2024, "Annen mobil forbrenning", "Andre næringer\n", "CO2", 180),
    (2024, "Veitrafikk", "Personbiler", "CO2", 640.2),
    (2024, "produkter med fluorgasser", "Bruk av HFK", "HFK", 0),
)


def miljodirektoratet(
    *,
    area: str = "Fjordvik",
    details: Rows = DETAILS,
    overview: Rows | None = None,
    detailed_headings: Sequence[str] = DETAILED_HEADINGS,
) -> dict[str, Rows]:
    """The per-area workbook: Info, both overviews, and one of the sector sheets that repeat the details."""
    sectors: dict[tuple[object, object], float] = {}
    for year, sector, _source, _gas, amount in DETAILS:
        sectors[(year, sector)] = sectors.get((year, sector), 0.0) + float(str(amount))
    summed = [(year, sector, amount) for (year, sector), amount in sectors.items()]
    road = [(row[0], *row[2:]) for row in DETAILS if row[1] == "Veitrafikk"]
    return {
        "Info": [
            ("Nedlastet fra:", "https://www.miljodirektoratet.no/tjenester/klimagassutslipp-kommuner/"),
            ("Datasett:", area),
            ("Utgiver:", "Miljødirektoratet"),
        ],
        "Oversikt": [OVERVIEW_HEADINGS, *(summed if overview is None else overview)],
        "Oversikt - detaljert": [detailed_headings, *details],
        "Veitrafikk": [("År", "Utslippskilde", "Klimagass", AMOUNT), *road],
        "Tilleggsinfo": [("År", "Sektor", "Tittel", "Navn", "Mengde")],
    }


# SMHI -------------------------------------------------------------------------------------------------------

SMHI_HEADINGS = ("Huvudsektor", "Undersektor", "Län", "Kommun")
SMHI_YEARS: tuple[object, ...] = (1990, 2020, 2021)
PLACES = (
    ("Alla", "Alla"),
    ("Norrlunda län", "Alla"),
    ("Norrlunda län", "Norrlunda"),
    ("Norrlunda län", "Älvkulla"),
)
SMHI_PAIRS: dict[tuple[str, str], tuple[tuple[float, ...], ...]] = {
    # by sector pair, one line per place: nation, county, Norrlunda, Älvkulla
    ("Alla", "Alla"): ((3400, 2700, 2600), (3200, 2500, 2400), (2100, 1600, 1500), (1100, 900, 900)),
    ("Transporter", "Alla"): ((2300, 1800, 1700), (2200, 1700, 1600), (1500, 1100, 1000), (700, 600, 600)),
    ("Transporter", "Personbilar"): ((1300, 1000, 900), (1300, 1000, 900), (900, 700, 600), (400, 300, 300)),
    ("Transporter", "Bussar"): ((1000, 800, 800), (900, 700, 700), (600, 400, 400), (300, 300, 300)),
    ("Egen uppärmning av bostäder och lokaler", "Alla"): (
        (900, 700, 700),
        (800, 600, 600),
        (500, 400, 400),
        (300, 200, 200),
    ),
    ("Utrikes transporter", "Alla"): ((200, 200, 200), (200, 200, 200), (100, 100, 100), (100, 100, 100)),
}


def smhi(
    *,
    substance: str = "Koldioxid (CO2)",
    years: Sequence[object] = SMHI_YEARS,
    headings: Sequence[str] = SMHI_HEADINGS,
    unit: str = "ton/år",
    more_titles: int = 0,
    pairs: Mapping[tuple[str, str], Sequence[Sequence[object]]] = SMHI_PAIRS,
    places: Sequence[tuple[str, str]] = PLACES,
) -> dict[str, Rows]:
    """The county report: titles, a row of years above the headings, a row per sector pair and place."""
    titles = [
        ("Rapportnamn:", "Länsrapport, 2024-04-18"),
        (f"Emissioner av {substance}",),
        (f"Enhet: {unit}",),
        (),
    ]
    body = [
        (*pair, *place, *values)
        for pair, lines in pairs.items()
        for place, values in zip(places, lines, strict=True)
    ]
    blank = (None,) * 4
    return {
        substance: [*titles, *[()] * more_titles, (*blank, *years), (*headings, *["CO2"] * len(years)), *body]
    }


# SCB --------------------------------------------------------------------------------------------------------

SCB_TITLE = (
    "Folkmängd i riket, län och kommuner 31 december och befolkningsförändringar "
    "1 januari - 31 december 2023. {sheet}"
)
SCB_ROWS: tuple[tuple[object, ...], ...] = (
    (None, "Riket                 ", 31500, 120),
    ("91", "Norrlunda             ", 24100, 80),
    ("9180", "Norrlunda             ", 17420, 60),
    ("9181", "Älvkulla              ", 6680, "."),
)


def scb(
    *,
    rows: Rows = SCB_ROWS,
    title: str = SCB_TITLE,
    headings: Sequence[str] = ("Kommun", "Kommunnamn", "Folkmängd"),
) -> dict[str, Rows]:
    """The population table: titles, headings on three levels, padded names, footnotes, sheets by sex."""
    head = [
        (),
        (),
        (title.format(sheet="Totalt"),),
        ("Folkmängd redovisas enligt indelningen 2024-01-01.",),
        (),
        (*headings, "Folk-"),
        ("Län", "Länsnamn", " ", "ökning"),
        (None, None, " ", " "),
    ]
    notes = [(), ("1) Händelser som skett före den 1 januari 2023 är inte redovisade.",)]
    half = [(*row[:2], int(str(row[2])) // 2 if str(row[2]).isdigit() else row[2]) for row in rows]
    women = [*head[:2], (title.format(sheet="Kvinnor"),), *head[3:], *half, *notes]
    return {"Totalt": [*head, *rows, *notes], "Kvinnor": women}
