"""What stands where in Veikart's own workbooks: themes, sheets, columns, lists and the lines of About.

All of it follows from data/tables.py. Drawn by loaders/own_workbooks/templates.py, read back by
loaders/formats/veikart_template.py."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from data.code_lists import FIGURE_UNITS, UNIT_WORDS, UNITS_OF_MASS, YES_NO
from data.columns import Column, Table
from data.tables import TABLES
from loaders.rows.cells import normalised
from texts import N_, Text, _, available_languages, in_language, spellings

VERSION = "2"
READABLE_VERSIONS = ("1", "2")  # version 1 had emissions and population, in English
MARK_SHEET = "_veikart"
READ_ME_SHEET, ABOUT_SHEET, EXAMPLE_SHEET, LIST_SHEET = N_("Read me"), N_("About"), N_("Example"), N_("Lists")

UNIT = Column(
    "unit", "text", N_("Unit"), N_("t, kt, Mt or kg of the figure beside it; empty means tonnes"),
    codes=UNITS_OF_MASS, shows_codes=True,
)  # fmt: skip
ACTION = Column(
    "action", "text", N_("Action"), N_("Leave empty to keep or change the record; “Remove” ends it"),
    codes={"remove": N_("Remove")},
)  # fmt: skip
TONNES_PER_UNIT = {"t": 1.0, "kt": 1000.0, "Mt": 1_000_000.0, "kg": 0.001}
COUNTED_UNITS = ("persons", "years")  # the heading says them already


@dataclass(frozen=True)
class Theme:
    """One workbook: its key, what it is called, and the tables that have a sheet in it."""

    key: str
    title: Text
    tables: tuple[str, ...]


_THEMES = (
    Theme("emissions", N_("Emissions"), ("emissions",)),
    Theme("population", N_("Population, figures and readings"), ("population", "figures", "readings")),
    Theme("materials", N_("Materials and waste"), ("materials",)),
    Theme(
        "projects", N_("Projects"),
        ("projects", "project_effects", "project_partners", "project_funding", "project_reports"),
    ),
    Theme(
        "climate-budget", N_("Measures and climate budget"),
        ("measures", "measure_effects", "budget_ceilings", "reference_paths"),
    ),
    Theme("procurement", N_("Needs and procurement"), ("needs", "procurements")),
    Theme("exchange", N_("Exchange offers"), ("exchange_offers",)),
    Theme("principles", N_("Principles"), ("principle_scores",)),
    Theme("targets", N_("Targets"), ("targets",)),
    Theme("background", N_("Notes, rates and constants"), ("notes", "exchange_rates", "constants", "dataset_choices")),
)  # fmt: skip
THEMES: dict[str, Theme] = {
    **{theme.key: theme for theme in _THEMES},
    "everything": Theme(
        "everything", N_("Everything"), tuple(name for theme in _THEMES for name in theme.tables)
    ),
}


def sheet_name(table_name: str) -> str:
    """The name of a table's sheet in the current language."""
    return _(TABLES[table_name].sheet)


def sheet_columns(table_name: str) -> tuple[Column, ...]:
    """The columns of a data sheet: those a person fills in, units beside amounts, and the action on a record."""
    table = TABLES[table_name]
    columns: list[Column] = []
    for column in table.columns:
        columns += [column] if column.is_on_sheet else []
        columns += [UNIT] if column.has_unit_choice else []
    return (*columns, ACTION) if table.slice_kind == "record" else tuple(columns)


def required_columns(table_name: str) -> tuple[Column, ...]:
    """The columns without whose heading a sheet cannot be read."""
    return tuple(
        column
        for column in sheet_columns(table_name)
        if column.needs_heading or (column.is_required and column.default is None)
    )


def heading(column: Column) -> str:
    """The heading of a column as the template writes it in the current language: title, and the unit in
    brackets."""
    title = _(column.title)
    return f"{title} ({column.unit})" if column.unit and column.unit not in COUNTED_UNITS else title


@cache
def heading_spellings(table_name: str) -> dict[str, str]:
    """Every normalised way to write a heading of the sheet, in any language: spelling → column name."""
    found: dict[str, str] = {}
    for column in sheet_columns(table_name):
        for text in _spellings(column):
            found.setdefault(normalised(text), column.name)
    return found


def _spellings(column: Column) -> list[str]:
    titles = spellings(column.title)
    with_units = [f"{title} ({column.unit})" for title in titles if column.unit]
    return [*with_units, *titles, column.name]


@cache
def sheet_spellings() -> dict[str, str]:
    """Every normalised name of a data sheet, in any language: name → table."""
    return {
        normalised(name): table.name
        for table in TABLES.values()
        for name in (*spellings(table.sheet), table.name)
    }


def language_of_headings(table_name: str, written: set[str]) -> str:
    """The language in which most of these normalised headings are written; English among equals."""
    hits = {}
    for language in available_languages():
        with in_language(language):
            own = {normalised(heading(column)) for column in sheet_columns(table_name)}
        hits[language] = len(own & written)
    return max(hits, key=lambda language: hits[language])


def is_year(column: Column) -> bool:
    """Whether a whole number is a calendar year."""
    return column.kind == "integer" and (column.name == "year" or column.name.endswith("_year"))


def code_list(column: Column) -> Mapping[str, Text]:
    """The entries of a column's drop-down by their codes; empty = it has none."""
    return YES_NO if column.kind == "boolean" else column.codes


def choice(column: Column, code: str) -> str:
    """What a drop-down shows for a code in the current language: a word, or the code where it is the common
    name."""
    return code if column.shows_codes else short_title(_(code_list(column)[code]))


def choices(column: Column) -> list[str]:
    """All entries of a coded column's drop-down."""
    return [choice(column, code) for code in code_list(column)]


def figure_unit(figure: str) -> Text:
    """The unit of a figure for people."""
    return unit_words(FIGURE_UNITS[figure])


def unit_words(unit: str) -> Text:
    """A unit for people: a word of their language, or a symbol that every language shares."""
    return UNIT_WORDS.get(unit, Text(unit))


def short_title(title: str) -> str:
    """A title without its explanation: “Territorial: what is emitted …” is “Territorial”."""
    return title.partition(":")[0]


def table_columns() -> list[tuple[Table, Column]]:
    """Every column of every sheet with its table."""
    return [(table, column) for table in TABLES.values() for column in sheet_columns(table.name)]


@dataclass(frozen=True)
class AboutField:
    """One line of the About sheet: what is asked, what may stand there, and the kinds of tables it concerns."""

    name: str
    title: Text
    meaning: Text
    allowed: tuple[str, ...] = ()
    only: str = ""  # one table; empty = every yearly table
    except_for: str = ""


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
        only="emissions",
    ),
    AboutField(
        "kind",
        N_("Kind"),
        N_("own_accounts: your own figures; national_inventory: an agency's, the same method for all"),
        allowed=("own_accounts", "national_inventory"),
        except_for="population",
    ),
    AboutField(
        "kind",
        N_("Kind"),
        N_("own_accounts: your own figures; register: a population register's"),
        allowed=("own_accounts", "register"),
        only="population",
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
    """The lines of the About sheet that concern a table; none for records."""
    if TABLES[table_name].slice_kind == "record":
        return []
    return [
        entry for entry in ABOUT_FIELDS if entry.only in ("", table_name) and entry.except_for != table_name
    ]
