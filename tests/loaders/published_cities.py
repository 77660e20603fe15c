"""Small tables in the layouts of Energistyrelsen, CDP and the Global Covenant of Mayors. Places and figures are
invented."""

from collections.abc import Sequence

from loaders.sheets.workbook import Workbook
from tests.loaders.published_finland import text_table
from tests.loaders.published_layouts import Rows

# Energistyrelsen ----------------------------------------------------------------------------------------------

CO2, TONNES = "Samlet CO2-udledning", "Ton CO2e"
DANISH_HEADINGS = ("kommune", "år", "type", "sektor", "enhed", "værdi")
# The six sectors add up to 300.5 + 200 - 20.25 + 4 + 3 + 12.75 = 500 t.
DANISH_ANSWER: tuple[tuple[object, ...], ...] = (
    (CO2, "Affaldsdeponi", TONNES, "4"),
    (CO2, "Energi", TONNES, "300.5"),
    (CO2, "Kemiske processer", TONNES, "12.75"),
    (CO2, "Landbrug", TONNES, "-20.25"),
    (CO2, "Samlet", TONNES, "620"),
    (CO2, "Samlet", TONNES, "500.1"),
    (CO2, "Spildevand", TONNES, "3"),
    (CO2, "Transport", TONNES, "200"),
    (CO2, "Energi", "Ton CO2e/indb.", "2.5"),
    ("Samlet slutenergiforbrug", "Transport", "TJ", "30"),
    ("VE-el selvforsyningsgrad", "Samlet", "%", "1.4"),
)
DANISH_ROWS: tuple[tuple[object, ...], ...] = tuple(("959", "2022", *row) for row in DANISH_ANSWER)


def danish(
    rows: Rows = DANISH_ROWS, *, headings: Sequence[object] = DANISH_HEADINGS, kind: str = "json"
) -> Workbook:
    """The answer of the interface with municipality and year written into its rows."""
    return text_table([headings, *rows], name="JSON" if kind == "json" else "CSV", kind=kind)


# CDP ----------------------------------------------------------------------------------------------------------

DIRECT = "Direct emissions (metric tonnes CO2e) for Total "
INDIRECT = "Indirect emissions from use of grid supplied energy (metric tonnes CO2e) for Total "
OUTSIDE = "Emissions occurring outside city boundary (metric tonnes CO2e) for Total "
CDP_WORDS = (
    "Year Reported to CDP", "Account Number", "Organization", "City", "Country", "CDP Region", "Access",
    "City-wide emissions inventory", "Accounting year", "Administrative city boundary",
    "Inventory boundary (compared to Administrative city boundary)", "Primary Protocol", "Primary Protocol Comment",
    "Gases Included",
)  # fmt: skip
CDP_FIGURES = (
    f"{DIRECT}generation of grid-supplied energy",
    f"{DIRECT}emissions (excluding generation of grid-supplied energy)",
    f"{INDIRECT}generation of grid supplied energy",
    f"{INDIRECT}Emissions (excluding generation of grid-supplied energy)",
    f"{OUTSIDE}Generation of grid supplied energy",
    f"{OUTSIDE}Emissions (excluding generation of grid-supplied energy)",
    "TOTAL Scope 1 Emissions (metric tonnes CO2e)",
    "TOTAL Scope 2 emissions (metric tonnes CO2e)",
    "TOTAL Scope 3 Emissions",
    "TOTAL BASIC Emissions (GPC)",
    "TOTAL BASIC+ Emissions (GPC)",
)
CDP_HEADINGS = (*CDP_WORDS, *CDP_FIGURES, "Change in emissions", "Population", "Population Year")


def cdp_row(
    city: object = "City of Bøgelev",
    *,
    country: object = "Denmark",
    period: object = "2019-01-01 - 2019-12-31",
    generation: object = "",
    scope_1: object = "",
    scope_2: object = "",
    scope_3: object = "",
    totals: Sequence[object] = ("", "", "", "", ""),
    people: object = "20000",
    access: object = "public",
    gases: object = "CH4, CO2, N20",
    boundary: object = "Same – covers entire city and nothing else",
    reported: object = "2021",
) -> tuple[object, ...]:
    """A row of the layout of 2021. totals: scope 1, 2 and 3, BASIC, BASIC+."""
    words = (
        reported,
        "900001",
        city,
        "",
        country,
        "Europe",
        access,
        "Yes",
        period,
        "City / Municipality",
        boundary,
        "GPC",
        "",
    )
    return (
        *words, gases, generation, scope_1, "", scope_2, "", scope_3, *totals, "Increased", people, "2020",
    )  # fmt: skip


CDP_ROWS = (
    cdp_row("Hoshimura Town", country="Japan", scope_1="1000"),
    cdp_row(generation="40,000", scope_1="60,500", scope_2="35000.5", scope_3="9000"),
    cdp_row(
        "Fjordvik\N{NO-BREAK SPACE}kommune", country="Norway", totals=("30000", "9000", "700", "38000", "")
    ),
)


def cdp(rows: Rows = CDP_ROWS, *, headings: Sequence[object] = CDP_HEADINGS) -> Workbook:
    """A file of city-wide emissions as it is opened."""
    return text_table([headings, *rows])


# GCoM / CRF ---------------------------------------------------------------------------------------------------

CRF_HEADINGS = (
    "Inventory year", "GPC ref. no.", "CRF - Sector", "CRF - Sub-sector", "Scope", "Fuel type or activity", "Notation key",
    "Activity data - Amount", "Activity data - Unit", "GHGs (metric tonnes CO2e) - CO2",
    "GHGs (metric tonnes CO2e) - CH4", "GHGs (metric tonnes CO2e) - N2O", "GHGs (metric tonnes CO2e) - Total CO2e",
    "GHGs (metric tonnes CO2e) - Biogenic CO2",
)  # fmt: skip
PICK = "Please select"


def crf_row(
    reference: object,
    total: object = None,
    *,
    sector: object = "Stationary Energy",
    part: object = "Residential buildings",
    scope: object = "Direct emissions",
    fuel: object = PICK,
    key: object = PICK,
    year: object = 2022,
    gases: Sequence[object] = (None, None, None),
) -> tuple[object, ...]:
    """A row of eCRF_3."""
    return (year, reference, sector, part, scope, fuel, key, 10, "MWh", *gases, total, None)


CRF_ROWS = (
    crf_row("I.1.1", 1200.5, fuel="Natural gas"),
    crf_row("I.1.1", 300, fuel="Heating oil"),
    crf_row("I.1.2", 900, scope="Indirect emissions", fuel="Electricity"),
    crf_row("I.1.3", 40, scope="Outside boundary"),
    crf_row("I.3.1", part="Manufacturing industries and construction", key="NO"),
    crf_row("I.4.4", 5000, part="Energy industries"),
    crf_row("II.1.1", sector="Transportation", part="On-road", gases=(2000, 10, 5)),
    crf_row("II.2.1", sector="Transportation", part="Rail", key="IE"),
    crf_row("III.1.1", 100, sector="Waste", part="Solid waste disposal"),
    crf_row("III.1.2", 60, sector="Waste", part="Solid waste disposal", scope="Outside boundary"),
    crf_row("III.1.3", 25, sector="Waste", part="Solid waste disposal"),
    crf_row("IV.2", 80, sector="IPPU", part="Produce Use"),
    crf_row("V.1", 400, sector="AFOLU", part="Livestock"),
    crf_row("V.2", -700, sector="AFOLU", part="Land use"),
    crf_row("VI.1", 15, sector="Other scope 3", part="Other scope 3", scope="Outside boundary"),
    crf_row("I.6.1", part="Non-specified sources"),
    crf_row("{{reference}}", "{{total}}"),
)
CRF_CITY = (
    ("Type", None, "Inventory"),
    ("Name of city", None, "Bøgelev"),
    ("Country", None, "Denmark"),
    ("Inventory year", None, 2022),
    ("Resident population", None, 20000),
)


def crf(
    rows: Rows = CRF_ROWS, *, city: Rows = CRF_CITY, headings: Sequence[object] = CRF_HEADINGS
) -> dict[str, Rows]:
    """The workbook with its three sheets."""
    return {"eCRF_1": city, "eCRF_2": [("Summary",), ("Direct",)], "eCRF_3": [headings, *rows]}
