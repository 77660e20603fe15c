"""Answers to the eight principles, given on a page by one respondent at a time and kept like any upload.

Nobody's name is stored with them: each upload and each taking back is recorded in the name of ANONYMOUS, also where the
session knows who sits there, and a respondent is a running number in a group. An assessment is one record, so an answer
is committed together with those that stand there already; whoever answers at the same moment waits for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any, TypeVar

from data.code_lists import PRINCIPLES, RESPONDENT_GROUPS
from data.store import Store, StoreChanged, StoreError
from data.tables import TABLES
from loaders.forms import ANSWER_FORM, commit_rows, end_record
from texts import N_

TABLE = "principle_scores"
ANONYMOUS = "anonymous respondent"
LOWEST, HIGHEST = 0, 4
ATTEMPTS = 20  # somebody may load a file for the municipality meanwhile
_one_at_a_time = Lock()
Rows = list[dict[str, Any]]
T = TypeVar("T")


@dataclass(frozen=True)
class PrincipleAnswers:
    """What one respondent answers in one assessment.

    scores: 0-4 by principle; a principle that is absent or None has no answer. evidence: what shows it, by principle.
    assessed_on: None = not stated."""

    municipality_id: str
    assessment_id: str
    respondent_group: str
    scores: Mapping[str, int | None]
    evidence: Mapping[str, str] = field(default_factory=dict)
    assessed_on: date | None = None


@dataclass(frozen=True)
class SentAnswers:
    """Answers as they were saved: which respondent they are, in which upload, and their rows."""

    municipality_id: str
    assessment_id: str
    respondent_number: int
    upload_id: int
    rows: tuple[dict[str, Any], ...]


def add_answers(store: Store, answers: PrincipleAnswers) -> SentAnswers:
    """Save what a respondent answers beside what others have answered, under the next free number of the assessment.

    An assessment that is there already under the same name but for capital letters is joined. Raises StoreError without a
    name of the assessment, for an unknown group, principle or score, and without any answer."""
    _check(answers)
    name = " ".join(answers.assessment_id.split())

    def add(version: int) -> SentAnswers:
        assessment_id = _known_name(store, answers.municipality_id, name)
        standing = standing_answers(store, answers.municipality_id, assessment_id)
        number = max((row["respondent_number"] for row in standing), default=0) + 1
        rows = _rows(answers, assessment_id, number)
        tables = {TABLE: [*standing, *rows]}
        upload_id = commit_rows(store, ANSWER_FORM, tables, actor=ANONYMOUS, previewed_version=version)
        return SentAnswers(answers.municipality_id, assessment_id, number, upload_id, tuple(rows))

    return _until_nobody_else_writes(store, add)


def take_back(store: Store, sent: SentAnswers) -> int:
    """Take answers out of their assessment again; those of everybody else stay, also the later ones. Returns the upload's
    id.

    Raises StoreError when the answers do not stand there any more as they were sent."""

    def remove(version: int) -> int:
        standing = standing_answers(store, sent.municipality_id, sent.assessment_id)
        mine = [row for row in standing if row["respondent_number"] == sent.respondent_number]
        if _in_order(mine) != _in_order(list(sent.rows)):
            raise StoreError(N_("Your answers are not there any more as you sent them; nothing was changed."))
        others = [row for row in standing if row["respondent_number"] != sent.respondent_number]
        if not others:
            place = (sent.municipality_id, sent.assessment_id)
            return end_record(store, ANSWER_FORM, *place, actor=ANONYMOUS, previewed_version=version)
        return commit_rows(store, ANSWER_FORM, {TABLE: others}, actor=ANONYMOUS, previewed_version=version)

    return _until_nobody_else_writes(store, remove)


def standing_answers(store: Store, municipality_id: str, assessment_id: str) -> Rows:
    """The rows of an assessment that speak, as they were loaded, in their order; not for showing."""
    columns = ", ".join(column.name for column in TABLES[TABLE].columns)
    sql = _STANDING.replace("{columns}", columns)
    found: Rows = store.arrow(sql, {"area_id": municipality_id, "record_id": assessment_id}).to_pylist()
    return found


def _until_nobody_else_writes(store: Store, write: Callable[[int], T]) -> T:
    """What write returns, given the version it is to be made from; made again when others were quicker."""
    with _one_at_a_time:
        for _attempt in range(ATTEMPTS):
            try:
                return write(store.version)
            except StoreChanged:
                continue
    raise StoreError(
        N_("Others are saving for this municipality right now. Nothing was saved; send it again.")
    )


def _check(answers: PrincipleAnswers) -> None:
    if not answers.assessment_id.strip():
        raise StoreError(N_("The round needs a name, such as 2026-spring."))
    if answers.respondent_group not in RESPONDENT_GROUPS:
        raise StoreError(N_("Say which group you belong to."))
    unknown = [key for key in (*answers.scores, *answers.evidence) if key not in PRINCIPLES]
    if unknown:
        raise StoreError(N_("{principle} is none of the eight principles.", principle=unknown[0]))
    given = [score for score in answers.scores.values() if score is not None]
    if any(not LOWEST <= score <= HIGHEST for score in given):
        raise StoreError(N_("A score lies between 0 and 4."))
    if not given:
        raise StoreError(N_("Answer at least one of the eight questions; nothing was saved."))


def _rows(answers: PrincipleAnswers, assessment_id: str, number: int) -> Rows:
    """One row for each principle that has a score or evidence, in the road map's order."""
    written = {key: text.strip() for key, text in answers.evidence.items() if text.strip()}
    return [
        {
            "area_id": answers.municipality_id,
            "record_id": assessment_id,
            "respondent_number": number,
            "principle": principle,
            "assessed_on": answers.assessed_on,
            "respondent_group": answers.respondent_group,
            "score": answers.scores.get(principle),
            "evidence": written.get(principle),
        }
        for principle in PRINCIPLES
        if answers.scores.get(principle) is not None or principle in written
    ]


def _in_order(rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: str(row["principle"]))


def _known_name(store: Store, municipality_id: str, name: str) -> str:
    known = store.arrow(_ASSESSMENTS, {"area_id": municipality_id})["record_id"].to_pylist()
    return next((str(each) for each in known if str(each).casefold() == name.casefold()), name)


_STANDING = """
select {columns}
from live_principle_scores
where is_speaking and area_id = $area_id and record_id = $record_id
order by source_row, respondent_number, principle
"""

_ASSESSMENTS = """
select distinct record_id
from live_principle_scores
where is_speaking and area_id = $area_id
order by record_id
"""
