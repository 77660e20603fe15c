"""The way of a file into the store: keep the bytes, recognise, read, check, preview; then commit, in two
separate calls."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from data.changes import TableChanges, table_changes
from data.store import NewUpload, Store, options_text
from loaders import formats
from loaders.checks import check
from loaders.problems import LoadRefused, Problem
from loaders.reading import Reading, ReadingContext
from loaders.workbook import Workbook, open_workbook, refuse_too_large
from texts import N_, Text

Progress = Callable[[float, Text], None]


@dataclass(frozen=True)
class Preview:
    """What a file would do to the store; nothing but its bytes has been kept so far, and not those of a file
    too large.

    reading is None when the file was refused before rows could be read. already_loaded_as names the live
    upload of the same bytes and choices, in which case committing would change nothing. store_version is the
    state of the store that the changes were laid against."""

    sha256: str
    file_name: str
    reading: Reading | None
    problems: tuple[Problem, ...]
    changes: tuple[TableChanges, ...] = ()
    already_loaded_as: int | None = None
    store_version: int | None = None
    options: dict[str, str] = field(default_factory=dict)

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
    on_progress: Progress = lambda share, text: None,
) -> Preview:
    """Read and check a file and lay it against the store.

    content is kept first, whatever follows, unless it is larger than any file may be. municipality_id,
    dataset and release answer what a file itself leaves open. on_progress hears a share from 0 to 1 and what
    is going on. Never raises for bad input: its problems are in the preview."""
    try:
        refuse_too_large(content)
    except LoadRefused as refused:
        return Preview(hashlib.sha256(content).hexdigest(), file_name, None, tuple(refused.problems))
    sha256 = store.keep_original(content, file_name=file_name)
    options = {"municipality": municipality_id, "dataset": dataset, "release": release}
    chosen = {name: value for name, value in options.items() if value}
    context = ReadingContext(
        store.register(),
        municipality_id=municipality_id,
        dataset=dataset,
        release=release,
        received_on=datetime.now(UTC).date(),
    )
    try:
        reading = _read(content, context, on_progress)
    except LoadRefused as refused:
        return Preview(sha256, file_name, None, tuple(refused.problems), options=chosen)
    on_progress(0.6, N_("Checking the rows"))
    problems = tuple(reading.problems)
    if not _has_error(problems):
        problems += tuple(check(store, reading, received_on=context.received_on))
    if _has_error(problems):
        return Preview(sha256, file_name, reading, problems, options=chosen)
    on_progress(0.8, N_("Comparing with what is already there"))
    version = store.version
    changes = tuple(
        table_changes(store, name, rows, reading.releases) for name, rows in reading.tables.items()
    )
    on_progress(1.0, N_("Ready"))
    return Preview(
        sha256,
        file_name,
        reading,
        problems,
        changes,
        already_loaded_as=_same_live_upload(store, sha256, chosen),
        store_version=version,
        options=chosen,
    )


def commit(store: Store, preview: Preview, *, actor: str, acknowledgement: str = "") -> int:
    """Save a previewed file in one transaction. Returns the upload's id.

    acknowledgement is the note of the person who saw the warnings. Raises LoadRefused when an error stands,
    StoreChanged when something was committed, undone or redone since the preview."""
    reading = preview.reading
    if reading is None or not preview.is_committable:
        raise LoadRefused(list(preview.errors))
    if preview.already_loaded_as is not None:
        return preview.already_loaded_as
    return store.commit(
        NewUpload(
            sha256=preview.sha256,
            file_name=preview.file_name,
            format_key=reading.format_key,
            actor=actor,
            tables=reading.tables,
            datasets=tuple(reading.datasets),
            releases=reading.releases,
            acknowledgement=acknowledgement,
            options=preview.options,
            previewed_version=preview.store_version,
        )
    )


def _read(content: bytes, context: ReadingContext, on_progress: Progress) -> Reading:
    """The rows of a file; the cells of its workbook are let go here, before the rows are checked."""
    on_progress(0.05, N_("Reading the file"))
    workbook = open_workbook(content)
    on_progress(0.4, N_("Recognising the layout"))
    layout = formats.recognise(workbook)
    if layout is None:
        raise LoadRefused([_unknown_layout(workbook)])
    return layout.read(workbook, context)


def _unknown_layout(workbook: Workbook) -> Problem:
    names = ", ".join(list(workbook.sheets)[:4])
    return Problem(
        level="error",
        code="unknown_layout",
        sheet="",
        cell="",
        expected=N_(
            "a layout Veikart knows: {layouts}", layouts=", ".join(str(title) for title in formats.titles())
        ),
        found=names,
        fix=N_(
            "Copy the figures into Veikart's own template, which the Upload page and the command template offer."
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
