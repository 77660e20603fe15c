"""Where a person makes a mapping for one workbook: what is suggested, what may be chosen, and the mapping that the
answers make. Nothing is kept here."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from data.areas import Register
from data.columns import Column
from data.tables import TABLES
from loaders.mappings.column_shapes import SampledColumn
from loaders.mappings.mapped_headings import heading_names, heading_rows, located, year_heading
from loaders.mappings.mapped_table import (
    needs_decimal_mark,
    open_words,
    read_mapped,
    unmapped_columns,
    weighed_columns,
)
from loaders.mappings.mapping import UNITS, DatasetWords, SheetColumn, Skip, Spread, mappable_columns
from loaders.mappings.mapping import Mapping as TableMapping
from loaders.mappings.mapping_suggestions import Suggestion, suggest, with_likely_words
from loaders.reading import Reading, ReadingContext
from loaders.rows.cells import normalised
from loaders.sheets.workbook import Workbook, column_name

_CO2_ALONE = re.compile(r"\bco2\b|koldioxid|karbondioksid|hiilidioksid|koltvísýring|carbon dioxide")
_EQUIVALENTS = re.compile(
    r"co2[\s-]*e|ekv|ækv|equiv|växthusgas|klimagass|drivhusgas|kasvihuonekaasu|greenhouse"
)
LEFT_OUT = ""  # of a word: rows with it are left out
NOT_MAPPED = frozenset({"dataset_choices"})


@dataclass(frozen=True)
class Answers:
    """What a person said of a sheet.

    columns: ours → letters of the sheet's column. spread: how a wide table is spread out; None = one figure a row.
    constants: ours → what holds for all rows. words: ours → text of the file → entry, LEFT_OUT = not read.
    gas_coverage: of emissions, ghg or co2; empty = as the mapping says."""

    columns: Mapping[str, str]
    spread: Spread | None = None
    constants: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    decimal_mark: str = ""
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    gas_coverage: str = ""


@dataclass(frozen=True)
class MappingDesk:
    """One workbook of an unknown layout, with what is known to read it."""

    workbook: Workbook
    context: ReadingContext

    @property
    def register(self) -> Register:
        return self.context.register

    def sheets(self) -> list[str]:
        """The visible sheets that may hold a table."""
        return [
            sheet.name
            for sheet in self.workbook.sheets.values()
            if not sheet.is_hidden and heading_rows(sheet)
        ]

    def tables(self) -> list[str]:
        """The tables that a sheet can become."""
        return [name for name in TABLES if name not in NOT_MAPPED]

    def rows(self, sheet: str) -> dict[int, list[str]]:
        """The rows of a sheet that may be its headings, with their texts."""
        found = self.workbook.sheets[sheet]
        return {row: [name for name in heading_names(found, row) if name] for row in heading_rows(found)}

    def suggestion(
        self, *, sheet: str | None = None, table: str | None = None, heading_row: int | None = None
    ) -> Suggestion | None:
        """The best suggestion for what is said already; None where no sheet has a table."""
        found = suggest(self.workbook, self.register, sheet=sheet, table=table, heading_row=heading_row)
        return found[0] if found else None

    def start(self, mapping: TableMapping | None = None) -> Suggestion | None:
        """What to begin with: this mapping with the sheet's columns beside it, else the best suggestion."""
        if mapping is None:
            return self.suggestion()
        found = suggest(
            self.workbook, self.register, sheet=mapping.sheet, table=mapping.table,
            heading_row=mapping.heading_row, has_group_row=mapping.has_group_row,
        )  # fmt: skip
        return replace(found[0], mapping=mapping) if found else None

    def spreads(self, suggestion: Suggestion) -> list[Spread | None]:
        """How the figures may stand: as suggested, one figure a row, or a column for each year."""
        headings = [year_heading(column.heading) for column in suggestion.sheet_columns if column.heading]
        years = [heading.pattern for heading in headings if heading]
        is_yearly = any(
            column.name == "year" for column in mappable_columns(TABLES[suggestion.mapping.table])
        )
        wide = [Spread("year", pattern) for pattern in dict.fromkeys(years)] if is_yearly else []
        others = wide if TABLES[suggestion.mapping.table].value else []
        found: list[Spread | None] = [suggestion.mapping.spread, None, *others]
        return [one for place, one in enumerate(found) if one not in found[:place]]

    def spread_headings(self, suggestion: Suggestion, spread: Spread | None) -> list[str]:
        """The headings of the sheet's columns that a wide layout takes."""
        taken = self._spread_letters(suggestion, spread)
        return [column.heading for column in suggestion.sheet_columns if column.letters in taken]

    def columns(self, suggestion: Suggestion, spread: Spread | None) -> list[SampledColumn]:
        """The sheet's columns that are left to be named."""
        taken = self._spread_letters(suggestion, spread)
        return [column for column in suggestion.sheet_columns if column.letters not in taken]

    def choices(self, suggestion: Suggestion, spread: Spread | None) -> list[Column]:
        """The columns of ours that a column of the sheet may be."""
        table = TABLES[suggestion.mapping.table]
        spread_out = {spread.column, table.value} if spread else set()
        return [column for column in mappable_columns(table) if column.name not in spread_out]

    def suggested(self, suggestion: Suggestion) -> dict[str, str]:
        """Letters of the sheet's columns → the column of ours that each may be."""
        return {place.letters: name for name, place in suggestion.mapping.columns.items()}

    def mapping(self, suggestion: Suggestion, answers: Answers) -> TableMapping:
        """The mapping that the answers make."""
        places = {one.letters: SheetColumn(one.letters, one.heading) for one in suggestion.sheet_columns}
        columns = {name: places[letters] for name, letters in answers.columns.items() if letters in places}
        constants = {name: text for name, text in answers.constants.items() if text and name not in columns}
        left_out = [
            Skip(columns[name], texts)
            for name, words in answers.words.items()
            if name in columns
            and (texts := tuple(text for text, entry in words.items() if entry == LEFT_OUT))
        ]
        translations = {
            name: meant
            for name, words in answers.words.items()
            if name in columns and (meant := {text: entry for text, entry in words.items() if entry})
        }
        made = replace(
            suggestion.mapping,
            columns=columns,
            constants=constants,
            spread=answers.spread,
            decimal_mark=answers.decimal_mark,
            unit="",
            translations=translations,
            dataset=self._dataset(suggestion, answers),
            skip=(*suggestion.mapping.skip, *left_out),
            filled_down=tuple(name for name in suggestion.mapping.filled_down if name in columns),
        )
        takes_unit = "unit" not in columns and bool(weighed_columns(made))
        return replace(made, unit=answers.unit if takes_unit else "")

    def _dataset(self, suggestion: Suggestion, answers: Answers) -> DatasetWords:
        described = suggestion.mapping.dataset
        return replace(described, gas_coverage=answers.gas_coverage) if answers.gas_coverage else described

    def likely_gases(self, suggestion: Suggestion) -> str:
        """Whether emissions are probably of all greenhouse gases (ghg) or of fossil CO2 alone (co2), by their headings;
        empty for another table."""
        mapping = suggestion.mapping
        if mapping.table != "emissions":
            return ""
        if mapping.dataset.gas_coverage:
            return mapping.dataset.gas_coverage
        headings = [text for row in self.rows(mapping.sheet).values() for text in row]
        words = " ".join(normalised(text) for text in (mapping.sheet, *headings))
        return "co2" if _CO2_ALONE.search(words) and not _EQUIVALENTS.search(words) else "ghg"

    def missing(self, mapping: TableMapping) -> list[Column]:
        """The columns that rows cannot do without and that the sheet does not have."""
        return unmapped_columns(replace(mapping, constants={}))

    def unanswered(self, mapping: TableMapping) -> list[Column]:
        """Of those, the columns that the mapping gives no constant for; empty = rows can be read."""
        return unmapped_columns(mapping)

    def units(self, mapping: TableMapping) -> tuple[str, ...]:
        """The units that the amounts may be in; empty where a column says it, or nothing is in tonnes."""
        return UNITS if "unit" not in mapping.columns and weighed_columns(mapping) else ()

    def open_numbers(self, mapping: TableMapping) -> list[str]:
        """Texts of the file that a decimal comma and a decimal point read differently."""
        return needs_decimal_mark(self.workbook, mapping)

    def words(self, mapping: TableMapping, suggestion: Suggestion) -> dict[str, dict[str, str | None]]:
        """Per coded column the texts that are no entry of its list, with the entry each probably means."""
        bare = replace(mapping, translations={})
        likely = with_likely_words(self.workbook, bare).translations
        kept = suggestion.mapping.translations
        return {
            name: {text: kept.get(name, {}).get(text) or likely.get(name, {}).get(text) for text in texts}
            for name, texts in open_words(self.workbook, bare).items()
        }

    def read(self, mapping: TableMapping) -> Reading:
        """The rows and problems as the mapping reads them."""
        return read_mapped(self.workbook, mapping, self.context)

    def _spread_letters(self, suggestion: Suggestion, spread: Spread | None) -> set[str]:
        if spread is None:
            return set()
        place = located(self.workbook, replace(suggestion.mapping, spread=spread, columns={}))
        if place is None:
            return set()
        return set(_letters(column for column, _value in place.spread))


def _letters(places: Iterable[int]) -> list[str]:
    return [column_name(place - 1) for place in places]
