"""What the Upload page asks of the loaders, in one place: to read a file, what it leaves open, its problems, mappings,
templates, and the commit."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from data.boundaries import BOUNDARY_FORM
from data.changes import TableChanges, table_changes
from data.datasets import KNOWN_DATASETS
from data.indicator_rules import IndicatorRules
from data.snapshots import SNAPSHOT_FORM
from data.store import NewUpload, Store
from data.tables import TABLES
from loaders import formats, forms, loading
from loaders.checks import check
from loaders.formats import statbank_csv
from loaders.loading import Preview
from loaders.mappings import mapped_table, remembered_mappings
from loaders.mappings.mapping import Mapping
from loaders.mappings.mapping_desk import Answers, MappingDesk
from loaders.packages.package_export import own_municipalities
from loaders.problem_groups import by_level, count_of, problem_lines
from loaders.problems import Level, LoadRefused, Problem
from loaders.reading import ReadingContext
from loaders.returning.returned_workbook import ReturnRefused, returned_workbook
from loaders.sheets.workbook import Workbook
from texts import N_, Text

MUNICIPALITY_OPEN = ("ambiguous_municipality", "unknown_municipality")
QUESTIONS = {"number_convention": "mark", statbank_csv.WHICH_TABLE: "table"}  # by the code of the problem
OWN_AT_MOST = 20  # municipalities whose mappings are looked through
KINDS: dict[str, Text] = {module.KEY: module.TITLE for module in formats.FORMATS} | {
    mapped_table.KEY: mapped_table.TITLE,
    forms.TARGET_FORM: N_("Target set on a page"),
    forms.CHOICE_FORM: N_("Choice of the dataset that speaks"),
    forms.NOTE_FORM: N_("Note"),
    forms.REPORT_FORM: N_("Progress report of a project"),
    forms.ANSWER_FORM: N_("Answers on the principles"),
    SNAPSHOT_FORM: N_("Frozen report"),
    BOUNDARY_FORM: N_("Borders for the map"),
}


class UploadDesk:
    """The loaders as one session of the page uses them.

    indicator_rules: what a target must agree with, by its indicator. refusal, return_refusal: what is raised for a file that
    cannot be read, or not be given back. kinds: words for each kind of upload, by its key. tables_asked: titles of the
    tables of the StatBank that a file may be, by dataset."""

    def __init__(self, store: Store, indicator_rules: dict[str, IndicatorRules]) -> None:
        self.store = store
        self.refusal: type[Exception] = LoadRefused
        self.return_refusal: type[Exception] = ReturnRefused
        self.answers = Answers
        self.kinds = KINDS
        self.tables_asked = {key: KNOWN_DATASETS[key].title for key in statbank_csv.FIGURE_OF}
        self._rules = indicator_rules

    # --- a file

    def prepare(
        self, content: bytes, file_name: str, *, released_on: date | None = None, **answers: Any
    ) -> Preview:
        """Read and check a file and lay it against the store (loading.prepare).

        released_on: the day that the file's release counts from, where somebody knows it better than the file."""
        preview = loading.prepare(self.store, content, file_name, indicator_rules=self._rules, **answers)
        return preview if released_on is None else with_release_day(self.store, preview, released_on)

    def new_upload(self, preview: Preview, *, actor: str) -> NewUpload:
        """What a commit of the preview would write."""
        return loading.new_upload(preview, actor=actor)

    def commit(self, preview: Preview, *, actor: str, note: str) -> int:
        """Save a previewed file (loading.commit). Returns the upload's id."""
        return loading.commit(self.store, preview, actor=actor, acknowledgement=note)

    # --- what it leaves open

    def questions(self, preview: Preview) -> dict[str, Problem]:
        """The problems that go away once the user answers: which municipality, which decimal mark (mark), which table of
        the StatBank (table)."""
        asked = (problem for problem in preview.errors if self.is_question(problem, preview))
        return {QUESTIONS.get(problem.code, "municipality"): problem for problem in asked}

    def is_question(self, problem: Problem, preview: Preview) -> bool:
        """Whether the problem goes away once the user answers a question."""
        is_of_one_area = self.country_asked(preview) is not None
        return problem.code in QUESTIONS or (is_of_one_area and problem.code in MUNICIPALITY_OPEN)

    def country_asked(self, preview: Preview) -> str | None:
        """The country in which the municipality of the file lies ("" = any); None where its rows name their own areas."""
        return formats.asks_municipality_in(preview.reading.format_key) if preview.reading else None

    def problems(self, preview: Preview) -> dict[Level, list[Problem]]:
        """Errors, warnings and notices, grouped; without the questions."""
        return by_level(problem for problem in preview.problems if not self.is_question(problem, preview))

    def places(self, problems: Iterable[Problem]) -> int:
        """How many places the problems have together."""
        return count_of(problems)

    def problem_lines(self, preview: Preview) -> list[Text]:
        """All problems of a file as the lines of a plain text."""
        return problem_lines(preview.file_name, preview.problems)

    def returned(self, content: bytes, preview: Preview, *, language: str) -> bytes:
        """The person's own workbook with the cells of its problems marked. Raises ReturnRefused."""
        return returned_workbook(content, preview.problems, language=language)

    def recognised_layouts(self) -> list[Text]:
        """What each layout that is known is called."""
        return formats.titles()

    # --- tables of an unknown layout

    def own_municipalities(self) -> list[str]:
        """The municipalities that have figures of their own, at most so many as are looked through."""
        return own_municipalities(self.store)[:OWN_AT_MOST]

    def mapping_desk(self, workbook: Workbook) -> MappingDesk:
        """Where a mapping of the workbook is made."""
        context = ReadingContext(
            self.store.register(),
            records=loading.known_records(self.store),
            indicator_rules=self._rules,
            received_on=datetime.now(UTC).date(),
        )
        return MappingDesk(workbook, context)

    def same_as_before(self, workbook: Workbook, municipality_ids: Sequence[str]) -> Mapping | None:
        """The mapping of an earlier table with these headings, of one of these municipalities or of all."""
        for municipality_id in (*municipality_ids, None):  # its own before one of all
            found = remembered_mappings.remembered(self.store, workbook, municipality_id=municipality_id)
            if found is not None:
                return found
        return None

    def remember_mapping(
        self, workbook: Workbook, mapping: Mapping, *, decimal_mark: str | None, actor: str
    ) -> None:
        """Keep a mapping that was used, for the next file with these headings of this municipality."""
        remembered_mappings.remember(
            self.store,
            workbook,
            replace(mapping, decimal_mark=decimal_mark or mapping.decimal_mark),
            municipality_id=mapping.constants.get("area_id"),
            actor=actor,
        )


def with_release_day(store: Store, preview: Preview, released_on: date) -> Preview:
    """A preview whose release counts from another day: what is unusual then, and what it would change.

    A release that the store knows keeps the day that it has there. A file with errors keeps its problems."""
    reading = preview.reading
    if reading is None:
        return preview
    releases = {
        dataset: replace(release, released_on=released_on) for dataset, release in reading.releases.items()
    }
    dated = replace(reading, releases=releases)
    if not preview.is_committable:
        return replace(preview, reading=dated)
    unusual = check(store, dated, received_on=datetime.now(UTC).date())
    return replace(
        preview,
        reading=dated,
        problems=(*reading.problems, *unusual),
        changes=tuple(_changes_anew(store, dated, change) for change in preview.changes),
    )


def _changes_anew(store: Store, reading: Any, change: TableChanges) -> TableChanges:
    """The changes of a table with the days that its releases have now; records have no release."""
    if TABLES[change.table].slice_kind == "record":
        return change
    return table_changes(
        store, change.table, reading.tables[change.table], reading.releases, has_unique_keys=reading.is_typed
    )
