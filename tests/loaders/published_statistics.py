"""Small statistics tables in the layouts of SSB (PxWeb) and of Statistics Denmark. Places and figures are invented."""

import json
from collections.abc import Mapping, Sequence
from datetime import date

from data.areas import Area, Register
from loaders.reading import ReadingContext
from loaders.sheets.workbook import Workbook, open_workbook
from tests.loaders.published_layouts import AREAS, Rows

FURTHER = (
    Area("NO-9109", "NO", "9109", "Gamlevik", "", "municipality", "", date(2019, 12, 31)),
    Area("DK", "DK", "DK", "Danmark", "Denmark", "nation", ""),
    Area("DK-901", "DK", "901", "Havnkøbing", "", "municipality", "Region Østhav"),
    Area("DK-902", "DK", "902", "Bakkelund", "", "municipality", "Region Vesthav"),
    Area("DK-903", "DK", "903", "Skæret", "", "other", ""),
)


def nordic(**choices: str) -> ReadingContext:
    """Reading on 1 April 2026 with a municipality of the past and Danish places, and what the user chose."""
    return ReadingContext(Register((*AREAS, *FURTHER)), received_on=date(2026, 4, 1), **choices)


def csv_of(rows: Rows, *, encoding: str = "cp1252") -> Workbook:
    """A text file with semicolons, texts quoted and numbers bare, opened as the loaders open any file."""
    lines = [";".join(_field(cell) for cell in row) for row in rows]
    return open_workbook("\r\n".join([*lines, ""]).encode(encoding))


def _field(cell: object) -> str:
    return f'"{cell}"' if isinstance(cell, str) and not _is_bare(cell) else str(cell)


def _is_bare(cell: str) -> bool:
    return cell in ("", ".", "..", ":", "-") or cell.replace(",", "").replace(".", "").isdigit()


# SSB 08940, national emissions ------------------------------------------------------------------------------

KILOTONNES = "Utslipp til luft (1 000 tonn CO2-ekvivalenter)"
EMISSIONS_TITLE = (
    "08940: Klimagasser, etter kilde (aktivitet), energiprodukt, komponent, år og statistikkvariabel"
)
EMISSIONS_HEADINGS = (
    "kilde (aktivitet)", "energiprodukt", "komponent", "år", "statistikkvariabel", EMISSIONS_TITLE,
)  # fmt: skip
ALL, ROAD, FARMS = "0 Alle kilder", "5 Veitrafikk", "7 Jordbruk"
EVERY_GAS, CO2, HFC = "A10 Klimagasser i alt", "K11 Karbondioksid (CO2)", "K80 Hydrofluorkarboner (HFK)"
PRODUCTS = "VT0 I alt"
# Sources rounded on their own: 31 + 12 is not the 44 of all of them.
EMISSIONS: tuple[tuple[object, ...], ...] = (
    (ALL, PRODUCTS, EVERY_GAS, "2020", KILOTONNES, "44"),
    (ALL, PRODUCTS, CO2, "2020", KILOTONNES, "33"),
    (ALL, PRODUCTS, HFC, "2020", KILOTONNES, "-"),
    (ROAD, PRODUCTS, EVERY_GAS, "2020", KILOTONNES, "31"),
    (ROAD, PRODUCTS, HFC, "2020", KILOTONNES, "."),
    (FARMS, PRODUCTS, EVERY_GAS, "2020", KILOTONNES, "12"),
    (ALL, PRODUCTS, EVERY_GAS, "2021", KILOTONNES, "40"),
    (FARMS, PRODUCTS, EVERY_GAS, "2021", KILOTONNES, ".."),
    (ROAD, PRODUCTS, EVERY_GAS, "2021", KILOTONNES, ":"),
)


def emissions_csv(
    rows: Rows = EMISSIONS, *, headings: Sequence[str] = EMISSIONS_HEADINGS, above: Rows = ()
) -> Workbook:
    """Table 08940, long, with its headings in row 1 or below what stands above them."""
    return csv_of([*above, headings, *rows])


# SSB 07459, population --------------------------------------------------------------------------------------

POPULATION_TITLE = "07459: Befolkning, etter region, statistikkvariabel og år"
PEOPLE: tuple[tuple[object, ...], ...] = (
    ("0 Hele landet", "31500", "31600"),
    ("91 Fjordfylket", "24000", "24100"),
    ("9101 Fjordvik", "17400", "17420"),
    ("9109 Gamlevik", "900", "0"),
    ("9999 Uoppgitt", "0", "0"),
    ("2199 Nordøya", "40", "41"),
)


def population_wide(
    rows: Rows = PEOPLE,
    *,
    contents: str = "Personer",
    years: Sequence[str] = ("2019", "2020"),
    above: Rows = (),
) -> Workbook:
    """Table 07459, wide: contents and year in the headings."""
    return csv_of([*above, ("region", *(f"{contents} {year}" for year in years)), *rows])


def population_sheet(rows: Rows = PEOPLE, *, title: str = POPULATION_TITLE) -> dict[str, Rows]:
    """Table 07459 as PxWeb's worksheet: measure and years above the figures, notes below."""
    body = [(row[0], *(int(cell) if str(cell).isdigit() else cell for cell in row[1:])) for row in rows]
    notes = [(), ("Sist endret:",), ("20240221 08:00",), ("Kilde:",), ("Statistisk sentralbyrå",)]
    return {"Befolkning": [(title,), (), (None, "Personer"), (None, "2019", "2020"), *body, *notes]}


# SSB 12313, household waste ---------------------------------------------------------------------------------

TONNES, KILOGRAMS = "Husholdningsavfall (tonn)", "Husholdningsavfall per innbygger (kg)"
WASTE_TITLE = (
    "12313: Husholdningsavfall, etter region, avfallstype, behandlingsmåte, statistikkvariabel og år"
)
WASTE: tuple[tuple[str, str, str, str, str, str], ...] = (
    # region, kind, treatment, measure, year, figure
    ("9101 Fjordvik", "I alt", "I alt", TONNES, "2022", "100,5"),
    ("9101 Fjordvik", "I alt", "I alt", KILOGRAMS, "2022", "380"),
    ("9101 Fjordvik", "Papp/papir", "I alt", TONNES, "2022", "20"),
    ("9101 Fjordvik", "Papp/papir", "Materialgjenvinning", TONNES, "2022", "18"),
    ("9101 Fjordvik", "Papp/papir", "Forbrenning", TONNES, "2022", "2"),
    ("9101 Fjordvik", "Farleg avfall", "I alt", TONNES, "2022", ":"),
    ("EAKUO Landet uten Fjordvik", "I alt", "I alt", TONNES, "2022", "900"),
    ("EAK Landet", "I alt", "I alt", TONNES, "2022", "1000"),
)
WASTE_HEADINGS = ("region", "avfallstype", "behandlingsmåte", "statistikkvariabel", "år", WASTE_TITLE)


def waste_csv(rows: Rows = WASTE) -> Workbook:
    """Table 12313, long."""
    return csv_of([WASTE_HEADINGS, *rows])


def waste_sheet() -> dict[str, Rows]:
    """The tonnes of 12313 as PxWeb's worksheet, labels written once and codes in a column of their own."""
    title = "12313: Husholdningsavfall, etter region, avfallstype, behandlingsmåte, statistikkvariabel og år"
    return {
        "Sheet1": [
            (title,),
            (),
            (None, None, None, None, TONNES),
            (None, None, None, None, "2022"),
            ("9101", "Fjordvik", "I alt", "I alt", 100.5),
            (None, None, "Papp/papir", "I alt", 20),
            (None, None, None, "Materialgjenvinning", 18),
            (None, None, None, "Forbrenning", 2),
            (None, None, "Farleg avfall", "I alt", ":"),
            ("EAKUO", "Landet uten Fjordvik", "I alt", "I alt", 900),
            ("EAK", "Landet", "I alt", "I alt", 1000),
            (),
            ("Sist endret:",),
            ("20230615 08:00",),
        ]
    }


# JSON-stat --------------------------------------------------------------------------------------------------


def stat_of(
    label: str,
    dimensions: Mapping[str, Mapping[str, str]],
    values: Sequence[float | None],
    *,
    status: Mapping[str, str] | None = None,
    units: Mapping[str, str] | None = None,
    table: str = "",
    source: str = "Statistisk sentralbyrå",
    updated: str = "2024-02-21T07:00:00Z",
) -> Workbook:
    """A JSON-stat 2 document: dimensions by id, each with its labels by code; ContentsCode and Tid bear the roles."""
    document = {
        "version": "2.0",
        "class": "dataset",
        "label": label,
        "source": source,
        "updated": updated,
        "id": list(dimensions),
        "size": [len(labels) for labels in dimensions.values()],
        "role": {"time": ["Tid"], "metric": ["ContentsCode"]},
        "dimension": {
            name: {
                "category": {
                    "index": {code: place for place, code in enumerate(labels)},
                    "label": dict(labels),
                    "unit": {code: {"base": base, "decimals": 0} for code, base in (units or {}).items()}
                    if name == "ContentsCode"
                    else {},
                }
            }
            for name, labels in dimensions.items()
        },
        "value": list(values),
        "status": dict(status or {}),
        "extension": {"px": {"tableid": table}},
    }
    return open_workbook(json.dumps(document, ensure_ascii=False).encode())


def waste_stat() -> Workbook:
    """Fjordvik's waste of 12313 in KOSTRA's own dimensions; null with its sign where there is no figure."""
    return stat_of(
        "12313: Husholdningsavfall",
        {
            "KOKkommuneregion0000": {"9101": "Fjordvik"},
            "KOKavfall0000": {"0": "I alt", "1": "Papp/papir", "2": "Farleg avfall"},
            "KOKbehandling0000": {"0": "I alt", "1": "Materialgjenvinning"},
            "ContentsCode": {"KOSmengde0000": "Husholdningsavfall"},
            "Tid": {"2022": "2022"},
        },
        [100.5, None, 20, 18, None, None],
        status={"1": ".", "4": ":", "5": ".."},
        units={"KOSmengde0000": "tonn"},
        table="12313",
    )


def population_stat(values: Sequence[float | None] = (17400, 17420), **more) -> Workbook:
    """Fjordvik's inhabitants in two years."""
    dimensions = {
        "Region": {"9101": "Fjordvik"},
        "ContentsCode": {"Personer1": "Personer"},
        "Tid": {"2019": "2019", "2020": "2020"},
    }
    return stat_of(
        "07459: Befolkning, etter region", dimensions, values, units={"Personer1": "personer"}, **more
    )


# Statistics Denmark -----------------------------------------------------------------------------------------

STATBANK_HEADINGS = ("OMRÅDE", "TID", "INDHOLD")
AREA_KM2: tuple[tuple[str, str, str], ...] = (
    ("Hele landet", "2020", "43000,50"),
    ("Region Østhav", "2020", "23000,50"),
    ("Havnkøbing", "2020", "23000,10"),
    ("Skæret", "2020", "0,40"),
    ("Region Vesthav", "2020", "20000,00"),
    ("Bakkelund", "2020", "20000,00"),
    ("Hele landet", "2021", "43000,10"),
    ("Region Østhav", "2021", "23000,10"),
    ("Havnkøbing", "2021", "23000,10"),
    ("Skæret", "2021", ".."),
    ("Region Vesthav", "2021", "20000,00"),
    ("Bakkelund", "2021", "20000,00"),
)
PER_HEAD, RECYCLED = (
    "Husholdningsaffald pr. indbygger (kg)",
    "Andel husholdningsaffald til genanvendelse (pct.)",
)
WASTE_PER_HEAD: tuple[tuple[str, str, str, str], ...] = (
    ("Havnkøbing", PER_HEAD, "2021", "590,0"),
    ("Havnkøbing", PER_HEAD, "2022", "57,0"),
    ("Havnkøbing", RECYCLED, "2022", "51,5"),
    ("Bakkelund", PER_HEAD, "2021", "600"),
    ("Bakkelund", PER_HEAD, "2022", "640"),
    ("Bakkelund", "Husholdningsaffald til forbrænding (ton)", "2022", "1234"),
)


def statbank(rows: Rows = AREA_KM2, *, headings: Sequence[str] = STATBANK_HEADINGS) -> Workbook:
    """A StatBank table: byte order mark, semicolons, nothing quoted."""
    lines = [";".join(map(str, row)) for row in (headings, *rows)]
    return open_workbook("\r\n".join([*lines, ""]).encode("utf-8-sig"))


def waste_per_head(rows: Rows = WASTE_PER_HEAD) -> Workbook:
    """LABY25 with a column for the measure."""
    return statbank(rows, headings=("OMRÅDE", "MÅL", "TID", "INDHOLD"))
