"""Files in: check says what is wrong with them, load commits them."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.options import (
    Decimal,
    FileDataset,
    FileRelease,
    Files,
    FormatOption,
    MappingFile,
    MaybeMunicipality,
    Overwrite,
    StoreOption,
    actor_name,
    expect_new,
    maybe_area_named,
    open_store,
)
from commands.output import Output, readable, refuse, say, write
from data.tables import TABLES
from texts import N_, Text, _, current_language

if TYPE_CHECKING:
    from pandas import DataFrame

    from data.changes import TableChanges
    from data.store import Store
    from loaders.loading import Preview

PROBLEMS = ("file", "sheet", "cell", "level", "code", "expected", "found", "fix")
SAID = ("sheet", "level", "code", "expected", "found", "fix")
LOADED = ("file", "upload_id", "table", "new", "changed", "removed", "unchanged")
ATTEMPTS = 5  # at loading a file while others change the same figures

app = typer.Typer()


@app.command(help=_("Say what is wrong with files; nothing is committed."))
def check(
    files: Files,
    municipality: MaybeMunicipality = None,
    dataset: FileDataset = None,
    release: FileRelease = None,
    mapping: MappingFile = None,
    decimal: Decimal = None,
    returned: Annotated[
        Path | None,
        typer.Option(
            "--returned",
            metavar="OUT",
            help=_("Write the one file back with its wrong cells coloured and explained."),
        ),
    ] = None,
    overwrite: Overwrite = False,
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    _expect_files(files)
    _expect_one_to_return(files, returned, overwrite)
    with open_store(store, to_write=True) as opened:
        preview_of = _previewing(maybe_area_named(opened, municipality), dataset, release, mapping, decimal)
        previews = {file: preview_of(opened, file) for file in files}
        unusual = {file: _unusual_lines(opened, preview) for file, preview in previews.items()}
    for file, preview in previews.items():
        say(N_("{file}: {counts}.", file=readable(file), counts=_counts(preview)))
        for table in preview.changes:
            say(_changes(file, table))
        for line in unusual[file]:
            say(_beside_the_store(file, line))
        if returned is not None:
            _return(file, preview, returned)
    _write_problems(previews, output)


@app.command(help=_("Read, check and commit files; each is an upload of its own."))
def load(
    files: Files,
    municipality: MaybeMunicipality = None,
    dataset: FileDataset = None,
    release: FileRelease = None,
    mapping: MappingFile = None,
    decimal: Decimal = None,
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=_("A note kept with the upload."))] = "",
    store: StoreOption = None,
    output: FormatOption = None,
) -> None:
    _expect_files(files)
    loaded: list[dict[str, Any]] = []
    previews: dict[Path, Preview] = {}
    with open_store(store, to_write=True, may_make=True) as opened:
        preview_of = _previewing(maybe_area_named(opened, municipality), dataset, release, mapping, decimal)
        for file in files:
            previews[file], rows = _loaded(opened, file, preview_of, note)
            loaded += rows
    if any(preview.errors for preview in previews.values()):
        _write_problems(previews, output)
    write(loaded, LOADED, output)


def _previewing(
    area: str | None, dataset: str | None, release: str | None, mapping: Path | None, decimal: str | None
) -> "Callable[[Store, Path], Preview]":
    """How the files of a call are read: all with the same choices."""
    from commands.mapping import read_mapping
    from loaders.loading import prepare
    from metrics.registry import INDICATOR_RULES

    chosen = read_mapping(mapping)
    return lambda store, file: prepare(
        store,
        file.read_bytes(),
        readable(file.name),
        municipality_id=area,
        dataset=dataset,
        release=release,
        decimal_mark=decimal,
        mapping=chosen,
        indicator_rules=INDICATOR_RULES,
    )


def _loaded(
    store: "Store", file: Path, preview_of: "Callable[[Store, Path], Preview]", note: str
) -> "tuple[Preview, list[dict[str, Any]]]":
    """Preview and commit one file; again where somebody changed the same figures in between, since nobody has looked
    at this preview yet. Raises StoreChanged when that happens every time."""
    from data.store import StoreChanged

    for _attempt in range(ATTEMPTS - 1):
        preview = preview_of(store, file)
        with suppress(StoreChanged):
            return preview, _commit(store, file, preview, note)
    preview = preview_of(store, file)
    return preview, _commit(store, file, preview, note)


def _commit(store: "Store", file: Path, preview: "Preview", note: str) -> list[dict[str, Any]]:
    """Commit one file unless an error stands, and say what became of it. Returns its rows of the output."""
    from loaders.loading import commit
    from loaders.returning.returned_workbook import LEVEL_WORDS

    if not preview.is_committable:
        say(N_("{file}: not loaded; {counts}.", file=readable(file), counts=_counts(preview)))
        return []
    unusual_since = _unusual_from_now_on(store, preview)
    upload_id = commit(store, preview, actor=actor_name(), acknowledgement=note)
    say(_outcome(file, preview, upload_id))
    _say_if_unproven(store, file, preview, upload_id)
    for problem in preview.problems:
        say(
            N_(
                "{file}: {level}: {sentence}",
                file=readable(file),
                level=LEVEL_WORDS[problem.level],
                sentence=problem.sentence,
            )
        )
    for line in unusual_since():
        say(_beside_the_store(file, line))
    for table in preview.changes:
        if table.older_release_than:
            say(N_("{file}: kept as a vintage, since the newer release {release} already speaks.",
                   file=readable(file), release=table.older_release_than))  # fmt: skip
    return [
        {"file": file, "upload_id": upload_id, "table": table.table, **table.counts}
        for table in preview.changes
    ]


def _unusual_lines(store: "Store", preview: "Preview") -> list[Text]:
    """What a file would make unusual in the store, a sentence per check, beside what its own checks tell."""
    from loaders.loading import new_upload
    from metrics.upload_effects import warnings_of_upload

    if not _changes_something(preview):
        return []
    return _lines(store, warnings_of_upload(store, new_upload(preview, actor=actor_name())))


def _unusual_from_now_on(store: "Store", preview: "Preview") -> Callable[[], list[Text]]:
    """The same, asked before a file is committed and told when it is."""
    from loaders.loading import new_upload
    from metrics.upload_effects import affected_municipalities, new_warnings, unusual_in

    if not _changes_something(preview):
        return list
    upload = new_upload(preview, actor=actor_name())
    areas = affected_municipalities(store, upload)
    before = unusual_in(store, areas)
    return lambda: _lines(store, new_warnings(upload, before, unusual_in(store, areas)))


def _changes_something(preview: "Preview") -> bool:
    return preview.is_committable and not all(table.is_nothing for table in preview.changes)


def _lines(store: "Store", found: "DataFrame") -> list[Text]:
    from metrics.plausibility import in_one_line

    return in_one_line(found, {area_id: area.name for area_id, area in store.register().areas.items()})


def _beside_the_store(file: Path, line: Text) -> Text:
    return N_("{file}: beside what is loaded: {line}", file=readable(file), line=line)


def _say_if_unproven(store: "Store", file: Path, preview: "Preview", upload_id: int) -> None:
    """That nobody has yet proven the layout on an original, unless somebody has confirmed it here."""
    reading = preview.reading
    if reading is None or reading.is_proven or reading.format_key in store.layout_confirmations():
        return
    say(N_("{file}: this layout is built from the publisher's description, not yet proven on an original. Compare some "
           "figures with the file; if they agree: cli.py confirm {upload_id}",
           file=readable(file), upload_id=str(upload_id)))  # fmt: skip


def _outcome(file: Path, preview: "Preview", upload_id: int) -> Text:
    places = {
        "file": readable(file),
        "upload_id": str(upload_id),
        "layout": preview.reading.title if preview.reading else "",
    }
    if preview.already_loaded_as is not None:
        return N_("{file}: already loaded as upload {upload_id}; nothing has changed.", **places)
    return N_("{file}: recognised as {layout}, loaded as upload {upload_id}.", **places)


def _counts(preview: "Preview") -> Text:
    totals = {"error": 0, "warning": 0, "notice": 0}
    for problem in preview.problems:
        totals[problem.level] += problem.count
    return N_("errors {error}, warnings {warning}, notices {notice}", **totals)


def _changes(file: Path, table: "TableChanges") -> Text:
    """What loading would do to the rows of one table."""
    return N_(
        "{file}: {table}: new {new}, changed {changed}, removed {removed}, unchanged {unchanged}",
        file=readable(file),
        table=TABLES[table.table].title,
        **table.counts,
    )


def _return(file: Path, preview: "Preview", out: Path) -> None:
    """Write the file back with its problems in it, or say why that cannot be done."""
    from loaders.returning.returned_workbook import ReturnRefused, returned_workbook

    try:
        out.write_bytes(returned_workbook(file.read_bytes(), preview.problems, language=current_language()))
    except ReturnRefused as refused:
        refuse(refused.text)
    say(N_("{out}: correct the coloured cells, save it, and load it.", out=readable(out)))


def _write_problems(previews: "dict[Path, Preview]", output: Output | None) -> None:
    """The problems of all files, errors cell by cell; ends with exit status 1 when one is an error."""
    rows = [
        {"file": file, "cell": cell, **{name: getattr(problem, name) for name in SAID}}
        for file, preview in previews.items()
        for whole in preview.problems
        for problem in whole.parts
        for cell in (problem.cells or ("",) if problem.level == "error" else (problem.cell,))
    ]
    write(rows, PROBLEMS, output)
    if any(preview.errors for preview in previews.values()):
        raise typer.Exit(1)


def _expect_one_to_return(files: Sequence[Path], out: Path | None, overwrite: bool) -> None:
    if out is not None and len(files) != 1:
        refuse(N_("--returned writes one file back; name one file."))
    expect_new(out, overwrite=overwrite)


def _expect_files(files: Sequence[Path]) -> None:
    for file in files:
        if not file.is_file():
            found = N_("a folder") if file.is_dir() else N_("nothing there")
            refuse(N_("{file}: expected a file, found {found}.", file=readable(file), found=found))
