"""Our own workbooks as people fill them in: any entry in any cell, in any of our languages."""

from collections.abc import Mapping, Sequence
from typing import Any

from loaders.formats import veikart_template
from loaders.own_workbooks.template_layout import heading, sheet_columns, sheet_name
from loaders.reading import Reading
from tests.loaders.published_layouts import context, workbook_of
from texts import in_language

PLACE = "NO-9101"
Row = Mapping[str, Any]


def typed(
    table: str, *rows: Row, language: str = "en", columns: Sequence[str] = ()
) -> dict[str, list[list[Any]]]:
    """The sheet of a table with entries exactly as given, by the name of the column; Fjordvik unless a row says
    otherwise.

    columns: the only ones on the sheet; all of them unless named."""
    with in_language(language):
        shown = [column for column in sheet_columns(table) if not columns or column.name in columns]
        lines = [[{"area_id": PLACE, **row}.get(column.name) for column in shown] for row in rows]
        return {sheet_name(table): [[heading(column) for column in shown], *lines]}


def mark(language: str = "en", version: str = "2") -> dict[str, list[tuple[str, str]]]:
    """The hidden sheet that says which workbook it is."""
    return {"_veikart": [("template", "any"), ("version", version), ("language", language)]}


def read(sheets: Mapping[str, Sequence[Sequence[Any]]], **choices: Any) -> Reading:
    """What the loader makes of a workbook with these sheets."""
    return veikart_template.read(workbook_of(sheets), context(**choices))


def reading(table: str, *rows: Row, language: str = "en", **choices: Any) -> Reading:
    """What the loader makes of a marked workbook with one sheet of these rows."""
    return read({**typed(table, *rows, language=language), **mark(language)}, **choices)


def only(result: Reading, column: str) -> list[Any]:
    """The values of a column of the one table read, which must have been read without an error."""
    errors = [str(problem.sentence) for problem in result.problems if problem.level == "error"]
    assert errors == []
    (rows,) = result.tables.values()
    values: list[Any] = rows[column].to_pylist()
    return values
