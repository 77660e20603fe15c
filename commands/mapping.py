"""Mappings of tables in layouts of their own: suggested from a file, written to be edited, and read for load."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.options import (
    FormatOption,
    Overwrite,
    StoreOption,
    expect_new,
    open_store,
)
from commands.output import readable, refuse, say, write
from data.tables import TABLES
from texts import N_, _

if TYPE_CHECKING:
    from loaders.mappings.mapping import Mapping
    from loaders.mappings.mapping_suggestions import Suggestion
    from loaders.sheets.workbook import Workbook

SUGGESTED = ("file", "sheet", "table", "column", "sheet_column", "heading", "score", "reason", "samples")

app = typer.Typer(
    name="mapping", no_args_is_help=True, help=_("Which columns of a table of your own are which of ours.")
)


@app.command("suggest", help=_("Suggest a mapping of a workbook, and write it as a file to edit."))
def suggest(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", show_default=False, help=_("A workbook (.xlsx) or a text table (.csv).")
        ),
    ],
    sheet: Annotated[str | None, typer.Option("--sheet", metavar="NAME", help=_("This sheet only."))] = None,
    table: Annotated[
        str | None,
        typer.Option("--table", metavar="NAME", help=_("Our table, such as emissions or projects.")),
    ] = None,
    target: Annotated[
        Path | None, typer.Option("--output", metavar="MAPPING.json", help=_("The mapping file to write."))
    ] = None,
    overwrite: Overwrite = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    from loaders.mappings.mapping_suggestions import suggest as suggestions_of
    from loaders.mappings.mapping_suggestions import with_likely_words

    if table is not None and table not in TABLES:
        refuse(N_('Table: expected one of {known}, found "{name}".', known=", ".join(TABLES), name=table))
    expect_new(target, overwrite=overwrite)
    workbook = _opened(file)
    if sheet is not None and sheet not in workbook.sheets:
        names = ", ".join(workbook.sheets)
        refuse(N_('{file}: expected one of the sheets {names}, found "{name}".',
                  file=readable(file), names=names, name=sheet))  # fmt: skip
    with open_store(store) as opened:
        found = suggestions_of(workbook, opened.register(), sheet=sheet, table=table)
    if not found:
        say(N_("{file}: no sheet looks like one of our tables. Name one with --table.", file=readable(file)))
        raise typer.Exit(1)
    best = found[0]
    whole = with_likely_words(workbook, best.mapping)
    _say_what_is_open(file, workbook, best, whole, found[1:])
    if target is not None:
        target.write_text(_as_file(workbook, whole), encoding="utf-8")
        say(N_("{file}: written. Look it through, then: cli.py check {workbook} --mapping {file}",
               file=readable(target), workbook=readable(file)))  # fmt: skip
    write(_rows(file, best), SUGGESTED, output)


def read_mapping(file: Path | None) -> "Mapping | None":
    """The mapping in a file; refused with its sentence where it cannot be used."""
    from loaders.mappings.mapping import Mapping, MappingError

    if file is None:
        return None
    if not file.is_file():
        refuse(N_("{file}: expected a mapping file, found nothing there.", file=readable(file)))
    try:
        written = json.loads(file.read_text(encoding="utf-8-sig"))
    except json.JSONDecodeError as error:
        refuse(N_("{file}: expected JSON, found a fault in line {line}. Correct it, or have the file written anew by: "
                  "cli.py mapping suggest", file=readable(file), line=str(error.lineno)))  # fmt: skip
    except UnicodeDecodeError:
        refuse(N_("{file}: expected a text file in UTF-8.", file=readable(file)))
    try:
        return Mapping.from_dict(written)
    except MappingError as error:
        refuse(N_("{file}: {sentence}", file=readable(file), sentence=error.text))


def _opened(file: Path) -> "Workbook":
    from loaders.problems import LoadRefused
    from loaders.sheets.workbook import open_workbook

    if not file.is_file():
        refuse(N_("{file}: expected a file, found nothing there.", file=readable(file)))
    try:
        return open_workbook(file.read_bytes())
    except LoadRefused as refused:
        for problem in refused.problems:
            say(N_("{file}: {sentence}", file=readable(file), sentence=problem.sentence))
        raise typer.Exit(1) from None


def _say_what_is_open(
    file: Path, workbook: "Workbook", best: "Suggestion", mapping: "Mapping", others: "list[Suggestion]"
) -> None:
    """What a person has to add to the suggestion, and what else the file may be."""
    from loaders.mappings.mapped_table import needs_decimal_mark, open_words, weighed_columns

    table = TABLES[best.mapping.table]
    name = readable(file)
    say(N_("{file}: sheet “{sheet}” looks like {table}.", file=name, sheet=mapping.sheet, table=table.title))
    for column in best.unmapped:
        say(N_("{file}: no column for “{title}”; name one, or give what holds for all rows under constants.{name}.",
               file=name, title=column.title, name=column.name))  # fmt: skip
    if weighed_columns(mapping) and not mapping.unit and "unit" not in mapping.columns:
        say(N_("{file}: nothing says the unit of the amounts; write t, kt, Mt or kg under unit.", file=name))
    examples = needs_decimal_mark(workbook, mapping)
    if examples:
        say(N_("{file}: {examples} can be read in two ways; say --decimal comma or --decimal point.",
               file=name, examples="; ".join(examples)))  # fmt: skip
    for column_name, words in open_words(workbook, mapping).items():
        say(N_("{file}: say under translations.{name} what these mean: {words}.",
               file=name, name=column_name, words=", ".join(words[:10])))  # fmt: skip
    tables = dict.fromkeys(one.mapping.table for one in others if one.mapping.table != best.mapping.table)
    if tables:
        say(N_("{file}: it may also be {tables}; choose with --table.", file=name, tables=", ".join(tables)))


def _rows(file: Path, best: "Suggestion") -> list[dict[str, Any]]:
    """One row for each column of the sheet: what it is read as, if anything, and what stands in it."""
    chosen = {one.place.letters: one for one in best.columns}
    spread = best.mapping.spread
    rows = []
    for sampled in best.sheet_columns:
        one = chosen.get(sampled.letters)
        rows.append({
            "file": file,
            "sheet": best.mapping.sheet,
            "table": best.mapping.table,
            "column": one.column.name if one else _spread_name(best, sampled) if spread else None,
            "sheet_column": sampled.letters,
            "heading": sampled.heading,
            "score": one.score if one else None,
            "reason": one.reason if one else None,
            "samples": " | ".join(sampled.samples),
        })  # fmt: skip
    return rows


def _spread_name(best: "Suggestion", sampled: Any) -> str | None:
    from loaders.mappings.sheet_heads import is_spread

    spread = best.mapping.spread
    return TABLES[best.mapping.table].value if spread is not None and is_spread(sampled, spread) else None


def _as_file(workbook: "Workbook", mapping: "Mapping") -> str:
    """The mapping as JSON with a key "help" in front that says what each part means."""
    from loaders.mappings.mapped_table import open_words

    written = {"help": _help(open_words(workbook, mapping)), **mapping.to_dict()}
    for name in ("constants", "translations"):
        written.setdefault(name, {})
    return json.dumps(written, ensure_ascii=False, indent=2) + "\n"


def _help(unknown: dict[str, list[str]]) -> dict[str, Any]:
    """What each part of a mapping file means, for the person who edits it."""
    parts = {
        "columns": N_(
            "Our column: its column on the sheet, by letters and heading; the heading finds it where it has moved"
        ),
        "constants": N_("Our column: what holds for all rows, such as NO-0301 for area_id or 2024 for year"),
        "spread": N_(
            "A wide table: our column that the figures are spread over; # in a heading stands for the year"
        ),
        "unit": N_("Unit of the amounts: t, kt, Mt, kg, or “cells” where it stands behind each figure"),
        "decimal_mark": N_("“comma” or “point”, where numbers are written as text"),
        "translations": N_("Our column: your word, and the entry of our list that it means"),
        "filled_down": N_("Our columns whose empty cells repeat the cell above"),
        "skip": N_(
            "Rows to leave out: a column, and the texts of those rows; a * at the end stands for anything"
        ),
        "dataset": N_(
            "Whose figures these are: key, title, publisher, licence, url, gas_coverage (ghg or co2), kind"
        ),
    }
    told: dict[str, Any] = {name: _(text) for name, text in parts.items()}
    if unknown:
        told["untranslated"] = unknown
    return told
