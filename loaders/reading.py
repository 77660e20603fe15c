"""What a format is given to read a workbook with, and what it gives back: typed rows, their releases, and the
problems."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from data.areas import Register
from data.datasets import Dataset, Release
from data.indicator_rules import IndicatorRules
from loaders.problems import Problem
from texts import N_, Text

_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_YEAR_OR_MONTH = re.compile(r"((?:19|20)\d\d)(?:-(0[1-9]|1[0-2]))?")


@dataclass(frozen=True)
class ReadingContext:
    """What is known beside the file: the register, what the user chose, and the day the file came.

    municipality_id, dataset, release and decimal_mark ("comma", "point") are empty unless the user said them; a
    file that names its own area keeps it. records: the (area_id, record_id) that the store holds, by record table.
    indicator_rules: what a target must agree with, by the key of its indicator; empty = not known here."""

    register: Register
    municipality_id: str | None = None
    dataset: str | None = None
    release: str | None = None
    decimal_mark: str | None = None
    records: Mapping[str, frozenset[tuple[str, str]]] = field(default_factory=dict)
    indicator_rules: Mapping[str, IndicatorRules] = field(default_factory=dict)
    received_on: date = field(kw_only=True)


@dataclass(frozen=True)
class KnownFault:
    """A place where a publication is known to contradict itself: when it was noted, and where it stands."""

    noted_on: date
    dataset: str
    release: str
    area_id: str
    source_label: str
    sentence: Text


@dataclass(frozen=True)
class Reading:
    """A workbook as one format understood it.

    tables holds staged rows (data.tables.staged) and is empty when any problem is an error: nothing is
    half-loaded. is_proven: the layout was proven on a published file. is_typed: people type into this layout,
    so that slips of unit are looked for down to single sectors. summary: sentences for the preview.
    removed_records: records that the file ends, as (table, area_id, record_id)."""

    format_key: str
    title: Text
    publisher: str
    licence: str
    is_proven: bool
    datasets: tuple[Dataset, ...] = ()
    releases: dict[str, Release] = field(default_factory=dict)
    tables: dict[str, pa.Table] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    summary: list[Text] = field(default_factory=list)
    known_faults: tuple[KnownFault, ...] = ()
    is_typed: bool = False
    removed_records: list[tuple[str, str, str]] = field(default_factory=list)


def is_refused(problems: list[Problem]) -> bool:
    """Whether any of the problems keeps the file out."""
    return any(problem.level == "error" for problem in problems)


def date_in(text: str | None) -> date | None:
    """The first ISO date written in a text, or None; an impossible date is none."""
    for year, month, day in _ISO_DATE.findall(text or ""):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def release_day(label: str, *, received_on: date) -> date:
    """The day that a release with only a label counts from, so that no release stands behind all dated ones.

    The ISO date in the label; of a plain month (2025-03) or year (2025) its first day; else the day of
    receipt."""
    period = _YEAR_OR_MONTH.fullmatch(label.strip())
    if period:
        return date(int(period[1]), int(period[2] or 1), 1)
    return date_in(label) or received_on


def chosen_release(in_file: Release | None, context: ReadingContext) -> Release:
    """The vintage of a file: as the user corrected it, else as the file says, else the day it came."""
    given = (context.release or "").strip()
    if given and (in_file is None or given != in_file.label):
        day = release_day(given, received_on=context.received_on)
        return Release(label=given, released_on=day, origin="given")
    return in_file or Release.received(context.received_on)


def years_in_words(years: pa.ChunkedArray) -> Text:
    """ "15 years from 2009 to 2024", "the year 2024", or "no year". years: int; null is passed over."""
    found = sorted(year for year in pc.unique(years).to_pylist() if year is not None)
    if not found:
        return N_("no year")
    if len(found) == 1:
        return N_("the year {year}", year=str(found[0]))
    return N_(
        "{count} years from {first} to {last}", count=len(found), first=str(found[0]), last=str(found[-1])
    )


def municipalities_in_words(count: int) -> Text:
    """ "1 municipality", "290 municipalities"."""
    return N_("1 municipality") if count == 1 else N_("{count} municipalities", count=count)


def context_problems(
    context: ReadingContext, datasets: tuple[Dataset, ...], in_file: Release | None
) -> list[Problem]:
    """Where a choice does not fit a published file: another dataset is refused, another release noted."""
    problems = []
    keys = [dataset.key for dataset in datasets]
    if context.dataset and context.dataset not in keys:
        problems.append(_other_dataset(context.dataset, keys))
    if in_file and context.release and context.release.strip() != in_file.label:
        problems.append(_other_release(context.release.strip(), in_file.label))
    return problems


def needless_municipality(context: ReadingContext) -> list[Problem]:
    """A notice when a municipality was chosen for a file whose rows name their own areas."""
    if not context.municipality_id:
        return []
    return [
        Problem(
            level="notice",
            code="municipality_not_needed",
            sheet="",
            cell="",
            expected=N_("areas from the file, which names them itself"),
            found=context.municipality_id,
            fix=N_("All areas in the file are loaded; the chosen municipality is not used."),
        )
    ]


def _other_dataset(found: str, keys: list[str]) -> Problem:
    return Problem(
        level="error",
        code="dataset_differs",
        sheet="",
        cell="",
        expected=N_("the dataset {dataset}, which this publication is", dataset=", ".join(keys)),
        found=found,
        fix=N_("Load it without naming a dataset."),
    )


def _other_release(found: str, in_file: str) -> Problem:
    return Problem(
        level="notice",
        code="release_corrected",
        sheet="",
        cell="",
        expected=N_("the release {release}, as the file says", release=in_file),
        found=found,
        fix=N_("It is loaded as the release you named."),
    )
