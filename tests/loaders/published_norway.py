"""Small Norwegian workbooks in the layouts that agencies publish. Places, plants and figures are invented."""

from collections.abc import Sequence
from datetime import date

from data.areas import Area, Register
from loaders.reading import ReadingContext
from tests.loaders.published_layouts import AREAS, Rows

# A municipality of the past, one whose code begins with zero, and the country's counties by code.
MORE_AREAS = (
    Area("NO-92", "NO", "92", "Innlandsfylket", "", "county", ""),
    Area("NO-0901", "NO", "0901", "Nordnes", "", "municipality", "Fjordfylket"),
    Area("NO-9150", "NO", "9150", "Gamlevik", "", "municipality", "", date(2019, 12, 31)),
)


def norway(**choices: str) -> ReadingContext:
    """Reading on 1 April 2026 with a register of places that do not exist, one of them of the past."""
    return ReadingContext(Register((*AREAS, *MORE_AREAS)), received_on=date(2026, 4, 1), **choices)


# norskeutslipp.no: waste -------------------------------------------------------------------------------------

WASTE_HEADINGS = (
    "Anleggsnavn",
    "Fylke",
    "Kommune",
    "NACE Kode",
    "År",
    "Avfallskode",
    "Avfallstype",
    "Energigjenvinning",
    "Materialgjenvinning",
    "Levert til annen behandling",
    "Mengde avfall",
    "Enhet",
)
FOIL = ("1711", "1711   Folieplast, emballasje")
MIXED = ("1799", "1799   Blandet plast, blandede fraksjoner")
WASTE: tuple[tuple[object, ...], ...] = (
    # energy recovery, recycling, other, amount; '' is a cell of text without characters
    ("Fjordvik fabrikk", "Fjordfylket", "Fjordvik", "22.290", 2022, *FOIL, "", 6, 4, 10, "tonn"),
    ("Fjordvik fabrikk", "Fjordfylket", "Fjordvik", "22.290", 2022, *MIXED, "", "", "", 30, "tonn"),
    ("Skogheim bruk", "Fjordfylket", "Skogheim", "16.100", 2022, *MIXED, 0, 1.5, "", 2.5, "tonn"),
    ("Skogheim mølle", "Innlandsfylket", "Skogheim", "10.610", 2022, *MIXED, "", 5, "", "", "tonn"),
    ("Fjordvik fabrikk", "Fjordfylket", "Fjordvik", "22.290", 2023, *MIXED, 7, "", "", 5, "tonn"),
    ("Isvåg stasjon", "Svalbard", "Svalbard", "38.110", 2023, *MIXED, "", "", "", 3, "tonn"),
    ("Plattform", "Kontinentalsokkelen", "Økonomisk Sone S/ 62°", "06.100", 2023, *MIXED, "", "", "", 1, "tonn"),
)  # fmt: skip


def norskeutslipp_waste(
    *, kind: str = "Plast", rows: Rows = WASTE, headings: Sequence[str] = WASTE_HEADINGS
) -> dict[str, Rows]:
    """The export of one type of waste: the type in A1, a blank row, headings in row 3."""
    return {"Avfall": [(f"Type: {kind}",), (), headings, *rows]}


def waste_with(row: int, column: int, value: object) -> dict[str, Rows]:
    """The export with one cell changed; row and column as in the sheet (figures begin in row 4)."""
    changed = [list(values) for values in WASTE]
    changed[row - 4][column - 1] = value
    return norskeutslipp_waste(rows=changed)


def norskeutslipp_point_sources() -> dict[str, Rows]:
    """The export of emissions of single plants."""
    headings = (
        "Anleggsnavn",
        "Fylke",
        "Kommune",
        "NACE Kode",
        "År",
        "Årlig utslipp til luft",
        "Grunnlagsverdi for luft",
        "Årlig utslipp til vann",
        "Grunnlagsverdi for vann",
        "Enhet",
        "AnleggId",
        "Org.nr.",
    )
    plant = ("Fjordvik fabrikk", "Fjordfylket", "Fjordvik", 22.29, 2022, 1200, "", "", "", "tonn", "1", "2")
    return {"Utslipp": [("CO2-ekvivalent (CO2-ekv)",), (), headings, plant]}


# Miljødirektoratet, all municipalities ------------------------------------------------------------------------

ALL_SECTORS_HEADINGS = (
    "Fylke",
    "Kommunenummer",
    "Kommune",
    "År",
    "Sektor",
    "Utslipp (tonn CO2-ekvivalenter)",
)
ALL_DETAILED_HEADINGS = (
    "Fylke",
    "Kommunenummer",
    "Kommune",
    "År",
    "Sektor",
    "Utslippskilde",
    "Klimagass",
    "Utslipp (tonn CO2-ekvivalenter)",
)
FJORDVIK, NORDNES, GAMLEVIK = (
    ("Fjordfylket", "9101", "Fjordvik"),
    ("Fjordfylket", 901, "Nordnes"),  # Excel has taken the zero
    ("Fjordfylket", "9150", "Gamlevik"),
)
ALL_DETAILS: tuple[tuple[object, ...], ...] = (
    (*FJORDVIK, 2022, "Veitrafikk", "Personbiler", "CO2", 700),
    (*FJORDVIK, 2022, "Veitrafikk", "Personbiler", "CH4", 5.2),
    (*FJORDVIK, 2022, "Luftfart", "Utenriks luftfart", "CO2", 30),
    (*FJORDVIK, 2022, "Annen mobil forbrenning", "Andre næringer\n", "CO2", 200.5),
    (*NORDNES, 2022, "Jordbruk", "Gjødselhåndtering", "N2O", 40),
    (*NORDNES, 2023, "Jordbruk", "Gjødselhåndtering", "N2O", 0),
    (*GAMLEVIK, 2019, "Veitrafikk", "Busser", "CO2", 12),
)
ALL_SECTORS: tuple[tuple[object, ...], ...] = (
    # 700 + 5.2 = 705.2, stated with a rounding of 0.1
    (*FJORDVIK, 2022, "Veitrafikk", 705.3),
    (*FJORDVIK, 2022, "Luftfart", 30),
    (*FJORDVIK, 2022, "Annen mobil forbrenning", 200.5),
    (*NORDNES, 2022, "Jordbruk", 40),
    (*NORDNES, 2023, "Jordbruk", 0),
    (*GAMLEVIK, 2019, "Veitrafikk", 12),
)


def miljodirektoratet_all(
    *,
    sectors: Rows | None = ALL_SECTORS,
    details: Rows | None = ALL_DETAILS,
    sectors_headings: Sequence[str] = ALL_SECTORS_HEADINGS,
    detailed_headings: Sequence[str] = ALL_DETAILED_HEADINGS,
) -> dict[str, Rows]:
    """The workbook of all municipalities; None leaves a sheet out, as older releases do."""
    sheets: dict[str, Rows] = {}
    if sectors is not None:
        sheets["Oversikt - sektorfordelt"] = [sectors_headings, *sectors]
    if details is not None:
        sheets["Oversikt - detaljert"] = [detailed_headings, *details]
    return sheets


def detail_with(row: int, column: int, value: object) -> dict[str, Rows]:
    """The workbook with one cell of the details changed; row and column as in the sheet (headings in row 1)."""
    changed = [list(values) for values in ALL_DETAILS]
    changed[row - 2][column - 1] = value
    return miljodirektoratet_all(details=changed)
