"""What stands where in Veikart's own workbook: sheets, columns, lists and the lines of About, from data/tables.py.

Drawn by loaders/templates.py, read back by loaders/formats/veikart_template.py."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.tables import BASES, GASES, MISSING_REASONS, SCOPES, SECTORS, TABLES, VALUE_STATUSES, Column
from texts import N_, Text

VERSION = "1"
MARK_SHEET, LIST_SHEET, ABOUT_SHEET, EXAMPLE_SHEET, READ_ME_SHEET = (
    "_veikart",
    "_lists",
    "About",
    "Example",
    "Read me",
)
SHEET_OF = {"emissions": "Emissions", "population": "Population"}
VALUE_OF = {"emissions": "emissions_tco2e", "population": "inhabitants"}
DEFAULT_DATASET = {"emissions": "own-accounts", "population": "own-population"}
NOT_ON_SHEET = ("dataset", "is_counted")
REQUIRED = {
    "emissions": ("area_id", "year", "sector", "emissions_tco2e"),
    "population": ("area_id", "year", "inhabitants"),
}
UNIT = Column(
    "unit",
    "text",
    N_("Unit"),
    N_("t, kt, Mt or kg of the figure beside it; empty means tonnes"),
    allowed=("t", "kt", "Mt", "kg"),
)
TONNES_PER_UNIT = {"t": 1.0, "kt": 1000.0, "Mt": 1_000_000.0, "kg": 0.001}
UNIT_WORDS = {
    "t": "t",
    "ton": "t",
    "tons": "t",
    "tonn": "t",
    "tonne": "t",
    "tonnes": "t",
    "tonnia": "t",
    "kt": "kt",
    "kton": "kt",
    "ktonn": "kt",
    "kilotonnes": "kt",
    "1000 t": "kt",
    "1000 tonnes": "kt",
    "1000 tonn": "kt",
    "mt": "Mt",
    "mton": "Mt",
    "mtonn": "Mt",
    "megatonnes": "Mt",
    "million tonnes": "Mt",
    "kg": "kg",
    "kilogram": "kg",
}
CODE_LISTS: dict[str, Mapping[str, Text]] = {
    "basis": BASES,
    "scope": SCOPES,
    "sector": SECTORS,
    "gas": GASES,
    "value_status": VALUE_STATUSES,
    "missing_reason": MISSING_REASONS,
    "unit": {unit: N_(unit) for unit in TONNES_PER_UNIT},
    "is_preliminary": {"yes": N_("Yes"), "no": N_("No")},
}
CODES_SHOWN = ("scope", "gas", "unit")  # lists whose codes everybody knows; the others show words


def sheet_columns(table_name: str) -> tuple[Column, ...]:
    """The columns of a data sheet: those of the table that a person fills in, and the unit of emissions."""
    columns: list[Column] = []
    for column in TABLES[table_name].columns:
        columns += [column] if column.name not in NOT_ON_SHEET else []
        columns += [UNIT] if column.name == "emissions_tco2e" else []
    return tuple(columns)


def heading(column: Column) -> str:
    """The heading of a column as the template writes it: title, and the unit in brackets."""
    return f"{column.title} ({column.unit})" if column.unit else str(column.title)


def choice(column_name: str, code: str) -> str:
    """What a drop-down shows for a code: a word, or the code where it is the common name."""
    if column_name in CODES_SHOWN:
        return code
    return short_title(CODE_LISTS[column_name][code])


def choices(column_name: str) -> list[str]:
    """All entries of a coded column's drop-down."""
    return [choice(column_name, code) for code in CODE_LISTS[column_name]]


@dataclass(frozen=True)
class AboutField:
    """One line of the About sheet: what is asked, and what may stand there."""

    name: str
    title: Text
    meaning: Text
    allowed: tuple[str, ...] = ()
    tables: tuple[str, ...] = ("emissions", "population")


ABOUT_FIELDS: tuple[AboutField, ...] = (
    AboutField(
        "dataset",
        N_("Dataset key"),
        N_(
            "Short name of the series, in lower case with hyphens; keep it for the municipality's own figures"
        ),
    ),
    AboutField("title", N_("Title"), N_("What the series is called")),
    AboutField("publisher", N_("Publisher"), N_("Who made the figures")),
    AboutField("licence", N_("Licence"), N_("On which terms they may be used; may stay empty")),
    AboutField("url", N_("Web address"), N_("Where they are published; may stay empty")),
    AboutField(
        "gas_coverage",
        N_("Gas coverage"),
        N_("ghg: all greenhouse gases in CO2e; co2: fossil CO2 only"),
        allowed=("ghg", "co2"),
        tables=("emissions",),
    ),
    AboutField(
        "kind",
        N_("Kind"),
        N_("own_accounts: your own figures; national_inventory: an agency's, the same method for all"),
        allowed=("own_accounts", "national_inventory"),
        tables=("emissions",),
    ),
    AboutField(
        "kind",
        N_("Kind"),
        N_("own_accounts: your own figures; register: a population register's"),
        allowed=("own_accounts", "register"),
        tables=("population",),
    ),
    AboutField(
        "release",
        N_("Release"),
        N_("Name of this edition of the figures, such as 2025; empty means the day the file is loaded"),
    ),
    AboutField(
        "released_on",
        N_("Release date"),
        N_(
            "When they were published, as year-month-day (2025-03-31); of two editions the later one is shown"
        ),
    ),
)


def about_fields(table_name: str) -> list[AboutField]:
    """The lines of the About sheet that concern a table."""
    return [entry for entry in ABOUT_FIELDS if table_name in entry.tables]


def short_title(title: Text) -> str:
    return str(title).partition(":")[0]
