"""The way of a file into the store: keep the bytes, recognise, read, check, preview; then commit, in two
separate calls."""

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from data.changes import TableChanges, table_changes
from data.indicator_rules import IndicatorRules
from data.staging import arrow_schema
from data.store import NewUpload, Store, options_text
from data.tables import TABLES
from loaders import formats
from loaders.checks import check
from loaders.mappings.mapped_table import read_mapped
from loaders.mappings.mapping import Mapping
from loaders.packages.package_file import is_package, open_package
from loaders.problems import LoadRefused, Problem
from loaders.reading import Reading, ReadingContext
from loaders.sheets.hidden_rows import hidden_row_notices
from loaders.sheets.workbook import Workbook, open_workbook, refuse_too_large
from texts import N_, Text

Progress = Callable[[float, Text], None]


@dataclass(frozen=True)
class Preview:
    """What a file would do to the store; nothing but its bytes has been kept so far, and not those of a file
    too large.

    reading is None when the file was refused before rows could be read. already_loaded_as names the live
    upload of the same bytes and choices, in which case committing would change nothing. store_version is the
    state of the store that the changes were laid against. workbook: the cells of a file whose layout nobody knows,
    so that a mapping can be made for it; None otherwise."""

    sha256: str
    file_name: str
    reading: Reading | None
    problems: tuple[Problem, ...]
    changes: tuple[TableChanges, ...] = ()
    already_loaded_as: int | None = None
    store_version: int | None = None
    options: dict[str, str] = field(default_factory=dict)
    workbook: Workbook | None = None

    @property
    def errors(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.level == "error"]

    @property
    def warnings(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.level == "warning"]

    @property
    def is_committable(self) -> bool:
        """Whether commit may be called: rows were read and no error stands."""
        return self.reading is not None and not self.errors


def prepare(
    store: Store,
    content: bytes,
    file_name: str,
    *,
    municipality_id: str | None = None,
    dataset: str | None = None,
    release: str | None = None,
    decimal_mark: str | None = None,
    mapping: Mapping | None = None,
    indicator_rules: dict[str, IndicatorRules] | None = None,
    on_progress: Progress = lambda share, text: None,
) -> Preview:
    """Read and check a file and lay it against the store.

    content is kept first, whatever follows, unless it is larger than any file may be. municipality_id, dataset,
    release and decimal_mark ("comma" or "point", for numbers that are text) answer what a file itself leaves
    open; mapping says how a table of another layout becomes ours. indicator_rules: what a
    target must agree with, by its indicator. on_progress hears a share from 0 to 1 and what is going on. Never raises
    for bad input: its problems are in the preview."""
    try:
        refuse_too_large(content)
    except LoadRefused as refused:
        return Preview(hashlib.sha256(content).hexdigest(), file_name, None, tuple(refused.problems))
    sha256 = store.keep_original(content, file_name=file_name)
    options = {
        "municipality": municipality_id,
        "dataset": dataset,
        "release": release,
        "decimal_mark": decimal_mark,
        "mapping": options_text(mapping.to_dict()) if mapping else None,
    }
    chosen = {name: value for name, value in options.items() if value}
    version = store.version  # before anything of the store is looked at
    context = ReadingContext(
        store.register(),
        municipality_id=municipality_id,
        dataset=dataset,
        release=release,
        decimal_mark=decimal_mark,
        records=known_records(store),
        indicator_rules=indicator_rules or {},
        received_on=datetime.now(UTC).date(),
    )
    try:
        reading = read_file(content, context, mapping=mapping, on_progress=on_progress)
    except UnknownLayout as unknown:
        return Preview(sha256, file_name, None, unknown.problems, options=chosen, workbook=unknown.workbook)
    except LoadRefused as refused:
        return Preview(sha256, file_name, None, tuple(refused.problems), options=chosen)
    return _previewed(
        store,
        reading,
        context,
        Preview(sha256, file_name, reading, (), options=chosen, store_version=version),
        on_progress,
    )


def _previewed(
    store: Store, reading: Reading, context: ReadingContext, preview: Preview, on_progress: Progress
) -> Preview:
    """The preview with the problems of its rows and, where none is an error, what would change."""
    rows = sum(table.num_rows for table in reading.tables.values())
    on_progress(0.6, N_("Checking {rows} rows", rows=rows))
    problems = tuple(reading.problems)
    if _has_error(problems):
        return replace(preview, problems=problems)
    with ThreadPoolExecutor(
        1
    ) as beside:  # checks and comparison need each other not, and the machine has two cores
        comparing = beside.submit(_changes, store, reading)
        problems += tuple(check(store, reading, received_on=context.received_on))
        if _has_error(problems):
            return replace(preview, problems=problems)
        on_progress(0.8, N_("Comparing {rows} rows with what is already there", rows=rows))
        changes = comparing.result()
    on_progress(1.0, N_("Ready"))
    return replace(
        preview,
        problems=problems,
        changes=changes,
        already_loaded_as=_same_live_upload(store, preview.sha256, preview.options),
    )


def _changes(store: Store, reading: Reading) -> tuple[TableChanges, ...]:
    """What would change, table by table, records that end included."""
    ending: dict[str, list[tuple[str, str]]] = {}
    for table, area_id, record_id in reading.removed_records:
        ending.setdefault(table, []).append((area_id, record_id))
    tables = dict(reading.tables)
    for table in ending:
        tables.setdefault(table, arrow_schema(table).empty_table())
    return tuple(
        table_changes(
            store,
            table,
            rows,
            reading.releases,
            removed=ending.get(table, ()),
            has_unique_keys=reading.is_typed,
        )
        for table, rows in tables.items()
    )


def known_records(store: Store) -> dict[str, frozenset[tuple[str, str]]]:
    """The live records (area_id, record_id) of every record table."""
    tables = [table.name for table in TABLES.values() if table.slice_kind == "record"]
    found: dict[str, set[tuple[str, str]]] = {table: set() for table in tables}
    for row in store.arrow(_LIVE_RECORDS, {"tables": tables}).to_pylist():
        found[row["table_name"]].add((row["area_id"], row["record_id"]))
    return {table: frozenset(records) for table, records in found.items()}


_LIVE_RECORDS = """
select live_slices.table_name, live_slices.area_id, live_slices.record_id
from live_slices
join slices on slices.slice_id = live_slices.slice_id
where live_slices.table_name in (select unnest($tables)) and slices.row_count > 0
"""


def commit(store: Store, preview: Preview, *, actor: str, acknowledgement: str = "") -> int:
    """Save a previewed file in one transaction. Returns the upload's id.

    acknowledgement is the note of the person who saw the warnings. Raises LoadRefused when an error stands,
    StoreChanged when something was committed, undone or redone since the preview."""
    if preview.already_loaded_as is not None and preview.is_committable:
        return preview.already_loaded_as
    upload = new_upload(preview, actor=actor, acknowledgement=acknowledgement)
    return store.commit(replace(upload, previewed_version=preview.store_version))


def new_upload(preview: Preview, *, actor: str, acknowledgement: str = "") -> NewUpload:
    """What committing a preview would write. Raises LoadRefused when an error stands."""
    reading = preview.reading
    if reading is None or not preview.is_committable:
        raise LoadRefused(list(preview.errors))
    return NewUpload(
        sha256=preview.sha256,
        file_name=preview.file_name,
        format_key=reading.format_key,
        actor=actor,
        tables=reading.tables,
        datasets=tuple(reading.datasets),
        releases=reading.releases,
        acknowledgement=acknowledgement,
        options=preview.options,
        removed_records=tuple(reading.removed_records),
    )


class UnknownLayout(LoadRefused):
    """No format knows the workbook; a mapping can be made for it."""

    def __init__(self, workbook: Workbook) -> None:
        super().__init__([_unknown_layout(workbook)])
        self.workbook = workbook


def read_file(
    content: bytes,
    context: ReadingContext,
    *,
    mapping: Mapping | None = None,
    on_progress: Progress = lambda share, text: None,
) -> Reading:
    """The rows of a file; the cells of its workbook are let go here, before the rows are checked.

    Raises LoadRefused where no rows can be read, UnknownLayout where no format knows it and no mapping is given."""
    on_progress(0.05, N_("Reading the file"))
    if is_package(content):
        workbook = open_package(content)
    else:
        workbook = open_workbook(content, on_progress=_rows_so_far(on_progress))
    on_progress(0.5, N_("Recognising the layout"))
    reading = _understood(workbook, context, mapping)
    reading.problems.extend(hidden_row_notices(workbook, reading))
    if (
        not _has_error(reading.problems)
        and not reading.removed_records
        and not any(map(len, reading.tables.values()))
    ):
        reading.problems.append(_nothing_to_load())
    return reading


def _nothing_to_load() -> Problem:
    return Problem(
        level="error", code="no_rows", expected=N_("rows of areas that the register knows"), found=N_("none that can be loaded"),
        fix=N_("The notices say what was left out and why. Check that it is the right file."),
    )  # fmt: skip


def _understood(workbook: Workbook, context: ReadingContext, mapping: Mapping | None) -> Reading:
    """The rows of a workbook's cells, by the mapping or by the format that knows it."""
    if mapping is not None:
        return read_mapped(workbook, mapping, context)
    layout = formats.recognise(workbook)
    if layout is None:
        raise UnknownLayout(workbook)
    return layout.read(workbook, context)


def _rows_so_far(on_progress: Progress) -> Callable[[float, int], None]:
    """The reader's own progress as a part of the whole."""
    return lambda share, rows: on_progress(
        0.05 + 0.45 * share, N_("Reading the file: {rows} rows so far", rows=rows)
    )


def _unknown_layout(workbook: Workbook) -> Problem:
    names = ", ".join(list(workbook.sheets)[:4])
    return Problem(
        level="error",
        code="unknown_layout",
        sheet="",
        cell="",
        expected=N_("a layout Veikart knows (the Upload page lists them under Which files are recognised)"),
        found=names,
        fix=N_(
            "Say on the Upload page which column is which, or copy the figures into one of Veikart's own templates."
        ),
    )


def _has_error(problems: tuple[Problem, ...] | list[Problem]) -> bool:
    return any(problem.level == "error" for problem in problems)


def _same_live_upload(store: Store, sha256: str, options: dict[str, str]) -> int | None:
    """The live upload of these bytes with these choices, all of whose slices still speak or stand as
    vintages."""
    rows = store.arrow(_SAME_UPLOAD, {"sha256": sha256, "options": options_text(options)}).to_pylist()
    if not rows or rows[0]["slices"] != rows[0]["live_slices"]:
        return None
    return int(rows[0]["upload_id"])


_SAME_UPLOAD = """
select uploads.upload_id, count(slices.slice_id) as slices, count(live_slices.slice_id) as live_slices
from uploads
join slices on slices.upload_id = uploads.upload_id
left join live_slices on live_slices.slice_id = slices.slice_id
where uploads.sha256 = $sha256 and uploads.options = $options
group by uploads.upload_id
order by live_slices desc, uploads.upload_id desc
limit 1
"""
