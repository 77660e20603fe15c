"""Mappings suggested for a table of an unknown layout, from its headings and the shape of its values; a person
approves one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import fuzz, process

from data.areas import Register
from data.columns import Column, Table
from data.tables import TABLES
from loaders.mappings.column_shapes import (
    SampledColumn,
    entry_words,
    fit,
    has_unit_behind,
    is_rate,
    unit_in,
)
from loaders.mappings.heading_matches import Match, heading_matches
from loaders.mappings.heading_synonyms import SUM_WORDS, TABLE_WORDS
from loaders.mappings.mapped_headings import year_heading
from loaders.mappings.mapped_table import (
    is_open_word,
    likely_decimal_mark,
    open_words,
    unmapped_columns,
)
from loaders.mappings.mapping import (
    IN_CELLS,
    YEAR_MARK,
    Mapping,
    SheetColumn,
    Skip,
    Spread,
    SpreadColumn,
    mappable_columns,
    spreadable_columns,
)
from loaders.mappings.sheet_heads import SheetHead, entry_columns, is_spread, sheet_head, year_pattern
from loaders.own_workbooks.template_layout import code_list, short_title
from loaders.rows.cell_meanings import TOTAL_WORDS
from loaders.rows.cells import normalised
from loaders.sheets.workbook import Workbook
from texts import N_, Text, spellings

LEAST_SCORE = 0.3  # of a column; below it nothing is suggested
LEAST_TABLE_SCORE = 1.0
PER_SHEET = 3
NEAR_ENTRY = 85
MOST_NUMBERS = 60  # texts that the decimal mark is judged by
# What a person may well say for all rows at once; a table is no less likely for lacking it.
CONSTANTS = frozenset({
    "area_id", "year", "origin", "material", "stage", "figure", "unit", "basis", "respondent_group", "decision",
    "innovation_stage",
})  # fmt: skip


@dataclass(frozen=True)
class ColumnSuggestion:
    """A column of ours, the sheet column that may be it, how sure (0 to 1), and why."""

    column: Column
    place: SheetColumn
    score: float
    reason: Text


@dataclass(frozen=True)
class Suggestion:
    """A mapping of one sheet to one table of ours, to be looked at, changed and approved by a person.

    mapping: complete but for what stands in unmapped, and without a decimal mark, which a person says;
    likely_decimal_mark is only what to show as chosen (comma, point, or "" where nothing asks for one).
    sheet_columns: every column of the sheet with sample values."""

    mapping: Mapping
    score: float
    columns: tuple[ColumnSuggestion, ...]
    sheet_columns: tuple[SampledColumn, ...]
    unmapped: tuple[Column, ...]
    likely_decimal_mark: str = ""


def suggest(
    workbook: Workbook,
    register: Register,
    *,
    sheet: str | None = None,
    table: str | None = None,
    heading_row: int | None = None,
    has_group_row: bool | None = None,
) -> list[Suggestion]:
    """Mappings that may fit a workbook, best first, of all its visible sheets and our tables.

    sheet, table, heading_row, has_group_row: what a person has said already. Reads headings and the first and last
    rows only. Empty where no sheet has a table; with a table named, never empty for a sheet that has one."""
    sheets = [
        one for one in workbook.sheets.values() if one.name == sheet or (sheet is None and not one.is_hidden)
    ]
    found: list[Suggestion] = []
    for one in sheets:
        head = sheet_head(one, heading_row, has_group_row)
        if head is not None:
            found += _for_sheet(head, register, table)
    found.sort(key=lambda suggestion: -suggestion.score)
    return found


def likely_entries(column: Column, texts: Iterable[str]) -> dict[str, str]:
    """For texts that a coded column does not know, the entries they probably mean; those without one are absent."""
    known = _entry_spellings(column.name, tuple(code_list(column).items()))
    known |= entry_words(column)
    found: dict[str, str] = {}
    for text in texts:
        plain = normalised(text)
        near = (
            process.extractOne(plain, list(known), scorer=fuzz.ratio, score_cutoff=NEAR_ENTRY)
            if plain
            else None
        )
        if near and is_open_word(column, text):
            found[text] = known[near[0]]
    return found


def with_likely_words(workbook: Workbook, mapping: Mapping) -> Mapping:
    """The mapping with an entry for every text of the whole file that probably means one."""
    translations = dict(mapping.translations)
    table = {column.name: column for column in mappable_columns(TABLES[mapping.table])}
    for name, texts in open_words(workbook, mapping).items():
        translations[name] = {**likely_entries(table[name], texts), **translations.get(name, {})}
    return replace(mapping, translations={name: words for name, words in translations.items() if words})


@cache
def _entry_spellings(_name: str, entries: tuple[tuple[str, Text], ...]) -> dict[str, str]:
    return {
        normalised(word): code
        for code, title in entries
        for text in spellings(title)
        for word in (text, short_title(text))
    }


# One sheet --------------------------------------------------------------------------------------------------


def _for_sheet(head: SheetHead, register: Register, table: str | None) -> list[Suggestion]:
    said = {column.place: heading_matches(column.heading) for column in head.columns if column.heading}
    tables = [TABLES[table]] if table else [one for one in TABLES.values() if one.name != "dataset_choices"]
    fits = _Fits(register)
    found = [_for_table(head, one, said, fits) for one in tables]
    if table is None:
        fitting = [one for one in found if one.score >= LEAST_TABLE_SCORE and one.columns]
        found = sorted(fitting, key=lambda one: -one.score)[:PER_SHEET]
    return [_completed(head, one) for one in found]


class _Fits:
    """How well values fit columns; asked once for each sheet column and kind of column, whatever the table."""

    def __init__(self, register: Register) -> None:
        self.register = register
        self.known: dict[tuple[object, ...], float] = {}

    def of(self, column: Column, sampled: SampledColumn, table: Table) -> float:
        key = (sampled.place, column.name, column.kind, column.allowed, column.pattern, table.area_kinds)
        if key not in self.known:
            self.known[key] = fit(column, sampled, self.register, table.area_kinds)
        return self.known[key]


def _for_table(
    head: SheetHead, table: Table, said: dict[int, dict[tuple[str, str], Match]], fits: _Fits
) -> Suggestion:
    """The columns of one table of ours as far as they are found, and how likely the table is."""
    spread, taken = _spread(head, table, said)
    columns = _assigned(_scored(head, table, said, fits, taken, spread))
    columns += _title_as_id(table, columns)
    mapping = Mapping(
        table=table.name,
        sheet=head.sheet.name,
        heading_row=head.row,
        has_group_row=head.has_group_row,
        columns={one.column.name: one.place for one in columns},
        spread=spread,
    )
    mapping = replace(mapping, constants=_constants(head, mapping))
    unmapped = tuple(unmapped_columns(mapping))
    score = _table_score(head, table, columns, spread, unmapped)
    return Suggestion(mapping, score, tuple(columns), tuple(head.columns), unmapped)


def _completed(head: SheetHead, suggestion: Suggestion) -> Suggestion:
    """The suggestion with unit, sums to skip, words translated, and the likely decimal mark."""
    mapping = suggestion.mapping
    mapping = replace(
        mapping,
        unit=_unit(head, mapping),
        skip=_skips(head, mapping),
        translations=_translations(head, mapping),
    )
    return replace(suggestion, mapping=mapping, likely_decimal_mark=_likely_mark(head, mapping))


def _scored(
    head: SheetHead,
    table: Table,
    said: dict[int, dict[tuple[str, str], Match]],
    fits: _Fits,
    taken: set[int],
    spread: Spread | None,
) -> list[tuple[float, Column, SampledColumn, Text]]:
    """Every pair of a column of ours and one of the sheet that may belong together."""
    spread_out = {spread.column, table.value} if spread else set()
    found = []
    for sampled in head.columns:
        if sampled.place in taken:
            continue
        matches = said.get(sampled.place, {})
        for column in mappable_columns(table):
            if column.name in spread_out:
                continue
            heading, word = matches.get((table.name, column.name), (0.0, ""))
            score, reason = _pair_score(column, sampled, table, fits, heading=heading, word=word)
            if score >= LEAST_SCORE:
                found.append((score, column, sampled, reason))
    return found


def _pair_score(
    column: Column, sampled: SampledColumn, table: Table, fits: _Fits, *, heading: float, word: str
) -> tuple[float, Text]:
    if heading:
        if column.kind in ("number", "integer") and column.unit != "%" and is_rate(sampled.heading):
            return 0.0, _BY_HEADING
        values = fits.of(column, sampled, table)
        if code_list(column) and values == 0 and sampled.number_share > 0.8:
            return 0.0, _BY_HEADING
        score = heading * (0.5 + 0.5 * values) if values >= 0.2 or column.codes else heading * 0.3
        reason = N_("its heading means “{word}”", word=word) if heading < 1 else _BY_HEADING
        return score, reason
    return _by_values(column, sampled, table, fits)


_BY_HEADING = N_("its heading says so")


def _by_values(column: Column, sampled: SampledColumn, table: Table, fits: _Fits) -> tuple[float, Text]:
    """What the values alone tell, where the heading tells nothing."""
    if len(sampled.texts) < 2:
        return 0.0, _BY_HEADING
    if column.name == "area_id" and sampled.number_share < 0.5:
        share = fits.of(column, sampled, table)
        return (0.6 * share if share > 0.6 else 0.0), N_("its values are municipalities")
    if column.name == "year":
        share = fits.of(column, sampled, table)
        return (0.55 if share == 1 else 0.0), N_("its values are years")
    if column.pattern:
        share = fits.of(column, sampled, table)
        return (0.7 if share > 0.8 else 0.0), N_("its values look like “{title}”", title=column.title)
    is_listed = (
        code_list(column) and column.kind != "boolean" and column.name not in ("scope", "unit", "currency")
    )
    if is_listed and sampled.number_share < 0.5 and not is_rate(sampled.heading):
        share = fits.of(column, sampled, table)
        reason = N_("its values are entries of the list of “{title}”", title=column.title)
        return (0.55 * share if share >= 0.6 else 0.0), reason
    return 0.0, _BY_HEADING


def _assigned(scored: list[tuple[float, Column, SampledColumn, Text]]) -> list[ColumnSuggestion]:
    """The best pairs, each column once on either side."""
    ours: set[str] = set()
    theirs: set[int] = set()
    found = []
    for score, column, sampled, reason in sorted(scored, key=lambda pair: -pair[0]):
        if column.name not in ours and sampled.place not in theirs:
            ours.add(column.name)
            theirs.add(sampled.place)
            place = SheetColumn(sampled.letters, sampled.heading)
            found.append(ColumnSuggestion(column, place, round(score, 2), reason))
    return found


def _title_as_id(table: Table, columns: list[ColumnSuggestion]) -> list[ColumnSuggestion]:
    """Where a list has no ids of its own, what each record is called may serve as its id."""
    named = {one.column.name: one for one in columns}
    has_own_id = any(column.name == "record_id" and column.is_on_sheet for column in table.columns)
    title = named.get("title") or named.get("what")
    if not has_own_id or "record_id" in named or title is None:
        return []
    reason = N_("there is no column of ids; the title can serve as one, as long as it is not changed")
    return [ColumnSuggestion(table.column("record_id"), title.place, LEAST_SCORE, reason)]


def _table_score(
    head: SheetHead,
    table: Table,
    columns: list[ColumnSuggestion],
    spread: Spread | None,
    unmapped: tuple[Column, ...],
) -> float:
    key = {*table.key_columns, *table.record_from, table.value}
    told = sum(
        one.score * (1.0 if one.column.name in key or one.column.is_required else 0.6) for one in columns
    )
    if spread is not None:
        told += (
            1.0
            + heading_matches(spread.heading.replace(YEAR_MARK, " ")).get(
                (table.name, table.value), (0.0, "")
            )[0]
        )
    titles = [normalised(title) for title in head.titles]
    told += 1.2 if any(word in title for title in titles for word in TABLE_WORDS.get(table.name, ())) else 0.0
    told -= sum(0.15 if column.name in CONSTANTS else 0.8 for column in unmapped)
    return round(told, 2)


# Wide tables ------------------------------------------------------------------------------------------------


def _spread(
    head: SheetHead, table: Table, said: dict[int, dict[tuple[str, str], Match]]
) -> tuple[Spread | None, set[int]]:
    """How a table is wide, if it is: over years, else over entries of a list; and the columns it takes."""
    allowed = {column.name: column for column in spreadable_columns(table)}
    if "year" in allowed:
        years = year_pattern(head)
        if years is not None:
            return Spread("year", years[0]), years[1]
    if any((table.name, table.value) in matches for matches in said.values()):
        return None, set()
    for name, column in allowed.items():
        if name != "year":
            found = entry_columns(head, column)
            if len(found) >= 2:
                columns = tuple(
                    SpreadColumn(SheetColumn(one.letters, one.heading), code) for one, code in found.items()
                )
                return Spread(name, "", columns), {one.place for one in found}
    return None, set()


# What else a mapping says -----------------------------------------------------------------------------------


def _constants(head: SheetHead, mapping: Mapping) -> dict[str, str]:
    """The one year that the sheet's name or the lines above the headings name, where no column says it."""
    missing = {column.name for column in unmapped_columns(mapping)}
    years = {found.year for title in head.titles if (found := year_heading(title)) is not None}
    return {"year": str(years.pop())} if "year" in missing and len(years) == 1 else {}


def _unit(head: SheetHead, mapping: Mapping) -> str:
    """The unit of the amounts, from their headings, the figures themselves, or the lines above."""
    if "unit" in mapping.columns:
        return ""
    names = [column.name for column in mappable_columns(TABLES[mapping.table]) if column.has_unit_choice]
    headings = [mapping.columns[name].heading for name in names if name in mapping.columns]
    places = {mapping.columns[name].letters for name in names if name in mapping.columns}
    if mapping.spread is not None and names:
        taken = [one for one in head.columns if is_spread(one, mapping.spread)]
        headings += [one.heading for one in taken]
        places |= {one.letters for one in taken}
    if not places:
        return ""
    if any(has_unit_behind(one.different) for one in head.columns if one.letters in places):
        return IN_CELLS
    units = [unit for text in (*headings, *head.titles) if (unit := unit_in(text))]
    return units[0] if units else ""


def _skips(head: SheetHead, mapping: Mapping) -> tuple[Skip, ...]:
    """Rows of sums among the samples, unless the column knows the word for the total."""
    ours = {place.letters: name for name, place in mapping.columns.items()}
    coded = {column.name: column for column in mappable_columns(TABLES[mapping.table])}
    found = []
    for one in head.columns:
        column = coded.get(ours.get(one.letters, ""))
        sums = [text for text in one.different if _is_sum(text) and not (column and _knows(column, text))]
        if sums:
            found.append(Skip(SheetColumn(one.letters, one.heading), tuple(sums)))
    return tuple(found)


def _is_sum(text: str) -> bool:
    plain = normalised(text).rstrip(" :")
    return any(plain == word or plain.startswith(word + " ") for word in SUM_WORDS)


def _knows(column: Column, text: str) -> bool:
    return bool(code_list(column)) and not is_open_word(column, text)


def _translations(head: SheetHead, mapping: Mapping) -> dict[str, dict[str, str]]:
    """Entries for the sampled words that a coded column does not know."""
    by_letters = {one.letters: one for one in head.columns}
    found: dict[str, dict[str, str]] = {}
    for column in mappable_columns(TABLES[mapping.table]):
        place = mapping.columns.get(column.name)
        if (
            place is not None
            and code_list(column)
            and column.kind != "boolean"
            and place.letters in by_letters
        ):
            texts = [text for text in by_letters[place.letters].different if not _is_sum(text)]
            words = likely_entries(column, [text for text in texts if is_open_word(column, text)])
            found |= {column.name: words} if words else {}
    return found | _sources_of_totals(mapping, by_letters)


def _sources_of_totals(mapping: Mapping, by_letters: dict[str, SampledColumn]) -> dict[str, dict[str, str]]:
    """Words such as “Alla” for the source of a whole sector, which is no source."""
    place = mapping.columns.get("subsector")
    texts = by_letters[place.letters].different if place is not None and place.letters in by_letters else ()
    words = {text: "" for text in texts if normalised(text) in TOTAL_WORDS}
    return {"subsector": words} if words else {}


def _likely_mark(head: SheetHead, mapping: Mapping) -> str:
    """The decimal mark that the sampled figures speak for, where a text among them needs one."""
    numbers = {column.name for column in mappable_columns(TABLES[mapping.table]) if column.kind == "number"}
    letters = {place.letters for name, place in mapping.columns.items() if name in numbers}
    texts = [
        text
        for one in head.columns
        if one.letters in letters or (mapping.spread is not None and is_spread(one, mapping.spread))
        for text in one.different
        if "," in text or "." in text
    ]
    return likely_decimal_mark(texts[:MOST_NUMBERS])
