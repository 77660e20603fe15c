"""From the texts of a sheet to typed values, column by column as data/tables.py declares them; every cell that
cannot be read is named, and nothing is guessed."""

import unicodedata
from functools import partial
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import Register
from data.columns import Column
from data.sql import frame_sql
from data.staging import ARROW_TYPES
from loaders.own_workbooks.template_layout import TONNES_PER_UNIT, code_list, is_year
from loaders.problems import Problem
from loaders.rows.cell_meanings import (
    TOTAL_WORDS,
    area_meanings,
    code_meaning,
    date_meant,
    ids_of,
    quarter_meant,
    year_meant,
)
from loaders.rows.cell_words import (
    Words,
    area_words,
    code_words,
    date_words,
    missing_words,
    number_words,
    pattern_words,
    quarter_words,
    reason_words,
    year_words,
)
from loaders.rows.cells import comma_number_sql, decoded, number_sql, plain_number_sql
from loaders.rows.number_words import Written, read_written, text_fix
from loaders.rows.sheet_rows import SheetRows, by_text
from texts import N_

_NUMBERS = "select {number} as value from rows order by row"
DOUBTFUL = r"^[-+]?[1-9]\d{0,2}\.\d{3}$"  # a text that reads as thousands or as decimals


def typed_rows(rows: SheetRows, register: Register) -> tuple[pa.Table, list[Problem]]:
    """The rows with a typed column for each of the sheet's; an entry that cannot be read is null beside its
    problem.

    Returns row, source_row, the typed columns (amounts in tonnes where the sheet has a unit), and
    <name>_text for columns that are part of a key or checked again later."""
    typing = _Typing(rows, register)
    typing.move_figures_out_of_units()
    for column in rows.columns:
        typing.read(column)
    typing.apply_units()
    typing.apply_reasons()
    return typing.table(), typing.problems()


class _Typing:
    """The work on one sheet: values by column, and the problems found on the way by their kind."""

    ORDER = ("area", "year", "date", "code", "number", "text", "doubtful", "reason", "missing")

    def __init__(self, rows: SheetRows, register: Register) -> None:
        self.rows = rows
        self.register = register
        self.texts: dict[str, Any] = {name: rows.texts[name] for name in rows.texts.column_names}
        self.values: dict[str, Any] = {}
        self.found: dict[str, list[Problem]] = {kind: [] for kind in self.ORDER}
        self.units: dict[str, Any] = {}
        self.missing: dict[str, Any] = {}

    def read(self, column: Column) -> None:
        if column.name == "area_id":
            self._read_areas()
        elif is_year(column):
            self._read_meanings(column, year_meant, pa.int64(), "year", year_words)
        elif column.kind == "date":
            self._read_meanings(column, date_meant, pa.date32(), "date", date_words)
        elif column.kind == "quarter":
            self._read_meanings(column, quarter_meant, pa.string(), "date", quarter_words)
        elif code_list(column):
            self._read_codes(column)
        elif column.kind in ("number", "integer"):
            self._read_numbers(column)
        else:
            self._read_text(column)

    def move_figures_out_of_units(self) -> None:
        """A figure that stands in the unit column with its unit, as in "12,5 kt", where its own cell is empty."""
        name = next((column.name for column in self.rows.columns if column.has_unit_choice), None)
        if name is None or "unit" not in self.rows.places:
            return
        texts = self.texts["unit"]
        holds = decoded(texts, lambda text: bool((w := self._written(text)) and w.unit), pa.bool_())
        moves = pc.and_(pc.fill_null(holds, False), pc.is_null(self.texts[name]))
        if pc.any(moves).as_py():
            self.texts[name] = pc.if_else(moves, texts, self.texts[name])
            self.texts["unit"] = pc.if_else(moves, pa.scalar(None, pa.string()), texts)

    def _written(self, text: str) -> Written | None:
        return read_written(text, self.rows.convention, unit="t")

    # --- one kind of column each

    def _read_areas(self) -> None:
        matches = area_meanings(self.texts["area_id"], self.register, self.rows.table)
        self.values["area_id"] = decoded(self.texts["area_id"], ids_of(matches), pa.string())
        is_wrong = self._unread("area_id")
        self._note(
            "area", "area_id", "unknown_municipality", is_wrong, lambda text: area_words(matches[text])
        )

    def _read_meanings(self, column: Column, meaning: Any, kind: pa.DataType, place: str, words: Any) -> None:
        self.values[column.name] = decoded(self.texts[column.name], meaning, kind)
        is_wrong = self._unread(column.name)
        code = "wrong_year" if place == "year" else f"wrong_{column.kind}"
        self._note(place, column.name, code, is_wrong, words)
        self._check_range(column, place)

    def _read_codes(self, column: Column) -> None:
        name = column.name
        if name == "sector" and not column.is_required:
            is_total = pc.is_in(pc.utf8_lower(self.texts[name]), pa.array(TOTAL_WORDS))
            self.texts[name] = pc.if_else(is_total, pa.scalar(None, pa.string()), self.texts[name])
        kind = pa.bool_() if column.kind == "boolean" else pa.string()
        values = decoded(self.texts[name], code_meaning(column), kind)
        self.values[name] = values
        self._note("code", name, "wrong_code", self._unread(name), lambda text: code_words(column, text))
        if column.default is not None:
            default = column.default == "yes" if column.kind == "boolean" else column.default
            self.values[name] = pc.if_else(pc.is_null(self.texts[name]), pa.scalar(default, kind), values)

    def _read_text(self, column: Column) -> None:
        self.values[column.name] = self.texts[column.name]
        if column.name == "record_id":
            self._refuse_dates(column)
        if column.name == "unit":  # t CO₂e and m² as the units are declared: t CO2e and m2
            self.values["unit"] = decoded(
                self.texts["unit"], partial(unicodedata.normalize, "NFKC"), pa.string()
            )
        if column.pattern:
            fits = pc.match_substring_regex(self.texts[column.name], f"^(?:{column.pattern})$")
            is_wrong = pc.and_(pc.is_valid(self.texts[column.name]), pc.invert(fits))
            self._note("text", column.name, "wrong_text", is_wrong, lambda text: pattern_words(column, text))

    def _refuse_dates(self, column: Column) -> None:
        """An id such as 1-2 that the spreadsheet has turned into a date."""
        texts = self.texts[column.name]
        is_date = pc.match_substring_regex(texts, r"^\d{4}-\d\d-\d\d 00:00:00$")
        words = (
            N_("“{title}” as text", title=column.title),
            N_("The spreadsheet has made a date of it: format the cell as text, and write the id again."),
        )
        self._note("text", column.name, "wrong_text", is_date, partial(_always, words))

    def _read_numbers(self, column: Column) -> None:
        name = column.name
        texts = self.texts[name]
        sql = _NUMBERS.replace("{number}", self._number_sql("text"))
        plain = self._without_groups(name)
        numbers = frame_sql(sql, rows=pa.table({"row": self.rows.texts["row"], "text": plain}))["value"]
        odd = pc.and_(pc.is_null(numbers), pc.is_valid(texts))
        if pc.any(odd).as_py():
            numbers = self._read_odd(column, numbers, odd)
        numbers = pc.if_else(pc.is_finite(numbers), numbers, pa.scalar(None, pa.float64()))  # 1e400
        self.values[name] = numbers
        is_missing = self.missing.get(name, pa.scalar(False))
        is_wrong = pc.and_(pc.is_null(numbers), pc.and_(pc.is_valid(texts), pc.invert(is_missing)))
        if column.kind == "integer":
            is_wrong = pc.or_(is_wrong, pc.fill_null(pc.not_equal(pc.floor(numbers), numbers), False))
            self.values[name] = pc.if_else(is_wrong, pa.scalar(None, pa.float64()), numbers).cast(pa.int64())
        self._note("number", name, "wrong_number", is_wrong, self._number_words(column))
        self._check_range(column, "number")
        self._note_doubtful(column)

    def _without_groups(self, name: str) -> Any:
        """The column, with texts such as 1.234 as 1234 where the file's convention says that a point groups."""
        texts, named = self.texts[name], set(self.rows.sheet.doubtful_texts)
        convention = self.rows.convention
        if convention.decimal != "comma" or not convention.has_other_groups or not named:
            return texts
        alike = pc.indices_nonzero(pc.fill_null(pc.match_substring_regex(texts, DOUBTFUL), False)).to_pylist()
        grouped = [row for row in alike if self.rows.cell(row, name) in named]
        is_grouped = pc.is_in(self.rows.texts["row"], pa.array(grouped, pa.int64()))
        return pc.if_else(is_grouped, pc.replace_substring(texts, ".", ""), texts)

    def _number_sql(self, name: str) -> str:
        plain = plain_number_sql(name)
        is_comma = self.rows.convention.decimal == "comma"
        return f"coalesce({number_sql(plain)}, {comma_number_sql(plain)})" if is_comma else number_sql(plain)

    def _read_odd(self, column: Column, numbers: Any, odd: Any) -> Any:
        """The few texts that are written as people do: with a unit, apostrophes, marks for missing."""
        meant: dict[str, Written | None] = {}
        for text, _rows in by_text(self.texts[column.name], odd):
            meant[text] = read_written(
                text, self.rows.convention, unit=column.unit or self._unit_kind(column)
            )
        texts = pc.if_else(odd, self.texts[column.name], pa.scalar(None, pa.string()))
        values = decoded(texts, lambda text: (w := meant[text]) and w.value, pa.float64())
        self.units[column.name] = decoded(texts, lambda text: (w := meant[text]) and w.unit, pa.string())
        is_mark = decoded(texts, lambda text: (w := meant[text]) is not None and w.value is None, pa.bool_())
        self.missing[column.name] = pc.fill_null(is_mark, False)
        if not column.is_required:
            self._notice_marks(column)
        return pc.coalesce(numbers, values)

    def _unit_kind(self, column: Column) -> str:
        return "t" if column.has_unit_choice else ""

    # --- what a row says with several columns

    def apply_units(self) -> None:
        """Amounts in tonnes, by the unit beside them or behind the number."""
        for column in self.rows.columns:
            inside = self.units.get(column.name)
            beside = self.values.get("unit") if column.has_unit_choice else None
            if inside is None and beside is None:
                continue
            self._refuse_two_units(column, inside, beside)
            unit = pc.coalesce(*(part for part in (inside, beside) if part is not None))
            self.values[column.name] = _in_tonnes(self.values[column.name], unit)

    def _refuse_two_units(self, column: Column, inside: Any, beside: Any) -> None:
        if inside is None or beside is None:
            return
        differs = pc.fill_null(pc.not_equal(inside, beside), False)
        words = N_("one unit, behind the figure or in the unit column"), N_("Remove one of the two.")
        self._note("number", column.name, "two_units", differs, lambda _text: words)

    def apply_reasons(self) -> None:
        """Missing figures get a reason, what does not occur is zero, and a figure has no reason beside it."""
        name = self.rows.table.value
        if "missing_reason" not in self.values or name not in self.values:
            return
        value, reason = self.values[name], self.values["missing_reason"]
        is_given = pc.and_(pc.is_valid(self.texts[name]), pc.invert(self.missing.get(name, pa.scalar(False))))
        is_absent = pc.equal(reason, "not_occurring")
        has_both = pc.and_(is_given, pc.is_valid(reason))
        is_zero = pc.and_(pc.fill_null(is_absent, False), pc.fill_null(pc.equal(value, 0), False))
        self._note_reasons(pc.and_(has_both, pc.invert(is_zero)))
        zero = pc.and_(pc.invert(is_given), pc.fill_null(is_absent, False))
        self.values[name] = pc.if_else(zero, pa.scalar(0, value.type), value)
        needs_reason = pc.and_(pc.is_null(self.values[name]), pc.is_null(self.texts["missing_reason"]))
        self.values["missing_reason"] = pc.if_else(needs_reason, "not_estimated", reason)

    def _note_reasons(self, has_both: Any) -> None:
        values = self.texts[self.rows.table.value]
        for text, rows in by_text(self.texts["missing_reason"], has_both):
            for row in rows:
                expected, fix = reason_words(values[row].as_py())
                cell = self.rows.cell(row, "missing_reason")
                self.found["reason"].append(
                    self.rows.problem([cell], code="value_and_reason", expected=expected, found=text, fix=fix)
                )

    def note_missing(self) -> None:
        """Cells that must be filled in and are not."""
        for column in self.rows.columns:
            if not column.is_required or column.default is not None or column.name not in self.rows.places:
                continue
            has_none = pc.or_(
                pc.is_null(self.texts[column.name]), self.missing.get(column.name, pa.scalar(False))
            )
            is_empty = pc.and_(has_none, pc.is_null(self.values[column.name]))
            words = missing_words(column)
            self._note("missing", column.name, "missing_value", is_empty, partial(_always, words))

    # --- the result

    def table(self) -> pa.Table:
        base = {name: self.rows.texts[name] for name in ("row", "source_row")}
        typed = {
            name: values if name in ("unit", "action") else values.cast(ARROW_TYPES[self._kind(name)])
            for name, values in self.values.items()
        }
        texts = {f"{name}_text": self.texts[name] for name in typed}
        return pa.table({**base, **typed, **texts})

    def problems(self) -> list[Problem]:
        self.note_missing()
        return [problem for kind in self.ORDER for problem in self.found[kind]]

    def _kind(self, name: str) -> str:
        return next(column.kind for column in self.rows.columns if column.name == name)

    # --- noting

    def _unread(self, name: str) -> Any:
        return pc.and_(pc.is_null(self.values[name]), pc.is_valid(self.texts[name]))

    def _note(self, place: str, name: str, code: str, is_wrong: Any, words: Any) -> None:
        if pc.any(is_wrong).as_py():
            faulty = by_text(self.texts[name], is_wrong)
            self.found[place] += self.rows.problems(name, faulty, code=code, words=words)

    def _number_words(self, column: Column) -> Any:
        has_unit = column.has_unit_choice and "unit" in self.rows.places
        has_reason = any(other.name == "missing_reason" for other in self.rows.columns)
        decimal = self.rows.convention.decimal
        return lambda text: number_words(
            column, text, has_unit=has_unit, has_reason=has_reason, decimal=decimal
        )

    def _check_range(self, column: Column, place: str) -> None:
        if column.minimum is None and column.maximum is None:
            return
        values = self.values[column.name]
        is_out = pa.scalar(False)
        if column.minimum is not None:
            is_out = pc.less(values, column.minimum)
        if column.maximum is not None:
            is_out = pc.or_(is_out, pc.greater(values, column.maximum))
        is_out = pc.fill_null(is_out, False)
        if pc.any(is_out).as_py():
            of_years = partial(year_words, least=column.minimum, most=column.maximum)
            words = of_years if place == "year" else self._number_words(column)
            self._note(place, column.name, "wrong_year" if place == "year" else "wrong_number", is_out, words)
            self.values[column.name] = pc.if_else(is_out, pa.scalar(None, values.type), values)

    def _note_doubtful(self, column: Column) -> None:
        """Texts that read as thousands or as decimals, unless the file's convention says which."""
        doubtful = self.rows.sheet.doubtful_texts
        if self.rows.convention.has_other_groups or not doubtful:
            return
        texts = self.texts[column.name]
        named = set(doubtful)
        is_doubtful = pc.and_(
            pc.match_substring_regex(texts, DOUBTFUL), pc.is_valid(self.values[column.name])
        )
        faulty = [
            (text, [row for row in rows if self.rows.cell(row, column.name) in named])
            for text, rows in by_text(texts, is_doubtful)
        ]
        decimal = self.rows.convention.decimal
        self.found["doubtful"] += self.rows.problems(
            column.name,
            [(text, rows) for text, rows in faulty if rows],
            code="wrong_number",
            words=lambda text: (number_words(column, text)[0], text_fix(text, decimal=decimal)),
        )

    def _notice_marks(self, column: Column) -> None:
        for text, rows in by_text(self.texts[column.name], self.missing[column.name]):
            cells = [self.rows.cell(row, column.name) for row in rows]
            self.found["number"].append(
                self.rows.problem(
                    cells, code="read_as_missing", level="notice", expected=N_("a figure, or an empty cell"), found=text,
                    fix=N_("Read as missing, not as zero; write 0 where there is nothing."),
                )
            )  # fmt: skip


def _always(words: Words, _text: str) -> Words:
    """The same words for every text."""
    return words


def _in_tonnes(amounts: Any, unit: Any) -> Any:
    """Amounts by their unit, in tonnes; kilograms are divided, so that 500 kg is exactly 0.5 t."""
    times = decoded(unit, lambda text: max(TONNES_PER_UNIT[text], 1.0), pa.float64())
    over = decoded(unit, lambda text: 1000.0 if text == "kg" else 1.0, pa.float64())
    scaled = pc.divide(pc.multiply(amounts, pc.fill_null(times, 1.0)), pc.fill_null(over, 1.0))
    return pc.if_else(pc.is_null(unit), amounts, scaled)
