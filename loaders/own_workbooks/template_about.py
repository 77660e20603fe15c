"""Whose figures a filled template holds: the dataset and release that its sheet About names."""

import re
from collections.abc import Mapping
from dataclasses import replace

from data.columns import Table
from data.datasets import KNOWN_DATASETS, Dataset, Release
from data.tables import TABLES
from loaders.own_workbooks.template_layout import ABOUT_FIELDS, ABOUT_SHEET, about_fields
from loaders.problems import Problem
from loaders.reading import ReadingContext, chosen_release, date_in, release_day
from loaders.rows.cells import normalised
from loaders.sheets.workbook import Sheet, Workbook, cell_name
from texts import N_, Text, spellings


def about_sheet(workbook: Workbook) -> Sheet | None:
    """The sheet About, in any of our languages."""
    names = {normalised(name) for name in spellings(ABOUT_SHEET)}
    return next((sheet for sheet in workbook.sheets.values() if normalised(sheet.name) in names), None)


def dataset_of(
    table: Table, sheet: Sheet | None, context: ReadingContext, *, is_chosen: bool
) -> tuple[Dataset, Release, list[Problem]]:
    """The dataset and release of a table's figures: as the user chose, else as About says, else own accounts.

    sheet: About, None where it is missing. is_chosen: whether a dataset that the user chose is about this
    table. Returns also what is wrong on the sheet."""
    values, places = _about_values(table, sheet)
    problems = _about_problems(table, sheet, values, places)
    chosen = context.dataset if is_chosen else None
    key = chosen or values.get("dataset") or table.dataset
    dataset, found = _dataset(table, key, values, sheet, places)
    in_file = _release(values, context)
    return dataset, chosen_release(in_file, context), problems + found


def described_dataset(
    table: Table, values: Mapping[str, str], context: ReadingContext
) -> tuple[Dataset, Release, list[Problem]]:
    """As dataset_of, described by the fields of About (dataset, title, publisher, …) that stand somewhere else."""
    key = context.dataset or values.get("dataset") or table.dataset
    dataset, problems = _dataset(table, key, values, None, {"dataset": "", "kind": ""})
    return dataset, chosen_release(_release(values, context), context), problems


def _about_values(table: Table, sheet: Sheet | None) -> tuple[dict[str, str], dict[str, str]]:
    """What the About sheet says of a table, by field, and the cell each field stands in."""
    names = {
        normalised(text): entry.name
        for entry in ABOUT_FIELDS
        for text in (*spellings(entry.title), entry.name)
    }
    sheets = {normalised(name) for name in (*spellings(table.sheet), table.name)}
    values: dict[str, str] = {}
    places: dict[str, str] = {}
    column = 2
    for row, cells in enumerate(sheet.head(40) if sheet is not None else [], start=1):
        marked = [place for place, text in enumerate(cells, start=1) if normalised(text) in sheets]
        column = marked[0] if marked else column
        name = names.get(normalised(cells[0])) if cells else None
        if name is not None and not marked:
            places[name] = cell_name(row, column)
            text = (cells[column - 1] or "").strip() if len(cells) >= column else ""
            values |= {name: text} if text else {}
    return values, places


def _about_problems(
    table: Table, sheet: Sheet | None, values: Mapping[str, str], places: Mapping[str, str]
) -> list[Problem]:
    problems = []
    for entry in about_fields(table.name):
        text = values.get(entry.name)
        if text and entry.allowed and normalised(text) not in entry.allowed:
            problems.append(
                _about_problem(
                    sheet, places[entry.name], N_("one of {words}", words=", ".join(entry.allowed)), text
                )
            )
    if values.get("released_on") and date_in(values["released_on"]) is None:
        problems.append(
            _about_problem(
                sheet, places["released_on"], N_("a date, such as 2025-03-31"), values["released_on"]
            )
        )
    if values.get("dataset") and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", values["dataset"]):
        expected = N_("a short name of lower-case letters, digits and hyphens")
        problems.append(_about_problem(sheet, places["dataset"], expected, values["dataset"]))
    return problems


def _about_problem(sheet: Sheet | None, cell: str, expected: Text, found: str) -> Problem:
    return Problem(
        level="error",
        code="wrong_about",
        sheet=sheet.name if sheet else str(ABOUT_SHEET),
        cell=cell,
        expected=expected,
        found=found,
        fix=N_("Correct the cell on the sheet About."),
    )


def _release(values: Mapping[str, str], context: ReadingContext) -> Release | None:
    written = date_in(values.get("released_on"))
    label = values.get("release", "").removesuffix(" 00:00:00") or (written.isoformat() if written else "")
    if not label:
        return None
    day = written or release_day(label, received_on=context.received_on)
    return Release(label=label, released_on=day, origin="file")


def _dataset(
    table: Table, key: str, values: Mapping[str, str], sheet: Sheet | None, places: Mapping[str, str]
) -> tuple[Dataset, list[Problem]]:
    """The dataset of that key: a known one as known, any other as the About sheet describes it."""
    known = KNOWN_DATASETS.get(key)
    coverage = normalised(values.get("gas_coverage")) or "ghg"
    if known is None:
        return _own_dataset(table, key, values), []
    if table_of(known) != table.name:
        expected = N_("the key of a dataset of {table}", table=table.title)
        return known, [_about_problem(sheet, places.get("dataset", ""), expected, key)]
    if known.kind != "own_accounts":
        return known, [_published_series(sheet, places.get("dataset", ""), known)]
    kind = normalised(values.get("kind")) or known.kind
    if known.kind == "own_accounts" and kind in ("national_inventory", "register"):
        return known, [_kind_of_its_own(sheet, places["kind"], known, kind)]
    if table.name == "emissions" and coverage == "co2":
        return replace(
            known,
            key=f"{key}-co2",
            title=f"{known.title}, CO2 only",
            gas_coverage="co2",
            substance="fossil CO2",
        ), []
    return known, []


def table_of(known: Dataset) -> str:
    """The table that a dataset known by name belongs to."""
    own = next((table.name for table in TABLES.values() if table.dataset == known.key), None)
    return own or ("emissions" if known.gas_coverage else "population")


def _own_dataset(table: Table, key: str, values: Mapping[str, str]) -> Dataset:
    is_emissions = table.name == "emissions"
    is_co2 = is_emissions and normalised(values.get("gas_coverage")) == "co2"
    kind = normalised(values.get("kind")) or "own_accounts"
    dataset = Dataset(
        key=key,
        title=values.get("title") or key,
        publisher=values.get("publisher") or KNOWN_DATASETS["own-accounts"].publisher,
        licence=values.get("licence", ""),
        url=values.get("url", ""),
        substance="fossil CO2"
        if is_co2
        else KNOWN_DATASETS["own-accounts"].substance
        if is_emissions
        else "",
        gas_coverage="co2" if is_co2 else "ghg" if is_emissions else "",
        population_rule="31 December" if table.name == "population" else "",
    )
    if kind == "national_inventory":
        return replace(dataset, kind="national_inventory", revision="recomputed")
    return replace(
        dataset, kind="register" if kind == "register" else "own_accounts", revision="accumulating"
    )


def _kind_of_its_own(sheet: Sheet | None, cell: str, known: Dataset, kind: str) -> Problem:
    return Problem(
        level="error",
        code="wrong_about",
        sheet=sheet.name if sheet else str(ABOUT_SHEET),
        cell=cell,
        expected=N_("{kind}, the kind of the dataset {key}", kind=known.kind, key=known.key),
        found=kind,
        fix=N_("Give figures of another kind a dataset key of their own on the sheet About."),
    )


def _published_series(sheet: Sheet | None, cell: str, known: Dataset) -> Problem:
    return Problem(
        level="warning",
        code="published_series",
        sheet=sheet.name if sheet else str(ABOUT_SHEET),
        cell=cell,
        expected=N_("a dataset of your own"),
        found=known.key,
        fix=N_(
            "Unusual, check. These figures would stand as {title} by {publisher}; better load the "
            "publisher's own file.",
            title=known.title,
            publisher=known.publisher,
        ),
    )
