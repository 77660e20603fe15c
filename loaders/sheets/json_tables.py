"""A JSON file as one sheet of text: a JSON-stat 2 table, or a list of records.

Runs in the reader's child process. Numbers keep the digits they are written with; null is an empty cell."""

import array
import json
import math
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, NoReturn

import pyarrow as pa
import pyarrow.compute as pc

from loaders.sheets.archive_parts import Refused
from loaders.sheets.sheet_scan import MOST_AREA_CELLS, MOST_CELLS, MOST_COLUMNS, SizeLimits, column_name
from loaders.sheets.text_encodings import encoding_of
from loaders.sheets.text_tables import TextTable, doubtful_cells

STAT_SHEET, SHEET = "JSON-stat", "JSON"
LIST_KEYS = ("values", "data", "results", "rows", "items")
STAT_HEAD = ("class", "label", "source", "updated", "table", "time", "geo", "metric", "note")


class _Number(str):
    """A number with the digits it is written with."""

    __slots__ = ()


def read_json_table(content: bytes) -> TextTable:
    """The table of a JSON file: sheet "JSON-stat" with its head, or sheet "JSON" with the keys in row 1.

    Raises Refused for what is no strict JSON (with line and column), nests too deep, holds no table or too large a
    one."""
    try:
        document = _parsed(content)
        if _is_stat(document):
            return _stat_table(document)
        return _record_table(_records(document))
    except RecursionError:
        raise Refused("json_too_deep") from None
    except UnicodeEncodeError:  # half of a surrogate pair, which no text may hold
        raise Refused("damaged_text", line=1) from None


def _parsed(content: bytes) -> Any:
    try:
        text = content.decode(encoding_of(content))
    except UnicodeError:
        raise Refused("damaged_text", line=1) from None
    if nul := re.search(r"\0|(?<!\\)(?:\\\\)*\\u0000", text):
        raise Refused("nul_character", line=text.count("\n", 0, nul.start()) + 1)
    try:
        return json.loads(text, parse_float=_plain, parse_int=_Number, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise Refused("json_syntax", line=error.lineno, column=error.colno) from None


def _refuse_constant(word: str) -> NoReturn:
    raise Refused("json_no_number", word=word)


def _plain(number: str) -> _Number:
    """The number without an exponent, where it has one and is a number we can hold."""
    if "e" not in number and "E" not in number:
        return _Number(number)
    value = float(number)
    if not math.isfinite(value) or len(number) > 40:
        return _Number(number)
    digits, _, exponent = number.lower().partition("e")
    return _Number(_shifted(digits, int(exponent)) if abs(int(exponent)) <= 400 else number)


def _shifted(digits: str, exponent: int) -> str:
    """1.5 shifted by -3 is 0.0015: the same digits at other places."""
    sign = "-" if digits.startswith("-") else ""
    whole, _, decimals = digits.lstrip("-").partition(".")
    point = len(whole) + exponent
    padded = (whole + decimals).rjust(len(whole + decimals) + max(0, 1 - point), "0")
    point = max(point, 1)
    padded = padded.ljust(point, "0")
    left, right = padded[:point].lstrip("0") or "0", padded[point:]
    return f"{sign}{left}.{right}" if right else f"{sign}{left}"


def _text(value: Any) -> str | None:
    """A value as the text of a cell: a list or an object is the JSON of itself."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case str():
            return str(value)
        case _:
            return _as_json(value)


def _as_json(value: Any) -> str:
    """A list or an object as it stood in the file, numbers digit by digit."""
    match value:
        case _Number():
            return str(value)
        case list():
            return f"[{', '.join(map(_as_json, value))}]"
        case dict():
            pairs = (
                f"{json.dumps(key, ensure_ascii=False)}: {_as_json(inner)}" for key, inner in value.items()
            )
            return f"{{{', '.join(pairs)}}}"
        case _:
            return json.dumps(value, ensure_ascii=False)


# Lists of records ---------------------------------------------------------------------------------


def _records(document: Any) -> list[dict[str, Any]]:
    lists = [document]
    if isinstance(document, dict):
        lists = [document.get(key) for key in LIST_KEYS]
    for found in lists:
        if isinstance(found, list) and found and all(isinstance(record, dict) for record in found):
            return found
    raise Refused("json_no_table")


def _record_table(records: list[dict[str, Any]]) -> TextTable:
    places: dict[str, int] = {}
    columns: list[list[Any]] = []
    filled = rows = 0
    for row in chain.from_iterable(map(_flat_rows, records)):
        for key, value in row.items():
            if key not in places:
                places[key] = len(columns)
                columns.append([])
            column = columns[places[key]]
            if value is not None:
                column.extend([None] * (rows - len(column)))
                column.append(value)
                filled += 1
        rows += 1
        if filled > MOST_CELLS or len(columns) > MOST_COLUMNS or rows * len(columns) > MOST_AREA_CELLS:
            break  # and refused below
    if not columns:
        raise Refused("json_no_table")
    SizeLimits().add(SHEET, last_row=rows + 1, last_column=len(columns), filled_cells=filled)
    texts = [
        [key, *column, *[None] * (rows - len(column))] for key, column in zip(places, columns, strict=True)
    ]
    return _sheet(SHEET, texts)


def _flat_rows(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The rows of a record: one, or one for each object of its first list of objects."""
    flat = dict(_flattened(record, ""))
    nested = next((key for key, value in flat.items() if _is_list_of_objects(value)), None)
    if nested is None:
        yield flat
        return
    inner_records = flat[nested]
    for inner in inner_records:
        row: dict[str, Any] = {}
        for key, value in flat.items():
            row |= dict(_flattened(inner, f"{nested}.")) if key == nested else {key: value}
        yield row


def _flattened(record: dict[str, Any], outer: str) -> Iterator[tuple[str, Any]]:
    for key, value in record.items():
        if isinstance(value, dict) and value:
            yield from _flattened(value, f"{outer}{key}.")
        else:
            yield f"{outer}{key}", value


def _is_list_of_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(inner, dict) for inner in value)


# JSON-stat ----------------------------------------------------------------------------------------


def _is_stat(document: Any) -> bool:
    return isinstance(document, dict) and {"id", "size", "dimension", "value"} <= document.keys()


def _stat_table(document: dict[str, Any]) -> TextTable:
    """The head, an empty row, the headings, and one row per value in the order of the dimensions."""
    try:
        dimensions = [_Dimension(document["dimension"][name], name) for name in document["id"]]
        sizes = [int(size) for size in document["size"]]
        roles = {role: [str(name) for name in names] for role, names in (document.get("role") or {}).items()}
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise Refused("json_stat_broken") from None
    count = math.prod(sizes)
    if [len(dimension.codes) for dimension in dimensions] != sizes or not count:
        raise Refused("json_stat_broken")
    # unit, value and status beside two columns a dimension
    width = 2 * len(dimensions) + 3
    SizeLimits().add(
        STAT_SHEET,
        last_row=count + len(STAT_HEAD) + 2,
        last_column=width,
        filled_cells=2 * len(dimensions) * count,
    )
    body = [
        column for place in range(len(dimensions)) for column in _category_columns(dimensions, sizes, place)
    ]
    body.append(_unit_column(dimensions, sizes, roles))
    body.append(_listed(document["value"], count))
    body.append(_listed(document.get("status"), count))
    headings = [
        heading for dimension in dimensions for heading in (dimension.name, f"{dimension.name} (text)")
    ]
    return _with_head(_stat_head(document, roles), [*headings, "unit", "value", "status"], body)


class _Dimension:
    """The categories of a dimension in their order: codes, texts and units."""

    def __init__(self, dimension: dict[str, Any], name: str) -> None:
        if not isinstance(name, str):
            raise TypeError(name)
        self.name = name
        category = dimension["category"]
        labels = category.get("label") or {}
        self.codes = _ordered_codes(category.get("index") or list(labels))
        self.texts = [_text(labels.get(code, code)) for code in self.codes]
        units = category.get("unit") or {}
        self.units = [_text((units.get(code) or {}).get("base")) or None for code in self.codes]


def _ordered_codes(index: Any) -> list[str]:
    """The codes by their places; each place from 0 must be taken once."""
    if isinstance(index, list):
        codes = [str(code) for code in index]
        if len(set(codes)) != len(codes):
            raise ValueError(codes)
        return codes
    places = {int(place): code for code, place in index.items()}
    if len(places) != len(index):
        raise ValueError(index)
    return [places[place] for place in range(len(index))]


def _category_columns(dimensions: list[_Dimension], sizes: list[int], place: int) -> Iterator[pa.Array]:
    turns = _turns(sizes, place)
    for texts in (dimensions[place].codes, dimensions[place].texts):
        yield pc.take(pa.array(texts, pa.string()), turns)


def _unit_column(dimensions: list[_Dimension], sizes: list[int], roles: dict[str, list[str]]) -> pa.Array:
    """The unit of each value, by its category of the metric dimension; null where the table names none."""
    metrics = roles.get("metric", [])
    for place, dimension in enumerate(dimensions):
        if any(dimension.units) and (dimension.name in metrics or not metrics):
            return pc.take(pa.array(dimension.units, pa.string()), _turns(sizes, place))
    return pa.nulls(math.prod(sizes), pa.string())


def _turns(sizes: list[int], place: int) -> pa.Array:
    """The category of one dimension at each value: the last dimension turns fastest."""
    inner, outer = math.prod(sizes[place + 1 :]), math.prod(sizes[:place])
    block = b"".join(array.array("i", [category]).tobytes() * inner for category in range(sizes[place]))
    whole = pa.py_buffer(block * outer)
    return pa.Array.from_buffers(pa.int32(), math.prod(sizes), [None, whole])


def _listed(values: Any, count: int) -> pa.Array:
    """Values or statuses as one text per row: a list, an object by positions, or one text for all."""
    if values is None:
        return pa.nulls(count, pa.string())
    if isinstance(values, str):
        return pa.array([_text(values)] * count, pa.string())
    if isinstance(values, dict):
        values = _by_position(values, count)
    if not isinstance(values, list) or len(values) != count:
        raise Refused(
            "json_stat_values", found=len(values) if isinstance(values, list) else 0, expected=count
        )
    return pa.array(map(_text, values), pa.string(), size=count)


def _by_position(values: dict[str, Any], count: int) -> list[Any]:
    listed: list[Any] = [None] * count
    for position, value in values.items():
        if not (position.isascii() and position.isdecimal() and len(position) < 10 and int(position) < count):
            raise Refused("json_stat_values", found=len(values), expected=count)
        listed[int(position)] = value
    return listed


def _stat_head(document: dict[str, Any], roles: dict[str, list[str]]) -> list[str | None]:
    """The values of STAT_HEAD."""
    extension = document.get("extension")
    px = extension.get("px") if isinstance(extension, dict) else None
    table = px.get("tableid") if isinstance(px, dict) else None
    note = document.get("note")
    notes = note if isinstance(note, list) else [note] * (note is not None)
    return [
        *(_text(document.get(key)) for key in STAT_HEAD[:4]),
        _text(table) or "",
        *(",".join(roles.get(role, [])) for role in ("time", "geo", "metric")),
        " | ".join(_text(part) or "" for part in notes),
    ]


def _with_head(head: list[str | None], headings: list[str], body: list[pa.Array]) -> TextTable:
    above = [[*STAT_HEAD, None], [*head, None]]
    columns = []
    for place, (heading, cells) in enumerate(zip(headings, body, strict=True)):
        first = above[place] if place < len(above) else [None] * (len(STAT_HEAD) + 1)
        columns.append(pa.chunked_array([pa.array([*first, heading], pa.string()), cells], pa.string()))
    return TextTable(STAT_SHEET, _named(columns))


# Sheets -------------------------------------------------------------------------------------------


def _sheet(name: str, columns: Iterable[list[Any]]) -> TextTable:
    """Columns of values as a sheet of text, with the texts among them that read as thousands or as decimals."""
    arrays, doubtful = [], []
    for place, values in enumerate(columns):
        texts = [
            None if isinstance(value, _Number) or not isinstance(value, str) else value for value in values
        ]
        doubtful += doubtful_cells(pa.array(texts, pa.string()), place, above=0)
        arrays.append(pa.chunked_array([pa.array(map(_text, values), pa.string(), size=len(values))]))
    return TextTable(name, _named(arrays), doubtful)


def _named(columns: list[pa.ChunkedArray]) -> pa.Table:
    return pa.table(columns, names=[column_name(place) for place in range(len(columns))])
